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

// ids is what a session hands out next, and the rows and the time it shows.
func ids(s *session.Session) []any {
	return []any{count(s), s.Clock.Now(), s.Clock.ID(), s.Clock.Stamp(), s.Clock.IntN(1000)}
}

func TestASessionThatIsRestoredGoesOnFromTheMoment(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	a, b := m.get("a"), m.get("b")
	write(a, 2)
	a.Clock.Advance(time.Hour)
	a.Clock.ID()
	taken, err := m.Take("before", a, 5, false)
	if err != nil {
		t.Fatal(err)
	}
	want := session.SnapshotInfo{Name: "before", Session: "a", Taken: 5, Now: a.Clock.Now(), Rows: 2}
	if got := taken.Info(); got != want {
		t.Errorf("it is said to be %+v, want %+v", got, want)
	}
	next := ids(a)
	write(a, 3)
	m.pass(time.Minute)
	a.Clock.Freeze()
	if err := a.Set(session.Settings{Strict: true}); err != nil {
		t.Fatal(err)
	}
	for _, into := range []*session.Session{a, b, a} {
		into.Restore(taken.Moment)
		if diff := cmp.Diff(next, ids(into)); diff != "" {
			t.Errorf("%s after the restore (-want +got):\n%s", into.Name, diff)
		}
		write(into, 9) // which the snapshot does not see
	}
	if !a.Settings().Strict {
		t.Error("a has lost its settings")
	}
	errs(t, a.Reset(), "")
	if count(a) != 1 || a.Clock.Now() != clock.FromTime(m.now()) {
		t.Error("a reset does not lead to the fixtures")
	}
}

func TestSessionsAreMade(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{Max: 4, Settings: session.Settings{Strict: true}})
	write(m.get("a"), 2)
	m.get("a").Clock.Freeze()
	moment := m.get("a").Moment()
	next := ids(m.get("a"))
	for _, c := range []struct {
		what, name string
		from       *session.Moment
		pinned     bool
		err        error
	}{
		{"from the fixtures", "b", nil, false, nil},
		{"from another", "c", &moment, true, nil},
		{"of a name that is taken", "a", nil, false, session.ErrSession},
		{"of a name that is none", "a b", nil, false, session.ErrName},
		{"pinned, one too many", "d", nil, true, nil},
		{"pinned, two too many", "e", nil, true, session.ErrPinned},
	} {
		before := m.names()
		made, err := m.Create(c.name, c.from, func(s session.Settings) session.Settings { s.Pinned = c.pinned; return s })
		if !errors.Is(err, c.err) {
			t.Errorf("%s: error %v, want %v", c.what, err, c.err)
		}
		if err != nil {
			if m.names() != before {
				t.Errorf("%s: there are %s, were %s", c.what, m.names(), before)
			}
			continue
		}
		if want := (session.Settings{Strict: true, Pinned: c.pinned, Relax: []string{}}); !cmp.Equal(made.Settings(), want) {
			t.Errorf("%s: its settings are %+v, want %+v", c.what, made.Settings(), want)
		}
		if c.from != nil {
			if diff := cmp.Diff(next, ids(made)); diff != "" {
				t.Errorf("%s (-want +got):\n%s", c.what, diff)
			}
			write(made, 7)
			if count(m.get("a")) != 2 {
				t.Error("the one that was forked sees what its fork writes")
			}
		} else if count(made) != 1 {
			t.Errorf("%s: it has %d notes, want the fixtures' one", c.what, count(made))
		}
	}
}

func TestANameIsMadeUpFromTheSeed(t *testing.T) {
	t.Parallel()
	made := func(seed uint64) (names []string) {
		m := newMock(t, session.Options{Clock: clock.Source{Seed: seed}})
		for range 3 {
			s, err := m.Create("", nil, nil)
			if err != nil {
				t.Fatal(err)
			}
			names = append(names, s.Name)
		}
		return names
	}
	one, same, other := made(1), made(1), made(2)
	if !cmp.Equal(one, same) || cmp.Equal(one, other) || one[0] == one[1] {
		t.Errorf("%v, %v and of another seed %v", one, same, other)
	}
}

