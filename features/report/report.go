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
	"os"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/cucumber/godog"

	"contractmock/features/coverage"
	"contractmock/features/steps"
	"contractmock/openapi/nearest"
)

// Options say which reports a run has, and what they tell of it.
type Options struct {
	// Formats are separated by commas, each with a file after a colon, or to Stdout
	// without one.
	Formats string
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
	outputs  []*output
}

// output is where one report goes.
type output struct {
	name   string // as it was asked for
	buffer *bufio.Writer
	file   *os.File // nil for the common output
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

// Open prepares the reports of a run. The error says which format there is not, or
// which file cannot be written.
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
	for name := range strings.SplitSeq(o.Formats, ",") {
		kind, path, toFile := strings.Cut(name, ":")
		begin, ok := formats[kind]
		if !ok {
			return nil, errors.Join(fmt.Errorf("there is no format %q%s", kind, nearest.Hint(kind, slices.Collect(maps.Keys(formats)))), r.Close())
		}
		out := &output{name: name}
		to, paint := o.Stdout, palette(o.Coloured)
		if toFile {
			if out.file, err = os.Create(path); err != nil {
				return nil, errors.Join(fmt.Errorf("the report %s cannot be written: %w", name, err), r.Close())
			}
			to, paint = out.file, false
		}
		out.buffer = bufio.NewWriter(to)
		r.outputs = append(r.outputs, out)
		r.recorder.formats = append(r.recorder.formats, begin(out.buffer, paint))
		if kind == "html" {
			r.recorder.shows = &shows{}
		}
		if !toFile {
			r.recorder.line.over(out.buffer)
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

// Close finishes the reports. The error names each that could not be written.
func (r *Reports) Close() error {
	recorders.Delete(r.name)
	wrong := []error{r.recorder.wrong}
	for _, out := range r.outputs {
		err := out.buffer.Flush()
		if out.file != nil {
			err = errors.Join(err, out.file.Close())
		}
		if err != nil {
			wrong = append(wrong, fmt.Errorf("the report %s could not be written: %w", out.name, err))
		}
	}
	return errors.Join(wrong...)
}
