package spec

import (
	"fmt"
	"maps"
	"mime"
	"net/http"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// mend makes a user's own document one that can be compiled: what leads nowhere or is
// empty is left out, and what only OpenAPI 3.1 knows is said as 3.0 does where it can be.
func (d *Document) mend() {
	m := mender{Document: d, schemas: map[*openapi3.Schema]bool{}}
	if d.kin.Paths == nil {
		d.kin.Paths = openapi3.NewPaths()
	}
	for _, template := range d.kin.Paths.Keys() {
		item := d.kin.Paths.Value(template)
		if item == nil {
			d.kin.Paths.Delete(template)
			continue
		}
		if wrong := badTemplate(template); wrong != "" {
			d.warn(item.Origin, "path %s is left out: %s", cut(template, maxQuoted), wrong)
			d.kin.Paths.Delete(template)
			continue
		}
		item.Parameters = m.parameters(item.Parameters)
		for _, operation := range item.Operations() {
			m.operation(operation)
		}
	}
	m.modernise()
}

// mender is a document that is being mended.
type mender struct {
	*Document
	schemas map[*openapi3.Schema]bool // those that were seen
	roots   []*openapi3.Schema        // those that values are held against
	has2020 bool                      // some have a keyword that modernMark is about
}

// parameterName is what a parameter in a path's braces can be called.
var parameterName = regexp.MustCompile(`^[^{}/:]+$`)

// badTemplate is why a path cannot be mounted, "" if it can.
func badTemplate(template string) string {
	if !strings.HasPrefix(template, "/") {
		return "it does not begin with a slash"
	}
	seen := map[string]bool{}
	for rest := template; ; {
		literal, after, opens := strings.Cut(rest, "{")
		name, tail, closes := strings.Cut(after, "}")
		switch {
		case strings.Contains(literal, "}"), opens && !closes:
			return "its braces do not match"
		case strings.ContainsAny(literal, "?#"):
			return "a query or fragment is no part of a path"
		case !opens:
			return ""
		case !parameterName.MatchString(name):
			return fmt.Sprintf("%q is no name of a parameter", name)
		case seen[name]:
			return fmt.Sprintf("it has the parameter %s twice", name)
		}
		seen[name] = true
		rest = tail
	}
}

func (m *mender) operation(o *openapi3.Operation) {
	for name := range o.Extensions { // they are this project's, not the user's
		if slices.Contains([]string{"x-effect", "x-mock", "x-max-body", "x-pages", "x-rules"}, name) {
			delete(o.Extensions, name)
		}
	}
	o.Parameters = m.parameters(o.Parameters)
	if o.RequestBody != nil && o.RequestBody.Value == nil {
		o.RequestBody = nil
	}
	if o.RequestBody != nil {
		o.RequestBody.Value.Content = m.content(o.RequestBody.Value.Content)
	}
	if o.Responses == nil {
		o.Responses = openapi3.NewResponsesWithCapacity(0)
	}
	for _, key := range o.Responses.Keys() {
		response := o.Responses.Value(key)
		if response == nil || response.Value == nil || !statusKey.MatchString(key) {
			m.warn(o.Origin, "response %s is left out: it is empty, or no status", cut(key, maxQuoted))
			o.Responses.Delete(key)
			continue
		}
		delete(response.Value.Extensions, "x-provoked-by")
		response.Value.Content = m.content(response.Value.Content)
		for name, header := range response.Value.Headers {
			if header == nil || header.Value == nil {
				delete(response.Value.Headers, name)
				continue
			}
			header.Value.Schema = m.schema(header.Value.Schema)
			header.Value.Examples = examples(header.Value.Examples)
		}
	}
}

// statusKey is what a response stands under.
var statusKey = regexp.MustCompile(`^(?:[1-5](?:[0-9]{2}|XX)|default)$`)

// parameters are those that requests are held against. How the values of the others are
// written is not what the mock can read.
func (m *mender) parameters(all openapi3.Parameters) openapi3.Parameters {
	var kept openapi3.Parameters
	for _, ref := range all {
		if ref == nil || ref.Value == nil || ref.Value.Name == "" ||
			ref.Value.In == inHeader && slices.Contains([]string{"Accept", "Content-Type", "Authorization"}, http.CanonicalHeaderKey(ref.Value.Name)) {
			continue // the last three say nothing, as OpenAPI has it
		}
		p := ref.Value
		delete(p.Extensions, "x-rule")
		delete(p.Extensions, "x-messages")
		p.Schema = m.schema(p.Schema)
		deep := p.Style == "deepObject"
		if p.Schema == nil || p.Style == "spaceDelimited" || p.Style == "pipeDelimited" || p.Style == "label" || p.Style == "matrix" ||
			!deep && p.Schema.Value.Type.Includes("object") || deep && !p.Schema.Value.Type.Is("object") {
			unread := *p
			unread.Schema = openapi3.NewSchemaRef("", &openapi3.Schema{Origin: p.Origin})
			unread.Required = p.Required && (p.Schema == nil || !p.Schema.Value.Type.Includes("object"))
			p = &unread
		}
		if p.In != inQuery && p.Explode == nil && p.Schema.Value.Type.Includes("array") {
			joined := *p
			joined.Explode = new(bool)
			p = &joined
		}
		kept = append(kept, &openapi3.ParameterRef{Value: p})
	}
	return kept
}

// content has its media types without parameters, as they are looked for.
func (m *mender) content(content openapi3.Content) openapi3.Content {
	mended := openapi3.Content{}
	for _, key := range slices.Sorted(maps.Keys(content)) {
		media := content[key]
		if media == nil {
			media = &openapi3.MediaType{}
		}
		media.Schema = m.schema(media.Schema)
		media.Examples = examples(media.Examples)
		if base, _, err := mime.ParseMediaType(key); err == nil && content[base] == nil && mended[base] == nil {
			key = base
		}
		mended[key] = media
	}
	return mended
}

// examples are those that have a value; the others are somewhere else.
func examples(all openapi3.Examples) openapi3.Examples {
	maps.DeleteFunc(all, func(_ string, example *openapi3.ExampleRef) bool {
		return example == nil || example.Value == nil || example.Value.Value == nil
	})
	return all
}

// schema is a schema that values are held against, nil for none.
func (m *mender) schema(ref *openapi3.SchemaRef) *openapi3.SchemaRef {
	if ref == nil {
		return nil
	}
	m.subschema(ref)
	m.roots = append(m.roots, ref.Value)
	return ref
}

// subschema mends a schema and all that it is made of. It counts its steps itself, since
// they may be more than a stack holds.
func (m *mender) subschema(root *openapi3.SchemaRef) {
	for open := []*openapi3.SchemaRef{root}; len(open) > 0; {
		ref := open[len(open)-1]
		open = open[:len(open)-1]
		if ref.Value == nil {
			m.warn(ref.Origin, "$ref %s leads nowhere but to itself; anything fits there", cut(ref.Ref, maxQuoted))
			ref.Value = &openapi3.Schema{Origin: ref.Origin}
		}
		if m.schemas[ref.Value] {
			continue
		}
		m.schemas[ref.Value] = true
		m.keywords(ref.Value)
		open = append(open, parts(ref.Value)...)
	}
}

// keywords mends what a schema says itself.
func (m *mender) keywords(s *openapi3.Schema) {
	for _, name := range []string{"x-rule", "x-messages", "x-pick", modernMark} {
		delete(s.Extensions, name)
	}
	known := []string{"null", "boolean", "integer", "number", "string", "array", "object"}
	if types := s.Type.Slice(); slices.ContainsFunc(types, func(t string) bool { return !slices.Contains(known, t) }) {
		m.warn(s.Origin, "type %s is none that there is; any type fits", cut(strings.Join(types, ", "), maxQuoted))
		s.Type = nil
	}
	if s.Type != nil && len(*s.Type) == 0 {
		s.Type = nil
	}
	if s.Const != nil {
		s.Enum = []any{s.Const}
	}
	if s.Pattern != "" {
		s.Pattern = goPattern(s.Pattern)
		if _, err := regexp.Compile(s.Pattern); err != nil {
			m.warn(s.Origin, "pattern %s is not looked at: %v", cut(s.Pattern, maxQuoted), err)
			s.Pattern = ""
		}
	}
	if s.MultipleOf != nil && *s.MultipleOf <= 0 {
		s.MultipleOf = nil
	}
	if s.Discriminator != nil && !mapped(s) {
		m.warn(s.Origin, "the discriminator's mapping is not looked at: it leads to schemas that are none of the alternatives")
		s.Discriminator = nil
	}
	none := func(ref *openapi3.SchemaRef) bool { return ref == nil }
	s.AllOf, s.AnyOf, s.OneOf = slices.DeleteFunc(s.AllOf, none), slices.DeleteFunc(s.AnyOf, none), slices.DeleteFunc(s.OneOf, none)
	s.PrefixItems = slices.DeleteFunc(s.PrefixItems, none)
	maps.DeleteFunc(s.Properties, func(_ string, ref *openapi3.SchemaRef) bool { return ref == nil })
	s.AllowEmptyValue = true // means nothing here, and keeps kin from looking for it without end in schemas that are nothing but each other
	m.has2020 = m.has2020 || isModern(s)
}

// mapped tells whether every value of a discriminator leads to one of the alternatives
// that it chooses from.
func mapped(s *openapi3.Schema) bool {
	alternatives := slices.Concat(s.OneOf, s.AnyOf)
	for _, to := range s.Discriminator.Mapping {
		if len(alternatives) > 0 && !slices.ContainsFunc(alternatives, func(ref *openapi3.SchemaRef) bool {
			return ref != nil && (ref.Ref == to.Ref || ref.Ref == "#/components/schemas/"+to.Ref)
		}) {
			return false
		}
	}
	return true
}

// parts are the schemas that a schema is made of.
func parts(s *openapi3.Schema) []*openapi3.SchemaRef {
	all := slices.Concat(s.AllOf, s.AnyOf, s.OneOf, s.PrefixItems, openapi3.SchemaRefs{
		s.Not, s.Items, s.AdditionalProperties.Schema, s.Contains, s.PropertyNames, s.If, s.Then, s.Else,
		s.UnevaluatedItems.Schema, s.UnevaluatedProperties.Schema,
	})
	for _, named := range []openapi3.Schemas{s.Properties, s.PatternProperties, s.DependentSchemas} {
		for _, name := range slices.Sorted(maps.Keys(named)) {
			all = append(all, named[name])
		}
	}
	return slices.DeleteFunc(all, func(ref *openapi3.SchemaRef) bool { return ref == nil })
}

// codepoint is a character as JavaScript writes it in a regular expression.
var codepoint = regexp.MustCompile(`\\u([0-9A-Fa-f]{4})`)

// goPattern is a regular expression as Go reads it, and kin does.
func goPattern(pattern string) string { return codepoint.ReplaceAllString(pattern, `\x{$1}`) }

// modernMark marks a schema that is, or has in it, one with a keyword that only JSON Schema
// 2020-12 knows, so that a value must be held against it in another way as well.
const modernMark = "x-2020-12"

// modernKeywords are those keywords. A const is none, since it is an enum of one.
var modernKeywords = []string{
	"prefixItems", "contains", "patternProperties", "dependentSchemas", "propertyNames", "unevaluatedItems",
	"unevaluatedProperties", "if", "then", "else", "dependentRequired",
}

// isModern tells whether a schema itself has one of them.
func isModern(s *openapi3.Schema) bool {
	return len(s.PrefixItems) > 0 || s.Contains != nil || len(s.PatternProperties) > 0 || len(s.DependentSchemas) > 0 ||
		s.PropertyNames != nil || s.If != nil || len(s.DependentRequired) > 0 ||
		s.UnevaluatedItems.Has != nil || s.UnevaluatedItems.Schema != nil ||
		s.UnevaluatedProperties.Has != nil || s.UnevaluatedProperties.Schema != nil
}

// modernise marks the schemas that values are held against and that need it.
func (m *mender) modernise() {
	if !m.has2020 {
		return
	}
	for _, root := range m.roots {
		seen := map[*openapi3.Schema]bool{}
		for open := []*openapi3.SchemaRef{{Value: root}}; len(open) > 0; {
			s := open[len(open)-1].Value
			open = open[:len(open)-1]
			if seen[s] {
				continue
			}
			seen[s] = true
			if isModern(s) {
				if root.Extensions == nil {
					root.Extensions = map[string]any{}
				}
				root.Extensions[modernMark] = true
				break
			}
			open = append(open, parts(s)...)
		}
	}
}
