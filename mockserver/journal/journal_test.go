package journal_test

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

func ids(entries []journal.Entry) string {
	var all []string
	for _, e := range entries {
		all = append(all, e.ID)
	}
	return strings.Join(all, " ")
}

func entry(j *journal.Journal, body int) journal.Entry {
	e := journal.Entry{ID: j.Next()}
	e.Answer.Body = strings.Repeat("x", body)
	return e
}

// added is an entry as a journal has it.
func added(e journal.Entry, changes ...state.Change) journal.Entry {
	j := journal.New(1, 16<<20)
	j.Add(e, changes...)
	kept, _ := j.Get(e.ID)
	return kept
}

func TestTheJournalIsBounded(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name         string
		count, bytes int
		bodies       []int
		want         string
	}{
		{"all that fits is kept", 3, 1 << 20, []int{0, 0, 0}, "1 2 3"},
		{"all that just fits is kept", 3, 2 * 1024, []int{0, 0}, "1 2"},
		{"by count the oldest goes", 3, 1 << 20, []int{0, 0, 0, 0, 0}, "3 4 5"},
		{"by bytes the oldest goes", 99, 10_000, []int{0, 3000, 0, 3000}, "2 3 4"},
		{"by bytes as many go as must", 99, 10_000, []int{0, 0, 4000, 8000}, "4"},
		{"what is larger than all the room is not kept", 99, 10_000, []int{0, 10_000}, "1"},
		{"and does not harm what comes later", 99, 10_000, []int{10_000, 0}, "2"},
		{"without room nothing is kept", 0, 1 << 20, []int{0}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			j, fresh := journal.New(c.count, c.bytes), journal.New(99, 1<<20)
			for _, body := range c.bodies {
				j.Add(entry(j, body))
			}
			kept := j.Find(journal.Filter{})
			if got := ids(kept); got != c.want {
				t.Errorf("kept %q, want %q", got, c.want)
			}
			for _, e := range kept {
				fresh.Add(e)
			}
			count, bytes := j.Len()
			if wantCount, wantBytes := fresh.Len(); count != wantCount || bytes != wantBytes || bytes > c.bytes {
				t.Errorf("Len = %d, %d; what is kept makes %d, %d", count, bytes, wantCount, wantBytes)
			}
		})
	}
}

func TestEverythingLongInAnEntryCounts(t *testing.T) {
	t.Parallel()
	size := func(e journal.Entry) int {
		j := journal.New(1, 1<<20)
		j.Add(e)
		_, bytes := j.Len()
		return bytes
	}
	long, empty := strings.Repeat("x", 4000), size(journal.Entry{})
	for name, e := range map[string]journal.Entry{
		"the URL":            {Request: journal.Message{URL: long}},
		"the request's body": {Request: journal.Message{Body: long}},
		"the answer's body":  {Answer: journal.Message{Body: long}},
		"the changes":        {Changes: []journal.Change{{Key: long[:1000], Before: []byte(long[:1500]), After: []byte(long[:1500])}}},
		"the findings":       {Findings: []spec.Finding{{At: long}}},
		"the headers":        {Answer: journal.Message{Header: http.Header{"X": {long}}}},
		"the diagnosis":      {Diagnosis: []op.Note{{Text: long}}},
		"what a finding got": {Findings: []spec.Finding{{Got: long[:2000], Message: long[:2000]}}},
		"the near misses":    {NearMisses: []journal.NearMiss{{Path: long[:2000], Why: []journal.Misfit{{Text: long[:2000]}}}}},
		"the method":         {Request: journal.Message{Method: long}},
		"who called":         {Session: long[:1000], Caller: long[:1500], Persona: long[:1500]},
		"the stages":         {Stages: []journal.Stage{{Name: long[:2000], Verdict: long[:2000]}}},
	} {
		if got := size(e) - empty; got < 4000 {
			t.Errorf("%s: %d bytes are counted of 4000 or more", name, got)
		}
	}
}