func TestAnEmptyNameIsNone(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	if _, err := m.Take("", m.get("a"), 0, false); !errors.Is(err, session.ErrName) {
		t.Errorf("a snapshot without name: %v", err)
	}
}

func TestSnapshotsAreKeptByName(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	a := m.get("a")
	take := func(name string, replace bool) error { _, err := m.Take(name, a, 0, replace); return err }
	rows := func(name string) int {
		s, err := m.Snapshot(name)
		if err != nil {
			t.Fatal(err)
		}
		return s.Info().Rows
	}
	errs(t, take("one", false), "")
	write(a, 2)
	if err := take("one", false); !errors.Is(err, session.ErrSnapshot) || rows("one") != 1 {
		t.Errorf("once more: %v, %d rows", err, rows("one"))
	}
	errs(t, take("one", true), "")
	if rows("one") != 2 {
		t.Errorf("%d rows after it was replaced", rows("one"))
	}
	errs(t, take("two", true), "")
	if _, err := m.Snapshot("too"); err == nil || err.Error() != "there is no snapshot too; did you mean two?" {
		t.Errorf("error %v", err)
	}
	errs(t, m.Delete("a"), "")
	if got := m.Snapshots(); len(got) != 2 || got[0].Name != "one" || got[1].Session != "a" {
		t.Errorf("the snapshots are %+v", got)
	}
	errs(t, m.DeleteSnapshot("one"), "")
	errs(t, m.DeleteSnapshot("one"), "there is no snapshot one; there is two")
}

