// Command mockserver is a stateful mock of three real APIs: it knows their users,
// checks tokens and permissions, keeps state in memory, and explains every
// refusal.
//
// Run it without arguments, and it says where it listens and what to paste.
package main

import (
	"context"
	"os"
	"os/signal"
	"syscall"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

func main() { os.Exit(run()) }

// run runs the command until it ends or is interrupted.
func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	return command.Run(ctx, newRoot(os.LookupEnv), os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
}

func newRoot(env command.Environment) *cobra.Command {
	serve := newServe(env)
	root := &cobra.Command{
		Use:   "mockserver [serve]",
		Short: "A stateful mock server that knows the users of three real APIs",
		Long: `A stateful mock of three real APIs: it knows their users, checks tokens and
permissions, keeps state in memory, and explains every refusal.

Without a command it serves. Every flag can also be set in the environment:
--log-level as MOCKSERVER_LOG_LEVEL. PORT is the port to listen on where neither
--listen nor MOCKSERVER_LISTEN is given.`,
		Args: command.NoArguments,
		RunE: serve.RunE,
	}
	root.Flags().AddFlagSet(serve.Flags())
	root.AddCommand(serve, newRoutes(), command.NewVersion("mockserver"))
	return root
}
