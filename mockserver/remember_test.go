package mockserver

import (
	"context"
	"crypto/tls"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
)

// repeatingMock is a mock whose operation look is said to repeat itself, and tells how
// often it has run.
func repeatingMock(t *testing.T, answers AnswerCheck) *Server {
	t.Helper()
	api, _ := counter(t)
	write := api.Operations["count"].Run
	ran := 0
	api.Operations["look"] = op.Operation{Repeats: true, Run: func(c *op.Call) (op.Reply, error) {
		ran++
		switch c.Path("how") {
		case "refuse":
			return c.Refuse(op.Refusal{ID: fmt.Sprintf("refused-%d", ran), Status: http.StatusConflict})
		case "note":
			c.Note("noted", "it ran %d times", ran)
		case "stream":
			return op.Reply{Type: "text/plain", Stream: func(_ context.Context, w io.Writer) error {
				_, err := io.WriteString(w, "abc")
				return err
			}}, nil
		case "long":
			return c.OK(map[string]any{"ran": ran, "text": strings.Repeat("x", longestAnswer)})
		}
		return c.OK(map[string]any{"ran": ran, "text": "abc"})
	}}
	api.Operations["count"] = op.Operation{Repeats: true, Run: func(c *op.Call) (op.Reply, error) {
		if c.Path("how") == "idle" { // does not write, though it might
			ran++
			return c.OK(map[string]any{"value": ran})
		}
		return write(c)
	}}
	identify := api.Stages.Identify
	api.Stages.Identify = func(r *op.Request) (op.Reply, bool) {
		r.Caller.ID = r.HTTP.Header.Get("Caller")
		if secret := r.HTTP.Header.Get("Secret"); secret != "" {
			r.Hide(secret)
		}
		return identify(r)
	}
	mock, err := build(Options{Answers: answers, Fixtures: fstest.MapFS{"counter.yaml": {}}}, api)
	if err != nil {
		t.Fatal(err)
	}
	return mock
}

// look asks for /count/how and answers how often the operation had run.
func look(mock *Server, path string, change func(r *http.Request)) string {
	r := here(httptest.NewRequest(http.MethodGet, path, nil))
	if change != nil {
		change(r)
	}
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	return strings.TrimPrefix(strings.SplitN(w.Body.String(), ",", 2)[0], `{"ran":`)
}

func TestAnAnswerIsGivenAgainUntilSomethingIsWritten(t *testing.T) {
	t.Parallel()
	header := func(name, value string) func(r *http.Request) {
		return func(r *http.Request) { r.Header.Set(name, value) }
	}
	for _, c := range []struct {
		name   string
		path   string
		change func(r *http.Request)
		want   string
	}{
		{name: "the same", want: "1"},
		{name: "another path", path: "/count/b", want: "2"},
		{name: "another query", path: "/count/a?page=2", want: "2"},
		{name: "another host", change: func(r *http.Request) { r.Host = "mock.example" }, want: "2"},
		{name: "over TLS", change: func(r *http.Request) { r.TLS = &tls.ConnectionState{} }, want: "2"},
		{name: "a host that is none, at another address", change: func(r *http.Request) {
			r.Host = "a:b"
			*r = *r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, &net.TCPAddr{IP: net.IPv4(127, 0, 0, 2), Port: 4700}))
		}, want: "2"},
		{name: "another caller", change: header("Caller", "b"), want: "2"},
		{name: "another secret", change: header("Secret", "b"), want: "2"},
		{name: "another session of the same world", change: header(headerSession, "b"), want: "1"},
		{name: "another header", change: header("Accept-Language", "zh"), want: "1"},
		{name: "a body", change: func(r *http.Request) { r.Body, r.ContentLength = io.NopCloser(strings.NewReader("x")), 1 }, want: "2"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mock := repeatingMock(t, AnswersReported)
			if got := look(mock, "/count/a", nil); got != "1" {
				t.Fatalf("the first answer is %s", got)
			}
			if c.path == "" {
				c.path = "/count/a"
			}
			if got := look(mock, c.path, c.change); got != c.want {
				t.Errorf("the second answer is %s, want %s", got, c.want)
			}
			if w := ask(mock, http.MethodPost, "/count/ok", nil); w.Code != http.StatusOK {
				t.Fatal(w.Body)
			}
			if got := look(mock, "/count/a", nil); got <= c.want {
				t.Errorf("after a write the answer is still %s", got)
			}
		})
	}
}

func TestOnlyOrdinarySuccessesAreGivenAgain(t *testing.T) {
	t.Parallel()
	mock := repeatingMock(t, AnswersReported)
	for _, path := range []string{"/count/refuse", "/count/note", "/count/long", "/count/stream"} {
		look(mock, path, nil)
		look(mock, path, nil)
	}
	for range 2 {
		look(mock, "/count/a?x="+strings.Repeat("x", longestQuestion), nil)
	}
	if got := look(mock, "/count/a", nil); got != "11" {
		t.Errorf("after five requests, each twice, the answer is %s, want 11", got)
	}
	for i, settings := range []string{`{"strict":true}`, `{"strict":false,"relax":["sign"]}`} {
		if w := ask(mock, http.MethodPatch, "/__admin/sessions/default", strings.NewReader(settings)); w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
		if got, want := look(mock, "/count/a", nil), fmt.Sprint(12+i); got != want {
			t.Errorf("with the settings %s the answer is %s, want %s", settings, got, want)
		}
	}
}

func TestWhatMayWriteIsNotGivenAgain(t *testing.T) {
	t.Parallel()
	mock := repeatingMock(t, AnswersReported)
	for _, want := range []string{`{"value":1}`, `{"value":2}`} {
		if w := ask(mock, http.MethodPost, "/count/idle", nil); w.Body.String() != want {
			t.Errorf("the answer is %s, want %s", w.Body, want)
		}
	}
}

