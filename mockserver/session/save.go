package session

import (
	"bufio"
	"encoding/json"
	"io"
	"slices"
	"strings"

	"contractmock/mockserver/state"
)

// Version is that of the documents that are written here, and the only one that is
// read.
const Version = 1

// Export writes the snapshot as a JSON document, for people to read and edit and for
// [Sessions.Import]: all its rows, each on a line. It holds secrets, as the rows do.
func (s *Snapshot) Export(to io.Writer) error {
	d := newWriter(to)
	d.begin("{")
	d.member("version", Version)
	d.member("taken", s.Taken)
	d.member("session", s.Session)
	d.member("clock", s.Clock)
	d.rows(s.World, nil)
	d.end("}\n")
	return d.finish()
}

// Contents are all sessions and snapshots as they are at one moment, each for itself.
type Contents struct {
	sessions  []saved
	snapshots []*Snapshot
}

// saved is a session as it is saved.
type saved struct {
	name     string
	settings Settings
	Moment
}

// Contents are what there is now. They take constant time for each session.
func (s *Sessions) Contents() Contents {
	c := Contents{snapshots: s.allSnapshots()}
	for _, session := range s.all() {
		c.sessions = append(c.sessions, saved{session.Name, session.Settings(), session.Moment()})
	}
	slices.SortFunc(c.sessions, func(a, b saved) int { return strings.Compare(a.name, b.name) })
	return c
}

// Same tells whether nothing has changed between two contents but the time.
func (c Contents) Same(other Contents) bool {
	return slices.Equal(c.snapshots, other.snapshots) && slices.EqualFunc(c.sessions, other.sessions, func(a, b saved) bool {
		a.Clock, b.Clock = a.Clock.Still(), b.Clock.Still()
		return a.name == b.name && a.settings.same(b.settings) && a.Moment == b.Moment
	})
}

// Save writes the contents as a JSON document for [Sessions.Load]: the worlds that
// sessions were forked from, and of each session and snapshot the rows that are
// otherwise there, each on a line. It holds secrets, as the rows do.
func (c Contents) Save(to io.Writer) error {
	d := newWriter(to)
	d.begin("{")
	d.member("version", Version)
	d.begin("\n\"bases\":[")
	for _, s := range c.sessions {
		d.base(s.origin)
	}
	for _, s := range c.snapshots {
		d.base(s.origin)
	}
	d.end("\n]")
	d.begin("\n\"sessions\":[")
	for _, s := range c.sessions {
		d.begin("\n{")
		d.member("name", s.name)
		d.member("settings", s.settings)
		d.moment(s.Moment)
		d.end("}")
	}
	d.end("\n]")
	d.begin("\n\"snapshots\":[")
	for _, s := range c.snapshots {
		d.begin("\n{")
		d.member("name", s.Name)
		d.member("session", s.Session)
		d.member("taken", s.Taken)
		d.moment(s.Moment)
		d.end("}")
	}
	d.end("\n]")
	d.end("}\n")
	return d.finish()
}

// writer writes a document piece by piece; the first error stays.
type writer struct {
	to    *bufio.Writer
	fresh bool // nothing stands yet in the object or list that was begun last
	bases []*state.World
	at    map[*state.World]int // the places of the bases
	err   error
}

func newWriter(to io.Writer) *writer {
	return &writer{to: bufio.NewWriterSize(to, 1<<16), fresh: true, at: map[*state.World]int{}}
}

// finish ends the document.
func (d *writer) finish() error {
	if d.err != nil {
		return d.err
	}
	return d.to.Flush()
}

func (d *writer) text(s string) {
	if d.err == nil {
		_, d.err = d.to.WriteString(s)
	}
}

// begin begins an object or a list, end ends it.
func (d *writer) begin(s string) {
	d.comma()
	d.text(s)
	d.fresh = true
}

func (d *writer) end(s string) {
	d.text(s)
	d.fresh = false
}

func (d *writer) comma() {
	if !d.fresh {
		d.text(",")
	}
	d.fresh = false
}

func (d *writer) member(name string, value any) {
	text, err := json.Marshal(value)
	if d.err == nil {
		d.err = err
	}
	d.comma()
	d.text(`"` + name + `":` + string(text))
}

// base writes a world from which others are told apart, unless it is written already:
// the first one whole.
func (d *writer) base(w *state.World) {
	if _, written := d.at[w]; written {
		return
	}
	d.begin("\n{")
	if len(d.bases) == 0 {
		d.rows(w, nil)
	} else {
		d.since(w, 0)
	}
	d.end("}")
	d.at[w] = len(d.bases)
	d.bases = append(d.bases, w)
}

// moment writes what a session is or was.
func (d *writer) moment(m Moment) {
	d.member("clock", m.Clock)
	d.since(m.World, d.at[m.origin])
}

// since writes what tells a world from a base.
func (d *writer) since(w *state.World, base int) {
	d.member("base", base)
	if w == d.bases[base] {
		return
	}
	if gone := w.Gone(d.bases[base]); len(gone) > 0 {
		d.member("gone", gone)
	}
	d.rows(w, d.bases[base])
}

func (d *writer) rows(w, base *state.World) {
	d.comma()
	d.text(`"state":`)
	if d.err == nil {
		d.err = w.Export(d.to, base)
	}
}
