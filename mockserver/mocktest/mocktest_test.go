package mocktest_test

import (
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"regexp"
	"runtime"
	"strings"
	"testing"
	"testing/fstest"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/mocktest"
)

// double is a test whose end is looked at.
type double struct {
	testing.TB
	said     string
	cleanups []func()
}

func (*double) Helper()                     {}
func (*double) Name() string                { return "TestDouble/一 two" }
func (d *double) Cleanup(f func())          { d.cleanups = append(d.cleanups, f) }
func (*double) Context() context.Context    { return context.Background() }
func (d *double) Fatalf(f string, a ...any) { d.said = fmt.Sprintf(f, a...); runtime.Goexit() }

// end runs what a test does, and its clean-up, and is what it was ended with.
func end(test func(t testing.TB)) string {
	var d double
	for _, f := range append([]func(){func() { test(&d) }}, func() {
		for i := len(d.cleanups) - 1; i >= 0; i-- {
			d.cleanups[i]()
		}
	}) {
		done := make(chan struct{})
		go func() {
			defer close(done)
			f()
		}()
		<-done
	}
	return d.said
}

func TestWhatCannotBeDoneEndsTheTest(t *testing.T) {
	t.Parallel()
	noon := clock.FromTime(time.Date(2024, 6, 10, 12, 0, 0, 0, clock.Zone))
	for _, c := range []struct {
		name string
		do   func(t testing.TB)
		want string
	}{
		{"a persona that is misspelt", func(t testing.TB) { mocktest.Start(t).As("Linn") }, "mocktest: there is no persona Linn; did you mean Lin?"},
		{"a log-in of one that is misspelt", func(t testing.TB) { mocktest.Start(t).LogIn("tobi") }, "mocktest: there is no persona tobi; did you mean Toby?"},
		{"a persona of several APIs", func(t testing.TB) {
			m := mocktest.Start(t)
			m.PatchRow("chaoqer", "accounts", "6ce4443c8fcd4a2b8b407bda86ab4408", map[string]any{"name": "Lin"})
			m.Persona("chaoqer.Lin")
			m.Persona("Lin")
		}, "mocktest: several APIs know a persona Lin; write tickets.Lin"},
		{"a persona whose log-in has ended", func(t testing.TB) {
			m := mocktest.Start(t, mockserver.Options{Now: &noon})
			m.Advance(time.Hour)
			m.As("Lin")
		}, "mocktest: no log-in of Lin holds at 2024-06-10 13:00:00; LogIn makes one"},
		{"a row that is not there", func(t testing.TB) { mocktest.Start(t).DeleteRow("tickets", "tickets", "51") }, "mocktest: tickets.tickets has no row 51 in session "},
		{"a table that is misspelt", func(t testing.TB) { mocktest.Start(t).Row("tickets", "ticket", "50", nil) }, "mocktest: the tickets API has no table ticket; did you mean tickets?"},
		{"a row that would not be as it must be", func(t testing.TB) {
			mocktest.Start(t).PatchRow("tickets", "tickets", "50", map[string]any{"user_id": 4})
		}, "mocktest: tickets.tickets[50].user_id: "},
		{"a time that is none", func(t testing.TB) { mocktest.Start(t).SetTime(time.Date(1960, 1, 1, 0, 0, 0, 0, time.UTC)) }, "mocktest: the clock can stand from "},
		{"a body that is no JSON", func(t testing.TB) { mocktest.Start(t).PutRow("tickets", "tickets", "50", func() {}) }, "mocktest: PUT /state/tickets/tickets/50 cannot be asked: "},
		{"a path that is none", func(t testing.TB) { mocktest.Start(t).Control("GET", "/sesions", nil, nil) }, "mocktest: no operation has the path /__admin/sesions; did you mean /__admin/sessions"},
		{"no exchange yet", func(t testing.TB) { mocktest.Start(t).Last() }, "mocktest: no API has been called in session TestDouble-two"},
		{"two options", func(t testing.TB) { mocktest.Start(t, mockserver.Options{}, mockserver.Options{}) }, "mocktest: a mock has one Options, not 2"},
		{"a mock without control plane", func(t testing.TB) { mocktest.Start(t, mockserver.Options{NoAdmin: true}) }, "mocktest: tests steer the mock by its control plane; leave NoAdmin out"},
		{"fixtures that are none", func(t testing.TB) { mocktest.Start(t, mockserver.Options{Fixtures: fstest.MapFS{}}) }, "mocktest: fixtures holds none of the fixtures files"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := end(c.do); !strings.HasPrefix(got, c.want) {
				t.Errorf("it ends with %q, want %q", got, c.want)
			}
		})
	}
}

