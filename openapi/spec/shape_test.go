package spec_test

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"reflect"
	"slices"
	"strings"
	"testing"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// answer is an answer in JSON that an operation may give.
type answer struct {
	operation *spec.Operation
	status    int
	fits      func(body []byte) bool
	body      []byte
}

// embedded are the answers of all embedded documents, as their examples and schemas have
// them, but for those without shape: of the ones that a shape is to know of there are
// none.
func embedded(t testing.TB, seeds int64) []answer {
	t.Helper()
	var all []answer
	for _, name := range openapi.APIs() {
		document, err := openapi.Document(name)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range document.Operations {
			for status, fits := range o.AnswerShapes() {
				if fits == nil {
					if status/100 == 2 {
						t.Errorf("%s %d has no shape", o.ID, status)
					}
					continue
				}
				for seed := range seeds {
					sample, err := o.Sample(spec.Wish{Status: status, Dynamic: seed > 0}, seed)
					if err != nil {
						t.Fatal(err)
					}
					all = append(all, answer{o, status, fits, sample.Body})
				}
			}
		}
	}
	return all
}

func TestAShapeSaysWhatTheWholeCheckSays(t *testing.T) {
	t.Parallel()
	chance := rand.New(rand.NewPCG(1, 2))
	fitting, misfits := 0, 0
	for _, a := range embedded(t, 2) {
		if !a.fits(a.body) {
			t.Errorf("%s %d: its own sample does not fit its shape: %s", a.operation.ID, a.status, a.body)
		}
		for range 15 {
			var value any
			if err := json.Unmarshal(a.body, &value); err != nil {
				t.Fatal(err)
			}
			for range 1 + chance.IntN(2) {
				value = changed(chance, value)
			}
			body, err := json.Marshal(value)
			if err != nil {
				t.Fatal(err)
			}
			found := a.operation.AnswerMisfits(a.status, body)
			if fits := a.fits(body); fits != (found == nil) {
				t.Fatalf("%s %d: it fits its shape %v, and the whole check finds %v in\n%s", a.operation.ID, a.status, fits, found, body)
			}
			if found == nil {
				fitting++
			} else {
				misfits++
			}
		}
	}
	if fitting < 200 || misfits < 1500 {
		t.Errorf("%d changed answers fit and %d do not; the changes are no test", fitting, misfits)
	}
}

// changed is a value with one change somewhere in it.
func changed(chance *rand.Rand, value any) any {
	others := []any{nil, true, 0, -1, 1.5, 1e300, "", "x", "圈", "2024-02-30", "2024-06-10 12:00:00", []any{}, map[string]any{}, []any{1, 1}}
	switch v := value.(type) {
	case map[string]any:
		names := slices.Sorted(maps.Keys(v))
		switch at := chance.IntN(8); {
		case len(names) == 0 || at == 0:
			v[fmt.Sprintf("a%d", chance.IntN(3))] = others[chance.IntN(len(others))]
		case at == 1:
			delete(v, names[chance.IntN(len(names))])
		default:
			name := names[chance.IntN(len(names))]
			v[name] = changed(chance, v[name])
		}
		return v
	case []any:
		switch at := chance.IntN(6); {
		case len(v) == 0 || at == 0:
			return append(v, others[chance.IntN(len(others))])
		case at == 1:
			return append(v, v[chance.IntN(len(v))])
		case at == 2:
			return v[1:]
		default:
			i := chance.IntN(len(v))
			v[i] = changed(chance, v[i])
			return v
		}
	case string:
		if at := chance.IntN(3); at == 0 {
			return v + "x"
		} else if at == 1 {
			return strings.ToUpper(v)
		}
	}
	return others[chance.IntN(len(others))]
}

