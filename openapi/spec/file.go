package spec

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"iter"
	"net/url"
	"os"
	"path"
	"path/filepath"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
	yaml "github.com/oasdiff/yaml3"
)

// Bounds of a user's own document.
const (
	maxFile     = 64 << 20  // bytes of one file
	maxFiles    = 1000      // a document and all that it refers to
	maxAllFiles = 256 << 20 // their bytes
	maxWarnings = 20        // what a document is told of
)

// FileError is the error of a user's own document that cannot be used.
type FileError struct {
	// Files are those that were read, or could not be, until then.
	Files []string
	// Err says what is wrong.
	Err error
}

func (e *FileError) Error() string { return e.Err.Error() }

// Unwrap is what is wrong.
func (e *FileError) Unwrap() error { return e.Err }

// CompileFile reads a user's own OpenAPI 3.0 or 3.1 document, in YAML or JSON, and the
// files that it refers to, relative to it. It asks less of them than Compile does: an
// operationId that is missing is made of method and path, summaries may be the same, and
// what the document has wrong is left out and told in Warnings. The error, a [FileError],
// is of what cannot be used at all; it begins with file and line as far as they can be
// told. The extensions of this project mean nothing in such a document, but for x-secret.
func CompileFile(name, file string) (*Document, error) {
	files := &files{data: map[string][]byte{}}
	d, err := files.compile(name, file)
	if err != nil {
		return nil, &FileError{files.names, err}
	}
	return d, nil
}

func (f *files) compile(name, file string) (*Document, error) {
	d := &Document{Name: name, File: filepath.ToSlash(file), own: true}
	data, err := f.read(d.File)
	if err != nil {
		return nil, err
	}
	if line := swagger(data); line > 0 {
		return nil, fmt.Errorf("%s:%d: this is Swagger 2.0, and the mock reads OpenAPI 3.0 and 3.1; convert it first, as `npx swagger2openapi %s -o openapi.yaml` does", d.File, line, d.File)
	}
	for tries := 0; ; tries++ {
		if d.kin, err = f.load(d.File); err == nil {
			break
		}
		warning := f.blank(err)
		if warning == "" || tries == maxWarnings {
			return nil, f.place(d.File, err)
		}
		d.Warnings = append(d.Warnings, warning)
	}
	d.Files = f.names
	if f.alone {
		d.Warnings = append(d.Warnings, d.File+": what stands beside a $ref is not looked at, since it refers to further schemas")
	}
	line := max(1, lineOf(data, versionKey))
	switch version := d.kin.OpenAPI; {
	case version == "":
		return nil, fmt.Errorf("%s:%d: this is no OpenAPI document; the member openapi is missing, which says its version, such as 3.0.3 or 3.1.0", d.File, line)
	case !strings.HasPrefix(version, "3.0.") && !strings.HasPrefix(version, "3.1."):
		return nil, fmt.Errorf("%s:%d: openapi %s is none that the mock reads; there are 3.0.x and 3.1.x", d.File, line, bounded(version))
	}
	d.validate()
	d.mend()
	if err := d.compile(); err != nil {
		return nil, err
	}
	if len(d.Operations) == 0 {
		return nil, fmt.Errorf("%s:1: there is no operation to mount%s", d.File, firstOf(d.Warnings))
	}
	if more := len(d.Warnings) - maxWarnings; more > 0 {
		d.Warnings = append(d.Warnings[:maxWarnings:maxWarnings], fmt.Sprintf("%s: there are %d more warnings", d.File, more))
	}
	return d, nil
}

// firstOf is a clause with the first of several warnings.
func firstOf(warnings []string) string {
	if len(warnings) == 0 {
		return ""
	}
	return "; " + warnings[0]
}

// Members that say what a document is, at its top level.
var (
	versionKey = regexp.MustCompile(`(?m)^\s*(?:\{\s*)?["']?openapi["']?\s*:`)
	swaggerKey = regexp.MustCompile(`(?m)^\s*(?:\{\s*)?["']?swagger["']?\s*:\s*["']?2`)
)

