package mockserver

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// A counter: one number, and operations that end in every way there is.

type number struct {
	Name  string `json:"name"`
	Value int    `json:"value"`
}

const counterDocument = `openapi: 3.0.3
info: {title: counter, version: "1"}
paths:
  /count/{how}:
    post:
      operationId: count
      summary: 计数
      parameters:
        - {name: how, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object, additionalProperties: false, required: [value], properties: {value: {type: integer}}}}}}
        "409": {description: refused}
        "500": {description: broken}
    get:
      operationId: look
      summary: 查看
      parameters:
        - {name: how, in: path, required: true, schema: {type: string}}
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object}}}}
        "500": {description: broken}
  /example:
    get:
      operationId: example
      summary: 示例
      x-mock: example
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object, required: [n], properties: {n: {type: integer}}}}}}
`

func counter(t *testing.T) (*op.API, func(*Server) int) {
	t.Helper()
	document, err := spec.Compile("counter", "counter.yaml", []byte(counterDocument))
	if err != nil {
		t.Fatal(err)
	}
	schema := state.NewSchema("counter")
	numbers := state.NewTable(schema, "numbers", func(n number) string { return n.Name })
	run := func(c *op.Call) (op.Reply, error) {
		n, _ := numbers.Get(c.Tx, "n")
		n.Name = "n"
		n.Value++
		numbers.Put(c.Tx, n)
		switch c.Path("how") {
		case "refuse":
			return c.Refuse(op.Refusal{ID: "refused", Status: 409})
		case "refuse-and-keep":
			return c.RefuseAndKeep(op.Refusal{ID: "refused", Status: 409})
		case "fail":
			return op.Reply{}, errors.New("a defect")
		case "panic":
			panic("a defect")
		case "misfit":
			return c.OK(map[string]any{"value": "one", "more": true})
		case "unwritable":
			return c.OK(map[string]any{"value": func() {}})
		default:
			return c.OK(map[string]any{"value": n.Value})
		}
	}
	// Who comes when a million has been counted may not any more.
	identify := func(r *op.Request) (op.Reply, bool) {
		if n, _ := numbers.Get(r.View, "n"); n.Value >= 1_000_000 {
			return r.Stop(op.Refusal{ID: "too-many", Status: 409})
		}
		return r.Pass()
	}
	// What counts aside counts by tens, whatever becomes of the request.
	guard := func(r *op.Request) (op.Reply, bool) {
		if meanwhile := r.HTTP.Context().Value(meanwhile{}); meanwhile != nil {
			tx := meanwhile.(*Server).sessionOf("default").Begin()
			numbers.Put(tx, number{"n", 1_000_000})
			tx.Commit()
		}
		how, aside := strings.CutPrefix(r.Input.Path["how"], "aside-")
		if !aside {
			return r.Pass()
		}
		r.Aside(func(tx *state.Tx) {
			n, _ := numbers.Get(tx, "n")
			numbers.Put(tx, number{"n", n.Value + 10})
			if how == "broken" {
				panic("a defect")
			}
		})
		if n, _ := numbers.Get(r.View, "n"); n.Value%100 != 10 {
			return r.Stop(op.Refusal{ID: "unseen", Status: 409})
		}
		r.Input.Path["how"] = how
		return r.Pass()
	}
	api := &op.API{
		Document: document, Schema: schema, TrailingSlash: true, Stages: op.Stages{Identify: identify, Guard: guard},
		Operations: map[string]op.Operation{"count": {Run: run}, "look": {Run: run}},
		Envelope: func(_ *op.Request, reply op.Reply) (op.Answer, error) {
			if answer, ok := reply.Plain(); ok {
				return answer, nil
			}
			if reply.Refusal != nil {
				answer, _ := op.Reply{Status: reply.Refusal.Status, Bare: true}.Plain()
				return answer, nil
			}
			return reply.JSON("application/json", reply.Value)
		},
		Personas: func(*state.Tx, *clock.Clock) iter.Seq[op.Persona] { return func(func(op.Persona) bool) {} },
		NotFound: op.Refusal{ID: "path-unknown", Status: 404}, MethodNotAllowed: op.Refusal{ID: "method-not-allowed", Status: 405},
	}
	return api, func(s *Server) int {
		session, _ := s.sessions.Lookup("default")
		n, _ := numbers.Get(session.State.Read(), "n")
		return n.Value
	}
}

