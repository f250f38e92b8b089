package journal_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// an exchange that every filter below fits or not.
var started = journal.Entry{
	ID: "7", Session: "demo", API: "chaoqer", Operation: "startEvent", Caller: "6ce4", Persona: "Toby",
	Request:    journal.Message{Method: "POST", URL: "/event/00ff/start?q=%E5%9C%88+b&list=%zz", Body: "ask=多"},
	Answer:     journal.Message{Body: `{"message":"太早"}`, Header: http.Header{}},
	Status:     404,
	Verdict:    "too-early",
	Stages:     []journal.Stage{{Name: "session", Verdict: "pass"}, {Name: "operation", Verdict: "too-early"}},
	Findings:   []spec.Finding{{ID: "param-type"}},
	Diagnosis:  []op.Note{{ID: "too-early"}, {ID: "param-unknown"}},
	Changes:    []journal.Change{{Table: "events", Key: "a"}, {Table: "rooms", Key: "b"}},
	NearMisses: []journal.NearMiss{},
	Micros:     1500,
}

// finds tells whether a filter finds an entry that is kept.
func finds(f journal.Filter, e journal.Entry) bool {
	j := journal.New(1, 1<<20)
	j.Add(e)
	return len(j.Find(f)) == 1
}

func TestAFilterFitsWhatFitsAllOfIt(t *testing.T) {
	t.Parallel()
	yes, no := true, false
	for _, c := range []struct {
		name   string
		filter journal.Filter
		want   bool
	}{
		{"nothing asked", journal.Filter{}, true},
		{"the session", journal.Filter{Session: "demo"}, true},
		{"another session", journal.Filter{Session: "dem"}, false},
		{"the API", journal.Filter{API: "chaoqer"}, true},
		{"another API", journal.Filter{API: "tickets"}, false},
		{"the operation", journal.Filter{Operation: "startEvent"}, true},
		{"another operation", journal.Filter{Operation: "start"}, false},
		{"the persona", journal.Filter{Persona: "Toby"}, true},
		{"another persona", journal.Filter{Persona: "toby"}, false},
		{"the caller", journal.Filter{Caller: "6ce4"}, true},
		{"another caller", journal.Filter{Caller: "6"}, false},
		{"the method", journal.Filter{Method: "POST"}, true},
		{"another method", journal.Filter{Method: "GET"}, false},
		{"the status", journal.Filter{Status: journal.Statuses{First: 404, Last: 404}}, true},
		{"the class of its status", journal.Filter{Status: journal.Statuses{First: 400, Last: 499}}, true},
		{"another status", journal.Filter{Status: journal.Statuses{First: 405, Last: 599}}, false},
		{"the verdict", journal.Filter{Verdict: "too-early"}, true},
		{"refused by anything", journal.Filter{Verdict: "refused"}, true},
		{"what succeeded", journal.Filter{Verdict: "ok"}, false},
		{"what failed", journal.Filter{Verdict: "error"}, false},
		{"a finding", journal.Filter{Finding: "param-type"}, true},
		{"a note of the diagnosis", journal.Filter{Finding: "param-unknown"}, true},
		{"a finding it has not", journal.Filter{Finding: "param"}, false},
		{"the stage that ended it", journal.Filter{Stage: "operation"}, true},
		{"a stage that it passed", journal.Filter{Stage: "session"}, false},
		{"the path", journal.Filter{Path: "/event/00ff/start"}, true},
		{"the path's beginning", journal.Filter{Path: "/event/*"}, true},
		{"the path's end", journal.Filter{Path: "*/start"}, true},
		{"the path's middle", journal.Filter{Path: "*/00*/s*t"}, true},
		{"the beginning without a star", journal.Filter{Path: "/event"}, false},
		{"the end without a star", journal.Filter{Path: "/start"}, false},
		{"more than the path", journal.Filter{Path: "/event/00ff/start*t"}, false},
		{"the query is none of it", journal.Filter{Path: "*list*"}, false},
		{"a table that it changed", journal.Filter{Table: "rooms"}, true},
		{"another table", journal.Filter{Table: "room"}, false},
		{"a row's key", journal.Filter{Key: "a"}, true},
		{"another key", journal.Filter{Key: "c"}, false},
		{"table and key of one row", journal.Filter{Table: "events", Key: "a"}, true},
		{"table and key of two rows", journal.Filter{Table: "events", Key: "b"}, false},
		{"text of the URL as it is", journal.Filter{Text: "%E5%9C%88"}, true},
		{"text of the path", journal.Filter{Text: "00ff/sta"}, true},
		{"text of the request's body", journal.Filter{Text: "多"}, true},
		{"text of the answer's body", journal.Filter{Text: "太早"}, true},
		{"text that is nowhere", journal.Filter{Text: "太晚"}, false},
		{"as long as it took", journal.Filter{AtLeast: 1500 * time.Microsecond}, true},
		{"longer than it took", journal.Filter{AtLeast: 1501 * time.Microsecond}, false},
		{"of the APIs", journal.Filter{Control: &no}, true},
		{"of the control plane", journal.Filter{Control: &yes}, false},
		{"without operation", journal.Filter{Unmatched: true}, true},
		{"all of it but one", journal.Filter{Session: "demo", API: "chaoqer", Verdict: "ok"}, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := finds(c.filter, started); got != c.want {
				t.Errorf("%v finds it: %v, want %v", c.filter, got, c.want)
			}
		})
	}
}