func TestASessionEndsWithItsTest(t *testing.T) {
	t.Parallel()
	watch := mocktest.Start(t)
	sessions := func() string {
		var all []struct{ Name string }
		watch.Control(http.MethodGet, "/sessions", nil, &all)
		return fmt.Sprint(all)
	}
	var session, url string
	said := end(func(t testing.TB) {
		m := mocktest.Start(t)
		session, url = m.Session, m.URL
		if !strings.Contains(sessions(), session) {
			t.Fatalf("%s is not there", session)
		}
	})
	if said != "" || strings.Contains(sessions(), session+"}") || url != watch.URL {
		t.Errorf("%q; %s at %s is still there: %s", said, session, url, sessions())
	}
	said = end(func(t testing.TB) { url = mocktest.Start(t, mockserver.Options{Seed: 7}).URL })
	if _, err := http.Get(url); said != "" || err == nil {
		t.Errorf("%q; the mock at %s still answers", said, url)
	}
}

func TestASessionIsNamedAfterItsTest(t *testing.T) {
	t.Parallel()
	t.Run("很 long/"+strings.Repeat("x", 80), func(t *testing.T) {
		t.Parallel()
		first, second := mocktest.Start(t), mocktest.Start(t)
		want := regexp.MustCompile(`^TestASessionIsNamedAfterItsTest-_long-x{12}(\.\d+)?$`)
		if !want.MatchString(first.Session) || !want.MatchString(second.Session) || first.Session == second.Session {
			t.Errorf("the sessions are called %s and %s", first.Session, second.Session)
		}
	})
}

// verdict is what became of a request.
func verdict(t *testing.T, m *mocktest.Mock, client *http.Client, method, path, contentType, body string, header ...string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), method, m.URL+path, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	for i := 0; i < len(header); i += 2 {
		r.Header.Set(header[i], header[i+1])
	}
	answer, err := client.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return m.Last().Verdict
}

const (
	inForm = "application/x-www-form-urlencoded"
	inJSON = "application/json"
)

