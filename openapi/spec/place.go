package spec

import (
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"iter"
	"net/url"
	"path"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	yaml "github.com/oasdiff/yaml3"
)

// Bounds of what is told, and of what is told about.
const (
	maxReason     = 300    // bytes of kin's reason, which may show whole schemas
	maxCandidates = 4      // lines where it may be any of them
	maxMembers    = 10_000 // of a mapping: YAML takes their number squared to read them
)

// Where kin's and the parsers' errors say what they are about.
var (
	before    = regexp.MustCompile(`(?s)^.*?yaml error: (?:error converting YAML to JSON: |error unmarshaling JSON: while decoding JSON: |error unmarshaling JSON: )*`)
	yamlLine  = regexp.MustCompile(`yaml: (?:unmarshal errors:\s*)?line (\d+): (.*)`)
	mistyped  = regexp.MustCompile(`cannot unmarshal (\w+) into (?:field [\w.]*?(\w+) of type|value of type) (\S+)`)
	badTarget = regexp.MustCompile(`bad data in "([^"]+)" \((expecting [^)]*)\)`)
	inQuotes  = regexp.MustCompile(`"([^"]+)"`)
	jsonText  = regexp.MustCompile(`^\s*\{\s*"`)
)

// kinds are the kinds of JSON values as messages name them.
var kinds = map[string]string{
	"string": "a text", "number": "a number", "bool": "true or false", "array": "a list", "object": "a mapping", "null": "empty",
}

// tags are the kinds of JSON values as YAML has them.
var tags = map[string][]string{
	"string": {"!!str"}, "number": {"!!int", "!!float"}, "bool": {"!!bool"}, "array": {"!!seq"}, "object": {"!!map"}, "null": {"!!null"},
}

// place is the error of a document that cannot be used, as "file:line: why".
func (f *files) place(err error) error {
	if f.broken != nil {
		return f.broken
	}
	if told := f.told(err); told != nil {
		return told
	}
	last := f.names[len(f.names)-1] // where it stopped: a file is taken apart as soon as it is read
	if wrong := foreign(last, f.data[last]); wrong != nil {
		return wrong
	}
	text := before.ReplaceAllString(err.Error(), "")
	if match := mistyped.FindStringSubmatch(text); match != nil {
		return f.misfit(last, match)
	}
	if match := yamlLine.FindStringSubmatch(text); match != nil {
		return fmt.Errorf("%s:%s: %s", last, match[1], brief(match[2]))
	}
	if dead := f.deadReference(); dead != nil {
		return dead
	}
	if match := badTarget.FindStringSubmatch(text); match != nil {
		for key, value := range members(f.root(last)) {
			if key.Value == "$ref" && strings.HasSuffix(value.node.Value, match[1]) {
				return fmt.Errorf("%s:%d: $ref %s leads to something else than what belongs here: %s", last, key.Line, cut(value.node.Value, maxQuoted), brief(match[2]))
			}
		}
	}
	return among(last, f.candidates(last, err), brief(text))
}

// misfit is the error of a value of another kind than belongs in its place, as an
// expression has found it.
func (f *files) misfit(name string, found []string) error {
	kind, member, into := kinds[found[1]], found[2], found[3]
	var lines []int
	for key := range f.misplaced(name, found[1], member) {
		lines = append(lines, key.Line)
	}
	why := fmt.Sprintf("%s cannot be %s here", cmp.Or(member, "this"), kind)
	if lines == nil && into == "openapi3.T" {
		why = fmt.Sprintf("this is no OpenAPI document: it is %s, not a mapping", kind)
	} else if lines == nil {
		why += " (" + brief(found[0]) + ")"
	}
	return among(name, lines, why)
}

// candidates are the lines that an error may be about, none if nothing tells.
func (f *files) candidates(name string, err error) (lines []int) {
	text := err.Error()
	if key := f.schemaAndContent(name, err); key != nil {
		return []int{key.Line}
	}
	if strings.Contains(text, "value MUST be an object") {
		for key := range f.misplaced(name, "null", "") {
			lines = append(lines, key.Line)
		}
		return lines
	}
	for _, told := range inQuotes.FindAllStringSubmatch(cut(text, maxReason), -1) {
		for key, value := range members(f.root(name)) {
			if value.node.Kind == yaml.ScalarNode && value.node.Value == told[1] {
				lines = append(lines, key.Line)
			}
		}
		if lines != nil {
			break
		}
	}
	return lines
}

