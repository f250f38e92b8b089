package main

import (
	"io"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

// terminal is where the line goes that shows how far a run is: stderr, if somebody
// watches it, and nil else.
func terminal(cmd *cobra.Command, env command.Environment) io.Writer {
	if ci, _ := env("CI"); ci != "" || !command.Coloured(cmd.ErrOrStderr(), env) {
		return nil
	}
	return cmd.ErrOrStderr()
}
