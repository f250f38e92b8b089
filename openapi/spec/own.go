package spec

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"unicode"

	"github.com/getkin/kin-openapi/openapi3"
)

// identify gives every operation of a user's own document an id that no other has: its
// operationId, or one that is made of method and path.
func (d *Document) identify() {
	taken := map[string]bool{}
	for _, o := range d.Operations {
		if o.ID != "" && taken[o.ID] {
			d.warn(o.kin.Origin, "operationId %s is another operation's as well", cut(o.ID, maxQuoted))
			o.ID = ""
		}
		taken[o.ID] = true
	}
	for _, o := range d.Operations {
		if o.ID != "" {
			continue
		}
		id := madeID(o)
		o.ID = id
		for n := 2; taken[o.ID]; n++ {
			o.ID = id + strconv.Itoa(n)
		}
		taken[o.ID] = true
	}
}

// madeID is a name made of an operation's method and path: getPetsId of GET /pets/{id}.
func madeID(o *Operation) string {
	var b strings.Builder
	b.WriteString(strings.ToLower(o.Method))
	words := strings.FieldsFunc(strings.TrimPrefix(o.Path, o.document.Base), func(r rune) bool { return !unicode.IsLetter(r) && !unicode.IsDigit(r) })
	for _, word := range words {
		first := []rune(word)
		b.WriteString(string(unicode.ToUpper(first[0])) + string(first[1:]))
	}
	return b.String()
}

// ownBody compiles the body of a user's own document, as a whole: JSON and a form each by
// their schema. Bodies of other media types are taken as they are.
func (o *Operation) ownBody() error {
	o.freeBody = true
	if o.kin.RequestBody == nil {
		return nil
	}
	for _, media := range o.mediaTypes() {
		place := bodyPlace(media)
		if place == "" || slices.Contains(o.bodies, place) {
			continue
		}
		o.bodies = append(o.bodies, place)
		schema := o.kin.RequestBody.Value.Content[media].Schema
		if schema == nil {
			continue
		}
		p := &Parameter{Name: "body", Places: []string{place}, schema: schema.Value, Line: o.Line, own: true}
		if place == inJSON {
			o.body = p
		} else {
			o.form = p
		}
	}
	return nil
}

// checkOwnBody holds a body against the user's own document.
func (o *Operation) checkOwnBody(in Input) []Finding {
	if o.kin.RequestBody == nil {
		return nil
	}
	switch {
	case len(in.Body) == 0:
		if o.kin.RequestBody.Value.Required {
			return []Finding{{ID: "body-missing", At: "body", Want: strings.Join(o.mediaTypes(), " or ") + "; it is required", File: o.File, Line: o.Line}}
		}
	case in.HasJSON && o.body != nil:
		if err := visit(o.body.schema, in.JSON, o.body.visiting()...); err != nil {
			return o.misfits(o.body, inJSON, err)
		}
	case in.Form != nil && o.form != nil:
		if err := visit(o.form.schema, formValue(o.form.schema, in.Form), o.form.visiting()...); err != nil {
			return o.misfits(o.form, inForm, err)
		}
	}
	return nil
}

// ownText is the value that a text says where it may be of several types: of those that
// fit the first, else the text.
func ownText(schema *openapi3.Schema, text string) any {
	if schema == nil || schema.Type.Is("string") {
		return text
	}
	candidates := []any{}
	if json.Valid([]byte(text)) && strings.Trim(text, "0123456789+-.eE") == "" {
		candidates = append(candidates, json.Number(text))
	}
	if text == "true" || text == "false" {
		candidates = append(candidates, text == "true")
	}
	for _, value := range append(candidates, any(text)) {
		if visit(schema, value) == nil {
			return value
		}
	}
	if len(candidates) > 0 && (schema.Type.Includes("integer") || schema.Type.Includes("number") || schema.Type.Includes("boolean")) {
		return candidates[0] // so that what is told is the bound it breaks
	}
	return text
}

// formNode is what a form says under a name: texts, or by key what it says under
// name[key].
type formNode struct {
	texts []string
	keys  []string
	nodes map[string]*formNode
}

// formValue is a form as the object that its pairs describe: a[b]=c is {a: {b: c}}, and
// where the schema wants a list a[]=b, a[0]=b and a=b are [b].
func formValue(schema *openapi3.Schema, pairs []Pair) any {
	root := &formNode{}
	for _, pair := range pairs {
		name, rest, nested := strings.Cut(pair.Name, "[")
		path := []string{name}
		if nested && strings.HasSuffix(rest, "]") {
			path = append(path, strings.Split(strings.TrimSuffix(rest, "]"), "][")...)
		} else if nested {
			path = []string{pair.Name}
		}
		at := root
		for _, key := range path[:min(len(path), maxNesting)] {
			if at.nodes[key] == nil {
				if at.nodes == nil {
					at.nodes = map[string]*formNode{}
				}
				at.nodes[key] = &formNode{}
				at.keys = append(at.keys, key)
			}
			at = at.nodes[key]
		}
		at.texts = append(at.texts, pair.Value)
	}
	return (&formReader{}).value(root, schema, true)
}

// formReader reads a form; it tries alternatives so often and no more.
type formReader struct{ tried int }

const maxTried = 1000

