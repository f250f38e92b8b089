package journal

import (
	"cmp"
	"context"
	"slices"
	"strconv"
	"sync"

	"contractmock/mockserver/state"
)

// Journal keeps entries. It is safe for use by several requests at once.
type Journal struct {
	maxCount, maxBytes int

	mu      sync.Mutex
	last    int64 // the last id handed out
	bytes   int
	entries []*kept // in the order in which they were added
	byID    map[string]*kept
	place   int64         // of the last entry added
	dropped kept          // the last entry that had to make room, without what it held
	wake    chan struct{} // closed by the next Add; nil while nobody waits
	readers int
}

// New is an empty journal that keeps at most count entries of together at most
// about bytes bytes.
func New(count, bytes int) *Journal {
	return &Journal{maxCount: count, maxBytes: bytes, byID: map[string]*kept{}}
}

// Next is the id of the next exchange.
func (j *Journal) Next() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.last++
	return strconv.FormatInt(j.last, 10)
}

// Add keeps an entry, drops the oldest ones that are then too many, and wakes those
// who wait for one. What is larger than all the room there is is not kept. What is secret
// in the headers is masked: of an Authorization all but its scheme, of cookies and of the
// signed text all.
//
// The changes are the rows that the exchange changed, beside those that the entry has
// already: of rows that hold secrets as their method Masked shows them, of rows that are
// larger than the journal takes, or come after 1 MiB of others, only their size. The first
// 1,000 are kept, the others counted. Nothing of it is held on to but the bodies.
func (j *Journal) Add(e Entry, changes ...state.Change) {
	k := pack(e, changes)
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.maxCount < 1 || k.cost > j.maxBytes {
		return
	}
	j.place++
	k.place, k.at = j.place, j.last
	j.entries = append(j.entries, k)
	j.byID[k.id] = k
	j.bytes += k.cost
	drop := 0
	for len(j.entries)-drop > j.maxCount || j.bytes > j.maxBytes {
		old := j.entries[drop]
		j.forget(old)
		j.dropped.place, j.dropped.at = old.place, old.at
		j.entries[drop] = nil // the slice is reused; let go of what it held
		drop++
	}
	j.entries = j.entries[drop:]
	if j.wake != nil {
		close(j.wake)
		j.wake = nil
	}
}

func (j *Journal) forget(k *kept) {
	j.bytes -= k.cost
	delete(j.byID, k.id)
}

// Clear drops the entries of a session, of all where the name is "", and says how
// many there were.
func (j *Journal) Clear(session string) int {
	j.mu.Lock()
	defer j.mu.Unlock()
	before := len(j.entries)
	j.entries = slices.DeleteFunc(j.entries, func(k *kept) bool {
		goes := session == "" || k.session == session
		if goes {
			j.forget(k)
		}
		return goes
	})
	return before - len(j.entries)
}

// Len is how many entries are kept, and about how many bytes they take.
func (j *Journal) Len() (count, bytes int) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return len(j.entries), j.bytes
}

// Room is how many entries are kept at most, of about how many bytes together.
func (j *Journal) Room() (count, bytes int) { return j.maxCount, j.maxBytes }

// Get is the entry with that id, if it is still kept.
func (j *Journal) Get(id string) (Entry, bool) {
	j.mu.Lock()
	k, ok := j.byID[id]
	j.mu.Unlock()
	if !ok {
		return Entry{}, false
	}
	return k.entry(), true
}

// Find is the entries that fit, oldest first: in the order in which they ended, which
// is that of their ids but where one took longer than the next.
func (j *Journal) Find(f Filter) []Entry {
	candidates := j.between(f.Since, f.Until)
	order := slices.Backward(candidates)
	if f.Since != 0 {
		order = slices.All(candidates)
	}
	found, bytes := []Entry{}, 0
	for _, k := range order {
		if f.Limit > 0 && len(found) == f.Limit || f.Bytes > 0 && bytes > f.Bytes {
			break
		}
		if f.fits(k) {
			found = append(found, k.entry())
			bytes += k.cost
		}
	}
	if f.Since == 0 {
		slices.Reverse(found)
	}
	return found
}

