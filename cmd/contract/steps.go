package main

import (
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features/steps"
	"contractmock/openapi/nearest"
)

// stepsFormats are how the phrasebook is printed.
var stepsFormats = map[string]func(io.Writer) error{"text": stepsText, "markdown": stepsMarkdown, "json": stepsJSON}

func newSteps() *cobra.Command {
	var format string
	cmd := &cobra.Command{
		Use:   "steps",
		Short: "Print the phrasebook: every sentence that scenarios may say, in English and Chinese",
		Args:  command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			write, ok := stepsFormats[format]
			if !ok {
				return command.Usagef("--format: there is no format %q%s", format, nearest.Hint(format, slices.Collect(maps.Keys(stepsFormats))))
			}
			return write(cmd.OutOrStdout())
		},
	}
	cmd.Flags().StringVar(&format, "format", "text", "text, markdown or json")
	return cmd
}

// groups are the phrases under their headings.
func groups() [][]steps.Phrase {
	var all [][]steps.Phrase
	for _, p := range steps.Phrasebook {
		if len(all) == 0 || all[len(all)-1][0].Group != p.Group {
			all = append(all, nil)
		}
		all[len(all)-1] = append(all[len(all)-1], p)
	}
	return all
}

func stepsText(out io.Writer) error {
	for _, group := range groups() {
		fmt.Fprintf(out, "%s\n\n", group[0].Group)
		for _, p := range group {
			fmt.Fprintf(out, "  %s%s\n  %s%s\n      %s\n\n", p.English, follows(p), p.Chinese, follows(p), p.Means)
		}
	}
	fmt.Fprint(out, "What stands in braces\n\n")
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, s := range steps.Slots {
		fmt.Fprintf(w, "  {%s}\t%s\t%s\n", s.Name, s.Sample, s.Means)
	}
	return w.Flush()
}

// follows says what stands below a sentence.
func follows(p steps.Phrase) string {
	if p.Argument == "" {
		return ""
	}
	return "   (and a " + p.Argument + ")"
}

func stepsMarkdown(out io.Writer) error {
	fmt.Fprint(out, "# What scenarios may say\n")
	for _, group := range groups() {
		fmt.Fprintf(out, "\n## %s\n\n| English | 中文 | Below it | What it does |\n|---|---|---|---|\n", group[0].Group)
		for _, p := range group {
			fmt.Fprintf(out, "| %s | %s | %s | %s |\n", code(p.English), code(p.Chinese), p.Argument, cell(p.Means))
		}
	}
	fmt.Fprint(out, "\n## What stands in braces\n\n| | For example | |\n|---|---|---|\n")
	for _, s := range steps.Slots {
		fmt.Fprintf(out, "| %s | %s | %s |\n", code("{"+s.Name+"}"), code(s.Sample), cell(s.Means))
	}
	return nil
}

// cell is a text as a cell of a table in Markdown.
func cell(text string) string {
	return strings.NewReplacer("|", `\|`, "<", `\<`, "*", `\*`, "_", `\_`).Replace(text)
}

// code is a text as it is written, in such a cell.
func code(text string) string { return "`" + strings.ReplaceAll(text, "|", `\|`) + "`" }

func stepsJSON(out io.Writer) error {
	type phrase struct {
		Group    string `json:"group"`
		English  string `json:"english"`
		Chinese  string `json:"chinese"`
		Argument string `json:"argument,omitempty"`
		Means    string `json:"means"`
	}
	type slot struct {
		Name    string `json:"name"`
		Sample  string `json:"sample"`
		Pattern string `json:"pattern"`
		Means   string `json:"means"`
	}
	var book struct {
		Phrases []phrase `json:"phrases"`
		Slots   []slot   `json:"slots"`
	}
	for _, p := range steps.Phrasebook {
		book.Phrases = append(book.Phrases, phrase{p.Group, p.English, p.Chinese, p.Argument, p.Means})
	}
	for _, s := range steps.Slots {
		book.Slots = append(book.Slots, slot{s.Name, s.Sample, s.Pattern(), s.Means})
	}
	encoder := json.NewEncoder(out)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(book)
}
