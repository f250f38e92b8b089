package report

import (
	"bufio"
	"encoding/xml"
	"fmt"
	"path"
	"strings"
	"time"
)

// junit is the report in the form of JUnit, as Jenkins' XSD (junit-10) has it: a suite
// for each feature, a case for each scenario.
type junit struct{ w *bufio.Writer }

func newJUnit(w *bufio.Writer, _ palette) format { return junit{w} }

type (
	junitSuites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		junitCounts
		Suites []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name string `xml:"name,attr"`
		junitCounts
		Skipped   int         `xml:"skipped,attr"`
		Timestamp string      `xml:"timestamp,attr"`
		File      string      `xml:"file,attr"`
		Cases     []junitCase `xml:"testcase"`
	}
	junitCounts struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Time     string `xml:"time,attr"`
	}
	junitCase struct {
		Name    string        `xml:"name,attr"`
		Class   string        `xml:"classname,attr"`
		Time    string        `xml:"time,attr"`
		Skipped *junitMessage `xml:"skipped"`
		Failure *junitFailure `xml:"failure"`
	}
	junitMessage struct {
		Message string `xml:"message,attr"`
	}
	junitFailure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

func (junit) scenario(*Feature, *Scenario) {} // the head of the file has the sums

func (j junit) end(r *Run) error {
	all := junitSuites{Name: "contract", junitCounts: junitCounts{Time: seconds(r.Took)}}
	for _, f := range r.Features {
		suite := suiteOf(f)
		all.Tests += suite.Tests
		all.Failures += suite.Failures
		all.Suites = append(all.Suites, suite)
	}
	fmt.Fprint(j.w, xml.Header)
	encoder := xml.NewEncoder(j.w)
	encoder.Indent("", "  ")
	return encoder.Encode(all)
}

func suiteOf(f *Feature) junitSuite {
	c := f.counts()
	suite := junitSuite{
		Name: f.Name, junitCounts: junitCounts{Tests: c.All(), Failures: c.Failed}, Skipped: c.Skipped, File: f.File,
	}
	var began time.Time
	var took time.Duration
	names := map[string]int{}
	for _, s := range f.Scenarios {
		names[s.Name]++
		if !s.began.IsZero() && (began.IsZero() || s.began.Before(began)) {
			began = s.began
		}
		took += s.Took
	}
	suite.Time, suite.Timestamp = seconds(took), began.UTC().Format("2006-01-02T15:04:05")
	numbers := map[string]int{}
	for _, s := range f.Scenarios {
		c := caseOf(f, s)
		if names[s.Name] > 1 { // rows of an outline, as a rule; a name tells cases apart
			numbers[s.Name]++
			c.Name += fmt.Sprintf(" #%d", numbers[s.Name])
		}
		suite.Cases = append(suite.Cases, c)
	}
	return suite
}

func caseOf(f *Feature, s *Scenario) junitCase {
	c := junitCase{
		Name: s.Name, Class: strings.ReplaceAll(strings.TrimSuffix(f.File, path.Ext(f.File)), "/", "."),
		Time: seconds(s.Took),
	}
	if s.Status == Skipped {
		c.Skipped = &junitMessage{s.Why}
	}
	for _, step := range s.Steps {
		if step.Status == Failed && c.Failure == nil {
			said, _, _ := strings.Cut(step.Error, "\n")
			c.Failure = &junitFailure{
				Message: fmt.Sprintf("%s %s: %s", step.Keyword, step.Text, said), Type: "failure",
				Text: fmt.Sprintf("%s:%d\n%s", s.File, step.Line, step.Error),
			}
		}
	}
	return c
}

// seconds is a time as JUnit has it.
func seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
