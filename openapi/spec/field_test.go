package spec_test

import (
	"encoding/json"
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

const shelves = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /shelves/{shelf}:
    parameters:
      - {name: shelf, in: path, required: true, schema: {type: string, pattern: '^[a-z]+$'}, example: tools}
    put:
      operationId: fill
      parameters:
        - name: filter
          in: query
          style: deepObject
          explode: true
          x-rule: S01
          schema:
            type: object
            properties:
              made: {type: object, required: [since], properties: {since: {type: integer, minimum: 3, maximum: 5}}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [goods]
              properties:
                goods:
                  type: object
                  x-rule: S02
                  x-messages: {required: no goods}
                  required: [name]
                  properties:
                    name: {type: string, maxLength: 3, pattern: '\S', x-rule: S03, x-messages: {maxLength: too long}}
                    colours: {type: array, minItems: 1, items: {type: string, enum: [red, blue]}}
                    note: {type: string, nullable: true}
            examples:
              one: {value: {goods: {name: saw}}}
      responses: {"200": {description: ok}}
`

func TestFieldsAreParametersAndTheirMembers(t *testing.T) {
	o := operation(t, compile(t, shelves), "fill")
	var got []string
	for _, f := range o.Fields() {
		within := "-"
		if f.Within != nil {
			within = f.Within.Path
		}
		got = append(got, fmt.Sprintf("%s as %s, in %s, %s, required %v, members %v, rule %s, %v", f.Path, f.Name, within, f.Type, f.Required, f.Members, f.Rule, f.Messages))
	}
	want := []string{
		"shelf as shelf, in -, string, required true, members false, rule , map[]",
		"filter as filter, in -, object, required false, members true, rule S01, map[]",
		"filter.made as filter[made], in filter, object, required false, members true, rule S01, map[]",
		"filter.made.since as filter[made][since], in filter.made, integer, required true, members false, rule S01, map[]",
		"goods as goods, in -, object, required true, members true, rule S02, map[required:no goods]",
		"goods.name as goods.name, in goods, string, required true, members false, rule S03, map[maxLength:too long]",
		"goods.colours as goods.colours, in goods, array, required false, members false, rule S02, map[required:no goods]",
		"goods.note as goods.note, in goods, string, required false, members false, rule S02, map[required:no goods]",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

// field is a field of an operation by its path.
func field(t *testing.T, o *spec.Operation, path string) *spec.Field {
	t.Helper()
	for _, f := range o.Fields() {
		if f.Path == path {
			return f
		}
	}
	t.Fatalf("there is no field %s", path)
	return nil
}

func TestWhatAValueBreaks(t *testing.T) {
	o := operation(t, compile(t, shelves), "fill")
	for _, c := range []struct {
		path, place, text string
		want              []string
	}{
		{"goods.name", "json", `"saw"`, nil},
		{"goods.name", "json", `"hammer"`, []string{"maxLength at goods.name"}},
		{"goods.name", "json", `"    "`, []string{"maxLength at goods.name", "pattern at goods.name"}},
		{"goods.name", "json", `{}`, []string{"type at goods.name"}},
		{"goods.name", "json", `{`, []string{"type at goods.name"}},
		{"goods.name", "json", `null`, []string{"nullable at goods.name"}},
		{"goods.note", "json", `null`, nil},
		{"goods.colours", "json", `[]`, []string{"minItems at goods.colours"}},
		{"goods.colours", "json", `["green"]`, []string{"enum at goods.colours.0"}},
		{"goods", "json", `{}`, []string{"required at goods.name"}},
		{"filter.made.since", "query", "2", []string{"minimum at filter.made.since"}},
		{"filter.made.since", "query", "5", nil},
		{"filter.made.since", "query", "6", []string{"maximum at filter.made.since"}},
		{"filter.made.since", "query", "three", []string{"type at filter.made.since"}},
		{"filter.made.since", "json", `"3"`, []string{"type at filter.made.since"}},
		{"shelf", "path", "Tools", []string{"pattern at shelf"}},
	} {
		var got []string
		for _, found := range field(t, o, c.path).Broken(c.place, c.text) {
			got = append(got, found.Keyword+" at "+found.At)
		}
		if diff := cmp.Diff(c.want, got); diff != "" {
			t.Errorf("%s in %s, %s (-want +got):\n%s", c.path, c.place, c.text, diff)
		}
	}
}

func TestTheInsideOfAnObject(t *testing.T) {
	o := operation(t, compile(t, shelves), "fill")
	goods := field(t, o, "goods")
	var got []string
	for _, f := range goods.Inside() {
		if f.Within != goods {
			t.Errorf("%s is not within the object itself", f.Path)
		}
		got = append(got, f.Path)
	}
	if diff := cmp.Diff([]string{"goods.name", "goods.colours", "goods.note"}, got); diff != "" {
		t.Error(diff)
	}
	if inside := field(t, o, "shelf").Inside(); inside != nil {
		t.Errorf("a text has %d fields inside", len(inside))
	}
}

func TestItemsOfAListAreFields(t *testing.T) {
	o := operation(t, compile(t, shelves), "fill")
	item := field(t, o, "goods.colours").Item()
	if item.Path != "goods.colours.0" || item.Type != "string" || len(item.Enum) != 2 || item.Rule != "S02" {
		t.Errorf("%+v", item)
	}
	if found := item.Broken("json", `"green"`); len(found) != 1 || found[0].Keyword != "enum" {
		t.Errorf("green breaks %v", found)
	}
	if item := field(t, o, "goods.name").Item(); item != nil {
		t.Errorf("a text has the item %+v", item)
	}
}

func TestExamplesOfWhatIsSent(t *testing.T) {
	o := operation(t, compile(t, shelves), "fill")
	if got, ok := field(t, o, "shelf").Example(); !ok || got != "tools" {
		t.Errorf("the shelf's example is %v", got)
	}
	if got, ok := field(t, o, "goods.name").Example(); ok {
		t.Errorf("a name has the example %v", got)
	}
	want := map[string]any{"one": map[string]any{"goods": map[string]any{"name": "saw"}}}
	if diff := cmp.Diff(want, o.BodyExamples()); diff != "" {
		t.Error(diff)
	}
}

// TestSamplesFit makes a value for every field of the embedded specifications.
func TestSamplesFit(t *testing.T) {
	for _, api := range openapi.APIs() {
		document, err := openapi.Document(api)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range document.Operations {
			for _, f := range o.Fields() {
				for seed := range int64(5) {
					value, err := f.Sample(seed)
					if err != nil {
						t.Error(err)
						continue
					}
					text, err := json.Marshal(value)
					if err != nil {
						t.Fatal(err)
					}
					if broken := f.Broken("json", string(text)); broken != nil {
						t.Errorf("%s.%s %s: %s breaks %v", api, o.ID, f.Path, text, broken)
					}
				}
			}
		}
	}
}

func TestASampleThatCannotBeMadeIsSaid(t *testing.T) {
	const impossible = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /:
    get:
      operationId: look
      parameters: [{name: n, in: query, schema: {type: integer, minimum: 5, maximum: 4}}]
      responses: {"200": {description: ok}}
`
	_, err := field(t, operation(t, compile(t, impossible), "look"), "n").Sample(1)
	if want := "no value could be made that fits n of look; give it an example"; err == nil || err.Error() != want {
		t.Errorf("%v, want %s", err, want)
	}
}
