package mockserver

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"sync"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
)

// countingServer is a mock of the counter behind a real listener, until the test ends.
func countingServer(t *testing.T, options Options) (mock *Server, base string, stop func()) {
	t.Helper()
	mock, _, _ = counterMock(t, options)
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- mock.Serve(ctx, listener) }()
	stop = sync.OnceFunc(func() {
		cancel()
		if err := <-ended; err != nil {
			t.Errorf("Serve ended with %v", err)
		}
	})
	t.Cleanup(stop)
	return mock, "http://" + listener.Addr().String(), stop
}

// count posts to the counter in a session, and answers the number of its exchange.
func count(t *testing.T, base, how, session string) string {
	t.Helper()
	r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, base+"/count/"+how, nil)
	if err != nil {
		t.Fatal(err)
	}
	r.Header.Set("Mock-Session", session)
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	return answer.Header.Get("Mock-Request")
}

// awaited is what a request for the journal answers: the ids of the exchanges.
func awaited(t *testing.T, base, query string) string {
	t.Helper()
	answer, err := http.Get(base + "/__admin/requests/wait?" + query)
	if err != nil {
		t.Error(err)
		return ""
	}
	defer answer.Body.Close()
	var found []journal.Entry
	if err := json.NewDecoder(answer.Body).Decode(&found); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("%d %v", answer.StatusCode, err)
	}
	var ids []string
	for _, e := range found {
		ids = append(ids, e.ID)
	}
	return strings.Join(ids, " ")
}

// readers waits until the journal has so many.
func readers(mock *Server, want int) {
	for mock.journal.Readers() != want {
		runtime.Gosched()
	}
}

func TestWaitingForAnExchange(t *testing.T) {
	mock, base, _ := countingServer(t, Options{})
	first := count(t, base, "ok", "a")
	if got := awaited(t, base, "since="+first+"&timeout=0"); got != "" {
		t.Errorf("found %q after the last one", got)
	}
	second := count(t, base, "refuse", "a")
	if got := awaited(t, base, "since="+first+"&timeout=60"); got != second {
		t.Errorf("found %q, want %s, which is there already", got, second)
	}
	found := make(chan string)
	go func() { found <- awaited(t, base, "session=b&verdict=refused&timeout=60") }()
	readers(mock, 1)
	count(t, base, "refuse", "a")
	count(t, base, "ok", "b")
	want := count(t, base, "refuse", "b")
	if got := <-found; got != want {
		t.Errorf("found %q, want %s", got, want)
	}
	readers(mock, 0)
}

func TestWaitingEndsWithTheCallerAndWithTheServer(t *testing.T) {
	mock, base, stop := countingServer(t, Options{})
	ctx, leave := context.WithCancel(t.Context())
	r, _ := http.NewRequestWithContext(ctx, http.MethodGet, base+"/__admin/requests/wait?timeout=60", nil)
	gone := make(chan error)
	go func() {
		_, err := http.DefaultClient.Do(r)
		gone <- err
	}()
	readers(mock, 1)
	leave()
	if err := <-gone; err == nil {
		t.Error("the caller who left has an answer")
	}
	readers(mock, 0)
	found := make(chan string)
	go func() { found <- awaited(t, base, "timeout=60") }()
	readers(mock, 1)
	stop()
	if got := <-found; got != "" {
		t.Errorf("found %q when the server stopped", got)
	}
}

// event is a server-sent event.
type event struct{ id, name, data string }

// events opens a stream and hands out its events; the channel is closed at its end.
func events(t *testing.T, base, query, last string) (got <-chan event, leave func()) {
	t.Helper()
	ctx, leave := context.WithCancel(t.Context())
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, base+"/__admin/requests/stream?"+query, nil)
	if err != nil {
		t.Fatal(err)
	}
	if last != "" {
		r.Header.Set("Last-Event-ID", last)
	}
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		t.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Content-Type") != "text/event-stream" || answer.ContentLength != -1 {
		t.Fatalf("%d %v", answer.StatusCode, answer.Header)
	}
	all := make(chan event)
	go func() {
		defer close(all)
		defer answer.Body.Close()
		read(answer.Body, func(e event) { all <- e })
	}()
	return all, leave
}

// read reads events until the stream ends.
func read(stream io.Reader, each func(event)) {
	var e event
	for lines := bufio.NewScanner(stream); lines.Scan(); {
		field, value, _ := strings.Cut(lines.Text(), ": ")
		switch field {
		case "id":
			e.id = value
		case "event":
			e.name = value
		case "data":
			e.data += value
		case "":
			if e.data != "" {
				each(e)
			}
			e = event{}
		}
	}
}

