package spec_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"contractmock/openapi/spec"
)

const library = `openapi: 3.0.3
info: {title: Library, version: "7"}
servers: [{url: https://library.example/api/v1/}, {url: http://localhost}]
security: [{bearer: []}, {sign: [], bearer: []}]
paths:
  /shelves/{shelf}/books:
    parameters:
      - {name: shelf, in: path, required: true, schema: {type: string, pattern: '^[a-z]{2}$'}}
      - {name: page, in: query, schema: {type: integer, default: 1}}
    post:
      operationId: addBook
      summary: 添加图书
      x-rules: [L01, L02]
      parameters:
        - {name: theme, in: cookie, schema: {type: string}}
        - {name: X-Trace, in: header, schema: {type: string}}
      requestBody:
        content:
          application/x-www-form-urlencoded: {schema: {$ref: "#/components/schemas/Book"}}
          application/json; charset=utf-8: {schema: {$ref: "#/components/schemas/Book"}}
          text/plain: {schema: {type: string}}
      responses:
        default: {description: anything else}
        4XX: {description: refused}
        "500": {description: broken, x-provoked-by: fault}
        "404": {description: no such shelf}
        "201": {description: added}
    get:
      operationId: listBooks
      security: []
      x-mock: example
      x-pages:
        parameter: page
        items: books
      parameters:
        - {name: page, in: query, required: true, x-rule: L03, x-messages: {required: page不能为空}, schema: {type: number, default: 2}}
      responses: {"200": {description: books}}
  /index:
    get:
      operationId: search
      x-effect: writes
      x-pages:
        parameter: after
        items: result.books
        cursor: isbn
      responses: {"200": {description: found}}
    delete:
      operationId: clear
      x-effect: steers
      responses: {"200": {description: gone}}
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    sign:
      type: apiKey
      in: query
      name: sign
      x-sign: {digest: md5, delimiter: $$, secretName: key, secret: sesame, parameter: sign, time: ts}
  schemas:
    Book:
      type: object
      required: [title]
      properties:
        title: {type: string}
        pages: {type: integer, default: 100}
        author: {type: string, x-rule: L04}
`

