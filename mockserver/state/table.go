package state

import (
	"cmp"
	"fmt"
	"iter"
	"reflect"
	"strconv"
	"sync"

	"github.com/tidwall/btree"
)

// Schema is the tables of one API, in the order in which they were made.
type Schema struct {
	name   string
	tables []table
}

// NewSchema is a schema without tables; name is the API's.
func NewSchema(name string) *Schema { return &Schema{name: name} }

// Name is the API's name.
func (s *Schema) Name() string { return s.name }

// PrimaryKey is what a primary key may be made of.
type PrimaryKey interface{ int64 | string }

// Table is one noun's rows, each found by its primary key.
type Table[T any, K PrimaryKey] struct {
	schema  *Schema
	slot    int // its place in the schema
	name    string
	key     func(T) K
	indexes []*Index[T, K]
	checks  []Check[T]
	// followers learn of each row that is put or deleted: indexes of other tables that
	// order their rows by it (see [IndexWith]).
	followers []func(tx *Tx, before, after *T)
}

// Index is a second order of a table's rows, with the ones it leaves out.
type Index[T any, K PrimaryKey] struct {
	table  *Table[T, K]
	slot   int
	key    func(tx *Tx, row T) (Key, bool)
	unique string // the field that must be unique, "" for an index of another kind
}

// Check looks at one row and reports what is wrong with it: the field, and what
// it must be. It may look at other tables through tx (references).
type Check[T any] func(tx *Tx, row T, report func(field, message string))

// tree is a table's rows and indexes in one world.
type tree[T any] struct {
	copying sync.Mutex // btree's Copy marks its source
	rows    *btree.Map[string, *T]
	indexes []*entries
}

// entries are the keys of an index, each with where the primary key begins that is its
// end: less to copy than the primary key once more.
type entries = btree.Map[string, int32]

// NewTable adds a table to a schema. It panics if the schema has one of that
// name, since tables are made when the program starts.
func NewTable[T any, K PrimaryKey](s *Schema, name string, key func(T) K) *Table[T, K] {
	if _, taken := s.Table(name); taken {
		panic(fmt.Sprintf("state: schema %s has two tables %s", s.name, name))
	}
	t := &Table[T, K]{schema: s, slot: len(s.tables), name: name, key: key}
	s.tables = append(s.tables, t)
	return t
}

// Index adds an order of the rows: by the key, then by primary key. Rows for
// which the function answers false are not in it.
func (t *Table[T, K]) Index(key func(T) (Key, bool)) *Index[T, K] {
	return t.index(func(_ *Tx, row T) (Key, bool) { return key(row) })
}

func (t *Table[T, K]) index(key func(tx *Tx, row T) (Key, bool)) *Index[T, K] {
	ix := &Index[T, K]{table: t, slot: len(t.indexes), key: key}
	t.indexes = append(t.indexes, ix)
	return ix
}

// IndexWith adds an order of a table's rows by a key of their own, then by one of the row
// of another table that they refer to, then by primary key; where there is no such row, by
// the key of the zero one. Referring is an index of the rows whose keys begin with the
// other's primary key, and has all of them. When a row of the other table changes its key,
// those that refer to it change their places, which costs each of them. Both tables are of
// one schema, or it panics.
func IndexWith[T, O any, K, P PrimaryKey](t *Table[T, K], key func(T) Key, other *Table[O, P], refers func(T) P, referring *Index[T, K], with func(O) Key) *Index[T, K] {
	if other.schema != t.schema {
		panic("state: an index of " + t.path() + " with a table of another schema")
	}
	ix := t.index(func(tx *Tx, row T) (Key, bool) {
		o, _ := other.Get(tx, refers(row))
		return key(row) + with(o), true
	})
	other.followers = append(other.followers, func(tx *Tx, before, after *O) {
		var none O
		is := before
		if after != nil {
			is = after
		}
		was, now := with(*cmp.Or(before, &none)), with(*cmp.Or(after, &none))
		if was == now {
			return
		}
		reference, _ := other.entry("", primary(other.key(*is)))
		for _, row := range All(tx, referring.Of(Key(reference))) {
			entries, own, id := t.write(tx).indexes[ix.slot], key(row), primary(t.key(row))
			old, _ := t.entry(own+was, id)
			entries.Delete(old)
			entries.Set(t.entry(own+now, id))
		}
	})
	return ix
}

// Unique adds an index in which no two rows may share a key: the value of a field.
// The audit reports those that do; operations look before they put.
func (t *Table[T, K]) Unique(field string, key func(T) (Key, bool)) *Index[T, K] {
	ix := t.Index(key)
	ix.unique = field
	return ix
}

// Check adds a rule that every row must pass in an audit.
func (t *Table[T, K]) Check(check Check[T]) { t.checks = append(t.checks, check) }

// Name is the table's name.
func (t *Table[T, K]) Name() string { return t.name }

// Get is the row with that key, if there is one.
func (t *Table[T, K]) Get(tx *Tx, key K) (T, bool) {
	row, ok := t.read(tx).rows.Get(primary(key))
	if !ok {
		var none T
		return none, false
	}
	return *row, true
}

// Put stores a row in place of the one with the same key, if there is one. A
// row that is there already, member for member, is no change.
func (t *Table[T, K]) Put(tx *Tx, row T) {
	id := primary(t.key(row))
	old, replaced := t.read(tx).rows.Get(id)
	if replaced && reflect.DeepEqual(*old, row) {
		return
	}
	t.set(tx, id, old, &row)
	change := Change{API: t.schema.name, Table: t.name, Key: text(t.key(row)), After: row}
	if replaced {
		change.Before = *old
	}
	tx.changes = append(tx.changes, change)
}

