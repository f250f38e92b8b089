package check

import (
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"strings"
	"text/tabwriter"
	"time"

	"contractmock/features/client"
	"contractmock/features/junit"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
)

// Report is what a run of cases has shown.
type Report struct {
	// Target is where the cases ran, as the command line names it, and Seed what they
	// were derived with.
	Target string
	Seed   int64
	// Results are those of the run, in the order of the cases.
	Results []Result
	// Took is how long the run took.
	Took time.Duration
	// Base is the URL that an API has on the target, "" for one that ends with the run; nil
	// is that Target itself is the URL.
	Base func(api string) string
	// Hide takes out of a text what must not be shown; nil leaves it as it is.
	Hide func(text string) string
}

// formats are the forms of a report.
var formats = map[string]func(Report, io.Writer) error{"text": Report.text, "json": Report.json, "junit": Report.junit}

// Formats are the names of the forms that a report has, sorted.
func Formats() []string { return sorted(formats) }

// Writer is the function that writes reports in the format of that name: text, json or
// junit. The error says what may have been meant.
func Writer(name string) (func(Report, io.Writer) error, error) {
	write, ok := formats[name]
	if !ok {
		return nil, fmt.Errorf("there is no format %q%s", name, nearest.Hint(name, sorted(formats)))
	}
	return write, nil
}

// Count is how many cases have the verdict.
func (r Report) Count(verdict Verdict) int {
	n := 0
	for _, result := range r.Results {
		if result.Verdict == verdict {
			n++
		}
	}
	return n
}

// Again is the command that runs a case once more, newly signed.
func (r Report) Again(c Case) string {
	return fmt.Sprintf("contract check --target %s --seed %d --only %s", client.Word(r.Target), r.Seed, client.Word(c.ID))
}

// curl is a failed request as it was sent, its secrets masked.
func (r Report) curl(result Result) string {
	x := result.Exchange
	base := r.Target
	if r.Base != nil {
		base = r.Base(result.Case.Operation.API)
	}
	if !strings.Contains(base, "://") {
		base = "http://127.0.0.1:4700"
	}
	line := x.Curl(base)
	if r.Hide != nil { // a variable that is the base, as one that a shell fills in
		line = r.Hide(line)
	}
	return line
}

// masked is a text with the values of an API's secrets masked.
func masked(api, text string) string {
	document, err := openapi.Document(api)
	if err != nil {
		return "(not shown: " + err.Error() + ")"
	}
	return document.Mask(text)
}

// smaller says what was done to a failed request to make it small.
func (r Result) smaller() string {
	switch {
	case r.Whole:
		return "as it was first sent"
	case r.Dropped+r.Simplified == 0:
		return "there is no smaller one"
	default:
		return fmt.Sprintf("the smallest that fails so; %d parameters dropped, %d values made simpler", r.Dropped, r.Simplified)
	}
}

// text is the report for people: every failure, why cases were skipped, and tables by
// operation and kind.
func (r Report) text(w io.Writer) error {
	for _, result := range r.Results {
		if result.Verdict == Failed {
			r.failure(w, result)
		}
	}
	for _, verdict := range []Verdict{Skipped, Deviated} {
		reasons := map[string]int{}
		for _, result := range r.Results {
			if result.Verdict == verdict {
				reasons[result.Reason]++
			}
		}
		if verdict == Deviated && len(reasons) > 0 {
			fmt.Fprintf(w, "%d cases deviate as the profile says:\n", r.Count(Deviated))
		}
		for _, reason := range sorted(reasons) {
			fmt.Fprintf(w, "%s %d: %s\n", verdict, reasons[reason], reason)
		}
		if len(reasons) > 0 {
			fmt.Fprintln(w)
		}
	}
	r.left(w)
	byOperation := func(c Case) string { return c.Operation.API + "." + c.Operation.ID }
	byKind := func(c Case) string { return string(c.Kind) }
	for _, table := range []struct {
		title string
		of    func(Case) string
	}{{"operation", byOperation}, {"kind", byKind}} {
		if err := r.table(w, table.title, table.of); err != nil {
			return err
		}
	}
	deviate := ""
	if n := r.Count(Deviated); n > 0 {
		deviate = fmt.Sprintf(", %d deviated", n)
	}
	_, err := fmt.Fprintf(w, "%d cases (%d passed, %d failed, %d skipped%s) against %s with seed %d in %s\n",
		len(r.Results), r.Count(Passed), r.Count(Failed), r.Count(Skipped), deviate, r.Target, r.Seed, r.Took.Round(10*time.Millisecond))
	return err
}

// left writes what the cases have left behind, and how many of them did.
func (r Report) left(w io.Writer) {
	counts := map[string]int{}
	for _, result := range r.Results {
		for _, left := range result.Left {
			counts[left]++
		}
	}
	if len(counts) == 0 {
		return
	}
	fmt.Fprintln(w, "warning: the cases leave things behind:")
	for _, left := range sorted(counts) {
		fmt.Fprintf(w, "%d: %s\n", counts[left], left)
	}
	fmt.Fprintln(w)
}