// among is an error that is about one of several lines, or a file as a whole.
func among(name string, lines []int, why string) error {
	lines = slices.Compact(slices.Sorted(slices.Values(lines)))
	if len(lines) > 1 {
		why += "; it may also be line " + strings.Trim(fmt.Sprint(lines[1:min(len(lines), maxCandidates)]), "[]")
	}
	return fmt.Errorf("%s:%d: %s", name, slices.Concat(lines, []int{1})[0], why)
}

// told is the error of what kin finds wrong where it says where that stands, or at which
// path and method; nil where it does not.
func (f *files) told(err error) error {
	why := err.Error()
	var schema *openapi3.SchemaError
	if errors.As(err, &schema) && schema.Reason != "" {
		why = strings.Replace(why, schema.Error(), schema.Reason, 1) // without schema and value in full
	}
	name := f.names[0]
	if origin := originOf(err); origin != nil {
		if len(f.names) > 1 {
			name = cmp.Or(fileName(origin), name)
		}
		return fmt.Errorf("%s:%d: %s", name, lineIn(origin, why), brief(why))
	}
	var at *openapi3.PathValidationError
	var operation *openapi3.OperationValidationError
	if !errors.As(err, &at) {
		return nil
	}
	keys := []string{"paths", at.Path}
	if errors.As(err, &operation) {
		keys = append(keys, strings.ToLower(operation.Method))
	}
	line, value := 1, top(f.root(name))
	for _, name := range keys {
		key, next := keyValue(value, name)
		if key == nil {
			break
		}
		line, value = key.Line, next
	}
	return fmt.Errorf("%s:%d: %s", name, line, brief(why))
}

// originOf is where the innermost of kin's errors that knows it arose, nil if none
// does. Some thirty types of them have it, as a field.
func originOf(err error) (found *openapi3.Origin) {
	for ; err != nil; err = errors.Unwrap(err) {
		v := reflect.Indirect(reflect.ValueOf(err))
		if v.Kind() != reflect.Struct || !v.FieldByName("Origin").IsValid() {
			continue
		}
		if origin, ok := v.FieldByName("Origin").Interface().(*openapi3.Origin); ok && origin != nil && origin.Key != nil {
			found = origin
		}
	}
	return found
}

// lineIn is the line of the member that the reason names, or that of the whole.
func lineIn(origin *openapi3.Origin, why string) int {
	words := strings.FieldsFunc(why, func(r rune) bool { return strings.ContainsRune(` '"[]:,`, r) })
	for _, word := range slices.Backward(words) { // what is wrong comes after where it is
		if at, ok := origin.Fields.Lookup(word); ok {
			return at.Line
		}
	}
	return origin.Key.Line
}

// checkYAML is the error, with file and line, of a file that kin cannot read as YAML. kin
// would tell where the mapping begins that something is wrong in, and of a member that is
// there often each pair.
func checkYAML(name string, data []byte) error {
	root, err := decoded(name, data)
	if err != nil {
		return err
	}
	return unreadable(name, root)
}

