package spec

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// Field is a value that an operation takes: one of its parameters, or a member inside
// of one that is an object.
type Field struct {
	// Path names it as findings do: the parameter's name and the members' below it,
	// joined by dots.
	Path string
	// Name is what it is sent as: its path, but for a member of a deep object in a
	// query, filter[since].
	Name string
	// Parameter is the parameter that it is, or is in.
	Parameter *Parameter
	// Required fields must be there where what they are in is there.
	Required bool
	// Within is the object that it is a member of, nil for a parameter.
	Within *Field
	// Members tells whether it is an object whose members are fields too.
	Members bool
	// Rule is its own, or else that of what it is in; Messages are its own, or else the
	// parameter's.
	Rule     string
	Messages map[string]string
	// Constraints are what its schema says of its value.
	Constraints

	operation *Operation
	schema    *openapi3.Schema
}

// Constraints are what a schema says of a value. What it does not say is the zero
// value.
type Constraints struct {
	// Type is the first of its types, "" where it has none of its own.
	Type string
	// Nullable tells whether it may be null.
	Nullable bool
	// Enum are the values that it may have, if not any.
	Enum []any
	// Min and Max are the least and the greatest number, themselves allowed.
	Min, Max *float64
	// MinLength and MaxLength count a text's characters, or what the document counts;
	// MinItems and MaxItems the items of a list.
	MinLength, MinItems uint64
	MaxLength, MaxItems *uint64
	// Pattern and Format are a text's.
	Pattern, Format string
}

// Fields are all values that the operation takes, in the order of the document; the
// members of an object follow it. Members of a list's items are none of them.
func (o *Operation) Fields() []*Field {
	var all []*Field
	for _, p := range o.Parameters {
		all = o.fields(all, &Field{
			Path: p.Name, Name: p.Name, Parameter: p, Required: p.Required, Rule: p.Rule, Messages: p.Messages,
		}, p.schema)
	}
	return all
}

// fields adds a field and those inside of it.
func (o *Operation) fields(all []*Field, f *Field, schema *openapi3.Schema) []*Field {
	f.operation, f.schema = o, schema
	f.Constraints = Constraints{
		Nullable: schema.Nullable, Enum: schema.Enum, Min: schema.Min, Max: schema.Max,
		MinLength: schema.MinLength, MaxLength: schema.MaxLength, MinItems: schema.MinItems, MaxItems: schema.MaxItems,
		Pattern: schema.Pattern, Format: schema.Format,
	}
	if types := schema.Type.Slice(); len(types) > 0 {
		f.Type = types[0]
	}
	f.Members = len(schema.Properties) > 0
	all = append(all, f)
	if strings.Count(f.Path, ".") >= maxDepth {
		return all
	}
	names := slices.SortedFunc(maps.Keys(schema.Properties), func(a, b string) int {
		return schemaLine(schema.Properties[a]) - schemaLine(schema.Properties[b])
	})
	for _, name := range names {
		member := &Field{
			Path: f.Path + "." + name, Name: f.Name + "." + name, Parameter: f.Parameter, Within: f,
			Required: slices.Contains(schema.Required, name), Rule: f.Rule, Messages: f.Parameter.Messages,
		}
		if f.Parameter.deep {
			member.Name = f.Name + "[" + name + "]"
		}
		extensions := schema.Properties[name].Value.Extensions
		if rule, ok := extensions["x-rule"].(string); ok {
			member.Rule = rule
		}
		if messages, ok := extensions["x-messages"].(map[string]any); ok {
			member.Messages = map[string]string{}
			for keyword, text := range messages {
				member.Messages[keyword], _ = text.(string)
			}
		}
		all = o.fields(all, member, schema.Properties[name].Value)
	}
	return all
}

func schemaLine(ref *openapi3.SchemaRef) int { return line(ref.Value, "", 0) }

// Broken is everything that is wrong with a value where it is sent in a place (json,
// form, query, header or path), as [Operation.Check] finds it; nothing if it fits. In
// JSON the text is that of a JSON value, elsewhere the value's own.
func (f *Field) Broken(place, text string) []Finding {
	sent := raw{place: place, text: text, list: []string{text}}
	if place == inJSON {
		value, err := decodeJSON([]byte(text))
		if err != nil {
			return []Finding{{ID: "body-malformed", At: f.Path, Keyword: "type", Got: "no JSON: " + err.Error()}}
		}
		sent = raw{place: place, value: value}
	}
	p := *f.Parameter
	p.Name, p.Type, p.schema = f.Path, f.Type, f.schema
	_, found := f.operation.coerce(&p, sent)
	return found
}

// Item is the first item of a list; nil where nothing is said of its items.
func (f *Field) Item() *Field {
	if f.schema.Items == nil {
		return nil
	}
	item := &Field{
		Path: f.Path + ".0", Name: f.Name + ".0", Parameter: f.Parameter, Within: f,
		Required: true, Rule: f.Rule, Messages: f.Parameter.Messages,
	}
	return f.operation.fields(nil, item, f.schema.Items.Value)[0]
}

// Sample is a value that fits the field, decided by the seed: a Go value as
// encoding/json would decode it. It is an error if none could be made.
func (f *Field) Sample(seed int64) (any, error) {
	name := f.Path[strings.LastIndex(f.Path, ".")+1:]
	const tries = 16
	for i := range int64(tries) {
		value := newSampler(seed+i).value(name, f.schema, 0)
		text, err := encoded(value)
		if err != nil {
			return nil, fmt.Errorf("%s of %s: %w", f.Path, f.operation.ID, err)
		}
		if f.Broken(inJSON, text) == nil {
			return value, nil
		}
	}
	return nil, fmt.Errorf("no value could be made that fits %s of %s; give it an example", f.Path, f.operation.ID)
}

// encoded is a value as JSON, texts as they are but for what JSON itself escapes.
func encoded(value any) (string, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	err := encoder.Encode(value)
	return strings.TrimSuffix(b.String(), "\n"), err
}

// Example is the example that the document gives for the field's value; false if it gives
// none.
func (f *Field) Example() (any, bool) {
	if f.Within == nil && f.Parameter.example != nil {
		return f.Parameter.example, true
	}
	return f.schema.Example, f.schema.Example != nil
}

// BodyExamples are the examples that the document gives for the JSON body, by name.
func (o *Operation) BodyExamples() map[string]any {
	all := map[string]any{}
	if o.kin.RequestBody == nil {
		return all
	}
	for media, content := range o.kin.RequestBody.Value.Content {
		if bodyPlace(media) != inJSON {
			continue
		}
		for name, example := range content.Examples {
			all[name] = example.Value.Value
		}
		if content.Example != nil {
			all["example"] = content.Example
		}
	}
	return all
}

// TakesBody tells whether the operation looks at a body.
func (o *Operation) TakesBody() bool { return len(o.bodies) > 0 }

// Inside are the fields inside of an object, however deep, in their order.
func (f *Field) Inside() []*Field {
	if !f.Members {
		return nil
	}
	around := &Field{Path: f.Path, Name: f.Name, Parameter: f.Parameter, Within: f.Within, Required: f.Required, Rule: f.Rule, Messages: f.Messages}
	all := f.operation.fields(nil, around, f.schema)[1:]
	for _, inner := range all {
		if inner.Within == around {
			inner.Within = f
		}
	}
	return all
}