func TestCompile(t *testing.T) {
	t.Parallel()
	at := func(mark string) int { return line(t, library, mark) }
	both := []string{"bearer", "sign"}
	answered := func() []*spec.Response {
		return []*spec.Response{{Status: 200, Last: 200}}
	}
	shelf := &spec.Parameter{Name: "shelf", Places: []string{"path"}, Required: true, Type: "string", Line: at("name: shelf")}
	want := &spec.Document{
		Name: "shop", File: "shop.yaml", Base: "/api/v1",
		Sign: &spec.Sign{Scheme: "sign", Digest: "md5", Delimiter: "$$", SecretName: "key", Secret: "sesame", Parameter: "sign", Time: "ts"},
		Operations: []*spec.Operation{
			{
				API: "shop", ID: "addBook", Title: "添加图书", Method: "POST", Path: "/api/v1/shelves/{shelf}/books",
				Rules: []string{"L01", "L02"}, Effect: spec.Writes, Security: both, Signed: true, File: "shop.yaml", Line: at("operationId: addBook") - 1,
				Parameters: []*spec.Parameter{
					shelf,
					{Name: "page", Places: []string{"query"}, Type: "integer", Default: int64(1), Line: at("default: 1}")},
					{Name: "X-Trace", Places: []string{"header"}, Type: "string", Line: at("name: X-Trace")},
					{Name: "title", Places: []string{"json", "form"}, Required: true, Type: "string", Line: at("title: {")},
					{Name: "pages", Places: []string{"json", "form"}, Type: "integer", Default: int64(100), Line: at("pages: {")},
					{Name: "author", Places: []string{"json", "form"}, Type: "string", Rule: "L04", Line: at("author: {")},
				},
				Responses: []*spec.Response{
					{Status: 201, Last: 201},
					{Status: 404, Last: 404},
					{Status: 500, Last: 500, FaultOnly: true},
					{Status: 400, Last: 499},
					{Status: 0, Last: 999},
				},
			},
			{
				API: "shop", ID: "listBooks", Method: "GET", Path: "/api/v1/shelves/{shelf}/books", Effect: spec.Reads, ExampleOnly: true,
				Parameters: []*spec.Parameter{
					shelf,
					{
						Name: "page", Places: []string{"query"}, Required: true, Type: "number", Default: 2.0, Rule: "L03",
						Messages: map[string]string{"required": "page不能为空"}, Line: at("x-rule: L03"),
					},
				},
				Responses: answered(), Pages: &spec.Pages{Parameter: "page", Items: "books"}, File: "shop.yaml", Line: at("operationId: listBooks") - 1,
			},
			{
				API: "shop", ID: "search", Method: "GET", Path: "/api/v1/index", Effect: spec.Writes, Security: both, Signed: true,
				Responses: answered(), Pages: &spec.Pages{Parameter: "after", Items: "result.books", Cursor: "isbn"}, File: "shop.yaml", Line: at("operationId: search") - 1,
			},
			{
				API: "shop", ID: "clear", Method: "DELETE", Path: "/api/v1/index", Effect: spec.Steers, Security: both, Signed: true,
				Responses: answered(), File: "shop.yaml", Line: at("operationId: clear") - 1,
			},
		},
	}
	d := compile(t, library)
	if diff := cmp.Diff(want, d, cmpopts.IgnoreUnexported(spec.Document{}, spec.Operation{}, spec.Parameter{}, spec.Response{})); diff != "" {
		t.Errorf("document (-want +got):\n%s", diff)
	}
	if got := [2]string{d.Operations[0].Parameters[0].Pattern(), d.Operations[0].Parameters[3].Pattern()}; got != [2]string{"[a-z]{2}", ""} {
		t.Errorf("patterns for the route %q, want that of the path's parameter", got)
	}
	for name, id := range map[string]string{"addBook": "addBook", "添加图书": "addBook", "clear": "clear"} {
		if o, ok := d.Operation(name); !ok || o.ID != id {
			t.Errorf("%s names %v, want %s", name, o, id)
		}
	}
	if o, ok := d.Operation("addbook"); ok {
		t.Errorf("addbook names %s", o.ID)
	}
}

func TestWhichResponseDocumentsAStatus(t *testing.T) {
	t.Parallel()
	d := compile(t, library)
	for _, c := range []struct {
		operation    string
		status, last int
	}{
		{"addBook", 201, 201},
		{"addBook", 404, 404},
		{"addBook", 400, 499},
		{"addBook", 499, 499},
		{"addBook", 200, 999},
		{"addBook", 503, 999},
		{"search", 200, 200},
		{"search", 201, 0},
	} {
		r, ok := operation(t, d, c.operation).Response(c.status)
		if ok != (c.last != 0) || ok && r.Last != c.last {
			t.Errorf("%s %d: %v, want the one up to %d", c.operation, c.status, r, c.last)
		}
	}
}

func TestASlashAtTheEndIsPartOfThePath(t *testing.T) {
	t.Parallel()
	d := compile(t, "servers: [{url: https://shop.example/v1}]\n"+strings.Replace(get("operationId: a", answersOK), "/items:", "/items/:", 1))
	if got := d.Operations[0].Path; got != "/v1/items/" {
		t.Errorf("path %s, want /v1/items/", got)
	}
}

func TestTheDocumentsPathIsInFrontOfEveryPath(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ servers, base, path string }{
		{"", "", "/items"},
		{"servers: [{url: /}]", "", "/items"},
		{"servers: [{url: /__admin}]", "/__admin", "/__admin/items"},
		{"servers: [{url: 'http://localhost:8080'}]", "", "/items"},
		{"servers: [{url: 'https://shop.example/a/b/'}]", "/a/b", "/a/b/items"},
	} {
		d := compile(t, c.servers+"\n"+get(`operationId: a`, answersOK))
		if got := [2]string{d.Base, d.Operations[0].Path}; got != [2]string{c.base, c.path} {
			t.Errorf("%s: %q, want %q and %q", c.servers, got, c.base, c.path)
		}
	}
}

const answersOK = `responses: {"200": {description: ok}}`