func TestAShapeReadsJSONAsTheWholeCheckDoes(t *testing.T) {
	t.Parallel()
	d := compile(t, strings.NewReplacer("\t", "  ").Replace(`
openapi: 3.0.3
info: {title: Tree, version: "1"}
paths:
  /:
    get:
      operationId: tree
      responses: {"200": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Tree"}}}}}
  /slow:
    get:
      operationId: slow
      responses:
        "200": {description: ok, content: {application/json: {schema: {type: object, minProperties: 1, properties: {a: {type: integer}}}}}}
        "201": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Name"}}}}
        "202": {description: ok, content: {application/json: {schema: {$ref: "#/components/schemas/Choice"}}}}
components:
  schemas:
    Name: {allOf: [{$ref: "#/components/schemas/Name"}]}
    Choice: {oneOf: [{$ref: "#/components/schemas/Choice"}, {type: string}]}
    Tree:
      type: object
      required: [n]
      properties:
        n: {type: number, minimum: 0, maximum: 9}
        i: {type: integer, enum: [1, 2]}
        s: {type: string, minLength: 2, maxLength: 3, nullable: true, enum: ["圈子", "ab", "a\nb"]}
        b: {type: boolean, enum: [true]}
        u: {type: array, uniqueItems: true, minItems: 1, maxItems: 2, items: {oneOf: [{type: integer}, {type: array, items: {type: string}}, {$ref: "#/components/schemas/Tree"}]}}
        t: {$ref: "#/components/schemas/Tree"}
`))
	fits := d.Operations[0].AnswerShapes()[200]
	deep := func(n int) string { return strings.Repeat(`{"n":1,"t":`, n) + `{"n":1}` + strings.Repeat("}", n) }
	for body, want := range map[string]bool{
		`{"n":1}`:                        true,
		` { "n" : 1.5 } `:                true,
		`{"n":1,"n":1}`:                  false,
		`{"n":1} {}`:                     false,
		`{"n":1}x`:                       false,
		`{"n":1`:                         false,
		``:                               false,
		`[]`:                             false,
		`{}`:                             false,
		"{\"n\":1,\"s\":\"\xff\xff\"}":   false,
		`{"n":01}`:                       false,
		`{"n":-0}`:                       true,
		`{"n":1e400}`:                    false,
		`{"n":9.5}`:                      false,
		`{"n":-1}`:                       false,
		`{"n":null}`:                     false,
		`{"\u006e":1}`:                   true,
		`{"n":1,"i":1.0}`:                true,
		`{"n":1,"i":2e0}`:                true,
		`{"n":1,"i":1.5}`:                false,
		`{"n":1,"i":3}`:                  false,
		`{"n":1,"s":null}`:               true,
		`{"n":1,"s":"\u5708子"}`:          true,
		`{"n":1,"s":"a\nb"}`:             true,
		`{"n":1,"s":"a"}`:                false,
		`{"n":1,"b":true}`:               true,
		`{"n":1,"b":false}`:              false,
		`{"n":1,"more":"x"}`:             true,
		`{"n":1,"u":[]}`:                 false,
		`{"n":1,"u":[1,2]}`:              true,
		`{"n":1,"u":[1,1]}`:              false,
		`{"n":1,"u":[1,2,3]}`:            false,
		`{"n":1,"u":[["a","b"],["b"]]}`:  true,
		`{"n":1,"u":[["a"],["\u0061"]]}`: false,
		`{"n":1,"u":[{"n":1},{"n":2}]}`:  true,
		`{"n":1,"u":[{"n":1,"i":2},{"i":2,"n":1}]}`: false,
		`{"n":1,"u":[true]}`:                        false,
		deep(900):                                   true,
		deep(1000):                                  false,
	} {
		found := d.Operations[0].AnswerMisfits(200, []byte(body))
		if got := fits([]byte(body)); got != want || got != (found == nil) {
			t.Errorf("%.100s fits %v, want %v; the whole check finds %v", body, got, want, found)
		}
	}
	for status, shape := range d.Operations[1].AnswerShapes() {
		if shape != nil {
			t.Errorf("%d has a shape, although it asks for more than shapes know of", status)
		}
	}
}

func FuzzShape(f *testing.F) {
	all := embedded(f, 1)
	for i, a := range all {
		f.Add(i, a.body)
	}
	f.Fuzz(func(t *testing.T, i int, body []byte) {
		a := all[uint(i)%uint(len(all))]
		if !a.fits(body) {
			return
		}
		if found := a.operation.AnswerMisfits(a.status, bytes.Clone(body)); found != nil {
			t.Errorf("%s %d: %s fits its shape, and the whole check finds %v", a.operation.ID, a.status, body, found)
		}
	})
}

func FuzzJSONIsReadAlikeInBothWays(f *testing.F) {
	for _, a := range embedded(f, 1) {
		f.Add(a.body)
	}
	for _, seed := range []string{
		`{"a":1,"a":2}`, `{"a":[1,{"b":null}]} x`, `"\ud800"`, "\"\xff\"", `[1e999,-0,1.50]`, `[`, `{"a"}`, `nul`, ` true `, ``, `"\u5708\n"`,
		strings.Repeat("[", 999) + strings.Repeat("]", 999), strings.Repeat("[", 1000) + strings.Repeat("]", 1000), strings.Repeat("[", 1001) + strings.Repeat("]", 1001),
	} {
		f.Add([]byte(seed))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		quick, ok := spec.QuickJSON(data)
		slow, err := spec.SlowJSON(data)
		if ok && (err != nil || !reflect.DeepEqual(quick, slow)) {
			t.Errorf("%q is %#v in one way and %#v, %v in the other", data, quick, slow, err)
		}
		if !ok && err == nil && !strings.Contains(string(data), `\`) { // half a character is read as none
			t.Errorf("%q is read in the slow way alone", data)
		}
	})
}
