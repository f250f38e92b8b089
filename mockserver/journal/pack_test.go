package journal_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

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
			Time: clock.Instant(-1), Status: -1, Micros: 1<<63 - 1, ChangesCut: 1 << 40,
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

func TestAFilterFindsWhatItFits(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		e := anyEntry(t)
		e.Request.URL = rapid.SampledFrom([]string{"/club/1?name=%E5%9C%88+b", "/club", "%zz"}).Draw(t, "URL")
		e.Status = rapid.IntRange(200, 202).Draw(t, "status")
		of := func(name string, texts ...string) string {
			return rapid.SampledFrom(append(texts, "", "", "", "", "other")).Draw(t, name)
		}
		f := journal.Filter{
			Session: of("session", e.Session), API: of("API", e.API), Operation: of("operation", e.Operation),
			Persona: of("persona", e.Persona), Caller: of("caller", e.Caller), Method: of("method", e.Request.Method),
			Verdict: of("verdict", e.Verdict, "refused"), Path: of("path", "/club*", "/*"), Text: of("text", e.Answer.Body, e.Request.Body, "圈"),
			Unmatched: rapid.IntRange(0, 3).Draw(t, "unmatched") == 0,
			AtLeast:   time.Duration(rapid.SampledFrom([]int64{0, 0, e.Micros % 1e6, 1e3}).Draw(t, "at least")) * time.Microsecond,
		}
		if rapid.IntRange(0, 3).Draw(t, "by status") == 0 {
			f.Status = journal.Statuses{First: 200, Last: 201}
		}
		for _, found := range e.Findings {
			f.Finding = of("finding", found.ID)
		}
		for _, stage := range e.Stages {
			f.Stage = of("stage", stage.Name)
		}
		for _, c := range e.Changes {
			f.Table, f.Key = of("table", c.Table), of("key", c.Key)
		}
		j := journal.New(1, 16<<20)
		j.Add(e)
		if got, want := len(j.Find(f)) == 1, f.Fits(&e); got != want {
			t.Fatalf("found is %v, fits is %v: %+v", got, want, f)
		}
	})
}
