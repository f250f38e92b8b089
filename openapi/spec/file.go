package spec

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

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
	sources := &files{data: map[string][]byte{}}
	d, err := sources.compile(name, file)
	if err != nil {
		return nil, &FileError{sources.names, err}
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
			return nil, f.place(err)
		}
		d.Warnings = append(d.Warnings, warning)
	}
	d.Files = f.names
	d.joined = sync.OnceValues(func() (*openapi3.T, error) { return joined(f, d.File) })
	d.Warnings = append(d.Warnings, f.unread()...)
	line := max(1, lineOf(data, versionKey))
	switch version := d.kin.OpenAPI; {
	case version == "":
		return nil, fmt.Errorf("%s:%d: this is no OpenAPI document; the member openapi is missing, which says its version, such as 3.0.3 or 3.1.0", d.File, line)
	case !strings.HasPrefix(version, "3.0.") && !strings.HasPrefix(version, "3.1."):
		return nil, fmt.Errorf("%s:%d: openapi %s is none that the mock reads; there are 3.0.x and 3.1.x", d.File, line, cut(version, maxQuoted))
	}
	d.validate(f)
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
	roots map[string]*yaml.Node // what errors are placed by
	// closed tells that there are no further ones: the document must be one file.
	closed bool
	// alone tells that what stands beside a $ref is not looked at, as OpenAPI 3.0 has it.
	alone bool
	// broken is why one of them cannot be read, with file and line.
	broken error
}

// errBeside is that alone must be set.
var errBeside = errors.New("a $ref has schemas with further ones beside it")

// errClosed is what a reference to another file meets where the document is one file.
var errClosed = errors.New("the document of an API is one file; put what it refers to into it")

// unread is the warning of what stands beside a $ref, where it is not looked at.
func (f *files) unread() []string {
	if !f.alone {
		return nil
	}
	return []string{f.names[0] + ": what stands beside a $ref is not looked at, since it refers to further schemas"}
}

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
	f.broken = nil
	is31 := false
	loader := openapi3.NewLoader()
	loader.IncludeOrigin = true
	loader.ReadFromURIFunc = func(_ *openapi3.Loader, location *url.URL) ([]byte, error) {
		if !f.closed && (location.Scheme != "" && location.Scheme != "file" || location.Host != "") {
			return nil, fmt.Errorf("%s is not on this machine, and the mock fetches nothing; save it beside the document and refer to the file", location.Redacted())
		}
		data, err := f.whole(location.Path)
		if err == nil && is31 && !f.alone && chains(f.root(location.Path)) {
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
	data, err := f.whole(file)
	if err != nil {
		return nil, err
	}
	is31 = version31.Match(data)
	f.alone = f.alone || is31 && chains(f.root(file))
	if data = form(data); is31 && f.alone {
		data = slices.Clone(data)
		data[version31.FindIndex(data)[1]-1] = '0' // 3.0, until it is read
	}
	if kin, err = loader.LoadFromDataWithPath(data, &url.URL{Path: file}); err == nil && is31 && f.alone {
		kin.OpenAPI = "3.1" + strings.TrimPrefix(kin.OpenAPI, "3.0")
	}
	return kin, err
}

// version31 is where a document says that it is of OpenAPI 3.1.
var version31 = regexp.MustCompile(versionKey.String() + `\s*["']?3\.1`)

// chains tells whether a file has a $ref with a schema beside it that refers to further
// ones. Such a document of OpenAPI 3.1 may lead kin in a circle while it is read.
func chains(root *yaml.Node) bool {
	for _, value := range members(root) {
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
// alone. What YAML cannot be made of, such as a member that is there twice, stays JSON.
func readable(data []byte) []byte {
	if !json.Valid(data) {
		return data
	}
	text := asYAML(data)
	if err := checkYAML("", text); err != nil {
		return data
	}
	return text
}

// asYAML is a file as YAML: JSON with a comment behind it and without characters that
// only JSON knows.
func asYAML(data []byte) []byte {
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

// whole is the content of a file that JSON or YAML can be read from.
func (f *files) whole(name string) ([]byte, error) {
	data, err := f.read(name)
	if err != nil || json.Valid(data) {
		return data, err
	}
	root, err := decoded(name, data)
	if err == nil {
		err = unreadable(name, root)
	}
	if err != nil {
		f.broken = err
		return nil, err
	}
	f.keep(name, root)
	return data, nil
}

// read is the content of a file.
func (f *files) read(name string) ([]byte, error) {
	if data, ok := f.data[name]; ok {
		return data, nil
	}
	if f.closed {
		return nil, errClosed
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

// blank leaves a value out that keeps a document from being read, if it is one that can
// do without: a text, number or truth where something else belongs. It returns the
// warning about it, "" if the error is of another kind.
func (f *files) blank(err error) string {
	last := f.names[len(f.names)-1]
	if key := f.schemaAndContent(last, err); key != nil && f.replace(last, key, "x-other") {
		return fmt.Sprintf("%s:%d: content is not looked at: a parameter has it or a schema, and this one has both", last, key.Line)
	}
	match := mistyped.FindStringSubmatch(err.Error())
	if match == nil || match[2] == "" || match[2] == "openapi" {
		return ""
	}
	for key, value := range f.misplaced(last, match[1], match[2]) {
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
	delete(f.roots, name)
	return true
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
func (d *Document) validate(sources *files) {
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
		warning := sources.told(err)
		if warning == nil {
			warning = fmt.Errorf("%s: %s", d.File, brief(err.Error()))
		}
		d.Warnings = append(d.Warnings, warning.Error())
	}
}
