// Package junit writes what ran as JUnit's XML, as Jenkins' XSD (junit-10) has it.
package junit

import (
	"encoding/xml"
	"fmt"
	"io"
	"time"
)

// Suite is cases that belong together.
type Suite struct {
	// Name is the suite's, File where its cases are written, "" if nowhere.
	Name, File string
	// Cases are its cases, in their order.
	Cases []Case
}

// Case is one case. It has passed unless it says otherwise.
type Case struct {
	// Name is unique in its suite; Class is what reports group cases by.
	Name, Class string
	// Began is when it began, zero if it did not run, and Took how long it ran.
	Began time.Time
	Took  time.Duration
	// Skipped tells that it was not run, or does not count, and Message why. Failed tells
	// that it failed, Message how in one line, and Text in many.
	Skipped, Failed bool
	Message, Text   string
}

type (
	suites struct {
		XMLName xml.Name `xml:"testsuites"`
		Name    string   `xml:"name,attr"`
		counts
		Suites []suite `xml:"testsuite"`
	}
	suite struct {
		Name string `xml:"name,attr"`
		counts
		Skipped   int        `xml:"skipped,attr"`
		Timestamp string     `xml:"timestamp,attr"`
		File      string     `xml:"file,attr,omitempty"`
		Cases     []testCase `xml:"testcase"`
	}
	counts struct {
		Tests    int    `xml:"tests,attr"`
		Failures int    `xml:"failures,attr"`
		Errors   int    `xml:"errors,attr"`
		Time     string `xml:"time,attr"`
	}
	testCase struct {
		Name    string   `xml:"name,attr"`
		Class   string   `xml:"classname,attr"`
		Time    string   `xml:"time,attr"`
		Skipped *skipped `xml:"skipped"`
		Failure *failure `xml:"failure"`
	}
	skipped struct {
		Message string `xml:"message,attr"`
	}
	failure struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr"`
		Text    string `xml:",chardata"`
	}
)

// Write writes suites under a name; took is how long all ran. A suite's time is the sum
// of its cases', its timestamp, in UTC, when the first of them began.
func Write(w io.Writer, name string, took time.Duration, all []Suite) error {
	written := suites{Name: name, counts: counts{Time: Seconds(took)}}
	for _, s := range all {
		one := s.written()
		written.Tests += one.Tests
		written.Failures += one.Failures
		written.Suites = append(written.Suites, one)
	}
	if _, err := io.WriteString(w, xml.Header); err != nil {
		return err
	}
	encoder := xml.NewEncoder(w)
	encoder.Indent("", "  ")
	if err := encoder.Encode(written); err != nil {
		return err
	}
	_, err := io.WriteString(w, "\n")
	return err
}

func (s Suite) written() suite {
	one := suite{Name: s.Name, File: s.File, counts: counts{Tests: len(s.Cases)}}
	var began time.Time
	var took time.Duration
	for _, c := range s.Cases {
		if !c.Began.IsZero() && (began.IsZero() || c.Began.Before(began)) {
			began = c.Began
		}
		took += c.Took
		shown := testCase{Name: c.Name, Class: c.Class, Time: Seconds(c.Took)}
		if c.Skipped {
			one.Skipped++
			shown.Skipped = &skipped{c.Message}
		}
		if c.Failed {
			one.Failures++
			shown.Failure = &failure{Message: c.Message, Type: "failure", Text: c.Text}
		}
		one.Cases = append(one.Cases, shown)
	}
	one.Time, one.Timestamp = Seconds(took), began.UTC().Format("2006-01-02T15:04:05")
	return one
}

// Seconds is a time as JUnit has it.
func Seconds(d time.Duration) string { return fmt.Sprintf("%.3f", d.Seconds()) }
