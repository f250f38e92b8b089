package spec

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"
	"unicode/utf16"

	"github.com/getkin/kin-openapi/openapi3"

	"contractmock/openapi/nearest"
)

// raw is a parameter's value as sent and where it was.
type raw struct {
	place     string
	text      string // outside JSON
	list      []string
	value     any // in JSON, or of a deep object
	malformed bool
}

// Check merges and coerces the parameters of a request. The values are those
// that fit; the findings are everything else, parameters in the order of the
// document, then what it does not know in the order sent.
func (o *Operation) Check(in Input) (Values, []Finding) {
	v := Values{values: map[string]any{}, defaults: o.defaults}
	var found []Finding
	for _, p := range o.Parameters {
		sent, ok := o.find(p, in)
		if !ok {
			if p.Required {
				found = append(found, o.finding(p, "required", Finding{ID: "param-missing", Want: p.Want() + "; it is required"}))
			}
			continue
		}
		value, wrong := o.coerce(p, sent)
		if wrong != nil {
			found = append(found, wrong...)
			continue
		}
		v.values[p.Name] = value
	}
	if o.document.own {
		return v, slices.Concat(found, o.checkOwnBody(in), o.unknown(in))
	}
	if body := o.kin.RequestBody; body != nil && body.Value.Required && len(in.Body) == 0 && o.document.places == nil {
		found = append(found, Finding{ID: "body-missing", At: "body", Want: strings.Join(o.mediaTypes(), " or ") + "; it is required", File: o.File, Line: o.Line})
	}
	if _, isObject := in.JSON.(map[string]any); in.HasJSON && o.body != nil && (!isObject || len(o.body.schema.Properties) == 0) {
		_, wrong := o.coerce(o.body, raw{place: inJSON, value: in.JSON})
		found = append(found, wrong...)
	}
	return v, append(found, o.unknown(in)...)
}

// finding completes a finding about a parameter.
func (o *Operation) finding(p *Parameter, keyword string, f Finding) Finding {
	f.At, f.Keyword, f.Rule, f.Message = p.Name, keyword, p.Rule, p.Messages[keyword]
	f.File, f.Line = cmp.Or(p.file, o.File), p.Line
	o.document.source(&f, p.schema, keyword)
	if f.In == "" {
		f.In = p.Places[0]
	}
	return f
}

// find is the parameter's value in the winning place that has one.
func (o *Operation) find(p *Parameter, in Input) (raw, bool) {
	for _, place := range p.Places {
		switch place {
		case inPath:
			if text, ok := in.Path[p.Name]; ok {
				return raw{place: place, text: text, list: []string{text}}, true
			}
		case inHeader:
			if list := in.Header.Values(p.Name); len(list) > 0 && (list[0] != "" || !o.document.lenient) {
				return raw{place: place, text: list[0], list: list}, true
			}
		case inJSON:
			if members, ok := in.JSON.(map[string]any); ok {
				if value, ok := members[p.Name]; ok && (value != nil || !o.document.lenient) {
					return raw{place: place, value: value}, true
				}
			}
		case inQuery, inForm:
			pairs := in.Query
			if place == inForm {
				pairs = in.Form
			}
			r, ok := o.pick(p.Name, pairs)
			if p.deep {
				r, ok = deep(p, pairs)
			}
			if ok {
				r.place = place
				return r, true
			}
		}
	}
	return raw{}, false
}

// pick is the pair of that name which counts, and all its values.
func (o *Operation) pick(name string, pairs []Pair) (r raw, ok bool) {
	for _, pair := range pairs {
		if pair.Name != name {
			continue
		}
		r.list = append(r.list, pair.Value)
		if !ok || o.repeated == "last" {
			r.text, r.malformed, ok = pair.Value, pair.Malformed, true
		}
	}
	return r, ok
}

// deep gathers name[a][b]=c into {a: {b: c}}; the first of a repeated key counts.
// What cannot be part of the object is answered in its place.
func deep(p *Parameter, pairs []Pair) (r raw, ok bool) {
	object := map[string]any{}
	for _, pair := range pairs {
		keys, within := deepKeys(p.Name, pair.Name)
		if !within && pair.Name != p.Name {
			continue
		}
		bad := raw{text: pair.Value, malformed: pair.Malformed}
		if !within || pair.Malformed {
			return bad, true
		}
		at, schema := object, p.schema
		for i, key := range keys {
			schema = member(schema, key)
			value, taken := at[key]
			next, isObject := value.(map[string]any)
			switch last := i == len(keys)-1; {
			case !taken && last:
				at[key] = fromText(schema, pair.Value)
			case !taken:
				next = map[string]any{}
				at[key] = next
				at = next
			case isObject == last: // once a text, once an object
				return bad, true
			case !last:
				at = next
			}
		}
	}
	return raw{value: object}, len(object) > 0
}

