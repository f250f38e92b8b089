package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/features/coverage"
	"contractmock/openapi/nearest"
)

func newCoverage() *cobra.Command {
	var f runFlags
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
			if err := f.checkCoverage(); err != nil {
				return err
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
			return errors.Join(f.writeCoverage(cmd.OutOrStdout(), sum), sum.Least(f.minCoverage))
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	coverageFlags(flags, &f)
	flags.Lookup("coverage").DefValue = "text"
	f.coverage = "text"
	return cmd
}

// coverageFlags are the flags of every command that tells of coverage.
func coverageFlags(flags *pflag.FlagSet, f *runFlags) {
	flags.StringVar(&f.coverage, "coverage", "", "`formats` of the coverage, a file after a colon: text, json; several with commas")
	flags.IntVar(&f.minCoverage, "min-coverage", 0, "the least `percent` of the rules, the operations, the answers and the security cases each that must be seen, or the exit code is 1")
}

// coverageFormats are how coverage is written.
var coverageFormats = map[string]func(coverage.Coverage, io.Writer) error{
	"text": coverage.Coverage.WriteText,
	"json": coverage.Coverage.WriteJSON,
}

// coverageOutputs are the formats and files that were asked for.
func (f runFlags) coverageOutputs() [][2]string {
	if f.coverage == "" {
		return nil
	}
	var outputs [][2]string
	for output := range strings.SplitSeq(f.coverage, ",") {
		format, path, _ := strings.Cut(output, ":")
		outputs = append(outputs, [2]string{format, path})
	}
	return outputs
}

// checkCoverage refuses flags that cannot be followed, before anything runs.
func (f runFlags) checkCoverage() error {
	if f.minCoverage < 0 || f.minCoverage > 100 {
		return command.Usagef("--min-coverage is %d, and can be 0 to 100", f.minCoverage)
	}
	for _, output := range f.coverageOutputs() {
		if coverageFormats[output[0]] == nil {
			return command.Usagef("--coverage: there is no format %q%s", output[0], nearest.Hint(output[0], []string{"text", "json"}))
		}
		if folder, err := os.Stat(filepath.Dir(output[1])); output[1] != "" && (err != nil || !folder.IsDir()) {
			return command.Usagef("--coverage: %s cannot be written, since there is no folder %s", output[1], filepath.Dir(output[1]))
		}
	}
	return nil
}

// writeCoverage writes the coverage as it was asked for.
func (f runFlags) writeCoverage(stdout io.Writer, seen coverage.Coverage) error {
	for _, output := range f.coverageOutputs() {
		if err := writeOneCoverage(stdout, output[0], output[1], seen); err != nil {
			return fmt.Errorf("the coverage %s could not be written: %w", strings.TrimSuffix(strings.Join(output[:], ":"), ":"), err)
		}
	}
	return nil
}

func writeOneCoverage(stdout io.Writer, format, path string, seen coverage.Coverage) error {
	write := coverageFormats[format]
	if path == "" {
		return write(seen, stdout)
	}
	file, err := os.Create(path)
	if err != nil {
		return err
	}
	return errors.Join(write(seen, file), file.Close())
}

func readCoverage(name string) (coverage.Coverage, error) {
	file, err := os.Open(name)
	if err != nil {
		return coverage.Coverage{}, err
	}
	read, err := coverage.Read(file)
	return read, errors.Join(err, file.Close())
}