func TestFindingEntries(t *testing.T) {
	t.Parallel()
	j := journal.New(12, 1<<20)
	for i := range 14 { // the first two are dropped
		j.Add(journal.Entry{
			ID: j.Next(), Session: []string{"a", "b"}[i%2], API: []string{"x", "y", "z"}[i%3],
			Operation: []string{"get", "put"}[i/7], Status: []int{200, 403}[i/2%2],
		})
	}
	for _, c := range []struct {
		name   string
		filter journal.Filter
		want   string
	}{
		{"everything", journal.Filter{}, "3 4 5 6 7 8 9 10 11 12 13 14"},
		{"of a session", journal.Filter{Session: "a"}, "3 5 7 9 11 13"},
		{"of an API", journal.Filter{API: "y"}, "5 8 11 14"},
		{"of an operation", journal.Filter{Operation: "put"}, "8 9 10 11 12 13 14"},
		{"with a status", journal.Filter{Status: journal.Statuses{First: 403, Last: 403}}, "3 4 7 8 11 12"},
		{"after one of two digits", journal.Filter{Since: 9}, "10 11 12 13 14"},
		{"after the last", journal.Filter{Since: 14}, ""},
		{"the newest few", journal.Filter{Limit: 2}, "13 14"},
		{"no more than there are", journal.Filter{Limit: 99}, "3 4 5 6 7 8 9 10 11 12 13 14"},
		{"the newest few that fit all of it", journal.Filter{Session: "b", Operation: "put", Limit: 2}, "12 14"},
		{"the first few after one", journal.Filter{Session: "b", Operation: "put", Since: 8, Limit: 2}, "10 12"},
		{"nothing that fits", journal.Filter{Session: "c"}, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := j.Find(c.filter)
			if ids(got) != c.want || got == nil {
				t.Errorf("found %v, want %s", ids(got), c.want)
			}
		})
	}
	for id, want := range map[string]bool{"2": false, "3": true, "14": true, "15": false, "": false} {
		if e, ok := j.Get(id); ok != want || ok && e.ID != id {
			t.Errorf("Get(%q) = %v, %v; want %v", id, e.ID, ok, want)
		}
	}
}

func TestBodiesAreKeptInPart(t *testing.T) {
	t.Parallel()
	const most = 16 << 10
	full := strings.Repeat("x", most)
	for _, c := range []struct {
		name, body string
		want       journal.Message
	}{
		{"none", "", journal.Message{}},
		{"a short one", "圈子", journal.Message{Body: "圈子"}},
		{"as much as is kept", full, journal.Message{Body: full}},
		{"a byte more", full + "x", journal.Message{Body: full, Cut: 1}},
		{"cut inside a character", full[1:] + "圈子", journal.Message{Body: full[1:] + "\uFFFD", Cut: 5}},
		{"bytes that are no text", "a\xff\xd8b", journal.Message{Body: "a\uFFFDb"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var got journal.Message
			got.SetBody(c.body)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("message (-want +got):\n%s", diff)
			}
		})
	}
}

func TestSecretHeadersAreMasked(t *testing.T) {
	t.Parallel()
	header := func(authorization ...string) http.Header {
		return http.Header{"Authorization": authorization, "Accept": {"text/html"}}
	}
	for _, c := range []struct {
		name         string
		header, want http.Header
	}{
		{"no header", nil, nil},
		{"nothing secret", http.Header{"Accept": {"a b"}}, http.Header{"Accept": {"a b"}}},
		{"the scheme stays", header("Bearer secret"), header("Bearer ***")},
		{"of two tokens nothing stays", header("Bearer secret secret"), header("Bearer ***")},
		{"a token without scheme", header("secret"), header("***")},
		{"a scheme without token", header("Bearer "), header("Bearer ***")},
		{"a scheme that may be a secret itself", header("secret x"), header("***")},
		{"several, one of them empty", header("Basic secret", "", "secret"), header("Basic ***", "", "***")},
		{"cookies", http.Header{"Cookie": {"id=secret; a=b"}, "Set-Cookie": {"id=secret; Path=/", "a=b"}}, http.Header{"Cookie": {"***"}, "Set-Cookie": {"***", "***"}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			before := c.header.Clone()
			kept := added(journal.Entry{Request: journal.Message{Header: c.header}, Answer: journal.Message{Header: c.header}})
			for _, got := range []http.Header{kept.Request.Header, kept.Answer.Header} {
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("masked (-want +got):\n%s", diff)
				}
			}
			if diff := cmp.Diff(before, c.header); diff != "" {
				t.Errorf("the header itself has changed:\n%s", diff)
			}
		})
	}
}

