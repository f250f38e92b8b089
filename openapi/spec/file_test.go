package spec_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"contractmock/openapi/spec"
)

// written is a directory with the files of a txtar archive.
func written(t testing.TB, archive string) string {
	t.Helper()
	dir := t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		name := filepath.Join(dir, filepath.FromSlash(file.Name))
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// own is a user's own document of that text, which must be usable, without warning.
func own(t testing.TB, text string) *spec.Document {
	t.Helper()
	d, err := spec.CompileFile("shop", filepath.Join(written(t, "-- shop.yaml --\n"+text), "shop.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Warnings != nil {
		t.Fatalf("warnings: %q", d.Warnings)
	}
	return d
}

// fits makes an answer of an operation and holds it against the specification.
func fits(t testing.TB, o *spec.Operation, seed int64) []byte {
	t.Helper()
	s, err := o.Sample(spec.Wish{}, seed)
	if err != nil {
		t.Fatalf("%s: %v", o.ID, err)
	}
	if s.Type != "" {
		s.Header.Set("Content-Type", s.Type)
	}
	if found := o.CheckAnswer(s.Status, s.Header, s.Body); found != nil {
		t.Fatalf("%s: %s does not fit: %v", o.ID, s.Body, found)
	}
	return s.Body
}

const head = "openapi: 3.0.3\ninfo: {title: Shop, version: '1'}\n"

const head31 = "openapi: 3.1.0\ninfo: {title: Shop, version: '1'}\n"

func TestOwnDocumentsNeedNoIDs(t *testing.T) {
	t.Parallel()
	d := own(t, head+`servers:
  - url: https://{region}.example.com/{version}/
    variables: {region: {default: eu}, version: {default: v2}}
  - url: /other
paths:
  /pets:
    get: {summary: Same, responses: {"200": {description: ok}}}
    post: {summary: Same, operationId: add, responses: {"201": {description: ok}}}
  /pets/{id}:
    parameters: [{name: id, in: path, required: true, schema: {type: integer}}]
    get: {summary: Same, responses: {"204": {description: ok}}}
  /pets/id:
    get: {responses: {default: {description: ok}}}
  /:
    get: {responses: {"302": {description: elsewhere}}}
`)
	var got []string
	for _, o := range d.Operations {
		status, _, body, err := example(o, 1)
		if err != nil || body != nil {
			t.Errorf("%s: %q, %v", o.ID, body, err)
		}
		got = append(got, fmt.Sprint(o.Method, " ", o.Path, " ", o.ID, " ", status))
	}
	want := []string{
		"GET /v2/pets getPets 200", "POST /v2/pets add 201", "GET /v2/pets/{id} getPetsId 204",
		"GET /v2/pets/id getPetsId2 200", "GET /v2/ get 302",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("operations (-want +got):\n%s", diff)
	}
}

func TestReferencesOfEveryKindWork(t *testing.T) {
	t.Parallel()
	dir := written(t, `
-- api/shop.yaml --
openapi: 3.0.3
info: {title: Shop, version: '1'}
paths:
  /pets: {$ref: 'paths/宠物.yaml#/pets'}
  /tree:
    get:
      responses:
        "200": {$ref: '#/components/responses/Tree'}
  /person:
    get:
      parameters: [{$ref: '../shared/all.json#/parameters/limit'}]
      responses:
        "200":
          description: ok
          headers: {X-Next: {$ref: '../shared/all.json#/headers/next'}}
          content: {application/json: {schema: {$ref: '../shared/person.yaml'}}}
  /first:
    get:
      parameters: [{name: size, in: query, schema: {$ref: '../shared/all.json#/definitions/Size'}}]
      responses:
        "200": {description: ok, content: {application/json: {schema: {$ref: '#/paths/~1person/get/responses/200/content/application~1json/schema'}}}}
components:
  responses:
    Tree: {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Tree'}}}}
  schemas:
    Tree:
      type: object
      required: [name, children]
      additionalProperties: false
      properties:
        name: {type: string}
        parent: {$ref: '#/components/schemas/Tree'}
        children: {type: array, items: {$ref: '#/components/schemas/Tree'}}
-- api/paths/宠物.yaml --
pets:
  get:
    operationId: listPets
    responses:
      "200":
        description: ok
        content: {application/json: {schema: {type: array, minItems: 2, items: {$ref: '../../shared/all.json#/schemas/Pet'}}}}
-- shared/all.json --
{
	"schemas": {"Pet": {"type": "object", "required": ["id", "owner"], "properties": {"id": {"type": "integer"}, "owner": {"$ref": "person.yaml"}}}},
	"parameters": {"limit": {"name": "limit", "in": "query", "schema": {"type": "integer", "maximum": 9}}},
	"definitions": {"Size": {
		"type": "integer", "maximum": 9}},
	"headers": {"next": {"required": true, "schema": {"type": "integer", "example": 7}}}
}
-- shared/person.yaml --
type: object
required: [name]
properties:
  name: {type: string, minLength: 1}
  pets: {type: array, items: {$ref: 'all.json#/schemas/Pet'}}
`)
	d, err := spec.CompileFile("shop", filepath.Join(dir, "api", "shop.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Warnings != nil {
		t.Errorf("warnings: %q", d.Warnings)
	}
	var files []string
	for _, file := range d.Files {
		name, _ := filepath.Rel(dir, file)
		files = append(files, filepath.ToSlash(name))
	}
	if d.Files[0] != filepath.ToSlash(filepath.Join(dir, "api", "shop.yaml")) {
		t.Errorf("the first file is %s", d.Files[0])
	}
	slices.Sort(files)
	if diff := cmp.Diff([]string{"api/paths/宠物.yaml", "api/shop.yaml", "shared/all.json", "shared/person.yaml"}, files); diff != "" {
		t.Errorf("files (-want +got):\n%s", diff)
	}
	for _, o := range d.Operations {
		for seed := range int64(20) {
			if body := fits(t, o, seed); !json.Valid(body) || len(body) < 3 {
				t.Errorf("%s: %s", o.ID, body)
			}
		}
	}
	if s, err := operation(t, d, "getPerson").Sample(spec.Wish{}, 1); err != nil || s.Header.Get("X-Next") != "7" {
		t.Errorf("X-Next is %q, %v", s.Header.Get("X-Next"), err)
	}
	request := httptest.NewRequest(http.MethodGet, "/person?limit=10", nil)
	_, found := operation(t, d, "getPerson").Check(operation(t, d, "getPerson").Read(request, nil, nil))
	if len(found) != 1 || found[0].ID != "param-maximum" || !strings.HasSuffix(found[0].File, "shared/all.json") || found[0].Line != 3 {
		t.Errorf("findings %+v", found)
	}
	request = httptest.NewRequest(http.MethodGet, "/first?size=10", nil)
	_, found = operation(t, d, "getFirst").Check(operation(t, d, "getFirst").Read(request, nil, nil))
	if len(found) != 1 || found[0].ID != "param-maximum" || !strings.HasSuffix(found[0].File, "shared/all.json") || found[0].Line != 5 {
		t.Errorf("findings %+v", found)
	}
	if !strings.HasSuffix(operation(t, d, "listPets").File, "api/paths/宠物.yaml") || operation(t, d, "listPets").Line != 2 {
		t.Errorf("listPets stands at %s:%d", operation(t, d, "listPets").File, operation(t, d, "listPets").Line)
	}
}

func TestOwnDocumentsThatCannotBeUsed(t *testing.T) {
	t.Parallel()
	const ok = "paths:\n  /a:\n    get:\n      responses: {\"200\": {description: ok}}\n"
	for _, c := range []struct{ name, archive, want string }{
		{"none", "", "there is no file DIR/shop.yaml"},
		{"a directory", "-- shop.yaml/a --\n", "DIR/shop.yaml is no file"},
		{"nothing", "-- shop.yaml --\n", "DIR/shop.yaml:1: this is no OpenAPI document; the member openapi is missing, which says its version, such as 3.0.3 or 3.1.0"},
		{"something else", "-- shop.yaml --\na: 1\n", "DIR/shop.yaml:1: this is no OpenAPI document; the member openapi is missing, which says its version, such as 3.0.3 or 3.1.0"},
		{"Swagger 2.0", "-- shop.yaml --\n\nswagger: \"2.0\"\n", "DIR/shop.yaml:2: this is Swagger 2.0, and the mock reads OpenAPI 3.0 and 3.1; convert it first, as `npx swagger2openapi DIR/shop.yaml -o openapi.yaml` does"},
		{"Swagger 2.0 in one line", "-- shop.yaml --\n{\"swagger\":\"2.0\"}\n", "DIR/shop.yaml:1: this is Swagger 2.0, and the mock reads OpenAPI 3.0 and 3.1; convert it first, as `npx swagger2openapi DIR/shop.yaml -o openapi.yaml` does"},
		{"a version to come", "-- shop.yaml --\n# a\nopenapi: 4.0.0\n" + ok, "DIR/shop.yaml:2: openapi 4.0.0 is none that the mock reads; there are 3.0.x and 3.1.x"},
		{"a version that is a number", "-- shop.yaml --\nopenapi: 3.0\n" + ok, "DIR/shop.yaml:1: openapi cannot be a number here"},
		{"no operation", "-- shop.yaml --\n" + head31 + "components: {}\n", "DIR/shop.yaml:1: there is no operation to mount"},
		{"no YAML", "-- shop.yaml --\n" + head + "paths:\n  /a: [\n", "DIR/shop.yaml:4: did not find expected node content"},
		{"no JSON", "-- shop.yaml --\n{\n\"openapi\": \"3.0.3\",\n\"a\" 1}\n", "DIR/shop.yaml:3: invalid character '1' after object key"},
		{"a list in the place of a schema", "-- shop.yaml --\n" + head + ok + "components:\n  schemas:\n    A: {example: {schema: []}}\n    B:\n      properties:\n        required:\n          - a\n", "DIR/shop.yaml:12: this cannot be a list here"},
		{"a list in the place of a text", "-- shop.yaml --\nopenapi: 3.0.3\ninfo:\n  title: Shop\n  version: [1]\n" + ok, "DIR/shop.yaml:4: version cannot be a list here"},
		{"a reference to nothing", "-- shop.yaml --\n" + head + ok + "components:\n  schemas:\n    A:\n      $ref: '#/components/schemas/B'\n", "DIR/shop.yaml:10: $ref #/components/schemas/B leads nowhere: DIR/shop.yaml has no B there"},
		{"a reference to a file that is not there", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    $ref: paths/a.yaml\n", "DIR/shop.yaml:5: $ref paths/a.yaml leads nowhere: there is no file DIR/paths/a.yaml"},
		{"a reference into a file", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    $ref: a.yaml#/b\n-- a.yaml --\na: {}\n", "DIR/shop.yaml:5: $ref a.yaml#/b leads nowhere: DIR/a.yaml has no b there"},
		{"a reference within another file", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    $ref: a.yaml\n-- a.yaml --\nget:\n  responses:\n    \"200\": {$ref: '#/b'}\n", "DIR/a.yaml:3: $ref #/b leads nowhere: DIR/a.yaml has no b there"},
		{"a reference to the net", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    $ref: https://example.com/a.yaml\n", "DIR/shop.yaml:5: $ref https://example.com/a.yaml leads nowhere: it is not on this machine, and the mock fetches nothing; save it beside the document and refer to the file"},
		{"a reference to something else", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    get:\n      responses:\n        \"200\":\n          $ref: '#/components/schemas/A'\ncomponents: {schemas: {A: {type: string}}}\n", "DIR/shop.yaml:8: $ref #/components/schemas/A leads to something else than what belongs here: expecting ref to response object"},
		{"another file that is no YAML", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    $ref: a.yaml\n-- a.yaml --\n\nget: [\n", "DIR/a.yaml:2: did not find expected node content"},
		{"another file with a member twice", "-- shop.yaml --\n" + head + "paths:\n  /a:\n    $ref: a.yaml\n-- a.yaml --\nget: {}\nput: {}\nget: {}\n", "DIR/a.yaml:3: mapping key \"get\" already defined at line 1"},
		{"a reference to nothing within brackets", "-- shop.yaml --\n{openapi: 3.0.3, info: {title: Shop, version: '1'},\npaths: {/a: {$ref: a.yaml}}}\n", "DIR/shop.yaml:2: $ref a.yaml leads nowhere: there is no file DIR/a.yaml"},
		{"a server that is no URL", "-- shop.yaml --\n" + head + "servers:\n  - url: http://[x\n" + ok, "DIR/shop.yaml:4: server \"http://[x\" is no URL: parse \"http://[x\": missing ']' in host"},
		{"an empty schema", "-- shop.yaml --\n" + head + ok + "components:\n  schemas:\n    A:\n      items: {}\n    B:\n", "DIR/shop.yaml:11: invalid schema: value MUST be an object"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, c.archive)
			_, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
			if got := strings.ReplaceAll(fmt.Sprint(err), filepath.ToSlash(dir), "DIR"); got != c.want {
				t.Errorf("error\n%s, want\n%s", got, c.want)
			}
		})
	}
}

func TestImperfectDocumentsAreUsedWithAWarning(t *testing.T) {
	t.Parallel()
	const responses = "\n      responses: {\"200\": {description: ok}}\n"
	for _, c := range []struct{ name, text, want string }{
		{"a number for a text", "openapi: 3.0.3\ninfo:\n  title: Shop\n  version: 1.0\npaths:\n  /a:\n    get:" + responses, "shop.yaml:4: version is not looked at: it cannot be a number here"},
		{"required at a property", head + "paths:\n  /a:\n    get:\n      responses:\n        \"200\":\n          description: ok\n          content:\n            application/json:\n              schema:\n                properties:\n                  id: {type: integer, required: true}\n", "shop.yaml:13: required is not looked at: it cannot be true or false here"},
		{"no title", "openapi: 3.0.3\ninfo:\n  version: '1'\npaths:\n  /a:\n    get:" + responses, "shop.yaml:2: invalid info: value of title must be a non-empty string"},
		{"an operationId twice", head + "paths:\n  /a:\n    get:\n      operationId: x" + responses + "    put:\n      operationId: x" + responses, "shop.yaml:8: operationId x is another operation's as well"},
		{"a path without slash", head + "paths:\n  a:\n    get:" + responses + "  /a:\n    get:" + responses, "shop.yaml:4: path a is left out: it does not begin with a slash"},
		{"a path whose braces do not match", head + "paths:\n  /a/{b:\n    get:" + responses + "  /a:\n    get:" + responses, "shop.yaml:4: path /a/{b is left out: its braces do not match"},
		{"a path with a query", head + "paths:\n  /a?b={c}:\n    get:" + responses + "  /a:\n    get:" + responses, "shop.yaml:4: path /a?b={c} is left out: a query or fragment is no part of a path"},
		{"a path with a parameter twice", head + "paths:\n  /{a}/{a}:\n    get:" + responses + "  /a:\n    get:" + responses, "shop.yaml:4: path /{a}/{a} is left out: it has the parameter a twice"},
		{"a type that there is not", head + "paths:\n  /a:\n    get:\n      parameters:\n        - name: p\n          in: query\n          schema:\n            type: date" + responses, "shop.yaml:9: type date is none that there is; any type fits"},
		{"a pattern that Go does not know", head + "paths:\n  /a:\n    get:\n      parameters:\n        - name: p\n          in: query\n          schema:\n            type: string\n            pattern: (?!a)b" + responses, "shop.yaml:9: pattern (?!a)b is not looked at: error parsing regexp: invalid or unsupported Perl syntax: `(?!`"},
		{"a schema that is itself", head + "paths:\n  /a:\n    get:\n      responses: {\"200\": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}\ncomponents:\n  schemas:\n    A:\n      $ref: '#/components/schemas/A'\n", "$ref #/components/schemas/A leads nowhere but to itself; anything fits there"},
		{"a response that is no status", head + "paths:\n  /a:\n    get:\n      responses: {\"20\": {description: ok}, \"200\": {description: ok}}\n", "shop.yaml:5: response 20 is left out: it is empty, or no status"},
		{"schema and content", head + "paths:\n  /a:\n    get:\n      parameters:\n        - name: p\n          in: query\n          schema: {type: string}\n          content: {text/plain: {}}" + responses, "shop.yaml:10: content is not looked at: a parameter has it or a schema, and this one has both"},
		{"a key of 3.1", head + "paths:\n  /a:\n    get:\n      parameters:\n        - name: p\n          in: query\n          schema:\n            const: 1" + responses, `field const is for OpenAPI >=3.1`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, "-- shop.yaml --\n"+c.text)
			d, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			if got := strings.Join(d.Warnings, "\n"); !strings.Contains(got, c.want) {
				t.Errorf("warnings\n%s, want\n%s", got, c.want)
			}
			for _, warning := range d.Warnings {
				if !regexp.MustCompile(`shop\.yaml(:[0-9]+)?: `).MatchString(warning) {
					t.Errorf("%s names no place", warning)
				}
			}
			if len(d.Operations) == 0 || d.Operations[0].Path != "/a" {
				t.Errorf("operations %v", d.Operations)
			}
			fits(t, d.Operations[0], 1)
		})
	}
}

// TestCharactersThatYAMLDoesNotHave: a file of JSON that has them is one all the same, and
// its lines are known.
func TestCharactersThatYAMLDoesNotHave(t *testing.T) {
	t.Parallel()
	dir := written(t, "-- shop.yaml --\n{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"a\x7f\u0085\", \"version\": \"1\"},\n\"paths\": {\"/a\": {\n\t\"get\": {\"responses\": {\"200\": {\"description\": \"\", \"content\": {\"text/plain\": {\"example\": \"b\x7f\"}}}}}}}}\n")
	d, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if d.Operations[0].Line != 3 || string(fits(t, d.Operations[0], 1)) != "b\x7f" {
		t.Errorf("line %d, %q", d.Operations[0].Line, fits(t, d.Operations[0], 1))
	}
}

func TestSchemasThatAreNothingButEachOtherInTheDocumentOfAnAPI(t *testing.T) {
	t.Parallel()
	d, err := spec.Compile("shop", "shop.yaml", []byte(head31+`paths: {}
components:
  schemas:
    A: {properties: {a: {$ref: '#/components/schemas/A', properties: {b: {$ref: '#/components/schemas/A'}}}}}
`))
	if err != nil {
		t.Fatal(err)
	}
	if want := []string{"shop.yaml: what stands beside a $ref is not looked at, since it refers to further schemas"}; !slices.Equal(d.Warnings, want) {
		t.Errorf("warnings %q, want %q", d.Warnings, want)
	}
}

// TestSchemasThatAreNothingButEachOther: kin-openapi would look for what is in them until
// the stack is full, which nothing survives.
func TestSchemasThatAreNothingButEachOther(t *testing.T) {
	t.Parallel()
	for _, version := range []string{"3.0.3", "3.1.1"} {
		for name, archive := range map[string]string{
			"in one file": `
-- shop.yaml --
openapi: VERSION
info: {title: Shop, version: '1'}
paths: {/a: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A', properties: {b: {$ref: '#/components/schemas/B'}}}}}}}}}}
components:
  schemas:
    A: {properties: {a: {$ref: '#/components/schemas/A', properties: {b: {$ref: '#/components/schemas/A'}}}, c: {$ref: '#/components/schemas/C'}}}
    B: {additionalProperties: {$ref: '#/components/schemas/C', allOf: [{$ref: '#/components/schemas/B'}]}}
    C: {items: {$ref: '#/components/schemas/B'}, not: {$ref: '#/components/schemas/A', type: integer}}
`,
			"in another file": `
-- shop.yaml --
{"openapi": "VERSION", "info": {"title": "Shop", "version": "1"}, "paths": {"/a": {"get": {"responses": {"200": {"description": "ok", "content": {"application/json": {"schema": {"$ref": "all.yaml#/A"}}}}}}}}}
-- all.yaml --
A: {properties: {a: {$ref: '#/A', properties: {b: {$ref: '#/A'}}}}}
`,
		} {
			t.Run(version+" "+name, func(t *testing.T) {
				t.Parallel()
				dir := written(t, strings.ReplaceAll(archive, "VERSION", version))
				d, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
				if err != nil {
					t.Fatal(err)
				}
				told := strings.Contains(strings.Join(d.Warnings, "\n"), "shop.yaml: what stands beside a $ref is not looked at")
				if told != (version == "3.1.1") {
					t.Errorf("warnings %q", d.Warnings)
				}
				for seed := range int64(10) {
					if _, _, body, err := example(d.Operations[0], seed); err != nil || !json.Valid(body) {
						t.Errorf("%s %v", body, err)
					}
				}
			})
		}
	}
}

func TestWarningsAreBounded(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(head + "paths:\n  /a: {get: {responses: {\"200\": {description: ok}}}}\n")
	for i := range 100 {
		fmt.Fprintf(&b, "  a%d: {get: {responses: {\"200\": {description: ok}}}}\n", i)
	}
	d, err := spec.CompileFile("shop", filepath.Join(written(t, "-- shop.yaml --\n"+b.String()), "shop.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	if len(d.Warnings) != 21 || !strings.Contains(d.Warnings[20], " more warnings") {
		t.Errorf("%d warnings, the last %s", len(d.Warnings), d.Warnings[len(d.Warnings)-1])
	}
}

func FuzzCompileFile(f *testing.F) {
	for _, seed := range []string{
		"", "{}", "[", "swagger: '2.0'", head, head + "paths: {/a: {get: {responses: {}}}}",
		head + "paths: {/a: {get: }}", head31 + "paths: {/a: {get: {responses: {'200': }}}}",
		head + "paths: {/a: {get: {parameters: [{$ref: '#/paths/~1a/get/parameters/0'}], responses: {'200': {$ref: '#/components/responses/A'}}}}}\ncomponents: {responses: {A: {$ref: '#/components/responses/A'}}}",
		head31 + "paths: {/a: {get: {responses: {'200': {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/A'}}}}}}}}\ncomponents: {schemas: {A: {allOf: [{$ref: '#/components/schemas/A'}, {type: [object, 'null'], prefixItems: [true, false], not: {}, properties: {a: {$ref: '#/components/schemas/A'}}, required: [a]}]}}}",
		head + "paths: {/{a}/{b}: {post: {requestBody: {content: {application/x-www-form-urlencoded: {schema: {anyOf: [{type: array}, {type: object}]}}}}, responses: {default: {description: ok, headers: {A: {required: true, schema: {type: array, items: {pattern: '^a{3}$'}}}}, content: {'*/*': {}}}}}}}",
		"openapi: 3.0.3\nservers: [{url: '{a}', variables: {a: }}]\npaths: {/a: {get: {security: [{b: []}], responses: {x: {}}}}}",
		`{"openapi":"3.0.3","paths":{"/a":{"get":{"responses":{"200":{"description":"\u007f"}}}}}}`,
		head31 + "paths: {/a: {get: {responses: {'200': {description: ok, content: {a/json: {schema: {$ref: '#/components/schemas/A', items: {$ref: '#/components/schemas/A'}}}}}}}}}\ncomponents: {schemas: {A: {properties: {a: {$ref: '#/components/schemas/A', not: {$ref: '#/components/schemas/A'}}}}}}",
		"a: &a [*a]", strings.Repeat("a:\n", 4000), "openapi: &a 3.0.3\npaths: {/a: {get: {operationId: *a, responses: {200: {description: *a}}}}}",
	} {
		f.Add(seed)
	}
	dir := f.TempDir()
	f.Fuzz(func(t *testing.T, text string) {
		file := filepath.Join(dir, fmt.Sprintf("%x.yaml", len(text)))
		if len(text) > 1<<14 || os.WriteFile(file, []byte(text), 0o644) != nil {
			t.Skip()
		}
		began := time.Now()
		defer func() {
			if took := time.Since(began); took > 10*time.Second {
				t.Errorf("it took %s", took)
			}
		}()
		d, err := spec.CompileFile("shop", file)
		if err != nil {
			if !strings.HasPrefix(err.Error(), filepath.ToSlash(file)) {
				t.Errorf("the error does not name the file: %v", err)
			}
			return
		}
		for _, o := range d.Operations {
			_, _ = o.Sample(spec.Wish{}, 1)
			request := httptest.NewRequest(o.Method, "/?a=1&a[b]=2", strings.NewReader("a=1&a[0][b]=2"))
			request.Header.Set("Content-Type", "application/x-www-form-urlencoded")
			o.Check(o.Read(request, map[string]string{"a": "1"}, []byte("a=1&a[0][b]=2")))
			o.MissingCredential(request)
		}
	})
}

// BenchmarkCompileFile reads the largest of the embedded specifications, of 4,000 lines,
// as if it were a user's own.
func BenchmarkCompileFile(b *testing.B) {
	for b.Loop() {
		if _, err := spec.CompileFile("chaoqer", "../chaoqer.yaml"); err != nil {
			b.Fatal(err)
		}
	}
}