func TestWhatIsNotThereFitsNoFilter(t *testing.T) {
	t.Parallel()
	for _, f := range []journal.Filter{
		{Table: "events"},
		{Key: "a"},
		{Finding: "param-type"},
		{Stage: "operation"},
		{Unmatched: true},
		{Verdict: "ok"},
		{Path: "/"},
		{Text: "x"},
	} {
		if finds(f, journal.Entry{}) {
			t.Errorf("an empty entry is found by %+v", f)
		}
	}
	decoded := journal.Entry{Request: journal.Message{URL: "/圈/a%2Fb?q=%E5%9C%88+b"}}
	for _, f := range []journal.Filter{{Path: "/圈/a/b"}, {Text: "圈 b"}, {Text: "q=%E5"}} {
		if !finds(f, decoded) {
			t.Errorf("%s is not found by %+v", decoded.Request.URL, f)
		}
	}
}

func TestStatusesAreReadAsTheyAreWritten(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]journal.Statuses{
		"404": {First: 404, Last: 404}, "4xx": {First: 400, Last: 499}, "5XX": {First: 500, Last: 599}, "100": {First: 100, Last: 100}, "1Xx": {First: 100, Last: 199},
		"": {}, "99": {}, "600": {}, "0xx": {}, "6xx": {}, "xx": {}, "40x": {}, "+404": {}, "404\t": {}, "44xx": {}, "-1": {}, "0404": {},
	} {
		got, err := journal.ParseStatuses(text)
		if got != want || (err == nil) != (want != journal.Statuses{}) {
			t.Errorf("%q is read as %v, %v; want %v", text, got, err, want)
		}
	}
}

func FuzzParseStatuses(f *testing.F) {
	for _, seed := range []string{"", "404", "4xx", "9xx", "٤٠٤", "1e2", "4XX\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := journal.ParseStatuses(text)
		if err != nil {
			return
		}
		again := fmt.Sprint(s.First)
		if s.Last != s.First {
			again = again[:1] + "xx"
		}
		if s.First < 100 || s.Last > 599 || !strings.EqualFold(again, text) {
			t.Errorf("%q is read as %v", text, s)
		}
	})
}

// FuzzPathFilter holds the pattern against one that matches step by step.
func FuzzPathFilter(f *testing.F) {
	for _, seed := range [][2]string{{"/a*b", "/ab"}, {"*", ""}, {"**", "x"}, {"a*a", "a"}, {"a*b*a", "aba"}, {"*aab", "aaab"}, {"", "/"}} {
		f.Add(seed[0], seed[1])
	}
	var plain func(pattern, text string) bool
	plain = func(pattern, text string) bool {
		switch {
		case pattern == "":
			return text == ""
		case pattern[0] == '*':
			return plain(pattern[1:], text) || text != "" && plain(pattern, text[1:])
		default:
			return text != "" && text[0] == pattern[0] && plain(pattern[1:], text[1:])
		}
	}
	f.Fuzz(func(t *testing.T, pattern, text string) {
		if pattern == "" || len(pattern) > 12 || len(text) > 16 || strings.ContainsAny(text, "?%") {
			t.Skip()
		}
		e := journal.Entry{Request: journal.Message{URL: text}}
		if f := (journal.Filter{Path: pattern}); finds(f, e) != plain(pattern, text) {
			t.Errorf("%q finds %q: %v", pattern, text, !plain(pattern, text))
		}
	})
}
