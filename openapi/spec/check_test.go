package spec_test

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi/spec"
)

const (
	jsonType = "application/json"
	formType = "application/x-www-form-urlencoded"
)

// check sends a request with that query, and body if there is a content type,
// and answers the parameters that have a value or default, and the findings.
func check(o *spec.Operation, query, contentType, body string) (map[string]any, []spec.Finding) {
	r := &http.Request{URL: &url.URL{RawQuery: query}, Header: http.Header{}}
	if contentType != "" {
		r.Header.Set("Content-Type", contentType)
	}
	values, found := o.Check(o.Read(r, map[string]string{"id": "ab"}, []byte(body)))
	all := map[string]any{}
	for _, p := range o.Parameters {
		if value := values.Get(p.Name); value != nil || values.Has(p.Name) {
			all[p.Name] = value
		}
	}
	return all, found
}

func TestValuesAndWhatIsWrongWithThem(t *testing.T) {
	t.Parallel()
	type finding = spec.Finding
	wrong := func(keyword, got, want string) []finding {
		id := map[string]string{"minLength": "min-length", "maxLength": "max-length", "minItems": "min-items", "maxItems": "max-items", "multipleOf": "multiple-of", "exclusiveMinimum": "exclusive-minimum", "uniqueItems": "unique-items"}[keyword]
		if id == "" {
			id = keyword
		}
		return []finding{{ID: "param-" + id, Keyword: keyword, Got: got, Want: want}}
	}
	mistyped := func(got, want string) []finding { return wrong("type", got, want) }
	const query, inJSON = "query", "json"
	for _, c := range []struct {
		name, schema, place, sent string
		want                      any // the value, or the findings
	}{
		{"a whole number", "{type: integer}", query, "7", int64(7)},
		{"one below zero", "{type: integer}", query, "-7", int64(-7)},
		{"one with zeros in front", "{type: integer}", query, "007", int64(7)},
		{"the largest of all", "{type: integer}", query, "9223372036854775807", int64(9223372036854775807)},
		{"one larger still", "{type: integer}", query, "9223372036854775808", mistyped("9223372036854775808", "a whole number")},
		{"one larger than any number", "{type: integer}", query, strings.Repeat("9", 400), mistyped(strings.Repeat("9", 60)+"…", "a whole number")},
		{"a whole number with a plus", "{type: integer}", query, "%2B7", mistyped(`"+7"`, "a whole number")},
		{"with a blank", "{type: integer}", query, "7+", mistyped(`"7 "`, "a whole number")},
		{"with a point", "{type: integer}", query, "7.0", mistyped(`"7.0"`, "a whole number")},
		{"with an exponent", "{type: integer}", query, "1e2", mistyped(`"1e2"`, "a whole number")},
		{"in another script", "{type: integer}", query, "７", mistyped(`"７"`, "a whole number")},
		{"a minus alone", "{type: integer}", query, "-", mistyped(`"-"`, "a whole number")},
		{"nothing for a whole number", "{type: integer}", query, "", mistyped(`""`, "a whole number")},
		{"below the least", "{type: integer, minimum: 1, maximum: 3}", query, "0", wrong("minimum", "0", "a whole number from 1 to 3")},
		{"the least", "{type: integer, minimum: 1}", query, "1", int64(1)},
		{"above the most", "{type: integer, maximum: 3}", query, "4", wrong("maximum", "4", "a whole number of at most 3")},
		{"not a multiple", "{type: integer, multipleOf: 5}", query, "7", wrong("multipleOf", "7", "a whole number, a multiple of 5")},
		{"the bound itself, which is left out", "{type: integer, minimum: 0, exclusiveMinimum: true, maximum: 2}", query, "0", wrong("exclusiveMinimum", "0", "a whole number from 0 to 2, above 0")},
		{"a large one above the most", "{type: integer, maximum: 3}", query, "99999999999", wrong("maximum", "99999999999", "a whole number of at most 3")},
		{"a list of whole numbers", "{type: array, items: {type: integer}}", query, "1&p=-2", []any{int64(1), int64(-2)}},
		{"a list of whole numbers, one of them none", "{type: array, items: {type: integer}}", query, "1&p=x", []finding{{ID: "param-type", At: "p.1", Keyword: "type", Got: `"x"`, Want: "a whole number"}}},
		{"a list with an item twice", "{type: array, uniqueItems: true, items: {type: boolean}}", query, "true&p=true", wrong("uniqueItems", "a list of 2", "a list, none of them twice")},
		{"a day that does not exist", "{type: string, format: date}", query, "2024-02-31", wrong("format", `"2024-02-31"`, "a text in the form date")},
		{"an object without a member", "{type: object, required: [a], properties: {a: {type: boolean}}}", inJSON, "{}", []finding{{ID: "param-required", At: "p.a", Keyword: "required", Got: "an object without this member", Want: "true or false"}}},
		{"an object with a member too many", "{type: object, additionalProperties: false}", inJSON, `{"b":1}`, []finding{{ID: "param-properties", At: "p.b", Keyword: "properties", Got: `the member "b"`, Want: "documented members only"}}},
		{"one of several numbers", "{type: integer, enum: [1, 2]}", query, "2", int64(2)},
		{"none of several numbers", "{type: integer, enum: [1, 2]}", query, "3", wrong("enum", "3", "1 or 2")},
		{"a whole number in JSON", "{type: integer}", inJSON, "7", int64(7)},
		{"with a point in JSON", "{type: integer}", inJSON, "7.0", mistyped("7.0", "a whole number")},
		{"with an exponent in JSON", "{type: integer}", inJSON, "1e2", mistyped("1e2", "a whole number")},
		{"a fraction for a whole number in JSON", "{type: integer}", inJSON, "7.5", mistyped("7.5", "a whole number")},
		{"a text for a whole number in JSON", "{type: integer}", inJSON, `"7"`, mistyped(`"7"`, "a whole number")},
		{"null for a whole number", "{type: integer}", inJSON, "null", wrong("nullable", "null", "a whole number")},
		{"null where it may be", "{type: integer, nullable: true}", inJSON, "null", nil},

		{"a number", "{type: number}", query, "-1.5e1", -15.0},
		{"a whole one", "{type: number}", inJSON, "7", 7.0},
		{"none", "{type: number}", query, "NaN", mistyped(`"NaN"`, "a number")},
		{"one that JSON would not take", "{type: number}", query, "01", mistyped(`"01"`, "a number")},
		{"one with a blank", "{type: number}", query, "+1", mistyped(`" 1"`, "a number")},
		{"one beyond all numbers", "{type: number}", query, "1e400", mistyped("1e400", "a number")},
		{"a number below the least", "{type: number, minimum: 0.5}", inJSON, "0.25", wrong("minimum", "0.25", "a number of at least 0.5")},

		{"true", "{type: boolean}", query, "true", true},
		{"false", "{type: boolean}", query, "false", false},
		{"true in another case", "{type: boolean}", query, "True", mistyped(`"True"`, "true or false")},
		{"false in JSON", "{type: boolean}", inJSON, "false", false},

		{"an empty text", "{type: string}", query, "", ""},
		{"a text of as many characters as may be", "{type: string, maxLength: 2}", query, "圈子", "圈子"},
		{"one of more", "{type: string, maxLength: 2}", query, "圈子x", wrong("maxLength", `"圈子x"`, "a text of at most 2 characters")},
		{"one of fewer", "{type: string, minLength: 2, maxLength: 4}", query, "圈", wrong("minLength", `"圈"`, "a text from 2 to 4 characters")},
		{"a long one", "{type: string, maxLength: 2}", query, "x" + strings.Repeat("圈", 30), wrong("maxLength", `"x`+strings.Repeat("圈", 19)+`"…`, "a text of at most 2 characters")},
		{"one that can just be shown", "{type: string, maxLength: 2}", query, strings.Repeat("x", 60), wrong("maxLength", `"`+strings.Repeat("x", 60)+`"`, "a text of at most 2 characters")},
		{"one that does not match", "{type: string, pattern: '^[a-z]$', nullable: true}", query, "A", wrong("pattern", `"A"`, "a text matching ^[a-z]$ or null")},
		{"one of another form", "{type: string, format: date}", query, "2024-13-01", wrong("format", `"2024-13-01"`, "a text in the form date")},
		{"one of several", "{type: string, enum: [pending, done]}", query, "done", "done"},
		{"none of several, but near", "{type: string, enum: [pending, done, new]}", query, "Done", []finding{{ID: "param-enum", Keyword: "enum", Got: `"Done"`, Want: "pending, done or new", Hint: "did you mean done?"}}},
		{"a number for a text in JSON", "{type: string}", inJSON, "7", mistyped("7", "a text")},
		{"a documented text for what is wrong", "{type: string, x-messages: {type: 名称类型不正确}, x-rule: C12}", inJSON, "7", []finding{{ID: "param-type", Keyword: "type", Got: "7", Want: "a text", Message: "名称类型不正确", Rule: "C12"}}},
		{"one for something else", "{type: string, x-messages: {required: 名称不能为空}}", inJSON, "7", mistyped("7", "a text")},

		{"a list", "{type: array, items: {type: string}}", query, "a&p=b&p=", []any{"a", "b", ""}},
		{"a list of too many", "{type: array, maxItems: 1, items: {type: string}}", query, "a&p=b", wrong("maxItems", "a list of 2", "a list of at most 1 items")},
		{"a list of too few", "{type: array, minItems: 1, items: {type: string}}", inJSON, "[]", wrong("minItems", "a list of 0", "a list of at least 1 items")},
		{"a list with a bad item", "{type: array, items: {type: string, maxLength: 1}}", query, "a&p=bb", []finding{{ID: "param-max-length", At: "p.1", Keyword: "maxLength", Got: `"bb"`, Want: "a text of at most 1 characters"}}},
		{"a text for a list in JSON", "{type: array, items: {type: string}}", inJSON, `"a"`, mistyped(`"a"`, "a list")},
		{"an object", "{type: object, properties: {a: {type: string}}}", inJSON, `{"a":"b"}`, map[string]any{"a": "b"}},
		{"a list for an object", "{type: object}", inJSON, "[]", mistyped("a list of 0", "an object")},
		{"an object with a bad member", "{type: object, properties: {a: {type: object, properties: {b: {type: boolean}}}}}", inJSON, `{"a":{"b":{}}}`, []finding{{ID: "param-type", At: "p.a.b", Keyword: "type", Got: "an object", Want: "true or false"}}},
		{"an object where only texts can be sent", "{type: object}", query, "x", mistyped(`"x"`, "an object")},
		{"several things wrong at once", "{type: object, properties: {a: {type: boolean}, b: {type: boolean}}}", inJSON, `{"a":1,"b":"x"}`, []finding{
			{ID: "param-type", At: "p.a", Keyword: "type", Got: "1", Want: "true or false"},
			{ID: "param-type", At: "p.b", Keyword: "type", Got: `"x"`, Want: "true or false"},
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := fmt.Sprintf(`openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /p:
    get: {operationId: query, parameters: [{name: p, in: query, schema: %[1]s}], responses: {"200": {description: ok}}}
    post: {operationId: json, requestBody: {content: {application/json: {schema: {properties: {p: %[1]s}}}}}, responses: {"200": {description: ok}}}
`, c.schema)
			o, line := operation(t, compile(t, text), c.place), 5
			contentType, body, sent := "", "", "p="+c.sent
			if c.place == inJSON {
				line, contentType, body, sent = 6, jsonType, `{"p":`+c.sent+`}`, ""
			}
			values, found := check(o, sent, contentType, body)
			want, isFindings := c.want.([]finding)
			for i := range want {
				want[i].In, want[i].File, want[i].Line = c.place, "shop.yaml", line
				if want[i].At == "" {
					want[i].At = "p"
				}
			}
			if diff := cmp.Diff(want, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			wantValues := map[string]any{}
			if !isFindings {
				wantValues["p"] = c.want
			}
			if diff := cmp.Diff(wantValues, values); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

// lenient is a document that reads "1" for 1, with one parameter of that schema.
const lenient = `openapi: 3.0.3
info: {title: Shop, version: "1"}
x-parameters: {places: [json, form, query], lenient: true}
paths:
  /p:
    post: {operationId: a, parameters: [{name: p, in: query, schema: %s}], responses: {"200": {description: ok}}}
`

func TestValuesOfLenientDocuments(t *testing.T) {
	t.Parallel()
	type finding = spec.Finding
	mistyped := func(got, want string) []finding {
		return []finding{{ID: "param-type", Keyword: "type", Got: got, Want: want}}
	}
	const query, form, inJSON = "query", "form", "json"
	const texts, numbers = "{type: array, items: {type: string}}", "{type: array, items: {type: integer}}"
	for _, c := range []struct {
		name, schema, place, sent string
		want                      any // the value, or the findings
	}{
		{"a text for a whole number", "{type: integer}", inJSON, `"7"`, int64(7)},
		{"one below zero", "{type: integer}", inJSON, `"-7"`, int64(-7)},
		{"a whole number itself", "{type: integer}", inJSON, "7", int64(7)},
		{"a text for one that is too small", "{type: integer, minimum: 1}", inJSON, `"0"`, []finding{{ID: "param-minimum", Keyword: "minimum", Got: "0", Want: "a whole number of at least 1"}}},
		{"a text for one larger than any", "{type: integer}", inJSON, `"9223372036854775808"`, mistyped("9223372036854775808", "a whole number")},
		{"another text for a whole number", "{type: integer}", inJSON, `"abc"`, mistyped(`"abc"`, "a whole number")},
		{"an empty one", "{type: integer}", inJSON, `""`, mistyped(`""`, "a whole number")},
		{"one with a blank", "{type: integer}", inJSON, `" 7"`, mistyped(`" 7"`, "a whole number")},
		{"one with a point", "{type: integer}", inJSON, `"7.0"`, mistyped(`"7.0"`, "a whole number")},
		{"a point without text", "{type: integer}", inJSON, "7.0", mistyped("7.0", "a whole number")},
		{"a whole number in a query", "{type: integer}", query, "7", int64(7)},
		{"a whole number in quotes in a query", "{type: integer}", query, `"7"`, mistyped(`"\"7\""`, "a whole number")},
		{"null in a query", "{type: integer}", query, "null", mistyped(`"null"`, "a whole number")},
		{"a text for a number", "{type: number}", inJSON, `"-1.5e1"`, -15.0},
		{"another text for a number", "{type: number}", inJSON, `"abc"`, mistyped(`"abc"`, "a number")},
		{"a text for true", "{type: boolean}", inJSON, `"true"`, mistyped(`"true"`, "true or false")},
		{"a number for true", "{type: boolean}", inJSON, "1", mistyped("1", "true or false")},

		{"a number for a text", "{type: string}", inJSON, "7", "7"},
		{"one as it was sent", "{type: string}", inJSON, "-1.50e3", "-1.50e3"},
		{"one of too many digits", "{type: string, maxLength: 2}", inJSON, "123", []finding{{ID: "param-max-length", Keyword: "maxLength", Got: `"123"`, Want: "a text of at most 2 characters"}}},
		{"one of several, as a number", `{type: string, enum: ["1", "2"]}`, inJSON, "2", "2"},
		{"true for a text", "{type: string}", inJSON, "true", mistyped("true", "a text")},
		{"an object for a text", "{type: string}", inJSON, "{}", mistyped("an object", "a text")},
		{"a list for a text", "{type: string}", inJSON, `["a"]`, mistyped("a list of 1", "a text")},
		{"anything where nothing is said", "{}", inJSON, `"7"`, "7"},

		{"null, which is nothing", "{type: integer}", inJSON, "null", nil},
		{"null for what has a default", "{type: integer, default: 3}", inJSON, "null", int64(3)},

		{"a list of texts, one a number", texts, inJSON, `["a",1,""]`, []any{"a", "1", ""}},
		{"a list of whole numbers as texts", numbers, inJSON, `["1","-2"]`, []any{int64(1), int64(-2)}},
		{"a list of lists", "{type: array, items: " + texts + "}", inJSON, "[[1],[]]", []any{[]any{"1"}, []any{}}},
		{"a list with an item that is none", numbers, inJSON, `["1","x"]`, []finding{{ID: "param-type", At: "p.1", Keyword: "type", Got: `"x"`, Want: "a whole number"}}},
		{"a list with null", texts, inJSON, "[null]", []finding{{ID: "param-nullable", At: "p.0", Keyword: "nullable", Got: "null", Want: "a text"}}},
		{"an object for a list", texts, inJSON, "{}", mistyped("an object", "a list")},
		{"the text of a list in JSON", texts, inJSON, `"[]"`, mistyped(`"[]"`, "a list")},

		{"the text of a list in a query", texts, query, `["a",+1]`, []any{"a", "1"}},
		{"the text of a list in a form", texts, form, `%5B"a%26b"]`, []any{"a&b"}},
		{"the text of an empty list", texts, query, "[]", []any{}},
		{"the first of two lists", texts, query, `["a"]&p=["b"]`, []any{"a"}},
		{"the text of a list of too many", "{type: array, maxItems: 1, items: {type: string}}", query, `["a","b"]`, []finding{{ID: "param-max-items", Keyword: "maxItems", Got: "a list of 2", Want: "a list of at most 1 items"}}},
		{"the text of a list with a bad item", numbers, query, `["x"]`, []finding{{ID: "param-type", At: "p.0", Keyword: "type", Got: `"x"`, Want: "a whole number"}}},
		{"a list that breaks off", texts, query, `["a"`, mistyped(`"[\"a\""`, "a list")},
		{"a list that breaks off in a form", texts, form, "[", mistyped(`"["`, "a list")},
		{"a list with something behind it", texts, query, "[],", mistyped(`"[],"`, "a list")},
		{"items without a list", texts, query, "a,b", mistyped(`"a,b"`, "a list")},
		{"a number in place of a list", texts, query, "1", mistyped("1", "a list")},
		{"an empty text in place of a list", texts, query, "", mistyped(`""`, "a list")},
		{"null in place of a list", texts, query, "null", mistyped(`"null"`, "a list")},
		{"a list with a bad percent-encoding", texts, query, "[%zz]", []finding{{ID: "param-malformed", Keyword: "type", Got: `"[%zz]" with a bad percent-encoding`, Want: "a list"}}},
		{"the text of an object", "{type: object, properties: {a: {type: boolean}}}", query, `{"a":true}`, map[string]any{"a": true}},
		{"no object", "{type: object}", query, "a", mistyped(`"a"`, "an object")},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := operation(t, compile(t, fmt.Sprintf(lenient, c.schema)), "a")
			var values map[string]any
			var found []finding
			switch c.place {
			case query:
				values, found = check(o, "p="+c.sent, "", "")
			case form:
				values, found = check(o, "", formType, "p="+c.sent)
			default:
				values, found = check(o, "", jsonType, `{"p":`+c.sent+`}`)
			}
			want, isFindings := c.want.([]finding)
			for i := range want {
				want[i].In, want[i].File, want[i].Line = c.place, "shop.yaml", 6
				if want[i].At == "" {
					want[i].At = "p"
				}
			}
			if diff := cmp.Diff(want, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
			wantValues := map[string]any{}
			if !isFindings && c.want != nil {
				wantValues["p"] = c.want
			}
			if diff := cmp.Diff(wantValues, values); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
		})
	}
}

const shop = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /items/{id}:
    get:
      operationId: listItems
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
        - name: page
          in: query
          required: true
          x-rule: S01
          x-messages: {required: page不能为空}
          schema:
            type: integer
            minimum: 1
        - {name: limit, in: query, schema: {type: integer, maximum: 50, default: 20}}
        - {name: exact, in: query, schema: {type: boolean, default: true}}
        - {name: sort, in: query, explode: false, schema: {type: array, items: {type: string}}}
        - {name: X-Trace, in: header, schema: {type: string, maxLength: 3}}
        - name: filter
          in: query
          style: deepObject
          explode: true
          schema:
            type: object
            additionalProperties: false
            properties:
              owner: {type: string}
              floor: {type: integer}
              at:
                type: object
                properties:
                  since: {type: string, maxLength: 4}
      responses: {"200": {description: ok}}
    post:
      operationId: addItem
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody:
        content:
          application/json:
            schema: &item
              type: object
              required: [name, price]
              properties:
                name:
                  type: string
                price:
                  type: integer
                  minimum: 0
                note: {type: string}
      responses: {"200": {description: ok}}
    put:
      operationId: formItem
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/x-www-form-urlencoded: {schema: {type: object, properties: {name: {type: string}}}}}}
      responses: {"200": {description: ok}}
    head: {operationId: listBody, parameters: [{name: id, in: path, required: true, schema: {type: string}}], requestBody: {content: {application/json: {schema: {type: array, items: {type: integer}}}}}, responses: {"200": {description: ok}}}
    options:
      operationId: upload
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {image/jpeg: {}, application/json: {}}}
      responses: {"200": {description: ok}}
    patch:
      operationId: anyItem
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {name: {type: string}}, additionalProperties: true}}}}
      responses: {"200": {description: ok}}
