package main

import (
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features/steps"
)

func newSteps() *cobra.Command {
	return &cobra.Command{
		Use:   "steps",
		Short: "Print the phrasebook: every sentence that scenarios may say, in English and Chinese",
		Args:  command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			out := cmd.OutOrStdout()
			group := ""
			for _, p := range steps.Phrasebook {
				if p.Group != group {
					group = p.Group
					fmt.Fprintf(out, "%s\n\n", group)
				}
				fmt.Fprintf(out, "  %s%s\n  %s%s\n      %s\n\n", p.English, follows(p), p.Chinese, follows(p), p.Means)
			}
			fmt.Fprintln(out, "What stands in braces")
			fmt.Fprintln(out)
			w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
			for _, s := range steps.Slots {
				fmt.Fprintf(w, "  {%s}\t%s\t%s\n", s.Name, s.Sample, s.Means)
			}
			return w.Flush()
		},
	}
}

// follows says what stands below a sentence.
func follows(p steps.Phrase) string {
	if p.Argument == "" {
		return ""
	}
	return "   (and a " + p.Argument + ")"
}
