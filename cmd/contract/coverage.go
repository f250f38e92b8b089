package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"slices"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/features/coverage"
	"contractmock/features/output"
)

func newCoverage() *cobra.Command {
	f := coverageFlags{coverage: "text"}
	cmd := &cobra.Command{
		Use:   "coverage [files…]",
		Short: "Print what there is to cover, or what runs have covered together",
		Long: `Print what there is to cover: rules, operations, documented answers and the ways
in which callers prove who they are. With files that run --coverage json:FILE has
written, print what these runs have covered together.`,
		Example: `  contract coverage
  contract run --tags @tickets --coverage json:tickets.json
  contract coverage tickets.json others.json --coverage text,json:all.json --min-coverage 100`,
		RunE: func(cmd *cobra.Command, files []string) error {
			outputs, err := f.outputs()
			if err == nil {
				err = output.Check(outputs)
			}
			if err != nil {
				return command.Usage{Err: err}
			}
			sum, err := coverage.Empty()
			if err != nil {
				return err
			}
			for _, name := range files {
				one, err := readCoverage(name)
				if err != nil {
					return command.Usagef("%s cannot be used: %w", name, err)
				}
				sum = sum.Add(one)
			}
			return errors.Join(writeCoverage(outputs, cmd.OutOrStdout(), sum), sum.Least(f.minCoverage))
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	f.add(flags)
	return cmd
}

// coverageFlags are the flags of every command that tells of coverage, with their defaults.
type coverageFlags struct {
	coverage    string
	minCoverage int
}

func (f *coverageFlags) add(flags *pflag.FlagSet) {
	flags.StringVar(&f.coverage, "coverage", f.coverage, "`formats` of the coverage, a file after a colon: text, json; several with commas")
	flags.IntVar(&f.minCoverage, "min-coverage", 0, "the least `percent` of the rules, the operations, the answers and the security cases each that must be seen, or the exit code is 1")
}

// coverageFormats are how coverage is written.
var coverageFormats = map[string]func(coverage.Coverage, io.Writer) error{
	"text": coverage.Coverage.WriteText,
	"json": coverage.Coverage.WriteJSON,
}

// outputs are what was asked for. The error says which flag cannot be followed.
func (f coverageFlags) outputs() ([]output.Output, error) {
	if f.minCoverage < 0 || f.minCoverage > 100 {
		return nil, fmt.Errorf("--min-coverage is %d, and can be 0 to 100", f.minCoverage)
	}
	if f.coverage == "" {
		return nil, nil
	}
	return output.Parse("--coverage", f.coverage, slices.Sorted(maps.Keys(coverageFormats)))
}

// writeCoverage writes the coverage as it was asked for.
func writeCoverage(outputs []output.Output, stdout io.Writer, seen coverage.Coverage) error {
	for _, o := range outputs {
		if err := o.Write(stdout, func(w io.Writer) error { return coverageFormats[o.Format](seen, w) }); err != nil {
			return fmt.Errorf("the coverage %s could not be written: %w", o.Name(), err)
		}
	}
	return nil
}

func readCoverage(name string) (coverage.Coverage, error) {
	file, err := os.Open(name)
	if err != nil {
		return coverage.Coverage{}, err
	}
	read, err := coverage.Read(file)
	return read, errors.Join(err, file.Close())
}
