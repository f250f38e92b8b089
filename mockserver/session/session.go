// Package session keeps isolated worlds: a session has its own state, clock and
// ids, and sees nothing of any other.
//
// A session begins when it is first named, as a fork of the fixtures. Those that
// were idle for long, and the least recently used of too many, are dropped;
// "default", pinned ones and those in use by a stream are not.
package session

import (
	"container/list"
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"sync"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
)

// Default is the name of the session of requests that name none.
const Default = "default"

var validName = regexp.MustCompile(`^[A-Za-z0-9._-]{1,64}$`)

// ErrName is the error of a name that no session can have.
var ErrName = errors.New("a session's name is 1 to 64 letters, digits, dots, hyphens and underscores, not dots alone")

// Session is one isolated world.
type Session struct {
	// Name is the session's name.
	Name string
	// State is its tables.
	State *state.Store
	// Clock is its time, ids and chance.
	Clock *clock.Clock

	// origin is the world that it was forked from; the state's transactions guard it.
	origin *state.World

	sessions *Sessions
	// Guarded by sessions.mu.
	used     time.Time
	settings Settings
	open     int
	position *list.Element
}

// Options say how sessions are made and dropped.
type Options struct {
	// World is the state that a new session forks.
	World func() (*state.World, error)
	// Clock is where sessions' clocks get their time and chance from.
	Clock clock.Source
	// Wall tells real time, which idleness is measured by.
	Wall func() time.Time
	// Settings are those of new sessions.
	Settings Settings
	// Valid says what is wrong with settings that are loaded; nil is nothing.
	Valid func(Settings) error
	// Idle is after how long without request a session is dropped; 0 is never.
	Idle time.Duration
	// Max is how many sessions there may be before the least recently used is dropped.
	Max int
	// Forget is told the name of every session that is reset or dropped, for what is kept
	// of it elsewhere; nil is nobody. It must not call the sessions.
	Forget func(name string)
}

// Sessions are the sessions of one mock. They are safe for use by several
// requests at once.
type Sessions struct {
	options     Options
	maxImported int // bytes

	mu     sync.Mutex
	byName map[string]*Session
	recent *list.List // of *Session, the most recently used first

	snapshots map[string]*Snapshot
	names     *clock.Clock // of sessions that were given none
}

// New is no sessions yet but the default one.
func New(options Options) (*Sessions, error) {
	s := &Sessions{
		options: options, maxImported: MaxImported, byName: map[string]*Session{}, recent: list.New(),
		snapshots: map[string]*Snapshot{}, names: clock.New(options.Clock, ""),
	}
	_, err := s.Get(Default)
	return s, err
}

// Get is the session of that name, made now if there is none. It counts as used.
// The error is [ErrName], or that the fixtures cannot be read.
func (s *Sessions) Get(name string) (*Session, error) {
	if err := checkName(name); err != nil {
		return nil, err
	}
	if session := s.named(name); session != nil {
		return session, nil
	}
	world, err := s.options.World() // which may take its time, and nobody else waits for it
	if err != nil {
		return nil, err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.byName[name]
	if !ok {
		session = s.add(name, world)
	}
	s.use(session)
	return session, nil
}

// named is the session of that name, which is used now; nil if there is none.
func (s *Sessions) named(name string) *Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.byName[name]
	if ok {
		s.use(session)
	}
	return session
}

func checkName(name string) error {
	if !validName.MatchString(name) || strings.Trim(name, ".") == "" { // in an address, "." and ".." are no names
		return ErrName
	}
	return nil
}

// add makes a session of a name that is not taken.
func (s *Sessions) add(name string, world *state.World) *Session {
	name = strings.Clone(name) // not the header that it stood in
	session := &Session{
		Name: name, State: state.NewStore(world), Clock: clock.New(s.options.Clock, name), origin: world,
		sessions: s, settings: s.options.Settings,
	}
	s.byName[name] = session
	session.position = s.recent.PushFront(session)
	return session
}

// use notes that the session is used now.
func (s *Sessions) use(session *Session) {
	session.used = s.options.Wall()
	s.recent.MoveToFront(session.position)
	s.evict()
}

// evict drops the sessions that have been idle for too long, and the least
// recently used of too many.
func (s *Sessions) evict() {
	now := s.options.Wall()
	for e := s.recent.Back(); e != nil; {
		session, before := e.Value.(*Session), e.Prev()
		if session.used.After(now) { // the wall was set back
			session.used = now
		}
		idle := s.options.Idle > 0 && now.Sub(session.used) > s.options.Idle
		tooMany := s.options.Max > 0 && len(s.byName) > s.options.Max
		if !idle && !tooMany {
			return // all others were used later
		}
		if session.Name != Default && !session.settings.Pinned && session.open == 0 && before != nil {
			s.drop(session)
		}
		e = before
	}
}

func (s *Sessions) drop(session *Session) {
	delete(s.byName, session.Name)
	s.recent.Remove(session.position)
	s.forget(session)
}

