package mockserver_test

import (
	"bytes"
	"encoding/json"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/rogpeppe/go-internal/txtar"

	"contractmock/mockserver"
)

// files are the files of a txtar archive, in a directory of their own.
func files(t testing.TB, archive string) (dir string) {
	t.Helper()
	dir = t.TempDir()
	for _, file := range txtar.Parse([]byte(archive)).Files {
		if err := os.WriteFile(filepath.Join(dir, file.Name), file.Data, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return dir
}

// answered is what became of a request: status, body, and the answer itself.
func answered(t testing.TB, mock http.Handler, method, target string, header map[string]string, body string) (status int, text string, answer *http.Response) {
	t.Helper()
	request := httptest.NewRequest(method, target, strings.NewReader(body))
	request.RemoteAddr, request.Host = "127.0.0.1:50000", "localhost:4700"
	for name, value := range header {
		request.Header.Set(name, value)
	}
	recorder := httptest.NewRecorder()
	mock.ServeHTTP(recorder, request)
	return recorder.Code, recorder.Body.String(), recorder.Result()
}

const petShop = `
-- pets.yaml --
openapi: 3.1.0
info: {title: Pets, version: '1'}
servers: [{url: https://example.com/pets/v1}]
security: [{key: []}]
paths:
  /animals:
    get:
      summary: All animals
      parameters:
        - {name: limit, in: query, schema: {type: integer, maximum: 9}}
      responses:
        "200":
          description: ok
          headers: {X-Total: {required: true, schema: {type: integer, minimum: 1}}}
          content: {application/json: {schema: {type: array, minItems: 3, items: {$ref: '#/components/schemas/Animal'}}}}
        "401": {description: no, content: {application/json: {example: {code: 1}}}}
        "422": {description: no, content: {application/problem+json: {example: {code: 2}}}}
    post:
      operationId: addAnimal
      security: []
      requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Animal'}}}}
      responses: {"201": {description: ok, content: {application/json: {example: {name: Rex}}}}}
  /animals/{name}:
    delete:
      security: [{}]
      parameters: [{name: name, in: path, required: true, schema: {type: string, pattern: '^[a-z]+$'}}]
      responses: {"204": {description: gone}}
  /animals/{id}/picture:
    get:
      security: []
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {"200": {description: ok, content: {image/svg+xml: {schema: {type: object}}}}}
  /broken:
    get:
      security: []
      responses: {"200": {description: ok, content: {application/json: {schema: {type: integer}, example: x}}}}
components:
  schemas:
    Animal:
      type: object
      required: [name]
      properties:
        name: {type: string}
        born: {type: [string, 'null'], format: date}
        friend: {$ref: '#/components/schemas/Animal'}
  securitySchemes:
    key: {type: apiKey, in: header, name: X-Pet-Key}
`

// pets is a mock that has the pets as well.
func pets(t testing.TB, options mockserver.Options) *mockserver.Server {
	t.Helper()
	options.Specs = []string{filepath.Join(files(t, petShop), "pets.yaml")}
	mock, err := mockserver.New(options)
	if err != nil {
		t.Fatal(err)
	}
	return mock
}

var key = map[string]string{"X-Pet-Key": "sesame-open-1"}

func TestAnOwnSpecificationIsHeldAgainstRequests(t *testing.T) {
	t.Parallel()
	mock := pets(t, mockserver.Options{Seed: 1})
	with := func(name, value string) map[string]string { return map[string]string{name: value, "X-Pet-Key": "k"} }
	for _, c := range []struct {
		name, method, target string
		header               map[string]string
		body                 string
		status               int
		text, diagnosis      string // beginnings
	}{
		{"what fits", "GET", "/pets/v1/animals?limit=9", key, "", 200, `[{"`, ""},
		{"what is not known", "GET", "/pets/v1/animals?limits=9", key, "", 200, `[{"`, `param-unknown: limits: a parameter that getAnimals does not have; did you mean limit?`},
		{"no credential", "GET", "/pets/v1/animals", nil, "", 401, `{"code":1}`, `authorization-missing: getAnimals wants header X-Pet-Key (key); any value passes`},
		{"an empty credential", "GET", "/pets/v1/animals", map[string]string{"X-Pet-Key": " "}, "", 401, `{"code":1}`, `authorization-missing: `},
		{"a parameter that breaks its rule", "GET", "/pets/v1/animals?limit=10", key, "", 422, `{"code":2}`, `request-invalid, param-maximum: the request breaks the specification; limit: got 10, want a whole number of at most 9 (`},
		{"an example", "POST", "/pets/v1/animals", with("Content-Type", "application/json"), `{"name":"a"}`, 201, `{"name":"Rex"}`, ""},
		{"a body that breaks its rule", "POST", "/pets/v1/animals", with("Content-Type", "application/json"), `{}`, 400, `{"error":"body.name: got an object without this member, want a text (`, `request-invalid, param-required, departs: `},
		{"a body that is none", "POST", "/pets/v1/animals", with("Content-Type", "application/json"), `{`, 400, `{"error":"body: a body that is no JSON: `, `request-invalid, departs: `},
		{"another media type", "POST", "/pets/v1/animals", with("Content-Type", "text/plain"), `x`, 400, `{"error":"Content-Type: got \"text/plain\", want application/json"`, `request-invalid, departs: `},
		{"no body", "DELETE", "/pets/v1/animals/rex", nil, "", 204, "", ""},
		{"a path that breaks its pattern", "DELETE", "/pets/v1/animals/REX", nil, "", 400, `{"error":"name: got \"REX\", want a text matching ^[a-z]+$ (`, `request-invalid, param-pattern, departs: `},
		{"what no data can be made for", "GET", "/pets/v1/animals/1/picture", nil, "", 501, `{"error":"`, `example-missing, departs: `},
		{"an example that does not fit", "GET", "/pets/v1/broken", nil, "", 200, `"x"`, `answer-type: body: got "x", want a whole number (`},
		{"another path", "GET", "/pets/v1/animal", nil, "", 404, `{"error":"no operation has the path /pets/v1/animal; did you mean /pets/v1/animals`, "path-unknown: "},
		{"another method", "PUT", "/pets/v1/animals", nil, "", 405, `{"error":"/pets/v1/animals has no PUT; it has GET, OPTIONS, POST"}`, "method-not-allowed: "},
		{"an API that is built in", "GET", "/v1/status/getTicket", nil, "", 401, `{"error":"Unauthorized for no Authorization"}`, "authorization-missing: "},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			status, text, answer := answered(t, mock, c.method, c.target, c.header, c.body)
			diagnosis := answer.Header.Get("Mock-Diagnosis")
			if status != c.status || !strings.HasPrefix(text, c.text) || !strings.HasPrefix(diagnosis, c.diagnosis) || c.diagnosis == "" && diagnosis != "" || c.text == "" && text != "" {
				t.Errorf("%d %s\n%s\nwant %d %s\n%s", status, text, diagnosis, c.status, c.text, c.diagnosis)
			}
		})
	}
}

