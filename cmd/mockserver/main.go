// Command mockserver is a stateful mock of real APIs: it knows their users,
// checks tokens and permissions, keeps state in memory, and explains every
// refusal.
//
// Run it without arguments, and it says where it listens and what to paste.
package main

import (
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

func main() { command.Main(newRoot) }

func newRoot(env command.Environment) *cobra.Command {
	serve := newServe(env)
	root := &cobra.Command{
		Use:   "mockserver [serve]",
		Short: "A stateful mock server of real APIs that knows their users",
		Long: `A stateful mock of real APIs: it knows their users, checks tokens and
permissions, keeps state in memory, and explains every refusal.

Without a command it serves. Every flag can also be set in the environment:
--log-level as MOCKSERVER_LOG_LEVEL. PORT is the port to listen on where neither
--listen nor MOCKSERVER_LISTEN is given.`,
		Args: command.NoArguments,
		RunE: serve.RunE,
	}
	root.Flags().AddFlagSet(serve.Flags())
	root.AddCommand(serve, newHealth(env), newRoutes(), newOpenAPI(), newFixtures(), newGenerate(), command.NewVersion("mockserver"))
	return root
}
