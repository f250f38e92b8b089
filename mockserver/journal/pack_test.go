package journal_test

import (
	"encoding/json"
	"math"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// anyEntry is an entry with anything in it, and every part of it nil now and then.
func anyEntry(t *rapid.T) journal.Entry {
	e := rapid.Make[journal.Entry]().Draw(t, "entry")
	without := func(part string, drop func()) {
		if rapid.IntRange(0, 3).Draw(t, "without "+part) == 0 {
			drop()
		}
	}
	without("request headers", func() { e.Request.Header = nil })
	without("answer headers", func() { e.Answer.Header = nil })
	without("stages", func() { e.Stages = nil })
	without("findings", func() { e.Findings = nil })
	without("diagnosis", func() { e.Diagnosis = nil })
	without("near misses", func() { e.NearMisses = nil })
	without("changes", func() { e.Changes = nil })
	for i := range e.NearMisses {
		without("why", func() { e.NearMisses[i].Why = nil })
	}
	for i := range e.Changes {
		without("row before", func() { e.Changes[i].Before = nil })
		without("row after", func() { e.Changes[i].After = nil })
	}
	for name := range e.Answer.Header {
		without("values", func() { e.Answer.Header[name] = nil })
	}
	return e
}

func TestAnEntryComesOutAsItWentIn(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := anyEntry(t)
		if diff := cmp.Diff(e, added(e)); diff != "" {
			t.Fatalf("entry (-in +out):\n%s", diff)
		}
	})
}

// TestWhatIsEmptyIsToldFromWhatIsNot: in JSON one is [] or {}, the other null.
func TestWhatIsEmptyIsToldFromWhatIsNot(t *testing.T) {
	t.Parallel()
	for name, e := range map[string]journal.Entry{
		"nothing": {},
		"empty lists": {
			Request: journal.Message{Header: http.Header{}}, Answer: journal.Message{Header: http.Header{"Trailer": {}, "Via": nil}},
			Stages: []journal.Stage{}, Findings: []spec.Finding{}, Diagnosis: []op.Note{}, NearMisses: []journal.NearMiss{{Why: []journal.Misfit{}}, {}},
			Changes: []journal.Change{{After: []byte(`""`)}},
		},
		"extremes": {
			Time: clock.Instant(-1), Status: -1, Micros: 1<<63 - 1, ChangesCut: math.MaxInt,
			Request: journal.Message{Cut: 127}, Answer: journal.Message{Method: "GET", URL: "/", Cut: 128},
		},
	} {
		want, err := json.Marshal(e)
		if err != nil {
			t.Fatal(err)
		}
		if got, err := json.Marshal(added(e)); err != nil || string(got) != string(want) {
			t.Errorf("%s: %s, %v; want %s", name, got, err, want)
		}
	}
}

// TestAnEntryBelongsToWhoeverAsks: what one makes of it nobody else sees.
func TestAnEntryBelongsToWhoeverAsks(t *testing.T) {
	t.Parallel()
	j := journal.New(1, 1<<20)
	e := exchange(j.Next(), 0)
	j.Add(e)
	e.Request.Header["Accept"][0] = "before"
	first, _ := j.Get("1")
	if got := first.Request.Header.Get("Accept"); got != "application/json" {
		t.Errorf("the journal follows what it was given: %s", got)
	}
	first.Request.Header["Accept"][0], first.Stages[0].Name, first.Changes[0].After[0] = "after", "after", 'x'
	second, _ := j.Get("1")
	if diff := cmp.Diff(exchange("1", 0), second); diff != "" {
		t.Errorf("entry (-want +got):\n%s", diff)
	}
}