// swagger is the line where a document says that it is of Swagger 2.0, 0 if it does not.
func swagger(data []byte) int {
	if versionKey.Match(data) {
		return 0
	}
	return lineOf(data, swaggerKey)
}

// lineOf is the number of the first line that an expression fits, 0 if there is none.
func lineOf(data []byte, expression *regexp.Regexp) int {
	at := expression.FindIndex(data)
	if at == nil {
		return 0
	}
	end := at[1] - 1
	return 1 + bytes.Count(data[:end], []byte("\n"))
}

// files are what a document is read from, each once.
type files struct {
	names []string
	data  map[string][]byte
	bytes int
	// alone tells that what stands beside a $ref is not looked at, as OpenAPI 3.0 has it.
	alone bool
}

// errBeside is that alone must be set.
var errBeside = errors.New("a $ref has schemas with further ones beside it")

// load reads a document with everything that it refers to. The places of all its parts
// are known but where YAML cannot be made of a file that JSON can.
func (f *files) load(file string) (*openapi3.T, error) {
	kin, err := f.loadAs(file, readable)
	if err != nil && f.alone {
		kin, err = f.loadAs(file, readable)
	}
	if err != nil && slices.ContainsFunc(f.names, func(name string) bool { return json.Valid(f.data[name]) }) {
		if plain, failed := f.loadAs(file, func(data []byte) []byte { return data }); failed == nil {
			return plain, nil
		}
	}
	return kin, err
}

func (f *files) loadAs(file string, form func(data []byte) []byte) (kin *openapi3.T, err error) {
	modern := false
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, location *url.URL) ([]byte, error) {
		if location.Scheme != "" && location.Scheme != "file" || location.Host != "" {
			return nil, fmt.Errorf("%s is not on this machine, and the mock fetches nothing; save it beside the document and refer to the file", location.Redacted())
		}
		data, err := f.read(location.Path)
		if err == nil && modern && !f.alone && endless(data) {
			f.alone = true
			return nil, errBeside
		}
		return form(data), err
	}
	defer func() {
		if cause := recover(); cause != nil { // in kin, of a document that its authors did not think of
			err = fmt.Errorf("the document cannot be read: %v", cause)
		}
	}()
	data, err := f.read(file)
	if err != nil {
		return nil, err
	}
	modern = version31.Match(data)
	f.alone = f.alone || modern && endless(data)
	if data = form(data); modern && f.alone {
		data = slices.Clone(data)
		data[version31.FindIndex(data)[1]-1] = '0' // 3.0, until it is read
	}
	if kin, err = loader.LoadFromDataWithPath(data, &url.URL{Path: file}); err == nil && modern && f.alone {
		kin.OpenAPI = "3.1" + strings.TrimPrefix(kin.OpenAPI, "3.0")
	}
	return kin, err
}

// version31 is where a document says that it is of OpenAPI 3.1.
var version31 = regexp.MustCompile(versionKey.String() + `\s*["']?3\.1`)

// endless tells whether a file has a $ref with a schema beside it that refers to further
// ones. Such a document of OpenAPI 3.1 may lead kin in a circle while it is read.
func endless(data []byte) bool {
	if bytes.Count(data, []byte("$ref")) < 2 {
		return false
	}
	for _, value := range members(data) {
		if ref := child(value.node, "$ref"); ref == nil || ref.Kind != yaml.ScalarNode {
			continue
		}
		for i := 0; i+1 < len(value.node.Content); i += 2 {
			if value.node.Content[i].Value != "$ref" && refers(value.node.Content[i+1], 0) {
				return true
			}
		}
	}
	return false
}

// refers tells whether there is a $ref in a value.
func refers(value *yaml.Node, deep int) bool {
	if deep > maxNesting || child(value, "$ref") != nil {
		return true
	}
	return slices.ContainsFunc(value.Content, func(part *yaml.Node) bool { return refers(part, deep+1) })
}

