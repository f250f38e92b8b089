package report

import (
	"fmt"
	"strings"
	"time"

	"contractmock/features/coverage"
)

// Status is how a step or a scenario ended.
type Status string

// The statuses. A scenario without steps has failed.
const (
	Passed  Status = "passed"
	Failed  Status = "failed"
	Skipped Status = "skipped"
)

// Run is what there is to tell of a run.
type Run struct {
	// Target and Version are where it went and what of contract it was.
	Target, Version string
	// Began is when, Took for how long.
	Began time.Time
	Took  time.Duration
	// Features are in the order in which they ran, those without scenarios left out.
	Features []*Feature
	// Coverage is what the run has seen.
	Coverage coverage.Coverage
}

// Feature is a feature file, or the part of it that ran.
type Feature struct {
	File                       string
	Line                       int
	Keyword, Name, Description string
	Tags                       []Tag
	Scenarios                  []*Scenario
}

// Tag is a tag, and where it stands.
type Tag struct {
	Name string
	Line int
}

// Scenario is a scenario that ran, or one row of an outline.
type Scenario struct {
	// File and Line are where it stands, an outline's row there.
	File string
	Line int
	// Head is the line of its keyword, which is Line but for an outline's row.
	Head                       int
	Keyword, Name, Description string
	Tags                       []Tag // its own, and those of its examples
	// Rules are the ids of those that it cites.
	Rules  []string
	Steps  []*Step
	Status Status
	// Why is the reason of one that was skipped.
	Why  string
	Took time.Duration
	// Exchanges are what it has sent and received, where a report shows them.
	Exchanges []Exchange
	// Unshown is how many exchanges more there were.
	Unshown int

	began time.Time
	done  bool
	open  []*Step // those without status
}

// Step is a step of a scenario.
type Step struct {
	Line          int
	Keyword, Text string
	Table         [][]string
	// Doc is the text that follows the step, DocLine where it begins (0 for none).
	Doc     string
	DocLine int
	Status  Status
	// Error says why it failed, or was skipped.
	Error string
	Took  time.Duration

	id string
}

// Exchange is an exchange as a report shows it.
type Exchange struct {
	// Line is the call in one line, its secrets masked: POST /club   (as Toby) → 200.
	Line string
	// Text is the whole, secrets masked and bodies bounded; "" where there is no room for it.
	Text string
}

// Place is where a scenario stands, as contract run takes it, and a row of an outline
// behind it.
func (s *Scenario) Place() string {
	place := fmt.Sprintf("%s:%d", s.File, s.Head)
	if s.Line != s.Head {
		place += fmt.Sprintf(", row %d", s.Line)
	}
	return place
}

// Said is what a step's error says, without the exchange that it is about.
func (s *Step) Said() string {
	said, _, _ := strings.Cut(s.Error, beginsExchange)
	return said
}

// Shown is the exchange that a step's error is about, "" if it is about none.
func (s *Step) Shown() string {
	if _, shown, ok := strings.Cut(s.Error, beginsExchange); ok {
		return strings.TrimPrefix(beginsExchange, "\n") + shown
	}
	return ""
}

// beginsExchange is how an exchange begins behind what an error says.
const beginsExchange = "\n> "

// counts are how many of a kind ended how.
type counts struct{ Passed, Failed, Skipped int }

func (c *counts) add(s Status) {
	switch s {
	case Passed:
		c.Passed++
	case Failed:
		c.Failed++
	case Skipped:
		c.Skipped++
	}
}

// All is how many there are.
func (c counts) All() int { return c.Passed + c.Failed + c.Skipped }

// String is the counts in words: "3 passed, 1 failed".
func (c counts) String() string {
	var parts []string
	for _, p := range []struct {
		count int
		as    Status
	}{{c.Passed, Passed}, {c.Failed, Failed}, {c.Skipped, Skipped}} {
		if p.count > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", p.count, p.as))
		}
	}
	return strings.Join(parts, ", ")
}

// counts are how a feature's scenarios ended.
func (f *Feature) counts() counts {
	var c counts
	for _, s := range f.Scenarios {
		c.add(s.Status)
	}
	return c
}

// counts are how all scenarios ended.
func (r *Run) counts() counts {
	var all counts
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			all.add(s.Status)
		}
	}
	return all
}

// stepCounts are how all steps ended.
func (r *Run) stepCounts() counts {
	var all counts
	for _, f := range r.Features {
		for _, s := range f.Scenarios {
			for _, step := range s.Steps {
				all.add(step.Status)
			}
		}
	}
	return all
}
