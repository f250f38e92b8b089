package report

import (
	"cmp"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"
)

// WriteSlowest writes how fast the run was, and at most so many of its scenarios, the
// slowest first, each with the step that took most of it. Those that were skipped are
// not among them. It is for after the run.
func (r *Reports) WriteSlowest(w io.Writer, most int) error {
	var all []*Scenario
	for _, f := range r.recorder.run.Features {
		for _, s := range f.Scenarios {
			if s.Status != Skipped {
				all = append(all, s)
			}
		}
	}
	slices.SortStableFunc(all, func(a, b *Scenario) int { return cmp.Compare(b.Took, a.Took) })
	var b strings.Builder
	took := r.recorder.run.Took
	fmt.Fprintf(&b, "\n%d scenarios in %s, %.0f a second; the slowest:\n", len(all), rounded(took), float64(len(all))/max(took, time.Nanosecond).Seconds())
	table := tabwriter.NewWriter(&b, 0, 0, 2, ' ', 0)
	for _, s := range all[:min(most, len(all))] {
		step := slices.MaxFunc(s.Steps, func(a, b *Step) int { return cmp.Compare(a.Took, b.Took) })
		fmt.Fprintf(table, "%s\t%s\t%s\t%s: %s %s\n", rounded(s.Took), s.Place(), s.Name, rounded(step.Took), step.Keyword, step.Text)
	}
	if err := table.Flush(); err != nil {
		return err
	}
	_, err := io.WriteString(w, b.String())
	return err
}

// rounded is a duration as it is of use to people.
func rounded(d time.Duration) time.Duration {
	if d >= time.Second {
		return d.Round(10 * time.Millisecond)
	}
	return d.Round(10 * time.Microsecond)
}
