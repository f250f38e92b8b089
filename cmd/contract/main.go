// Command contract runs the scenarios of the APIs against a mock: in this
// process, or one that listens elsewhere.
package main

import (
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

func main() { command.Main(newRoot) }

func newRoot(env command.Environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "contract",
		Short: "Check that a mock keeps the documented contract",
		Long: `Check that a mock keeps the documented contract, with the embedded scenarios or
your own.

Every flag can also be set in the environment: --target as CONTRACT_TARGET.

Exit codes: 0 all passed, 1 a scenario failed or the coverage is too low, 2 the
command line, a scenario file or the target was not as it must be, 3 the target
cannot be reached.`,
		Args: command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newRun(env), newSteps(), newCoverage(), command.NewVersion("contract"))
	return root
}