func TestClientsSendWhatTheDocumentWants(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, as, method, path, contentType, body string
		header                                    []string
		want                                      string
	}{
		{name: "a token", as: "Lin", method: "GET", path: "/v1/status/getTicket?uid=12322", want: "ok"},
		{name: "nobody's", method: "GET", path: "/v1/status/getTicket", want: "authorization-missing"},
		{name: "another's token", as: "Lin", method: "GET", path: "/v1/status/getTicket", header: []string{"Authorization", "Bearer x"}, want: "token-unknown"},
		{name: "a persona of another API", as: "Lin", method: "GET", path: "/user/message/unread_total", want: "authorization-missing"},
		{name: "a signed query", as: "Toby", method: "GET", path: "/user/card?count=10", want: "ok"},
		{name: "a signed query with a name twice", as: "Toby", method: "GET", path: "/user/card?count=10&count=x", want: "ok"},
		{name: "no parameters", as: "Toby", method: "GET", path: "/user/message/unread_total", want: "ok"},
		{name: "a path with a slash at its end", as: "Toby", method: "GET", path: "/user/message/unread_total/", want: "ok"},
		{name: "a signed form", as: "Toby", method: "POST", path: "/club", contentType: inForm, body: "name=a%26b&cover=c", want: "ok"},
		{name: "a form and a query, of which the form wins", as: "Toby", method: "POST", path: "/club?name=&x=1", contentType: inForm, body: "name=n&cover=c", want: "ok"},
		{name: "signed JSON", as: "Toby", method: "POST", path: "/club", contentType: inJSON, body: `{"name":"读书","cover":"c","more":{"b":[1.50,null],"a":true}}`, want: "ok"},
		{name: "signed JSON and a query", as: "Toby", method: "POST", path: "/club?x=1", contentType: inJSON, body: `{"name":"n","cover":"c"}`, want: "ok"},
		{name: "a time of the test's own", as: "Toby", method: "GET", path: "/user/message/unread_total?ts=1", want: "ok"},
		{name: "a signature of the test's own", as: "Toby", method: "GET", path: "/user/message/unread_total?ts=1&sign=0", want: "sign-mismatch"},
		{name: "nobody, who signs with the default secret", method: "POST", path: "/account/captcha", contentType: inForm, body: "mobile=13912345678", want: "ok"},
		{name: "a body that is no JSON", as: "Toby", method: "POST", path: "/club", contentType: inJSON, body: `{`, want: "body-malformed"},
		{name: "the WeChat login", as: "Toby", method: "POST", path: "/h5/profile/6ce4443c8fcd4a2b8b407bda86ab4408", want: "ok"},
		{name: "a token and whom a write is for", as: "lisi", method: "PUT", path: "/cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2", contentType: "application/vnd.api+json", body: `{}`, want: "ok"},
		{name: "a token and another whom a write is for", as: "lisi", method: "PUT", path: "/cgi-bin/v1/events/fb245e2c779411ed99a3d248086140f2", contentType: "application/vnd.api+json", body: `{}`, header: []string{"StaffID", "wangwu"}, want: "not-owner"},
		{name: "no such path", as: "Toby", method: "GET", path: "/user/cards", want: "path-unknown"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := mocktest.Start(t)
			client := m.Client()
			if c.as != "" {
				client = m.As(c.as)
			}
			if got := verdict(t, m, client, c.method, c.path, c.contentType, c.body, c.header...); got != c.want {
				t.Errorf("%s: %v", got, m.Last().Diagnosis)
			}
			if url := m.Last().Request.URL; strings.Count(url, "sign=") > 1 || strings.Count(url, "ts=") > 1 {
				t.Errorf("it is signed twice: %s", url)
			}
		})
	}
}

func TestTheSignedTimeIsTheSessions(t *testing.T) {
	t.Parallel()
	m := mocktest.Start(t)
	m.Freeze()
	m.SetTime(time.Date(2024, 6, 10, 4, 0, 0, 0, time.UTC))
	verdict(t, m, m.LogIn("Toby"), "GET", "/user/card?count=1", "", "")
	if got := m.Last().Request.URL; !strings.HasPrefix(got, "/user/card?count=1&ts=1717992000000&sign=") {
		t.Error(got)
	}
	if now := m.Now(); !now.Equal(time.UnixMilli(1717992000000)) || now.Location() != clock.Zone {
		t.Errorf("the session's time is %s", now)
	}
}

// TestCredentialsGoToTheMockAlone: where an answer leads, or a test calls something
// else, nobody is told who calls.
func TestCredentialsGoToTheMockAlone(t *testing.T) {
	t.Parallel()
	var got http.Header
	elsewhere := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { got = r.Header }))
	t.Cleanup(elsewhere.Close)
	m := mocktest.Start(t)
	answer, err := m.As("Lin").Get(elsewhere.URL + "/v1/status/getTicket")
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got.Get("Authorization") != "" || got.Get("Mock-Session") != "" {
		t.Errorf("elsewhere %v was sent", got)
	}
}