// readable is a file such that kin remembers the places in it, which it does for YAML
// alone: JSON with a comment behind it and without characters that only JSON knows.
func readable(data []byte) []byte {
	if !json.Valid(data) {
		return data
	}
	var b bytes.Buffer
	for _, r := range string(data) {
		if r >= 0x7f && r <= 0x9f {
			fmt.Fprintf(&b, `\u%04x`, r)
			continue
		}
		b.WriteRune(r)
	}
	b.WriteString("\n# in place of the end\n")
	return b.Bytes()
}

// read is the content of a file.
func (f *files) read(name string) ([]byte, error) {
	if data, ok := f.data[name]; ok {
		return data, nil
	}
	info, err := os.Stat(filepath.FromSlash(name))
	switch {
	case errors.Is(err, os.ErrNotExist):
		f.names = append(f.names, name) // it may come yet
		return nil, fmt.Errorf("there is no file %s", name)
	case err != nil:
		return nil, err
	case !info.Mode().IsRegular():
		return nil, fmt.Errorf("%s is no file", name)
	case info.Size() > maxFile, f.bytes+int(info.Size()) > maxAllFiles, len(f.names) == maxFiles:
		return nil, fmt.Errorf("%s is too much: at most %d MiB a file, %d MiB and %d files in all are read", name, maxFile>>20, maxAllFiles>>20, maxFiles)
	}
	data, err := os.ReadFile(filepath.FromSlash(name))
	if err != nil {
		return nil, err
	}
	f.names, f.data[name], f.bytes = append(f.names, name), data, f.bytes+len(data)
	return data, nil
}

// Where kin's and the parsers' errors say what they are about.
var (
	atLine    = regexp.MustCompile(`line (\d+)`)
	mistyped  = regexp.MustCompile(`cannot unmarshal (\w+) into (?:field [\w.]*?(\w+) of type|value of type) (\S+)`)
	leading   = regexp.MustCompile(`^.*yaml: (?:line \d+: )?`)
	badTarget = regexp.MustCompile(`bad data in "([^"]+)" \((expecting [^)]*)\)`)
)

// blank leaves a value out that keeps a document from being read, if it is one that can
// do without: a text, number or truth where something else belongs. It returns the
// warning about it, "" if the error is of another kind.
func (f *files) blank(err error) string {
	last := f.names[len(f.names)-1]
	if key := schemaAndContent(f.data[last], err); key != nil && f.replace(last, key, "x-other") {
		return fmt.Sprintf("%s:%d: content is not looked at: a parameter has it or a schema, and this one has both", last, key.Line)
	}
	match := mistyped.FindStringSubmatch(err.Error())
	if match == nil || match[2] == "" || match[2] == "openapi" {
		return ""
	}
	for key, value := range misplaced(f.data[last], match[1], match[2]) {
		if f.replace(last, value, "~") {
			return fmt.Sprintf("%s:%d: %s is not looked at: it cannot be %s here", last, key.Line, match[2], kinds[match[1]])
		}
		break
	}
	return ""
}

// replace puts another word in the place of a plain one, which is not shorter, so that
// everything else stays where it is. It tells whether it could.
func (f *files) replace(name string, word *yaml.Node, with string) bool {
	lines := strings.SplitAfter(string(f.data[name]), "\n")
	if word.Kind != yaml.ScalarNode || word.Style != 0 || word.Line > len(lines) || len(word.Value) < len(with) {
		return false
	}
	runes := []rune(lines[word.Line-1])
	at := min(word.Column-1, len(runes))
	rest, ok := strings.CutPrefix(string(runes[at:]), word.Value)
	if !ok {
		return false
	}
	lines[word.Line-1] = string(runes[:at]) + with + strings.Repeat(" ", len(word.Value)-len(with)) + rest
	f.data[name] = []byte(strings.Join(lines, ""))
	return true
}

// schemaAndContent is the key of the content of the first parameter that has a schema as
// well, nil if the error is another.
func schemaAndContent(data []byte, err error) *yaml.Node {
	if !strings.Contains(err.Error(), "both schema and content") {
		return nil
	}
	for _, value := range members(data) {
		if child(value.node, "in") == nil || child(value.node, "schema") == nil {
			continue
		}
		for i := 0; i+1 < len(value.node.Content); i += 2 {
			if key := value.node.Content[i]; key.Value == "content" {
				return key
			}
		}
	}
	return nil
}

