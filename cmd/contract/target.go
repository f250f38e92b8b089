package main

import (
	"context"
	"errors"

	"contractmock/cmd/internal/command"
	"contractmock/features/target"
)

// exitUnreachable is the exit code of a target that does not answer.
const exitUnreachable = 3

// unreachable is the error that ends with it.
type unreachable struct{ error }

// ExitCode implements command.Coded.
func (unreachable) ExitCode() int { return exitUnreachable }

// openTarget opens the target that --target names. Its errors end with the exit codes
// that the commands promise.
func openTarget(ctx context.Context, name string) (*target.Target, error) {
	there, err := target.Open(ctx, name)
	var silent target.Unreachable
	switch {
	case errors.As(err, &silent):
		return nil, unreachable{err}
	case err != nil:
		return nil, command.Usage{Err: err}
	default:
		return there, nil
	}
}