// decoded is a file as YAML, with all that is there twice.
func decoded(name string, data []byte) (*yaml.Node, error) {
	root := &yaml.Node{}
	err := yaml.NewDecoder(bytes.NewReader(data)).Decode(root)
	if err == nil || errors.Is(err, io.EOF) {
		return root, nil
	}
	if wrong := foreign(name, data); wrong != nil {
		return nil, wrong
	}
	var syntax *json.SyntaxError
	if jsonText.Match(data) && errors.As(json.Unmarshal(data, new(any)), &syntax) {
		return nil, fmt.Errorf("%s:%d: %w", name, 1+bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n")), syntax)
	}
	line, why := 0, strings.TrimPrefix(err.Error(), "yaml: ")
	if match := yamlLine.FindStringSubmatch(err.Error()); match != nil {
		line, _ = strconv.Atoi(match[1])
		why = match[2]
	}
	switch {
	case strings.Contains(why, "expected ',' or"):
		line = firstBad(data, ",,", err)
		// The line is that before the bracket, if there is one.
		if match := yamlLine.FindStringSubmatch(fmt.Sprint(yaml.Unmarshal(slices.Concat([]byte("\n"), data), &yaml.Node{}))); match != nil {
			why += " for what begins at line " + match[1]
		}
	case strings.HasPrefix(why, "did not find expected"): // it is of where the mapping or list begins
		line = firstBad(data, "", err)
	}
	return nil, fmt.Errorf("%s:%d: %s", name, max(1, line), brief(why))
}

// stopped is the line that a parser of YAML has come to when it gives up, some tokens
// behind what is wrong.
func stopped(data []byte) int {
	left := bytes.NewReader(data)
	_ = yaml.NewDecoder(byByte{left}).Decode(&yaml.Node{})
	return 1 + bytes.Count(bytes.TrimRight(data[:len(data)-left.Len()], " \r\n"), []byte("\n"))
}

// byByte is a reader that reads no byte before it is asked for.
type byByte struct{ *bytes.Reader }

func (r byByte) Read(p []byte) (int, error) { return r.Reader.Read(p[:min(1, len(p))]) }

// firstBad is the first line with which there is the error, whatever comes behind it. What
// comes instead makes another error, or none, of what was good so far.
func firstBad(data []byte, instead string, wrong error) int {
	lines, last := bytes.Split(data, []byte("\n")), stopped(data)
	for tries, line := 0, last-1; line > 0 && tries < maxCandidates; line-- {
		if text := bytes.TrimSpace(lines[line-1]); len(text) == 0 || text[0] == '#' {
			continue
		}
		err := yaml.Unmarshal(slices.Concat(bytes.Join(lines[:line], []byte("\n")), []byte("\n"+instead)), &yaml.Node{})
		if err == nil || err.Error() != wrong.Error() {
			break
		}
		last = line
		tries++
	}
	return last
}

// foreign is the error of the first line that is no UTF-8, nil if there is none.
func foreign(name string, data []byte) error {
	if utf8.Valid(data) {
		return nil
	}
	line := 1
	for text := range bytes.Lines(data) {
		if !utf8.Valid(text) {
			break
		}
		line++
	}
	return fmt.Errorf("%s:%d: this is no UTF-8; save the file as such", name, line)
}

// unreadable is the error of the first mapping that has a member twice, or too many, nil
// if there is none.
func unreadable(name string, at *yaml.Node) error {
	type key struct {
		kind  yaml.Kind
		value string
	}
	if at.Kind == yaml.MappingNode {
		if len(at.Content)/2 > maxMembers {
			return fmt.Errorf("%s:%d: this mapping has %d members; at most %d can be read of YAML, and any number of JSON", name, at.Line, len(at.Content)/2, maxMembers)
		}
		seen := make(map[key]int, len(at.Content)/2)
		for i := 0; i < len(at.Content); i += 2 {
			k := key{at.Content[i].Kind, at.Content[i].Value}
			if first := seen[k]; first > 0 {
				return fmt.Errorf("%s:%d: mapping key %q already defined at line %d", name, at.Content[i].Line, cut(k.value, maxQuoted), first)
			}
			seen[k] = at.Content[i].Line
		}
	}
	for _, part := range at.Content {
		if err := unreadable(name, part); err != nil {
			return err
		}
	}
	return nil
}

// root is a file as YAML has it, empty if it cannot be read.
func (f *files) root(name string) *yaml.Node {
	if f.roots[name] == nil {
		root, err := decoded(name, asYAML(f.data[name]))
		if err != nil {
			root = &yaml.Node{}
		}
		f.keep(name, root)
	}
	return f.roots[name]
}

// keep keeps a file as YAML has it.
func (f *files) keep(name string, root *yaml.Node) {
	if f.roots == nil {
		f.roots = map[string]*yaml.Node{}
	}
	f.roots[name] = root
}

// top is the value that a file holds.
func top(root *yaml.Node) *yaml.Node {
	if root.Kind == yaml.DocumentNode && len(root.Content) > 0 {
		return root.Content[0]
	}
	return root
}

// schemaAndContent is the key of the content of the first parameter that has a schema as
// well, nil if the error is another.
func (f *files) schemaAndContent(name string, err error) *yaml.Node {
	if !strings.Contains(err.Error(), "both schema and content") {
		return nil
	}
	for _, value := range members(f.root(name)) {
		if child(value.node, "in") == nil || child(value.node, "schema") == nil {
			continue
		}
		if key, _ := keyValue(value.node, "content"); key != nil {
			return key
		}
	}
	return nil
}

// node is a value in a file; named tells whether its name is one that the document gives
// it, and no keyword.
type node struct {
	node  *yaml.Node
	named bool
}

// members are the members of all mappings in a file, by their keys, and the items of its
// lists, by themselves, in the order of the file. What examples and extensions hold is
// none of them.
func members(root *yaml.Node) iter.Seq2[*yaml.Node, node] {
	return func(yield func(key *yaml.Node, value node) bool) {
		var walk func(at *yaml.Node, names bool, deep int) bool
		walk = func(at *yaml.Node, names bool, deep int) bool {
			if deep > maxNesting {
				return true
			}
			if at.Kind != yaml.MappingNode {
				for _, item := range at.Content {
					if !yield(item, node{item, false}) || !walk(item, false, deep+1) {
						return false
					}
				}
				return true
			}
			for i := 0; i+1 < len(at.Content); i += 2 {
				key, value := at.Content[i], at.Content[i+1]
				if !names && (slices.Contains([]string{"example", "examples", "default", "enum", "const"}, key.Value) || strings.HasPrefix(key.Value, "x-")) {
					continue
				}
				if !yield(key, node{value, names}) || !walk(value, !names && (key.Value == "properties" || key.Value == "schemas"), deep+1) {
					return false
				}
			}
			return true
		}
		walk(root, false, 0)
	}
}

// keyValue is a mapping's member of that name with its key, nil if it has none.
func keyValue(mapping *yaml.Node, name string) (key, value *yaml.Node) {
	if mapping.Kind != yaml.MappingNode {
		return nil, nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i], mapping.Content[i+1]
		}
	}
	return nil, nil
}

