package spec

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"mime"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"contractmock/openapi/nearest"
)

// Response is the documented answer with that status, or for a range that it is in.
func (o *Operation) Response(status int) (*Response, bool) {
	for _, r := range o.Responses {
		if r.Status <= status && status <= r.Last {
			return r, true
		}
	}
	return nil, false
}

// statuses are the documented statuses as texts.
func (o *Operation) statuses() []string {
	var known []string
	for _, r := range o.Responses {
		text := fmt.Sprint(r.Status)
		if r.Last != r.Status { // 4XX; with a default, every status is documented
			text = text[:1] + "XX"
		}
		known = append(known, text)
	}
	return known
}

// CheckAnswer holds an answer against the specification: its status must be
// documented, its content type and body as documented for it. Ids begin with
// "answer-".
func (o *Operation) CheckAnswer(status int, header http.Header, body []byte) []Finding {
	at := func(f Finding) []Finding {
		f.File, f.Line = o.File, o.Line
		return []Finding{f}
	}
	r, ok := o.Response(status)
	if !ok {
		return at(Finding{ID: "answer-status", At: "status", Got: fmt.Sprint(status), Want: strings.Join(o.statuses(), ", ")})
	}
	if len(r.kin.Content) == 0 {
		if len(body) > 0 {
			return at(Finding{ID: "answer-body", At: "body", Got: fmt.Sprintf("%d bytes", len(body)), Want: fmt.Sprintf("an empty body with %d", status)})
		}
		return nil
	}
	documented := func() string { return strings.Join(slices.Sorted(maps.Keys(r.kin.Content)), " or ") }
	if len(body) == 0 {
		return at(Finding{ID: "answer-body", At: "body", Got: "no body", Want: documented()})
	}
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	content := r.kin.Content.Get(media) // a wildcard's too
	if err != nil || content == nil {
		return at(Finding{ID: "answer-content-type", At: "Content-Type", Got: quote(header.Get("Content-Type")), Want: documented()})
	}
	if bodyPlace(media) != inJSON {
		return nil
	}
	if content.Schema != nil && o.document.shapes.of(content.Schema.Value).fits(body) {
		return nil
	}
	value, err := decodeJSON(body)
	if err != nil {
		return at(Finding{ID: "answer-json", At: "body", Got: "a body that is no JSON: " + err.Error()})
	}
	found := checkBody(content.Schema, value)
	for i := range found {
		found[i].File = cmp.Or(found[i].File, o.document.File)
	}
	return found
}

// checkBody holds a value against a schema.
func checkBody(schema *openapi3.SchemaRef, value any) []Finding {
	if schema == nil {
		return nil
	}
	visit := func(schema *openapi3.Schema) error { return visit(schema, value, openapi3.VisitAsResponse()) }
	err := visit(schema.Value)
	if err == nil {
		return nil
	}
	if meant := visit(picked(schema.Value, value)); meant != nil {
		err = meant
	}
	var found []Finding
	for _, e := range schemaErrors(err) {
		f := misfit("answer-", e)
		f.Line = line(e.Schema, e.SchemaField, 0)
		if e.Schema != nil {
			f.File = fileName(e.Schema.Origin)
		}
		switch e.SchemaField {
		case "required":
			f.ID = "answer-missing"
		case "properties":
			f.ID = "answer-extra"
		}
		if f.At == "" {
			f.At = "body"
		}
		found = append(found, f)
	}
	if found == nil {
		found = []Finding{{ID: "answer-schema", At: "body", Got: "a body that does not fit its schema"}}
	}
	return found
}

// visit holds a value against a schema; the error has all that is wrong. What only JSON
// Schema 2020-12 knows is looked at where the rest fits.
func visit(schema *openapi3.Schema, value any, options ...openapi3.SchemaValidationOption) error {
	err := schema.VisitJSON(value, append(options, visiting...)...)
	if err == nil && schema.Extensions[modernMark] == true {
		err = visitModern(schema, value)
	}
	return err
}

