package spec_test

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"slices"
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
	{"a bracket too many", "tags: [工单]", "tags: [工单]]", "tags: [工单]]", "did not find expected key"},
	{"a bracket too many before a comment", "tags: [工单]", "tags: [工单]]\n\n# more", "tags: [工单]]", "did not find expected key"},
	{"a bracket too few", "tags: [工单]\n", "tags: [工单\n", "x-effect:", "did not find expected ',' or ']' for what begins at line 47"},
	{"a member too far left", "      summary: 获取工单\n", "     summary: 获取工单\n", "     summary: 获取工单", "did not find expected key"},
	{"a tab", "  schemas:", "\tschemas:", "\tschemas:", ""},
	{"a member twice", "operationId: getTicket", "operationId: getTicket\n      operationId: getTicket", "operationId: getTicket", `mapping key "operationId" already defined at line 31`},
	{"a member four thousand times", "operationId: getTicket", strings.Repeat("operationId: getTicket\n      ", 4000), "operationId: getTicket", `mapping key "operationId" already defined at line 31`},
	{"more members than can be read", "components:\n", "x-members:" + many(10_001, "\n  a%d: 1") + "\ncomponents:\n", "  a0: 1", "this mapping has 10001 members; at most 10000 can be read of YAML, and any number of JSON"},
	{"a colon in a text", "type: integer", "type: a: b", "type: a: b", ""},
	{"a reference to nothing", "#/components/schemas/TicketPage", "#/components/schemas/TicketPages", "TicketPages", "$ref #/components/schemas/TicketPages leads nowhere: mine/tickets.yaml has no TicketPages there"},
	{"a reference elsewhere", "#/components/schemas/TicketPage", "http://127.0.0.1:1/x.yaml#/a", "127.0.0.1", "$ref http://127.0.0.1:1/x.yaml#/a leads nowhere: the document of an API is one file; put what it refers to into it"},
	{"a type that is none", "type: integer", "type: integr", "type: integr", `unsupported 'type' value "integr"`},
	{"a text for a number", "minimum: 1\n", "minimum: one\n", "minimum: one", "minimum cannot be a text here"},
	{"a list for a text", "description: 工单列表", "description: [工单列表]", "description: [", "description cannot be a list here"},
	{"a misspelt member", "operationId: getTicket", "operationID: getTicket", "operationID: getTicket", "extra sibling fields: [operationID]"},
	{"a missing member", "      responses:", "      x-responses:", "    get:", "value of responses must be"},
	{"a pattern that is none", "type: integer\n", "type: string\n            pattern: '['\n", "pattern: '['", "missing closing ]"},
	{"a place that is none", "in: query\n", "in: body\n", "in: body", "can't have 'in' value"},
	{"a scheme that is none", "bearerAuth: []", "bearAuth: []", "security:", `undefined security scheme "bearAuth"`},
	{"a letter of another encoding", "工单状态过滤", "\xb9\xa4", "\xb9\xa4", "this is no UTF-8"},
	{"no version", "openapi: 3.0.3\n", "", "info:", "value of openapi"},
	{"no title", "title: 飞扬俱乐部 工单 API", "x-title: ''", "info:", "value of title"},
}

// many is a text again and again, with numbers.
func many(n int, format string) string {
	var b strings.Builder
	for i := range n {
		fmt.Fprintf(&b, format, i)
	}
	return b.String()
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
	const want = "shop.yaml:6: minimum cannot be a text here; it may also be line 8"
	if _, err := spec.Compile("shop", "shop.yaml", []byte(text)); fmt.Sprint(err) != want {
		t.Errorf("error %v, want %s", err, want)
	}
	for text, why := range map[string]string{
		"":                   "value of openapi must be a non-empty string",
		"# nothing\n":        "value of openapi must be a non-empty string",
		"- a\n":              "this is no OpenAPI document: it is a list, not a mapping",
		"hello":              "this is no OpenAPI document: it is a text, not a mapping",
		"\xff\xfeo\x00p\x00": "this is no UTF-8; save the file as such",
		"{":                  "did not find expected node content",
	} {
		_, err := spec.Compile("shop", "shop.yaml", []byte(text))
		if want := "shop.yaml:1: " + why; fmt.Sprint(err) != want {
			t.Errorf("error %v of %q, want %s", err, text, want)
		}
	}
}

// TestDocumentsAreToldOfInOneWay: what is wrong is told by the same line and in the same
// words, whether the document is an API's or a user's own, which some of it is no obstacle
// to.
func TestDocumentsAreToldOfInOneWay(t *testing.T) {
	t.Parallel()
	data, err := os.ReadFile("../tickets.yaml")
	if err != nil {
		t.Fatal(err)
	}
	otherwise := map[string]string{
		"a reference elsewhere":  "leads nowhere: it is not on this machine, and the mock fetches nothing; save it beside the document and refer to the file",
		"a text for a number":    ":60: minimum is not looked at: it cannot be a text here",
		"a pattern that is none": ": pattern [ is not looked at: error parsing regexp: missing closing ]: `[`",
		"no version":             ":1: this is no OpenAPI document; the member openapi is missing, which says its version, such as 3.0.3 or 3.1.0",
	}
	for _, c := range broken {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			text := strings.Replace(string(data), c.old, c.instead, 1)
			file := filepath.ToSlash(filepath.Join(written(t, "-- tickets.yaml --\n"), "tickets.yaml"))
			if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
				t.Fatal(err)
			}
			_, err := spec.Compile("tickets", file, []byte(text))
			want := cmp.Or(otherwise[c.name], fmt.Sprint(err))
			d, err := spec.CompileFile("tickets", file)
			said := fmt.Sprint(err)
			if err == nil {
				said = strings.Join(d.Warnings, "\n")
			}
			if !strings.Contains(said, want) {
				t.Errorf("of a user's own document:\n%s\nwant\n%s", said, want)
			}
		})
	}
}

// TestJSONThatIsNoYAMLIsPlacedByPathAndMethod: kin-openapi knows no lines of it.
func TestJSONThatIsNoYAMLIsPlacedByPathAndMethod(t *testing.T) {
	t.Parallel()
	wide := `"x-members": {"a": 0` + many(10_001, `, "a%d": 1`) + `}`
	for name, extension := range map[string]string{"a member twice": `"x-a": 1, "x-a": 1`, "four thousand times": `"x-a": 1` + strings.Repeat(`, "x-a": 1`, 4000), "wide": wide} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			const head = "{\"openapi\": \"3.0.3\", \"info\": {\"title\": \"Shop\", \"version\": \"1\"}, EXTENSION,\n\"paths\": {\"/b\": {},\n\"/a\": {\n"
			text := strings.Replace(head, "EXTENSION", extension, 1) + "\"get\": {\"responses\": {\"200\": {\"description\": \"ok\"}}},\n\"put\": {\"operationId\": \"b\", \"tagz\": [], \"responses\": {\"200\": {\"description\": \"ok\"}}}}}}\n"
			file := filepath.ToSlash(filepath.Join(written(t, "-- shop.json --\n"+text), "shop.json"))
			want := file + ":5: invalid paths: invalid path /a: invalid operation PUT: extra sibling fields: [tagz]"
			if _, err := spec.Compile("shop", file, []byte(text)); fmt.Sprint(err) != want {
				t.Errorf("error %v, want %s", err, want)
			}
			if d, err := spec.CompileFile("shop", file); err != nil || !slices.Contains(d.Warnings, want) {
				t.Errorf("error %v, want the warning %s", err, want)
			}
		})
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