func counterMock(t *testing.T, options Options) (mock *Server, log *bytes.Buffer, value func() int) {
	t.Helper()
	api, read := counter(t)
	log = &bytes.Buffer{}
	options.Fixtures = fstest.MapFS{"counter.yaml": {}}
	options.Log = slog.New(slog.NewTextHandler(log, nil))
	mock, err := build(options, api)
	if err != nil {
		t.Fatal(err)
	}
	return mock, log, func() int { return read(mock) }
}

func ask(mock http.Handler, method, target string, body io.Reader) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, here(httptest.NewRequest(method, target, body)))
	return w
}

// here is a request of this machine: what httptest makes comes from elsewhere, and
// asks for another host.
func here(r *http.Request) *http.Request {
	r.RemoteAddr, r.Host = "127.0.0.1:50000", "localhost:4700"
	return r
}

func TestOnlyASuccessIsCommitted(t *testing.T) {
	for _, c := range []struct {
		how       string
		answers   AnswerCheck
		status    int
		kept      int
		diagnosis string
		logged    string
	}{
		{how: "ok", status: 200, kept: 1},
		{how: "refuse", status: 409, diagnosis: "refused: "},
		{how: "refuse-and-keep", status: 409, kept: 1, diagnosis: "refused: "},
		{how: "fail", status: 500, diagnosis: "internal: ", logged: "a defect"},
		{how: "panic", status: 500, diagnosis: "internal: ", logged: "stack="},
		{how: "aside-ok", status: 200, kept: 11},
		{how: "aside-refuse", status: 409, kept: 10, diagnosis: "refused: "},
		{how: "aside-panic", status: 500, kept: 10, diagnosis: "internal: ", logged: "stack="},
		{how: "aside-broken", status: 500, diagnosis: "internal: ", logged: "stack="},
		{how: "unwritable", status: 500, diagnosis: "internal: ", logged: "cannot be written as JSON"},
		{how: "misfit", status: 200, kept: 1, diagnosis: "answer-extra, answer-type: ", logged: "the answer breaks the specification"},
		{how: "misfit", answers: AnswersFatal, status: 500, diagnosis: "internal, answer-extra, answer-type: ", logged: "stack="},
		{how: "misfit", answers: AnswersUnchecked, status: 200, kept: 1},
	} {
		t.Run(fmt.Sprint(c.how, c.answers), func(t *testing.T) {
			mock, log, value := counterMock(t, Options{Answers: c.answers})
			w := ask(mock, http.MethodPost, "/count/"+c.how, nil)
			if w.Code != c.status {
				t.Errorf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if got := value(); got != c.kept {
				t.Errorf("the number is %d afterwards, want %d", got, c.kept)
			}
			if got := w.Header().Get("Mock-Diagnosis"); !strings.HasPrefix(got, c.diagnosis) || (got == "") != (c.diagnosis == "") {
				t.Errorf("diagnosis %q, want %q…", got, c.diagnosis)
			}
			if !strings.Contains(log.String(), c.logged) {
				t.Errorf("the log lacks %q:\n%s", c.logged, log)
			}
			// Whatever happened, the next request is served and can write.
			if w := ask(mock, http.MethodPost, "/count/ok", nil); w.Code != 200 || value() != c.kept+1 {
				t.Errorf("the next request gets %d, and the number is %d", w.Code, value())
			}
			if entry := mock.journal.Find(journal.Filter{})[0]; (len(entry.Changes) > 0) != (c.kept > 0) {
				t.Errorf("the journal has the changes %v", entry.Changes)
			}
		})
	}
}

// meanwhile is the key of the mock in the context of a request during which somebody
// else writes.
type meanwhile struct{}

func (s *Server) sessionOf(name string) *state.Store {
	found, _ := s.sessions.Lookup(name)
	return found.State
}

func TestACallerIsLookedAtAgainIfSomebodyElseHasWritten(t *testing.T) {
	mock, _, value := counterMock(t, Options{})
	r := httptest.NewRequest(http.MethodPost, "/count/ok", nil)
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r.WithContext(context.WithValue(r.Context(), meanwhile{}, mock)))
	if w.Code != 409 || value() != 1_000_000 || !strings.HasPrefix(w.Header().Get("Mock-Diagnosis"), "too-many: ") {
		t.Errorf("%d %s, and the number is %d", w.Code, w.Header().Get("Mock-Diagnosis"), value())
	}
}

