package state

import (
	"math"
	"sort"
)

// Range is a run of a table's rows in the order of one of its indexes, newest
// (greatest key) first unless [Range.Oldest] says otherwise.
type Range[T any] struct {
	source source[T]
	prefix Key
	lo, hi Key // lo included, hi not
	oldest bool
}

// source is an order of a table's rows: the table itself or an index.
type source[T any] interface {
	seek(tx *Tx) ordered[T]
}

// ordered is a source in one world: a table's rows by an index, or by primary key.
type ordered[T any] struct {
	tree  *tree[T]
	keys  *entries // of the index, nil by primary key
	texts bool     // the primary keys at their ends are texts
}

func (o ordered[T]) len() int {
	if o.keys == nil {
		return o.tree.rows.Len()
	}
	return o.keys.Len()
}

// at is the i-th key.
func (o ordered[T]) at(i int) (key string) {
	if o.keys == nil {
		key, _, _ = o.tree.rows.GetAt(i)
	} else {
		key, _, _ = o.keys.GetAt(i)
	}
	return key
}

// row is the row that an index has under a key, in which the primary one begins there.
func (o ordered[T]) row(key string, at int32) *T {
	id := key[at:]
	if o.texts {
		id = Key(id).untext()
	}
	row, _ := o.tree.rows.Get(id)
	return row
}

// ascend begins with the first key that is not before from.
func (o ordered[T]) ascend(from string, visit func(key string, row *T) bool) {
	if o.keys == nil {
		o.tree.rows.Ascend(from, visit)
		return
	}
	o.keys.Ascend(from, func(key string, at int32) bool { return visit(key, o.row(key, at)) })
}

// descend begins with the last key that is not after from.
func (o ordered[T]) descend(from string, visit func(key string, row *T) bool) {
	if o.keys == nil {
		o.tree.rows.Descend(from, visit)
		return
	}
	o.keys.Descend(from, func(key string, at int32) bool { return visit(key, o.row(key, at)) })
}

// Oldest is the same rows with the least key first.
func (r Range[T]) Oldest() Range[T] {
	r.oldest = true
	return r
}

// Since leaves out the rows before key, which continues the range's prefix.
func (r Range[T]) Since(key Key) Range[T] {
	r.lo = max(r.lo, r.prefix+key)
	return r
}

// Until leaves out the row at key, which continues the range's prefix, and all after it.
func (r Range[T]) Until(key Key) Range[T] {
	r.hi = min(r.hi, r.prefix+key)
	return r
}

// Count is the number of rows in the range. It visits none of them.
func Count[T any](tx *Tx, r Range[T]) int {
	from, to := r.bounds(r.source.seek(tx))
	return to - from
}

// bounds are the positions of the range's first row and of the one after its last.
func (r Range[T]) bounds(o ordered[T]) (from, to int) {
	rank := func(key Key) int {
		return sort.Search(o.len(), func(i int) bool { return o.at(i) >= string(key) })
	}
	from = rank(r.lo)
	return from, max(from, rank(r.hi))
}

// Page is the rows of the given page, numbered from 1, of the given size; none
// past the end or for a number below 1.
func Page[T any](tx *Tx, r Range[T], number, size int) []T {
	if number == 1 { // whose place need not be looked for
		return After(tx, r, "", size)
	}
	rows, _ := PageOf(tx, r, number, size)
	return rows
}

// PageOf is [Page] with the number of rows in the whole range. It visits the
// rows of the page only.
func PageOf[T any](tx *Tx, r Range[T], number, size int) (rows []T, total int) {
	o := r.source.seek(tx)
	from, to := r.bounds(o)
	total = to - from
	if number < 1 || size < 1 || number-1 > total/size {
		return nil, total
	}
	skip := (number - 1) * size
	count := min(size, total-skip)
	if count <= 0 {
		return nil, total
	}
	rows = make([]T, 0, count)
	take := func(_ string, row *T) bool {
		rows = append(rows, *row)
		tx.visited++
		return len(rows) < count
	}
	if r.oldest {
		o.ascend(o.at(from+skip), take)
	} else {
		o.descend(o.at(to-1-skip), take)
	}
	return rows, total
}