func TestSnapshotsAreBounded(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	a := m.get("a")
	for i := range session.MaxSnapshots {
		if _, err := m.Take(fmt.Sprint("s", i), a, 0, false); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := m.Take("more", a, 0, false); !errors.Is(err, session.ErrSnapshots) {
		t.Errorf("one too many: %v", err)
	}
	if _, err := m.Take("s7", a, 0, true); err != nil {
		t.Errorf("in the place of one there is: %v", err)
	}
}

// exported is a snapshot as a document.
func exported(t *testing.T, s *session.Snapshot) string {
	t.Helper()
	var b bytes.Buffer
	if err := s.Export(&b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

func TestASnapshotAsADocument(t *testing.T) {
	t.Parallel()
	then := clock.Instant(1_717_992_000_000)
	m := newMock(t, session.Options{Clock: clock.Source{Now: &then}})
	a := m.get("a")
	write(a, 2)
	a.Clock.Stamp()
	snapshot, err := m.Take("s", a, then, false)
	if err != nil {
		t.Fatal(err)
	}
	chance, err := a.Clock.State().Chance.MarshalText()
	if err != nil {
		t.Fatal(err)
	}
	want := fmt.Sprintf(`{"version":1,"taken":"2024-06-10 12:00:00","session":"a","clock":{"now":"2024-06-10 12:00:00","frozen":true,"ahead":0,"start":"2024-06-10 12:00:00","stamp":"2024-06-10 12:00:00","chance":"%s"},"state":{
"shop":{
"notes":[
{"id":1},
{"id":2}
]}
}}
`, chance)
	document := exported(t, snapshot)
	if diff := cmp.Diff(want, document); diff != "" {
		t.Errorf("the document (-want +got):\n%s", diff)
	}
	read, err := m.Import("read", "body", []byte(document), 0, false)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(document, exported(t, read)); diff != "" {
		t.Errorf("what was read is exported as (-want +got):\n%s", diff)
	}
	b := m.get("b")
	b.Restore(read.Moment)
	if diff := cmp.Diff(ids(a), ids(b)); diff != "" {
		t.Errorf("what was imported goes on otherwise (-want +got):\n%s", diff)
	}
	if _, err := m.Import("read", "body", []byte(document), 0, false); !errors.Is(err, session.ErrSnapshot) {
		t.Errorf("once more: %v", err)
	}
	if _, err := m.Import("read", "body", []byte(document), 0, true); err != nil {
		t.Errorf("in its place: %v", err)
	}
}

const aClock = `{"now":"2024-06-10 12:00:00","frozen":true,"start":"2024-06-10 12:00:00","chance":"00112233445566778899aabbccddeeff"}`

func TestADocumentThatIsNone(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	doc := func(members ...string) string { return "{" + strings.Join(members, ",\n") + "}" }
	clock := `"clock":` + aClock
	for _, c := range []struct{ name, document, want string }{
		{"the least there can be", doc(`"version":1`, clock, `"state":{}`), ""},
		{"its members in another order", doc(`"state":{"shop":{"notes":[{"id":7}]}}`, clock, `"version":1`), ""},
		{"another version", doc(`"version":2`, `"more":3`), "body has version 2, and this mock reads version 1"},
		{"no version", doc(clock, `"state":{}`), "body:2: the member version is missing"},
		{"a version that is a text", doc(`"version":"1"`, clock, `"state":{}`), "body:1: a whole number is expected, not a string (in version)"},
		{"no clock", doc(`"version":1`, `"state":{}`), "body:2: the member clock is missing"},
		{"no state", doc(`"version":1`, clock), "body:2: the member state is missing"},
		{"a bad clock", doc(`"version":1`, `"clock":{}`, `"state":{}`), "body:2: now is missing (in clock)"},
		{"a member too many", doc(`"version":1`, clock, `"state":{}`, `"sate":1`), "body:4: there is no member sate here; did you mean state?"},
		{"a member twice", doc(`"version":1`, clock, `"state":{}`, `"state":{}`), "body:4: the member state is there twice"},
		{"nothing", "", "body:1: the document breaks off here"},
		{"half of it", doc(`"version":1`, clock)[:40], "body:2: the document breaks off here"},
		{"no JSON", "{\n\"version\":1,\nx}", "body:3: this is no JSON: invalid character 'x'"},
		{"a list", "[]", "body:1: an object is expected"},
		{"something behind it", doc(`"version":1`, clock, `"state":{}`) + "\nx", "body:4: something follows the document"},
		{"no UTF-8", "{\n\"\xff\":1}", "body:2: this is no UTF-8; save the file as such"},
		{"an unknown API", doc(`"version":1`, clock, `"state":{"shoq":{}}`), "body:3: there is no API shoq; did you mean shop?"},
		{"an unknown table", doc(`"version":1`, clock, `"state":{"shop":{"note":[]}}`), "body:3: the shop API has no table note; did you mean notes?"},
		{"an API that is none", doc(`"version":1`, clock, `"state":{"shop":[]}`), "body:3: an object is expected"},
		{"a table that is none", doc(`"version":1`, clock, `"state":{"shop":{"notes":{}}}`), "body:3: a list is expected"},
		{"rows that are none", doc(`"version":1`, clock, "\"state\":{\"shop\":{\"notes\":[\n{\"id\":1}", `{"id":"2"}`, `{"id":1}`, `{"id":3,"txet":""}`, `7]}}`), strings.Join([]string{
			`body:5: shop.notes[0].id: a whole number is expected, not a text ("2")`,
			`body:6: shop.notes[1]: there is another row with this key`,
			`body:7: shop.notes[3].txet: there is no such member; there is id`,
			`body:8: shop.notes[0]: a row is a JSON object, not a number (7)`,
		}, "\n")},
	} {
		t.Run(c.name, func(t *testing.T) {
			_, err := m.Import("x", "body", []byte(c.document), 0, true)
			if got := fmt.Sprint(err); !strings.HasPrefix(got, c.want) || c.want == "" && err != nil {
				t.Errorf("error\n%s\nwant\n%s", got, c.want)
			}
			var problems state.Problems
			var version *session.VersionError
			if err != nil && !errors.As(err, &problems) && !errors.As(err, &version) {
				t.Errorf("the error is a %T", err)
			}
		})
	}
}

// TestImportedSnapshotsAreBounded: their rows are shared with nothing.
func TestImportedSnapshotsAreBounded(t *testing.T) {
	t.Parallel()
	m := newMock(t, session.Options{})
	document := []byte(`{"version":1,"clock":` + aClock + `,"state":{}}`)
	m.LimitImported(2*len(document) - 1)
	for _, c := range []struct {
		name string
		want error
	}{{"one", nil}, {"two", session.ErrSnapshots}, {"one", nil}} {
		if _, err := m.Import(c.name, "body", document, 0, true); !errors.Is(err, c.want) {
			t.Errorf("%s: %v, want %v", c.name, err, c.want)
		}
	}
}
