package state

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"unicode/utf8"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/lexer"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"contractmock/mockserver/clock"
	"contractmock/openapi/nearest"
)

// Fixtures are the rows that fixtures files bring, read and checked once.
type Fixtures struct {
	schema *Schema
	world  *World  // their offsets dated from 1970
	dated  []dated // the rows that hold offsets
}

// dated is a row that holds offsets, so that its times depend on when it is put.
type dated struct {
	table Rows
	row   any
}

// Lines are further rows of fixtures: JSON, one row a line, {"table":"…","row":{…}}.
// It is for more of them than anybody would write: a document of YAML takes three times
// as long to read, and six times the memory. File is only a name for it.
type Lines struct {
	File string
	Data []byte
}

// ReadFixtures reads a YAML document whose members are tables' names and whose
// values are lists of rows, or one row, and then the lines. The rows of all must
// pass [Schema.Audit]. The error is of type [Problems] and names file, line and
// field of everything that is wrong; file is only a name for the document.
func (s *Schema) ReadFixtures(file string, data []byte, lines ...Lines) (*Fixtures, error) {
	parsed, found := parseYAML(file, data)
	if found != nil {
		return nil, found
	}
	r := &fixturesReader{schema: s, tx: NewWorld(s).Edit()}
	for _, member := range parsed.members {
		t, ok := r.table(member.name, parsed.at(root().Child(member.name).Build()))
		if !ok {
			continue
		}
		for i, value := range member.rows {
			at := parsed.at(root().Child(member.name).Build())
			if member.list {
				at = parsed.at(root().Child(member.name).Index(uint(i)).Build())
			}
			raw, err := json.Marshal(value)
			if err != nil {
				r.wrong(at, Problem{Message: "this cannot be a row: " + err.Error()})
				continue
			}
			r.row(t, raw, at)
		}
	}
	for _, l := range lines {
		r.lines(l)
	}
	if r.found == nil {
		r.audit()
	}
	if err := r.found.err(); err != nil {
		return nil, err
	}
	return &Fixtures{schema: s, world: r.tx.World(), dated: r.dated}, nil
}

// fixturesReader is fixtures on their way in.
type fixturesReader struct {
	schema *Schema
	tx     *Tx
	dated  []dated
	placed []placed
	found  Problems
}

// placed is a row that was taken in, and where it stands.
type placed struct {
	table, key string
	at         place
}

// place gives a problem its file and line.
type place func(Problem) Problem

func (r *fixturesReader) wrong(at place, p Problem) { r.found = append(r.found, at(p)) }

func (r *fixturesReader) table(name string, at place) (Rows, bool) {
	t, ok := r.schema.Table(name)
	if !ok {
		r.wrong(at, Problem{Message: fmt.Sprintf("%s: the %s API has no such table%s", name, r.schema.name, nearest.Hint(name, r.schema.Tables()))})
	}
	return t, ok
}

// row takes a row in, or notes what is wrong with it.
func (r *fixturesReader) row(t Rows, raw []byte, at place) {
	row, key, holdsOffset, wrong := t.decode(raw, clock.Offset(0)) // which leaves offsets what they are
	if wrong == nil {
		if _, taken := t.Lookup(r.tx, key); taken {
			wrong = Problems{{Message: "there is another row with this key"}}
		}
	}
	for _, p := range wrong {
		p.Table = r.schema.name + "." + t.Name()
		p.Key = key
		r.wrong(at, p)
	}
	if wrong != nil {
		return
	}
	if holdsOffset {
		r.dated = append(r.dated, dated{t, row})
		t.redate(r.tx, row, 0)
	} else {
		t.put(r.tx, row)
	}
	r.placed = append(r.placed, placed{t.Name(), key, at})
}

// audit notes what the rows are wrong about together.
func (r *fixturesReader) audit() {
	problems := r.schema.Audit(r.tx)
	if problems == nil {
		return
	}
	places := make(map[string]place, len(r.placed))
	for _, row := range r.placed {
		places[fmt.Sprintf("%s.%s[%s]", r.schema.name, row.table, row.key)] = row.at
	}
	for _, p := range problems {
		r.wrong(places[fmt.Sprintf("%s[%s]", p.Table, p.Key)], p)
	}
}

// lines takes the rows of lines in. After a hundred problems it gives up: a file of
// another kind has one on every line.
func (r *fixturesReader) lines(l Lines) {
	number, before := 0, len(r.found)
	for line := range bytes.Lines(bytes.TrimPrefix(l.Data, []byte("\ufeff"))) {
		number++
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		at := linePlace(l.File, number)
		name, row, ok := splitLine(line)
		switch {
		case !utf8.Valid(line):
			r.wrong(at, Problem{Message: "this is no UTF-8; save the file as such"})
		case !ok:
			r.wrong(at, Problem{Message: `this is no row; a line is {"table":"…","row":{…}}`})
		default:
			if t, ok := r.table(name, at); ok {
				r.row(t, row, at)
			}
		}
		if len(r.found)-before >= maxLineProblems {
			return
		}
	}
}

const maxLineProblems = 100

// splitLine are the two members of a line, if it has these and no others.
func splitLine(line []byte) (table string, row []byte, ok bool) {
	var members map[string]json.RawMessage
	if json.Unmarshal(line, &members) != nil || len(members) != 2 || json.Unmarshal(members["table"], &table) != nil {
		return "", nil, false
	}
	return table, members["row"], members["row"] != nil
}

func linePlace(file string, line int) place {
	return func(p Problem) Problem {
		p.File, p.Line = file, line
		return p
	}
}

// Put makes the schema's tables what the fixtures say, offsets dated from base. What
// was in them before is gone. But for rows with offsets it takes no time.
func (f *Fixtures) Put(tx *Tx, base clock.Instant) {
	tx.adopt(f.schema, f.world)
	f.Redate(tx, base)
}

// Redate stores the rows that hold offsets once more, dated from base, without a change
// being noted.
func (f *Fixtures) Redate(tx *Tx, base clock.Instant) {
	for _, d := range f.dated {
		d.table.redate(tx, d.row, base)
	}
}

// Dated tells whether any row holds an offset, so that it must be dated anew.
func (f *Fixtures) Dated() bool { return len(f.dated) > 0 }

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

// at is the place of what stands at path.
func (f yamlFile) at(path *yaml.Path) place {
	return func(p Problem) Problem { return p.in(f, path) }
}

// in gives a problem its file and line: the field's if it is written in the row
// at path, else the row's.
func (p Problem) in(f yamlFile, path *yaml.Path) Problem {
	p.File, p.Line = f.file, 1
	node, err := path.FilterFile(f.ast)
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