func (s *Sessions) forget(session *Session) {
	if s.options.Forget != nil {
		s.options.Forget(session.Name)
	}
}

// Lookup is the session of that name, if there is one. It does not count as used.
func (s *Sessions) Lookup(name string) (*Session, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.byName[name]
	return session, ok
}

// Find is [Sessions.Lookup] with an error that names the sessions there are.
func (s *Sessions) Find(name string) (*Session, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.byName[name]
	if !ok {
		return nil, s.unknown(name)
	}
	return session, nil
}

// Len is the number of sessions.
func (s *Sessions) Len() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.byName)
}

// ErrDefault is the error of deleting the default session.
var ErrDefault = errors.New("the default session cannot be deleted; reset it")

// Delete drops a session. The error says that there is none, or is [ErrDefault].
func (s *Sessions) Delete(name string) error {
	if name == Default {
		return ErrDefault
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	session, ok := s.byName[name]
	if !ok {
		return s.unknown(name)
	}
	s.drop(session)
	return nil
}

func (s *Sessions) unknown(name string) error {
	names := slices.Sorted(maps.Keys(s.byName)) // the same hint for the same sessions
	return fmt.Errorf("there is no session %s%s", name, nearest.Hint(name, names))
}

// ResetAll resets every session, or none. The error is that the fixtures cannot be read.
func (s *Sessions) ResetAll() error { return s.reset(s.all()...) }

// Reset makes the session what it would be if it were first named now: state, clock
// and ids. It keeps its settings. The error is that the fixtures cannot be read.
func (s *Session) Reset() error { return s.sessions.reset(s) }

func (s *Sessions) reset(sessions ...*Session) error {
	world, err := s.options.World()
	if err != nil {
		return err
	}
	for _, session := range sessions {
		session.State.Restore(world, func() {
			session.Clock.Reset()
			session.origin = world
		})
		s.forget(session)
	}
	return nil
}

// Settings are what a tester may set of a session.
type Settings struct {
	// Strict sessions refuse findings that the API lets pass.
	Strict bool `json:"strict"`
	// Pinned sessions are not dropped for being idle or too many.
	Pinned bool `json:"pinned"`
	// Relax is what the session passes over on purpose: sign, ts, auth, duplicates.
	Relax []string `json:"relax"`
}

// clone is the settings with a list of their own, which is never nil.
func (s Settings) clone() Settings {
	s.Relax = append([]string{}, s.Relax...)
	return s
}

func (s Settings) same(other Settings) bool {
	return s.Strict == other.Strict && s.Pinned == other.Pinned && slices.Equal(s.Relax, other.Relax)
}

// Settings are the session's.
func (s *Session) Settings() Settings {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	return s.settings.clone()
}

// ErrPinned is the error of pinning one session too many: there must be room left
// for those that are not.
var ErrPinned = errors.New("too many sessions are pinned already; unpin one, or raise --max-sessions")

// Set changes the session's settings. The error is [ErrPinned].
func (s *Session) Set(settings Settings) error {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	if settings.Pinned && !s.settings.Pinned && s.sessions.fullOfPinned() {
		return ErrPinned
	}
	s.settings = settings.clone()
	return nil
}

// fullOfPinned tells whether no more sessions may be pinned.
func (s *Sessions) fullOfPinned() bool {
	pinned := 0
	for _, other := range s.byName {
		if other.settings.Pinned {
			pinned++
		}
	}
	return s.options.Max > 0 && 2*(pinned+1) > s.options.Max
}

// Hold keeps the session from being dropped until the function it returns is
// called: for an answer that streams.
func (s *Session) Hold() (release func()) {
	s.count(1)
	return sync.OnceFunc(func() { s.count(-1) })
}

func (s *Session) count(by int) {
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	s.open += by
}

// Info is what is said about a session.
type Info struct {
	Name string `json:"name"`
	Settings
	// Now is the session's time, Frozen whether it stands.
	Now    clock.Instant `json:"now"`
	Frozen bool          `json:"frozen"`
	// IdleSeconds is how long ago it was last used.
	IdleSeconds int64 `json:"idleSeconds"`
}

// List is all sessions, by name.
func (s *Sessions) List() []Info {
	infos := []Info{}
	for _, session := range s.all() {
		infos = append(infos, session.Info())
	}
	slices.SortFunc(infos, func(a, b Info) int { return strings.Compare(a.Name, b.Name) })
	return infos
}

// Info is what is said about the session.
func (s *Session) Info() Info {
	info := Info{Name: s.Name, Settings: s.Settings(), Now: s.Clock.Now(), Frozen: s.Clock.Frozen()}
	s.sessions.mu.Lock()
	defer s.sessions.mu.Unlock()
	info.IdleSeconds = max(0, int64(s.sessions.options.Wall().Sub(s.used).Seconds()))
	return info
}

func (s *Sessions) all() []*Session {
	s.mu.Lock()
	defer s.mu.Unlock()
	all := make([]*Session, 0, len(s.byName))
	for _, session := range s.byName {
		all = append(all, session)
	}
	return all
}