// set puts a row in the place of the old one, which is nil if there is none.
func (t *Table[T, K]) set(tx *Tx, id string, old, row *T) {
	tr := t.write(tx)
	tr.rows.Set(id, row)
	for i, ix := range t.indexes {
		key, at, in := ix.of(tx, *row, id)
		if old != nil {
			oldKey, _, wasIn := ix.of(tx, *old, id)
			if wasIn && in && oldKey == key {
				continue
			}
			if wasIn {
				tr.indexes[i].Delete(oldKey)
			}
		}
		if in {
			tr.indexes[i].Set(key, at)
		}
	}
	t.tell(tx, old, row)
}

// tell tells the followers of a row that was put or deleted.
func (t *Table[T, K]) tell(tx *Tx, before, after *T) {
	for _, follow := range t.followers {
		follow(tx, before, after)
	}
}

// Delete removes the row with that key and tells whether there was one.
func (t *Table[T, K]) Delete(tx *Tx, key K) bool {
	id := primary(key)
	old, ok := t.read(tx).rows.Get(id)
	if !ok {
		return false
	}
	tr := t.write(tx)
	tr.rows.Delete(id)
	for i, ix := range t.indexes {
		if oldKey, _, in := ix.of(tx, *old, id); in {
			tr.indexes[i].Delete(oldKey)
		}
	}
	t.tell(tx, old, nil)
	tx.changes = append(tx.changes, Change{API: t.schema.name, Table: t.name, Key: text(key), Before: *old})
	return true
}

// Len is the number of rows.
func (t *Table[T, K]) Len(tx *Tx) int { return t.read(tx).rows.Len() }

// All is every row, in the order of the primary key.
func (t *Table[T, K]) All() Range[T] { return Range[T]{source: t, hi: last} }

// Rows goes through all rows by primary key, as they are when it begins: the loop's body
// may put and delete.
func (t *Table[T, K]) Rows(tx *Tx) iter.Seq[T] {
	return func(yield func(T) bool) {
		tr := t.read(tx)
		tx.keep(t.schema, t.slot)
		tr.rows.Scan(func(_ string, row *T) bool { return yield(*row) })
	}
}

func (t *Table[T, K]) read(tx *Tx) *tree[T] {
	return tx.tree(t.schema, t.slot).(*tree[T])
}

func (t *Table[T, K]) write(tx *Tx) *tree[T] {
	return tx.own(t.schema, t.slot, t).(*tree[T])
}

func (t *Table[T, K]) seek(tx *Tx) ordered[T] { return ordered[T]{tree: t.read(tx)} }

// degree is how many children a node of a tree has at least: a transaction copies the
// nodes on its way, so that fewer cost a write less, and a read hardly more. The items of
// a power of two fill what is allocated for them.
const degree = 8

func (t *Table[T, K]) empty() any {
	tr := &tree[T]{rows: btree.NewMap[string, *T](degree)}
	for range t.indexes {
		tr.indexes = append(tr.indexes, btree.NewMap[string, int32](degree))
	}
	return tr
}

func (t *Table[T, K]) copy(of any) any {
	from := of.(*tree[T])
	from.copying.Lock()
	defer from.copying.Unlock()
	to := &tree[T]{rows: from.rows.Copy(), indexes: make([]*entries, len(from.indexes))}
	for i := range from.indexes {
		to.indexes[i] = from.indexes[i].Copy()
	}
	return to
}

// First is the row of the index with that key, the first one by primary key if
// several share it.
func (ix *Index[T, K]) First(tx *Tx, key Key) (T, bool) {
	rows := After(tx, ix.Of(key).Oldest(), "", 1)
	if len(rows) == 0 {
		var none T
		return none, false
	}
	return rows[0], true
}

// Of is the rows whose key begins with prefix, in the order of the rest of the key.
func (ix *Index[T, K]) Of(prefix Key) Range[T] {
	return Range[T]{source: ix, prefix: prefix, lo: prefix, hi: prefix.end()}
}

// of is the key of row in the index: the index's own, then the primary one, which
// begins there.
func (ix *Index[T, K]) of(tx *Tx, row T, id string) (key string, at int32, in bool) {
	own, in := ix.key(tx, row)
	if !in {
		return "", 0, false
	}
	key, at = ix.table.entry(own, id)
	return key, at, true
}

// entry is a key of an index with the primary key at its end, which begins there.
func (t *Table[T, K]) entry(own Key, id string) (key string, at int32) {
	at = int32(len(own)) //nolint:gosec // no key has 2 GB
	if t.texts() {
		return string(own.Text(id)), at
	}
	return string(own) + id, at
}

// clashes tells whether two rows share a key.
func (ix *Index[T, K]) clashes(tx *Tx) (found bool) {
	last := ""
	ix.table.read(tx).indexes[ix.slot].Scan(func(key string, at int32) bool {
		own := key[:at]
		found = own == last
		last = own
		return !found
	})
	return found
}

func (ix *Index[T, K]) seek(tx *Tx) ordered[T] {
	tr := ix.table.read(tx)
	return ordered[T]{tree: tr, keys: tr.indexes[ix.slot], texts: ix.table.texts()}
}

// texts tells whether the primary keys are texts.
func (t *Table[T, K]) texts() bool {
	var key K
	_, texts := any(key).(string)
	return texts
}

// primary is the byte key of a primary key. A text stands for itself, as long as nothing
// follows it.
func primary[K PrimaryKey](key K) string {
	switch k := any(key).(type) {
	case int64:
		return string(Key("").Int(k))
	default:
		return k.(string)
	}
}

// text is a primary key as the control plane writes it.
func text[K PrimaryKey](key K) string {
	switch k := any(key).(type) {
	case int64:
		return strconv.FormatInt(k, 10)
	default:
		return k.(string)
	}
}