func TestASlashAtTheEndIsTheSamePathWhereTheAPISaysSo(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	for target, status := range map[string]int{"/count/ok/": 200, "/count/ok//": 404, "/count/": 404, "/example/": 200, "/": 404, "//": 404, "/count/%6Fk/": 200, "/__admin/health/": 200, "/__admin": 200, "/__admin/": 200} {
		method := http.MethodPost
		if target == "/example/" || strings.HasPrefix(target, "/__admin") {
			method = http.MethodGet
		}
		if w := ask(mock, method, target, nil); w.Code != status {
			t.Errorf("%s %s: status %d, want %d", method, target, w.Code, status)
		}
	}
}

func TestASlashAtTheEndIsAnotherPathElsewhere(t *testing.T) {
	mock, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	if w := ask(mock, http.MethodGet, "/v1/status/getTicket/", nil); w.Code != http.StatusNotFound {
		t.Errorf("status %d", w.Code)
	}
}

func TestAReadCannotWrite(t *testing.T) {
	mock, _, value := counterMock(t, Options{})
	if w := ask(mock, http.MethodGet, "/count/ok", nil); w.Code != 500 || value() != 0 {
		t.Errorf("an operation that says it reads has written: %d, %d", w.Code, value())
	}
}

func TestWritesOfOneSessionDoNotLoseEachOther(t *testing.T) {
	mock, _, value := counterMock(t, Options{})
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 50 {
				ask(mock, http.MethodPost, "/count/ok", nil)
				ask(mock, http.MethodPost, "/count/refuse", nil)
				ask(mock, http.MethodPost, "/count/panic", nil)
			}
		})
	}
	wait.Wait()
	if got := value(); got != 400 {
		t.Errorf("400 writes succeeded, and the number is %d", got)
	}
}

func TestAnOperationWithoutCodeIsAnsweredFromItsSpecification(t *testing.T) {
	mock, _, _ := counterMock(t, Options{Seed: 3, Answers: AnswersFatal})
	first := ask(mock, http.MethodGet, "/example", nil)
	var body struct{ N *int }
	if err := json.Unmarshal(first.Body.Bytes(), &body); err != nil || first.Code != 200 || body.N == nil {
		t.Fatalf("%d %s", first.Code, first.Body)
	}
	again, _, _ := counterMock(t, Options{Seed: 3})
	if second := ask(again, http.MethodGet, "/example", nil); second.Body.String() != first.Body.String() {
		t.Errorf("the same seed gives %s and %s", first.Body, second.Body)
	}
}

func TestStartFailsWhenCodeAndSpecificationDisagree(t *testing.T) {
	missing, _ := counter(t)
	delete(missing.Operations, "look")
	surplus, _ := counter(t)
	surplus.Operations["lok"] = surplus.Operations["look"]
	twice, _ := counter(t)
	for _, c := range []struct {
		name string
		apis []*op.API
		want string
	}{
		{"an operation without code", []*op.API{missing}, "counter.yaml:14: operation look (GET /count/{how}) has no code; write it, or mark it x-mock: example"},
		{"code without operation", []*op.API{surplus}, "counter.yaml: there is code for operation lok, which the specification does not have; did you mean look?"},
		{"a path that two have", []*op.API{twice, twice}, "POST /count/{how} is twice: count of counter (counter.yaml:5) and count of counter (counter.yaml:5); leave one out, or give a specification another server path"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := build(Options{Fixtures: fstest.MapFS{"counter.yaml": {}}}, c.apis...)
			if err == nil || err.Error() != c.want {
				t.Errorf("error %v\nwant  %s", err, c.want)
			}
		})
	}
}

func TestWhatIsTooLongIsRefusedBeforeItIsLookedAt(t *testing.T) {
	mock, _, value := counterMock(t, Options{MaxBody: 1 << 10})
	for _, c := range []struct {
		name, target, id string
		body             io.Reader
		status           int
	}{
		{"a body of the limit", "/count/ok", "", bytes.NewReader(make([]byte, 1<<10)), 200},
		{"a body above the limit", "/count/ok", "body-too-large", bytes.NewReader(make([]byte, 1<<10+1)), 413},
		{"a body of 2 MiB", "/count/ok", "body-too-large", bytes.NewReader(make([]byte, 2<<20)), 413},
		{"a body that breaks off", "/count/ok", "body-unreadable", io.MultiReader(strings.NewReader("x"), errorReader{}), 400},
		{"a URL of 9 KiB", "/count/ok?" + strings.Repeat("a", 9<<10), "url-too-long", nil, 414},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := value()
			w := ask(mock, http.MethodPost, c.target, c.body)
			if w.Code != c.status || !strings.HasPrefix(w.Header().Get("Mock-Diagnosis"), c.id) {
				t.Errorf("%d %s, want %d %s", w.Code, w.Header().Get("Mock-Diagnosis"), c.status, c.id)
			}
			if c.id == "" {
				return
			}
			var body struct{ Error string }
			if err := json.Unmarshal(w.Body.Bytes(), &body); err != nil || body.Error == "" {
				t.Errorf("the body does not say what was wrong: %s", w.Body)
			}
			if value() != before {
				t.Error("the state has changed")
			}
		})
	}
}

