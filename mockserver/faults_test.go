package mockserver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"contractmock/mockserver/fault"
	"contractmock/mockserver/journal"
	"contractmock/openapi"
)

// listening serves a mock on the loopback until the test ends, or until stop is called,
// which answers the error of Serve.
func listening(t *testing.T, mock *Server) (address string, stop func() error) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	served := make(chan error, 1)
	go func() { served <- mock.Serve(ctx, listener) }()
	stop = sync.OnceValue(func() error {
		cancel()
		return <-served
	})
	t.Cleanup(func() {
		if err := stop(); err != nil {
			t.Error(err)
		}
	})
	return listener.Addr().String(), stop
}

// raw sends a request as it is written, on a connection of its own, and reads all that
// comes back.
func raw(t *testing.T, address, request string) (string, error) {
	t.Helper()
	connection, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	defer connection.Close()
	if _, err := io.WriteString(connection, request); err != nil {
		t.Fatal(err)
	}
	answer, err := io.ReadAll(connection)
	return string(answer), err
}

func plan(t *testing.T, mock *Server, f fault.Fault) {
	t.Helper()
	if f.Probability == 0 {
		f.Probability = 1
	}
	if _, err := mock.faults.Add(f); err != nil {
		t.Fatal(err)
	}
}

func TestWhatBefallsTheConnection(t *testing.T) {
	for _, c := range []struct {
		name, header string
		planned      fault.Effect
		err          error
		body         string // with its Content-Length in front
		kept         int
	}{
		{name: "nothing", body: "11 {\"value\":1}", kept: 1},
		{name: "asked for", header: "reset", err: syscall.ECONNRESET},
		{name: "asked for", header: "empty"},
		{name: "asked for", header: "truncate", body: "11 {\"val", kept: 1},
		{name: "planned", planned: fault.Effect{Wire: fault.Reset}, err: syscall.ECONNRESET},
		{name: "planned", planned: fault.Effect{Wire: fault.Empty}},
		{name: "planned", planned: fault.Effect{Wire: fault.Truncate}, body: "11 {\"val", kept: 1},
	} {
		t.Run(c.name+" "+c.header+string(c.planned.Wire), func(t *testing.T) {
			t.Parallel()
			mock, _, value := counterMock(t, Options{})
			if c.planned.Wire != "" {
				plan(t, mock, fault.Fault{Effect: c.planned})
			}
			address, _ := listening(t, mock)
			header := "Connection: close\r\n"
			if c.header != "" {
				header = "Mock-Fault: " + c.header + "\r\n"
				if c.header != "truncate" {
					header += "Connection: keep-alive\r\n"
				}
			}
			got, err := raw(t, address, "POST /count/ok HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n"+header+"\r\n")
			if !errors.Is(err, c.err) {
				t.Errorf("error %v, want %v", err, c.err)
			}
			body := ""
			if answer, err := http.ReadResponse(bufio.NewReader(strings.NewReader(got)), nil); err == nil {
				text, err := io.ReadAll(answer.Body)
				body = fmt.Sprint(answer.ContentLength, " ", string(text))
				if cut := int64(len(text)) < answer.ContentLength; cut != errors.Is(err, io.ErrUnexpectedEOF) {
					t.Errorf("%d bytes of %d, and the error %v", len(text), answer.ContentLength, err)
				}
			} else if got != "" {
				t.Errorf("there is %q, which is no answer", got)
			}
			if body != c.body || value() != c.kept {
				t.Errorf("body %q and the number %d, want %q and %d", body, value(), c.body, c.kept)
			}
		})
	}
}

func TestAnAnswerThatDoesNotComeIsInTheJournal(t *testing.T) {
	mock, log, _ := counterMock(t, Options{})
	plan(t, mock, fault.Fault{Effect: fault.Effect{Wire: fault.Empty}})
	func() {
		defer func() { // without a connection to end, the handler says so as net/http wants it
			if err, _ := recover().(error); !errors.Is(err, http.ErrAbortHandler) {
				t.Errorf("panic %v, want %v", err, http.ErrAbortHandler)
			}
		}()
		ask(mock, http.MethodPost, "/count/ok", nil)
	}()
	entry := mock.journal.Find(journal.Filter{})[0]
	if entry.Status != 0 || entry.Verdict != "fault-planned" || len(entry.Answer.Header) != 0 || entry.Diagnosis[0].ID != "fault-planned" || len(entry.Changes) != 0 {
		t.Errorf("the entry is %+v", entry)
	}
	if !strings.Contains(log.String(), "verdict=fault-planned") {
		t.Errorf("the log says %s", log)
	}
}

// sleeps is a real wait that never comes to an end by itself, and tells how long it
// would have been.
type sleeps struct {
	began chan time.Duration
	ended chan error
}

func (s sleeps) sleep(ctx context.Context, d time.Duration) {
	s.began <- d
	<-ctx.Done()
	s.ended <- ctx.Err()
}

