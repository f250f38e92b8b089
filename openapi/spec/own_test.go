package spec_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"contractmock/openapi/spec"
)

// asked is what an operation finds in a request.
func asked(o *spec.Operation, query, media, body string) string {
	request := httptest.NewRequest(o.Method, "/?"+query, nil)
	if media != "" {
		request.Header.Set("Content-Type", media)
	}
	in := o.Read(request, map[string]string{"id": "7", "word": "a,b"}, []byte(body))
	if in.Malformed != nil {
		return in.Malformed.ID
	}
	_, found := o.Check(in)
	var all []string
	for _, f := range found {
		all = append(all, f.ID+" "+f.At)
	}
	return strings.Join(all, ", ")
}

func TestRequestsToOwnDocuments(t *testing.T) {
	t.Parallel()
	d := own(t, head31+`paths:
  /search/{id}/{word}:
    parameters:
      - {name: id, in: path, required: true, schema: {type: integer, minimum: 5}}
      - {name: word, in: path, required: true, schema: {type: array, minItems: 2, items: {type: string}}}
    get:
      operationId: search
      parameters:
        - {name: n, in: query, schema: {type: [integer, 'null'], maximum: 9}}
        - {name: either, in: query, schema: {anyOf: [{type: integer}, {enum: [all]}]}}
        - {name: truth, in: query, schema: {type: boolean}}
        - {name: ids, in: query, schema: {type: array, items: {type: integer}}}
        - {name: joined, in: query, explode: false, schema: {type: array, maxItems: 2, items: {type: string}}}
        - {name: piped, in: query, style: pipeDelimited, schema: {type: array, maxItems: 1, items: {type: string}}}
        - {name: deep, in: query, style: deepObject, schema: {type: object, properties: {n: {type: integer}}}}
        - {name: spread, in: query, required: true, schema: {type: object, properties: {n: {type: integer}}}}
        - {name: content, in: query, content: {application/json: {schema: {type: object}}}}
        - {name: fixed, in: query, schema: {const: 5}}
        - {name: Accept, in: header, required: true, schema: {type: integer}}
        - {name: cookie, in: cookie, required: true, schema: {type: integer}}
      responses: {"200": {description: ok}}
  /pets:
    post:
      operationId: add
      requestBody:
        required: true
        content:
          application/json:
            schema:
              allOf:
                - {type: object, required: [id, name], properties: {id: {type: integer, readOnly: true}, name: {type: string}}}
                - {type: object, properties: {tags: {type: array, prefixItems: [{type: string}, {type: integer}]}}}
              if: {required: [card], properties: {card: {type: string}}}
              then: {required: [code]}
          multipart/form-data: {schema: {type: object, required: [file]}}
          application/x-www-form-urlencoded:
            schema:
              type: object
              required: [name]
              additionalProperties: false
              properties:
                name: {type: string}
                limit: {anyOf: [{type: integer, maximum: 9}, {type: string, enum: ['']}]}
                tags: {type: array, items: {type: integer}}
                lines: {type: array, items: {type: object, required: [price], properties: {price: {type: integer}}}}
                meta: {type: object, additionalProperties: {type: string}}
      responses: {"200": {description: ok}}
    put:
      operationId: change
      requestBody: {content: {application/vnd.pet+json; charset=utf-8: {schema: {type: object, required: [name]}}}}
      responses: {"200": {description: ok}}
    delete:
      operationId: drop
      responses: {"200": {description: ok}}
`)
	const form, json = "application/x-www-form-urlencoded", "application/json"
	for _, c := range []struct{ name, id, query, media, body, want string }{
		{"nothing but the path", "search", "", "", "", ""},
		{"whole numbers", "search", "n=9&ids=1&ids=2&either=3", "", "", ""},
		{"one of several types", "search", "either=all", "", "", ""},
		{"none of several types", "search", "either=none", "", "", "param-any-of either"},
		{"too large", "search", "n=10", "", "", "param-maximum n"},
		{"a text for a number", "search", "n=x", "", "", "param-type n"},
		{"a fraction for a whole number", "search", "n=1.5", "", "", "param-type n"},
		{"neither true nor false", "search", "truth=yes", "", "", "param-type truth"},
		{"an item that is no number", "search", "ids=1&ids=x", "", "", "param-type ids.1"},
		{"a list by commas", "search", "joined=a,b", "", "", ""},
		{"a long list by commas", "search", "joined=a,b,c", "", "", "param-max-items joined"},
		{"a list that is written in another way", "search", "piped=a|b|c", "", "", ""},
		{"a deep object", "search", "deep[n]=1", "", "", ""},
		{"a deep object with a text", "search", "deep[n]=x", "", "", "param-type deep.n"},
		{"the content of a parameter", "search", "content={}", "", "", ""},
		{"a constant", "search", "fixed=5", "", "", ""},
		{"another than the constant", "search", "fixed=6", "", "", "param-enum fixed"},
		{"what is not known", "search", "m=1", "", "", "param-unknown m"},
		{"a body where none is taken", "drop", "", json, "{}", "body-unexpected body"},
		{"no body", "add", "", "", "", "body-missing body"},
		{"no body where it may be", "change", "", "", "", ""},
		{"a body of its own kind", "change", "", "application/vnd.pet+json", `{"name":1}`, ""},
		{"a member is missing", "change", "", json, `{}`, "param-required body.name"},
		{"JSON without what is read only", "add", "", json, `{"name":"a"}`, ""},
		{"JSON with what is read only", "add", "", json, `{"id":1,"name":"a"}`, ""},
		{"JSON that is none", "add", "", json, `{`, "body-malformed"},
		{"another media type", "add", "", "text/plain", `x`, "body-content-type"},
		{"a multipart, which is taken as it is", "add", "", "multipart/form-data; boundary=x", `x`, ""},
		{"items by their place", "add", "", json, `{"name":"a","tags":["a",1]}`, ""},
		{"items out of place", "add", "", json, `{"name":"a","tags":[1]}`, "param-prefix-items body.tags.0"},
		{"a condition that is met", "add", "", json, `{"name":"a","card":"x","code":1}`, ""},
		{"a condition that is not", "add", "", json, `{"name":"a","card":"x"}`, "param-then body"},
		{"a form", "add", "", form, "name=a&limit=9&tags=1&tags=2&meta[k]=v", ""},
		{"a form with lists in brackets", "add", "", form, "name=a&limit=&tags[]=1&tags[]=2&lines[0][price]=3&lines[1][price]=4", ""},
		{"a form without a member", "add", "", form, "limit=9", "param-required body.name"},
		{"a form with a member too many", "add", "", form, "name=a&nam=b", "param-properties body.nam"},
		{"a form with a text for a number", "add", "", form, "name=a&lines[0][price]=x", "param-type body.lines.0.price"},
		{"a form with none of several types", "add", "", form, "name=a&limit=10", "param-any-of body.limit"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if got := asked(operation(t, d, c.id), c.query, c.media, c.body); got != c.want {
				t.Errorf("findings %q, want %q", got, c.want)
			}
		})
	}
}

