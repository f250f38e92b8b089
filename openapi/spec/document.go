package spec

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"math"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"

	"github.com/getkin/kin-openapi/openapi3"
)

// Document is a compiled specification.
type Document struct {
	// Name is the API's name: tickets, chaoqer, lexiang, or the mock's own admin.
	Name string
	// File is the name of the document in messages.
	File string
	// Packed tells whether it was read from what [Pack] has returned.
	Packed bool
	// Base is the path of the first server, with which every operation's path begins.
	Base string
	// Operations are all operations in the order of the document.
	Operations []*Operation
	// Sign is how requests are signed, nil if none are.
	Sign *Sign
	// Codes are the API's own error codes, ascending; none if it has no such
	// (x-error-codes).
	Codes []ErrorCode
	// Files are the file that a user's own document was read from and those that it
	// refers to, as they were named; none for an embedded document.
	Files []string
	// Warnings are what a document, above all a user's own, has wrong and is usable
	// without, each with file and line as far as they can be told.
	Warnings []string

	kin    *openapi3.T
	own    bool                        // the user's: CompileFile has read it
	joined func() (*openapi3.T, error) // the document of several files as one
	places []string                    // x-parameters.places
	// Lenient documents read "1" for 1 and 1 for "1", a null as nothing, and a list in
	// a query as its JSON text (x-parameters.lenient).
	lenient bool
	// utf16 documents count the lengths of texts in UTF-16 units, as Java does
	// (x-parameters.lengths).
	utf16         bool
	secrets       map[string]bool // the names of those there are (x-secret)
	secretHeaders []string        // which of them a header may have, in lower case
	// What the values of secrets are found by, nil if there are none.
	secretMember, secretPair *regexp.Regexp
	shapes                   *shapes // of answers
}

// Effect says whether an operation may change the state.
type Effect string

// The effects of operations. One that steers changes the mock around the state:
// clocks, sessions.
const (
	Reads  Effect = "reads"
	Writes Effect = "writes"
	Steers Effect = "steers"
)

// Operation is one operation of a document.
type Operation struct {
	// API is the name of the document it belongs to.
	API string
	// ID is the operationId; Title the document's own heading, its summary.
	ID, Title string
	// Method and Path, a template with the server's path in front.
	Method, Path string
	// Rules are the ids of the rules it obeys.
	Rules []string
	// MaxBody is the most bytes that its body may have, 0 where it says nothing
	// (x-max-body).
	MaxBody int64
	// Effect is what it may do to the state.
	Effect Effect
	// ExampleOnly operations are answered from their example, without code.
	ExampleOnly bool
	// Security are the names of the security schemes it asks for.
	Security []string
	// Signed tells whether its requests are signed as the document's Sign says.
	Signed bool
	// Parameters in the order of the document.
	Parameters []*Parameter
	// Responses by status, ascending, ranges after single ones.
	Responses []*Response
	// Pages says how its pages are read, nil if it has none.
	Pages *Pages
	// File and Line are where it stands: in the document, or a file that it refers to.
	File string
	Line int

	document *Document
	kin      *openapi3.Operation
	path     func() *regexp.Regexp // made when it is first asked for
	repeated string                // "first" or "last": which value of a repeated parameter counts
	bodies   []string
	freeBody bool           // the body's members are not all known
	body     *Parameter     // the JSON body as a whole; nil if nothing is said about it
	defaults map[string]any // of its parameters
	form     *Parameter     // the form as a whole, in a user's own document

	alternatives openapi3.SecurityRequirements // each is enough
}

// Pages says how the pages of an operation are read one after the other (x-pages).
type Pages struct {
	// Parameter is the one that takes the page's number, counted from 1, or the
	// cursor of the last row.
	Parameter string
	// Items is where an answer has the rows: member names joined by dots.
	Items string
	// Cursor is the member of a row that is its cursor; "" where pages are numbered.
	Cursor string
}

// Response is one documented answer of an operation.
type Response struct {
	// Status is the HTTP status, or the first of a range up to Last: 400 and 499 for
	// 4XX, 0 and 999 for default.
	Status, Last int
	// FaultOnly responses arise from planned faults only.
	FaultOnly bool

	kin *openapi3.Response
}