func TestNoMoreAnswersAreRememberedThanThereIsRoomFor(t *testing.T) {
	t.Parallel()
	mock := repeatingMock(t, AnswersReported)
	for i := range maxRemembered + 1 {
		look(mock, fmt.Sprintf("/count/%d", i), nil)
	}
	if got := look(mock, "/count/1", nil); got != "2" {
		t.Errorf("what was asked second is answered %s, want 2", got)
	}
	if got := look(mock, "/count/0", nil); got != fmt.Sprint(maxRemembered+2) {
		t.Errorf("what was asked first is answered %s, want %d", got, maxRemembered+2)
	}
	if got := mock.memory.Len(); got != maxRemembered {
		t.Errorf("%d answers are remembered, want %d", got, maxRemembered)
	}
}

func TestWhatIsGivenAgainIsInTheJournalLikeTheFirst(t *testing.T) {
	t.Parallel()
	mock := repeatingMock(t, AnswersReported)
	for _, secret := range []string{"", "abc", "", "abc"} {
		look(mock, "/count/a", func(r *http.Request) { r.Header.Set("Secret", secret) })
	}
	entries := mock.journal.Find(journal.Filter{})
	for i, want := range []string{`{"ran":1,"text":"abc"}`, `{"ran":2,"text":"***"}`, `{"ran":1,"text":"abc"}`, `{"ran":2,"text":"***"}`} {
		e := entries[i]
		if e.Answer.Body != want || e.Status != http.StatusOK || e.Verdict != "ok" || e.Answer.Header.Get("Content-Type") != "application/json" || len(e.Stages) != len(entries[0].Stages) {
			t.Errorf("the journal has of request %d: %+v; want the body %s", i+1, e, want)
		}
	}
}

// TestPagesOfTheAPIsFollowTheirRows asks each operation that repeats itself before and
// after its session, and another one, are written to, restored and reset.
func TestPagesOfTheAPIsFollowTheirRows(t *testing.T) {
	t.Parallel()
	const event = "fb245e2c779411ed99a3d248086140f2"
	for _, c := range []struct{ path, token, row, patch, fresh string }{
		{"/v1/status/getTicket", "sun-token", "tickets/tickets/50", `{"repair_description":"a fault of its own"}`, "a fault of its own"},
		{"/cgi-bin/v1/events?list_type=all", "lexiang-token", "lexiang/events/" + event, `{"title":"a title of its own"}`, "a title of its own"},
		{"/cgi-bin/v1/events/" + event, "lexiang-token", "lexiang/events/" + event, `{"title":"a title of its own"}`, "a title of its own"},
		{"/cgi-bin/v1/events/7e2a9b4c6f2e11ef9c3b5254005b9a03/participants", "lexiang-token", "lexiang/staffs/lisi", `{"name":"a name of his own"}`, "a name of his own"},
		{"/cgi-bin/v1/staffs/lisi/events", "lexiang-token", "lexiang/events/7e2a9b4c6f2e11ef9c3b5254005b9a03", `{"title":"a title of its own"}`, "a title of its own"},
	} {
		t.Run(c.path, func(t *testing.T) {
			t.Parallel()
			mock, err := New(Options{})
			if err != nil {
				t.Fatal(err)
			}
			ask := func(method, path, body, session string) string {
				r := here(httptest.NewRequest(method, path, strings.NewReader(body)))
				r.Header.Set(headerSession, session)
				if !strings.HasPrefix(path, "/__admin") {
					r.Header.Set("Authorization", "Bearer "+c.token)
				}
				w := httptest.NewRecorder()
				mock.ServeHTTP(w, r)
				if w.Code >= http.StatusBadRequest {
					t.Fatalf("%s %s in session %s: %d %s", method, path, session, w.Code, w.Body)
				}
				return w.Body.String()
			}
			before := ask(http.MethodGet, c.path, "", "a")
			sees := func(what, session string, fresh bool) {
				t.Helper()
				for range 2 {
					if body := ask(http.MethodGet, c.path, "", session); strings.Contains(body, c.fresh) != fresh || !fresh && body != before {
						t.Errorf("%s, session %s is answered %s", what, session, body)
					}
				}
			}
			sees("before anything is written", "b", false)
			ask(http.MethodPost, "/__admin/snapshots/before", "", "b")
			ask(http.MethodPatch, "/__admin/state/"+c.row, c.patch, "b")
			sees("after b was written to", "a", false)
			sees("after b was written to", "b", true)
			ask(http.MethodPost, "/__admin/snapshots/before/restore", "", "b")
			sees("after b was restored", "b", false)
			ask(http.MethodPatch, "/__admin/state/"+c.row, c.patch, "b")
			sees("after b was written to again", "b", true)
			ask(http.MethodPost, "/__admin/reset", "", "b")
			sees("after b was reset", "b", false)
		})
	}
}

func TestWhoIsSaidToRepeatItselfMust(t *testing.T) {
	t.Parallel()
	mock := repeatingMock(t, AnswersFatal)
	r := func() *httptest.ResponseRecorder { return ask(mock, http.MethodGet, "/count/a", nil) }
	if w := r(); w.Code != http.StatusOK {
		t.Fatal(w.Body)
	}
	if w := r(); w.Code != http.StatusInternalServerError || !strings.Contains(w.Header().Get(headerDiagnosis), "operation look is said to repeat itself, and answers otherwise") {
		t.Errorf("an operation that answers otherwise gets %d, %s", w.Code, w.Header().Get(headerDiagnosis))
	}
}
