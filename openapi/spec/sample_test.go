package spec_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi/spec"
)

const menuDocument = `openapi: 3.0.3
info: {title: menu, version: "1"}
paths:
  /dishes:
    get:
      operationId: listDishes
      responses:
        "200":
          description: The dishes (all of them)
          headers:
            X-Total: {schema: {type: integer, example: 2}}
            X-Next: {example: "/dishes?page=2\r\nX: y", schema: {type: string}}
            X-Kitchen: {required: true, schema: {type: string, enum: [open]}}
            X-Maybe: {schema: {type: string}}
            Content-Type: {required: true, schema: {type: string, example: text/plain}}
            Access-Control-Allow-Origin: {required: true, schema: {type: string, example: "*"}}
          content:
            application/csv:
              examples:
                table: {value: "a,b"}
            application/json:
              schema: {type: object, required: [n], properties: {n: {type: integer, minimum: 1, maximum: 1000000}}}
              examples:
                success: {value: {n: 1}}
                another: {value: {n: 2}}
        "204": {description: None}
        "404":
          description: No such kitchen
          content:
            application/json:
              schema: {type: object}
              examples:
                closed: {value: {why: closed}}
                burnt: {value: {why: burnt}}
        5XX:
          description: On fire
          content:
            application/json:
              example: {fire: true}
              schema: {type: object}
  /picture:
    get:
      operationId: getPicture
      responses:
        "200": {description: A picture, content: {image/jpeg: {schema: {type: string, format: binary}}}}
        "404": {description: None}
  /fails:
    get:
      operationId: fail
      responses:
        "500": {description: It does}
  /anything:
    get:
      operationId: anything
      responses:
        default: {description: Whatever, content: {application/json: {schema: {type: boolean, enum: [true]}}}}
  /impossible:
    get:
      operationId: impossible
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: string, minLength: 3, maxLength: 2}}}}
`

func menu(t *testing.T, operation string) *spec.Operation {
	t.Helper()
	document, err := spec.Compile("menu", "menu.yaml", []byte(menuDocument))
	if err != nil {
		t.Fatal(err)
	}
	o, ok := document.Operation(operation)
	if !ok {
		t.Fatalf("there is no %s", operation)
	}
	return o
}

func TestSamples(t *testing.T) {
	t.Parallel()
	dishes := http.Header{"X-Total": {"2"}, "X-Next": {"/dishes?page=2 X: y"}, "X-Kitchen": {"open"}}
	sample := func(status int, title, body string, header http.Header) spec.Sample {
		s := spec.Sample{Status: status, Title: title, Header: header}
		if header == nil {
			s.Header = http.Header{}
		}
		if body != "" {
			s.Type, s.Body = "application/json", []byte(body)
		}
		return s
	}
	csv := sample(200, "The dishes", "", dishes)
	csv.Type, csv.Body = "application/csv", []byte("a,b")
	for _, c := range []struct {
		name, operation string
		wish            spec.Wish
		want            spec.Sample
		err             string
	}{
		{"nothing said", "listDishes", spec.Wish{}, sample(200, "The dishes", `{"n":1}`, dishes), ""},
		{"a status", "listDishes", spec.Wish{Status: 200}, sample(200, "The dishes", `{"n":1}`, dishes), ""},
		{"a status without content", "listDishes", spec.Wish{Status: 204}, sample(204, "None", "", nil), ""},
		{"a status of which there are several examples", "listDishes", spec.Wish{Status: 404}, sample(404, "No such kitchen", `{"why":"burnt"}`, nil), ""},
		{"a status within a range", "listDishes", spec.Wish{Status: 503}, sample(503, "On fire", `{"fire":true}`, nil), ""},
		{"a status and an example", "listDishes", spec.Wish{Status: 404, Example: "closed"}, sample(404, "No such kitchen", `{"why":"closed"}`, nil), ""},
		{"an example of the success", "listDishes", spec.Wish{Example: "another"}, sample(200, "The dishes", `{"n":2}`, dishes), ""},
		{"an example of a failure", "listDishes", spec.Wish{Example: "closed"}, sample(404, "No such kitchen", `{"why":"closed"}`, nil), ""},
		{"an example of another media type", "listDishes", spec.Wish{Example: "table"}, csv, ""},
		{"an example wins over dynamic", "listDishes", spec.Wish{Example: "another", Dynamic: true}, sample(200, "The dishes", `{"n":2}`, dishes), ""},
		{"a default", "anything", spec.Wish{}, sample(200, "Whatever", `true`, nil), ""},
		{"any status of a default", "anything", spec.Wish{Status: 418}, sample(418, "Whatever", `true`, nil), ""},
		{"another status", "listDishes", spec.Wish{Status: 401}, spec.Sample{}, "listDishes does not document the status 401; it documents 200, 204, 404, 5XX"},
		{"an unknown example", "listDishes", spec.Wish{Example: "succes"}, spec.Sample{}, `listDishes has no example "succes"; did you mean success?`},
		{"an example that another status has", "listDishes", spec.Wish{Status: 404, Example: "success"}, spec.Sample{}, `the 404 of listDishes has no example "success"; there are burnt and closed`},
		{"an example where there is none", "listDishes", spec.Wish{Status: 204, Example: "success"}, spec.Sample{}, `the 204 of listDishes has no example "success", nor any other`},
		{"an example where there is none at all", "fail", spec.Wish{Status: 500, Example: "x"}, spec.Sample{}, `the 500 of fail has no example "x", nor any other`},
		{"a success where there is none", "fail", spec.Wish{}, spec.Sample{}, "menu.yaml:48: fail documents no successful answer; name one of 500"},
		{"a picture without example", "getPicture", spec.Wish{}, spec.Sample{}, "menu.yaml:42: getPicture cannot answer 200 with image/jpeg: there is no example of it"},
		{"a schema that nothing fits", "impossible", spec.Wish{}, spec.Sample{}, "menu.yaml:58: impossible cannot answer 200 with application/json: no data could be made that fits the schema"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got, err := menu(t, c.operation).Sample(c.wish, 1)
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if !strings.HasPrefix(fmt.Sprint(err), c.err) || (err == nil) != (c.err == "") {
				t.Errorf("error %v, want %s", err, c.err)
			}
		})
	}
}

