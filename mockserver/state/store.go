package state

import (
	"slices"
	"sync"
	"sync/atomic"
)

// World is one state of all tables of some schemas. It never changes.
type World struct {
	layout *layout
	trees  forest
}

// forest is the trees of all tables, in blocks: a transaction copies the ones in which it
// writes.
type forest []*[block]any

const block = 8

func (f forest) at(place int) any { return f[place/block][place%block] }

// layout is where each schema's tables stand in a world.
type layout struct {
	schemas []*Schema
	first   []int // the place of each schema's first table
	tables  []table
}

// table is a Table without its types, as the rest of the package needs it.
type table interface {
	Rows
	empty() any
	copy(tree any) any
	path() string
	put(tx *Tx, row any)
	differ(tree, base any, row func(row any) bool, gone func(key string))
}

// NewWorld is a world in which every table of the schemas is empty.
func NewWorld(schemas ...*Schema) *World {
	l := &layout{schemas: schemas}
	w := &World{layout: l}
	for _, s := range schemas {
		l.first = append(l.first, len(l.tables))
		for _, t := range s.tables {
			place := len(l.tables)
			if place%block == 0 {
				w.trees = append(w.trees, new([block]any))
			}
			l.tables = append(l.tables, t)
			w.trees[place/block][place%block] = t.empty()
		}
	}
	return w
}

// place is where the table of a schema with that slot stands.
func (l *layout) place(s *Schema, slot int) int {
	for i, schema := range l.schemas {
		if schema == s {
			return l.first[i] + slot
		}
	}
	panic("state: schema " + s.name + " is not part of this world")
}

// Read is a transaction that only reads, and need not be ended.
func (w *World) Read() *Tx { return &Tx{world: w} }

// Edit is a transaction on the world that belongs to no store; [Tx.World] is its result.
func (w *World) Edit() *Tx { return &Tx{world: w, writes: true} }

// Store holds the world that is current for one session.
type Store struct {
	writer  sync.Mutex // held by the transaction that writes
	current atomic.Pointer[World]
}

// NewStore is a store whose current world is w: a fork of every other store of
// the same world, made in constant time.
func NewStore(w *World) *Store {
	s := &Store{}
	s.current.Store(w)
	return s
}

// World is the current world: a snapshot, in constant time.
func (s *Store) World() *World { return s.current.Load() }

// Restore makes w the current world, once the transaction that is writing, if
// there is one, has ended. Between runs while no transaction can begin, so that
// what it changes (a clock) changes together with the world; it may be nil.
func (s *Store) Restore(w *World, between func()) {
	s.writer.Lock()
	defer s.writer.Unlock()
	s.current.Store(w)
	if between != nil {
		between()
	}
}

// Read is a transaction that only reads the current world. It need not be ended.
func (s *Store) Read() *Tx { return s.World().Read() }

// Begin is a transaction that writes. It waits for the one before it and must be
// ended with [Tx.Commit] or [Tx.Drop].
func (s *Store) Begin() *Tx {
	s.writer.Lock()
	return &Tx{store: s, world: s.current.Load(), writes: true}
}

// Tx is a transaction: what it reads is one world and what it has itself
// written. It belongs to one goroutine.
type Tx struct {
	store   *Store
	world   *World
	writes  bool
	trees   forest // the world's, with copies of those that were written to; nil until the first write
	kept    []int  // which of the copies must be left as they are
	changes []Change
	visited int
}

// Change is a row before and after a transaction; Before is nil for a new row,
// After for a deleted one.
type Change struct {
	API    string `json:"api"`
	Table  string `json:"table"`
	Key    string `json:"key"`
	Before any    `json:"before"`
	After  any    `json:"after"`
}

// Changes are the rows that the transaction has changed so far, in order.
func (tx *Tx) Changes() []Change { return tx.changes }

// Visited is how many rows lists have read so far.
func (tx *Tx) Visited() int { return tx.visited }

// World is the world as the transaction sees it. The transaction must not write
// any more afterwards.
func (tx *Tx) World() *World {
	if tx.trees == nil {
		return tx.world
	}
	return &World{layout: tx.world.layout, trees: tx.trees}
}

// Commit makes what was written the store's current world and ends the
// transaction. On one that only reads, or has ended, it does nothing.
func (tx *Tx) Commit() {
	if tx.store == nil {
		return
	}
	tx.store.current.Store(tx.World())
	tx.end()
}

// Drop forgets what was written and ends the transaction. On one that only
// reads, or has ended, it does nothing.
func (tx *Tx) Drop() {
	if tx.store == nil {
		return
	}
	tx.end()
}

func (tx *Tx) end() {
	store := tx.store
	tx.store, tx.writes = nil, false
	store.writer.Unlock()
}

func (tx *Tx) tree(s *Schema, slot int) any {
	place := tx.world.layout.place(s, slot)
	if tx.trees == nil {
		return tx.world.trees.at(place)
	}
	return tx.trees.at(place)
}

// own is the table's tree as a copy that the transaction may change.
func (tx *Tx) own(s *Schema, slot int, t table) any {
	if !tx.writes {
		panic("state: a transaction that only reads, or has ended, writes to " + s.name + "." + t.Name())
	}
	if tx.trees == nil {
		tx.trees = slices.Clone(tx.world.trees)
	}
	place := tx.world.layout.place(s, slot)
	around := &tx.trees[place/block]
	if *around == tx.world.trees[place/block] {
		*around = new(**around)
	}
	tree, kept := &(*around)[place%block], slices.Index(tx.kept, place)
	if kept >= 0 {
		tx.kept = slices.Delete(tx.kept, kept, kept+1)
	}
	if kept >= 0 || *tree == tx.world.trees.at(place) {
		*tree = t.copy(*tree)
	}
	return *tree
}

// keep leaves the table's tree as it is: what is written from now on is written to
// another copy.
func (tx *Tx) keep(s *Schema, slot int) {
	if place := tx.world.layout.place(s, slot); tx.trees != nil && !slices.Contains(tx.kept, place) {
		tx.kept = append(tx.kept, place)
	}
}

// adopt makes the tables of a schema what they are in a world of that schema alone,
// without a change being noted.
func (tx *Tx) adopt(s *Schema, from *World) {
	for slot, t := range s.tables {
		tx.own(s, slot, t)
		place := tx.world.layout.place(s, slot)
		tx.trees[place/block][place%block] = t.copy(from.trees.at(from.layout.place(s, slot)))
	}
}
