package main

import (
	"errors"
	"fmt"
	"io"

	"contractmock/features/check"
	"contractmock/features/output"
)

// outputs are where the reports of check go.
type outputs struct {
	all    []output.Output
	stdout io.Writer
}

// openOutputs reads what --format asks for, before the run: a file that cannot be written
// is known at once, and stays what it is until the end.
func openOutputs(formats string, stdout io.Writer) (outputs, error) {
	all, err := output.Parse("--format", formats, check.Formats())
	return outputs{all, stdout}, errors.Join(err, output.Check(all))
}

// write writes the reports. The error names each that could not be written.
func (o outputs) write(report check.Report) error {
	var wrong []error
	for _, out := range o.all {
		write, err := check.Writer(out.Format)
		if err == nil {
			err = out.Write(o.stdout, func(w io.Writer) error { return write(report, w) })
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("the report %s could not be written: %w", out.Name(), err))
		}
	}
	return errors.Join(wrong...)
}
