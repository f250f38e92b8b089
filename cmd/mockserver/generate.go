package main

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver/durable"
	"contractmock/mockserver/generate"
)

// generateFlags are the flags of generate.
type generateFlags struct {
	write string
	seed  uint64
	force bool
}

func newGenerate() *cobra.Command {
	var f generateFlags
	cmd := &cobra.Command{
		Use:   "generate --write DIR [what=count …]",
		Short: "Write fixtures with many rows",
		Long: `Write <api>.jsonl with rows that agree with each other, for serve --fixtures DIR.
They come after the rows of <api>.yaml in that directory, or after the embedded ones,
which stay what they are.

Without a count there is the default of everything; with counts, only the APIs that
they name get a file. What can be counted, with its default:

` + nounTable(),
		Example: "  mockserver generate --write big users=100000 chaoqer.events=5000\n  mockserver --fixtures big",
		RunE: func(cmd *cobra.Command, words []string) error {
			plan, err := generate.Parse(words)
			if err != nil {
				return command.Usagef("%w", err)
			}
			return f.generate(cmd.Context(), cmd.OutOrStdout(), plan)
		},
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringVar(&f.write, "write", "", "`directory` that the files go to; made where it is missing")
	flags.Uint64Var(&f.seed, "seed", 1, "`number` that decides all of it, with the counts")
	flags.BoolVar(&f.force, "force", false, "overwrite files that exist")
	return cmd
}

// nounTable is a line for each noun.
func nounTable() string {
	var b strings.Builder
	w := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, noun := range generate.Nouns() {
		fmt.Fprintf(w, "  %s\t%d\t%s\n", noun, noun.Default, noun.Summary)
	}
	_ = w.Flush() // a Builder takes everything
	return strings.TrimSuffix(b.String(), "\n")
}

// generate writes a file for each API of the plan, until the context ends.
func (f generateFlags) generate(ctx context.Context, w io.Writer, plan generate.Plan) error {
	if f.write == "" {
		return command.Usagef("--write is missing; give the directory that the files go to")
	}
	for _, api := range plan.APIs {
		file := f.file(api)
		_, err := os.Lstat(file)
		switch {
		case err == nil && !f.force:
			return command.Usagef("%s exists; --force overwrites it", file)
		case err != nil && !errors.Is(err, fs.ErrNotExist):
			return command.Usagef("--write: %w", err)
		}
	}
	if err := os.MkdirAll(f.write, 0o755); err != nil {
		return command.Usagef("--write: %w", err)
	}
	for _, api := range plan.APIs {
		var totals []generate.Total
		err := durable.Replace(f.file(api), durable.Mode(0o644), func(w io.Writer) (err error) {
			buffered := bufio.NewWriterSize(w, 1<<20)
			totals, err = plan.Write(until{ctx, buffered}, api, f.seed)
			return errors.Join(err, buffered.Flush())
		})
		if err != nil {
			return fmt.Errorf("%s cannot be written: %w", f.file(api), err)
		}
		info, err := os.Stat(f.file(api))
		if err != nil {
			return err
		}
		rows := make([]string, len(totals))
		for i, t := range totals {
			rows[i] = fmt.Sprintf("%d %s", t.Rows, t.Table)
		}
		fmt.Fprintf(w, "%s (%.1f MB): %s\n", f.file(api), float64(info.Size())/1e6, strings.Join(rows, ", "))
	}
	_, err := fmt.Fprintf(w, "mockserver --fixtures %s serves them\n", f.write)
	return err
}

func (f generateFlags) file(api string) string { return filepath.Join(f.write, api+".jsonl") }

// until is a writer that fails when the context has ended.
type until struct {
	ctx context.Context
	io.Writer
}

func (u until) Write(p []byte) (int, error) {
	if err := u.ctx.Err(); err != nil {
		return 0, err
	}
	return u.Writer.Write(p)
}