type errorReader struct{}

func (errorReader) Read([]byte) (int, error) { return 0, errors.New("gone") }

func TestMockHeadersCanBeSwitchedOff(t *testing.T) {
	mock, _, _ := counterMock(t, Options{NoHeaders: true, NoAdmin: true})
	w := ask(mock, http.MethodPost, "/count/refuse", nil)
	for name := range w.Header() {
		if strings.HasPrefix(name, "Mock-") {
			t.Errorf("the answer has %s", name)
		}
	}
	if w := ask(mock, http.MethodGet, "/__admin/health", nil); w.Code != 404 {
		t.Errorf("the control plane answers %d", w.Code)
	}
}

func TestAdminOriginMayUseTheControlPlane(t *testing.T) {
	api, _ := counter(t)
	options := Options{Fixtures: fstest.MapFS{"counter.yaml": {}}, AdminOrigins: []string{"http://localhost:3000"}}
	mock, err := build(options, api)
	if err != nil {
		t.Fatal(err)
	}
	for origin, status := range map[string]int{"http://localhost:3000": 200, "http://localhost:3001": 403} {
		r := here(httptest.NewRequest(http.MethodPost, "/__admin/reset", nil))
		r.Header.Set("Origin", origin)
		r.Header.Set("Sec-Fetch-Site", "cross-site")
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		if w.Code != status || (w.Header().Get("Access-Control-Allow-Origin") == origin) != (status == 200) {
			t.Errorf("%s: %d %v", origin, w.Code, w.Header())
		}
	}
	options.AdminOrigins = []string{"localhost"}
	if _, err := build(options, api); err == nil {
		t.Error("an origin that is none was taken")
	}
}

func TestFixturesOfAUser(t *testing.T) {
	api, _ := counter(t)
	for _, c := range []struct {
		name  string
		files fstest.MapFS
		want  string
	}{
		{"a directory without any of them", fstest.MapFS{"other.yaml": {}}, "mine holds none of the fixtures files; they are named after the APIs, as counter.yaml is"},
		{"a misspelt file beside it", fstest.MapFS{"countr.yaml": {}, "counter.yaml": {}}, "mine/countr.yaml is of no API; did you mean counter?"},
		{"another extension", fstest.MapFS{"counter.yml": {}}, "mine/counter.yml is not read; name it counter.yaml"},
		{"a file that cannot be used", fstest.MapFS{"counter.yaml": {Data: []byte("numbers:\n  - name: n\n    value: many\n")}}, "the fixtures cannot be used:\nmine/counter.yaml:3: counter.numbers[n].value: a whole number is expected, not a text (\"many\")"},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := build(Options{Fixtures: c.files, FixturesName: "mine"}, api)
			if err == nil || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v\nwant  %s", err, c.want)
			}
		})
	}
}

func TestOffsetsAreDatedAnewForALaterSession(t *testing.T) {
	api := jsonapiSketch(t)
	now := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	mock, err := build(Options{
		Fixtures: fstest.MapFS{"jsonapi.yaml": {Data: []byte(jsonapiFixtures)}}, Wall: func() time.Time { return now },
	}, api)
	if err != nil {
		t.Fatal(err)
	}
	created := func(session string) any {
		s, err := mock.sessions.Get(session)
		if err != nil {
			t.Fatal(err)
		}
		rows, _ := api.Schema.Table("activities")
		row, _ := rows.Lookup(s.State.Read(), "c")
		return row.(sketchActivity).Created.Time().UTC()
	}
	for _, c := range []struct {
		session string
		after   time.Duration
		want    time.Time
	}{
		{"at-once", 0, now.Add(-time.Hour)},
		{"within-a-minute", 59 * time.Second, now.Add(-time.Hour)},
		{"of-what-was-dated-meanwhile", 2 * time.Second, now.Add(59*time.Second - time.Hour)},
		{"a-day-later", 24 * time.Hour, now.Add(61*time.Second + 23*time.Hour)},
	} {
		now = now.Add(c.after)
		if got := created(c.session); got != c.want {
			t.Errorf("%s: created %v, want %v", c.session, got, c.want)
		}
	}
}

