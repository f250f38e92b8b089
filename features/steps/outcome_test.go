package steps_test

import (
	"bytes"
	"fmt"
	"strings"
	"sync"
	"testing"

	"github.com/cucumber/godog"
	"github.com/google/go-cmp/cmp"

	"contractmock/features/steps"
	"contractmock/features/target"
)

// outcome runs a scenario of rules T01 and T13.1 against a mock with a profile, and is how
// it ended, what the report says and which deviations were missed.
func outcome(t *testing.T, profile, sentences string) (ended []string, report string, missed []string, status int) {
	t.Helper()
	p, err := target.ParseProfile("p.yaml", []byte("base: mock\n"+profile), func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	there, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	var mu sync.Mutex
	suite := &steps.Suite{Target: there, Ended: func(r steps.Result) {
		mu.Lock()
		defer mu.Unlock()
		ended = append(ended, strings.TrimSpace(fmt.Sprintf("%s %s %d", r.Outcome, r.Why, r.Unchecked)))
	}}
	feature := "@tickets @T01 @T13.1\nFeature: F\n  Scenario: S\n"
	for line := range strings.SplitSeq(strings.TrimSpace(sentences), "\n") {
		feature += "    " + strings.TrimSpace(line) + "\n"
	}
	var out bytes.Buffer
	status = godog.TestSuite{ScenarioInitializer: suite.Initialize, Options: &godog.Options{
		Format: "pretty", Output: &out, NoColors: true, Strict: true,
		FeatureContents: []godog.Feature{{Name: "f.feature", Contents: []byte(feature)}},
	}}.Run()
	for _, d := range suite.Missed(true) {
		missed = append(missed, d.String())
	}
	return ended, out.String(), missed, status
}

func TestAScenarioEndsAsTheProfileSays(t *testing.T) {
	const stranger = "When a stranger calls getTicket\n"
	const wrong = stranger + "Then the status is 200\nAnd the status is 999"
	for _, c := range []struct {
		name, profile, sentences string
		want                     string
		says                     string
		missed                   []string
		status                   int
	}{
		{name: "passes", sentences: stranger, want: "passed  0"},
		{name: "fails", sentences: wrong, want: "failed  0", says: "the status is 401, want 200", status: 1},
		{
			name: "deviates", profile: "deviations:\n- {rule: T01, seen: the status is 401, reason: known}", sentences: wrong,
			want: "deviated T01 (known) 0",
		},
		{
			name: "deviates by the rule of which its own is a part", profile: "deviations:\n- {rule: T13, reason: known}", sentences: wrong,
			want: "deviated T13 (known) 0",
		},
		{
			name: "deviates as the second of two", profile: "deviations:\n- {rule: T01, seen: other, sometimes: true, reason: one}\n- {rule: T01, seen: want 200, reason: two}", sentences: wrong,
			want: "deviated T01 (two) 0", missed: []string{"T01 (one)"},
		},
		{
			name: "deviates in calls at the same time", profile: "deviations:\n- {rule: T01, seen: 0 of 2 have, reason: known}",
			sentences: "When \"Lin\" calls getTicket 2 times at the same time\nThen exactly 1 of them have the status 401", want: "deviated T01 (known) 0",
		},
		{
			name: "fails otherwise", profile: "deviations:\n- {rule: T01, seen: the status is 403, reason: known}", sentences: wrong,
			want: "failed  0", says: "the status is 401, want 200", status: 1,
		},
		{
			name: "fails by another rule", profile: "deviations:\n- {rule: T02, reason: known}", sentences: wrong,
			want: "failed  0", status: 1,
		},
		{
			name: "deviates no more", profile: "deviations:\n- {rule: T01, reason: known}", sentences: stranger,
			want: "failed  0", says: "the known deviation T01 (known) does not occur any more: the scenario passes; take it out of the profile (p.yaml:3)", missed: []string{"T01 (known)"}, status: 1,
		},
		{
			name: "need not deviate always", profile: "deviations:\n- {rule: T01, sometimes: true, reason: known}", sentences: stranger,
			want: "passed  0", missed: []string{"T01 (known)"},
		},
		{
			name: "a mistake of its own is no deviation", profile: "deviations:\n- {rule: T01, reason: known}", sentences: "When a stranger calls getTickets",
			want: "failed  0", says: "has no operation getTickets", status: 1,
		},
		{
			name: "a sentence that nobody understands is none", profile: "deviations:\n- {rule: T01, reason: known}", sentences: "When a stranger mumbles",
			want: "failed  0", says: "no phrase means", status: 1,
		},
		{
			name: "is skipped", profile: "cannot: [clock]", sentences: "Given 1h pass\n" + wrong,
			want: "skipped the profile says that the target cannot do this: clock; the scenario would wait for longer than patience allows (1s) 0",
		},
		{
			name: "is skipped, and not held against a deviation", profile: "cannot: [rows]\ndeviations:\n- {rule: T01, reason: known}", sentences: "Given the tickets row 1 is deleted\n" + stranger,
			want: "skipped the profile says that the target cannot do this: rows 0",
		},
		{
			name: "passes over a diagnosis", profile: "cannot: [diagnosis]", sentences: stranger + "Then the diagnosis names nothing\nAnd the diagnosis says \"x\"\nAnd no diagnosis is given\nAnd the status is 401",
			want: "passed  3",
		},
		{
			name: "and fails behind it", profile: "cannot: [diagnosis]", sentences: stranger + "Then the diagnosis names nothing\nAnd the status is 200",
			want: "failed  1", says: "the status is 401", status: 1,
		},
		{
			name: "misses a finding that a success should have", profile: "deviations:\n- {finding: answer-extra, operation: tickets.getTicket, reason: known}", sentences: "When \"Sun\" calls getTicket",
			want: "passed  0", missed: []string{"answer-extra of tickets.getTicket (known)"},
		},
		{
			name: "does not miss it without a success", profile: "deviations:\n- {finding: answer-extra, operation: tickets.getTicket, reason: known}", sentences: stranger,
			want: "passed  0",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			ended, report, missed, status := outcome(t, c.profile, c.sentences)
			if diff := cmp.Diff([]string{c.want}, ended); diff != "" || status != c.status {
				t.Errorf("status %d, want %d (- wanted, + ended):\n%s\n%s", status, c.status, diff, report)
			}
			if !strings.Contains(report, c.says) {
				t.Errorf("the report does not say %q:\n%s", c.says, report)
			}
			if diff := cmp.Diff(c.missed, missed); diff != "" {
				t.Errorf("missed (- wanted, + got):\n%s", diff)
			}
		})
	}
}
