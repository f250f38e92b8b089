package session_test

import (
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"
	"unsafe"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/session"
	"contractmock/mockserver/state"
)

type note struct {
	ID int64 `json:"id"`
}

var (
	schema = state.NewSchema("shop")
	notes  = state.NewTable(schema, "notes", func(n note) int64 { return n.ID })
)

// wall is a machine's clock that stands until time passes.
type wall struct{ nanos atomic.Int64 }

func (w *wall) now() time.Time       { return time.Unix(1_717_992_000, w.nanos.Load()) }
func (w *wall) pass(d time.Duration) { w.nanos.Add(int64(d)) }

// mock is the sessions of a mock whose fixtures are one note.
type mock struct {
	*session.Sessions
	wall
	broken func() error // what reading the fixtures fails with
}

func newMock(t *testing.T, options session.Options) *mock {
	t.Helper()
	m := &mock{broken: func() error { return nil }}
	tx := state.NewWorld(schema).Edit()
	notes.Put(tx, note{1})
	fixtures := tx.World()
	options.Wall, options.Clock.Wall = m.now, m.now
	options.World = func() (*state.World, error) { return fixtures, m.broken() }
	var err error
	if m.Sessions, err = session.New(options); err != nil {
		t.Fatal(err)
	}
	return m
}

func (m *mock) get(names ...string) *session.Session {
	var last *session.Session
	for _, name := range names {
		found, err := m.Get(name)
		if err != nil {
			panic(err)
		}
		last = found
	}
	return last
}

func (m *mock) names() string {
	var names []string
	for _, info := range m.List() {
		names = append(names, info.Name)
	}
	return strings.Join(names, " ")
}

func write(s *session.Session, id int64) {
	tx := s.State.Begin()
	notes.Put(tx, note{id})
	tx.Commit()
}

func count(s *session.Session) int { return notes.Len(s.State.Read()) }

func errs(t *testing.T, err error, want string) {
	t.Helper()
	if fmt.Sprint(err) != want && (err != nil || want != "") {
		t.Errorf("error %v, want %s", err, want)
	}
}

func TestNames(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	for _, c := range []struct {
		what, name string
		ok         bool
	}{
		{"one letter", "a", true},
		{"every kind of character", "Tab-1_of.2", true},
		{"64 characters", strings.Repeat("x", 64), true},
		{"65 characters", strings.Repeat("x", 65), false},
		{"nothing", "", false},
		{"a blank", "a b", false},
		{"a line break at the end", "a\n", false},
		{"a slash", "a/b", false},
		{"two headers in one", "a, b", false},
		{"a letter that is not ASCII", "圈子", false},
		{"dots with something between", ".a.", true},
		{"a dot alone, which is no name in an address", ".", false},
		{"dots alone", "..", false},
	} {
		t.Run(c.what, func(t *testing.T) {
			before := m.Len()
			s, err := m.Get(c.name)
			if c.ok != (err == nil) || !c.ok && (!errors.Is(err, session.ErrName) || m.Len() != before) {
				t.Errorf("error %v; %d sessions, there were %d", err, m.Len(), before)
			}
			if c.ok && s.Name != c.name {
				t.Errorf("its name is %q", s.Name)
			}
		})
	}
}

// TestASessionsNameKeepsNothingElse: what a name was cut from, such as a header, can go.
func TestASessionsNameKeepsNothingElse(t *testing.T) {
	t.Parallel()
	header := strings.Repeat("x", 1<<16) + "name"
	name := header[1<<16:]
	s, err := newMock(t, session.Options{}).Get(name)
	if err != nil {
		t.Fatal(err)
	}
	if s.Name != name || unsafe.StringData(s.Name) == unsafe.StringData(name) {
		t.Errorf("the session's name %q is a part of the header", s.Name)
	}
}

func TestSessionsAreWorldsOfTheirOwn(t *testing.T) {
	t.Parallel()
	m, twin := newMock(t, session.Options{Clock: clock.Source{Seed: 1}}), newMock(t, session.Options{Clock: clock.Source{Seed: 1}})
	a, b := m.get("a"), m.get("b")
	if m.get("a") != a {
		t.Error("the same name is another session")
	}
	write(a, 2)
	a.Clock.Freeze()
	m.pass(time.Hour)
	if count(a) != 2 || count(b) != 1 || count(m.get("c")) != 1 {
		t.Errorf("%d, %d and %d notes, want 2, 1 and 1", count(a), count(b), count(m.get("c")))
	}
	if b.Clock.Frozen() || b.Clock.Now().Sub(a.Clock.Now()) != time.Hour {
		t.Error("b stands where a was frozen")
	}
	id := a.Clock.ID()
	if id == b.Clock.ID() {
		t.Error("a and b hand out the same ids")
	}
	if id != twin.get("a").Clock.ID() {
		t.Error("in another mock of the same seed a hands out other ids")
	}
}