// TestTheSameRequestGetsTheSameAnswer: whenever and in whatever session.
func TestTheSameRequestGetsTheSameAnswer(t *testing.T) {
	t.Parallel()
	mock, again, other := pets(t, mockserver.Options{Seed: 1}), pets(t, mockserver.Options{Seed: 1}), pets(t, mockserver.Options{Seed: 2})
	ask := func(mock http.Handler, target, session string) string {
		status, text, answer := answered(t, mock, "GET", target, map[string]string{"X-Pet-Key": "k", "Mock-Session": session}, "")
		if status != 200 || answer.Header.Get("X-Total") == "" {
			t.Fatalf("%d %s %v", status, text, answer.Header)
		}
		return text + answer.Header.Get("X-Total")
	}
	first := ask(mock, "/pets/v1/animals?limit=1", "a")
	if got := ask(mock, "/pets/v1/animals?limit=1", "b"); got != first {
		t.Errorf("in another session %s, in the first %s", got, first)
	}
	if got := ask(again, "/pets/v1/animals?limit=1", "a"); got != first {
		t.Errorf("of another mock %s, of the first %s", got, first)
	}
	if got := ask(mock, "/pets/v1/animals?limit=2", "a"); got == first {
		t.Errorf("another request gets the same: %s", got)
	}
	if got := ask(other, "/pets/v1/animals?limit=1", "a"); got == first {
		t.Errorf("another seed gives the same: %s", got)
	}
}

func TestOwnSpecificationsAreListedAndKeptInTheJournal(t *testing.T) {
	t.Parallel()
	mock := pets(t, mockserver.Options{Seed: 1})
	answered(t, mock, "GET", "/pets/v1/animals", key, "")
	var routes []struct{ API, Operation, Method, Path, Mode, Title string }
	_, text, _ := answered(t, mock, "GET", "/__admin/routes", nil, "")
	if err := json.Unmarshal([]byte(text), &routes); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range routes {
		if r.API == "pets" {
			got = append(got, strings.Join([]string{r.Operation, r.Method, r.Path, r.Mode, r.Title}, " "))
		}
	}
	want := []string{
		"getAnimals GET /pets/v1/animals example All animals", "addAnimal POST /pets/v1/animals example ",
		"deleteAnimalsName DELETE /pets/v1/animals/{name} example ", "getAnimalsIdPicture GET /pets/v1/animals/{id}/picture example ",
		"getBroken GET /pets/v1/broken example ",
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("routes (-want +got):\n%s", diff)
	}
	_, journal, _ := answered(t, mock, "GET", "/__admin/requests?api=pets", nil, "")
	if !strings.Contains(journal, `"operation":"getAnimals"`) || !strings.Contains(journal, `"X-Pet-Key":["***"]`) || strings.Contains(journal, "sesame") {
		t.Errorf("the journal has %s", journal)
	}
}