// child is the value of a mapping's member, nil if it has none.
func child(mapping *yaml.Node, name string) *yaml.Node {
	_, value := keyValue(mapping, name)
	return value
}

// misplaced are the members of that name whose value is of that kind, by their keys;
// without name those that are to hold a schema.
func (f *files) misplaced(file, kind, name string) iter.Seq2[*yaml.Node, *yaml.Node] {
	of := []string{name}
	if name == "" {
		of = []string{"schema", "items", "not", "additionalProperties"}
	}
	return func(yield func(key, value *yaml.Node) bool) {
		for key, value := range members(f.root(file)) {
			fits := slices.Contains(of, key.Value) && !value.named || value.named && name == ""
			if fits && slices.Contains(tags[kind], value.node.ShortTag()) && !yield(key, value.node) {
				return
			}
		}
	}
}

// deadReference is the error of the first $ref that leads nowhere, nil if all lead
// somewhere.
func (f *files) deadReference() error {
	for _, name := range slices.Clone(f.names) { // those that are read on the way were not reached
		for key, value := range members(f.root(name)) {
			if key.Value != "$ref" || value.named || value.node.Kind != yaml.ScalarNode {
				continue
			}
			if why := f.dead(name, value.node.Value); why != "" {
				return fmt.Errorf("%s:%d: $ref %s leads nowhere: %s", name, key.Line, cut(value.node.Value, maxQuoted), why)
			}
		}
	}
	return nil
}

// dead is why a reference in a file leads nowhere, "" if it leads somewhere.
func (f *files) dead(from, ref string) string {
	target, err := url.Parse(ref)
	if err != nil {
		return brief(err.Error())
	}
	name := from
	switch {
	case f.closed && (target.Scheme != "" || target.Host != "" || target.Path != ""):
		return errClosed.Error()
	case target.Scheme != "" || target.Host != "":
		return "it is not on this machine, and the mock fetches nothing; save it beside the document and refer to the file"
	case path.IsAbs(target.Path):
		name = target.Path
	case target.Path != "":
		name = path.Join(path.Dir(from), target.Path)
	}
	if _, err := f.whole(name); err != nil {
		return err.Error()
	}
	at := top(f.root(name))
	for part := range strings.SplitSeq(strings.Trim(target.Fragment, "/"), "/") {
		if part == "" || child(at, "$ref") != nil {
			continue
		}
		part = strings.NewReplacer("~1", "/", "~0", "~").Replace(part)
		next := child(at, part)
		if index, err := strconv.Atoi(part); err == nil && at.Kind == yaml.SequenceNode && 0 <= index && index < len(at.Content) {
			next = at.Content[index]
		}
		if next == nil {
			return fmt.Sprintf("%s has no %s there", name, cut(part, maxQuoted))
		}
		at = next
	}
	return ""
}

// brief is a reason on one line that is not too long to read.
func brief(text string) string { return cut(strings.Join(strings.Fields(text), " "), maxReason) }
