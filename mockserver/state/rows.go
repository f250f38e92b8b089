package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"reflect"
	"slices"
	"strconv"
	"strings"
	"sync"
	"unicode/utf8"

	"contractmock/mockserver/clock"
	"contractmock/openapi/nearest"
)

// Rows is a table by name, with its rows as JSON: what fixtures, imports and the
// control plane work on. Keys are texts; a whole-number key is written in
// decimal digits.
type Rows interface {
	// Name is the table's name.
	Name() string
	// Len is the number of rows.
	Len(tx *Tx) int
	// Fields are the names of a row's members, in order.
	Fields() []string
	// Lookup is the row with that key, if there is one.
	Lookup(tx *Tx, key string) (row any, ok bool)
	// Listing is at most count rows after the given key ("" is the beginning),
	// by key, and the keys of all of them.
	Listing(tx *Tx, after string, count int) (rows []any, keys []string)
	// PutJSON stores a row, its offsets dated from now. With a key, the row must
	// have that one. The error is of type [Problems].
	PutJSON(tx *Tx, key string, data []byte, now clock.Instant) (row any, err error)
	// PatchJSON replaces the members of a row that are sent and keeps the others.
	// The error is of type [Problems].
	PatchJSON(tx *Tx, key string, data []byte, now clock.Instant) (row any, err error)
	// Secret tells whether the rows hold secrets (they have a method Masked), so
	// that their keys are not to be shown either.
	Secret() bool
	// Remove deletes the row with that key and tells whether there was one.
	Remove(tx *Tx, key string) bool

	audit(tx *Tx, report func(Problem))
	// decode is the row that data says, its key, whether it holds an offset, and what
	// is wrong with it.
	decode(data []byte, now clock.Instant) (row any, key string, dated bool, found Problems)
	// put stores a row that decode has made.
	put(tx *Tx, row any)
	// redate stores one whose offsets decode has left, dated from base.
	redate(tx *Tx, row any, base clock.Instant)
}

// Table is the table of that name.
func (s *Schema) Table(name string) (Rows, bool) {
	for _, t := range s.tables {
		if t.Name() == name {
			return t, true
		}
	}
	return nil, false
}

// Tables are the names of the schema's tables, in the order in which they were made.
func (s *Schema) Tables() []string {
	names := make([]string, len(s.tables))
	for i, t := range s.tables {
		names[i] = t.Name()
	}
	return names
}

// Problem is something that is wrong with a row: where it is and what it must be.
type Problem struct {
	// File and Line are where the row, or the field if it is written there, stands in
	// a fixtures file; empty and 0 elsewhere.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
	// Table is "<api>.<table>"; Key the row's, "" while it is not known.
	Table string `json:"table,omitempty"`
	Key   string `json:"key,omitempty"`
	// Field is the member of the row, "" for the row as a whole.
	Field   string `json:"field,omitempty"`
	Message string `json:"message"`
}

func (p Problem) String() string {
	var b strings.Builder
	if p.File != "" {
		fmt.Fprintf(&b, "%s:%d: ", p.File, p.Line)
	}
	if p.Table != "" {
		b.WriteString(p.Table)
		if p.Key != "" {
			fmt.Fprintf(&b, "[%s]", p.Key)
		}
		if p.Field != "" {
			b.WriteString(".")
		}
	}
	b.WriteString(p.Field)
	if p.Table+p.Field != "" {
		b.WriteString(": ")
	}
	b.WriteString(p.Message)
	return b.String()
}

// Problems are all that is wrong with what was brought in, one a line.
type Problems []Problem

func (ps Problems) Error() string {
	var lines []string
	for i, p := range ps {
		if i == maxProblems {
			lines = append(lines, fmt.Sprintf("… and %d more", len(ps)-i))
			break
		}
		lines = append(lines, p.String())
	}
	return strings.Join(lines, "\n")
}

// SecretKeys are the keys of those rows that hold secrets, of tables of the schemas.
func (ps Problems) SecretKeys(schemas ...*Schema) []string {
	var keys []string
	for _, p := range ps {
		for _, s := range schemas {
			if t, ok := s.Table(strings.TrimPrefix(p.Table, s.name+".")); ok && t.Secret() && p.Key != "" {
				keys = append(keys, p.Key)
			}
		}
	}
	return keys
}

