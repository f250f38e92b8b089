package session

import (
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
)

// The bounds of snapshots.
const (
	// MaxSnapshots is how many there may be.
	MaxSnapshots = 1000
	// MaxImported is how many bytes the documents of those that were imported may have
	// together: their rows are shared with nothing.
	MaxImported = 256 << 20
)

// Moment is what a session is at one moment: its state, its time, and what its ids and
// choices come from. It never changes.
type Moment struct {
	// World is the state, Clock the clock.
	World *state.World
	Clock clock.State

	origin *state.World // what the session was forked from, and shares most rows with
}

// Snapshot is a moment with a name. It belongs to the mock, not to the session that it
// was taken of, and stays when that is gone.
type Snapshot struct {
	// Name is the snapshot's, Session that of the session that it was taken of; "" is
	// one that was imported and does not say.
	Name, Session string
	// Taken is when, by the mock's time.
	Taken clock.Instant
	Moment

	size int // of the document that it was imported from, in bytes
}

// The errors of making sessions and snapshots.
var (
	ErrSession   = errors.New("there is a session of this name already; delete it, or choose another name")
	ErrSnapshot  = errors.New("there is a snapshot of this name already; send replace=true to put this one in its place")
	ErrSnapshots = fmt.Errorf("at most %d snapshots are kept, and at most %d MiB of imported ones; delete some", MaxSnapshots, MaxImported>>20)
)

// Moment is what the session is now, once the transaction that is writing, if there
// is one, has ended. It takes constant time.
func (s *Session) Moment() Moment {
	tx := s.State.Begin() // no other can begin, so that state and ids belong together
	defer tx.Drop()
	return Moment{World: tx.World(), Clock: s.Clock.State(), origin: s.origin}
}

// Restore makes the session what it was at the moment, whichever session that was: state,
// clock and ids. A running clock runs on from the time that it showed then. The session
// keeps its settings. It takes constant time.
func (s *Session) Restore(m Moment) {
	s.State.Restore(m.World, func() {
		s.Clock.Restore(m.Clock)
		s.origin = m.origin
	})
}

// Create makes a session that goes on from a moment, or begins with the fixtures if
// that is nil; without a name it makes one up, from the seed. Its settings are those of
// every new session, as change, if not nil, makes them. The error is [ErrName],
// [ErrSession], [ErrPinned], or that the fixtures cannot be read; no session is made then.
func (s *Sessions) Create(name string, from *Moment, change func(Settings) Settings) (*Session, error) {
	if err := checkName(name); err != nil && name != "" {
		return nil, err
	}
	world, err := s.options.World()
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for name == "" {
		if made := "session-" + s.names.ID()[:8]; s.byName[made] == nil {
			name = made
		}
	}
	if s.byName[name] != nil {
		return nil, ErrSession
	}
	settings := s.options.Settings.clone()
	if change != nil {
		settings = change(settings)
	}
	if settings.Pinned && s.fullOfPinned() {
		return nil, ErrPinned
	}
	session := s.add(name, world)
	if from != nil {
		session.Restore(*from)
	}
	session.settings = settings.clone()
	s.use(session)
	return session, nil
}

// Change changes the settings of the session of that name, which is made if there is none.
// The error is that of [Sessions.Create] or [Session.Set]; nothing has changed then.
func (s *Sessions) Change(name string, change func(Settings) Settings) (*Session, error) {
	if session := s.named(name); session != nil {
		return session, session.Set(change(session.Settings()))
	}
	session, err := s.Create(name, nil, change)
	if errors.Is(err, ErrSession) { // somebody else has made it meanwhile
		return s.Change(name, change)
	}
	return session, err
}

// Take keeps what the session is now under a name. The error is [ErrName], [ErrSnapshots],
// or, unless it may replace another, [ErrSnapshot].
func (s *Sessions) Take(name string, of *Session, taken clock.Instant, replace bool) (*Snapshot, error) {
	snapshot := &Snapshot{Name: name, Session: of.Name, Taken: taken, Moment: of.Moment()}
	return snapshot, s.keep(snapshot, replace)
}

func (s *Sessions) keep(snapshot *Snapshot, replace bool) error {
	if err := checkName(snapshot.Name); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	switch _, taken := s.snapshots[snapshot.Name]; {
	case taken && !replace:
		return ErrSnapshot
	case !taken && len(s.snapshots) >= MaxSnapshots, s.imported(snapshot.Name)+snapshot.size > s.maxImported:
		return ErrSnapshots
	}
	s.snapshots[snapshot.Name] = snapshot
	return nil
}

// imported is about how many bytes the rows of imported snapshots take, without the one
// of that name. Others share theirs with the sessions that they are of.
func (s *Sessions) imported(without string) (bytes int) {
	for _, snapshot := range s.snapshots {
		if snapshot.Name != without {
			bytes += snapshot.size
		}
	}
	return bytes
}

// Snapshot is the one of that name. The error names those there are.
func (s *Sessions) Snapshot(name string) (*Snapshot, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if snapshot, ok := s.snapshots[name]; ok {
		return snapshot, nil
	}
	return nil, s.noSnapshot(name)
}

func (s *Sessions) noSnapshot(name string) error {
	return fmt.Errorf("there is no snapshot %s%s", name, nearest.Hint(name, slices.Sorted(maps.Keys(s.snapshots))))
}

// DeleteSnapshot forgets a snapshot. The error says that there is none.
func (s *Sessions) DeleteSnapshot(name string) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if _, ok := s.snapshots[name]; !ok {
		return s.noSnapshot(name)
	}
	delete(s.snapshots, name)
	return nil
}

// SnapshotInfo is what is said about a snapshot.
type SnapshotInfo struct {
	Name    string        `json:"name"`
	Session string        `json:"session"`
	Taken   clock.Instant `json:"taken"`
	// Now is the time that the session's clock showed, Frozen whether it stood.
	Now    clock.Instant `json:"now"`
	Frozen bool          `json:"frozen"`
	// Rows is how many there are, in all tables.
	Rows int `json:"rows"`
}

// Info is what is said about the snapshot.
func (s *Snapshot) Info() SnapshotInfo {
	return SnapshotInfo{s.Name, s.Session, s.Taken, s.Clock.Now, s.Clock.Frozen, s.World.Rows()}
}

// Snapshots is all of them, by name.
func (s *Sessions) Snapshots() []SnapshotInfo {
	infos := []SnapshotInfo{}
	for _, snapshot := range s.allSnapshots() {
		infos = append(infos, snapshot.Info())
	}
	return infos
}

func (s *Sessions) allSnapshots() []*Snapshot {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Snapshot, 0, len(s.snapshots))
	for _, snapshot := range s.snapshots {
		all = append(all, snapshot)
	}
	slices.SortFunc(all, func(a, b *Snapshot) int { return strings.Compare(a.Name, b.Name) })
	return all
}