// member is the schema of an object's member; nil if nothing is said about it.
func member(schema *openapi3.Schema, name string) *openapi3.Schema {
	if schema == nil {
		return nil
	}
	if ref := schema.Properties[name]; ref != nil {
		return ref.Value
	}
	if ref := schema.AdditionalProperties.Schema; ref != nil {
		return ref.Value
	}
	return nil
}

// deepKeys are the keys of name[a][b]: a and b.
func deepKeys(name, key string) ([]string, bool) {
	rest, ok := strings.CutPrefix(key, name+"[")
	if !ok || !strings.HasSuffix(rest, "]") {
		return nil, false
	}
	return strings.Split(strings.TrimSuffix(rest, "]"), "]["), true
}

// coerce brings a value into the parameter's type and checks it.
func (o *Operation) coerce(p *Parameter, sent raw) (any, []Finding) {
	mistyped := func(got string) []Finding {
		return []Finding{o.finding(p, "type", Finding{ID: "param-type", In: sent.place, Got: got, Want: p.Want()})}
	}
	value := sent.value
	if value == nil && sent.place != inJSON {
		if sent.malformed {
			return nil, []Finding{o.finding(p, "type", Finding{ID: "param-malformed", In: sent.place, Got: quote(sent.text) + " with a bad percent-encoding", Want: p.Want()})}
		}
		var ok bool
		if value, ok = p.read(sent, o.document.lenient); !ok {
			return nil, mistyped(quote(sent.text))
		}
	} else if o.document.lenient {
		value = leniently(p.schema, value)
	}
	if number, ok := value.(json.Number); ok && p.Type == "integer" {
		if n, err := strconv.ParseInt(number.String(), 10, 64); err == nil {
			value = n
		}
	}
	if err := visit(p.schema, value, p.visiting()...); err != nil {
		return nil, o.misfits(p, sent.place, err)
	}
	if text, ok := value.(string); ok && o.document.utf16 && p.schema.MaxLength != nil {
		if units := len(utf16.Encode([]rune(text))); uint64(units) > *p.schema.MaxLength {
			return nil, []Finding{o.finding(p, "maxLength", Finding{ID: "param-max-length", In: sent.place, Got: fmt.Sprintf("a text of %d UTF-16 units", units), Want: p.Want()})}
		}
	}
	if number, ok := value.(json.Number); ok {
		f, err := number.Float64()
		if err != nil || p.Type == "integer" {
			return nil, mistyped(number.String())
		}
		value = f
	}
	return value, nil
}

// visiting is how values of the parameter are held against its schema.
func (p *Parameter) visiting() []openapi3.SchemaValidationOption {
	if !p.own {
		return nil
	}
	return []openapi3.SchemaValidationOption{openapi3.VisitAsRequest(), openapi3.DisableReadOnlyValidation()}
}

// misfits are the findings about a parameter's value that does not fit its schema.
func (o *Operation) misfits(p *Parameter, place string, err error) []Finding {
	var found []Finding
	for _, e := range schemaErrors(err) {
		misfit := misfit("param-", e)
		misfit.In = place
		f := o.finding(p, e.SchemaField, misfit)
		if e.Schema != p.schema {
			o.document.source(&f, e.Schema, e.SchemaField)
		}
		if said := within(e); said != nil && said != p.schema { // what a member says of itself wins
			if rule, ok := said.Extensions["x-rule"].(string); ok {
				f.Rule = rule
			}
			if messages, ok := said.Extensions["x-messages"].(map[string]any); ok {
				if message, ok := messages[e.SchemaField].(string); ok {
					f.Message = message
				}
			}
		}
		if misfit.At != "" {
			f.At += "." + misfit.At
		}
		found = append(found, f)
	}
	return found
}

// within is the schema that an error is about: that of a missing member, else the one
// that was broken.
func within(e *openapi3.SchemaError) *openapi3.Schema {
	path := e.JSONPointer()
	if e.SchemaField == "required" && len(path) > 0 && e.Schema != nil {
		if member := e.Schema.Properties[path[len(path)-1]]; member != nil {
			return member.Value
		}
	}
	return e.Schema
}

// read is a value that was sent as text; false if it cannot be one.
func (p *Parameter) read(sent raw, lenient bool) (any, bool) {
	if lenient && (p.Type == "array" || p.Type == "object") {
		value, err := decodeJSON([]byte(sent.text))
		return leniently(p.schema, value), err == nil && value != nil
	}
	if p.own && p.Type != "array" {
		return ownText(p.schema, sent.text), true
	}
	switch p.Type {
	case "array":
		list := sent.list
		if p.joined {
			list = strings.Split(sent.text, ",")
		}
		items := make([]any, len(list))
		for i, text := range list {
			items[i] = text
			switch {
			case p.schema.Items == nil:
			case p.own:
				items[i] = ownText(p.schema.Items.Value, text)
			default:
				items[i] = fromText(p.schema.Items.Value, text)
			}
		}
		return items, true
	case "object":
		return nil, false
	default:
		value := fromText(p.schema, sent.text)
		_, isText := value.(string)
		return value, !isText || p.Type == "string" || p.Type == ""
	}
}