// maxProblems is how many problems are told at once: one wrong id may have a
// hundred consequences.
const maxProblems = 32

func (ps Problems) err() error {
	if len(ps) == 0 {
		return nil
	}
	return ps
}

// Audit looks at every row of the schema's tables: each table's checks, and
// unique indexes. Fixtures, imports and the control plane must leave nothing for
// it to find; so must every operation, which the scenarios hold.
func (s *Schema) Audit(tx *Tx) Problems {
	var found Problems
	for _, t := range s.tables {
		t.audit(tx, func(p Problem) { found = append(found, p) })
	}
	return found
}

func (t *Table[T, K]) path() string { return t.schema.name + "." + t.name }

func (t *Table[T, K]) audit(tx *Tx, report func(Problem)) {
	var clashing []*Index[T, K] // which hardly any ever is, and which costs more to tell row by row than all else
	for _, ix := range t.indexes {
		if ix.unique != "" && ix.clashes(tx) {
			clashing = append(clashing, ix)
		}
	}
	for row := range t.Rows(tx) {
		key := text(t.key(row))
		for _, check := range t.checks {
			check(tx, row, func(field, message string) {
				report(Problem{Table: t.path(), Key: key, Field: field, Message: message})
			})
		}
		for _, ix := range clashing {
			if k, in := ix.key(tx, row); in {
				if first, _ := ix.First(tx, k); t.key(first) != t.key(row) {
					report(Problem{Table: t.path(), Key: key, Field: ix.unique, Message: "row " + text(t.key(first)) + " has the same; it must be unique"})
				}
			}
		}
	}
}

// Fields are the names of a row's members, in order.
func (t *Table[T, K]) Fields() []string {
	var names []string
	for _, f := range fieldsOf(reflect.TypeFor[T]()) {
		names = append(names, f.name)
	}
	return names
}

// Secret implements [Rows].
func (t *Table[T, K]) Secret() bool {
	return shown[T]() == 0
}

// Lookup implements [Rows].
func (t *Table[T, K]) Lookup(tx *Tx, key string) (any, bool) {
	k, err := parseKey[K](key)
	if err != nil {
		return nil, false
	}
	row, ok := t.Get(tx, k)
	return row, ok
}

// Listing implements [Rows].
func (t *Table[T, K]) Listing(tx *Tx, after string, count int) ([]any, []string) {
	cursor := Key("")
	if k, err := parseKey[K](after); err == nil && after != "" {
		cursor = Key(primary(k))
	}
	list, keys := []any{}, []string{}
	for _, row := range After(tx, t.All().Oldest(), cursor, count) {
		list = append(list, row)
		keys = append(keys, text(t.key(row)))
	}
	return list, keys
}

// PutJSON implements [Rows].
func (t *Table[T, K]) PutJSON(tx *Tx, key string, data []byte, now clock.Instant) (any, error) {
	row, _, problems := decode[T](data, now)
	if problems == nil && key != "" && text(t.key(row)) != key {
		problems = Problems{{Message: fmt.Sprintf("the row says %s; its key and the one it is put under must agree", text(t.key(row)))}}
	}
	if problems != nil {
		return nil, t.at(key, problems)
	}
	t.Put(tx, row)
	return row, nil
}

// PatchJSON implements [Rows].
func (t *Table[T, K]) PatchJSON(tx *Tx, key string, data []byte, now clock.Instant) (any, error) {
	k, err := parseKey[K](key)
	if err != nil {
		return nil, t.at(key, Problems{{Message: err.Error()}})
	}
	row, ok := t.Get(tx, k)
	if !ok {
		return nil, t.at(key, Problems{{Message: "there is no such row"}})
	}
	if _, problems := decodeOnto(&row, data, now); problems != nil {
		return nil, t.at(key, problems)
	}
	if t.key(row) != k {
		return nil, t.at(key, Problems{{Message: "a row's key cannot be changed; put a new row and delete this one"}})
	}
	t.Put(tx, row)
	return row, nil
}

func (t *Table[T, K]) decode(data []byte, now clock.Instant) (any, string, bool, Problems) {
	row, dated, found := decode[T](data, now)
	return row, text(t.key(row)), dated, found
}

func (t *Table[T, K]) put(tx *Tx, row any) { t.Put(tx, row.(T)) }