func TestDynamicSamplesAreMadeByTheirSeed(t *testing.T) {
	t.Parallel()
	o := menu(t, "listDishes")
	made := map[string]bool{}
	for seed := range int64(20) {
		s, err := o.Sample(spec.Wish{Dynamic: true}, seed)
		if err != nil {
			t.Fatal(err)
		}
		again, _ := o.Sample(spec.Wish{Dynamic: true}, seed)
		if string(again.Body) != string(s.Body) {
			t.Errorf("the same seed makes %s and %s", s.Body, again.Body)
		}
		if found := o.CheckAnswer(s.Status, http.Header{"Content-Type": {s.Type}}, s.Body); found != nil {
			t.Errorf("%s does not fit: %v", s.Body, found)
		}
		made[string(s.Body)] = true
	}
	if len(made) < 15 {
		t.Errorf("20 seeds make %d answers", len(made))
	}
}

func TestTitles(t *testing.T) {
	t.Parallel()
	o := menu(t, "listDishes")
	for status, want := range map[int]string{200: "The dishes", 404: "No such kitchen", 599: "On fire", 401: ""} {
		if got := o.Titled(status); got != want {
			t.Errorf("%d is called %q, want %q", status, got, want)
		}
	}
}

func TestErrorCodes(t *testing.T) {
	t.Parallel()
	document := func(codes string) string {
		return "openapi: 3.0.3\ninfo: {title: x, version: '1'}\npaths: {}\n" + codes
	}
	for _, c := range []struct {
		name, codes string
		want        []spec.ErrorCode
		err         string
	}{
		{"none", "", nil, ""},
		{"ascending", `x-error-codes: {"20": b, "-1": a, "3": c}`, []spec.ErrorCode{{-1, "a"}, {3, "c"}, {20, "b"}}, ""},
		{"no mapping", "x-error-codes: [1]", nil, "x.yaml: x-error-codes must be a mapping from codes to texts"},
		{"no code", `x-error-codes: {one: a}`, nil, `x.yaml: x-error-codes must be a mapping from codes to texts; "one": a is none`},
		{"no text", `x-error-codes: {"1": 2}`, nil, `x.yaml: x-error-codes must be a mapping from codes to texts; "1": 2 is none`},
		{"an empty text", `x-error-codes: {"1": ""}`, nil, `x.yaml: x-error-codes must be a mapping from codes to texts; "1":  is none`},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d, err := spec.Compile("x", "x.yaml", []byte(document(c.codes)))
			if fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Fatalf("error %v, want %s", err, c.err)
			}
			if err == nil {
				if diff := cmp.Diff(c.want, d.Codes); diff != "" {
					t.Errorf("(-want +got):\n%s", diff)
				}
			}
		})
	}
}
