package main

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

// coloured tells whether what goes to w may have colours.
func coloured(w io.Writer, env command.Environment) bool {
	file, ok := w.(*os.File)
	value, _ := env("NO_COLOR")
	return ok && value == "" && isatty.IsTerminal(file.Fd())
}

// terminal is where the line goes that shows how far a run is: stderr, if somebody
// watches it, and nil else.
func terminal(cmd *cobra.Command, env command.Environment) io.Writer {
	if ci, _ := env("CI"); ci != "" || !coloured(cmd.ErrOrStderr(), env) {
		return nil
	}
	return cmd.ErrOrStderr()
}
