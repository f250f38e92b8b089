package report

import (
	"bufio"
	"fmt"
	"path"
	"strings"

	"contractmock/features/junit"
)

// junitFormat is the report in the form of JUnit: a suite for each feature, a case for
// each scenario.
type junitFormat struct{ w *bufio.Writer }

func newJUnit(w *bufio.Writer, _ palette) format { return junitFormat{w} }

func (junitFormat) scenario(*Feature, *Scenario) {} // the head of the file has the sums

func (j junitFormat) end(r *Run) error {
	var all []junit.Suite
	for _, f := range r.Features {
		all = append(all, suiteOf(f))
	}
	return junit.Write(j.w, "contract", r.Took, all)
}

func suiteOf(f *Feature) junit.Suite {
	suite := junit.Suite{Name: f.Name, File: f.File}
	names := map[string]int{}
	for _, s := range f.Scenarios {
		names[s.Name]++
	}
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

func caseOf(f *Feature, s *Scenario) junit.Case {
	c := junit.Case{
		Name: s.Name, Class: strings.ReplaceAll(strings.TrimSuffix(f.File, path.Ext(f.File)), "/", "."),
		Began: s.began, Took: s.Took,
	}
	if s.Status == Skipped {
		c.Skipped, c.Message = true, s.Why
	}
	for _, step := range s.Steps {
		if step.Status == Failed && !c.Failed {
			said, _, _ := strings.Cut(step.Error, "\n")
			c.Failed = true
			c.Message = fmt.Sprintf("%s %s: %s", step.Keyword, step.Text, said)
			c.Text = fmt.Sprintf("%s:%d\n%s", s.File, step.Line, step.Error)
		}
	}
	return c
}
