package journal

import (
	"encoding/binary"
	"encoding/json"
	"net/http"
	"sync"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// kept is an entry in its place. It never changes. Ten thousand entries are looked
// through by the garbage collector again and again, so that one has few pointers: what
// filters ask for most, the bodies, which several may share, and all the rest in one text.
type kept struct {
	head
	id              string
	asked, answered string // the bodies
	packed          string
	place           int64 // counted up; cleared and dropped entries leave gaps
	at              int64 // the last id that had been handed out when it was added
	cost            int
}

// head is what filters ask for most, as it can be compared. Its texts belong to others
// as well: to the session, the documents, the code.
type head struct {
	session, api, operation, verdict string
	ended                            string // the stage
	micros                           int64
	status                           int
	unmatched                        bool
}

func (e *Entry) head() head {
	return head{
		session: e.Session, api: e.API, operation: e.Operation, verdict: e.Verdict,
		ended: e.ended(), micros: e.Micros, status: e.Status, unmatched: e.NearMisses != nil,
	}
}

// pack is an entry as it is kept, with the rows that it changed beside those that it has
// already, but for its place.
func pack(e Entry, changes []state.Change) *kept {
	p := packings.Get().(*packing)
	if len(changes) > 0 {
		most := min(len(changes), maxChanges)
		e.Changes, e.ChangesCut = p.rows.of(e.Changes, changes[:most]), e.ChangesCut+len(changes)-most
	}
	p.written = p.written[:0]
	p.searched(&e)
	p.rest(&e)
	k := &kept{head: e.head(), id: e.ID, asked: e.Request.Body, answered: e.Answer.Body, packed: string(p.written)}
	if cap(p.written)+p.rows.text.Cap() <= 4*MaxBody { // larger ones are rare
		clear(p.rows.changes) // which hold what belongs to others
		packings.Put(p)
	}
	k.cost = k.size()
	return k
}

// size is about what it costs, and rather more: the entry itself, its place in the
// journal, and every text as if no other entry had it.
func (k *kept) size() int {
	const itself = 1000
	return itself + len(k.session) + len(k.api) + len(k.operation) + len(k.verdict) + len(k.ended) +
		len(k.asked) + len(k.answered) + len(k.packed)
}

// entry is the entry that was packed. It belongs to whoever asks.
func (k *kept) entry() Entry { return k.unpacked(true) }

// searched is the entry as far as filters ask for it.
func (k *kept) searched() Entry { return k.unpacked(false) }

func (k *kept) unpacked(whole bool) Entry {
	e := Entry{
		ID: k.id, Session: k.session, API: k.api, Operation: k.operation, Verdict: k.verdict, Status: k.status, Micros: k.micros,
		Request: Message{Body: k.asked}, Answer: Message{Body: k.answered},
	}
	p := packings.Get().(*packing)
	p.reads, p.unread = true, k.packed
	p.searched(&e)
	if whole {
		p.rest(&e)
	}
	p.reads, p.unread = false, ""
	packings.Put(p)
	return e
}

// packing writes the parts of an entry into a text one after the other, or reads them
// from there, by the same calls in the same order.
type packing struct {
	reads   bool
	unread  string
	written []byte
	rows    *rows
}

// packings are used again and again, with the room that they have.
var packings = sync.Pool{New: func() any { return &packing{rows: newRows()} }}

// searched is what filters ask for and a head does not have.
func (p *packing) searched(e *Entry) {
	p.text(&e.Request.Method)
	p.text(&e.Request.URL)
	p.text(&e.Caller)
	p.text(&e.Persona)
	list(p, &e.Findings, (*packing).finding)
	list(p, &e.Diagnosis, (*packing).note)
	list(p, &e.Changes, (*packing).changed)
}

func (p *packing) rest(e *Entry) {
	number(p, &e.Time)
	list(p, &e.Stages, (*packing).stage)
	number(p, &e.Request.Cut)
	p.header(&e.Request.Header)
	p.text(&e.Answer.Method)
	p.text(&e.Answer.URL)
	number(p, &e.Answer.Cut)
	p.header(&e.Answer.Header)
	list(p, &e.NearMisses, (*packing).nearMiss)
	number(p, &e.ChangesCut)
	for i := range e.Changes {
		p.raw(&e.Changes[i].Before)
		p.raw(&e.Changes[i].After)
	}
}

func (p *packing) finding(f *spec.Finding) {
	for _, text := range [...]*string{&f.ID, &f.At, &f.In, &f.Keyword, &f.Got, &f.Want, &f.Message, &f.Rule, &f.Hint, &f.File} {
		p.text(text)
	}
	number(p, &f.Line)
}

func (p *packing) note(n *op.Note) {
	p.text(&n.ID)
	p.text(&n.Text)
}

// changed is which row it was; the row itself is in the rest.
func (p *packing) changed(c *Change) {
	p.text(&c.API)
	p.text(&c.Table)
	p.text(&c.Key)
}

func (p *packing) stage(s *Stage) {
	p.text(&s.Name)
	p.text(&s.Verdict)
	number(p, &s.Micros)
}

func (p *packing) nearMiss(m *NearMiss) {
	p.text(&m.API)
	p.text(&m.Operation)
	p.text(&m.Method)
	p.text(&m.Path)
	list(p, &m.Why, (*packing).misfit)
}

func (p *packing) misfit(m *Misfit) {
	p.text(&m.Kind)
	p.text(&m.Text)
}

func (p *packing) header(h *http.Header) {
	n, there := p.length(len(*h), *h != nil)
	if !there {
		return
	}
	if !p.reads {
		for name, values := range *h {
			p.text(&name)
			p.values(name, values)
		}
		return
	}
	*h = make(http.Header, n)
	for range n {
		var name string
		var values []string
		p.text(&name)
		list(p, &values, (*packing).text)
		(*h)[name] = values
	}
}

// values writes a header's values, the secret ones masked.
func (p *packing) values(name string, values []string) {
	p.length(len(values), values != nil)
	secret := secretHeader(name)
	for _, value := range values {
		if secret {
			value = masked(name, value)
		}
		p.text(&value)
	}
}

// list is the length of a list, and then what each makes of its members.
func list[T any](p *packing, all *[]T, each func(*packing, *T)) {
	n, there := p.length(len(*all), *all != nil)
	if p.reads && there {
		*all = make([]T, n)
	}
	for i := range *all {
		each(p, &(*all)[i])
	}
}

// length is how many there are of something, and whether it is there at all: JSON tells
// what is empty from null.
func (p *packing) length(n int, there bool) (int, bool) {
	if there {
		n++
	}
	number(p, &n)
	return max(0, n-1), n > 0
}

func (p *packing) raw(text *json.RawMessage) {
	n, there := p.length(len(*text), *text != nil)
	switch {
	case !p.reads:
		p.written = append(p.written, *text...)
	case there:
		*text = json.RawMessage(p.next(n))
	}
}

func (p *packing) text(text *string) {
	n := len(*text)
	if p.reads {
		number(p, &n)
		*text = p.next(n)
	} else {
		p.written = append(binary.AppendUvarint(p.written, uint64(n)), *text...)
	}
}

// next is the next n bytes.
func (p *packing) next(n int) string {
	text := p.unread[:n]
	p.unread = p.unread[n:]
	return text
}

func number[T ~int | ~int64](p *packing, n *T) {
	if !p.reads {
		p.written = binary.AppendUvarint(p.written, uint64(*n))
		return
	}
	read, size := uint64(p.unread[0]), 1
	if read >= 1<<7 {
		read, size = binary.Uvarint([]byte(p.unread[:min(len(p.unread), binary.MaxVarintLen64)]))
	}
	*n, p.unread = T(read), p.unread[size:]
}