func TestWarningsGoToTheLog(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	dir := files(t, "-- shop.yaml --\nopenapi: 3.0.3\ninfo: {title: a, version: 1}\npaths: {/shop: {get: {responses: {default: {description: ok}}}}}\n")
	_, err := mockserver.New(mockserver.Options{Specs: []string{filepath.Join(dir, "shop.yaml")}, Log: slog.New(slog.NewTextHandler(&log, nil))})
	if err != nil || !strings.Contains(log.String(), `shop.yaml:2: version is not looked at: it cannot be a number here" api=shop`) {
		t.Errorf("%v; the log has %s", err, log.String())
	}
}

func TestSpecificationsThatConflict(t *testing.T) {
	t.Parallel()
	const text = "openapi: 3.0.3\ninfo: {title: a, version: '1'}\nservers: [{url: BASE}]\npaths:\n  PATH:\n    get:\n      responses: {default: {description: ok}}\n"
	document := func(name, base, path string) string {
		return "-- " + name + " --\n" + strings.NewReplacer("BASE", base, "PATH", path).Replace(text)
	}
	for _, c := range []struct {
		name, archive string
		specs         []string
		want          string
	}{
		{"two that have a path", document("a.yaml", "/x", "/y/{z}") + document("b.yaml", "/", "/x/y/{id}"), []string{"a.yaml", "b.yaml"}, "GET /x/y/{id} is twice: getYZ of a (DIR/a.yaml:6) and getXYId of b (DIR/b.yaml:6); leave one out, or give a specification another server path"},
		{"one twice", document("a.yaml", "/x", "/y"), []string{"a.yaml", "a.yaml"}, "GET /x/y is twice: getY of a (DIR/a.yaml:6) and getY of a-2 (DIR/a.yaml:6); leave one out, or give a specification another server path"},
		{"one that is built in", document("a.yaml", "/v1", "/status/getTicket"), []string{"a.yaml"}, "GET /v1/status/getTicket is twice: getTicket of tickets (tickets.yaml:LINE) and getStatusGetTicket of a (DIR/a.yaml:6); leave one out, or give a specification another server path"},
		{"the control plane", document("a.yaml", "/__admin", "/x"), []string{"a.yaml"}, "DIR/a.yaml:6: operation getX has the path /__admin/x, and what is under /__admin is the control plane's; choose another path, or give it up with --no-admin"},
		{"a name that is taken", document("tickets.json", "/x", "/y"), []string{"tickets.json"}, "DIR/tickets.json: tickets is the name of an API that the mock has; give the file another name"},
		{"one that cannot be used", "-- a.yaml --\nswagger: '2.0'\n", []string{"a.yaml"}, "the specification cannot be used:\nDIR/a.yaml:1: this is Swagger 2.0, and the mock reads OpenAPI 3.0 and 3.1; convert it first, as `npx swagger2openapi DIR/a.yaml -o openapi.yaml` does"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir := files(t, c.archive)
			var specs []string
			for _, name := range c.specs {
				specs = append(specs, filepath.Join(dir, name))
			}
			_, err := mockserver.New(mockserver.Options{Specs: specs})
			if err == nil {
				t.Fatal("no error")
			}
			got := strings.ReplaceAll(err.Error(), filepath.ToSlash(dir), "DIR")
			before, after, _ := strings.Cut(c.want, "LINE")
			if !strings.HasPrefix(got, before) || !strings.HasSuffix(got, after) {
				t.Errorf("error\n%s, want\n%s", got, c.want)
			}
		})
	}
}

func TestPathsOfOneShapeKeepTheirParametersNames(t *testing.T) {
	t.Parallel()
	dir := files(t, `
-- a.yaml --
openapi: 3.0.3
info: {title: a, version: '1'}
paths:
  /things/{id}/{part}:
    get:
      parameters: [{name: id, in: path, required: true, schema: {type: integer}}, {name: part, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: ok}}
-- b.yaml --
openapi: 3.0.3
info: {title: b, version: '1'}
paths:
  /things/{part}/{id}:
    put:
      parameters: [{name: part, in: path, required: true, schema: {type: string}}, {name: id, in: path, required: true, schema: {type: integer}}]
      responses: {"204": {description: ok}}
`)
	mock, err := mockserver.New(mockserver.Options{Specs: []string{filepath.Join(dir, "a.yaml"), filepath.Join(dir, "b.yaml")}})
	if err != nil {
		t.Fatal(err)
	}
	for target, want := range map[string]int{"GET /things/1/a": 204, "GET /things/a/1": 400, "PUT /things/a/1": 204, "PUT /things/1/a": 400} {
		method, path, _ := strings.Cut(target, " ")
		if status, text, _ := answered(t, mock, method, path, nil, ""); status != want {
			t.Errorf("%s: %d %s, want %d", target, status, text, want)
		}
	}
	if _, _, answer := answered(t, mock, "DELETE", "/things/1/a", nil, ""); answer.Header.Get("Allow") != "GET, OPTIONS, PUT" {
		t.Errorf("Allow is %s", answer.Header.Get("Allow"))
	}
}