// Compile reads an OpenAPI 3 document, which is one file. The error names the file and
// the line; of what the document says in several places, such as its servers, the file
// alone.
func Compile(name, file string, data []byte) (*Document, error) {
	sources := &files{names: []string{file}, data: map[string][]byte{file: data}, closed: true}
	kin, plain := sources.loadPlain(file)
	if !plain || kin.Validate(context.Background(), openapi3.DisableExamplesValidation()) != nil {
		var err error
		if kin, err = sources.load(file); err == nil {
			err = kin.Validate(context.Background(), openapi3.DisableExamplesValidation())
		}
		if err != nil {
			return nil, sources.place(err)
		}
	}
	return finished(&Document{Name: name, File: file, Warnings: sources.unread(), kin: kin})
}

// finished is a document of the project once kin has read it.
func finished(d *Document) (*Document, error) {
	if err := d.compile(); err != nil {
		return nil, err
	}
	titles := map[string]string{}
	for _, o := range d.Operations {
		if other, taken := titles[o.Title]; taken && o.Title != "" {
			return nil, fmt.Errorf("%s:%d: %s and %s have the same summary %q; it must be unique, since scenarios name operations by it", d.File, o.Line, other, o.ID, o.Title)
		}
		titles[o.Title] = o.ID
	}
	return d, nil
}

// compile makes what kin has read the document.
func (d *Document) compile() error {
	d.shapes = new(shapes)
	if len(d.kin.Servers) > 0 {
		base, err := basePath(d.kin.Servers[0])
		if err != nil {
			return fmt.Errorf("%s: server %q is no URL: %w", d.at(d.kin.Servers[0].Origin), d.kin.Servers[0].URL, err)
		}
		d.Base = base
	}
	conventions := conventions{repeated: "first"}
	var err error
	if !d.own {
		if conventions, err = d.conventions(); err != nil {
			return err
		}
		d.places, d.lenient, d.utf16 = conventions.places, conventions.lenient, conventions.utf16
		if d.Sign, err = d.sign(); err != nil {
			return err
		}
		if d.Codes, err = d.errorCodes(); err != nil {
			return err
		}
	}
	for _, template := range d.kin.Paths.Keys() {
		item := d.kin.Paths.Value(template)
		for method, operation := range item.Operations() {
			o, err := d.operation(method, template, item, operation, conventions)
			if err != nil {
				return err
			}
			d.Operations = append(d.Operations, o)
		}
	}
	slices.SortFunc(d.Operations, func(a, b *Operation) int {
		return cmp.Or(cmp.Compare(a.File, b.File), cmp.Compare(a.Line, b.Line), cmp.Compare(a.ID, b.ID), cmp.Compare(a.Path, b.Path), cmp.Compare(a.Method, b.Method))
	})
	if d.own {
		d.identify()
	}
	d.compileSecrets()
	return nil
}

// basePath is the path of a server's URL, its variables at their defaults.
func basePath(server *openapi3.Server) (string, error) {
	text := server.URL
	for name, variable := range server.Variables {
		if variable != nil {
			text = strings.ReplaceAll(text, "{"+name+"}", variable.Default)
		}
	}
	parsed, err := url.Parse(text)
	if err != nil {
		return "", err
	}
	base := strings.TrimSuffix(parsed.Path, "/")
	if base != "" && !strings.HasPrefix(base, "/") {
		base = "/" + base
	}
	return base, nil
}

// Operation is the operation with that operationId or title.
func (d *Document) Operation(name string) (*Operation, bool) {
	for _, o := range d.Operations {
		if o.ID == name || o.Title == name {
			return o, true
		}
	}
	return nil, false
}

// Match is the operation that serves a method and a path, nil if none does.
func (d *Document) Match(method, path string) *Operation {
	found, _ := Route([]*Document{d}, method, path)
	return found
}

// Route is the operation among documents that a method and a path are of, nil if there is
// none; paths are then those of that path and other methods.
func Route(among []*Document, method, path string) (found *Operation, paths []*Operation) {
	for _, d := range among {
		for _, o := range d.Operations {
			switch {
			case !o.path().MatchString(path):
			case o.Method == method:
				return o, nil
			default:
				paths = append(paths, o)
			}
		}
	}
	return nil, paths
}

