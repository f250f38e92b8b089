package main

import (
	"encoding/xml"
	"errors"
	"fmt"
	"os"
	"regexp"
	"slices"
	"strings"
)

// The JUnit report as godog writes it, and what readers of JUnit expect of a skipped
// test, which godog gives an error for each step instead.
type (
	junitReport struct {
		XMLName  xml.Name     `xml:"testsuites"`
		Name     string       `xml:"name,attr"`
		Tests    int          `xml:"tests,attr"`
		Skipped  int          `xml:"skipped,attr"`
		Failures int          `xml:"failures,attr"`
		Errors   int          `xml:"errors,attr"`
		Time     string       `xml:"time,attr"`
		Suites   []junitSuite `xml:"testsuite"`
	}
	junitSuite struct {
		Name     string      `xml:"name,attr"`
		Tests    int         `xml:"tests,attr"`
		Skipped  int         `xml:"skipped,attr"`
		Failures int         `xml:"failures,attr"`
		Errors   int         `xml:"errors,attr"`
		Time     string      `xml:"time,attr"`
		Cases    []junitCase `xml:"testcase"`
	}
	junitCase struct {
		Name    string       `xml:"name,attr"`
		Status  string       `xml:"status,attr"`
		Time    string       `xml:"time,attr"`
		Failure *junitNote   `xml:"failure"`
		Errors  []junitNote  `xml:"error"`
		Skipped *junitReason `xml:"skipped"`
	}
	junitNote struct {
		Message string `xml:"message,attr"`
		Type    string `xml:"type,attr,omitempty"`
	}
	junitReason struct {
		Message string `xml:"message,attr"`
	}
)

// explainSkipped says in the JUnit files of a run which scenarios were skipped, and why.
func explainSkipped(formats string, why func(scenario string) string) error {
	var wrong []error
	for format := range strings.SplitSeq(formats, ",") {
		if file, ok := strings.CutPrefix(format, "junit:"); ok {
			if err := explainSkippedIn(file, why); err != nil {
				wrong = append(wrong, fmt.Errorf("the report %s could not be written: %w", format, err))
			}
		}
	}
	return errors.Join(wrong...)
}

func explainSkippedIn(file string, why func(scenario string) string) error {
	if is, err := os.Stat(file); err != nil || !is.Mode().IsRegular() {
		return err // what is no file cannot be read again
	}
	data, err := os.ReadFile(file)
	if err != nil {
		return err
	}
	var report junitReport
	if err := xml.Unmarshal(data, &report); err != nil {
		return err
	}
	for i := range report.Suites {
		suite := &report.Suites[i]
		for j := range suite.Cases {
			if suite.Cases[j].explainSkipped(why) {
				suite.Skipped++
				report.Skipped++
			}
		}
	}
	if data, err = xml.MarshalIndent(report, "", "  "); err != nil {
		return err
	}
	return os.WriteFile(file, append([]byte(xml.Header), append(data, '\n')...), 0o644) //nolint:gosec // a report is for everybody
}

// numbered is the end of the name of a row of an outline, if all have one name.
var numbered = regexp.MustCompile(` #\d+$`)

// explainSkipped tells whether a case was skipped, and if so says why in it.
func (c *junitCase) explainSkipped(why func(scenario string) string) bool {
	other := func(n junitNote) bool { return n.Type != "skipped" }
	reason := why(c.Name)
	if reason == "" {
		reason = why(numbered.ReplaceAllString(c.Name, ""))
	}
	switch {
	case c.Failure != nil || slices.ContainsFunc(c.Errors, other):
		return false
	case c.Status == "skipped":
		reason = "not begun"
	case len(c.Errors) == 0:
		return false
	}
	c.Status, c.Errors, c.Skipped = "skipped", nil, &junitReason{reason}
	return true
}
