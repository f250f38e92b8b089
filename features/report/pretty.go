package report

import (
	"bufio"
	"fmt"
	"strings"
	"time"
	"unicode/utf8"
)

// palette tells whether a report has colours.
type palette bool

func (p palette) paint(code, text string) string {
	if !p || text == "" {
		return text
	}
	return "\x1b[" + code + "m" + text + "\x1b[0m"
}

func (p palette) bold(text string) string { return p.paint("1", text) }

func (p palette) faint(text string) string { return p.paint("2", text) }

// of paints what has a status.
func (p palette) of(s Status, text string) string {
	return p.paint(map[Status]string{Passed: "32", Failed: "31", Skipped: "36"}[s], text)
}

// closing are the last lines of a run, the same in all reports for a terminal.
type closing struct {
	w *bufio.Writer
	palette
}

func (c closing) end(r *Run) error {
	first := true
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			if s.Status != Failed {
				continue
			}
			if first {
				fmt.Fprintf(c.w, "\n--- %s\n\n", c.of(Failed, "Failed steps:"))
				first = false
			}
			c.failed(s)
		}
	}
	fmt.Fprintln(c.w)
	for _, total := range []struct {
		what string
		counts
	}{{"scenarios", r.counts()}, {"steps", r.stepCounts()}} {
		fmt.Fprintf(c.w, "%d %s (%s)\n", total.All(), total.what, total.counts)
	}
	c.skipped(r)
	fmt.Fprintln(c.w, r.Took.Round(time.Millisecond))
	return nil
}

// failed tells of a scenario's steps that failed.
func (c closing) failed(s *Scenario) {
	fmt.Fprintf(c.w, "  %s %s\n", c.of(Failed, s.Keyword+": "+s.Name), c.faint("# "+s.Place()))
	for _, step := range s.Steps {
		if step.Status == Failed {
			fmt.Fprintf(c.w, "    %s %s\n", c.of(Failed, strings.TrimSpace(step.Keyword+" "+step.Text)), c.faint(fmt.Sprintf("# %s:%d", s.File, step.Line)))
			fmt.Fprintf(c.w, "      %s%s\n\n", c.of(Failed, "Error: "), indented(step.Error, "      "))
		}
	}
}

// reasons are why scenarios were skipped, and how many for each, in their order.
func (r *Run) reasons() []reasonCount {
	var all []reasonCount
	at := map[string]int{}
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			if s.Status != Skipped {
				continue
			}
			i, ok := at[s.Why]
			if !ok {
				i = len(all)
				at[s.Why], all = i, append(all, reasonCount{Why: s.Why})
			}
			all[i].Scenarios++
		}
	}
	return all
}

type reasonCount struct {
	Why       string
	Scenarios int
}

func (c closing) skipped(r *Run) {
	for _, reason := range r.reasons() {
		fmt.Fprintf(c.w, "%d skipped: %s\n", reason.Scenarios, reason.Why)
	}
}

// indented is a text whose lines but the first begin with a prefix.
func indented(text, prefix string) string { return strings.ReplaceAll(text, "\n", "\n"+prefix) }

// pretty is the report that has every scenario, step by step.
type pretty struct {
	closing
	last *Feature
}

func newPretty(w *bufio.Writer, paint palette) format { return &pretty{closing: closing{w, paint}} }

func (p *pretty) scenario(of *Feature, s *Scenario) {
	if of != p.last {
		if p.last != nil {
			fmt.Fprintln(p.w)
		}
		p.last = of
		fmt.Fprintf(p.w, "%s %s\n", p.bold(of.Keyword+":"), of.Name)
		p.description(of.Description)
	}
	fmt.Fprintf(p.w, "\n  %s %s %s\n", p.bold(s.Keyword+":"), s.Name, p.faint("# "+s.Place()))
	for _, step := range s.Steps {
		p.step(step)
	}
	if s.Why != "" {
		fmt.Fprintf(p.w, "    %s\n", p.of(Skipped, "skipped: "+s.Why))
	}
}

func (p *pretty) description(text string) {
	for line := range strings.SplitSeq(text, "\n") {
		if line = strings.TrimSpace(line); line != "" {
			fmt.Fprintf(p.w, "  %s\n", line)
		}
	}
}

func (p *pretty) step(s *Step) {
	fmt.Fprintf(p.w, "    %s\n", p.of(s.Status, strings.TrimSpace(s.Keyword+" "+s.Text)))
	widths := map[int]int{}
	for _, row := range s.Table {
		for i, cell := range row {
			widths[i] = max(widths[i], utf8.RuneCountInString(cell))
		}
	}
	for _, row := range s.Table {
		line := "      |"
		for i, cell := range row {
			line += " " + cell + strings.Repeat(" ", widths[i]-utf8.RuneCountInString(cell)) + " |"
		}
		fmt.Fprintln(p.w, p.of(s.Status, line))
	}
	if s.DocLine > 0 {
		fmt.Fprintln(p.w, p.of(s.Status, "      "+indented("\"\"\"\n"+s.Doc+"\n\"\"\"", "      ")))
	}
	if s.Status == Failed {
		fmt.Fprintf(p.w, "    %s\n", p.of(Failed, indented(s.Error, "    ")))
	}
}

// progress is the report that has one character for each step.
type progress struct {
	closing
	column int
}

// maxColumns is how many steps a line of it has.
const maxColumns = 70

func newProgress(w *bufio.Writer, paint palette) format { return &progress{closing: closing{w, paint}} }

func (p *progress) scenario(_ *Feature, s *Scenario) {
	for _, step := range s.Steps {
		if p.column == maxColumns {
			fmt.Fprintln(p.w)
			p.column = 0
		}
		p.column++
		fmt.Fprint(p.w, p.of(step.Status, map[Status]string{Passed: ".", Failed: "F", Skipped: "-"}[step.Status]))
	}
}

func (p *progress) end(r *Run) error {
	fmt.Fprintln(p.w)
	return p.closing.end(r)
}