func TestServeStopsInOrder(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- mock.Serve(ctx, listener) }()
	answer, err := http.Post("http://"+listener.Addr().String()+"/count/ok", "", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	cancel()
	if err := <-ended; err != nil {
		t.Errorf("Serve ended with %v", err)
	}
	broken, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	broken.Close()
	if err := mock.Serve(context.Background(), broken); err == nil {
		t.Error("serving a listener that is closed gives no error")
	}
}

func TestTheMoreExactPathWins(t *testing.T) {
	document, err := spec.Compile("paths", "paths.yaml", []byte(`openapi: 3.0.3
info: {title: paths, version: "1"}
servers: [{url: https://paths.example/v1}]
paths:
  /user/{uid}/{any}: {get: {operationId: any, x-mock: example, parameters: [{name: uid, in: path, required: true, schema: {type: string}}, {name: any, in: path, required: true, schema: {type: string}}], responses: {"204": {description: ok}}}}
  /user/{uid}/profile: {get: {operationId: uid, x-mock: example, parameters: [{name: uid, in: path, required: true, schema: {type: string, pattern: "^([a-f0-9]{2}|[a-f0-9]{4})$"}}], responses: {"204": {description: ok}}}}
  /user/profile/profile: {get: {operationId: literal, x-mock: example, responses: {"204": {description: ok}}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	r, err := newRouter([]*op.API{{Document: document}})
	if err != nil {
		t.Fatal(err)
	}
	for path, want := range map[string]string{
		"/v1/user/profile/profile": "literal map[]",
		"/v1/user/a0/profile":      "uid map[uid:a0]",
		"/v1/user/a0b1/profile":    "uid map[uid:a0b1]",
		"/v1/user/a0b/profile":     "any map[any:profile uid:a0b]",
		"/v1/user/a%2Fb/x%20y":     "any map[any:x y uid:a/b]",
		"/v1/user/a0":              "nothing",
		"/v1/user/a0/profile/":     "nothing",
		"/user/a0/profile":         "nothing",
		"/v1//user/a0/profile":     "nothing",
	} {
		got := "nothing"
		if m := r.find(httptest.NewRequest(http.MethodGet, path, nil)); m.operation != nil {
			got = fmt.Sprint(m.operation.ID, " ", m.path)
		}
		if got != want {
			t.Errorf("%s is %s, want %s", path, got, want)
		}
	}
	if m := r.find(httptest.NewRequest(http.MethodPut, "/v1/user/a0/profile", nil)); m.operation != nil || m.allow != "GET, OPTIONS" {
		t.Errorf("PUT: %v, allowed %s", m.operation, m.allow)
	}
}

func TestTheJournalTakesNoMoreThanItMay(t *testing.T) {
	mock, err := New(Options{JournalBytes: 1 << 20})
	if err != nil {
		t.Fatal(err)
	}
	row := `{"repair_description":"` + strings.Repeat("很", 300_000) + `%d"}`
	for i := range 30 { // each changes a row of 900 KB, kept before and after
		r := here(httptest.NewRequest(http.MethodPatch, "/__admin/state/tickets/tickets/1", strings.NewReader(fmt.Sprintf(row, i))))
		r.Header.Set("Content-Type", "application/json")
		w := httptest.NewRecorder()
		if mock.ServeHTTP(w, r); w.Code != 200 {
			t.Fatal(w.Code, w.Body)
		}
	}
	answer := ask(mock, http.MethodGet, "/__admin/requests?api=admin", nil)
	if size := answer.Body.Len(); size > 2<<20 || !strings.Contains(answer.Body.String(), `"before":{"cut":9`) {
		t.Errorf("the journal answers %d bytes: %.300s", size, answer.Body)
	}
}

// TestALargeBodyIsKeptInPart: its beginning, masked, and how much there is more.
func TestALargeBodyIsKeptInPart(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	ask(mock, http.MethodPost, "/count/ok", strings.NewReader(strings.Repeat("a", 100<<10)))
	kept := mock.journal.Find(journal.Filter{})[0].Request
	if len(kept.Body) != journal.MaxBody || kept.Cut != 100<<10-journal.MaxBody {
		t.Errorf("%d bytes are kept, and %d cut", len(kept.Body), kept.Cut)
	}
}
