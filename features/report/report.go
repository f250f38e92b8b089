// Package report writes the reports of a run: for people on a terminal and in a
// browser, and as JUnit and Cucumber files for other tools.
//
// Scenarios run side by side and end in any order. A recorder puts them back into the
// order of their files, and every report is written from what it has recorded, so that
// all of them say the same, and say it in the same order each time.
package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cucumber/godog"

	"contractmock/features/coverage"
	"contractmock/features/output"
	"contractmock/features/steps"
)

// Options say which reports a run has, and what they tell of it.
type Options struct {
	// Outputs are the reports, each of one of the [Formats]. Stdout is for those without a
	// file.
	Outputs []output.Output
	Stdout  io.Writer
	// Coloured tells whether what goes to Stdout has colours.
	Coloured bool
	// Terminal shows how far the run is, in a line that is overwritten; nil shows nothing.
	Terminal io.Writer
	// Target and Version are where the run goes and what of contract it is.
	Target, Version string
	// Now is the time.
	Now func() time.Time
	// Hide takes out of a text what no report may show; nil leaves it as it is.
	Hide func(text string) string
}

// Reports are the reports of one run.
type Reports struct {
	name     string
	recorder *recorder
	files    []*output.File
}

// formats are the reports that there are.
var formats = map[string]func(w *bufio.Writer, paint palette) format{
	"pretty":   newPretty,
	"progress": newProgress,
	"junit":    newJUnit,
	"cucumber": newCucumber,
	"html":     newHTML,
}

// Formats are the names of the reports that there are, sorted.
func Formats() []string { return slices.Sorted(maps.Keys(formats)) }

// Closes tells whether a report ends with the totals, what failed, and why scenarios were
// skipped.
func Closes(format string) bool { return format == "pretty" || format == "progress" }

// recorders are those of the runs that go on, by the name of their suite: godog hands
// it to a formatter, which must have been there before any run.
var recorders sync.Map

// runs counts runs, so that each has a name of its own.
var runs atomic.Int64

// formatter is the name by which godog knows the recorders.
const formatter = "contract-report"

func init() {
	godog.Format(formatter, "", func(suite string, _ io.Writer) godog.Formatter {
		found, _ := recorders.Load(suite)
		return found.(*recorder)
	})
}

// Open prepares the reports of a run. The error says which file cannot be written.
func Open(o Options) (*Reports, error) {
	seen, err := coverage.New()
	if err != nil {
		return nil, err
	}
	if o.Hide == nil {
		o.Hide = func(text string) string { return text }
	}
	r := &Reports{recorder: &recorder{
		hide:    o.Hide,
		BaseFmt: godog.NewBaseFmt("contract", io.Discard), now: o.Now, line: newLine(o.Terminal),
		run: Run{Target: o.Target, Version: o.Version}, seen: seen, known: map[string]*Scenario{},
	}}
	for _, out := range o.Outputs {
		to, err := out.Open(o.Stdout)
		if err != nil {
			return nil, errors.Join(fmt.Errorf("the report %s cannot be written: %w", out.Name(), err), r.discard())
		}
		r.files = append(r.files, to)
		r.recorder.formats = append(r.recorder.formats, formats[out.Format](to.Writer, palette(o.Coloured && out.Path == "")))
		if out.Format == "html" {
			r.recorder.shows = &shows{}
		}
		if out.Path == "" {
			r.recorder.line.over(to.Writer)
		}
	}
	r.name = fmt.Sprintf("contract-%d", runs.Add(1))
	recorders.Store(r.name, r.recorder)
	return r, nil
}

// Watch lets the reports be written of a run of godog's, and know what its scenarios
// send, and when.
func (r *Reports) Watch(run *godog.TestSuite, suite *steps.Suite) {
	run.Name, run.Options.Format, run.Options.Output = r.name, formatter, io.Discard
	r.recorder.watch(suite)
}

// Coverage is what the run has seen so far.
func (r *Reports) Coverage() coverage.Coverage { return r.recorder.seen.Coverage() }

// Close finishes the reports. The error names each that could not be written, whose file
// is what it was before.
func (r *Reports) Close() error {
	recorders.Delete(r.name)
	wrong := []error{r.recorder.wrong}
	for _, file := range r.files {
		if err := file.Close(); err != nil {
			wrong = append(wrong, fmt.Errorf("the report %s could not be written: %w", file.Of.Name(), err))
		}
	}
	return errors.Join(wrong...)
}

// discard ends reports that are not begun.
func (r *Reports) discard() error {
	var wrong []error
	for _, file := range r.files {
		wrong = append(wrong, file.Discard())
	}
	return errors.Join(wrong...)
}