func (t *Table[T, K]) redate(tx *Tx, row any, base clock.Instant) {
	dated := row.(T)
	own(reflect.ValueOf(&dated).Elem())
	date(reflect.ValueOf(&dated).Elem(), base)
	id := primary(t.key(dated))
	old, _ := t.read(tx).rows.Get(id)
	t.set(tx, id, old, &dated)
}

// Remove implements [Rows].
func (t *Table[T, K]) Remove(tx *Tx, key string) bool {
	k, err := parseKey[K](key)
	return err == nil && t.Delete(tx, k)
}

func (t *Table[T, K]) at(key string, problems Problems) error {
	for i := range problems {
		problems[i].Table, problems[i].Key = t.path(), key
	}
	return problems
}

func parseKey[K PrimaryKey](s string) (K, error) {
	var key K
	switch k := any(&key).(type) {
	case *int64:
		n, err := strconv.ParseInt(s, 10, 64)
		if err != nil || strconv.FormatInt(n, 10) != s { // one row, one key
			return key, fmt.Errorf("the key is a whole number, not %q", s)
		}
		*k = n
	case *string:
		*k = s
	}
	return key, nil
}

// field is a member of a row: its JSON name and where it is in the struct.
type field struct {
	name  string
	index int
	typ   reflect.Type
}

func fieldsOf(row reflect.Type) []field {
	var fields []field
	for i := range row.NumField() {
		f := row.Field(i)
		name, _, _ := strings.Cut(f.Tag.Get("json"), ",")
		if f.IsExported() && name != "" && name != "-" {
			fields = append(fields, field{name, i, f.Type})
		}
	}
	return fields
}

// decode reads a row from a JSON object. Members are matched to the letter; all
// that is wrong is found at once. Offsets in it are dated from now; dated tells
// whether it has any.
func decode[T any](data []byte, now clock.Instant) (row T, dated bool, found Problems) {
	dated, found = decodeOnto(&row, data, now)
	return row, dated, found
}

// shown is how long a value may be that problems show: of rows that hold secrets they
// show none.
func shown[T any]() int {
	var row T
	if _, masks := any(row).(interface{ Masked() any }); masks {
		return 0
	}
	return 40
}

// decodeOnto replaces the members of row that data has.
func decodeOnto[T any](row *T, data []byte, now clock.Instant) (dated bool, found Problems) {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return false, Problems{{Message: "a row is a JSON object, not " + kind(data, shown[T]())}}
	}
	into := reflect.ValueOf(row).Elem()
	var names []string
	for _, f := range fieldsOf(into.Type()) {
		names = append(names, f.name)
		raw, sent := members[f.name]
		if !sent {
			continue
		}
		delete(members, f.name)
		value := reflect.New(f.typ)
		if message := decodeMember(value, raw, shown[T]()); message != "" {
			found = append(found, Problem{Field: f.name, Message: message})
			continue
		}
		dated = date(value.Elem(), now) || dated
		into.Field(f.index).Set(value.Elem())
	}
	for _, name := range slices.Sorted(maps.Keys(members)) {
		if len(found) == maxProblems {
			break
		}
		found = append(found, Problem{Field: name, Message: "there is no such member" + nearest.Hint(name, names)})
	}
	slices.SortStableFunc(found, func(a, b Problem) int { return strings.Compare(a.Field, b.Field) })
	return dated, found
}

// decodeMember reads one member into a pointer to its type and says what is wrong, or "".
// Of what was sent it shows values that are not longer than shown.
func decodeMember(into reflect.Value, raw json.RawMessage, shown int) string {
	if string(raw) == "null" {
		switch into.Elem().Kind() {
		case reflect.Pointer, reflect.Slice, reflect.Map:
			return ""
		default:
			return "it must not be null; " + expected(into.Elem().Type()) + " is expected"
		}
	}
	if into.Elem().Kind() == reflect.String && plainText(raw) { // no type of text reads itself
		into.Elem().SetString(string(raw[1 : len(raw)-1]))
		return ""
	}
	var err error
	if bytes.IndexByte(raw, '{') < 0 { // nearly every member, at a third of the time
		err = json.Unmarshal(raw, into.Interface())
	} else {
		decoder := json.NewDecoder(bytes.NewReader(raw))
		decoder.DisallowUnknownFields()
		err = decoder.Decode(into.Interface())
	}
	var wrongType *json.UnmarshalTypeError
	switch {
	case err == nil:
		return ""
	case errors.As(err, &wrongType) && wrongType.Field != "":
		return fmt.Sprintf("%s: %s is expected, not a %s", wrongType.Field, expected(wrongType.Type), wrongType.Value)
	case errors.As(err, &wrongType):
		return fmt.Sprintf("%s is expected, not %s", expected(wrongType.Type), kind(raw, shown))
	default:
		return strings.TrimPrefix(err.Error(), "json: ")
	}
}

