package spec_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi/spec"
)

const answers = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /item:
    get:
      operationId: getItem
      responses:
        "200":
          description: the item
          content:
            application/json:
              schema: {$ref: "#/components/schemas/Item"}
            image/jpeg: {}
        "204": {description: nothing}
        "206": {description: part, content: {image/*: {}}}
        4XX:
          description: refused
          content:
            application/vnd.api+json:
              schema:
                type: object
                required: [error]
                additionalProperties: false
                properties: {error: {type: string}}
    put:
      operationId: putItem
      responses: {"200": {description: stored}, "201": {description: added}}
    delete:
      operationId: deleteItem
      responses:
        "204": {description: gone}
        4XX: {description: refused}
        "200": {description: gone, content: {application/json: {schema: {type: object, required: [undescribed], properties: {flag: {type: string, enum: [""]}}}}}}
  /any:
    get:
      operationId: getAny
      responses:
        "200": {description: ok, content: {application/json: {}}}
        default: {description: anything}
components:
  schemas:
    Item:
      type: object
      additionalProperties: false
      required: [id, tags]
      properties:
        id:
          type: integer
          minimum: 1
          maximum: 9
        tags:
          type: array
          maxItems: 2
          items:
            type: string
            maxLength: 3
            pattern: '^\w+$'
        day: {type: string, format: date, nullable: true}
        kind: {type: string, enum: [new, used]}
        parent: {$ref: "#/components/schemas/Item"}
`

func TestAnswers(t *testing.T) {
	t.Parallel()
	type finding = spec.Finding
	const ok, js, api = `{"id":1,"tags":[]}`, "application/json", "application/vnd.api+json"
	at := func(mark string) int { return line(t, answers, mark) }
	const get = 5
	d := compile(t, answers)
	for _, c := range []struct {
		name, operation string
		status          int
		contentType     string
		body            string
		want            []finding
	}{
		{"one that fits", "getItem", 200, js, ok, nil},
		{"with parameters of its content type", "getItem", 200, "application/json; charset=UTF-8", ok, nil},
		{"one that holds another", "getItem", 200, js, `{"id":9,"tags":["a","b"],"day":"2024-02-29","kind":"new","parent":` + ok + `}`, nil},
		{"another documented content type, which is not looked into", "getItem", 200, "image/jpeg", "\xff\xd8", nil},
		{"one without body", "getItem", 204, "", "", nil},
		{"the first of a range", "getItem", 400, api, `{"error":"x"}`, nil},
		{"the last of a range", "getItem", 499, api, `{"error":"x"}`, nil},
		{"without schema anything fits", "getAny", 200, js, "[{}]", nil},
		{"a status that the default stands for", "getAny", 503, "", "", nil},

		{"a status that is not documented", "putItem", 204, "", "", []finding{{ID: "answer-status", At: "status", Got: "204", Want: "200, 201", Line: at("operationId: putItem") - 1}}},
		{"a status outside of a range", "deleteItem", 500, "", "", []finding{{ID: "answer-status", At: "status", Got: "500", Want: "200, 204, 4XX", Line: at("operationId: deleteItem") - 1}}},
		{"a picture of any kind", "getItem", 206, "image/png", "x", nil},
		{"a member that is missing and nowhere described", "deleteItem", 200, js, "{}", []finding{{ID: "answer-missing", At: "undescribed", Keyword: "required", Got: "an object without this member", Want: "a value", Line: at("undescribed")}}},
		{"a text where it must be empty", "deleteItem", 200, js, `{"undescribed":1,"flag":"x"}`, []finding{{ID: "answer-enum", At: "flag", Keyword: "enum", Got: `"x"`, Want: `""`, Line: at("undescribed")}}},
		{"a body where there is none", "getItem", 204, "", "{}", []finding{{ID: "answer-body", At: "body", Got: "2 bytes", Want: "an empty body with 204", Line: get}}},
		{"no body where there is one", "getItem", 200, js, "", []finding{{ID: "answer-body", At: "body", Got: "no body", Want: "application/json or image/jpeg", Line: get}}},
		{"another content type", "getItem", 404, js, `{"error":"x"}`, []finding{{ID: "answer-content-type", At: "Content-Type", Got: `"application/json"`, Want: api, Line: get}}},
		{"no content type", "getItem", 200, "", ok, []finding{{ID: "answer-content-type", At: "Content-Type", Got: `""`, Want: "application/json or image/jpeg", Line: get}}},
		{"a content type that is none", "getItem", 200, "application/json; charset", ok, []finding{{ID: "answer-content-type", At: "Content-Type", Got: `"application/json; charset"`, Want: "application/json or image/jpeg", Line: get}}},
		{"no JSON", "getItem", 200, js, "<p>", []finding{{ID: "answer-json", At: "body", Got: "a body that is no JSON: invalid character '<' looking for beginning of value", Line: get}}},
		{"more than JSON", "getItem", 200, js, ok + ok, []finding{{ID: "answer-json", At: "body", Got: "a body that is no JSON: something follows the JSON value", Line: get}}},

		{"a member that is missing", "getItem", 200, js, `{"tags":[]}`, []finding{{ID: "answer-missing", At: "id", Keyword: "required", Got: "an object without this member", Want: "a whole number from 1 to 9", Line: at("required: [id")}}},
		{"a member too many", "getItem", 200, js, `{"id":1,"tags":[],"Day":null}`, []finding{{ID: "answer-extra", At: "body", Keyword: "properties", Got: `the member "Day"`, Want: "documented members only", Line: at("properties:\n        id")}}},
		{"another type", "getItem", 200, js, `{"id":"1","tags":[]}`, []finding{{ID: "answer-type", At: "id", Keyword: "type", Got: `"1"`, Want: "a whole number from 1 to 9", Line: at("type: integer")}}},
		{"another type of all", "getItem", 200, js, `[]`, []finding{{ID: "answer-type", At: "body", Keyword: "type", Got: "a list of 0", Want: "an object", Line: at("Item:\n") + 1}}},
		{"a fraction of a whole number", "getItem", 200, js, `{"id":1.5,"tags":[]}`, []finding{{ID: "answer-type", At: "id", Keyword: "type", Got: "1.5", Want: "a whole number from 1 to 9", Line: at("type: integer")}}},
		{"null", "getItem", 200, js, `{"id":null,"tags":[]}`, []finding{{ID: "answer-nullable", At: "id", Keyword: "nullable", Got: "null", Want: "a whole number from 1 to 9", Line: at("id:\n")}}},
		{"too much", "getItem", 200, js, `{"id":10,"tags":[]}`, []finding{{ID: "answer-maximum", At: "id", Keyword: "maximum", Got: "10", Want: "a whole number from 1 to 9", Line: at("maximum: 9")}}},
		{"too many", "getItem", 200, js, `{"id":1,"tags":["a","b","c"]}`, []finding{{ID: "answer-max-items", At: "tags", Keyword: "maxItems", Got: "a list of 3", Want: "a list of at most 2 items", Line: at("maxItems: 2")}}},
		{"none of several", "getItem", 200, js, `{"id":1,"tags":[],"kind":"old"}`, []finding{{ID: "answer-enum", At: "kind", Keyword: "enum", Got: `"old"`, Want: "new or used", Line: at("kind:")}}},
		{"a day that does not exist", "getItem", 200, js, `{"id":1,"tags":[],"day":"2023-02-29"}`, []finding{{ID: "answer-format", At: "day", Keyword: "format", Got: `"2023-02-29"`, Want: "a text in the form date or null", Line: at("day:")}}},
		{"several things, deep inside", "getItem", 200, js, `{"id":1,"tags":[],"parent":{"id":0,"tags":["ab","a b c"]}}`, []finding{
			{ID: "answer-minimum", At: "parent.id", Keyword: "minimum", Got: "0", Want: "a whole number from 1 to 9", Line: at("minimum: 1")},
			{ID: "answer-max-length", At: "parent.tags.1", Keyword: "maxLength", Got: `"a b c"`, Want: `a text of at most 3 characters matching ^\w+$`, Line: at("maxLength: 3")},
			{ID: "answer-pattern", At: "parent.tags.1", Keyword: "pattern", Got: `"a b c"`, Want: `a text of at most 3 characters matching ^\w+$`, Line: at("pattern:")},
		}},
		{"in a range", "getItem", 404, api, `{}`, []finding{{ID: "answer-missing", At: "error", Keyword: "required", Got: "an object without this member", Want: "a text", Line: at("required: [error]")}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i := range c.want {
				c.want[i].File = "shop.yaml"
			}
			header := http.Header{}
			if c.contentType != "" {
				header.Set("Content-Type", c.contentType)
			}
			if diff := cmp.Diff(c.want, operation(t, d, c.operation).CheckAnswer(c.status, header, []byte(c.body))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

const envelopes = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths:
  /items:
    get:
      operationId: listItems
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                x-pick: status
                oneOf:
                  - $ref: "#/components/schemas/Page"
                  - $ref: "#/components/schemas/Nothing"
                  - $ref: "#/components/schemas/Failure"
    put:
      operationId: unpicked
      responses:
        "200":
          description: ok
          content:
            application/json:
              schema:
                oneOf:
                  - $ref: "#/components/schemas/Page"
                  - $ref: "#/components/schemas/Failure"
components:
  schemas:
    Page:
      type: object
      required: [status, result]
      properties:
        status: {type: integer, enum: [1]}
        result: {type: array, items: {type: string}}
    Nothing:
      type: object
      required: [status, empty]
      properties:
        status: {type: integer, enum: [1], description: nothing was found}
        empty: {type: object}
    Failure:
      type: object
      additionalProperties: false
      required: [status, message]
      properties:
        status: {type: integer, enum: [0]}
        message: {type: string}
`

func TestAnswersOfSeveralShapes(t *testing.T) {
	t.Parallel()
	type finding = spec.Finding
	at := func(mark string) int { return line(t, envelopes, mark) }
	const page, nothing, failure = "enum: [1]}", "nothing was found", "enum: [0]"
	status := func(got, want, mark string) finding {
		return finding{ID: "answer-enum", At: "status", Keyword: "enum", Got: got, Want: want, Line: at(mark)}
	}
	without := func(member, want, mark string) finding {
		return finding{ID: "answer-missing", At: member, Keyword: "required", Got: "an object without this member", Want: want, Line: at(mark)}
	}
	extra := func(member string) finding {
		return finding{
			ID: "answer-extra", At: "body", Keyword: "properties", Got: fmt.Sprintf("the member %q", member), Want: "documented members only",
			Line: at("properties:\n        status: {type: integer, enum: [0]}"),
		}
	}
	noObject := func(mark string) finding {
		return finding{ID: "answer-type", At: "body", Keyword: "type", Got: "a list of 0", Want: "an object", Line: at(mark) + 1}
	}
	d := compile(t, envelopes)
	for _, c := range []struct {
		name, operation, body string
		want                  []finding
	}{
		{"the first that is meant", "listItems", `{"status":1,"result":["a"]}`, nil},
		{"another one that is meant as well", "listItems", `{"status":1,"empty":{}}`, nil},
		{"the last", "listItems", `{"status":0,"message":"x"}`, nil},
		{"a misfit of the first that is meant", "listItems", `{"status":1,"result":["a",1]}`, []finding{
			{ID: "answer-type", At: "result.1", Keyword: "type", Got: "1", Want: "a text", Line: at("result: {")},
		}},
		{"a misfit of the last", "listItems", `{"status":0,"result":1}`, []finding{
			extra("result"), without("message", "a text", "required: [status, message]"),
		}},
		{"one that fits two of them", "listItems", `{"status":1,"result":[],"empty":{}}`, []finding{
			{ID: "answer-one-of", At: "body", Keyword: "oneOf", Got: "an object", Want: "a value", Line: at("oneOf:\n                  - $ref: \"#/components/schemas/Page\"\n                  - $ref: \"#/components/schemas/Nothing")},
		}},
		{"one that is meant for none", "listItems", `{"status":5,"result":[],"empty":{},"message":"x"}`, []finding{
			status("5", "1", page), status("5", "1", nothing), extra("empty"), extra("result"), status("5", "0", failure),
		}},
		{"one that does not say what it is meant for", "listItems", `{"result":[],"empty":{},"message":"x"}`, []finding{
			without("status", "1", "required: [status, result]"), without("status", "1", "required: [status, empty]"),
			extra("empty"), extra("result"), without("status", "0", "required: [status, message]"),
		}},
		{"no object", "listItems", `[]`, []finding{noObject("Page:\n"), noObject("Nothing:\n"), noObject("Failure:\n")}},
		{"where nothing tells which is meant", "unpicked", `{"status":0}`, []finding{
			status("0", "1", page), without("result", "a list", "required: [status, result]"), without("message", "a text", "required: [status, message]"),
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for i := range c.want {
				c.want[i].File = "shop.yaml"
			}
			if diff := cmp.Diff(c.want, operation(t, d, c.operation).CheckAnswer(200, http.Header{"Content-Type": {jsonType}}, []byte(c.body))); diff != "" {
				t.Errorf("findings (-want +got):\n%s", diff)
			}
		})
	}
}

func TestAFindingAsASentence(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		finding spec.Finding
		want    string
	}{
		{spec.Finding{ID: "x", At: "page", Got: `"x"`, Want: "a number", Hint: "did you mean y?", Rule: "T23", File: "a.yaml", Line: 7}, `page: got "x", want a number; did you mean y? (T23, a.yaml:7)`},
		{spec.Finding{At: "page", Want: "a number", File: "a.yaml", Line: 7}, "page: want a number (a.yaml:7)"},
		{spec.Finding{At: "page", Got: "a parameter too many", Rule: "T22"}, "page: a parameter too many (T22)"},
		{spec.Finding{Got: "nothing"}, "nothing"},
	} {
		if got := c.finding.String(); got != c.want {
			t.Errorf("got %q, want %q", got, c.want)
		}
	}
}

func FuzzCheckAnswer(f *testing.F) {
	f.Add(200, "application/json", `{"id":1e400,"tags":[null,{}],"parent":{"parent":{}}}`)
	f.Add(404, "application/vnd.api+json", `{"error":"\ud800","x":1}`)
	f.Add(204, "", "x")
	d := compile(f, answers)
	f.Fuzz(func(t *testing.T, status int, contentType, body string) {
		for _, o := range d.Operations {
			for _, found := range o.CheckAnswer(status, http.Header{"Content-Type": {contentType}}, []byte(body)) {
				if !strings.HasPrefix(found.ID, "answer-") || found.At == "" || found.File == "" || found.Line == 0 {
					t.Errorf("an incomplete finding: %s", fmt.Sprintf("%+v", found))
				}
			}
		}
	})
}
