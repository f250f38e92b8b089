// Command contract runs the scenarios of the APIs, and cases derived from their
// specifications, against a mock, in this process or elsewhere, or against a deployment
// that a profile describes. It also makes single calls, and stands as a proxy between a
// client and the APIs.
package main

import (
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

func main() { command.Main(newRoot) }

func newRoot(env command.Environment) *cobra.Command {
	root := &cobra.Command{
		Use:   "contract",
		Short: "Check that a mock or a deployment keeps the documented contract",
		Long: `Check that a mock or a deployment keeps the documented contract, with the embedded
scenarios or your own, and with calls that are derived from the specifications; call
an operation; watch what passes between a client and the APIs.

Every flag can also be set in the environment: --target as CONTRACT_TARGET.

Exit codes: 0 all passed or deviate as the target's profile says, 1 a scenario or
case failed, a known deviation has not occurred, nothing was checked, a call was
refused, something departed or the coverage is too low, 2 the command line, a
scenario file, the profile or the target was not as it must be, 3 the target
cannot be reached, 130 a run was interrupted.`,
		Args: command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	root.AddCommand(newRun(env), newCheck(env), newCall(env), newProxy(env), newSteps(), newCoverage(), newProfile(), command.NewVersion("contract"))
	completesAll(root)
	return root
}