func TestWhichSessionsAreDropped(t *testing.T) {
	t.Parallel()
	const idle = time.Minute
	for _, c := range []struct {
		name string
		max  int
		do   func(m *mock)
		want string
	}{
		{"none while there is room", 3, func(m *mock) { m.get("a", "b") }, "a b default"},
		{"without a bound none", 0, func(m *mock) { m.get("a", "b", "c", "d") }, "a b c d default"},
		{"one too many: the least recently used", 3, func(m *mock) { m.get("a", "b", "c") }, "b c default"},
		{"one that was used once more is not the least recent", 3, func(m *mock) { m.get("a", "b", "a", "c") }, "a c default"},
		{"looking one up does not use it", 3, func(m *mock) { m.get("a", "b"); m.Lookup("a"); _, _ = m.Find("a"); m.get("c") }, "b c default"},
		{"not the one that was just made", 1, func(m *mock) { m.get("a", "b") }, "b default"},
		{"not a pinned one", 3, func(m *mock) { m.get("a").Set(session.Settings{Pinned: true}); m.get("b", "c", "d") }, "a d default"},
		{"again, when it is pinned no more", 3, func(m *mock) {
			a := m.get("a")
			a.Set(session.Settings{Pinned: true})
			a.Set(session.Settings{})
			m.get("b", "c")
		}, "b c default"},
		{"not one that is held", 3, func(m *mock) { m.get("a").Hold(); m.get("b", "c", "d") }, "a d default"},
		{"not one that is held twice and released once, twice over", 3, func(m *mock) {
			a := m.get("a")
			release := a.Hold()
			a.Hold()
			release()
			release()
			m.get("b", "c")
		}, "a c default"},
		{"one that was released", 3, func(m *mock) { m.get("a").Hold()(); m.get("b", "c") }, "b c default"},
		{"none if nobody may go", 2, func(m *mock) { m.get("a").Hold(); m.get("b").Hold(); m.get("c") }, "a b c default"},
		{"several too many, once they may go", 2, func(m *mock) {
			release := []func(){m.get("a").Hold(), m.get("b").Hold(), m.get("c").Hold()}
			for _, r := range release {
				r()
			}
			m.get("d")
		}, "d default"},
		{"after a minute not yet", 9, func(m *mock) { m.get("a"); m.pass(idle); m.get("b") }, "a b default"},
		{"idle ones after more than a minute", 9, func(m *mock) { m.get("a", "b"); m.pass(idle + 1); m.get("c") }, "c default"},
		{"not one that comes back", 9, func(m *mock) { m.get("a", "b"); m.pass(idle + 1); m.get("a") }, "a default"},
		{"idle ones, but not the pinned and the held", 9, func(m *mock) {
			m.get("a").Set(session.Settings{Pinned: true})
			m.get("b").Hold()
			m.get("c")
			m.pass(2 * idle)
			m.get("d")
		}, "a b d default"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			m := newMock(t, session.Options{Max: c.max, Idle: idle})
			c.do(m)
			if got := m.names(); got != c.want || m.Len() != len(strings.Fields(got)) {
				t.Errorf("there are %s (%d), want %s", got, m.Len(), c.want)
			}
		})
	}
}

func TestWithoutABoundOnIdlenessNobodyIsIdle(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	m.get("a")
	m.pass(1000 * time.Hour)
	m.get("b")
	if got := m.names(); got != "a b default" {
		t.Errorf("there are %s, want a b default", got)
	}
}

func TestADroppedSessionBeginsAnew(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	a := m.get("a")
	write(a, 2)
	errs(t, m.Delete("a"), "")
	if _, ok := m.Lookup("a"); ok || m.Len() != 1 {
		t.Error("a is still there")
	}
	if again := m.get("a"); again == a || count(again) != 1 || count(a) != 2 {
		t.Error("a is what it was")
	}
	errs(t, m.Delete("A"), "there is no session A; did you mean a?")
	errs(t, m.Delete(session.Default), "the default session cannot be deleted; reset it")
}

func TestReset(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	a, b := m.get("a"), m.get("b")
	first := a.Clock.ID()
	change := func(s *session.Session) {
		write(s, 2)
		s.Clock.Freeze()
		s.Set(session.Settings{Strict: true, Pinned: true, Relax: []string{"sign"}})
	}
	change(a)
	change(b)
	m.pass(time.Hour)
	errs(t, a.Reset(), "")
	if count(a) != 1 || a.Clock.Frozen() || a.Clock.Start() != a.Clock.Now() || a.Clock.ID() != first {
		t.Errorf("a has %d notes, frozen %v, start %s: not as if it began now", count(a), a.Clock.Frozen(), a.Clock.Start())
	}
	if got := a.Settings(); !cmp.Equal(got, session.Settings{Strict: true, Pinned: true, Relax: []string{"sign"}}) {
		t.Errorf("a's settings are %+v, want the ones before", got)
	}
	if count(b) != 2 || !b.Clock.Frozen() {
		t.Error("b was reset too")
	}
	write(a, 3)
	errs(t, m.ResetAll(), "")
	if count(a) != 1 || count(b) != 1 || b.Clock.Frozen() {
		t.Error("not all were reset")
	}
	if _, err := m.Find("x"); err == nil || err.Error() != "there is no session x; there are a, b and default" {
		t.Errorf("Find: %v", err)
	}
}

func TestFixturesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	broken := errors.New("shop.yaml:3: no such table")
	if _, err := session.New(session.Options{Wall: new(wall).now, World: func() (*state.World, error) { return nil, broken }}); !errors.Is(err, broken) {
		t.Errorf("New: %v, want %v", err, broken)
	}
	m := newMock(t, session.Options{})
	a := m.get("a")
	write(a, 2)
	m.broken = func() error { return broken }
	if _, err := m.Get("b"); !errors.Is(err, broken) || m.names() != "a default" {
		t.Errorf("Get: %v; there are %s", err, m.names())
	}
	for name, err := range map[string]error{"Reset": a.Reset(), "ResetAll": m.ResetAll()} {
		if !errors.Is(err, broken) || count(a) != 2 {
			t.Errorf("%s: %v; a has %d notes, want the 2 it had", name, err, count(a))
		}
	}
	if again, err := m.Get("a"); err != nil || again != a {
		t.Errorf("a, which is there, cannot be had: %v", err)
	}
}

func TestEverySessionIsResetOrNone(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	a, b := m.get("a"), m.get("b")
	write(a, 2)
	write(b, 2)
	var broken error
	m.broken = func() error { defer func() { broken = errors.New("broken since") }(); return broken }
	if err := m.ResetAll(); count(a) != count(b) || (err == nil) != (count(a) == 1) {
		t.Errorf("a has %d notes, b %d, error %v", count(a), count(b), err)
	}
}

func TestTheSameHintForTheSameSessions(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	m.get("tab1", "tab2", "tab4", "tab5", "tab6", "tab7")
	for range 20 {
		errs(t, m.Delete("tab3"), "there is no session tab3; did you mean tab1, tab2 or tab4?")
	}
}

func TestWhatIsKeptOfASessionElsewhereIsForgottenWithIt(t *testing.T) {
	t.Parallel()
	var forgotten []string
	m := newMock(t, session.Options{Max: 3, Idle: time.Minute, Forget: func(name string) { forgotten = append(forgotten, name) }})
	m.get("a", "b", "c", "d", "d") // a and b give way, since the default one stays
	m.get("c").Reset()
	errs(t, m.Delete("d"), "")
	errs(t, m.Delete("no-such"), "there is no session no-such; there are c and default")
	m.broken = func() error { return errors.New("broken") }
	errs(t, m.get("c").Reset(), "broken")
	m.broken = func() error { return nil }
	errs(t, m.ResetAll(), "")
	slices.Sort(forgotten[4:])
	if diff := cmp.Diff([]string{"a", "b", "c", "d", "c", "default"}, forgotten); diff != "" {
		t.Errorf("forgotten (-want +got):\n%s", diff)
	}
}

func TestWhatIsSaidAboutSessions(t *testing.T) {
	t.Parallel()
	then := clock.Instant(1000)
	m := newMock(t, session.Options{Settings: session.Settings{Strict: true}, Clock: clock.Source{Now: &then}})
	m.get("b").Set(session.Settings{Pinned: true})
	m.pass(90 * time.Second)
	m.get("a").Clock.Run()
	strict := session.Settings{Strict: true, Relax: []string{}}
	want := []session.Info{
		{Name: "a", Settings: strict, Now: then},
		{Name: "b", Settings: session.Settings{Pinned: true, Relax: []string{}}, Now: then, Frozen: true, IdleSeconds: 90},
		{Name: "default", Settings: strict, Now: then, Frozen: true, IdleSeconds: 90},
	}
	if diff := cmp.Diff(want, m.List()); diff != "" {
		t.Errorf("sessions (-want +got):\n%s", diff)
	}
	if found, err := m.Find("b"); err != nil || !cmp.Equal(found.Info(), want[1]) {
		t.Errorf("Find: %+v, %v", found, err)
	}
}

func TestSessionsAreSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{Max: 4, Idle: time.Minute})
	var wait sync.WaitGroup
	for n := range 8 {
		wait.Go(func() {
			for i := range 50 {
				name := fmt.Sprint("s", (n+i)%6)
				s, err := m.Get(name)
				if err != nil {
					t.Error(err)
					return
				}
				release := s.Hold()
				write(s, int64(n))
				s.Set(session.Settings{Strict: !s.Settings().Strict})
				m.pass(time.Second)
				m.List()
				if taken, err := m.Take(name, s, 0, true); err == nil {
					s.Restore(taken.Moment)
				}
				if err := m.Contents().Save(io.Discard); err != nil {
					t.Error(err)
				}
				m.Snapshots()
				_ = m.DeleteSnapshot(name)
				_ = s.Reset()
				_ = m.Delete(name)
				release()
			}
		})
	}
	wait.Wait()
	if m.get("a", "b", "c", "d"); m.Len() != 4 {
		t.Errorf("there are %s, want 4", m.names())
	}
}
