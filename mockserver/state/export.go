package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"reflect"
	"slices"

	"contractmock/openapi/nearest"
)

// Empty is a world of the same tables without rows.
func (w *World) Empty() *World { return NewWorld(w.layout.schemas...) }

// Rows is the number of rows in all tables.
func (w *World) Rows() int {
	tx, rows := w.Read(), 0
	for _, t := range w.layout.tables {
		rows += t.Len(tx)
	}
	return rows
}

// Export writes the rows of the world as a JSON object: by API, by table, and there in
// the order of their keys, each on a line of its own. With a base, a world of the same
// tables, it writes only those that base does not have, or has otherwise; [World.Gone]
// are those that only base has. It takes time for the rows of the tables that differ.
//
// [World.Import] reads it. What is written holds secrets, as the rows do.
func (w *World) Export(to io.Writer, base *World) error {
	out := exporter{to: to}
	out.encoder = json.NewEncoder(&out.row)
	out.encoder.SetEscapeHTML(false)
	out.text("{")
	w.differ(base, out.put, func(string, string, string) {})
	out.close()
	out.text("}")
	return out.err
}

// Gone are the keys of the rows that base has and the world does not, by API and table.
func (w *World) Gone(base *World) map[string]map[string][]string {
	gone := map[string]map[string][]string{}
	w.differ(base, func(string, string, any) bool { return true }, func(api, table, key string) {
		if gone[api] == nil {
			gone[api] = map[string][]string{}
		}
		gone[api][table] = append(gone[api][table], key)
	})
	return gone
}

// differ visits the rows that base does not have as they are, until row answers
// false, and the keys of those that only base has. A nil base has none.
func (w *World) differ(base *World, row func(api, table string, row any) bool, gone func(api, table, key string)) {
	for i, s := range w.layout.schemas {
		for slot, t := range s.tables {
			place := w.layout.first[i] + slot
			var old any
			if base != nil {
				old = base.trees.at(place)
			}
			if old == w.trees.at(place) {
				continue
			}
			t.differ(w.trees.at(place), old,
				func(r any) bool { return row(s.name, t.Name(), r) },
				func(key string) { gone(s.name, t.Name(), key) })
		}
	}
}

func (t *Table[T, K]) differ(of, base any, row func(row any) bool, gone func(key string)) {
	tr := of.(*tree[T])
	old, _ := base.(*tree[T])
	tr.rows.Scan(func(id string, r *T) bool {
		if old != nil {
			if was, ok := old.rows.Get(id); ok && (was == r || reflect.DeepEqual(*was, *r)) {
				return true
			}
		}
		return row(r)
	})
	if old == nil {
		return
	}
	old.rows.Scan(func(id string, r *T) bool {
		if _, ok := tr.rows.Get(id); !ok {
			gone(text(t.key(*r)))
		}
		return true
	})
}

// exporter writes rows as members of tables of APIs.
type exporter struct {
	to         io.Writer
	api, table string // what is open
	row        bytes.Buffer
	encoder    *json.Encoder
	err        error
}

func (e *exporter) text(s string) {
	if e.err == nil {
		_, e.err = io.WriteString(e.to, s)
	}
}

func (e *exporter) put(api, table string, row any) bool {
	e.row.Reset()
	if err := e.encoder.Encode(row); err != nil && e.err == nil {
		e.err = err
	}
	switch {
	case api == e.api && table == e.table:
		e.text(",\n")
	case api == e.api:
		e.text("\n],\n" + quoted(table) + ":[\n")
	case e.api != "":
		e.text("\n]},\n" + quoted(api) + ":{\n" + quoted(table) + ":[\n")
	default:
		e.text("\n" + quoted(api) + ":{\n" + quoted(table) + ":[\n")
	}
	e.api, e.table = api, table
	e.text(string(bytes.TrimSuffix(e.row.Bytes(), []byte("\n"))))
	return e.err == nil
}

func (e *exporter) close() {
	if e.api != "" {
		e.text("\n]}\n")
	}
}

// quoted is a name as JSON.
func quoted(name string) string {
	text, err := json.Marshal(name)
	if err != nil {
		panic(err) // a text can be written
	}
	return string(text)
}