func TestADelayEndsWhenTheClientGoesOrTheServerStops(t *testing.T) {
	for _, c := range []struct {
		name string
		end  func(connection net.Conn, stop func() error) error
	}{
		{"the client goes", func(connection net.Conn, _ func() error) error { return connection.Close() }},
		{"the server stops", func(_ net.Conn, stop func() error) error { return stop() }},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			waits := sleeps{make(chan time.Duration, 1), make(chan error, 1)}
			mock, log, _ := counterMock(t, Options{Sleep: waits.sleep})
			address, stop := listening(t, mock)
			connection, err := net.Dial("tcp", address)
			if err != nil {
				t.Fatal(err)
			}
			defer connection.Close()
			if _, err := io.WriteString(connection, "POST /count/ok HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\nMock-Fault: delay=30s\r\n\r\n"); err != nil {
				t.Fatal(err)
			}
			if d := <-waits.began; d != 30*time.Second {
				t.Errorf("it waits for %s", d)
			}
			if err := c.end(connection, stop); err != nil {
				t.Error(err)
			}
			if err := <-waits.ended; !errors.Is(err, context.Canceled) {
				t.Errorf("the wait ended with %v", err)
			}
			if err := stop(); err != nil || strings.Contains(log.String(), "grace period") {
				t.Errorf("the server stopped with %v, and says\n%s", err, log)
			}
		})
	}
}

func TestDelays(t *testing.T) {
	var waited []time.Duration
	mock, _, value := counterMock(t, Options{Sleep: func(_ context.Context, d time.Duration) { waited = append(waited, d) }})
	plan(t, mock, fault.Fault{Effect: fault.Effect{Delay: fault.Delay{Min: 40 * time.Second, Max: 40 * time.Second}}, Times: 2})
	plan(t, mock, fault.Fault{Effect: fault.Effect{Status: 409, Delay: fault.Delay{Min: time.Second, Max: time.Second}}, Times: 1})
	r := httptest.NewRequest(http.MethodPost, "/count/ok", nil)
	for range 3 {
		mock.ServeHTTP(httptest.NewRecorder(), r)
	}
	r.Header.Set("Mock-Fault", "delay=30s")
	plan(t, mock, fault.Fault{Effect: fault.Effect{Delay: fault.Delay{Min: 40 * time.Second, Max: 40 * time.Second}}})
	mock.ServeHTTP(httptest.NewRecorder(), r)
	want := []time.Duration{41 * time.Second, 40 * time.Second, time.Minute}
	if !slices.Equal(waited, want) || value() != 3 {
		t.Errorf("it waited for %v and counted %d, want %v and 3", waited, value(), want)
	}
}

func TestAnAnswerIsStruckByOneFaultAndByDelays(t *testing.T) {
	var waited []time.Duration
	mock, _, _ := counterMock(t, Options{Sleep: func(_ context.Context, d time.Duration) { waited = append(waited, d) }})
	plan(t, mock, fault.Fault{Effect: fault.Effect{Status: 409}})
	plan(t, mock, fault.Fault{Effect: fault.Effect{Delay: fault.Delay{Min: time.Second, Max: time.Second}}})
	r := httptest.NewRequest(http.MethodPost, "/count/ok", nil)
	r.Header.Set("Mock-Fault", "truncate")
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	if w.Code != 200 || w.Body.String() != `{"val` || !slices.Equal(waited, []time.Duration{time.Second}) {
		t.Errorf("%d %s after %v", w.Code, w.Body, waited)
	}
	if planned := mock.faults.List("default"); planned[0].Struck != 0 || planned[1].Struck != 1 {
		t.Errorf("struck %+v", planned)
	}
}

func TestAMockWithoutControlPlaneHasNoFaults(t *testing.T) {
	mock, _, value := counterMock(t, Options{NoAdmin: true})
	r := httptest.NewRequest(http.MethodPost, "/count/ok", nil)
	r.Header.Set("Mock-Fault", "delay=30s")
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	if w.Code != 400 || !strings.HasPrefix(w.Header().Get("Mock-Diagnosis"), "fault-off") || value() != 0 {
		t.Errorf("%d %s %s, and the number is %d", w.Code, w.Header().Get("Mock-Diagnosis"), w.Body, value())
	}
	r.Header.Del("Mock-Fault")
	r.Header.Set("Prefer", "code=409")
	w = httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	if w.Code != 409 || w.Header().Get("Preference-Applied") != "code=409" || value() != 0 {
		t.Errorf("%d %s, and the number is %d", w.Code, w.Header(), value())
	}
}