// secret is a row that hides itself.
type secret struct{ Word string }

// Masked is the row as it may be shown.
func (s secret) Masked() any { return secret{"***"} }

func TestChangesAreKeptMaskedAndBounded(t *testing.T) {
	t.Parallel()
	e := added(journal.Entry{},
		state.Change{API: "a", Table: "t", Key: "1", After: map[string]int{"n": 1}},
		state.Change{API: "a", Table: "t", Key: "2", Before: strings.Repeat("x", 20<<10), After: map[string]int{}},
		state.Change{API: "a", Table: "tokens", Key: "0123456789abcdef", Before: secret{"open"}, After: secret{"sesame"}},
		state.Change{API: "a", Table: "tokens", Key: "0123456789abcdef", After: secret{"sesame"}},
	)
	want := []journal.Change{
		{API: "a", Table: "t", Key: "1", Before: []byte("null"), After: []byte(`{"n":1}`)},
		{API: "a", Table: "t", Key: "2", Before: []byte(`{"cut":20482}`), After: []byte("{}")},
		{API: "a", Table: "tokens", Key: "0123***", Before: []byte(`{"Word":"***"}`), After: []byte(`{"Word":"***"}`)},
		{API: "a", Table: "tokens", Key: "0123***", Before: []byte("null"), After: []byte(`{"Word":"***"}`)},
	}
	if diff := cmp.Diff(want, e.Changes); diff != "" {
		t.Errorf("changes (-want +got):\n%s", diff)
	}
}

func TestManyChangesAreBounded(t *testing.T) {
	t.Parallel()
	var rows []state.Change
	for range 1500 {
		rows = append(rows, state.Change{After: strings.Repeat("x", 5000)})
	}
	e := added(journal.Entry{}, rows...)
	full, bytes := 0, 0
	for _, c := range e.Changes {
		bytes += len(c.Before) + len(c.After)
		if len(c.After) == 5002 {
			full++
		}
	}
	if len(e.Changes) != 1000 || e.ChangesCut != 500 || full < 200 || bytes > 1<<20+1000*20 {
		t.Errorf("%d changes are kept, %d of them whole, %d bytes; %d are cut", len(e.Changes), full, bytes, e.ChangesCut)
	}
}

func TestWhatIsFoundIsBoundedByBytes(t *testing.T) {
	t.Parallel()
	j := journal.New(10, 1<<20)
	for range 4 {
		j.Add(journal.Entry{ID: j.Next(), Answer: journal.Message{Body: strings.Repeat("x", 3000)}})
	}
	for bytes, want := range map[int]string{0: "1 2 3 4", 1: "4", 5000: "3 4", 1 << 20: "1 2 3 4"} {
		var ids []string
		for _, e := range j.Find(journal.Filter{Bytes: bytes}) {
			ids = append(ids, e.ID)
		}
		if got := strings.Join(ids, " "); got != want {
			t.Errorf("%d bytes: %s, want %s", bytes, got, want)
		}
	}
}

func TestTheJournalIsSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	j := journal.New(50, 1<<20)
	var seen sync.Map
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			for range 100 {
				e := entry(j, 10)
				e.Session = strconv.Itoa(n)
				if _, taken := seen.LoadOrStore(e.ID, true); taken {
					t.Errorf("id %s was given twice", e.ID)
				}
				j.Add(e)
				j.Get(e.ID)
				j.Len()
				if got := j.Find(journal.Filter{Session: e.Session, Limit: 3}); len(got) > 3 {
					t.Errorf("found %d, want at most 3", len(got))
				}
			}
		})
	}
	wait.Wait()
	count, _ := j.Len()
	if next := j.Next(); count != 50 || next != fmt.Sprint(8*100+1) {
		t.Errorf("%d entries are kept and the next is %s, want 50 and 801", count, next)
	}
}
