package spec_test

import (
	"bytes"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"contractmock/openapi/spec"
)

// answering is a document whose one operation answers so.
func answering(responses, schemas string) string {
	return get("operationId: a", "responses: {"+responses+"}") + "components: {schemas: {" + schemas + "}}\n"
}

func TestGeneratedAnswersFitTheirSchemas(t *testing.T) {
	t.Parallel()
	const node = `Node: {type: object, additionalProperties: false, required: [id, children], properties: {
		also: {type: boolean}, id: {type: integer}, children: {type: array, items: {$ref: "#/components/schemas/Node"}}, next: {$ref: "#/components/schemas/Node"}}},
		Chain: {type: object, nullable: true, required: [next], properties: {next: {$ref: "#/components/schemas/Chain"}}},
		Tree: {oneOf: [{type: object, required: [left, right], properties: {left: {$ref: "#/components/schemas/Tree"}, right: {$ref: "#/components/schemas/Tree"}}}, {type: string}]}`
	for name, schema := range map[string]string{
		"anything":           "{}",
		"a whole number":     "{type: integer}",
		"one in bounds":      "{type: integer, minimum: 3, maximum: 5}",
		"one between bounds": "{type: integer, minimum: 3, exclusiveMinimum: true, maximum: 5, exclusiveMaximum: true}",
		"one of at least":    "{type: integer, minimum: 5000000}",
		"one of at most":     "{type: integer, maximum: -7}",
		"one below zero":     "{type: integer, minimum: -7, maximum: -5}",
		"a whole number below zero that is a multiple": "{type: integer, minimum: -10, maximum: -5, multipleOf: 3}",
		"a whole number between fractions":             "{type: integer, minimum: 1.5, maximum: 2.5}",
		"a large one of 32 bits":                       "{type: integer, format: int32, minimum: 2147483640}",
		"a number above":                               "{type: number, minimum: 0, exclusiveMinimum: true, maximum: 0.5}",
		"a number that is a multiple":                  "{type: number, minimum: 0, maximum: 10, multipleOf: 0.5}",
		"different items":                              "{type: array, minItems: 3, uniqueItems: true, items: {type: string, enum: [a, b, c]}}",
		"a pattern of some length":                     "{type: string, pattern: '^a+b?$', maxLength: 4}",
		"base64":                                       "{type: string, format: byte}",
		"a member that is nowhere described":           "{type: object, required: [a, b], properties: {a: {type: integer}}}",
		"what is never sent":                           "{type: object, properties: {secret: {type: string, writeOnly: true}, id: {type: string, readOnly: true}}}",
		"a tree that ends somewhere":                   `{$ref: "#/components/schemas/Tree"}`,
		"a multiple":                                   "{type: integer, minimum: 8, maximum: 30, multipleOf: 7}",
		"the widest bounds":                            "{type: integer, format: int64, minimum: -9223372036854775808, maximum: 9223372036854775807}",
		"a number in bounds":                           "{type: number, minimum: -0.5, maximum: 0.5}",
		"a number of at most":                          "{type: number, maximum: -7}",
		"true or false":                                "{type: boolean}",
		"a text of some length":                        "{type: string, minLength: 30, maxLength: 31}",
		"a short text":                                 "{type: string, maxLength: 2}",
		"an empty text":                                "{type: string, maxLength: 0}",
		"a pattern":                                    `{type: string, pattern: '^\d{4}-[A-F]{2}(x|y)?$'}`,
		"a Chinese pattern":                            "{type: string, pattern: '^[一-龥]{2,4}$'}",
		"one of several":                               "{type: string, enum: [a, b, c]}",
		"one of several numbers":                       "{type: integer, enum: [1, 5]}",
		"a list":                                       "{type: array, items: {type: integer}}",
		"a list of some":                               "{type: array, minItems: 2, maxItems: 3, items: {type: boolean}}",
		"an empty list":                                "{type: array, maxItems: 0, items: {type: boolean}}",
		"a day":                                        "{type: string, format: date}",
		"a time":                                       "{type: string, format: date-time}",
		"an object":                                    "{type: object, additionalProperties: false, required: [id, name], properties: {id: {type: integer}, name: {type: string}, url: {type: string, maxLength: 9}}}",
		"an object of parts":                           "{allOf: [{type: object, required: [a], properties: {a: {type: integer}}}, {type: object, required: [b], properties: {b: {type: string}}}], required: [c], properties: {c: {type: boolean}}}",
		"one shape of two":                             "{oneOf: [{type: integer}, {type: string}]}",
		"any shape of two":                             "{anyOf: [{type: object, required: [a], properties: {a: {type: boolean}}}, {type: string}]}",
		"one that refers to itself":                    `{$ref: "#/components/schemas/Node"}`,
		"one that must refer to itself":                `{$ref: "#/components/schemas/Chain"}`,
		"members with texts of their name":             "{type: object, properties: {email: {type: string, format: email}, avatarUrl: {type: string, format: uri}, uuid: {type: string, format: uuid}, ip: {type: string, format: ipv4}, ip6: {type: string, format: ipv6}, host: {type: string, format: hostname}, mobile: {type: string}, city: {type: string}, country: {type: string}, title: {type: string}, desc: {type: string}, nickname: {type: string}}}",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := operation(t, compile(t, answering(`"200": {description: ok, content: {application/json: {schema: `+schema+`}}}`, node)), "a")
			rapid.Check(t, func(t *rapid.T) {
				seed := rapid.Int64().Draw(t, "seed")
				status, media, body, err := example(o, seed)
				if err != nil {
					t.Fatal(err)
				}
				if found := o.CheckAnswer(status, http.Header{"Content-Type": {media}}, body); found != nil {
					t.Fatalf("%s does not fit: %v", body, found)
				}
				if _, _, again, _ := example(o, seed); !bytes.Equal(body, again) {
					t.Fatalf("the same seed gives %s and %s", body, again)
				}
			})
		})
	}
}