// visiting is how values are held against schemas, everywhere.
var visiting = []openapi3.SchemaValidationOption{
	openapi3.MultiErrors(), openapi3.EnableFormatValidation(),
	openapi3.WithStringFormatValidators(map[string]openapi3.StringFormatValidator{"date": calendarDay}),
}

// visitModern holds a value that fits otherwise against the keywords that only JSON
// Schema 2020-12 knows. A schema that cannot be compiled for it asks nothing more.
func visitModern(schema *openapi3.Schema, value any) error {
	var found openapi3.MultiError
	for open := schemaErrors(schema.VisitJSON(value, openapi3.MultiErrors(), openapi3.EnableJSONSchema2020())); len(open) > 0; {
		e := open[0]
		open = open[1:]
		if within := schemaErrors(e.Origin); within != nil {
			open = append(within, open...)
			continue
		}
		var wrong *jsonschema.ValidationError
		if !errors.As(e, &wrong) {
			continue
		}
		at := wrong.SchemaURL + "/" + strings.Join(wrong.ErrorKind.KeywordPath(), "/") + "/"
		for _, keyword := range modernKeywords {
			if strings.Contains(at, "/"+keyword+"/") {
				e.SchemaField = keyword
				found = append(found, e)
				break
			}
		}
	}
	if found == nil {
		return nil
	}
	return found
}

// picked is the first of several schemas (oneOf) that is meant for a value, by the
// member that x-pick names; without it, or where none fits, the schema itself. A
// misfit is told of the schema that was meant, and not of all of them.
func picked(schema *openapi3.Schema, value any) *openapi3.Schema {
	member, _ := schema.Extensions["x-pick"].(string)
	object, _ := value.(map[string]any)
	for _, ref := range schema.OneOf {
		if says := ref.Value.Properties[member]; says != nil && says.Value.VisitJSON(object[member]) == nil {
			return ref.Value
		}
	}
	return schema
}

// misfit is what a schema does not allow in a value, with the place in it.
func misfit(family string, e *openapi3.SchemaError) Finding {
	f := Finding{
		ID: family + kebab(e.SchemaField), At: strings.Join(e.JSONPointer(), "."), Keyword: e.SchemaField,
		Got: show(e.Value),
	}
	if e.Schema == nil { // JSON Schema 2020-12
		f.Want = "what " + e.SchemaField + " asks"
		return f
	}
	f.Want = want(e.Schema)
	switch e.SchemaField {
	case "enum":
		if near := nearest.Of(fmt.Sprint(e.Value), enumWords(e.Schema)); len(near) > 0 {
			f.Hint = "did you mean " + near[0] + "?"
		}
	case "required":
		f.Got, f.Want = "an object without this member", wantMember(e)
	case "properties":
		f.Got, f.Want = extraMember(e), "documented members only"
		if _, name, quoted := strings.Cut(e.Reason, `"`); quoted && family == "param-" {
			name, _, _ = strings.Cut(name, `"`)
			f.At = strings.TrimPrefix(f.At+"."+name, ".")
		}
	}
	return f
}

// enumWords are the values of an enumeration as texts.
func enumWords(s *openapi3.Schema) []string {
	words := make([]string, len(s.Enum))
	for i, v := range s.Enum {
		if words[i] = fmt.Sprint(v); words[i] == "" {
			words[i] = `""`
		}
	}
	return words
}

// wantMember is what a missing member would have to be.
func wantMember(e *openapi3.SchemaError) string {
	path := e.JSONPointer()
	if member := e.Schema.Properties[path[len(path)-1]]; member != nil {
		return want(member.Value)
	}
	return "a value"
}

// extraMember is the member that is not documented.
func extraMember(e *openapi3.SchemaError) string {
	return strings.TrimSuffix(strings.Replace(e.Reason, "property ", "the member ", 1), " is unsupported")
}

// calendarDay refuses days that do not exist, which kin's pattern lets pass.
var calendarDay = openapi3.NewCallbackValidator(func(text string) error {
	_, err := time.Parse(time.DateOnly, text)
	return err
})