// between is what is kept of the exchanges that ended after the one with the id since,
// and not after the one with the id until; 0 is no bound.
func (j *Journal) between(since, until int64) []*kept {
	j.mu.Lock()
	defer j.mu.Unlock()
	from, to := 0, len(j.entries)
	if since > 0 {
		from = j.after(since)
	}
	if until > 0 {
		to = max(from, j.after(until))
	}
	return slices.Clone(j.entries[from:to])
}

// after is where the exchanges begin that ended after the one with that id; of one that
// is not kept, those that ended after it began.
func (j *Journal) after(id int64) int {
	if k, ok := j.byID[strconv.FormatInt(id, 10)]; ok {
		return j.behind(k.place)
	}
	at, _ := slices.BinarySearchFunc(j.entries, id, func(k *kept, id int64) int { return cmp.Compare(k.at, id) })
	return at
}

// behind is where the entries begin that were added after the one in that place.
func (j *Journal) behind(place int64) int {
	at, _ := slices.BinarySearchFunc(j.entries, place+1, func(k *kept, place int64) int { return cmp.Compare(k.place, place) })
	return at
}

// MaxReaders is how many readers there may be at once.
const MaxReaders = 256

// Reader reads what fits a filter, one after the other, and waits for what comes. The
// journal itself is what it reads from: a slow one costs nobody anything, and misses
// what has left the journal in the meantime. It is for one goroutine.
type Reader struct {
	journal *Journal
	filter  Filter
	place   int64 // of the last entry that was looked at
	close   func()
}

// Reader begins after the exchange Since of the filter, without it with the next one
// that ends. A Since that has not been handed out yet is of a mock that ran before
// this one, so that everything is new. The filter's other bounds are passed over. It
// must be closed. Ok is false where there are [MaxReaders] already.
func (j *Journal) Reader(f Filter) (r *Reader, ok bool) {
	j.mu.Lock()
	defer j.mu.Unlock()
	if j.readers == MaxReaders {
		return nil, false
	}
	j.readers++
	r = &Reader{journal: j, filter: f, place: j.place, close: sync.OnceFunc(j.left)}
	switch {
	case f.Since == FromFirst:
		r.place = j.dropped.place
	case f.Since > j.last:
		r.place = 0
	case f.Since > 0:
		from := j.after(f.Since)
		if from < len(j.entries) {
			r.place = j.entries[from].place - 1
		}
		if lost := j.dropped.at - f.Since; from == 0 && lost > 0 {
			r.place = max(0, j.dropped.place-lost)
		}
	}
	return r, true
}

// Close lets another reader take its place. It may be called more than once, and while
// Read waits, which it does not end.
func (r *Reader) Close() { r.close() }

func (j *Journal) left() {
	j.mu.Lock()
	defer j.mu.Unlock()
	j.readers--
}

// Readers is how many readers there are.
func (j *Journal) Readers() int {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.readers
}

// maxRead is the most entries that a Reader looks at before it answers.
const maxRead = 100

// Read is what fits, at least one entry; it waits until there is one. Dropped is how
// many exchanges at most, fitting or not, have left the journal before they could be
// looked at; where there are any, found may be empty. The error is the context's; what
// is there is read even where that has ended.
func (r *Reader) Read(ctx context.Context) (found []Entry, dropped int64, err error) {
	for {
		next, lost, more := r.next()
		for _, k := range next {
			if r.filter.fits(k) {
				found = append(found, k.entry())
			}
		}
		if len(found) > 0 || lost > 0 {
			return found, lost, nil
		}
		if more == nil {
			continue
		}
		select {
		case <-more:
		case <-ctx.Done():
			return nil, 0, ctx.Err()
		}
	}
}

// next is what the reader has not looked at yet, how many it never can, and what is
// closed when there is more than that; nil if there is already.
func (r *Reader) next() (next []*kept, lost int64, more <-chan struct{}) {
	j := r.journal
	j.mu.Lock()
	defer j.mu.Unlock()
	lost = max(0, j.dropped.place-r.place)
	r.place += lost
	at := j.behind(r.place)
	next = slices.Clone(j.entries[at:min(at+maxRead, len(j.entries))])
	if len(next) > 0 {
		r.place = next[len(next)-1].place
	}
	if at+len(next) < len(j.entries) {
		return next, lost, nil
	}
	if j.wake == nil {
		j.wake = make(chan struct{})
	}
	return next, lost, j.wake
}
