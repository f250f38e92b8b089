package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"contractmock/mockserver/clock"
	"contractmock/openapi/nearest"
)

// Fixtures are the rows that a fixtures file brings, read and checked once.
type Fixtures struct {
	rows []fixture
}

// fixture is one row of a fixtures file.
type fixture struct {
	table Rows
	data  []byte
	dated bool // it holds an offset, so that its times depend on when it is put
}

// ReadFixtures reads a YAML document whose members are tables' names and whose
// values are lists of rows, or one row. The rows must pass [Schema.Audit]. The
// error is of type [Problems] and names file, line and field of everything that
// is wrong; file is only a name for it.
func (s *Schema) ReadFixtures(file string, data []byte) (*Fixtures, error) {
	parsed, found := parseYAML(file, data)
	if found != nil {
		return nil, found
	}
	read := &Fixtures{}
	places := map[string]*yaml.Path{} // "<api>.<table>[<key>]" → the row
	tx := NewWorld(s).Edit()
	for _, member := range parsed.members {
		t, ok := s.Table(member.name)
		if !ok {
			found = append(found, Problem{Message: fmt.Sprintf("%s: the %s API has no such table%s", member.name, s.name, nearest.Hint(member.name, s.Tables()))}.in(parsed, root().Child(member.name).Build()))
			continue
		}
		for i, value := range member.rows {
			place := root().Child(member.name).Build()
			if member.list {
				place = root().Child(member.name).Index(uint(i)).Build()
			}
			raw, err := json.Marshal(value)
			if err != nil {
				found = append(found, Problem{Message: "this cannot be a row: " + err.Error()}.in(parsed, place))
				continue
			}
			row, key, wrong := t.decode(raw, 0)
			if wrong == nil {
				if _, taken := t.Lookup(tx, key); taken {
					wrong = Problems{{Message: "there is another row with this key"}}
				}
			}
			for _, p := range wrong {
				p.Table = s.name + "." + t.Name()
				p.Key = key
				found = append(found, p.in(parsed, place))
			}
			if wrong != nil {
				continue
			}
			later, _, _ := t.decode(raw, 1000)
			read.rows = append(read.rows, fixture{t, raw, !reflect.DeepEqual(row, later)})
			places[fmt.Sprintf("%s.%s[%s]", s.name, t.Name(), key)] = place
			if _, err := t.PutJSON(tx, "", raw, 0); err != nil {
				return nil, fmt.Errorf("state: a row that was read cannot be put: %w", err)
			}
		}
	}
	if found == nil {
		for _, p := range s.Audit(tx) {
			found = append(found, p.in(parsed, places[fmt.Sprintf("%s[%s]", p.Table, p.Key)]))
		}
	}
	if err := found.err(); err != nil {
		return nil, err
	}
	return read, nil
}

// Put stores all rows, their offsets dated from base.
func (f *Fixtures) Put(tx *Tx, base clock.Instant) error { return f.put(tx, base, true) }

// Redate stores the rows that hold offsets once more, dated from base.
func (f *Fixtures) Redate(tx *Tx, base clock.Instant) error { return f.put(tx, base, false) }

func (f *Fixtures) put(tx *Tx, base clock.Instant, all bool) error {
	for _, row := range f.rows {
		if !all && !row.dated {
			continue
		}
		if _, err := row.table.PutJSON(tx, "", row.data, base); err != nil {
			return err
		}
	}
	return nil
}

// Dated tells whether any row holds an offset, so that it must be dated anew.
func (f *Fixtures) Dated() bool {
	return slices.ContainsFunc(f.rows, func(row fixture) bool { return row.dated })
}

// yamlFile is a parsed fixtures file with its lines.
type yamlFile struct {
	file    string
	ast     *ast.File
	members []member
}

// member is a table's name and what the file says of it.
type member struct {
	name string
	list bool // rows are a list, not one mapping
	rows []any
}

func root() *yaml.PathBuilder { return (&yaml.PathBuilder{}).Root() }

func parseYAML(file string, data []byte) (yamlFile, Problems) {
	wrong := func(line int, message string) Problems {
		return Problems{{File: file, Line: line, Message: message}}
	}
	data = bytes.TrimPrefix(data, []byte("\ufeff"))
	if at := invalidUTF8(data); at >= 0 {
		return yamlFile{}, wrong(1+bytes.Count(data[:at], []byte("\n")), "this is no UTF-8; save the file as such")
	}
	tokens := lexer.Tokenize(string(data))
	if line := tooDeep(tokens); line > 0 {
		return yamlFile{}, wrong(line, fmt.Sprintf("brackets are nested deeper than %d levels", maxNesting))
	}
	parsed, err := parser.Parse(tokens, 0)
	var ordered yaml.MapSlice
	if err == nil && len(parsed.Docs) > 0 && parsed.Docs[0].Body != nil {
		err = yaml.NodeToValue(parsed.Docs[0].Body, &ordered)
	}
	var at yaml.Error
	switch {
	case errors.As(err, &at) && at.GetToken() != nil:
		return yamlFile{}, wrong(at.GetToken().Position.Line, at.GetMessage())
	case err != nil:
		return yamlFile{}, wrong(1, "this is no YAML mapping of tables to rows: "+err.Error())
	case len(parsed.Docs) > 1:
		return yamlFile{}, wrong(parsed.Docs[1].Start.Position.Line, "there is more than one YAML document in the file")
	}
	s := yamlFile{file: file, ast: parsed}
	for _, item := range ordered {
		m := member{name: fmt.Sprint(item.Key)}
		switch value := item.Value.(type) {
		case []any:
			m.list, m.rows = true, value
		case nil:
		default:
			m.rows = []any{value}
		}
		s.members = append(s.members, m)
	}
	return s, nil
}

// invalidUTF8 is where the first byte stands that is no UTF-8, -1 if there is none.
func invalidUTF8(data []byte) int {
	for at := 0; at < len(data); {
		r, size := utf8.DecodeRune(data[at:])
		if r == utf8.RuneError && size == 1 {
			return at
		}
		at += size
	}
	return -1
}

// maxNesting is how deep brackets may be nested: no row needs more, and the parser
// takes time and memory that grow with the square of it.
const maxNesting = 64

// tooDeep is the line on which brackets are nested too deep, 0 if they are not.
func tooDeep(tokens token.Tokens) int {
	deep := 0
	for _, t := range tokens {
		switch t.Type { //nolint:exhaustive // nothing else nests in brackets
		case token.SequenceStartType, token.MappingStartType:
			deep++
		case token.SequenceEndType, token.MappingEndType:
			deep--
		}
		if deep > maxNesting {
			return t.Position.Line
		}
	}
	return 0
}

// in gives a problem its file and line: the field's if it is written in the row
// at place, else the row's.
func (p Problem) in(f yamlFile, place *yaml.Path) Problem {
	p.File, p.Line = f.file, 1
	if place == nil {
		return p
	}
	node, err := place.FilterFile(f.ast)
	if err != nil || node == nil {
		return p
	}
	p.Line = node.GetToken().Position.Line
	mapping, ok := node.(*ast.MappingNode)
	if !ok || len(mapping.Values) == 0 {
		return p
	}
	p.Line = mapping.Values[0].Key.GetToken().Position.Line
	for _, member := range mapping.Values {
		if member.Key.String() == p.Field {
			p.Line = member.Key.GetToken().Position.Line
		}
	}
	return p
}