func TestARequestIsNotChanged(t *testing.T) {
	t.Parallel()
	m := mocktest.Start(t)
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, m.URL+"/club?x=1", io.NopCloser(strings.NewReader("name=n&cover=c"))) // which can be read once
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Content-Type", inForm)
	header, url := r.Header.Clone(), r.URL.String()
	answer, err := m.As("Toby").Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if diff := cmp.Diff(header, r.Header); diff != "" || r.URL.String() != url || m.Last().Verdict != "ok" {
		t.Errorf("%s is now %s, and its verdict %s\n%s", url, r.URL, m.Last().Verdict, diff)
	}
}

// broken is a body that breaks off.
type broken struct{}

func (broken) Read([]byte) (int, error) { return 0, errors.New("it breaks off") }

func TestABodyThatBreaksOffIsNotSigned(t *testing.T) {
	t.Parallel()
	m := mocktest.Start(t)
	_, err := m.As("Toby").Post(m.URL+"/club", inForm, io.NopCloser(broken{}))
	if err == nil || !strings.Contains(err.Error(), "the request cannot be signed, since its body cannot be read: it breaks off") {
		t.Error(err)
	}
}

func TestAMockOfItsOwn(t *testing.T) {
	t.Parallel()
	noon := clock.FromTime(time.Date(2024, 6, 10, 12, 0, 0, 0, clock.Zone))
	m := mocktest.Start(t, mockserver.Options{
		AdminToken: "sesame", Now: &noon,
		Fixtures: fstest.MapFS{"tickets.yaml": {Data: []byte("persons: [{id: 1, name: Ann, role: administrator}]\ntokens: [{token: ann, holder: \"1\"}]\n")}},
	})
	if got := verdict(t, m, m.As("Ann"), "GET", "/v1/status/getTicket", "", ""); got != "ok" {
		t.Error(got)
	}
	if now := m.Now(); !now.Equal(noon.Time()) {
		t.Errorf("the session's time is %s", now)
	}
}

func TestRowsAndReset(t *testing.T) {
	t.Parallel()
	m := mocktest.Start(t)
	ticket := func() map[string]any {
		row := map[string]any{}
		m.Row("tickets", "tickets", "50", &row)
		return row
	}
	before := ticket()
	m.PatchRow("tickets", "tickets", "50", map[string]any{"campus": "望江"})
	if got := ticket()["campus"]; got != "望江" {
		t.Errorf("the campus is %v", got)
	}
	row := ticket()
	row["id"] = 51
	m.PutRow("tickets", "tickets", "51", row)
	m.DeleteRow("tickets", "tickets", "50")
	m.Strict()
	if got := verdict(t, m, m.As("Sun"), "GET", "/v1/status/getTicket?page=0", "", ""); got != "strict" {
		t.Errorf("a strict session says %s", got)
	}
	if got := len(m.Exchanges()); got != 1 {
		t.Errorf("the API has had %d requests", got)
	}
	m.Relax("auth")
	if got := verdict(t, m, m.Client(), "GET", "/v1/status/getTicket", "", ""); got != "ok" {
		t.Errorf("a relaxed session says %s", got)
	}
	m.Relax()
	if got := verdict(t, m, m.Client(), "GET", "/v1/status/getTicket", "", ""); got != "authorization-missing" {
		t.Errorf("one that is so no more says %s", got)
	}
	m.Reset()
	if diff := cmp.Diff(before, ticket()); diff != "" {
		t.Errorf("after a reset (-before +after):\n%s", diff)
	}
}

// TestSessionsOfManyTests runs many at once, for the race detector.
func TestSessionsOfManyTests(t *testing.T) {
	t.Parallel()
	for i := range 20 {
		t.Run(fmt.Sprint(i), func(t *testing.T) {
			t.Parallel()
			m := mocktest.Start(t)
			name := fmt.Sprintf("圈子%d", i)
			verdict(t, m, m.As("枫叶"), "POST", "/club", inForm, url.Values{"name": {name}, "cover": {"c"}}.Encode())
			var rows struct{ Total int }
			m.Control(http.MethodGet, "/state/chaoqer/clubs?limit=1", nil, &rows)
			if rows.Total != 5 {
				t.Errorf("%d clubs, want those of the fixtures and one", rows.Total)
			}
		})
	}
}
