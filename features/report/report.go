// Package report writes the reports of a run: for people on a terminal, and as
// JUnit and Cucumber files for other tools.
package report

import (
	"bufio"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"regexp"
	"slices"
	"strings"
	"sync/atomic"

	"github.com/cucumber/godog"
	"github.com/cucumber/godog/colors"

	"contractmock/openapi/nearest"
)

// Reports are the reports of one run.
type Reports struct {
	// Formats is what godog is told, in place of the formats that were asked for.
	Formats string
	reports []*output
}

// output is where one report goes.
type output struct {
	name   string // as it was asked for
	buffer *bufio.Writer
	file   *os.File // nil for the common output
}

// registered tells the formatters of one run from those of another: godog knows
// them by name.
var registered atomic.Int64

// Open prepares the reports of a run: formats are separated by commas, each with a
// file after a colon, or to stdout without one. Godog opens and writes files without
// a buffer and ignores what goes wrong, so that the files are kept here. The error
// says which format there is not, or which file cannot be written.
func Open(formats string, stdout io.Writer, coloured bool) (*Reports, error) {
	known := godog.AvailableFormatters()
	r := &Reports{}
	var names []string
	for format := range strings.SplitSeq(formats, ",") {
		name, path, toFile := strings.Cut(format, ":")
		if _, ok := known[name]; !ok {
			return nil, errors.Join(fmt.Errorf("there is no format %q%s", name, nearest.Hint(name, publicNames(known))), r.Close())
		}
		out := &output{name: format}
		to := stdout
		if toFile {
			var err error
			if out.file, err = os.Create(path); err != nil {
				return nil, errors.Join(fmt.Errorf("the report %s cannot be written: %w", format, err), r.Close())
			}
			to = out.file
		}
		out.buffer = bufio.NewWriter(to)
		r.reports = append(r.reports, out)
		names = append(names, register(name, out.buffer, coloured && !toFile))
	}
	r.Formats = strings.Join(names, ",")
	return r, nil
}

// publicNames are the formats that a user may name.
func publicNames(known map[string]string) []string {
	return slices.DeleteFunc(slices.Collect(maps.Keys(known)), func(name string) bool { return strings.HasPrefix(name, "report-") })
}

// register makes a formatter that writes to w and answers its name.
func register(format string, w io.Writer, coloured bool) string {
	formatter := godog.FindFmt(format)
	if coloured {
		w = colors.Colored(w)
	} else {
		w = colors.Uncolored(w)
	}
	if format == "pretty" {
		w = &withoutPlaces{w}
	}
	name := fmt.Sprintf("report-%d", registered.Add(1))
	godog.Format(name, "", func(suite string, _ io.Writer) godog.Formatter { return formatter(suite, w) })
	return name
}

// withoutPlaces leaves out where in the program the meaning of a step stands, which
// godog writes behind each and nobody who writes scenarios needs.
type withoutPlaces struct{ to io.Writer }

var place = regexp.MustCompile(`[ \t]*(?:\x1b\[[0-9;]*m)*# world\.go:\d+ -> [^\n\x1b]*(?:\x1b\[0m)?`)

// Write implements io.Writer; godog writes whole lines.
func (w *withoutPlaces) Write(text []byte) (int, error) {
	if _, err := w.to.Write(place.ReplaceAll(text, nil)); err != nil {
		return 0, err
	}
	return len(text), nil
}

// Close finishes the reports. The error names each that could not be written.
func (r *Reports) Close() error {
	var wrong []error
	for _, out := range r.reports {
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