`

func TestWhatARequestBrings(t *testing.T) {
	t.Parallel()
	type finding = spec.Finding
	type values = map[string]any
	at := func(mark string) int { return line(t, shop, mark) }
	unknown := func(name, place, operation, hint string) finding {
		return finding{
			ID: "param-unknown", At: name, In: place, Got: "a parameter that " + operation + " does not have", Hint: hint,
			File: "shop.yaml", Line: at("operationId: "+operation) - 1,
		}
	}
	missing := func(name, want string, line int) finding {
		return finding{ID: "param-missing", At: name, In: "json", Keyword: "required", Want: want + "; it is required", File: "shop.yaml", Line: line}
	}
	noFilter := func(got string) finding {
		return finding{ID: "param-type", At: "filter", In: "query", Keyword: "type", Got: got, Want: "an object", File: "shop.yaml", Line: at("type: object\n            additional")}
	}
	const all = "there are exact, filter, limit, page and sort"
	list := func(more values) values {
		brought := values{"id": "ab", "page": int64(2), "limit": int64(20), "exact": true}
		maps.Copy(brought, more)
		return brought
	}
	d := compile(t, shop)
	for _, c := range []struct {
		name, operation, query, contentType, body string
		values                                    values
		found                                     []finding
	}{
		{"defaults where nothing is sent", "listItems", "page=2", "", "", list(nil), nil},
		{"what is sent in place of defaults", "listItems", "page=2&limit=50&exact=false", "", "", list(values{"limit": int64(50), "exact": false}), nil},
		{"a default in place of what does not fit", "listItems", "page=2&limit=51", "", "", list(nil), []finding{
			{ID: "param-maximum", At: "limit", In: "query", Keyword: "maximum", Got: "51", Want: "a whole number of at most 50", File: "shop.yaml", Line: at("name: limit")},
		}},
		{"what is required and missing, with the document's text", "listItems", "", "", "", values{"id": "ab", "limit": int64(20), "exact": true}, []finding{
			{ID: "param-missing", At: "page", In: "query", Keyword: "required", Want: "a whole number of at least 1; it is required", Message: "page不能为空", Rule: "S01", File: "shop.yaml", Line: at("name: page")},
		}},
		{
			"parameters in the document's order, then what is unknown as it was sent, then the body", "listItems", "zz=1&exact=1&aa=&zz=2&page=0", "", "{}",
			values{"id": "ab", "limit": int64(20), "exact": true},
			[]finding{
				{ID: "param-minimum", At: "page", In: "query", Keyword: "minimum", Got: "0", Want: "a whole number of at least 1", Rule: "S01", File: "shop.yaml", Line: at("minimum: 1")},
				{ID: "param-type", At: "exact", In: "query", Keyword: "type", Got: `"1"`, Want: "true or false", File: "shop.yaml", Line: at("name: exact")},
				unknown("zz", "query", "listItems", all),
				unknown("aa", "query", "listItems", all),
				{ID: "body-unexpected", At: "body", Got: "a body of 2 bytes, but listItems takes none; it is not looked at", File: "shop.yaml", Line: at("operationId: listItems") - 1},
			},
		},
		{"something misspelt", "listItems", "page=2&limt=5", "", "", list(nil), []finding{unknown("limt", "query", "listItems", "did you mean limit?")}},
		{"a list in one value", "listItems", "page=2&sort=name,-price", "", "", list(values{"sort": []any{"name", "-price"}}), nil},
		{"a bad percent-encoding", "listItems", "page=%zz&limit=2&sort=%", "", "", values{"id": "ab", "limit": int64(2), "exact": true}, []finding{
			{ID: "param-malformed", At: "page", In: "query", Keyword: "type", Got: `"%zz" with a bad percent-encoding`, Want: "a whole number of at least 1", Rule: "S01", File: "shop.yaml", Line: at("minimum: 1") - 1},
			{ID: "param-malformed", At: "sort", In: "query", Keyword: "type", Got: `"%" with a bad percent-encoding`, Want: "a list", File: "shop.yaml", Line: at("name: sort")},
		}},
		{"a name with a bad percent-encoding", "listItems", "page=2&%zz=1", "", "", list(nil), []finding{unknown("%zz", "query", "listItems", all)}},
		{
			"an object in brackets, the first of a repeated member", "listItems", "page=2&filter%5Bowner%5D=Toby&filter[at][since]=2024&filter[owner]=Ann", "", "",
			list(values{"filter": values{"owner": "Toby", "at": values{"since": "2024"}}}), nil,
		},
		{"a bad member of an object in brackets", "listItems", "page=2&filter[owner]=Toby&filter[at][since]=20245", "", "", list(nil), []finding{
			{ID: "param-max-length", At: "filter.at.since", In: "query", Keyword: "maxLength", Got: `"20245"`, Want: "a text of at most 4 characters", File: "shop.yaml", Line: at("since:")},
		}},
		{"a number in brackets", "listItems", "page=2&filter[floor]=-3", "", "", list(values{"filter": values{"floor": int64(-3)}}), nil},
		{"a bad number in brackets", "listItems", "page=2&filter[floor]=x", "", "", list(nil), []finding{
			{ID: "param-type", At: "filter.floor", In: "query", Keyword: "type", Got: `"x"`, Want: "a whole number", File: "shop.yaml", Line: at("floor:")},
		}},
		{"a text where there should be brackets", "listItems", "page=2&filter=x", "", "", list(nil), []finding{noFilter(`"x"`)}},
		{"a member once a text, once an object", "listItems", "page=2&filter[at]=x&filter[at][since]=1", "", "", list(nil), []finding{noFilter(`"1"`)}},
		{"a member once an object, once a text", "listItems", "page=2&filter[at][since]=1&filter[at]=x", "", "", list(nil), []finding{noFilter(`"x"`)}},
		{"a bad percent-encoding in brackets", "listItems", "page=2&filter[owner]=%zz", "", "", list(nil), []finding{
			{ID: "param-malformed", At: "filter", In: "query", Keyword: "type", Got: `"%zz" with a bad percent-encoding`, Want: "an object", File: "shop.yaml", Line: at("type: object\n            additional")},
		}},
		{"JSON that is no object", "addItem", "", jsonType, `[1]`, values{"id": "ab"}, []finding{
			missing("name", "a text", at("name:\n")), missing("price", "a whole number of at least 0", at("price:\n")),
			{ID: "param-type", At: "body", In: "json", Keyword: "type", Got: "a list of 1", Want: "an object", File: "shop.yaml", Line: at("schema: &item") + 1},
		}},
		{"a body that is no object by its schema", "listBody", "", jsonType, `[1,"x"]`, values{"id": "ab"}, []finding{
			{ID: "param-type", At: "body.1", In: "json", Keyword: "type", Got: `"x"`, Want: "a whole number", File: "shop.yaml", Line: at("operationId: listBody")},
		}},
		{"brackets that do not close", "listItems", "page=2&filter[owner=Toby&filters[owner]=a", "", "", list(nil), []finding{
			unknown("filter[owner", "query", "listItems", all), unknown("filters[owner]", "query", "listItems", all),
		}},
		{"a JSON body", "addItem", "", jsonType, `{"price":7,"name":"a","note":""}`, values{"id": "ab", "name": "a", "price": int64(7), "note": ""}, nil},
		{"a JSON body without what is required", "addItem", "", jsonType, `{"note":"x"}`, values{"id": "ab", "note": "x"}, []finding{
			missing("name", "a text", at("name:\n")), missing("price", "a whole number of at least 0", at("price:\n")),
		}},
		{"a JSON body in the query too, and with unknown members", "addItem", "name=b", jsonType, `{"zz":1,"name":"a","price":-1,"Note":"x"}`, values{"id": "ab", "name": "a"}, []finding{
			{ID: "param-minimum", At: "price", In: "json", Keyword: "minimum", Got: "-1", Want: "a whole number of at least 0", File: "shop.yaml", Line: at("minimum: 0")},
			unknown("name", "query", "addItem", "it has one, but not in the query"),
			unknown("Note", "json", "addItem", "did you mean note?"),
			unknown("zz", "json", "addItem", "there are name, note and price"),
		}},
		{"a JSON body that cannot be read", "addItem", "", jsonType, `{`, values{"id": "ab"}, []finding{
			missing("name", "a text", at("name:\n")), missing("price", "a whole number of at least 0", at("price:\n")),
		}},
		{"a form", "formItem", "", formType, "name=a+b&nam=x", values{"id": "ab", "name": "a b"}, []finding{unknown("nam", "form", "formItem", "did you mean name?")}},
		{"a picture", "upload", "", "image/jpeg", "x", values{"id": "ab"}, nil},
		{"a body of any members, but not any query", "anyItem", "x=1", jsonType, `{"name":"a","other":1}`, values{"id": "ab", "name": "a"}, []finding{unknown("x", "query", "anyItem", "there is name")}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, found := check(operation(t, d, c.operation), c.query, c.contentType, c.body)
			if diff := cmp.Diff(c.values, got); diff != "" {
				t.Errorf("values (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(c.found, found); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestManyUnknownNames(t *testing.T) {
	t.Parallel()
	var form strings.Builder
	for i := range 50_000 {
		fmt.Fprintf(&form, "x%d&", i)
	}
	o := operation(t, compile(t, shop), "formItem")
	_, found := check(o, "", formType, form.String())
	if len(found) != 32 {
		t.Errorf("%d findings, want 32 and no more", len(found))
	}
	_, found = check(o, "", formType, strings.Repeat("圈", 1000))
	if len(found) != 1 || found[0].At != strings.Repeat("圈", 20)+"…" {
		t.Errorf("a long name is not cut: %v", found)
	}
}

func TestTypedValues(t *testing.T) {
	t.Parallel()
	o := operation(t, compile(t, shop), "listItems")
	values, _ := o.Check(spec.Input{Path: map[string]string{"id": "ab"}, Query: spec.Pairs("page=2&exact=false&sort=name,-price")})
	type typed struct {
		integer int64
		text    string
		yes     bool
		texts   []string
	}
	got := []typed{
		{values.Int("page"), values.Text("id"), values.Bool("exact"), values.Texts("sort")},
		{values.Int("limit"), values.Text("page"), values.Bool("page"), values.Texts("id")},
		{values.Int("id"), values.Text("nothing"), values.Bool("nothing"), values.Texts("nothing")},
	}
	want := []typed{{2, "ab", false, []string{"name", "-price"}}, {20, "", false, nil}, {0, "", false, nil}}
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(typed{})); diff != "" {
		t.Errorf("values (-want +got):\n%s", diff)
	}
	if !values.Has("page") || values.Has("limit") || values.Has("nothing") {
		t.Error("Has does not tell what was sent: page alone of page, limit and nothing")
	}
	mixed := operation(t, compile(t, fmt.Sprintf(lenient, "{type: array, items: {}}")), "a")
	values, _ = mixed.Check(spec.Input{Query: spec.Pairs(`p=["a",1,"b"]`)})
	if diff := cmp.Diff([]any{"a", json.Number("1"), "b"}, values.Get("p")); diff != "" {
		t.Errorf("items of all types (-want +got):\n%s", diff)
	}
	if diff := cmp.Diff([]string{"a", "b"}, values.Texts("p")); diff != "" {
		t.Errorf("the texts of them (-want +got):\n%s", diff)
	}
}

func TestHeadersAreParameters(t *testing.T) {
	t.Parallel()
	o := operation(t, compile(t, shop), "listItems")
	in := spec.Input{Path: map[string]string{"id": "ab"}, Query: spec.Pairs("page=2&X-Trace=q"), Header: http.Header{"X-Trace": {"abcd", "a"}}}
	_, found := o.Check(in)
	want := []spec.Finding{
		{ID: "param-max-length", At: "X-Trace", In: "header", Keyword: "maxLength", Got: `"abcd"`, Want: "a text of at most 3 characters", File: "shop.yaml", Line: line(t, shop, "name: X-Trace")},
		{ID: "param-unknown", At: "X-Trace", In: "query", Got: "a parameter that listItems does not have", Hint: "there are exact, filter, limit, page and sort", File: "shop.yaml", Line: 5},
	}
	if diff := cmp.Diff(want, found); diff != "" {
		t.Errorf("findings (-want +got):\n%s", diff)
	}
	in.Header, in.Query = http.Header{"X-Trace": {"abc"}}, spec.Pairs("page=2")
	if values, found := o.Check(in); values.Text("X-Trace") != "abc" || found != nil {
		t.Errorf("X-Trace is %q, findings %v", values.Text("X-Trace"), found)
	}
}

// gateway is a document whose operations take every parameter from anywhere.
const gateway = `openapi: 3.0.3
info: {title: Gateway, version: "1"}
x-parameters: {places: [json, form, query], repeated: %s}
paths:
  /club:
    get:
      operationId: getClub
      parameters: [{name: count, in: query, required: true, schema: {type: integer}}]
      responses: {"200": {description: ok}}
    post:
      operationId: addClub
      parameters: [{name: count, in: query, schema: {type: integer}}]
      requestBody: {content: {application/json: {schema: {type: object, properties: {count: {type: string}, name: {type: string}}}}}}
      responses: {"200": {description: ok}}
`

func TestParametersFromAnyPlace(t *testing.T) {
	t.Parallel()
	const anyType = "first, lenient: true"
	for _, c := range []struct{ name, repeated, operation, query, contentType, body, want string }{
		{"the query", "first", "getClub", "count=1", "", "", "map[count:1] []"},
		{
			"null before the query", "first", "getClub", "count=1", jsonType, `{"count":null}`,
			"map[] [json count: got null, want a whole number (shop.yaml:8)]",
		},
		{"the query behind null, where that is nothing", anyType, "getClub", "count=1", jsonType, `{"count":null}`, "map[count:1] []"},
		{"null alone, where that is nothing", anyType, "getClub", "", jsonType, `{"count":null}`, "map[] [json count: want a whole number; it is required (shop.yaml:8)]"},
		{"null where it is not known", anyType, "getClub", "count=1", jsonType, `{"x":null}`, "map[count:1] [json x: a parameter that getClub does not have; there is count (shop.yaml:6)]"},
		{"JSON on a GET", "first", "getClub", "", jsonType, `{"count":2}`, "map[count:2] []"},
		{"JSON before the query", "first", "getClub", "count=1", jsonType, `{"count":2}`, "map[count:2] []"},
		{"a form before the query", "first", "getClub", "count=1", formType, "count=3", "map[count:3] []"},
		{"the query where the form has it not", "first", "getClub", "count=1", formType, "", "map[count:1] []"},
		{
			"a bad one that wins is not helped by a good one", "first", "getClub", "count=1", jsonType, `{"count":"x"}`,
			`map[] [json count: got "x", want a whole number (shop.yaml:8)]`,
		},
		{"the first of a repeated one", "first", "getClub", "count=1&count=2", "", "", "map[count:1] []"},
		{"the last of a repeated one", "last", "getClub", "count=1&count=2", "", "", "map[count:2] []"},
		{"the first of one repeated in a form", "first", "getClub", "", formType, "count=1&count=x", "map[count:1] []"},
		{"the last of one repeated in a form", "last", "getClub", "", formType, "count=x&count=2", "map[count:2] []"},
		{"the last of a repeated one, though it is bad", "last", "getClub", "count=1&count=x", "", "", `map[] [query count: got "x", want a whole number (shop.yaml:8)]`},
		{"missing everywhere", "first", "getClub", "", "", "", "map[] [json count: want a whole number; it is required (shop.yaml:8)]"},
		{"a member of the body, in the query", "first", "addClub", "name=a&count=1", "", "", "map[count:1 name:a] []"},
		{
			"a member that is listed for the query too is one parameter", "first", "addClub", "", jsonType, `{"count":"x"}`,
			`map[] [json count: got "x", want a whole number (shop.yaml:12)]`,
		},
		{"unknown in each place", "first", "addClub", "a=1", formType, "b=1", `map[] [query a: a parameter that addClub does not have; there are count and name (shop.yaml:10) form b: a parameter that addClub does not have; there are count and name (shop.yaml:10)]`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			values, found := check(operation(t, compile(t, fmt.Sprintf(gateway, c.repeated)), c.operation), c.query, c.contentType, c.body)
			var places []string
			for _, f := range found {
				places = append(places, f.In+" "+f.String())
			}
			if got := fmt.Sprint(values, " ", places); got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestSignaturesAreNoUnknownParameters(t *testing.T) {
	t.Parallel()
	d := compile(t, library)
	for _, c := range []struct {
		name, operation, query, contentType, body string
		want                                      []string
	}{
		{"in the query", "search", "sign=x&ts=1", "", "", nil},
		{"in a form", "addBook", "", formType, "title=a&sign=x&ts=1", nil},
		{"in JSON", "addBook", "", jsonType, `{"title":"a","sign":"x","ts":1}`, nil},
		{"one here and one there, and others", "addBook", "ts=1&key=2&Sign=3", jsonType, `{"title":"a","sign":"x","tss":1}`, []string{"query key", "query Sign", "json tss"}},
		{"where nothing is signed", "listBooks", "page=1&sign=x&ts=1", "", "", []string{"query sign", "query ts"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, found := check(operation(t, d, c.operation), c.query, c.contentType, c.body)
			var unknown []string
			for _, f := range found {
				if f.ID == "param-unknown" {
					unknown = append(unknown, f.In+" "+f.At)
				}
			}
			if diff := cmp.Diff(c.want, unknown); diff != "" {
				t.Errorf("unknown parameters (-want +got):\n%s", diff)
			}
		})
	}
}

func TestReadingABody(t *testing.T) {
	t.Parallel()
	type finding = spec.Finding
	notJSON := func(why string) *finding {
		return &finding{ID: "body-malformed", At: "body", Got: "a body that is no JSON: " + why}
	}
	wrongType := func(got, want string) *finding {
		return &finding{ID: "body-content-type", At: "Content-Type", Got: got, Want: want}
	}
	d := compile(t, shop)
	for _, c := range []struct {
		name, operation, contentType, body string
		want                               spec.Input
	}{
		{
			"JSON, its numbers as they were sent", "addItem", jsonType, `{"n":12345678901234567890,"f":[1.10]}`,
			spec.Input{JSON: map[string]any{"n": json.Number("12345678901234567890"), "f": []any{json.Number("1.10")}}, HasJSON: true},
		},
		{"JSON of another kind, with parameters", "addItem", "application/vnd.api+json; charset=utf-8", `null`, spec.Input{HasJSON: true}},
		{"JSON that does not say so", "addItem", "", " 1\n", spec.Input{JSON: json.Number("1"), HasJSON: true}},
		{"JSON that breaks off", "addItem", jsonType, `{"a":`, spec.Input{Malformed: notJSON("unexpected EOF")}},
		{"JSON with something behind it", "addItem", jsonType, `{} {}`, spec.Input{Malformed: notJSON("something follows the JSON value")}},
		{"JSON with rubbish behind it", "addItem", jsonType, `{} x`, spec.Input{Malformed: notJSON("something follows the JSON value")}},
		{"a member twice", "addItem", jsonType, `{"a":1,"b":{"c":1,"c":2}}`, spec.Input{Malformed: notJSON(`the member "c" is there twice`)}},
		{"bytes that are no UTF-8", "addItem", jsonType, "{\"a\":\"\xff\"}", spec.Input{Malformed: notJSON("it is no UTF-8")}},
		{"blanks alone", "addItem", jsonType, " ", spec.Input{Malformed: notJSON("unexpected EOF")}},
		{"nothing", "addItem", "text/plain", "", spec.Input{}},
		{"another content type", "addItem", "text/plain", "{}", spec.Input{Malformed: wrongType(`"text/plain"`, jsonType)}},
		{"a form where JSON is wanted", "addItem", formType, "a=1", spec.Input{Malformed: wrongType(`"`+formType+`"`, jsonType)}},
		{"a content type with a parameter that is none", "addItem", "application/json; charset", "{}", spec.Input{JSON: map[string]any{}, HasJSON: true}},
		{"a content type that is none", "addItem", "application/", "{}", spec.Input{Malformed: wrongType(`"application/"`, jsonType)}},
		{"a form", "formItem", formType + "; charset=utf-8", "b=1&a=%E5%9C%88&b=%", spec.Input{Form: []spec.Pair{{"b", "1", false}, {"a", "圈", false}, {"b", "%", true}}}},
		{"a form that does not say so", "formItem", "", "a=1", spec.Input{Malformed: wrongType(`""`, formType)}},
		{"JSON where a form is wanted", "formItem", jsonType, "{}", spec.Input{Malformed: wrongType(`"application/json"`, formType)}},
		{"a picture", "upload", "image/jpeg", "{", spec.Input{}},
		{"JSON in place of a picture", "upload", jsonType, "{}", spec.Input{JSON: map[string]any{}, HasJSON: true}},
		{"where none is taken", "listItems", "text/plain", "{", spec.Input{}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := &http.Request{URL: &url.URL{RawQuery: "q=1"}, Header: http.Header{"Content-Type": {c.contentType}}}
			c.want.Path, c.want.Query, c.want.Header, c.want.Body = map[string]string{"id": "1"}, []spec.Pair{{"q", "1", false}}, r.Header, []byte(c.body)
			if diff := cmp.Diff(c.want, operation(t, d, c.operation).Read(r, map[string]string{"id": "1"}, []byte(c.body))); diff != "" {
				t.Errorf("input (-want +got):\n%s", diff)
			}
		})
	}
}

func TestPairs(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, raw string
		want      []spec.Pair
	}{
		{"none", "", nil},
		{"in the order sent, repeated ones too", "b=1&a=2&b=3", []spec.Pair{{"b", "1", false}, {"a", "2", false}, {"b", "3", false}}},
		{"without value, without name, and nothing between", "a&&b=&=c&", []spec.Pair{{"a", "", false}, {"b", "", false}, {"", "c", false}}},
		{"only the first = divides", "a=b=c", []spec.Pair{{"a", "b=c", false}}},
		{"decoded", "a+b%5B%5D=%E5%9C%88+x%26", []spec.Pair{{"a b[]", "圈 x&", false}}},
		{"malformed ones as they are", "a+b=%zz&%=1&c=d%2", []spec.Pair{{"a b", "%zz", true}, {"%", "1", true}, {"c", "d%2", true}}},
		{"a semicolon does not divide", "a=1;b=2", []spec.Pair{{"a", "1;b=2", false}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, spec.Pairs(c.raw)); diff != "" {
				t.Errorf("pairs (-want +got):\n%s", diff)
			}
		})
	}
}

func FuzzPairs(f *testing.F) {
	for _, seed := range []string{"", "a=1&b&a=%20", "=&&==", "%zz=%", "a[b]=c+d"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		want, err := url.ParseQuery(raw)
		if err != nil { // a malformed pair, or a semicolon
			spec.Pairs(raw)
			return
		}
		text := true
		for name, values := range want {
			text = text && utf8.ValidString(name+strings.Join(values, ""))
		}
		got := url.Values{}
		malformed := false
		for _, p := range spec.Pairs(raw) {
			got.Add(p.Name, p.Value)
			malformed = malformed || p.Malformed
		}
		if malformed == text {
			t.Fatalf("%q is text: %v; it is found malformed: %v", raw, text, malformed)
		}
		if malformed {
			return
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("net/url reads %q otherwise (-its +ours):\n%s", raw, diff)
		}
	})
}

func FuzzCheck(f *testing.F) {
	f.Add("page=2&limit=99999999999999999999&filter[at][since]=1&filter[at]=x", "", "")
	f.Add("exact=&sort=a,,b&page=%zz&x[]]=1", formType, "name=%&count=1&count=")
	f.Add("", jsonType, `{"name":{"a":[1e999,null]},"price":1e400,"count":-0.0}`)
	f.Add("", "application/vnd.api+json", `[{"name":"a"}]`)
	f.Add("count=1&count=2", "text/plain; =", "\xff\x00")
	f.Add(`p=[1,"2",null,[]]`, jsonType, `{"p":null,"sign":1}`)
	var operations []*spec.Operation
	for _, text := range []string{shop, library, fmt.Sprintf(gateway, "last"), fmt.Sprintf(lenient, "{type: array, items: {type: integer}}")} {
		operations = append(operations, compile(f, text).Operations...)
	}
	f.Fuzz(func(t *testing.T, query, contentType, body string) {
		for _, o := range operations {
			values, found := check(o, query, contentType, body)
			for _, p := range o.Parameters {
				switch value := values[p.Name].(type) {
				case int64, float64, bool, string, []any, map[string]any, nil:
				default:
					t.Errorf("%s.%s is a %T", o.ID, p.Name, value)
				}
			}
			for _, f := range found {
				if f.ID == "" || f.At == "" && f.ID != "param-unknown" || f.File == "" || f.Line == 0 || f.String() == "" {
					t.Errorf("%s: an incomplete finding: %+v", o.ID, f)
				}
			}
		}
	})
}

func TestLengthsInUTF16(t *testing.T) {
	t.Parallel()
	const text = `openapi: 3.0.3
info: {title: Shop, version: "1"}
x-parameters: {places: [json, query]%s}
paths:
  /p:
    post: {operationId: a, parameters: [{name: p, in: query, x-messages: {maxLength: 太长}, schema: {type: string, maxLength: 4}}], responses: {"200": {description: ok}}}
`
	for _, c := range []struct {
		name, conventions, sent string
		fits                    bool
	}{
		{"characters that are one unit", ", lengths: utf16", "圈圈圈圈", true},
		{"two that are two", ", lengths: utf16", "👆👇", true},
		{"one unit more", ", lengths: utf16", "👆👇a", false},
		{"one character more", ", lengths: utf16", "圈圈圈圈圈", false},
		{"characters where nothing is said", "", "👆👇👆👇", true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			o := operation(t, compile(t, fmt.Sprintf(text, c.conventions)), "a")
			for _, in := range []spec.Input{{Query: []spec.Pair{{Name: "p", Value: c.sent}}}, {JSON: map[string]any{"p": c.sent}, HasJSON: true}} {
				values, found := o.Check(in)
				if values.Has("p") != c.fits || (len(found) == 0) != c.fits {
					t.Errorf("fits %v, want %v: %v", values.Has("p"), c.fits, found)
				}
				if len(found) > 0 && (found[0].ID != "param-max-length" || found[0].Message != "太长") {
					t.Errorf("finding %+v", found[0])
				}
			}
		})
	}
}

func TestMembersSayTheirOwnRulesAndMessages(t *testing.T) {
	t.Parallel()
	const text = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /p:
    post:
      operationId: a
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                data:
                  type: object
                  x-rule: R1
                  required: [name]
                  properties:
                    name: {type: string, maxLength: 2, x-rule: R2, x-messages: {required: 没有, maxLength: 太长}}
                    size: {type: integer}
      responses: {"200": {description: ok}}
`
	o := operation(t, compile(t, text), "a")
	for _, c := range []struct {
		sent                    map[string]any
		at, rule, message, name string
	}{
		{map[string]any{"name": "abc"}, "data.name", "R2", "太长", "a member that is wrong"},
		{map[string]any{}, "data.name", "R2", "没有", "a member that is missing"},
		{map[string]any{"name": "a", "size": "x"}, "data.size", "R1", "", "a member that says nothing"},
	} {
		_, found := o.Check(spec.Input{JSON: map[string]any{"data": c.sent}, HasJSON: true})
		if len(found) != 1 || found[0].At != c.at || found[0].Rule != c.rule || found[0].Message != c.message {
			t.Errorf("%s: %+v", c.name, found)
		}
	}
}
