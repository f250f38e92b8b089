package session_test

import (
	"bytes"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/session"
	"contractmock/mockserver/state"
)

func save(t *testing.T, m *mock) string {
	t.Helper()
	var b bytes.Buffer
	if err := m.Contents().Save(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestWhatIsSavedIsThereAgain(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{Clock: clock.Source{Seed: 3}})
	a, b := m.get("a"), m.get("b")
	write(a, 2)
	a.Clock.Advance(-time.Hour)
	a.Clock.ID()
	errs(t, a.Set(session.Settings{Strict: true, Pinned: true}), "")
	write(b, 3)
	b.Clock.Freeze()
	b.Clock.Stamp()
	tx := b.State.Begin()
	notes.Delete(tx, 1)
	tx.Commit()
	taken, err := m.Take("kept", b, 4, false)
	if err != nil {
		t.Fatal(err)
	}
	write(b, 5)
	if _, err := m.Import("brought", "body", []byte(exported(t, taken)), 6, false); err != nil {
		t.Fatal(err)
	}
	if _, err := m.Create("c", &taken.Moment, nil); err != nil {
		t.Fatal(err)
	}
	document := save(t, m)

	again := newMock(t, session.Options{})
	again.pass(time.Hour) // the mock was away
	m.pass(time.Hour)
	errs(t, again.Load("f", []byte(document)), "")
	if again.names() != m.names() {
		t.Fatalf("there are %s, want %s", again.names(), m.names())
	}
	if diff := cmp.Diff(m.Snapshots(), again.Snapshots()); diff != "" {
		t.Errorf("snapshots (-want +got):\n%s", diff)
	}
	if !cmp.Equal(again.get("a").Settings(), a.Settings()) {
		t.Error("a has lost its settings")
	}
	for _, s := range []*session.Session{a, b, m.get("c"), m.get("default")} {
		other := again.get(s.Name)
		if diff := cmp.Diff(ids(s), ids(other)); diff != "" {
			t.Errorf("%s goes on otherwise (-want +got):\n%s", s.Name, diff)
		}
	}
	errs(t, again.get("a").Reset(), "")
	if count(again.get("a")) != 1 {
		t.Error("a reset does not lead to the fixtures")
	}
}

func TestWhatIsLoadedIsSavedTheSame(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	write(m.get("a"), 2)
	if _, err := m.Take("s", m.get("a"), 4, false); err != nil {
		t.Fatal(err)
	}
	document := save(t, m)
	again := newMock(t, session.Options{})
	errs(t, again.Load("f", []byte(document)), "")
	if diff := cmp.Diff(document, save(t, again)); diff != "" {
		t.Errorf("saved again (-want +got):\n%s", diff)
	}
	if strings.Count(document, `{"id":1}`) != 1 {
		t.Errorf("a row that all share stands more than once:\n%s", document)
	}
}

// TestRowsThatAreSharedStandOnce: also those that an import has brought, and no longer
// than anybody has them.
func TestRowsThatAreSharedStandOnce(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	brought, err := m.Import("brought", "body", []byte(`{"version":1,"clock":`+aClock+`,"state":{"shop":{"notes":[{"id":77}]}}}`), 0, false)
	if err != nil {
		t.Fatal(err)
	}
	a, b := m.get("a"), m.get("b")
	a.Restore(brought.Moment)
	b.Restore(brought.Moment)
	write(a, 2)
	write(b, 3)
	if got := strings.Count(save(t, m), `{"id":77}`); got != 1 {
		t.Errorf("the row that three have stands %d times", got)
	}
	errs(t, a.Reset(), "")
	errs(t, b.Reset(), "")
	errs(t, m.DeleteSnapshot("brought"), "")
	if got := save(t, m); strings.Contains(got, "77") || strings.Count(got, `{"id":1}`) != 1 {
		t.Errorf("a row that nobody has any more is saved, or one that all have more than once:\n%s", got)
	}
}

func TestWhatIsTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(m *mock)
		same bool
	}{
		{"nothing", func(*mock) {}, true},
		{"time passes", func(m *mock) { m.pass(time.Hour) }, true},
		{"a session is read", func(m *mock) { count(m.get("a")) }, true},
		{"a row", func(m *mock) { write(m.get("a"), 2) }, false},
		{"an id", func(m *mock) { m.get("a").Clock.ID() }, false},
		{"a setting", func(m *mock) { _ = m.get("a").Set(session.Settings{Pinned: true}) }, false},
		{"a session more", func(m *mock) { m.get("b") }, false},
		{"a session less", func(m *mock) { _ = m.Delete("a") }, false},
		{"a snapshot", func(m *mock) { _, _ = m.Take("s", m.get("a"), 0, false) }, false},
		{"a clock that was set", func(m *mock) { m.get("a").Clock.Advance(1) }, true},
		{"a clock that was advanced", func(m *mock) { m.get("a").Clock.Advance(time.Second) }, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, session.Options{})
			m.get("a")
			before := m.Contents()
			c.do(m)
			if same := m.Contents().Same(before); same != c.same {
				t.Errorf("same %v, want %v", same, c.same)
			}
		})
	}
}