// fromText is the value of a schema that a text says, or the text itself, which
// then does not fit. Whole numbers are decimal digits, with a minus in front if
// they are negative: no plus, blanks, point or exponent.
func fromText(schema *openapi3.Schema, text string) any {
	switch {
	case schema == nil:
	case schema.Type.Is("integer"):
		digits := strings.TrimPrefix(text, "-")
		if digits == "" || strings.Trim(digits, "0123456789") != "" {
			break
		}
		if n, err := strconv.ParseInt(text, 10, 64); err == nil {
			return n
		}
		return json.Number(text) // too large for any bound
	case schema.Type.Is("number"):
		if json.Valid([]byte(text)) && strings.Trim(text, "0123456789+-.eE") == "" {
			return json.Number(text)
		}
	case schema.Type.Is("boolean"):
		if text == "true" || text == "false" {
			return text == "true"
		}
	}
	return text
}

// leniently reads a JSON value as its schema's type where another one says the same:
// "1" for 1, 1 for "1".
func leniently(schema *openapi3.Schema, value any) any {
	switch v := value.(type) {
	case string:
		if schema.Type.Is("integer") || schema.Type.Is("number") {
			return fromText(schema, v)
		}
	case json.Number:
		if schema.Type.Is("string") {
			return v.String()
		}
	case []any:
		if schema.Type.Is("array") && schema.Items != nil {
			read := make([]any, len(v))
			for i, item := range v {
				read[i] = leniently(schema.Items.Value, item)
			}
			return read
		}
	}
	return value
}

// maxUnknown is how many unknown names a request is told of.
const maxUnknown = 32

// unknown are the query, form and JSON members, and the body, that no parameter
// of the operation stands for.
func (o *Operation) unknown(in Input) []Finding {
	var found []Finding
	known := func(name, place string) bool {
		return slices.ContainsFunc(o.Parameters, func(p *Parameter) bool {
			if p.Name == name || !p.deep {
				return p.Name == name && slices.Contains(p.Places, place)
			}
			_, within := deepKeys(p.Name, name)
			return within && slices.Contains(p.Places, place)
		})
	}
	var seen map[[2]string]bool
	var names []string
	report := func(name, place string) {
		if o.Signed && (name == o.document.Sign.Parameter || name == o.document.Sign.Time) {
			return
		}
		if o.document.own && o.document.secrets[name] { // a key, which a security scheme takes
			return
		}
		if len(found) == maxUnknown || seen[[2]string{name, place}] || known(name, place) {
			return
		}
		if seen == nil {
			seen, names = map[[2]string]bool{}, o.sendable()
		}
		seen[[2]string{name, place}] = true
		name = cut(name, maxQuoted)
		hint := strings.TrimPrefix(nearest.Hint(name, names), "; ")
		if slices.Contains(names, name) {
			hint = "it has one, but not in the " + place
		}
		found = append(found, Finding{
			ID: "param-unknown", At: name, In: place,
			Got:  fmt.Sprintf("a parameter that %s does not have", o.ID),
			Hint: hint,
			File: o.File, Line: o.Line,
		})
	}
	for _, pair := range in.Query {
		report(pair.Name, inQuery)
	}
	if !o.freeBody {
		for _, pair := range in.Form {
			report(pair.Name, inForm)
		}
		if members, ok := in.JSON.(map[string]any); ok {
			var strange []string
			for name := range members {
				if !known(name, inJSON) {
					strange = append(strange, name)
				}
			}
			slices.Sort(strange)
			for _, name := range strange {
				report(name, inJSON)
			}
		}
	}
	if len(in.Body) > 0 && len(o.bodies) == 0 && o.kin.RequestBody == nil {
		found = append(found, Finding{
			ID: "body-unexpected", At: "body",
			Got:  fmt.Sprintf("a body of %d bytes, but %s takes none; it is not looked at", len(in.Body), o.ID),
			File: o.File, Line: o.Line,
		})
	}
	return found
}

// sendable are the names of the parameters that neither a header nor the path takes.
func (o *Operation) sendable() (names []string) {
	for _, p := range o.Parameters {
		if p.Places[0] != inHeader && p.Places[0] != inPath {
			names = append(names, p.Name)
		}
	}
	return names
}

// schemaErrors is all of a failed VisitJSON, flat.
func schemaErrors(err error) []*openapi3.SchemaError {
	var many openapi3.MultiError
	if errors.As(err, &many) {
		var all []*openapi3.SchemaError
		for _, e := range many {
			all = append(all, schemaErrors(e)...)
		}
		return all
	}
	var one *openapi3.SchemaError
	if errors.As(err, &one) {
		return []*openapi3.SchemaError{one}
	}
	return nil
}

// show is a JSON value as a finding shows it.
func show(value any) string {
	switch v := value.(type) {
	case string:
		return quote(v)
	case map[string]any:
		return "an object"
	case []any:
		return fmt.Sprintf("a list of %d", len(v))
	case nil:
		return "null"
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64)
	default:
		return cut(fmt.Sprint(v), maxQuoted)
	}
}