// mostProblems is how many problems of what is imported are told.
const mostProblems = 1000

// Import is the world with the rows that [World.Export] wrote put in place of those with
// the same keys, and without those that gone, as [World.Gone] gave them, takes away;
// either may be nil. Every table in which rows have changed must pass [Schema.Audit]
// afterwards. The error is of type [Problems]: of everything that is wrong, the first
// thousand, with the lines.
func (w *World) Import(rows, gone *Reader) (*World, error) {
	in := importer{tx: w.Edit(), places: map[rowID]int{}}
	for _, part := range []struct {
		from *Reader
		item func(t table, r *Reader) error
	}{{gone, in.remove}, {rows, in.put}} {
		if part.from == nil {
			continue
		}
		if err := in.tables(part.from, part.item); err != nil {
			var found Problems
			if errors.As(err, &found) {
				in.found = append(in.found, found...)
				err = in.found
			}
			return nil, err
		}
	}
	if in.found == nil {
		in.audit(rows)
	}
	if err := in.found.err(); err != nil {
		return nil, err
	}
	return in.tx.World(), nil
}

// importer is a world into which rows are read.
type importer struct {
	tx      *Tx
	places  map[rowID]int // the lines of the rows
	touched []*Schema
	found   Problems
}

// rowID names a row of a table.
type rowID struct{ table, key string }

// tables reads the lists of tables of APIs, item by item. The error is that of a
// document that is none; what is wrong with items is found.
func (in *importer) tables(from *Reader, item func(t table, r *Reader) error) error {
	layout := in.tx.world.layout
	return from.Object(func(api string) error {
		at := slices.IndexFunc(layout.schemas, func(s *Schema) bool { return s.name == api })
		if at < 0 {
			var names []string
			for _, s := range layout.schemas {
				names = append(names, s.name)
			}
			return Problems{from.Problem("there is no API %s%s", api, nearest.Hint(api, names))}
		}
		s := layout.schemas[at]
		return from.Object(func(name string) error {
			slot := slices.Index(s.Tables(), name)
			if slot < 0 {
				return Problems{from.Problem("the %s API has no table %s%s", api, name, nearest.Hint(name, s.Tables()))}
			}
			return from.List(func() error {
				if !slices.Contains(in.touched, s) {
					in.touched = append(in.touched, s)
				}
				return item(s.tables[slot], from)
			})
		})
	})
}

// put reads a row of a table.
func (in *importer) put(t table, r *Reader) error {
	var raw json.RawMessage
	if err := r.Value(&raw); err != nil {
		return err
	}
	row, key, _, found := t.decode(raw, 0)
	at := rowID{t.path(), key}
	if _, twice := in.places[at]; twice && found == nil {
		found = Problems{{Message: "there is another row with this key"}}
	}
	in.places[at] = r.line()
	for _, p := range found {
		p.Table, p.Key, p.File, p.Line = at.table, key, r.file, r.line()
		if in.found = append(in.found, p); len(in.found) >= mostProblems {
			return Problems{}
		}
	}
	if found == nil {
		t.put(in.tx, row)
		in.tx.changes = nil // of an import nobody asks
	}
	return nil
}

// remove reads the key of a row that is not there any more.
func (in *importer) remove(t table, r *Reader) error {
	var key string
	if err := r.Value(&key); err != nil {
		return err
	}
	if !t.Remove(in.tx, key) {
		p := r.Problem("there is no such row that could be gone")
		p.Table, p.Key = t.path(), key
		if in.found = append(in.found, p); len(in.found) >= mostProblems {
			return Problems{}
		}
	}
	in.tx.changes = nil
	return nil
}

// audit holds what was read against the tables' checks.
func (in *importer) audit(rows *Reader) {
	for _, s := range in.touched {
		for _, p := range s.Audit(in.tx) {
			if line, ok := in.places[rowID{p.Table, p.Key}]; ok {
				p.File, p.Line = rows.file, line
			}
			if in.found = append(in.found, p); len(in.found) >= mostProblems {
				return
			}
		}
	}
}