// plainText tells whether a JSON value is a text that stands for itself: without
// escapes, and in UTF-8.
func plainText(raw []byte) bool {
	return raw[0] == '"' && bytes.IndexByte(raw, '\\') < 0 && utf8.Valid(raw)
}

// expected names a Go type in a tester's words.
func expected(t reflect.Type) string {
	if t == reflect.TypeFor[clock.Instant]() {
		return "a time"
	}
	switch t.Kind() {
	case reflect.Pointer:
		return expected(t.Elem())
	case reflect.String:
		return "a text"
	case reflect.Bool:
		return "true or false"
	case reflect.Slice, reflect.Array:
		return "a list"
	case reflect.Float32, reflect.Float64:
		return "a number"
	case reflect.Struct, reflect.Map:
		return "an object"
	default:
		return "a whole number"
	}
}

// kind names a JSON value in a tester's words, with the value where it is short.
func kind(raw []byte, shown int) string {
	raw = bytes.TrimSpace(raw)
	name := "no JSON"
	if json.Valid(raw) {
		switch raw[0] {
		case '{':
			return "an object"
		case '[':
			return "a list"
		case '"':
			name = "a text"
		case 't', 'f':
			name = "true or false"
		case 'n':
			return "null"
		default:
			name = "a number"
		}
	}
	if len(raw) == 0 || len(raw) > shown {
		return name
	}
	return name + " (" + string(raw) + ")"
}

// own gives a value copies of the times that it shares with the one it was copied from.
func own(v reflect.Value) {
	if !timed(v.Type()) {
		return
	}
	switch v.Kind() { //nolint:exhaustive // nothing else shares a time
	case reflect.Pointer:
		if !v.IsNil() {
			copied := reflect.New(v.Type().Elem())
			copied.Elem().Set(v.Elem())
			v.Set(copied)
			own(v.Elem())
		}
	case reflect.Slice:
		v.Set(reflect.AppendSlice(reflect.MakeSlice(v.Type(), 0, v.Len()), v))
		for i := range v.Len() {
			own(v.Index(i))
		}
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				own(v.Field(i))
			}
		}
	}
}

// timed tells whether values of a type can hold times.
func timed(t reflect.Type) bool {
	if known, ok := timedTypes.Load(t); ok {
		return known.(bool)
	}
	holds := t == reflect.TypeFor[clock.Instant]()
	switch t.Kind() { //nolint:exhaustive // nothing else holds anything
	case reflect.Pointer, reflect.Slice:
		holds = timed(t.Elem())
	case reflect.Struct:
		for i := range t.NumField() {
			holds = holds || timed(t.Field(i).Type)
		}
	}
	timedTypes.Store(t, holds)
	return holds
}

var timedTypes sync.Map // of bool by reflect.Type

// date turns the offsets in a freshly decoded value into points in time, and tells
// whether there were any.
func date(v reflect.Value, base clock.Instant) (dated bool) {
	if !timed(v.Type()) {
		return false
	}
	switch v.Kind() {
	case reflect.Int64:
		if i, ok := v.Interface().(clock.Instant); ok && i.IsOffset() {
			v.Set(reflect.ValueOf(i.On(base)))
			dated = true
		}
	case reflect.Pointer:
		dated = !v.IsNil() && date(v.Elem(), base)
	case reflect.Struct:
		for i := range v.NumField() {
			if v.Field(i).CanSet() {
				dated = date(v.Field(i), base) || dated
			}
		}
	case reflect.Slice:
		for i := range v.Len() {
			dated = date(v.Index(i), base) || dated
		}
	default: // nothing else holds a time
	}
	return dated
}