func TestAFileThatCannotBeLoaded(t *testing.T) {
	t.Parallel()
	const bases = `"bases":[{"state":{"shop":{"notes":[{"id":1}]}}}],`
	for _, c := range []struct{ name, document, want string }{
		{"the least there can be", `{"version":1,"bases":[],"sessions":[],"snapshots":[]}`, ""},
		{"without snapshots", `{"version":1,"bases":[],"sessions":[]}`, "f:1: the member snapshots is missing"},
		{"another version", `{"version":7,"worlds":[]}`, "f has version 7, and this mock reads version 1"},
		{"truncated", `{"version":1,"bases":[` + "\n", "f:2: the document breaks off here"},
		{"empty", "", "f:1: the document breaks off here"},
		{"a broken row of a base", "{\"version\":1,\"bases\":[\n{\"state\":{\"shop\":{\"notes\":[\n{\"id\":null}]}}}],\"sessions\":[],\"snapshots\":[]}", "f:3: shop.notes[0].id: it must not be null; a whole number is expected (in base 0)"},
		{"a broken row of a session", `{"version":1,` + bases + "\"sessions\":[\n" + `{"name":"demo","clock":` + aClock + `,"base":0,"state":{"shop":{"notes":[` + "\n{\"id\":\"x\"}]}}}],\"snapshots\":[]}", `f:3: shop.notes[0].id: a whole number is expected, not a text ("x") (in session demo)`},
		{"a row that is gone and never was", `{"version":1,` + bases + "\"sessions\":[\n" + `{"name":"demo","clock":` + aClock + `,"base":0,"gone":{"shop":{"notes":["9"]}}}],"snapshots":[]}`, `f:2: shop.notes[9]: there is no such row that could be gone (in session demo)`},
		{"a base that is none", `{"version":1,` + bases + `"sessions":[{"name":"demo","clock":` + aClock + `,"base":1}],"snapshots":[]}`, "f:1: base 1 is none of those before (in session demo)"},
		{"a base after it", `{"version":1,"bases":[{"base":1},{}],"sessions":[],"snapshots":[]}`, "f:1: base 1 is none of those before (in base 0)"},
		{"a session without clock", `{"version":1,"bases":[],"sessions":[{"name":"demo"}],"snapshots":[]}`, "f:1: the member clock is missing (in session "},
		{"a session without name", `{"version":1,"bases":[],"sessions":[{"clock":` + aClock + `}],"snapshots":[]}`, "f:1: the member name is missing (in session "},
		{"a name that is none", `{"version":1,"bases":[],"sessions":[{"name":"a b","clock":` + aClock + `}],"snapshots":[]}`, `f:1: "a b": a session's name is`},
		{"a session twice", `{"version":1,"bases":[],"sessions":[{"name":"a","clock":` + aClock + `},{"name":"a","clock":` + aClock + `}],"snapshots":[]}`, "f:1: there is another session a"},
		{"a snapshot twice", `{"version":1,"bases":[],"sessions":[],"snapshots":[{"name":"a","clock":` + aClock + `},{"name":"a","clock":` + aClock + `}]}`, "f:1: there is another snapshot a"},
		{"an unknown setting", `{"version":1,"bases":[],"sessions":[{"name":"a","settings":{"stict":true},"clock":` + aClock + `}],"snapshots":[]}`, `f:1: unknown field "stict" (in settings) (in session a)`},
		{"a setting that cannot be", `{"version":1,"bases":[],"sessions":[{"name":"a","settings":{"relax":["all"]},"clock":` + aClock + `}],"snapshots":[]}`, "f:1: settings: nothing can be relaxed here (in session a)"},
		{"too many snapshots", `{"version":1,"bases":[],"sessions":[],"snapshots":[` + manySnapshots() + `]}`, "f:1: at most 1000 snapshots are kept"},
		{"a clock that is none", `{"version":1,"bases":[],"sessions":[{"name":"a","clock":{"now":"noon"}}],"snapshots":[]}`, `f:1: now: "noon" is no time`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, session.Options{Valid: func(s session.Settings) error {
				if len(s.Relax) > 0 {
					return errors.New("nothing can be relaxed here")
				}
				return nil
			}})
			before := save(t, m)
			err := m.Load("f", []byte(c.document))
			if got := fmt.Sprint(err); !strings.HasPrefix(got, c.want) || c.want == "" && err != nil {
				t.Errorf("error\n%s\nwant\n%s", got, c.want)
			}
			if err != nil && save(t, m) != before {
				t.Error("something of it was loaded")
			}
		})
	}
}