// PageWhere is [PageOf] of the rows that keep answers true for. Only looking tells
// which they are, so that it visits every row of the range.
func PageWhere[T any](tx *Tx, r Range[T], number, size int, keep func(T) bool) (rows []T, total int) {
	r.sweep(r.source.seek(tx), "", func(_ Key, row *T) bool {
		tx.visited++
		if !keep(*row) {
			return true
		}
		if number >= 1 && total/max(size, 1) == number-1 && len(rows) < size {
			rows = append(rows, *row)
		}
		total++
		return true
	})
	return rows, total
}

// After is at most count rows that come after the cursor, which continues the
// range's prefix and is itself left out, whether or not a row still stands
// there; the zero Key is the beginning.
func After[T any](tx *Tx, r Range[T], cursor Key, count int) []T {
	if count < 1 {
		return nil
	}
	var rows []T
	r.sweep(r.source.seek(tx), cursor, func(_ Key, row *T) bool {
		rows = append(rows, *row)
		tx.visited++
		return len(rows) < count
	})
	return rows
}

// All is every row of the range.
func All[T any](tx *Tx, r Range[T]) []T { return After(tx, r, "", math.MaxInt) }

// Merge is [After] over several ranges whose keys, their prefixes apart, are
// comparable, in one order. A row that stands in several ranges comes once.
// All ranges must go the same way.
func Merge[T any](tx *Tx, cursor Key, count int, ranges ...Range[T]) []T {
	if count < 1 {
		return nil
	}
	heads := make([]*head[T], 0, len(ranges))
	for _, r := range ranges {
		h := &head[T]{Range: r, order: r.source.seek(tx), key: cursor}
		if h.next() {
			heads = append(heads, h)
		}
	}
	var rows []T
	var previous Key
	for len(heads) > 0 {
		best := 0
		for i, h := range heads[1:] {
			if h.before(heads[best]) {
				best = i + 1
			}
		}
		h := heads[best]
		if len(rows) == 0 || h.key != previous {
			rows = append(rows, *h.row)
			tx.visited++
		}
		if len(rows) == count {
			break
		}
		previous = h.key
		if !h.next() {
			heads = append(heads[:best], heads[best+1:]...)
		}
	}
	return rows
}

// sweep visits the range's rows after the cursor, with their keys less the
// prefix, until visit answers false.
func (r Range[T]) sweep(o ordered[T], cursor Key, visit func(key Key, row *T) bool) {
	step := func(key string, row *T) bool {
		k := Key(key)
		inside := k >= r.lo && k < r.hi
		switch {
		case inside && (cursor == "" || k != r.prefix+cursor):
			return visit(k[len(r.prefix):], row)
		case inside:
			return true // the cursor's own row
		default:
			// Before the first row when the cursor lies outside, else past the last one.
			return r.oldest == (k < r.lo)
		}
	}
	switch {
	case r.oldest:
		o.ascend(string(max(r.lo, r.prefix+cursor)), step)
	case cursor == "":
		o.descend(string(r.hi), step)
	default:
		o.descend(string(min(r.hi, r.prefix+cursor)), step)
	}
}

// head is where a merge stands in one of its ranges.
type head[T any] struct {
	Range[T]
	order ordered[T]
	key   Key // of row, or the cursor before the first one
	row   *T
}

// before tells whether h's row comes before other's.
func (h *head[T]) before(other *head[T]) bool {
	if h.oldest {
		return h.key < other.key
	}
	return h.key > other.key
}

// next moves to the next row of the range and tells whether there is one.
func (h *head[T]) next() (found bool) {
	h.sweep(h.order, h.key, func(key Key, row *T) bool {
		h.key, h.row, found = key, row, true
		return false
	})
	return found
}
