package coverage_test

import (
	"bytes"
	"encoding/base64"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/features/coverage"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// operation is one of the embedded documents.
func operation(t testing.TB, api, id string) *spec.Operation {
	t.Helper()
	document, err := openapi.Document(api)
	if err != nil {
		t.Fatal(err)
	}
	o, ok := document.Operation(id)
	if !ok {
		t.Fatalf("%s has no %s", api, id)
	}
	return o
}

// counted are the items that were seen, with how often.
func counted(c coverage.Coverage) []string {
	var seen []string
	for _, item := range c.Items {
		if item.Seen > 0 {
			seen = append(seen, fmt.Sprintf("%s %s %d", item.Kind, item.ID, item.Seen))
		}
	}
	return seen
}

func TestWhatAnExchangeShows(t *testing.T) {
	t.Parallel()
	bearer := http.Header{"Authorization": {"Bearer x"}}
	basic := http.Header{"Authorization": {"Basic " + base64.StdEncoding.EncodeToString([]byte("a:b"))}}
	const done, refused = `{"status":1}`, `{"status":0}`
	for _, c := range []struct {
		name, api, operation, url string
		header                    http.Header
		status                    int
		body, answer              string
		forged, raw               bool
		want                      []string
	}{
		{"a success with a token", "tickets", "getTicket", "/", bearer, 200, "", `{"success":true}`, false, false, []string{"200", "login valid"}},
		{"no token", "tickets", "getTicket", "/", nil, 401, "", "", false, false, []string{"401", "login missing"}},
		{"an empty one is none", "tickets", "getTicket", "/", http.Header{"Authorization": {" "}}, 401, "", "", false, false, []string{"401", "login missing"}},
		{"another one", "tickets", "getTicket", "/", bearer, 401, "", "", false, false, []string{"401", "login bad"}},
		{"who may not is logged in, and shows no success", "tickets", "getTicket", "/", bearer, 403, "", "", false, false, []string{"403"}},
		{"a server that lets strangers in shows nothing", "tickets", "getTicket", "/", nil, 200, "", `{"success":true}`, false, false, []string{"200"}},
		{"a token in the query", "lexiang", "listEvents", "/?access_token=x", nil, 401, "", "", false, false, []string{"401", "login bad"}},
		{"an answer of a fault", "chaoqer", "createClub", "/", basic, 503, "", "", false, false, []string{"503"}},
		{"a status that is not documented", "tickets", "getTicket", "/", bearer, 418, "", "", false, false, nil},
		{"signed and logged in", "chaoqer", "createClub", "/", basic, 200, `{"sign":"x"}`, done, false, false, []string{"200", "login valid", "sign right"}},
		{"a refusal in the body", "chaoqer", "createClub", "/", basic, 200, `{"sign":"x"}`, refused, false, false, []string{"200"}},
		{"a forged signature", "chaoqer", "createClub", "/", basic, 401, `{"sign":"x"}`, "", true, false, []string{"401", "sign wrong"}},
		{"a forged one that is let through", "chaoqer", "createClub", "/", basic, 200, `{"sign":"x"}`, done, true, false, []string{"200", "login valid"}},
		{"no signature", "chaoqer", "createClub", "/", basic, 400, `{"ts":1}`, "", false, false, []string{"400", "sign missing"}},
		{"a bad token, rightly signed", "chaoqer", "createClub", "/?sign=x", basic, 401, "", "", false, false, []string{"401", "login bad"}},
		{"a request that was written out tells nothing of its signature", "chaoqer", "createClub", "/?sign=x", basic, 401, "", "", false, true, []string{"401"}},
		{"a form is signed too", "chaoqer", "sendCaptcha", "/", nil, 200, "mobile=1&sign=x", done, false, false, []string{"200", "sign right"}},
		{"a cookie is a log-in", "chaoqer", "getH5Club", "/?sign=x", http.Header{"Cookie": {"a=b; chaoqer_wx_code=c"}}, 200, "", done, false, false, []string{"200", "login valid", "sign right"}},
		{"another cookie is none", "chaoqer", "getH5Club", "/", http.Header{"Cookie": {"a=chaoqer_wx_code"}}, 401, "", "", false, false, []string{"401", "login missing"}},
	} {
		seen, err := coverage.New()
		if err != nil {
			t.Fatal(err)
		}
		o := operation(t, c.api, c.operation)
		seen.Exchange(&client.Exchange{
			Operation: o, Method: o.Method, URL: c.url, Header: c.header, Body: []byte(c.body), Status: c.status, AnswerBody: []byte(c.answer), Forged: c.forged, Raw: c.raw,
		})
		var want []string
		for i, label := range append([]string{""}, c.want...) {
			kind := []coverage.Kind{coverage.Operations, coverage.Responses, coverage.Security, coverage.Security}[i]
			want = append(want, strings.TrimSpace(string(kind)+" "+strings.TrimSpace(coverage.Name(o)+" "+label))+" 1")
		}
		if diff := cmp.Diff(want, counted(seen.Coverage())); diff != "" {
			t.Errorf("%s (- want, + got):\n%s", c.name, diff)
		}
	}
}

func TestRulesAreCoveredByWhoCitesThem(t *testing.T) {
	t.Parallel()
	seen, err := coverage.New()
	if err != nil {
		t.Fatal(err)
	}
	seen.Passed([]string{"T01", "C34.2", "T99", "C34"}) // one that there is not, one that says several things
	seen.Passed([]string{"T01"})
	seen.Exchange(&client.Exchange{Method: "GET", URL: "/nowhere", Status: 404})
	if diff := cmp.Diff([]string{"rules T01 2", "rules C34.2 1"}, counted(seen.Coverage())); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

// of is what was seen in one run.
func of(t testing.TB, rules ...string) coverage.Coverage {
	t.Helper()
	seen, err := coverage.New()
	if err != nil {
		t.Fatal(err)
	}
	seen.Passed(rules)
	return seen.Coverage()
}

func TestTheShardsOfARunAreOneRun(t *testing.T) {
	t.Parallel()
	sum, err := coverage.Empty()
	if err != nil {
		t.Fatal(err)
	}
	for _, shard := range []coverage.Coverage{of(t, "T01", "T05"), of(t, "T01", "C34.2")} {
		var file bytes.Buffer
		if err := shard.WriteJSON(&file); err != nil {
			t.Fatal(err)
		}
		read, err := coverage.Read(&file)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(shard, read); diff != "" {
			t.Errorf("a file is read as it was written (- want, + got):\n%s", diff)
		}
		sum = sum.Add(read)
	}
	if diff := cmp.Diff([]string{"rules T01 2", "rules T05 1", "rules C34.2 1"}, counted(sum)); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

func TestFilesThatAreNoCoverage(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ file, want string }{
		{``, "it is no coverage as contract writes it"},
		{`[]`, "it is no coverage as contract writes it"},
		{`{"rules":[]}`, `unknown field "rules"`},
		{`{"items":[{"kind":"rules","id":"T99","seen":1}]}`, `it has the rules item "T99", which this version does not know`},
		{`{"items":[{"kind":"operations","id":"tickets.getTickets","seen":1}]}`, `which this version does not know; did you mean tickets.getTicket?`},
		{`{"items":[{"kind":"operations","id":"T01","seen":1}]}`, `it has the operations item "T01", which this version does not know`},
		{`{"items":[{"kind":"rules","id":"T01","seen":-1}]}`, `as seen -1 times`},
		{`{"items":[{"kind":"rules","id":"T01","seen":9223372036854775807}]}`, `as seen 9223372036854775807 times`},
	} {
		if _, err := coverage.Read(strings.NewReader(c.file)); err == nil || !strings.Contains(err.Error(), c.want) {
			t.Errorf("%s: %v, want %q", c.file, err, c.want)
		}
	}
}

// all is a run that has seen everything, but for what only faults provoke.
func all(t testing.TB) coverage.Coverage {
	t.Helper()
	c, err := coverage.Empty()
	if err != nil {
		t.Fatal(err)
	}
	for i := range c.Items {
		if !c.Items[i].FaultOnly {
			c.Items[i].Seen = 1
		}
	}
	return c
}

func TestTheLeastCoverage(t *testing.T) {
	t.Parallel()
	full := all(t)
	if err := full.Least(100); err != nil {
		t.Errorf("everything was seen, but for what only faults provoke: %v", err)
	}
	for i := range full.Items {
		if id := full.Items[i].ID; id == "chaoqer.createClub 200" || id == "T01" {
			full.Items[i].Seen = 0
		}
		if full.Items[i].ID == "chaoqer.createClub 503" {
			full.Items[i].Seen = 2 // a run with faults
		}
	}
	err := full.Least(100)
	want := "the coverage is too low:\n" +
		"  99 % of the rules were seen, which is less than 100 %; these were not: T01\n" +
		"  99 % of the responses were seen, which is less than 100 %; these were not: chaoqer.createClub 200"
	if err == nil || err.Error() != want {
		t.Errorf("got\n%v\nwant\n%s", err, want)
	}
	if err := full.Least(99); err != nil {
		t.Errorf("99 %% were seen: %v", err)
	}
}

func TestTheTextSaysWhatWasNeverSeen(t *testing.T) {
	t.Parallel()
	c := all(t)
	for i := range c.Items {
		item := &c.Items[i]
		if item.ID == "T01" || strings.HasPrefix(item.ID, "tickets.getTicket") || item.ID == "chaoqer.createClub sign wrong" || item.ID == "chaoqer.createClub sign missing" {
			item.Seen = 0
		}
	}
	var text strings.Builder
	if err := c.WriteText(&text); err != nil {
		t.Fatal(err)
	}
	_, never, _ := strings.Cut(text.String(), "\nNever seen\n")
	want := `  rules       T01  Without an Authorization header, or with an empty one, the answer is 401 "Unauthorized for no Authorization".
  operations  tickets.getTicket at all  获取工单
  security    chaoqer.createClub sign missing, sign wrong  创建圈子
`
	if diff := cmp.Diff(want, never); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
	if !strings.Contains(text.String(), "\n  operations    52 of   53   98 %\n") {
		t.Errorf("the sums are not there:\n%s", text.String())
	}
}

// FuzzRead: whatever is in a file, reading it ends with an error or with what can be
// written again.
func FuzzRead(f *testing.F) {
	for _, seed := range []string{``, `{"items":[{"kind":"rules","id":"T01","seen":3}]}`, `{"totals":[{"kind":"rules","seen":1,"of":2,"percent":50}],"items":null}`, `{"items":[{"kind":"","id":"","seen":9223372036854775807}]}`} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		c, err := coverage.Read(bytes.NewReader(data))
		if err != nil {
			return
		}
		var again bytes.Buffer
		if err := c.WriteJSON(&again); err != nil {
			t.Fatal(err)
		}
		read, err := coverage.Read(&again)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(c, read); diff != "" {
			t.Error(diff)
		}
	})
}