// manySnapshots are more than are kept.
func manySnapshots() string {
	all := make([]string, session.MaxSnapshots+1)
	for i := range all {
		all[i] = fmt.Sprintf(`{"name":"s%d","clock":%s}`, i, aClock)
	}
	return strings.Join(all, ",")
}

// failing is a disk that is full after so many bytes.
type failing struct{ left int }

var errFull = errors.New("no space left on device")

func (f *failing) Write(p []byte) (int, error) {
	if f.left -= len(p); f.left < 0 {
		return 0, errFull
	}
	return len(p), nil
}

func TestADiskThatIsFull(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	tx := m.get("a").State.Begin()
	for id := range int64(20_000) {
		notes.Put(tx, note{id})
	}
	tx.Commit()
	snapshot, err := m.Take("s", m.get("a"), 0, false)
	if err != nil {
		t.Fatal(err)
	}
	for _, bytes := range []int{0, 100_000} {
		if err := m.Contents().Save(&failing{bytes}); !errors.Is(err, errFull) {
			t.Errorf("saved on %d bytes: %v", bytes, err)
		}
		if err := snapshot.Export(&failing{bytes}); !errors.Is(err, errFull) {
			t.Errorf("exported to %d bytes: %v", bytes, err)
		}
	}
}

func FuzzLoad(f *testing.F) {
	m := newMock(&testing.T{}, session.Options{})
	write(m.get("a"), 2)
	if _, err := m.Take("s", m.get("a"), 0, false); err != nil {
		f.Fatal(err)
	}
	f.Add(save(&testing.T{}, m))
	f.Add(`{"version":1,"bases":[{"state":{"shop":{"notes":[{"id":1}]}}},{"base":0,"gone":{"shop":{"notes":["1"]}}}],"sessions":[],"snapshots":[]}`)
	f.Add(`{"version":2}`)
	f.Add("{\"version\":1,\n\"bases\":[")
	f.Fuzz(func(t *testing.T, document string) {
		m := newMock(t, session.Options{})
		before := save(t, m)
		if err := m.Load("f", []byte(document)); err != nil {
			refused(t, err)
			if save(t, m) != before {
				t.Error("something of it was loaded")
			}
			return
		}
		saved := save(t, m)
		again := newMock(t, session.Options{})
		if err := again.Load("f", []byte(saved)); err != nil {
			t.Fatalf("what was loaded and saved cannot be loaded: %v\n%s", err, saved)
		}
	})
}

func FuzzImport(f *testing.F) {
	f.Add(`{"version":1,"clock":` + aClock + `,"state":{"shop":{"notes":[{"id":1}]}}}`)
	f.Add(`{"version":1,"taken":"+1m","session":"a","clock":` + aClock + `,"state":{}}`)
	f.Add(`{"version":2}`)
	f.Fuzz(func(t *testing.T, document string) {
		m := newMock(t, session.Options{})
		read, err := m.Import("x", "f", []byte(document), 0, false)
		if err != nil {
			refused(t, err)
			return
		}
		text := exported(t, read)
		if again, err := m.Import("y", "f", []byte(text), 0, false); err != nil || exported(t, again) != text {
			t.Fatalf("what was imported cannot be exported and imported: %v\n%s", err, text)
		}
	})
}

// refused holds that a document was refused with the place of what is wrong.
func refused(t *testing.T, err error) {
	t.Helper()
	var problems state.Problems
	var version *session.VersionError
	switch {
	case errors.As(err, &version):
	case !errors.As(err, &problems):
		t.Errorf("the error is a %T: %v", err, err)
	case problems[0].File != "f" || problems[0].Line < 1 || problems[0].Message == "":
		t.Errorf("the error does not name its place: %v", err)
	}
}

// hundredThousand is a session with 100,000 rows.
func hundredThousand(b *testing.B) (*mock, *session.Session) {
	m := newMock(&testing.T{}, session.Options{})
	s := m.get("big")
	tx := s.State.Begin()
	for id := range int64(100_000) {
		notes.Put(tx, note{id})
	}
	tx.Commit()
	b.ReportAllocs()
	return m, s
}

func BenchmarkForkOfASession(b *testing.B) {
	m, s := hundredThousand(b)
	for i := 0; b.Loop(); i++ {
		moment := s.Moment()
		if _, err := m.Create(fmt.Sprint("s", i), &moment, nil); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkReset(b *testing.B) {
	_, s := hundredThousand(b)
	full := s.Moment()
	for b.Loop() {
		s.Restore(full)
		if err := s.Reset(); err != nil {
			b.Fatal(err)
		}
	}
}

func BenchmarkSnapshot(b *testing.B) {
	m, s := hundredThousand(b)
	for b.Loop() {
		if _, err := m.Take("x", s, 0, true); err != nil {
			b.Fatal(err)
		}
	}
}
