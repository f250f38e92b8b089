// Package command is what the commands have in common: how a line that is not
// understood is refused, and how flags come from the environment.
package command

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"runtime/debug"
	"strconv"
	"strings"
	"syscall"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/openapi/nearest"
)

// Exit codes that all commands share.
const (
	exitOK      = 0
	exitFailure = 1
	exitUsage   = 2
)

// Environment looks up an environment variable, as os.LookupEnv does.
type Environment func(name string) (value string, ok bool)

// Usage is the error of a command line, an environment or a configuration that
// cannot be followed. It ends with exit code 2.
type Usage struct{ Err error }

func (u Usage) Error() string { return u.Err.Error() }

// Unwrap is the error itself.
func (u Usage) Unwrap() error { return u.Err }

// Usagef is a [Usage] with a formatted message.
func Usagef(format string, args ...any) error { return Usage{fmt.Errorf(format, args...)} }

// Interrupted is the error of a run that did not get to its end, since somebody ended it. It
// ends with exit code 130, as shells have it.
type Interrupted struct{ Err error }

func (i Interrupted) Error() string { return i.Err.Error() }

// Unwrap is the error itself.
func (i Interrupted) Unwrap() error { return i.Err }

// ExitCode implements [Coded].
func (Interrupted) ExitCode() int { return 130 }

// Coded is an error that ends with an exit code of its own.
type Coded interface {
	error
	ExitCode() int
}

// Main is the main of a command: it runs the command line until it ends or is
// interrupted, and exits. A second interrupt ends it at once.
func Main(newRoot func(Environment) *cobra.Command) {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	context.AfterFunc(ctx, stop)
	code := Run(ctx, newRoot(os.LookupEnv), os.Args[1:], os.LookupEnv, os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// Run runs a command line and is its exit code. What went wrong is on stderr, in
// one paragraph that begins with the command's name.
func Run(ctx context.Context, root *cobra.Command, args []string, env Environment, stdout, stderr io.Writer) int {
	root.SetArgs(args)
	root.SetOut(stdout)
	root.SetErr(stderr)
	root.SilenceErrors, root.SilenceUsage = true, true
	root.SetFlagErrorFunc(func(cmd *cobra.Command, err error) error { return Usage{flagError(cmd, err)} })
	root.PersistentPreRunE = func(cmd *cobra.Command, _ []string) error {
		return fromEnvironment(cmd.Flags(), strings.ToUpper(root.Name())+"_", env)
	}
	err := root.ExecuteContext(ctx)
	var usage Usage
	var coded Coded
	switch {
	case err == nil:
		return exitOK
	case errors.As(err, &usage):
		fmt.Fprintf(stderr, "%s: %v\n%s --help says what there is.\n", root.Name(), err, root.Name())
		return exitUsage
	case errors.As(err, &coded):
		fmt.Fprintf(stderr, "%s: %v\n", root.Name(), err)
		return coded.ExitCode()
	default:
		fmt.Fprintf(stderr, "%s: %v\n", root.Name(), err)
		return exitFailure
	}
}

// wanted is what a flag's value must be, by the type that pflag has for it.
var wanted = map[string]string{
	"int": "a whole number", "int64": "a whole number", "uint64": "a whole number that is not negative",
	"duration": "a length of time such as 200ms or 1m30s", "bool": "true or false", "float64": "a number",
}

// valueError says what a flag's value must be where the flag could not read it; any other
// error stays.
func valueError(err error) error {
	var invalid *pflag.InvalidValueError
	if !errors.As(err, &invalid) {
		return err
	}
	kind, number := invalid.GetFlag().Value.Type(), new(strconv.NumError)
	if wanted[kind] == "" || kind != "duration" && !errors.As(err, &number) { // a flag of ours says it itself
		return err
	}
	return fmt.Errorf("invalid argument %q for %q flag: it must be %s", invalid.GetValue(), "--"+invalid.GetFlag().Name, wanted[kind])
}

// flagError names the flag that was meant where one is unknown.
func flagError(cmd *cobra.Command, err error) error {
	err = valueError(err)
	var unknown *pflag.NotExistError
	if !errors.As(err, &unknown) {
		return err
	}
	var names []string
	cmd.Flags().VisitAll(func(f *pflag.Flag) { names = append(names, "--"+f.Name) })
	return fmt.Errorf("%w%s", err, nearest.Hint("--"+unknown.GetSpecifiedName(), names))
}

// NoArguments is for commands without arguments: it refuses a word that is no
// command of theirs.
func NoArguments(cmd *cobra.Command, args []string) error {
	if len(args) == 0 {
		return nil
	}
	var names []string
	for _, sub := range cmd.Commands() {
		if sub.IsAvailableCommand() {
			names = append(names, sub.Name())
		}
	}
	if names == nil {
		return Usagef("%s takes no arguments, but got %q", cmd.CommandPath(), args[0])
	}
	return Usagef("there is no command %q%s", args[0], nearest.Hint(args[0], names))
}

// fromEnvironment sets the flags that the command line left alone and the
// environment has: with the prefix MOCKSERVER_, MOCKSERVER_LOG_LEVEL is --log-level.
func fromEnvironment(flags *pflag.FlagSet, prefix string, env Environment) error {
	var wrong error
	flags.VisitAll(func(f *pflag.Flag) {
		name := prefix + strings.ToUpper(strings.ReplaceAll(f.Name, "-", "_"))
		value, ok := env(name)
		if !ok || f.Changed || f.Name == "help" || wrong != nil {
			return
		}
		if err := flags.Set(f.Name, value); err != nil {
			wrong = Usagef("%s in the environment: %w", name, valueError(err))
		}
	})
	return wrong
}

// Version is what the build knows of its version.
func Version() string {
	info, ok := debug.ReadBuildInfo()
	if !ok || info.Main.Version == "" {
		return "(devel)"
	}
	return info.Main.Version
}

// NewVersion is the version command of the program with that name.
func NewVersion(program string) *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Print the version",
		Args:  NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := fmt.Fprintln(cmd.OutOrStdout(), program, Version())
			return err
		},
	}
}