func TestCredentialsOfEveryKind(t *testing.T) {
	t.Parallel()
	d := own(t, head+`paths:
  /open: {get: {security: [], responses: {"200": {description: ok}}}}
  /all: {get: {responses: {"200": {description: ok}}}}
  /key: {get: {security: [{query: []}, {cookie: []}], responses: {"200": {description: ok}}}}
  /both: {get: {security: [{basic: [], header: []}], responses: {"200": {description: ok}}}}
  /may: {get: {security: [{}, {basic: []}], responses: {"200": {description: ok}}}}
  /oauth: {get: {security: [{oauth: [read]}], responses: {"200": {description: ok}}}}
security: [{bearer: []}]
components:
  securitySchemes:
    bearer: {type: http, scheme: bearer}
    basic: {type: http, scheme: basic}
    header: {type: apiKey, in: header, name: X-Key}
    query: {type: apiKey, in: query, name: key}
    cookie: {type: apiKey, in: cookie, name: sid}
    oauth: {type: oauth2, flows: {implicit: {authorizationUrl: 'https://a', scopes: {read: r}}}}
`)
	for _, c := range []struct {
		path, header, want, challenge string
	}{
		{"/open", "", "", ""},
		{"/all", "", "Authorization: Bearer … (bearer)", "Bearer"},
		{"/all", "Authorization: bearer x", "", ""},
		{"/all", "Authorization: Bearer", "Authorization: Bearer … (bearer)", "Bearer"},
		{"/all", "Authorization: Basic x", "Authorization: Bearer … (bearer)", "Bearer"},
		{"/key", "", "query key (query) or cookie sid (cookie)", ""},
		{"/key?key=1", "", "", ""},
		{"/key?key=", "", "query key (query) or cookie sid (cookie)", ""},
		{"/key", "Cookie: sid=1", "", ""},
		{"/both", "X-Key: 1", "Authorization: Basic … (basic)", "Basic"},
		{"/both", "Authorization: Basic eDp5", "header X-Key (header)", ""},
		{"/may", "", "", ""},
		{"/oauth", "Authorization: Bearer x", "", ""},
		{"/oauth", "", "Authorization: Bearer … (oauth)", "Bearer"},
	} {
		request := httptest.NewRequest(http.MethodGet, c.path, nil)
		if name, value, ok := strings.Cut(c.header, ": "); ok {
			request.Header.Set(name, value)
		}
		o := d.Match(http.MethodGet, request.URL.Path)
		if want, challenge := o.MissingCredential(request); want != c.want || challenge != c.challenge {
			t.Errorf("%s %s: %q, %q; want %q, %q", c.path, c.header, want, challenge, c.want, c.challenge)
		}
	}
	for name, secret := range map[string]bool{"key": true, "x-key": true, "sid": true, "Authorization": false, "id": false} {
		if d.Secret(name) != secret {
			t.Errorf("secret %s: %v", name, !secret)
		}
	}
	for name, secret := range map[string]bool{"X-Key": true, "x-key": true, "X-Keys": false, "X-Kex": false, "Authorization": false} {
		if d.SecretHeader(name) != secret {
			t.Errorf("secret header %s: %v", name, !secret)
		}
	}
}

func TestAnswersThatAreNoJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, want string }{
		{"JSON before others", "{text/plain: {example: a}, application/json: {example: 1}}", "200 application/json 1"},
		{"JSON by a range", "{'*/*': {example: 1}}", "200 application/json 1"},
		{"JSON without anything", "{application/json: {}}", "200 application/json {}"},
		{"JSON as a text", `{application/json: {schema: {type: object}, example: '{"a": [1]}'}}`, `200 application/json {"a":[1]}`},
		{"parameters of the media type", "{application/json; charset=utf-8: {example: 1}}", "200 application/json 1"},
		{"a text", "{text/csv: {example: 'a,b'}}", "200 text/csv a,b"},
		{"a number in a text", "{text/plain: {example: 7}}", "200 text/plain 7"},
		{"XML", "{application/xml: {schema: {type: object}, example: '<a/>'}}", "200 application/xml <a/>"},
		{"a text by its schema", "{text/plain: {schema: {type: string, enum: [a]}}}", "200 text/plain a"},
		{"bytes by their schema", "{application/octet-stream: {schema: {type: string, enum: [a]}}}", "200 application/octet-stream a"},
		{"XML without example", "{application/xml: {schema: {type: object}}}", "shop.yaml:7: getA cannot answer 200 with application/xml: there is no example of it that is a text; data is made for JSON and texts alone"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			d := own(t, head+"paths:\n  /a:\n\n\n    get:\n      responses: {\"200\": {description: ok, content: "+c.content+"}}\n")
			status, media, body, err := example(d.Operations[0], 1)
			got := fmt.Sprint(status, " ", media, " ", string(body))
			if err != nil {
				got = strings.TrimPrefix(err.Error(), filepath.ToSlash(filepath.Dir(d.File))+"/")
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

func TestRequiredHeadersHaveExamples(t *testing.T) {
	t.Parallel()
	d := own(t, head+`paths:
  /a:
    get:
      responses:
        "200":
          description: ok
          headers:
            X-Count: {required: true, schema: {type: integer, minimum: 3, maximum: 3}}
            X-List: {required: true, schema: {type: array, minItems: 2, items: {enum: [a]}}}
            X-Given: {required: true, schema: {type: string}, example: "a\nb"}
            X-Not: {schema: {type: string}}
`)
	got, err := d.Operations[0].Sample(spec.Wish{}, 1)
	want := http.Header{"X-Count": {"3"}, "X-List": {"a,a"}, "X-Given": {"a b"}}
	if fmt.Sprint(got.Header) != fmt.Sprint(want) || err != nil {
		t.Errorf("headers %v, want %v; %v", got.Header, want, err)
	}
}

func TestGivenExamplesOfRefusals(t *testing.T) {
	t.Parallel()
	d := own(t, head+`paths:
  /a:
    get:
      responses:
        "400": {description: no, content: {application/json: {examples: {b: {value: 1}, a: {value: {error: a}}}}}}
        "401": {description: no, content: {application/json: {schema: {type: object, example: {error: b}}}}}
        "404": {description: no, content: {application/json: {schema: {type: object}}}}
        5XX: {description: no, content: {text/plain: {example: a}}}
`)
	for status, want := range map[int]string{400: `application/json {"error":"a"}`, 401: `application/json {"error":"b"}`, 404: " ", 500: " ", 418: " "} {
		media, body, _ := d.Operations[0].GivenExample(status)
		if got := fmt.Sprint(media, " ", string(body)); got != want {
			t.Errorf("%d: %s, want %s", status, got, want)
		}
	}
}

func TestSchemasOfJSONSchema2020(t *testing.T) {
	t.Parallel()
	const components = `
components:
  schemas:
    Cat: {type: object, required: [kind, lives], properties: {kind: {type: string}, lives: {type: integer}}}
    Dog: {type: object, required: [kind, barks], properties: {kind: {type: string}, barks: {type: boolean}}}
    Map: {additionalProperties: {$ref: '#/components/schemas/Map'}}
    Self: {allOf: [{$ref: '#/components/schemas/Self'}], type: object, required: [a], properties: {a: {type: integer}}}
    Wide:
      type: object
      properties:
        a: {$ref: '#/components/schemas/Wide'}
        b: {$ref: '#/components/schemas/Wide'}
        c: {$ref: '#/components/schemas/Wide'}
        d: {type: array, items: {$ref: '#/components/schemas/Wide'}}
        e: {allOf: [{$ref: '#/components/schemas/Wide'}, {type: object}]}
        f: {type: array, items: {$ref: '#/components/schemas/Wide'}}
`
	for name, schema := range map[string]string{
		"a list of types":                   "{type: [string, integer, 'null']}",
		"nothing at all":                    "{type: 'null'}",
		"a constant":                        "{const: 5}",
		"a constant object":                 "{const: {a: [1]}}",
		"examples":                          "{type: integer, minimum: 900000, examples: [1, 900001]}",
		"bounds that are numbers":           "{type: number, exclusiveMinimum: 2, exclusiveMaximum: 2.5}",
		"whole bounds that are numbers":     "{type: integer, exclusiveMinimum: 2, exclusiveMaximum: 4}",
		"fractions as bounds of whole":      "{type: integer, exclusiveMinimum: 2.5, exclusiveMaximum: 3.5}",
		"items by place":                    "{type: array, prefixItems: [{type: integer}, {type: boolean}], items: false}",
		"items by place and more":           "{type: array, minItems: 4, prefixItems: [{type: integer}], items: {type: string}}",
		"a list that contains":              "{type: array, contains: {const: x}, minContains: 2}",
		"names of a pattern":                "{type: object, minProperties: 2, propertyNames: {pattern: '^x-[a-z]{3,9}$'}}",
		"members that others need":          "{type: object, required: [a], properties: {a: {type: integer}}, dependentRequired: {a: [b]}}",
		"a member that never is":            "{type: object, properties: {a: false, b: true}}",
		"a free object":                     "{type: object, additionalProperties: {type: integer}}",
		"an object of some members":         "{type: object, minProperties: 3}",
		"few members of many":               "{type: object, maxProperties: 1, required: [b], properties: {a: {type: integer}, b: {type: integer}, c: {type: integer}}}",
		"a discriminator":                   "{oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind}}",
		"a discriminator with a mapping":    "{anyOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}], discriminator: {propertyName: kind, mapping: {meow: '#/components/schemas/Cat', woof: Dog}}}",
		"parts of texts":                    "{allOf: [{type: string, minLength: 3}, {maxLength: 4}, {pattern: '^[a-z]+$'}]}",
		"parts of enumerations":             "{allOf: [{enum: [a, b, c]}, {enum: [b, c]}, {enum: [c, d]}]}",
		"a part with alternatives":          "{allOf: [{type: object, required: [a], properties: {a: {type: integer}}}, {oneOf: [{required: [b], properties: {b: {type: string}}}]}]}",
		"the same member in two parts":      "{allOf: [{type: object, properties: {a: {type: string}}}, {required: [a], properties: {a: {minLength: 40}}}]}",
		"a second alternative":              "{oneOf: [{type: integer, minimum: 3, maximum: 2}, {type: string}]}",
		"what it is not":                    "{type: integer, minimum: 1, maximum: 3, not: {enum: [1, 2]}}",
		"an example that does not fit":      "{type: integer, example: seven}",
		"a default that does not fit":       "{type: integer, default: seven}",
		"an enumeration with a misfit":      "{type: integer, enum: [seven, 7]}",
		"a pattern with characters":         `{type: string, pattern: '^[\u4e00-\u9fa5]{2}$'}`,
		"a pattern and a format":            "{type: string, format: date, pattern: '^20'}",
		"a pattern of a longer text":        "{type: string, minLength: 5, maxLength: 8, pattern: '^[a-f]+$'}",
		"a format with a length":            "{type: string, format: uri, maxLength: 12}",
		"a condition":                       "{type: object, required: [a], properties: {a: {const: 1}}, if: {properties: {a: {const: 2}}}, then: {required: [b]}}",
		"a map of itself":                   "{$ref: '#/components/schemas/Map'}",
		"a schema that is a part of itself": "{$ref: '#/components/schemas/Self'}",
		"one that grows without measure":    "{$ref: '#/components/schemas/Wide'}",
		"a long list":                       "{type: array, minItems: 300, items: {type: integer}}",
		"times, spans and more":             "{type: object, properties: {a: {type: string, format: time}, b: {type: string, format: duration}, c: {type: string, format: uuid}, d: {type: string, format: regex}, e: {type: string, format: unheard-of}, f: {type: string, contentEncoding: base64}, g: {type: string, format: byte, minLength: 20}}}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := written(t, "-- shop.yaml --\n"+head31+"paths: {/a: {get: {responses: {\"200\": {description: ok, content: {application/json: {schema: "+schema+"}}}}}}}"+components)
			d, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
			if err != nil {
				t.Fatal(err)
			}
			for seed := range int64(25) {
				if body := fits(t, d.Operations[0], seed); len(body) > 1<<20 {
					t.Fatalf("%d bytes", len(body))
				}
			}
		})
	}
}

func TestDataIsOfASizeToRead(t *testing.T) {
	t.Parallel()
	var b strings.Builder
	b.WriteString(head + `paths:
  /circle: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Circle'}}}}}}}
  /wide: {get: {responses: {"200": {description: ok, content: {application/json: {schema: {$ref: '#/components/schemas/Wide0'}}}}}}}
components:
  schemas:
    Wide6: {type: boolean}
    Circle: {type: object, properties: {next: {$ref: '#/components/schemas/Circle'}, all: {type: array, items: {$ref: '#/components/schemas/Circle'}}}}
`)
	for i := range 6 {
		fmt.Fprintf(&b, "    Wide%d: {type: object, properties: {", i)
		for member := range 20 {
			fmt.Fprintf(&b, "m%d: {$ref: '#/components/schemas/Wide%d'}, ", member, i+1)
		}
		b.WriteString("}}\n")
	}
	d := own(t, b.String())
	if got, want := string(fits(t, operation(t, d, "getCircle"), 1)), `{"all":[{"all":[]}],"next":{"all":[]}}`; got != want {
		t.Errorf("a circle gives %s, want %s", got, want)
	}
	if got := len(fits(t, operation(t, d, "getWide"), 1)); got < 1000 || got > 100_000 {
		t.Errorf("what is wide gives %d bytes", got)
	}
}

// anySchema draws a schema that some value fits.
func anySchema(deep int) *rapid.Generator[string] {
	return rapid.Custom(func(t *rapid.T) string {
		kinds := 6
		if deep > 0 {
			kinds = 11
		}
		number := func(name string, lo, hi int) int { return rapid.IntRange(lo, hi).Draw(t, name) }
		part := func(name string) string { return anySchema(deep-1).Draw(t, name) }
		switch number("kind", 0, kinds-1) {
		case 0:
			lo := number("lo", -50, 50)
			return fmt.Sprintf("{type: integer, minimum: %d, maximum: %d}", lo, lo+number("span", 0, 9))
		case 1:
			lo := number("lo", -50, 50)
			return fmt.Sprintf("{type: number, exclusiveMinimum: %d, maximum: %d}", lo, lo+number("span", 1, 9))
		case 2:
			lo := number("lo", 0, 20)
			return fmt.Sprintf("{type: [string, 'null'], minLength: %d, maxLength: %d}", lo, lo+number("span", 0, 9))
		case 3:
			return "{type: string, format: " + rapid.SampledFrom([]string{"date", "date-time", "byte", "uri", "email", "uuid", "ipv6", "time"}).Draw(t, "format") + "}"
		case 4:
			return "{enum: " + rapid.SampledFrom([]string{"[1, a]", "[true]", "[null, [], {a: 1}]"}).Draw(t, "enum") + "}"
		case 5:
			return "{type: boolean}"
		case 6:
			lo := number("lo", 0, 3)
			return fmt.Sprintf("{type: array, minItems: %d, maxItems: %d, items: %s}", lo, lo+number("span", 0, 2), part("items"))
		case 7:
			return fmt.Sprintf("{type: object, required: [a], additionalProperties: false, properties: {a: %s, b: %s}}", part("a"), part("b"))
		case 8:
			return fmt.Sprintf("{anyOf: [%s, %s]}", part("a"), part("b"))
		case 9:
			return fmt.Sprintf("{allOf: [{type: object, required: [a], properties: {a: %s}}, {type: object, properties: {b: %s}}]}", part("a"), part("b"))
		default:
			return fmt.Sprintf("{type: object, additionalProperties: %s}", part("members"))
		}
	})
}

func TestDataFitsAnySchema(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(r *rapid.T) {
		schema := anySchema(3).Draw(r, "schema")
		dir := written(t, "-- shop.yaml --\n"+head31+"paths: {/a: {get: {responses: {\"200\": {description: ok, content: {application/json: {schema: "+schema+"}}}}}}}\n")
		d, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
		if err != nil {
			r.Fatal(err)
		}
		o := d.Operations[0]
		_, media, body, err := example(o, rapid.Int64().Draw(r, "seed"))
		if err != nil {
			r.Fatal(err)
		}
		if found := o.CheckAnswer(200, http.Header{"Content-Type": {media}}, body); found != nil {
			r.Fatalf("%s does not fit %s: %v", body, schema, found)
		}
	})
}
