package mockserver

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/durable"
)

// steer is the answer of a mock to a request.
func steer(t testing.TB, s *Server, method, target, in, body string) *httptest.ResponseRecorder {
	t.Helper()
	r := here(httptest.NewRequest(method, target, strings.NewReader(body)))
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Mock-Session", in)
	w := httptest.NewRecorder()
	s.ServeHTTP(w, r)
	if w.Code > 299 && w.Code != http.StatusNotFound {
		t.Fatalf("%s %s: %d %s", method, target, w.Code, w.Body)
	}
	return w
}

func newServer(t testing.TB, options Options) *Server {
	t.Helper()
	s, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return s
}

func opened(t testing.TB, s *Server, path string) *StateFile {
	t.Helper()
	f, err := s.OpenStateFile(path)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = f.lock.Close() })
	return f
}

const ticket50 = "/__admin/state/tickets/tickets/50"

func TestWhatAMockKnowsOutlivesIt(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	first := newServer(t, Options{})
	f := opened(t, first, path)
	steer(t, first, "PATCH", ticket50, "demo", `{"repair_description":"慢"}`)
	steer(t, first, "POST", "/__admin/snapshots/kept", "demo", "")
	steer(t, first, "DELETE", ticket50, "demo", "")
	steer(t, first, "PUT", "/__admin/clock", "demo", `{"now":"2024-06-10 12:00:00","frozen":true}`)
	steer(t, first, "PATCH", "/__admin/sessions/demo", "demo", `{"pinned":true}`)
	token := steer(t, first, "POST", "/__admin/tokens", "demo", `{"persona":"Lin"}`)
	steer(t, first, "GET", "/__admin/sessions", "read-only", "")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	next := steer(t, first, "POST", "/__admin/tokens", "demo", `{"persona":"Lin"}`)

	second := newServer(t, Options{Seed: 99})
	opened(t, second, path)
	if got := steer(t, second, "GET", ticket50, "demo", "").Code; got != http.StatusNotFound {
		t.Errorf("the row that was deleted is there again: %d", got)
	}
	if got := steer(t, second, "GET", "/__admin/clock", "demo", "").Body.String(); !strings.HasPrefix(got, `{"now":"2024-06-10 12:00:00","frozen":true`) {
		t.Errorf("its clock is %s", got)
	}
	if got := steer(t, second, "GET", "/__admin/personas", "demo", "").Body.String(); !strings.Contains(got, credential(t, token)) {
		t.Error("the log-in is gone")
	}
	if got := steer(t, second, "POST", "/__admin/tokens", "demo", `{"persona":"Lin"}`); credential(t, got) != credential(t, next) {
		t.Errorf("the next id is %s, want %s", got.Body, next.Body)
	}
	steer(t, second, "POST", "/__admin/snapshots/kept/restore", "other", "")
	if got := steer(t, second, "GET", ticket50, "other", "").Body.String(); !strings.Contains(got, "慢") {
		t.Errorf("the snapshot holds %s", got)
	}
	var names []string
	for _, info := range second.sessions.List() {
		names = append(names, fmt.Sprint(info.Name, info.Pinned))
	}
	if diff := cmp.Diff([]string{"defaultfalse", "demotrue", "otherfalse", "read-onlyfalse"}, names); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
}

// credential is the token of a log-in's answer.
func credential(t *testing.T, w *httptest.ResponseRecorder) string {
	t.Helper()
	_, token, ok := strings.Cut(w.Body.String(), `"token":"`)
	if !ok {
		t.Fatalf("no token in %s", w.Body)
	}
	token, _, _ = strings.Cut(token, `"`)
	return token
}

func TestWhatHasNotChangedIsNotWritten(t *testing.T) {
	t.Parallel()
	path := filepath.Join(t.TempDir(), "state.json")
	s := newServer(t, Options{})
	f := opened(t, s, path)
	writes := 0
	f.create = func(path string) (durable.File, error) { writes++; return durable.Mode(0o600)(path) }
	save := func(want int, what string) {
		t.Helper()
		if err := f.Save(); err != nil || writes != want {
			t.Errorf("%s: %v, written %d times, want %d", what, err, writes, want)
		}
	}
	save(1, "the first time")
	save(1, "once more")
	steer(t, s, "GET", ticket50, "default", "")
	save(1, "a read")
	steer(t, s, "DELETE", ticket50, "default", "")
	save(2, "a write")
	steer(t, s, "GET", ticket50, "new", "")
	save(3, "a new session")
	if err := f.Close(); err != nil || writes != 3 {
		t.Errorf("at the end: %v, written %d times", err, writes)
	}
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("%v; the file may be read by others: %v", err, info.Mode())
	}
	again := opened(t, newServer(t, Options{}), path)
	again.create = f.create
	save(3, "what was just loaded")
	if err := again.Save(); err != nil || writes != 3 {
		t.Errorf("what was just loaded: %v, written %d times", err, writes)
	}
}