func TestSchemasThatNothingFits(t *testing.T) {
	t.Parallel()
	for name, schema := range map[string]string{
		"two parts that contradict each other":  "{allOf: [{type: string}, {enum: [7]}]}",
		"one that refers to itself without end": `{$ref: "#/components/schemas/Endless"}`,
	} {
		o := operation(t, compile(t, answering(`"200": {description: ok, content: {application/json: {schema: `+schema+`}}}`,
			`Endless: {type: object, required: [a, b], properties: {a: {$ref: "#/components/schemas/Endless"}, b: {$ref: "#/components/schemas/Endless"}}}`)), "a")
		if _, _, _, err := example(o, 1); err == nil || !strings.HasPrefix(err.Error(), "shop.yaml:5: a cannot answer 200 with application/json: no data could be made that fits the schema (") {
			t.Errorf("%s: error %v", name, err)
		}
	}
}

func TestSeedsDecide(t *testing.T) {
	t.Parallel()
	o := operation(t, compile(t, answering(`"200": {description: ok, content: {application/json: {schema: {type: integer, minimum: 1, maximum: 3}}}}`, "")), "a")
	seen := map[string]bool{}
	for seed := range int64(100) {
		_, _, body, _ := example(o, seed)
		seen[string(body)] = true
	}
	if len(seen) != 3 {
		t.Errorf("100 seeds give %v of 1, 2 and 3", seen)
	}
}

func TestExamplesBeforeGeneratedData(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, responses, want string }{
		{"the first by name", `"200": {description: ok, content: {application/json: {schema: {type: integer}, examples: {b: {value: 1}, a: {value: 2}}}}}`, "200 application/json 2"},
		{"the one without name", `"200": {description: ok, content: {application/json: {schema: {type: integer}, example: 3}}}`, "200 application/json 3"},
		{"the schema's", `"200": {description: ok, content: {application/json: {schema: {type: integer, default: 5, example: 4}}}}`, "200 application/json 4"},
		{"the schema's default", `"200": {description: ok, content: {application/json: {schema: {type: integer, default: 5}}}}`, "200 application/json 5"},
		{"a member's", `"200": {description: ok, content: {application/json: {schema: {properties: {b: {example: x}, a: {default: [1]}}}}}}`, `200 application/json {"a":[1],"b":"x"}`},
		{"of the first success", `"500": {description: no}, "404": {description: no}, "201": {description: ok, content: {application/json: {example: 1}}}, "202": {description: ok, content: {application/json: {example: 2}}}`, "201 application/json 1"},
		{"of a range", `2XX: {description: ok, content: {application/json: {example: 1}}}`, "200 application/json 1"},
		{"of another kind of JSON", `"200": {description: ok, content: {application/vnd.api+json: {example: 1}, text/plain: {example: 2}}}`, "200 application/vnd.api+json 1"},
		{"nothing of an answer without content", `"204": {description: ok}`, "204  "},
		{"no success", `"300": {description: no}, "400": {description: no}`, "0   shop.yaml:5: a documents no successful answer; name one of 300, 400"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			status, media, body, err := example(operation(t, compile(t, answering(c.responses, "")), "a"), 1)
			got := fmt.Sprint(status, " ", media, " ", string(body))
			if err != nil {
				got += " " + err.Error()
			}
			if got != c.want {
				t.Errorf("got  %s\nwant %s", got, c.want)
			}
		})
	}
}

// example is the answer of an operation for which nothing is wished.
func example(o *spec.Operation, seed int64) (status int, media string, body []byte, err error) {
	s, err := o.Sample(spec.Wish{}, seed)
	return s.Status, s.Type, s.Body, err
}