func TestStreamingTheJournal(t *testing.T) {
	mock, base, stop := countingServer(t, Options{JournalEntries: 3})
	before := count(t, base, "ok", "a")
	got, leave := events(t, base, "session=a", "")
	want := count(t, base, "ok", "a")
	count(t, base, "ok", "b")
	e := <-got
	var entry journal.Entry
	if err := json.Unmarshal([]byte(e.data), &entry); err != nil || e.id != want || entry.ID != want || entry.Operation != "count" || e.name != "" {
		t.Errorf("got %+v, %v; want exchange %s", e, err, want)
	}
	leave()
	for range got { // until it has ended
	}
	readers(mock, 0)

	again, leave := events(t, base, "session=a&since="+before, want)
	missed := count(t, base, "refuse", "a")
	if e := <-again; e.id != missed {
		t.Errorf("got %+v after coming back, want exchange %s", e, missed)
	}
	leave()
	for range 4 { // one more than the journal keeps
		count(t, base, "ok", "a")
	}
	late, _ := events(t, base, "", want)
	// Three were dropped that ended after it; the number of a stream lies between them.
	if e := <-late; e.name != "dropped" || e.data != `{"count":4}` || e.id != "" {
		t.Errorf("got %+v, want to be told of what was dropped", e)
	}
	for range 3 {
		if e := <-late; e.name != "" {
			t.Errorf("got %+v", e)
		}
	}
	stop()
	if e, open := <-late; open {
		t.Errorf("got %+v when the server stopped", e)
	}
}

func TestAStreamKeepsItsSession(t *testing.T) {
	wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	var mu sync.Mutex
	mock, base, _ := countingServer(t, Options{SessionIdle: time.Hour, Wall: func() time.Time { mu.Lock(); defer mu.Unlock(); return wall }})
	count(t, base, "ok", "held")
	count(t, base, "ok", "free")
	_, leave := events(t, base, "session=held", "")
	readers(mock, 1)
	later := func() { mu.Lock(); wall = wall.Add(2 * time.Hour); mu.Unlock(); count(t, base, "ok", "other") }
	later()
	if _, ok := mock.sessions.Lookup("held"); !ok {
		t.Error("the session was dropped while it was streamed")
	}
	if _, ok := mock.sessions.Lookup("free"); ok {
		t.Error("the idle session is still there")
	}
	leave()
	readers(mock, 0)
	for _, ok := mock.sessions.Lookup("held"); ok; _, ok = mock.sessions.Lookup("held") { // it is let go right after
		later()
	}
}

func TestTooManyStreamsAreRefused(t *testing.T) {
	mock, base, _ := countingServer(t, Options{})
	var open []*journal.Reader
	for range journal.MaxReaders {
		r, _ := mock.journal.Reader(journal.Filter{})
		open = append(open, r)
	}
	for _, path := range []string{"stream", "wait"} {
		answer, err := http.Get(base + "/__admin/requests/" + path)
		if err != nil {
			t.Fatal(err)
		}
		body, _ := io.ReadAll(answer.Body)
		answer.Body.Close()
		if diagnosis := answer.Header.Get("Mock-Diagnosis"); answer.StatusCode != http.StatusServiceUnavailable || !strings.HasPrefix(diagnosis, "journal-busy: too many") {
			t.Errorf("%s: %d %s %s", path, answer.StatusCode, diagnosis, body)
		}
	}
	for _, r := range open {
		r.Close()
	}
	if got := awaited(t, base, "timeout=0"); got != "" {
		t.Errorf("found %q", got)
	}
}

// pieces is where a stream writes to in memory: each piece is sent to the channel.
type pieces struct {
	http.ResponseWriter
	sent chan string
}

func (p pieces) Write(piece []byte) (int, error) {
	p.sent <- string(piece)
	return len(piece), nil
}

func (pieces) FlushError() error { return nil }

func TestASilentStreamShowsThatItLives(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mock, _, _ := counterMock(t, Options{})
		ctx, cancel := context.WithCancel(t.Context())
		out := pieces{httptest.NewRecorder(), make(chan string)}
		ended := make(chan bool)
		began := time.Now()
		go func() {
			mock.ServeHTTP(out, here(httptest.NewRequestWithContext(ctx, http.MethodGet, "/__admin/requests/stream", nil)))
			close(ended)
		}()
		for i, want := range []string{"retry: 1000\n\n", ":\n\n", ":\n\n"} {
			if got, after := <-out.sent, time.Since(began); got != want || after != time.Duration(i)*15*time.Second {
				t.Errorf("got %q after %s, want %q", got, after, want)
			}
		}
		cancel()
		<-ended
		if mock.journal.Readers() != 0 {
			t.Error("the stream has ended, and reads on")
		}
	})
}

// deadlines notes for how long a connection is given time.
type deadlines struct {
	*httptest.ResponseRecorder
	given []time.Duration
}