// fullDisk is a file on a disk that is full after so many bytes.
type fullDisk struct {
	durable.File
	left int
}

func (f *fullDisk) Write(p []byte) (int, error) {
	if len(p) > f.left {
		n, _ := f.File.Write(p[:f.left])
		f.left -= n
		return n, errors.New("no space left on device")
	}
	f.left -= len(p)
	return f.File.Write(p)
}

func TestAMockWhoseStateCannotBeSavedGoesOn(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	path := filepath.Join(directory, "state.json")
	var log bytes.Buffer
	s := newServer(t, Options{Log: slog.New(slog.NewTextHandler(&log, nil))})
	f := opened(t, s, path)
	if err := f.Save(); err != nil {
		t.Fatal(err)
	}
	before, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(directory, "other.json.tmp"), []byte("{"), 0o600); err != nil { // as a killed mock leaves it
		t.Fatal(err)
	}
	opened(t, newServer(t, Options{}), filepath.Join(directory, "other.json"))
	attempts, full, tried := 0, true, make(chan struct{})
	f.create = func(path string) (durable.File, error) {
		defer func() { tried <- struct{}{} }()
		if attempts++; attempts == 1 {
			return nil, fs.ErrPermission
		}
		file, err := durable.Mode(0o600)(path)
		if full {
			return &fullDisk{file, 10_000}, err
		}
		return file, err
	}
	ctx, cancel := context.WithCancel(context.Background())
	ticks := make(chan time.Time)
	var keeping sync.WaitGroup
	keeping.Go(func() { f.Keep(ctx, ticks) })
	steer(t, s, "DELETE", ticket50, "default", "")
	for range 3 {
		ticks <- time.Time{}
		<-tried
	}
	steer(t, s, "GET", "/__admin/health", "default", "")
	f.mu.Lock() // the last attempt has ended
	after, err := os.ReadFile(path)
	if err != nil || !bytes.Equal(before, after) {
		t.Errorf("%v; the file has changed though it could not be written", err)
	}
	if _, err := os.Stat(path + ".tmp"); !errors.Is(err, fs.ErrNotExist) {
		t.Errorf("%v; what was half written is left", err)
	}
	full = false
	f.mu.Unlock()
	ticks <- time.Time{}
	<-tried
	cancel()
	keeping.Wait()
	if got := log.String(); strings.Count(got, "no space left on device") != 2 || !strings.Contains(got, fs.ErrPermission.Error()) || !strings.Contains(got, "make room on the disk") || strings.Count(got, "the state is saved again") != 1 {
		t.Errorf("the log says\n%s", got)
	}
	if after, err = os.ReadFile(path); err != nil || bytes.Equal(before, after) {
		t.Errorf("%v; the file was not written when there was room again", err)
	}
	names, err := fs.Glob(os.DirFS(directory), "*")
	if diff := cmp.Diff([]string{"other.json.lock", "state.json", "state.json.lock"}, names); err != nil || diff != "" {
		t.Errorf("%v; files left behind (-want +got):\n%s", err, diff)
	}
}