// place is the error of a document that cannot be read, with file and line.
func (f *files) place(file string, err error) error {
	text := err.Error()
	last := f.names[len(f.names)-1] // where it stopped: a file is taken apart as soon as it is read
	data := f.data[last]
	if _, second, ok := strings.Cut(text, "yaml error: "); ok {
		text = strings.TrimPrefix(second, "error converting YAML to JSON: ")
	}
	if match := mistyped.FindStringSubmatch(text); match != nil {
		reason := fmt.Sprintf("%s cannot be %s here", cmp.Or(match[2], "this"), kinds[match[1]])
		for key := range misplaced(data, match[1], match[2]) {
			return fmt.Errorf("%s:%d: %s", last, key.Line, reason)
		}
		return fmt.Errorf("%s:1: %s (%s)", last, reason, limited(match[0]))
	}
	var syntax *json.SyntaxError
	if bytes.HasPrefix(bytes.TrimSpace(data), []byte("{")) && errors.As(json.Unmarshal(data, new(any)), &syntax) {
		return fmt.Errorf("%s:%d: %w", last, 1+bytes.Count(data[:min(int(syntax.Offset), len(data))], []byte("\n")), syntax)
	}
	if match := atLine.FindStringSubmatch(text); match != nil {
		return fmt.Errorf("%s:%s: %s", last, match[1], limited(leading.ReplaceAllString(text, "")))
	}
	if dead := f.deadReference(); dead != nil {
		return dead
	}
	if match := badTarget.FindStringSubmatch(text); match != nil {
		for key, value := range members(data) {
			if key.Value == "$ref" && strings.HasSuffix(value.node.Value, match[1]) {
				return fmt.Errorf("%s:%d: $ref %s leads to something else than what belongs here: %s", last, key.Line, bounded(value.node.Value), limited(match[2]))
			}
		}
	}
	line := 1
	if key := schemaAndContent(data, err); key != nil {
		line = key.Line
	}
	if strings.Contains(text, "value MUST be an object") {
		for key := range misplaced(data, "null", "") {
			line = key.Line
			break
		}
	}
	return fmt.Errorf("%s:%d: %s", cmp.Or(last, file), line, limited(text))
}

// kinds are the kinds of JSON values as messages name them.
var kinds = map[string]string{
	"string": "a text", "number": "a number", "bool": "true or false", "array": "a list", "object": "a mapping", "null": "empty",
}