// pathExpression is what the paths of an operation match: literal text, and for each
// parameter a group with its pattern or any segment.
func (o *Operation) pathExpression() *regexp.Regexp {
	var b strings.Builder
	rest := o.Path
	for {
		literal, after, ok := strings.Cut(rest, "{")
		b.WriteString(regexp.QuoteMeta(literal))
		if !ok {
			break
		}
		name, tail, _ := strings.Cut(after, "}")
		segment := "[^/]+"
		for _, p := range o.Parameters {
			if p.Name == name && p.pattern != "" {
				segment = p.pattern
			}
		}
		b.WriteString("(" + segment + ")")
		rest = tail
	}
	return regexp.MustCompile("^" + b.String() + "$")
}

// JSONType is the media type in which the operation takes JSON, "" if it takes none.
func (o *Operation) JSONType() string {
	for _, media := range o.mediaTypes() {
		if bodyPlace(media) == inJSON {
			return media
		}
	}
	if slices.Contains(o.bodies, inJSON) {
		return "application/json"
	}
	return ""
}

// conventions are what x-parameters says for all operations of a document.
type conventions struct {
	repeated string
	places   []string
	lenient  bool
	utf16    bool
}

func (d *Document) conventions() (conventions, error) {
	c := conventions{repeated: "first"}
	raw, ok := d.kin.Extensions["x-parameters"]
	if !ok {
		return c, nil
	}
	said, ok := raw.(map[string]any)
	if !ok {
		return c, fmt.Errorf("%s: x-parameters must be a mapping", d.File)
	}
	for key, value := range said {
		switch key {
		case "repeated":
			c.repeated, _ = value.(string)
			if c.repeated != "first" && c.repeated != "last" {
				return c, fmt.Errorf("%s: x-parameters.repeated must be first or last, not %v", d.File, value)
			}
		case "lenient":
			if c.lenient, ok = value.(bool); !ok {
				return c, fmt.Errorf("%s: x-parameters.lenient must be true or false, not %v", d.File, value)
			}
		case "lengths":
			if value != "utf16" {
				return c, fmt.Errorf("%s: x-parameters.lengths can only be utf16, not %v", d.File, value)
			}
			c.utf16 = true
		case "places":
			places, ok := value.([]any)
			if !ok {
				places = []any{value} // reported below
			}
			for _, p := range places {
				place, _ := p.(string)
				if !ok || !slices.Contains([]string{inJSON, inForm, inQuery}, place) {
					return c, fmt.Errorf("%s: x-parameters.places must be a list of json, form and query, not %v", d.File, value)
				}
				c.places = append(c.places, place)
			}
		default:
			return c, fmt.Errorf("%s: x-parameters.%s is not known; there are repeated, places, lenient and lengths", d.File, key)
		}
	}
	return c, nil
}