func TestFaultsForAllSessionsStayUntilAllAreReset(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	post := func(session, target, body string) *httptest.ResponseRecorder {
		r := here(httptest.NewRequest(http.MethodPost, target, strings.NewReader(body)))
		r.Header.Set("Content-Type", "application/json")
		r.Header.Set("Mock-Session", session)
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		return w
	}
	if w := post("a", "/__admin/faults", `{"allSessions":true,"status":409}`); w.Code != 201 || strings.Contains(w.Body.String(), "session") {
		t.Fatalf("%d %s", w.Code, w.Body)
	}
	for _, c := range []struct {
		reset string
		want  int
	}{{"/__admin/reset", 409}, {"/__admin/reset?all=true", 200}} {
		if w := post("b", "/count/ok", ""); w.Code != 409 || !strings.Contains(w.Header().Get("Mock-Diagnosis"), "is planned for all sessions") {
			t.Errorf("before the reset: %d %s", w.Code, w.Header().Get("Mock-Diagnosis"))
		}
		post("b", c.reset, "")
		if w := post("b", "/count/ok", ""); w.Code != c.want {
			t.Errorf("after %s: %d, want %d", c.reset, w.Code, c.want)
		}
	}
	post("a", "/__admin/faults", `{"allSessions":true,"status":409}`)
	r := here(httptest.NewRequest(http.MethodDelete, "/__admin/faults?allSessions=true", nil))
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	if got := strings.TrimSpace(w.Body.String()); got != `{"removed":1}` {
		t.Errorf("removed %s", got)
	}
}

func TestOnlySoManyFaultsCanBePlanned(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	for range maxFaults {
		plan(t, mock, fault.Fault{Session: "another", Effect: fault.Effect{Status: 409}})
	}
	r := here(httptest.NewRequest(http.MethodPost, "/__admin/faults", strings.NewReader(`{"status":409}`)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	if w.Code != 409 || !strings.HasPrefix(w.Header().Get("Mock-Diagnosis"), "fault-full: ") {
		t.Errorf("%d %s", w.Code, w.Header().Get("Mock-Diagnosis"))
	}
}

// TestEveryDocumentedFailureCanBeHad plans every failure that any document has, on every
// operation: each comes in a body that the specification allows (AnswersFatal), and
// nothing is executed.
func TestEveryDocumentedFailureCanBeHad(t *testing.T) {
	t.Parallel()
	mock, err := New(Options{Answers: AnswersFatal})
	if err != nil {
		t.Fatal(err)
	}
	id := strings.NewReplacer(
		"{uid}", toby.uid, "{linkMD5}", strings.Repeat("0", 32), "{jPushId}", "1", "{clubId}", strings.Repeat("a", 32), "{roomId}", strings.Repeat("a", 32),
		"{roomCacheId}", strings.Repeat("a", 32), "{eventId}", strings.Repeat("a", 32), "{event_id}", "1", "{staff_id}", "1",
	)
	hit := func(api, operation, method, path string, effect fault.Effect) *httptest.ResponseRecorder {
		plan(t, mock, fault.Fault{API: api, Operation: operation, Effect: effect, Times: 1})
		w := ask(mock, method, id.Replace(path), nil)
		mock.faults.Clear("")
		if !strings.Contains(w.Header().Get("Mock-Diagnosis"), "fault-planned") {
			t.Errorf("%s.%s %+v: %d %s", api, operation, effect, w.Code, w.Header().Get("Mock-Diagnosis"))
		}
		return w
	}
	statuses, codes := 0, 0
	for _, api := range mock.apis() {
		for _, o := range api.Document.Operations {
			for _, text := range api.Failures(o) {
				var status int
				fmt.Sscan(text, &status)
				w := hit(o.API, o.ID, o.Method, o.Path, fault.Effect{Status: status})
				if w.Code != status || o.API == "chaoqer" && w.Body.Len() != 0 || o.API != "chaoqer" && !json.Valid(w.Body.Bytes()) {
					t.Errorf("%s.%s %d: %d %s", o.API, o.ID, status, w.Code, w.Body)
				}
				statuses++
			}
			for _, code := range api.Document.Codes {
				w := hit(o.API, o.ID, o.Method, o.Path, fault.Effect{ErrorCode: &code.Code})
				want := fmt.Sprintf(`{"errorCode":%d,"message":%q,"status":0}`, code.Code, code.Message)
				if w.Code != 200 || w.Body.String() != want {
					t.Errorf("%s.%s %d: %d %s, want %s", o.API, o.ID, code.Code, w.Code, w.Body, want)
				}
				codes++
			}
		}
	}
	if chaoqer, _ := openapi.Document("chaoqer"); statuses < 8*len(chaoqer.Operations) || codes != 13*len(chaoqer.Operations) {
		t.Errorf("%d statuses and %d codes were seen", statuses, codes)
	}
}

func TestTheBodyOfARequestIsReadBeforeAFault(t *testing.T) {
	mock, _, _ := counterMock(t, Options{MaxBody: 10})
	plan(t, mock, fault.Fault{Effect: fault.Effect{Status: 409}})
	for length, id := range map[int]string{10: "fault-planned", 11: "body-too-large"} {
		w := ask(mock, http.MethodPost, "/count/ok", bytes.NewReader(make([]byte, length)))
		if got := w.Header().Get("Mock-Diagnosis"); !strings.HasPrefix(got, id) {
			t.Errorf("%d bytes: %s, want %s", length, got, id)
		}
	}
}