func TestAStateFileThatCannotBeKept(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	write := func(name, text string) string {
		path := filepath.Join(directory, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	const clock = `"clock":{"now":"2024-06-10 12:00:00","frozen":true,"start":"2024-06-10 12:00:00","chance":"00112233445566778899aabbccddeeff"}`
	taken := filepath.Join(directory, "taken.json")
	opened(t, newServer(t, Options{}), taken)
	broken := "{\"version\":1,\"bases\":[],\"sessions\":[\n{\"name\":\"demo\"," + clock + ",\"state\":{\n\"tickets\":{\"persons\":[\n{\"id\":1,\"name\":\"Ann\",\"role\":\"boss\"}],\n\"tokens\":[\n{\"token\":\"a-token-of-nobody-at-all\",\"holder\":\"7\"}]}}}],\"snapshots\":[]}"
	for _, c := range []struct{ name, path, want string }{
		{"no directory", filepath.Join(directory, "none", "state.json"), "there is no directory " + filepath.Join(directory, "none") + "; make it"},
		{"a directory", directory, "the state file cannot be read: read " + directory + ": is a directory"},
		{"of another mock", taken, "taken.json is in use by another mock; stop that one, or give this one a file of its own"},
		{"of another version", write("newer.json", `{"version":2}`), "newer.json has version 2, and this mock reads version 1"},
		{"truncated", write("half.json", "{\"version\":1,\n\"bases\":[{"), "half.json:2: the document breaks off here"},
		{"a broken row", write("broken.json", broken), "broken.json:4: tickets.persons[1].role: \"boss\" is not known"},
		{"a broken row with a secret", write("secret.json", broken), "secret.json:6: tickets.tokens[a-to***].holder: there is no person with the id \"7\" (in session demo)"},
		{"what to do", write("move.json", "[]"), "mend the file, or move it away to begin with the fixtures"},
	} {
		t.Run(c.name, func(t *testing.T) {
			s := newServer(t, Options{})
			_, err := s.OpenStateFile(c.path)
			if got := fmt.Sprint(err); !strings.Contains(got, c.want) || strings.Contains(got, "a-token-of-nobody") {
				t.Errorf("error\n%s\nwant\n%s", got, c.want)
			}
			if s.sessions.Len() != 1 {
				t.Error("something was loaded")
			}
		})
	}
	t.Run("once it is free", func(t *testing.T) {
		path := write("mended.json", "[]")
		s := newServer(t, Options{})
		if _, err := s.OpenStateFile(path); err == nil {
			t.Error("a list is no state")
		}
		write("mended.json", `{"version":1,"bases":[],"sessions":[],"snapshots":[]}`)
		opened(t, s, path)
	})
}

func TestTheFileIsReplacedAndNotTheLinkToIt(t *testing.T) {
	t.Parallel()
	directory := t.TempDir()
	kept, link := filepath.Join(directory, "real.json"), filepath.Join(directory, "link.json")
	if err := opened(t, newServer(t, Options{}), kept).Close(); err != nil {
		t.Fatal(err)
	}
	if err := os.Symlink(kept, link); err != nil {
		t.Skip(err)
	}
	s := newServer(t, Options{})
	f := opened(t, s, link)
	steer(t, s, "GET", ticket50, "through-the-link", "")
	if err := f.Close(); err != nil {
		t.Fatal(err)
	}
	info, err := os.Lstat(link)
	data, read := os.ReadFile(kept)
	if err != nil || read != nil || info.Mode()&fs.ModeSymlink == 0 || !bytes.Contains(data, []byte("through-the-link")) {
		t.Errorf("%v, %v; the link is %v", err, read, info.Mode())
	}
}

// TestTheFixturesComeBackAsTheyWere: the rows of the three APIs, and what operations
// have made of them.
func TestTheFixturesComeBackAsTheyWere(t *testing.T) {
	t.Parallel()
	s := newServer(t, Options{})
	steer(t, s, "POST", "/__admin/tokens", "a", `{"api":"chaoqer","persona":"Toby"}`)
	steer(t, s, "POST", "/__admin/chaoqer/weixin/codes", "a", `{"uid":"6ce4443c8fcd4a2b8b407bda86ab4408"}`)
	steer(t, s, "POST", "/__admin/tokens", "a", `{"api":"tickets","persona":"Lin"}`)
	found, err := s.sessions.Find("a")
	if err != nil {
		t.Fatal(err)
	}
	snapshot, err := s.sessions.Take("a", found, 0, false)
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := snapshot.Export(&text); err != nil {
		t.Fatal(err)
	}
	read, err := s.sessions.Import("b", "body", text.Bytes(), 0, false)
	if err != nil {
		t.Fatal(err)
	}
	var other bytes.Buffer
	if err := read.World.Export(&other, snapshot.World); err != nil || strings.TrimSpace(other.String()) != "{}" || len(read.World.Gone(snapshot.World)) > 0 {
		t.Errorf("%v; these rows came back otherwise: %s", err, other.String())
	}
	if rows := snapshot.World.Rows(); rows < 150 || read.World.Rows() != rows {
		t.Errorf("%d rows came back of %d", read.World.Rows(), rows)
	}
}

// manySessions is a mock with sessions that have written ten rows each.
func manySessions(b *testing.B, count int) *Server {
	s := newServer(b, Options{})
	for i := range count {
		name := fmt.Sprint("s", i)
		for id := 1; id <= 10; id++ {
			steer(b, s, "PATCH", fmt.Sprint("/__admin/state/tickets/tickets/", id), name, fmt.Sprintf(`{"repair_description":"%d of %s"}`, id, name))
		}
	}
	b.ReportAllocs()
	return s
}

func BenchmarkStateFile(b *testing.B) {
	s := manySessions(b, 1000)
	var text bytes.Buffer
	if err := s.sessions.Contents().Save(&text); err != nil {
		b.Fatal(err)
	}
	b.Run("what there is", func(b *testing.B) {
		for b.Loop() {
			s.sessions.Contents()
		}
	})
	b.Run("save", func(b *testing.B) {
		f := opened(b, s, filepath.Join(b.TempDir(), "state.json"))
		for b.Loop() {
			f.saved = nil
			if err := f.Save(); err != nil {
				b.Fatal(err)
			}
		}
		b.ReportMetric(float64(text.Len()), "bytes")
	})
	b.Run("load", func(b *testing.B) {
		into := newServer(b, Options{}).sessions
		for b.Loop() {
			if err := into.Load("state.json", text.Bytes()); err != nil {
				b.Fatal(err)
			}
		}
	})
}
