package command

import (
	"io"
	"os"

	"github.com/mattn/go-isatty"
)

// Coloured tells whether what goes to w may have colours: it is a terminal, and NO_COLOR
// is not set (no-color.org).
func Coloured(w io.Writer, env Environment) bool {
	file, ok := w.(*os.File)
	value, _ := env("NO_COLOR")
	return ok && value == "" && isatty.IsTerminal(file.Fd())
}
