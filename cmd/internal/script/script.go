// Package script runs the testscripts of a command in the test's own process, where the
// specifications are read once and not again for each of the lines.
//
// In a script "do contract run --tags @none" runs the command, and "exits 2 contract run
// --tags @none" holds its exit code. "exec contract …" runs it in a process of its own: where
// a shell, the standard input or the process itself matters.
package script

import (
	"maps"
	"os"
	"strconv"
	"testing"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
)

// Run runs the scripts that the parameters name, one after the other, since each works in
// a directory of its own and a process has only one. The test must not be parallel.
func Run(t *testing.T, name string, newRoot func(command.Environment) *cobra.Command, p testscript.Params) {
	t.Helper()
	run := func(ts *testscript.TestScript, args []string) int {
		before, err := os.Getwd()
		ts.Check(err)
		ts.Check(os.Chdir(ts.MkAbs(".")))
		defer func() { ts.Check(os.Chdir(before)) }()
		env := func(name string) (string, bool) { value := ts.Getenv(name); return value, value != "" }
		return command.Run(t.Context(), newRoot(env), args, env, ts.Stdout(), ts.Stderr())
	}
	commands := map[string]func(*testscript.TestScript, bool, []string){
		"do": func(ts *testscript.TestScript, fails bool, args []string) {
			if len(args) == 0 || args[0] != name {
				ts.Fatalf("usage: do %s …", name)
			}
			if code := run(ts, args[1:]); (code != 0) != fails {
				ts.Fatalf("%s ended with %d", name, code)
			}
		},
		"exits": func(ts *testscript.TestScript, other bool, args []string) {
			if other || len(args) < 2 || args[1] != name {
				ts.Fatalf("usage: exits CODE %s …", name)
			}
			if code := run(ts, args[2:]); strconv.Itoa(code) != args[0] {
				ts.Fatalf("%s ended with %d, want %s", name, code, args[0])
			}
		},
	}
	maps.Copy(commands, p.Cmds)
	p.Cmds, p.RequireExplicitExec = commands, true
	testscript.RunT(serial{t}, p)
}

// serial is a test whose scripts do not run side by side.
type serial struct{ *testing.T }

// Parallel implements testscript.T.
func (serial) Parallel() {}

// Verbose implements testscript.T.
func (serial) Verbose() bool { return testing.Verbose() }

// Run implements testscript.T.
func (s serial) Run(name string, f func(testscript.T)) {
	s.T.Run(name, func(t *testing.T) { f(serial{t}) })
}