// get is a document with one operation, GET /items in line 5, of these lines.
func get(lines ...string) string {
	return "openapi: 3.0.3\ninfo: {title: Shop, version: \"1\"}\npaths:\n  /items:\n    get:\n      " + strings.Join(lines, "\n      ") + "\n"
}

func TestDocumentsThatDoNotCompile(t *testing.T) {
	t.Parallel()
	a := func(lines ...string) string { return get(append([]string{"operationId: a", answersOK}, lines...)...) }
	with := func(line, text string) string { return line + "\n" + text }
	const pages = "shop.yaml:5: GET /items: x-pages must have parameter, items and, where pages follow a cursor, cursor; and nothing else"
	signed := func(schemes string) string { return a() + "components: {securitySchemes: {" + schemes + "}}\n" }
	const sign = "shop.yaml: x-sign of s must have digest, delimiter, secretName, secret, parameter and time, and nothing else"
	for _, c := range []struct{ name, text, want string }{
		{"no operationId", get(answersOK), "shop.yaml:5: GET /items: an operationId is missing"},
		{"an unknown effect", a("x-effect: write"), "shop.yaml:5: GET /items: x-effect must be reads, writes or steers, not write"},
		{"an effect that is no text", a("x-effect: [reads]"), "shop.yaml:5: GET /items: x-effect must be reads, writes or steers, not [reads]"},
		{"an unknown way to mock", a("x-mock: true"), "shop.yaml:5: GET /items: x-mock can only be example, not true"},
		{"rules that are no list", a("x-rules: T01"), "shop.yaml:5: GET /items: x-rules must be a list of rule ids"},
		{"a rule that is no text", a("x-rules: [1]"), "shop.yaml:5: GET /items: x-rules must be a list of rule ids"},
		{"a rule of a parameter that is no text", a("parameters: [{name: p, in: query, x-rule: 1, schema: {}}]"), "shop.yaml:5: GET /items: parameter p: x-rule must be a rule's id"},
		{"messages that are no mapping", a("parameters: [{name: p, in: query, x-messages: bad, schema: {}}]"), "shop.yaml:5: GET /items: parameter p: x-messages must map keywords to texts"},
		{"a message that is no text", a("parameters: [{name: p, in: query, x-messages: {type: 1}, schema: {}}]"), "shop.yaml:5: GET /items: parameter p: x-messages.type must be a text"},
		{"a rule of a member that is no text", a("requestBody: {content: {application/json: {schema: {properties: {p: {x-rule: [T01]}}}}}}"), "shop.yaml:5: GET /items: parameter p: x-rule must be a rule's id"},
		{"a parameter without schema", a("parameters: [{name: p, in: query, content: {application/json: {schema: {}}}}]"), "shop.yaml:5: GET /items: parameter p: only parameters with a schema are understood"},
		{"two bodies", a("requestBody: {content: {application/json: {schema: {type: object}}, application/x-www-form-urlencoded: {schema: {type: object}}}}"), "shop.yaml:5: GET /items: its JSON and form bodies must refer to the same schema"},
		{"a status that is none", get("operationId: a", "responses: {ok: {description: ok}}"), "shop.yaml:5: GET /items: response ok is no status"},
		{"a range that is none", get("operationId: a", "responses: {AXX: {description: ok}}"), "shop.yaml:5: GET /items: response AXX is no status"},
		{"an answer provoked by something unknown", get("operationId: a", `responses: {"200": {description: ok, x-provoked-by: me}}`), "shop.yaml:5: GET /items: response 200: x-provoked-by can only be fault, not me"},
		{
			"a summary twice", a("summary: List") + "    post:\n      operationId: b\n      summary: List\n      " + answersOK + "\n",
			`shop.yaml:9: a and b have the same summary "List"; it must be unique, since scenarios name operations by it`,
		},
		{"conventions that are no mapping", with("x-parameters: last", a()), "shop.yaml: x-parameters must be a mapping"},
		{"an unknown convention", with("x-parameters: {place: [json]}", a()), "shop.yaml: x-parameters.place is not known; there are repeated, places, lenient and lengths"},
		{"lengths of another kind", with("x-parameters: {lengths: bytes}", a()), "shop.yaml: x-parameters.lengths can only be utf16, not bytes"},
		{"leniency that is neither true nor false", with("x-parameters: {lenient: very}", a()), "shop.yaml: x-parameters.lenient must be true or false, not very"},
		{"pages that are no mapping", a("x-pages: page"), pages},
		{"pages without their parameter", a("x-pages: {items: rows}"), pages},
		{"pages without their items", a("x-pages: {parameter: page, cursor: id}"), pages},
		{"pages with more than that", a("x-pages: {parameter: page, items: rows, size: 10}"), pages},
		{"pages whose cursor is no text", a("x-pages: {parameter: page, items: rows, cursor: 1}"), pages},
		{"a signature that is no mapping", signed("s: {type: apiKey, in: query, name: sign, x-sign: md5}"), sign},
		{"a signature without its time", signed("s: {type: apiKey, in: query, name: sign, x-sign: {digest: md5, delimiter: '&', secretName: key, secret: x, parameter: sign}}"), sign},
		{"a signature with more than that", signed("s: {type: apiKey, in: query, name: sign, x-sign: {digest: md5, delimiter: '&', secretName: key, secret: x, parameter: sign, time: ts, case: any}}"), sign},
		{"a signature with another member in place of one", signed("s: {type: apiKey, in: query, name: sign, x-sign: {digest: md5, delimiter: '&', secretName: key, secret: x, parameter: sign, ts: ts}}"), sign},
		{"a signature whose secret is no text", signed("s: {type: apiKey, in: query, name: sign, x-sign: {digest: md5, delimiter: '&', secretName: key, secret: 1, parameter: sign, time: ts}}"), sign},
		{
			"two signatures", signed("t: &t {type: apiKey, in: query, name: sign, x-sign: {digest: md5, delimiter: '&', secretName: key, secret: x, parameter: sign, time: ts}}, s: *t"),
			"shop.yaml: x-sign is at s and t; requests are signed in one way only",
		},
		{"neither first nor last", with("x-parameters: {repeated: all}", a()), "shop.yaml: x-parameters.repeated must be first or last, not all"},
		{"an unknown place", with("x-parameters: {places: [json, header]}", a()), "shop.yaml: x-parameters.places must be a list of json, form and query, not [json header]"},
		{"places that are no list", with("x-parameters: {places: json}", a()), "shop.yaml: x-parameters.places must be a list of json, form and query, not json"},
		{"a server that is no URL", with("servers: [{url: 'http://[x'}]", a()), `shop.yaml:1: server "http://[x" is no URL: parse "http://[x": missing ']' in host`},
		{"an operationId twice", a() + "    post:\n      operationId: a\n      " + answersOK + "\n", `shop.yaml:8: invalid paths: operations "GET /items" and "POST /items" have the same operation id "a"`},
		{"a key that OpenAPI does not have", a("paramters: []"), "shop.yaml:8: invalid paths: invalid path /items: invalid operation GET: extra sibling fields: [paramters]"},
		{"nothing", "", "shop.yaml:1: value of openapi must be a non-empty string"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, err := spec.Compile("shop", "shop.yaml", []byte(c.text)); fmt.Sprint(err) != c.want {
				t.Errorf("error\n%v, want\n%s", err, c.want)
			}
		})
	}
}

func TestExamplesThatDoNotFit(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, answer, want string }{
		{"those that fit", `schema: {type: integer}, examples: {one: {value: 1}, two: {value: 2}}`, ""},
		{"none at all", `schema: {type: integer}`, ""},
		{"one by name", `schema: {type: string, format: date}, examples: {good: {value: 2024-02-29}, bad: {value: 2024-02-31}}`, `shop.yaml: a 200 application/json, example bad: body: got "2024-02-31", want a text in the form date`},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := compile(t, get("operationId: a", `responses: {"200": {description: ok, content: {application/json: {`+c.answer+`}}}}`)).ValidateExamples()
			if (err == nil) != (c.want == "") || err != nil && !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
	if err := compile(t, get("operationId: a", `responses: {"200": {description: ok, content: {application/json: {schema: {type: integer}, example: x}}}}`)).ValidateExamples(); err == nil {
		t.Error("an example without name that does not fit is passed")
	}
}