// failure writes a case that failed.
func (r Report) failure(w io.Writer, result Result) {
	c := result.Case
	fmt.Fprintf(w, "FAIL %s%s\n", c.ID, cited(c))
	if result.Mismatch.Kind == gone {
		fmt.Fprintf(w, "  got       %s\n  again     %s\n\n", result.Mismatch.said, r.Again(c))
		return
	}
	fmt.Fprintf(w, "  expected  %s\n  got       %s\n", c.Expect, result.Mismatch)
	if result.Exchange == nil {
		fmt.Fprintf(w, "  again     %s\n\n", r.Again(c))
		return
	}
	fmt.Fprintf(w, "  request   %s\n", result.smaller())
	for line := range strings.SplitSeq(result.Exchange.String(), "\n") {
		fmt.Fprintf(w, "    %s\n", line)
	}
	fmt.Fprintf(w, "  again     %s\n  as sent   %s\n\n", r.Again(c), r.curl(result))
}

// cited is a case's rule, in parentheses.
func cited(c Case) string {
	if c.Rule == "" {
		return ""
	}
	return " (" + c.Rule + ")"
}

// table counts verdicts by what a case is of.
func (r Report) table(w io.Writer, title string, of func(Case) string) error {
	var names []string
	counts := map[string]map[Verdict]int{}
	for _, result := range r.Results {
		name := of(result.Case)
		if counts[name] == nil {
			counts[name] = map[Verdict]int{}
			names = append(names, name)
		}
		counts[name][result.Verdict]++
	}
	order := Kinds()
	slices.SortStableFunc(names, func(a, b string) int { // operations are in the order of the documents
		return slices.Index(order, Kind(a)) - slices.Index(order, Kind(b))
	})
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', tabwriter.AlignRight)
	columns := []Verdict{Passed, Failed, Skipped}
	if r.Count(Deviated) > 0 {
		columns = append(columns, Deviated)
	}
	row := func(first string, cell func(Verdict) any) {
		fmt.Fprint(out, first, "\t")
		for _, verdict := range columns {
			fmt.Fprint(out, cell(verdict), "\t")
		}
		fmt.Fprintln(out)
	}
	row(title, func(v Verdict) any { return v })
	for _, name := range names {
		row(name, func(v Verdict) any { return counts[name][v] })
	}
	fmt.Fprintln(out)
	return out.Flush()
}

// caseResult is a result as other programs read it.
type caseResult struct {
	ID        string    `json:"id"`
	Operation string    `json:"operation"`
	Kind      Kind      `json:"kind"`
	Rule      string    `json:"rule,omitempty"`
	Verdict   Verdict   `json:"verdict"`
	Reason    string    `json:"reason,omitempty"`
	Expected  string    `json:"expected"`
	Mismatch  *Mismatch `json:"mismatch,omitempty"`
	Exchange  string    `json:"exchange,omitempty"`
	Again     string    `json:"again,omitempty"`
	Curl      string    `json:"curl,omitempty"`
	Left      []string  `json:"left,omitempty"`
}

// json is the report for programs.
func (r Report) json(w io.Writer) error {
	cases := make([]caseResult, len(r.Results))
	for i, result := range r.Results {
		c := result.Case
		cases[i] = caseResult{
			ID: c.ID, Operation: c.Operation.API + "." + c.Operation.ID, Kind: c.Kind, Rule: c.Rule,
			Verdict: result.Verdict, Reason: result.Reason, Expected: c.Expect.String(), Mismatch: result.Mismatch, Left: result.Left,
		}
		if result.Verdict == Failed {
			cases[i].Again = r.Again(c)
		}
		if result.Verdict == Failed && result.Exchange != nil {
			cases[i].Exchange, cases[i].Curl = result.Exchange.String(), r.curl(result)
		}
	}
	encoder := json.NewEncoder(w)
	encoder.SetEscapeHTML(false)
	encoder.SetIndent("", "  ")
	return encoder.Encode(map[string]any{
		"target": r.Target, "seed": r.Seed, "milliseconds": r.Took.Milliseconds(),
		"passed": r.Count(Passed), "failed": r.Count(Failed), "skipped": r.Count(Skipped), "deviated": r.Count(Deviated), "cases": cases,
	})
}

// junit is the report as JUnit's XML: a suite for each operation.
func (r Report) junit(w io.Writer) error {
	var all []junit.Suite
	for _, result := range r.Results {
		c := result.Case
		name := c.Operation.API + "." + c.Operation.ID
		if n := len(all); n == 0 || all[n-1].Name != name {
			all = append(all, junit.Suite{Name: name})
		}
		one := junit.Case{Name: c.ID + cited(c), Class: name + "." + string(c.Kind), Began: result.Began, Took: result.Took}
		switch result.Verdict {
		case Passed:
		case Failed:
			var text strings.Builder
			r.failure(&text, result)
			one.Failed, one.Message, one.Text = true, result.Mismatch.String(), text.String()
		case Skipped:
			one.Skipped, one.Message = true, result.Reason
		case Deviated: // of which JUnit knows nothing
			one.Skipped, one.Message = true, "known deviation "+result.Reason
		}
		s := &all[len(all)-1]
		s.Cases = append(s.Cases, one)
	}
	return junit.Write(w, "contract check", r.Took, all)
}

// List writes the cases without running them: their ids, rules and expectations.
func List(w io.Writer, cases []Case) error {
	out := tabwriter.NewWriter(w, 0, 0, 2, ' ', 0)
	for _, c := range cases {
		fmt.Fprintf(out, "%s\t%s\t%s\n", c.ID, c.Rule, c.Expect)
	}
	return out.Flush()
}
