package spec_test

import (
	"fmt"
	"os"
	"regexp"
	"strconv"
	"strings"
	"testing"

	"contractmock/openapi/spec"
)

// broken are ways to break a document of the mock's own: what is replaced, by what,
// and the text that the line named must have.
var broken = []struct {
	name, old, instead, line, why string
}{
	{"a bracket too many", "tags: [工单]", "tags: [工单]]", "tags: [工单]]", ""},
	{"a tab", "  schemas:", "\tschemas:", "\tschemas:", ""},
	{"a member twice", "operationId: getTicket", "operationId: getTicket\n      operationId: getTicket", "operationId: getTicket", "already defined"},
	{"a colon in a text", "type: integer", "type: a: b", "type: a: b", ""},
	{"a reference to nothing", "#/components/schemas/TicketPage", "#/components/schemas/TicketPages", "TicketPages", `"TicketPages"`},
	{"a reference elsewhere", "#/components/schemas/TicketPage", "http://127.0.0.1:1/x.yaml#/a", "127.0.0.1", "disallowed external reference"},
	{"a type that is none", "type: integer", "type: integr", "type: integr", `unsupported 'type' value "integr"`},
	{"a text for a number", "minimum: 1\n", "minimum: one\n", "minimum: one", "minimum: it cannot be a text"},
	{"a list for a text", "description: 工单列表", "description: [工单列表]", "description: [", "description: it cannot be a list"},
	{"a misspelt member", "operationId: getTicket", "operationID: getTicket", "operationID: getTicket", "extra sibling fields: [operationID]"},
	{"a missing member", "      responses:", "      x-responses:", "    get:", "value of responses must be"},
	{"a pattern that is none", "type: integer\n", "type: string\n            pattern: '['\n", "pattern: '['", "missing closing ]"},
	{"a place that is none", "in: query\n", "in: body\n", "in: body", "can't have 'in' value"},
	{"a scheme that is none", "bearerAuth: []", "bearAuth: []", "security:", `undefined security scheme "bearAuth"`},
	{"a letter of another encoding", "工单状态过滤", "\xb9\xa4", "\xb9\xa4", "this is no UTF-8"},
	{"no version", "openapi: 3.0.3\n", "", "info:", "value of openapi"},
	{"no title", "title: 飞扬俱乐部 工单 API", "x-title: ''", "info:", "value of title"},
}

// placed is an error that says where: the line, and why.
var placed = regexp.MustCompile(`^mine/tickets\.yaml:(\d+): (.+)$`)

func TestWhatIsWrongWithADocumentIsPlaced(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../tickets.yaml")
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(string(data), c.old, c.instead, 1)
			if text == string(data) {
				t.Fatalf("the document has no %q", c.old)
			}
			_, err := spec.Compile("tickets", "mine/tickets.yaml", []byte(text))
			said := placed.FindStringSubmatch(fmt.Sprint(err))
			if said == nil {
				t.Fatalf("error %v; want one with file and line", err)
			}
			line, _ := strconv.Atoi(said[1])
			if got := strings.Split(text, "\n")[line-1]; !strings.Contains(got, c.line) || !strings.Contains(said[2], c.why) {
				t.Errorf("error %v\nline %d is %q, want one with %q; want the reason %q", err, line, got, c.line, c.why)
			}
		})
	}
}

func TestALineThatCannotBeKnownIsNotClaimed(t *testing.T) {
	t.Parallel()
	const text = `openapi: 3.0.3
info: {title: Shop, version: "1"}
paths: {}
components:
  schemas:
    A: {type: integer, minimum: one}
    B: {type: integer, minimum: 1}
    C: {type: integer, minimum: two}
`
	const want = "shop.yaml:6: minimum: it cannot be a text; it may also be line 8"
	if _, err := spec.Compile("shop", "shop.yaml", []byte(text)); fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
	for text, why := range map[string]string{
		"":                   "value of openapi must be a non-empty string",
		"# nothing\n":        "value of openapi must be a non-empty string",
		"- a\n":              "this is no OpenAPI document: it is a list, not a mapping",
		"hello":              "this is no OpenAPI document: it is a text, not a mapping",
		"\xff\xfeo\x00p\x00": "this is no UTF-8; save the file as such",
		"{":                  "could not find flow mapping end token '}'",
	} {
		_, err := spec.Compile("shop", "shop.yaml", []byte(text))
		if want := "shop.yaml:1: " + why; fmt.Sprint(err) != want {
			t.Errorf("error %v of %q, want %s", err, text, want)
		}
	}
}

// FuzzCompile: whatever a document says, it is compiled or refused, in one paragraph
// that names the file.
func FuzzCompile(f *testing.F) {
	f.Add([]byte(library))
	for _, text := range []string{"openapi: [", "a: 1\na: 2\n", "openapi: 3.0.3\ninfo: [1]\n", get("operationId: a", answersOK), get("operationID: a", "responses: 1")} {
		f.Add([]byte(text))
	}
	f.Fuzz(func(t *testing.T, data []byte) {
		document, err := spec.Compile("mine", "mine.yaml", data)
		switch {
		case err == nil && document == nil:
			t.Error("neither a document nor an error")
		case err != nil && (!strings.HasPrefix(err.Error(), "mine.yaml:") || len(err.Error()) > 2000):
			t.Errorf("error %v", err)
		}
	})
}
