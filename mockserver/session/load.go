package session

import (
	"errors"
	"fmt"
	"maps"
	"slices"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
)

// VersionError is the error of a document of another version than [Version].
type VersionError struct {
	// File is what the document is called, Got the version that it has.
	File string
	Got  int
}

func (e *VersionError) Error() string {
	return fmt.Sprintf("%s has version %d, and this mock reads version %d", e.File, e.Got, Version)
}

// Import keeps a document that [Snapshot.Export] wrote as a snapshot; file is what
// errors call it. Taken and session may be left out: it is then taken now, of none. The
// error is a [VersionError], of type [state.Problems] with everything that is wrong, or
// one of [Sessions.Take].
func (s *Sessions) Import(name, file string, data []byte, now clock.Instant, replace bool) (*Snapshot, error) {
	fixtures, err := s.options.World()
	if err != nil {
		return nil, err
	}
	snapshot := &Snapshot{Name: name, Taken: now, size: len(data)}
	d, err := open(file, data, "taken", "session", "clock", "state")
	if err != nil {
		return nil, err
	}
	into := map[string]any{"taken": &snapshot.Taken, "session": &snapshot.Session, "clock": &snapshot.Clock}
	if err := d.read(into, "clock", "state"); err != nil {
		return nil, err
	}
	snapshot.Taken = snapshot.Taken.On(now)
	if snapshot.World, err = fixtures.Empty().Import(d.members["state"], nil); err != nil {
		return nil, err
	}
	snapshot.origin = snapshot.World
	return snapshot, s.keep(snapshot, replace)
}

// Load puts saved sessions and snapshots in the place of those of the same names, or
// nothing at all; file is what errors call the document. Running clocks keep their
// distance from the machine's. It is for a mock that does not serve yet. The error is a
// [VersionError], or of type [state.Problems] with line, session, table, key and field.
func (s *Sessions) Load(file string, data []byte) error {
	fixtures, err := s.options.World()
	if err != nil {
		return err
	}
	d, err := open(file, data, "bases", "sessions", "snapshots")
	if err == nil {
		err = d.read(nil, "bases", "sessions", "snapshots")
	}
	if err != nil {
		return err
	}
	in := loader{empty: fixtures.Empty(), settings: s.options.Settings, valid: s.options.Valid, names: map[string]bool{}}
	for _, part := range []struct {
		name string
		item func(r *state.Reader) error
	}{{"bases", in.base}, {"sessions", in.session}, {"snapshots", in.snapshot}} {
		r := d.members[part.name]
		if err := r.List(func() error { return part.item(r) }); err != nil {
			return err
		}
	}
	s.adopt(in.Contents)
	return nil
}

// adopt puts contents in the place of what there is of the same names.
func (s *Sessions) adopt(c Contents) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, one := range c.sessions {
		session, ok := s.byName[one.name]
		if !ok {
			session = s.add(one.name, one.World)
		}
		session.State.Restore(one.World, func() {
			session.Clock.Resume(one.Clock)
			session.origin = one.origin
		})
		session.settings = one.settings.clone()
		session.used = s.options.Wall()
	}
	for _, snapshot := range c.snapshots {
		s.snapshots[snapshot.Name] = snapshot
	}
}

// loader reads contents.
type loader struct {
	Contents
	empty    *state.World
	bases    []*state.World
	settings Settings // of those that say nothing
	valid    func(Settings) error
	names    map[string]bool // "session x", "snapshot x"
}

func (in *loader) base(r *state.Reader) error {
	m, err := in.moment(r, nil)
	in.bases = append(in.bases, m.World)
	return within(err, fmt.Sprint("base ", len(in.bases)-1))
}

func (in *loader) session(r *state.Reader) error {
	one := saved{settings: in.settings.clone()}
	var err error
	one.Moment, err = in.moment(r, map[string]any{"name": &one.name, "settings": &one.settings}, "name", "clock")
	in.sessions = append(in.sessions, one)
	if err == nil && in.valid != nil {
		if wrong := in.valid(one.settings); wrong != nil {
			err = state.Problems{r.Problem("settings: %s", wrong)}
		}
	}
	return in.named(r, err, "session", one.name)
}

func (in *loader) snapshot(r *state.Reader) error {
	one := &Snapshot{}
	var err error
	one.Moment, err = in.moment(r, map[string]any{"name": &one.Name, "session": &one.Session, "taken": &one.Taken}, "name", "clock")
	one.Taken = one.Taken.On(one.Clock.Now)
	if in.snapshots = append(in.snapshots, one); len(in.snapshots) > MaxSnapshots {
		return state.Problems{r.Problem("%s", ErrSnapshots)}
	}
	return in.named(r, err, "snapshot", one.Name)
}

// named holds that the name can be one, and is not there twice.
func (in *loader) named(r *state.Reader, err error, kind, name string) error {
	place := kind + " " + name
	switch {
	case err != nil:
		return within(err, place)
	case checkName(name) != nil:
		return state.Problems{r.Problem("%q: %s", name, ErrName)}
	case in.names[place]:
		return state.Problems{r.Problem("there is another %s", place)}
	}
	in.names[place] = true
	return nil
}

// moment reads what a session, a snapshot or a base is, and other members of it.
func (in *loader) moment(r *state.Reader, others map[string]any, required ...string) (m Moment, err error) {
	base := -1
	into := map[string]any{"base": &base, "clock": &m.Clock}
	maps.Copy(into, others)
	d := document{Reader: r}
	if d.members, err = r.Members(append(slices.Sorted(maps.Keys(into)), "state", "gone")...); err != nil {
		return m, err
	}
	if err := d.read(into, required...); err != nil {
		return m, err
	}
	from := in.empty
	if d.members["base"] != nil {
		if base < 0 || base >= len(in.bases) {
			return m, state.Problems{r.Problem("base %d is none of those before", base)}
		}
		from = in.bases[base]
	}
	m.World, err = from.Import(d.members["state"], d.members["gone"])
	m.origin = from
	if base < 0 { // it shares its rows with none
		m.origin = m.World
	}
	return m, err
}

// document is an object whose members are read in any order.
type document struct {
	*state.Reader
	members map[string]*state.Reader
}

// open begins to read a document of the current version with these members.
func open(file string, data []byte, known ...string) (d document, err error) {
	if d.Reader, err = state.NewReader(file, data); err != nil {
		return d, err
	}
	var wrong error
	if d.members, wrong = d.Members(append(known, "version")...); wrong == nil {
		wrong = d.End()
	}
	version := Version
	if err := d.read(map[string]any{"version": &version}); err != nil {
		return d, err
	}
	if version != Version { // whatever else is wrong with it
		return d, &VersionError{file, version}
	}
	if wrong == nil {
		wrong = d.read(nil, "version")
	}
	return d, wrong
}

// read reads the members into pointers. The required ones must be there, whether they
// are read now or later.
func (d document) read(into map[string]any, required ...string) error {
	for _, name := range required {
		if d.members[name] == nil {
			return state.Problems{d.Problem("the member %s is missing", name)}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(into)) {
		if d.members[name] == nil {
			continue
		}
		if err := d.members[name].Value(into[name]); err != nil {
			return within(err, name)
		}
	}
	return nil
}

// within adds to what is wrong where it is: in which session, say.
func within(err error, place string) error {
	var found state.Problems
	if !errors.As(err, &found) {
		return err
	}
	for i := range found {
		found[i].Message += " (in " + place + ")"
	}
	return found
}
