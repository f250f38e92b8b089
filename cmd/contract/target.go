package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/features/target"
)

// exitUnreachable is the exit code of a target that does not answer.
const exitUnreachable = 3

// unreachable is the error that ends with it.
type unreachable struct{ error }

// ExitCode implements command.Coded.
func (unreachable) ExitCode() int { return exitUnreachable }

// addTarget adds the flags of commands that call a target, which is the one named last
// unless another is.
func addTarget(flags *pflag.FlagSet, name, adminToken *string, unless string) {
	flags.StringVar(name, "target", unless, "`where` to run: mock is one in this process, else the URL of a mock, or the profile of a deployment (contract profile --help)")
	flags.StringVar(adminToken, "admin-token", "", "`token` that the target's control plane wants; better given as CONTRACT_ADMIN_TOKEN, where no list of processes shows it")
}

// openTarget opens the target of a command, and says on stderr what whoever uses it
// should know. The admin token wins over the profile's.
func openTarget(ctx context.Context, stderr io.Writer, name, adminToken string, env command.Environment) (*target.Target, error) {
	profile, err := target.Load(name, env)
	if err != nil {
		return nil, command.Usage{Err: err}
	}
	if profile.ControlPlane != nil && adminToken != "" {
		profile.ControlPlane.Token = adminToken
	}
	there, err := profile.Open(ctx)
	var silent target.Unreachable
	switch {
	case err != nil && errors.Is(ctx.Err(), context.Canceled):
		return nil, command.Interrupted{Err: errors.New("interrupted before anything ran")}
	case errors.As(err, &silent):
		return nil, unreachable{err}
	case err != nil:
		return nil, command.Usage{Err: err}
	}
	for _, warning := range there.Warnings() {
		fmt.Fprintln(stderr, "warning: "+strings.TrimSpace(warning))
	}
	return there, nil
}
