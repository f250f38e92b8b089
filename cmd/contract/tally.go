package main

import (
	"bytes"
	"fmt"
	"io"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"

	"contractmock/features/steps"
)

// tally is how the scenarios of a run ended. It is safe for use by several at once.
type tally struct {
	mu        sync.Mutex
	counts    map[steps.Outcome]int
	why       map[steps.Outcome]map[string]int // how many, by reason
	scenarios map[string]string                // why those of that name were skipped
	warnings  map[string]int
	unchecked int
	failed    []string // the ids of their pickles
}

func newTally() *tally {
	return &tally{counts: map[steps.Outcome]int{}, why: map[steps.Outcome]map[string]int{}, scenarios: map[string]string{}, warnings: map[string]int{}}
}

// ended takes a scenario's result in.
func (t *tally) ended(r steps.Result) {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.counts[r.Outcome]++
	if r.Why != "" {
		if t.why[r.Outcome] == nil {
			t.why[r.Outcome] = map[string]int{}
		}
		t.why[r.Outcome][r.Why]++
		t.scenarios[r.Scenario.Name] = string(r.Outcome) + ": " + r.Why
	}
	if r.Outcome == steps.Failed {
		t.failed = append(t.failed, r.Scenario.Id)
	}
	t.unchecked += r.Unchecked
	for _, w := range r.Warnings {
		t.warnings[w]++
	}
}

// whySkipped is why the scenarios of that name were skipped or deviate, "" if they do
// not.
func (t *tally) whySkipped(scenario string) string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.scenarios[scenario]
}

// places are where the scenarios begin that failed.
func (t *tally) places(all []planned) []place {
	t.mu.Lock()
	defer t.mu.Unlock()
	var failed []place
	for _, s := range all {
		if slices.Contains(t.failed, s.id) {
			failed = append(failed, s.at)
		}
	}
	return failed
}

// all is how many scenarios have ended.
func (t *tally) all() int {
	all := 0
	for _, n := range t.counts {
		all += n
	}
	return all
}

// write says what a report does not: why scenarios were skipped, which deviate as is
// known, and what is left behind.
func (t *tally) write(w io.Writer) {
	t.mu.Lock()
	defer t.mu.Unlock()
	for _, o := range []struct {
		outcome steps.Outcome
		heading string
	}{
		{steps.Skipped, "%d scenarios were skipped:\n"},
		{steps.Deviated, "%d scenarios deviate as the profile says:\n"},
	} {
		if t.counts[o.outcome] > 0 {
			fmt.Fprintf(w, o.heading, t.counts[o.outcome])
			writeCounts(w, t.why[o.outcome])
		}
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

// line is the line of a report that counts the scenarios.
func (t *tally) line() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	var parts []string
	for _, o := range []steps.Outcome{steps.Passed, steps.Failed, steps.Deviated, steps.Skipped} {
		if t.counts[o] > 0 {
			parts = append(parts, fmt.Sprintf("%d %s", t.counts[o], o))
		}
	}
	return fmt.Sprintf("%d scenarios (%s)", t.all(), strings.Join(parts, ", "))
}

// recount is a writer that sets right the line of a report in which godog counts the
// scenarios: it takes a skipped one for passed.
type recount struct {
	to    io.Writer
	tally *tally
	held  []byte // the beginning of a line
}

var counting = regexp.MustCompile(`(?m)^\d+ scenarios \(.*\)$`)

// Write implements io.Writer.
func (r *recount) Write(text []byte) (int, error) {
	r.held = append(r.held, text...)
	end := bytes.LastIndexByte(r.held, '\n') + 1
	lines := r.held[:end]
	if skipped := r.tally.skipped(); skipped {
		lines = counting.ReplaceAllLiteral(lines, []byte(r.tally.line()))
	}
	_, err := r.to.Write(lines)
	r.held = bytes.Clone(r.held[end:])
	return len(text), err
}

// Close writes what is left.
func (r *recount) Close() error {
	_, err := r.to.Write(r.held)
	r.held = nil
	return err
}

// skipped tells whether any scenario was skipped in part, so that godog counts wrong.
func (t *tally) skipped() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	return t.counts[steps.Skipped]+t.counts[steps.Deviated] > 0
}