// tags are the kinds of JSON values as YAML has them.
var tags = map[string][]string{
	"string": {"!!str"}, "number": {"!!int", "!!float"}, "bool": {"!!bool"}, "array": {"!!seq"}, "object": {"!!map"}, "null": {"!!null"},
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
func members(data []byte) iter.Seq2[*yaml.Node, node] {
	return func(yield func(key *yaml.Node, value node) bool) {
		var root yaml.Node
		if yaml.Unmarshal(data, &root) != nil {
			return
		}
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
		walk(&root, false, 0)
	}
}

// child is the value of a mapping's member, nil if it has none.
func child(mapping *yaml.Node, name string) *yaml.Node {
	if mapping.Kind != yaml.MappingNode {
		return nil
	}
	for i := 0; i+1 < len(mapping.Content); i += 2 {
		if mapping.Content[i].Value == name {
			return mapping.Content[i+1]
		}
	}
	return nil
}

// misplaced are the members of that name whose value is of that kind, by their keys;
// without name those that are to hold a schema.
func misplaced(data []byte, kind, name string) iter.Seq2[*yaml.Node, *yaml.Node] {
	of := []string{name}
	if name == "" {
		of = []string{"schema", "items", "not", "additionalProperties"}
	}
	return func(yield func(key, value *yaml.Node) bool) {
		for key, value := range members(data) {
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
	roots := map[string]*yaml.Node{}
	for _, name := range slices.Clone(f.names) { // those that are read on the way were not reached
		for key, value := range members(f.data[name]) {
			if key.Value != "$ref" || value.named || value.node.Kind != yaml.ScalarNode {
				continue
			}
			if why := f.dead(name, value.node.Value, roots); why != "" {
				return fmt.Errorf("%s:%d: $ref %s leads nowhere: %s", name, key.Line, bounded(value.node.Value), why)
			}
		}
	}
	return nil
}

// dead is why a reference in a file leads nowhere, "" if it leads somewhere.
func (f *files) dead(from, ref string, roots map[string]*yaml.Node) string {
	target, err := url.Parse(ref)
	if err != nil {
		return limited(err.Error())
	}
	if target.Scheme != "" || target.Host != "" {
		return "it is not on this machine, and the mock fetches nothing; save it beside the document and refer to the file"
	}
	name := from
	if target.Path != "" && path.IsAbs(target.Path) {
		name = target.Path
	} else if target.Path != "" {
		name = path.Join(path.Dir(from), target.Path)
	}
	data, err := f.read(name)
	if err != nil {
		return err.Error()
	}
	at := roots[name]
	if at == nil {
		at = &yaml.Node{}
		if err := yaml.Unmarshal(data, at); err != nil {
			return limited(fmt.Sprintf("%s: %v", name, err))
		}
		roots[name] = at
	}
	if len(at.Content) > 0 {
		at = at.Content[0]
	}
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
			return fmt.Sprintf("%s has no %s there", name, bounded(part))
		}
		at = next
	}
	return ""
}

// limited is a text of one line that is not too long to read.
func limited(text string) string {
	const most = 300
	text = strings.Join(strings.Fields(text), " ")
	if len(text) > most {
		text = strings.ToValidUTF8(text[:most], "") + "…"
	}
	return text
}

// warn tells what is wrong with the document, which is usable all the same.
func (d *Document) warn(origin *openapi3.Origin, format string, args ...any) {
	d.Warnings = append(d.Warnings, d.at(origin)+": "+fmt.Sprintf(format, args...))
}

// at is a place in the document as messages name it.
func (d *Document) at(origin *openapi3.Origin) string {
	if origin == nil || origin.Key == nil {
		return d.File
	}
	return d.file(origin) + ":" + strconv.Itoa(origin.Key.Line)
}

// file is the name of the file that a part of the document stands in.
func (d *Document) file(origin *openapi3.Origin) string {
	return cmp.Or(fileName(origin), d.File)
}

// fileName is the name of the file that a part of a document stands in, "" if it is not
// known.
func fileName(origin *openapi3.Origin) string {
	if origin == nil || origin.Key == nil {
		return ""
	}
	if name, err := url.PathUnescape(origin.Key.File); err == nil {
		return name
	}
	return origin.Key.File
}

// validate warns of what kin finds wrong in the document. Its examples and defaults are
// not held against it: they are looked at where they are used.
func (d *Document) validate() {
	var wrong error
	func() {
		defer func() {
			if cause := recover(); cause != nil {
				wrong = fmt.Errorf("the document cannot be checked: %v", cause)
			}
		}()
		wrong = d.kin.Validate(context.Background(), openapi3.EnableMultiError(), openapi3.DisableExamplesValidation(),
			openapi3.DisableSchemaDefaultsValidation(), openapi3.DisableSchemaPatternValidation())
	}()
	var all openapi3.MultiError
	if !errors.As(wrong, &all) && wrong != nil {
		all = openapi3.MultiError{wrong}
	}
	for _, err := range all {
		origin, text := cause(err)
		d.warn(origin, "%s", limited(text))
	}
}

// cause is what a finding of kin's is about in the end, and where that stands.
func cause(err error) (origin *openapi3.Origin, text string) {
	text = err.Error()
	for ; err != nil; err = errors.Unwrap(err) {
		if value := reflect.Indirect(reflect.ValueOf(err)); value.Kind() == reflect.Struct {
			if field := value.FieldByName("Origin"); field.IsValid() {
				if at, ok := field.Interface().(*openapi3.Origin); ok && at != nil {
					origin = at
				}
			}
		}
		var schema *openapi3.SchemaError
		if errors.As(err, &schema) {
			text = schema.Reason
		}
	}
	return origin, text
}