// value is the node read as what the schema wants.
func (f *formReader) value(n *formNode, schema *openapi3.Schema, object bool) any {
	if schema == nil {
		schema = &openapi3.Schema{}
	}
	alternatives := slices.Concat(schema.AnyOf, schema.OneOf)
	for _, ref := range alternatives {
		if f.tried++; f.tried > maxTried {
			break
		}
		if value := f.value(n, ref.Value, object); visit(ref.Value, value) == nil {
			return value
		}
	}
	if len(alternatives) > 0 && schema.Type == nil && len(schema.Properties) == 0 {
		return f.value(n, nil, object)
	}
	list := schema.Type.Is("array")
	var items *openapi3.Schema
	if schema.Items != nil {
		items = schema.Items.Value
	}
	switch {
	case list && len(n.keys) == 0:
		values := make([]any, len(n.texts))
		for i, text := range n.texts {
			values[i] = ownText(items, text)
		}
		return values
	case list:
		values := []any{}
		for _, key := range n.keys {
			if key == "" && len(n.nodes[key].keys) == 0 { // a[]=b, as often as it is there
				for _, text := range n.nodes[key].texts {
					values = append(values, ownText(items, text))
				}
				continue
			}
			values = append(values, f.value(n.nodes[key], items, false))
		}
		return values
	case object || len(n.keys) > 0:
		members := map[string]any{}
		for _, key := range n.keys {
			members[key] = f.value(n.nodes[key], memberOf(schema, key), false)
		}
		return members
	case len(n.texts) > 0:
		return ownText(schema, n.texts[0])
	default:
		return ""
	}
}

// memberOf is the schema of an object's member, by the object's own word or that of one
// of its parts.
func memberOf(schema *openapi3.Schema, name string) *openapi3.Schema {
	seen := map[*openapi3.Schema]bool{}
	for open := []*openapi3.Schema{schema}; len(open) > 0; open = open[1:] {
		s := open[0]
		if seen[s] {
			continue
		}
		seen[s] = true
		if found := member(s, name); found != nil {
			return found
		}
		for _, part := range s.AllOf {
			open = append(open, part.Value)
		}
	}
	return nil
}

// MissingCredential says what the user's own document wants a request to prove itself
// with and the request does not have: the header, parameter or cookie, in words. It is ""
// where nothing is wanted, or one of the alternatives is there with any value at all; a
// client's certificate cannot be seen and counts as there. The challenge is the value of
// WWW-Authenticate that goes with it, "" for none.
func (o *Operation) MissingCredential(r *http.Request) (want, challenge string) {
	var wants []string
	for _, alternative := range o.alternatives {
		missing := ""
		for _, name := range o.Security {
			if _, asked := alternative[name]; !asked || missing != "" {
				continue
			}
			scheme := o.scheme(name)
			if scheme == nil || credential(scheme, r) {
				continue
			}
			missing = name
		}
		if missing == "" {
			return "", ""
		}
		scheme := o.scheme(missing)
		wants = append(wants, fmt.Sprintf("%s (%s)", wanted(scheme), missing))
		if challenge == "" && scheme.Type != "apiKey" {
			challenge = authScheme(scheme)
		}
	}
	return strings.Join(wants, " or "), challenge
}

// scheme is the security scheme of that name, nil if the document does not say what it is.
func (o *Operation) scheme(name string) *openapi3.SecurityScheme {
	if c := o.document.kin.Components; c != nil && c.SecuritySchemes[name] != nil {
		return c.SecuritySchemes[name].Value
	}
	return nil
}

// authScheme is what an Authorization header begins with in a scheme.
func authScheme(scheme *openapi3.SecurityScheme) string {
	if scheme.Type != "http" || scheme.Scheme == "" {
		return "Bearer" // oauth2, openIdConnect
	}
	return strings.ToUpper(scheme.Scheme[:1]) + scheme.Scheme[1:]
}

// wanted is what a scheme asks for, in words.
func wanted(scheme *openapi3.SecurityScheme) string {
	if scheme.Type == "apiKey" {
		return scheme.In + " " + scheme.Name
	}
	return "Authorization: " + authScheme(scheme) + " …"
}

// credential tells whether a request has a credential of the scheme's kind.
func credential(scheme *openapi3.SecurityScheme, r *http.Request) bool {
	switch {
	case scheme.Type == "mutualTLS":
		return true
	case scheme.Type != "apiKey":
		kind, value, _ := strings.Cut(strings.TrimSpace(r.Header.Get("Authorization")), " ")
		return strings.EqualFold(kind, authScheme(scheme)) && strings.TrimSpace(value) != ""
	case scheme.In == inHeader:
		return strings.TrimSpace(r.Header.Get(scheme.Name)) != ""
	case scheme.In == inCookie:
		cookie, err := r.Cookie(scheme.Name)
		return err == nil && cookie.Value != ""
	default:
		return r.URL.Query().Get(scheme.Name) != ""
	}
}

// ownSecrets are the names of the parameters, cookies and headers that take a key; that
// of a header in lower case.
func (d *Document) ownSecrets() (names []string) {
	if !d.own || d.kin.Components == nil {
		return nil
	}
	for _, ref := range d.kin.Components.SecuritySchemes {
		if ref != nil && ref.Value != nil && ref.Value.Type == "apiKey" && ref.Value.Name != "" {
			names = append(names, ref.Value.Name, strings.ToLower(ref.Value.Name))
		}
	}
	return names
}
