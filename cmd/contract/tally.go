package main

import (
	"errors"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"sync"

	"contractmock/features/output"
	"contractmock/features/report"
	"contractmock/features/steps"
)

// tally is how the scenarios of a run ended. It is safe for use by several at once.
type tally struct {
	mu        sync.Mutex
	counts    map[steps.Outcome]int
	why       map[steps.Outcome]map[string]int // how many, by reason
	warnings  map[string]int
	unchecked int
	failed    []string        // the ids of their pickles
	broken    map[string]int  // how many of them cite a rule
	over      map[string]bool // of those that have ended, by the ids of their pickles
}

func newTally() *tally {
	return &tally{counts: map[steps.Outcome]int{}, why: map[steps.Outcome]map[string]int{}, warnings: map[string]int{}, over: map[string]bool{}, broken: map[string]int{}}
}

// ended takes a scenario's result in.
func (t *tally) ended(r steps.Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[r.Outcome]++
	t.over[r.Scenario.Id] = r.Outcome != steps.Stopped && r.Outcome != steps.NotBegun
	if r.Why != "" {
		if t.why[r.Outcome] == nil {
			t.why[r.Outcome] = map[string]int{}
		}
		t.why[r.Outcome][r.Why]++
	}
	if r.Outcome == steps.Failed {
		t.failed = append(t.failed, r.Scenario.Id)
		for _, rule := range steps.RulesOf(r.Scenario) {
			t.broken[rule]++
		}
	}
	t.unchecked += r.Unchecked
	for _, w := range r.Warnings {
		t.warnings[w]++
	}
}

// places are where the scenarios begin that failed, were stopped, or were not begun any
// more.
func (t *tally) places(all []planned) []place {
	t.mu.Lock()
	defer t.mu.Unlock()
	var failed []place
	for _, s := range all {
		if slices.Contains(t.failed, s.id) || !t.over[s.id] {
			failed = append(failed, s.at)
		}
	}
	return failed
}

// all is how many scenarios have been begun.
func (t *tally) all() int {
	all := 0
	for outcome, n := range t.counts {
		if outcome != steps.NotBegun {
			all += n
		}
	}
	return all
}

// interrupted is what an interrupted run of so many scenarios says.
func (t *tally) interrupted(planned int) error {
	t.mu.Lock()
	defer t.mu.Unlock()
	text := fmt.Sprintf("interrupted: %d of %d scenarios were not begun", planned-t.all(), planned)
	if stopped := t.counts[steps.Stopped]; stopped > 0 {
		text += fmt.Sprintf(", %d stopped under way", stopped)
	}
	if failed := t.counts[steps.Failed]; failed > 0 {
		text += fmt.Sprintf("; before that %d failed", failed)
	}
	return errors.New(text)
}

// write says what no report on the standard output has said: which scenarios deviate as is
// known, of which rules some have failed, what is left behind, and, unless one of the
// reports says it, why scenarios were skipped.
func (t *tally) write(w io.Writer, reports []output.Output) {
	closes := func(o output.Output) bool { return o.Path == "" && report.Closes(o.Format) }
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, o := range []struct {
		outcome steps.Outcome
		heading string
	}{
		{steps.Skipped, "%d scenarios were skipped:\n"},
		{steps.Deviated, "%d scenarios deviate as the profile says:\n"},
	} {
		if t.counts[o.outcome] > 0 && (o.outcome != steps.Skipped || !slices.ContainsFunc(reports, closes)) {
			fmt.Fprintf(w, o.heading, t.counts[o.outcome])
			writeCounts(w, t.why[o.outcome])
		}
	}
	if len(t.broken) > 0 {
		fmt.Fprintln(w, "scenarios of these rules have failed:")
		writeCounts(w, t.broken)
	}
	if t.unchecked > 0 {
		fmt.Fprintf(w, "%d expectations of a mock's diagnosis were passed over: the target gives none\n", t.unchecked)
	}
	if len(t.warnings) > 0 {
		fmt.Fprintln(w, "warning: the scenarios leave things behind:")
		writeCounts(w, t.warnings)
	}
}

// writeCounts lists texts with how often each came, the most frequent first.
func writeCounts(w io.Writer, counts map[string]int) {
	texts := slices.Collect(maps.Keys(counts))
	slices.SortFunc(texts, func(a, b string) int {
		if counts[a] != counts[b] {
			return counts[b] - counts[a]
		}
		return strings.Compare(a, b)
	})
	for _, text := range texts {
		fmt.Fprintf(w, "%6d  %s\n", counts[text], text)
	}
}