func (d *Document) operation(method, template string, item *openapi3.PathItem, kin *openapi3.Operation, c conventions) (*Operation, error) {
	o := &Operation{
		API: d.Name, ID: kin.OperationID, Title: kin.Summary, Method: method, Path: d.Base + template,
		Effect: Writes, File: d.file(kin.Origin), document: d, kin: kin, repeated: c.repeated,
	}
	if kin.Origin != nil && kin.Origin.Key != nil {
		o.Line = kin.Origin.Key.Line
	}
	wrong := func(format string, args ...any) error {
		return fmt.Errorf("%s:%d: %s %s: %s", d.File, o.Line, method, template, fmt.Sprintf(format, args...))
	}
	if o.ID == "" && !d.own {
		return nil, wrong("an operationId is missing")
	}
	if method == "GET" || d.own { // of which nothing is kept
		o.Effect = Reads
	}
	o.ExampleOnly = d.own
	if effect, ok := kin.Extensions["x-effect"]; ok {
		switch effect {
		case string(Reads), string(Writes), string(Steers):
			o.Effect = Effect(effect.(string))
		default:
			return nil, wrong("x-effect must be reads, writes or steers, not %v", effect)
		}
	}
	if mock, ok := kin.Extensions["x-mock"]; ok {
		if mock != "example" {
			return nil, wrong("x-mock can only be example, not %v", mock)
		}
		o.ExampleOnly = true
	}
	if raw, ok := kin.Extensions["x-max-body"]; ok {
		most, ok := raw.(float64)
		if !ok || most < 1 || most != math.Trunc(most) {
			return nil, wrong("x-max-body must be a number of bytes, not %v", raw)
		}
		o.MaxBody = int64(most)
	}
	if raw, ok := kin.Extensions["x-pages"]; ok {
		pages, ok := fields(raw, "parameter", "items", "cursor")
		if !ok || pages["parameter"] == "" || pages["items"] == "" {
			return nil, wrong("x-pages must have parameter, items and, where pages follow a cursor, cursor; and nothing else")
		}
		o.Pages = &Pages{Parameter: pages["parameter"], Items: pages["items"], Cursor: pages["cursor"]}
	}
	rules, ok := texts(kin.Extensions["x-rules"])
	if !ok {
		return nil, wrong("x-rules must be a list of rule ids")
	}
	o.Rules = rules

	security := d.kin.Security
	if kin.Security != nil {
		security = *kin.Security
	}
	o.alternatives = security
	for _, alternative := range security {
		for scheme := range alternative {
			if !slices.Contains(o.Security, scheme) {
				o.Security = append(o.Security, scheme)
			}
		}
	}
	slices.Sort(o.Security)
	o.Signed = d.Sign != nil && slices.Contains(o.Security, d.Sign.Scheme)

	if err := o.parameters(item, c); err != nil {
		return nil, wrong("%v", err)
	}
	o.defaults = map[string]any{}
	for _, p := range o.Parameters {
		if p.Default != nil {
			o.defaults[p.Name] = p.Default
		}
	}
	o.path = sync.OnceValue(o.pathExpression)
	for _, key := range kin.Responses.Keys() {
		response := kin.Responses.Value(key).Value
		r := &Response{kin: response}
		if key == "default" {
			r.Last = 999
		} else if digits, isRange := strings.CutSuffix(key, "XX"); isRange {
			hundreds, err := strconv.Atoi(digits)
			if err != nil {
				return nil, wrong("response %s is no status", key)
			}
			r.Status, r.Last = 100*hundreds, 100*hundreds+99
		} else {
			status, err := strconv.Atoi(key)
			if err != nil {
				return nil, wrong("response %s is no status", key)
			}
			r.Status, r.Last = status, status
		}
		if by, ok := response.Extensions["x-provoked-by"]; ok {
			if by != "fault" {
				return nil, wrong("response %s: x-provoked-by can only be fault, not %v", key, by)
			}
			r.FaultOnly = true
		}
		o.Responses = append(o.Responses, r)
	}
	slices.SortFunc(o.Responses, func(a, b *Response) int {
		return cmp.Or(cmp.Compare(a.Last-a.Status, b.Last-b.Status), cmp.Compare(a.Status, b.Status))
	})
	return o, nil
}

// fields are the members of an extension, all texts and of these names; an absent
// one is "".
func fields(raw any, names ...string) (map[string]string, bool) {
	said, ok := raw.(map[string]any)
	if !ok {
		return nil, false
	}
	values := map[string]string{}
	for name, value := range said {
		text, isText := value.(string)
		if !isText || !slices.Contains(names, name) {
			return nil, false
		}
		values[name] = text
	}
	return values, true
}

// texts is a list of texts from an extension; an absent one is empty.
func texts(raw any) ([]string, bool) {
	if raw == nil {
		return nil, true
	}
	list, ok := raw.([]any)
	if !ok {
		return nil, false
	}
	var all []string
	for _, item := range list {
		text, ok := item.(string)
		if !ok {
			return nil, false
		}
		all = append(all, text)
	}
	return all, true
}

// ValidateExamples checks every example of the document against its schema. It
// is for tests: a mock need not look at them at each start.
func (d *Document) ValidateExamples() error {
	var wrong []error
	if err := d.kin.Validate(context.Background(), openapi3.EnableExamplesValidation()); err != nil {
		wrong = append(wrong, err)
	}
	for _, o := range d.Operations {
		for _, r := range o.Responses {
			for media, content := range r.kin.Content {
				for name, example := range content.Examples {
					for _, f := range checkBody(content.Schema, example.Value.Value) {
						wrong = append(wrong, fmt.Errorf("%s: %s %d %s, example %s: %s", d.File, o.ID, r.Status, media, name, f))
					}
				}
			}
		}
	}
	return errors.Join(wrong...)
}