func (d *deadlines) SetWriteDeadline(t time.Time) error {
	d.given = append(d.given, time.Until(t).Round(time.Second))
	return nil
}

func TestWhatLastsIsGivenTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mock, _, _ := counterMock(t, Options{Wall: func() time.Time { return time.Unix(0, 0) }}) // deadlines are real
		for path, want := range map[string]string{
			"/requests/wait":   "[2m0s]",
			"/requests/stream": "[1m0s 1m0s]", // what it begins with, and a heartbeat
			"/health":          "[]",
		} {
			d := &deadlines{ResponseRecorder: httptest.NewRecorder()}
			ctx, cancel := context.WithTimeout(t.Context(), 20*time.Second)
			mock.ServeHTTP(d, here(httptest.NewRequestWithContext(ctx, http.MethodGet, "/__admin"+path, nil)))
			cancel()
			if got := fmt.Sprint(d.given); got != want {
				t.Errorf("%s is given %s, want %s", path, got, want)
			}
		}
	})
}

// broken is a connection whose caller has gone.
type broken struct{ http.ResponseWriter }

func (broken) Write([]byte) (int, error) { return 0, io.ErrClosedPipe }

func TestAStreamEndsWhenItCannotBeWritten(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	mock.ServeHTTP(broken{httptest.NewRecorder()}, here(httptest.NewRequest(http.MethodGet, "/__admin/requests/stream", nil)))
	if n := mock.journal.Readers(); n != 0 {
		t.Errorf("%d readers are left", n)
	}
}

func TestWaitingEndsInTime(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		mock, _, _ := counterMock(t, Options{})
		began := time.Now()
		w := ask(mock, http.MethodGet, "/__admin/requests/wait", nil)
		if w.Body.String() != "[]" || time.Since(began) != 30*time.Second {
			t.Errorf("%d %s after %s", w.Code, w.Body, time.Since(began))
		}
		if w := ask(mock, http.MethodGet, "/__admin/requests/wait?timeout=60.5", nil); w.Code != http.StatusBadRequest {
			t.Errorf("%d %s", w.Code, w.Body)
		}
	})
}

// TestManyStreamsWaitersAndWritersAtOnce: nothing is lost, and no goroutine stays behind.
func TestManyStreamsWaitersAndWritersAtOnce(t *testing.T) {
	before := runtime.NumGoroutine()
	const each = 30
	mock, base, stop := countingServer(t, Options{})
	var working, streaming sync.WaitGroup
	for n := range 4 {
		session := fmt.Sprint("s", n)
		got, leave := events(t, base, "session="+session, "")
		streaming.Go(func() {
			defer leave()
			for range each {
				if e, ok := <-got; !ok || e.name != "" {
					t.Errorf("%s: %+v, %v", session, e, ok)
				}
			}
		})
	}
	readers(mock, 4)
	for n := range 4 {
		session := fmt.Sprint("s", n)
		working.Go(func() {
			for range each {
				count(t, base, "ok", session)
			}
		})
		working.Go(func() {
			for seen, since := 0, "0"; seen < each; {
				ids := strings.Fields(awaited(t, base, "timeout=60&session="+session+"&since="+since))
				if len(ids) == 0 {
					t.Errorf("%s: nothing in time", session)
					return
				}
				seen, since = seen+len(ids), ids[len(ids)-1]
			}
		})
	}
	working.Wait()
	streaming.Wait()
	stop()
	http.DefaultClient.CloseIdleConnections()
	for runtime.NumGoroutine() > before {
		runtime.Gosched()
	}
}

// A stream that an API's operation replies is neither checked nor in the journal.
func TestAStreamIsNotInTheJournal(t *testing.T) {
	api, _ := counter(t)
	api.Operations["look"] = op.Operation{Run: func(*op.Call) (op.Reply, error) {
		return op.Reply{Type: "text/plain", Stream: func(_ context.Context, w io.Writer) error {
			for _, piece := range []string{"a", "b"} {
				if _, err := io.WriteString(w, piece); err != nil {
					return err
				}
			}
			return nil
		}}, nil
	}}
	mock, err := build(Options{Answers: AnswersFatal, Fixtures: fstest.MapFS{"counter.yaml": {}}}, api)
	if err != nil {
		t.Fatal(err)
	}
	w := ask(mock, http.MethodGet, "/count/x", nil)
	entry := mock.journal.Find(journal.Filter{})[0]
	if w.Body.String() != "ab" || w.Header().Get("Content-Length") != "" || !w.Flushed || entry.Answer.Body != "" || entry.Verdict != "ok" {
		t.Errorf("%q %v, in the journal %q %s", w.Body, w.Header(), entry.Answer.Body, entry.Verdict)
	}
}
