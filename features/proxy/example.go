package proxy

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"unicode/utf8"

	"github.com/goccy/go-yaml"

	"contractmock/features/client"
	"contractmock/openapi"
)

// examples are answers of an operation with one status, of different shapes.
type examples struct {
	head   string
	shapes map[string]bool
	all    []example
}

// example is an exchange as an Example Object of OpenAPI has it.
type example struct {
	Summary string          `json:"summary"`
	Value   json.RawMessage `json:"value,omitempty"`
	Request asked           `json:"x-request"`
}

// asked is the request of an example.
type asked struct {
	Method string          `json:"method"`
	URL    string          `json:"url"`
	Body   json.RawMessage `json:"body,omitempty"`
}

// exemplify keeps an exchange as an example, unless there is one like it.
func (r *Recorder) exemplify(x *client.Exchange) {
	o := x.Operation
	name := fmt.Sprintf("%s/%s.%d.yaml", o.API, o.ID, x.Status)
	e := r.examples[name]
	if e == nil {
		e = &examples{
			head:   fmt.Sprintf("# Recorded answers of %s %s (%s.%s, %s) with the status %d, for its specification.\n", o.Method, o.Path, o.API, o.ID, o.Title, x.Status),
			shapes: map[string]bool{},
		}
		r.examples[name] = e
	}
	of := shape(x.AnswerBody)
	if e.shapes[of] || len(e.all) >= r.limit {
		return
	}
	by := x.As
	if by == "" {
		by = "a stranger"
	}
	hide := concealer(x)
	one := example{
		Summary: "the answer to " + by, Value: hide.body(x.AnswerBody),
		Request: asked{Method: x.Method, URL: hide.text(maskedURL(x.URL)), Body: hide.body(x.Body)},
	}
	if !r.affords(len(one.Value) + len(one.Request.URL) + len(one.Request.Body)) {
		return
	}
	e.shapes[of], e.all = true, append(e.all, one)
}

// yaml is the file of the examples.
func (e *examples) yaml() ([]byte, error) {
	named := map[string]example{}
	for i, one := range e.all {
		named[fmt.Sprintf("recorded%d", i+1)] = one
	}
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(map[string]any{"examples": named}); err != nil {
		return nil, err
	}
	return append([]byte(e.head), asYAML(b.Bytes())...), nil
}

// asYAML is JSON as a block of YAML. Where that does not say the same, JSON is YAML too.
func asYAML(data []byte) []byte {
	number := func(data []byte) (value any, err error) {
		decoder := json.NewDecoder(bytes.NewReader(data))
		decoder.UseNumber()
		return value, decoder.Decode(&value)
	}
	if block, err := yaml.JSONToYAML(data); err == nil {
		want, err1 := number(data)
		if back, err := yaml.YAMLToJSON(block); err == nil && err1 == nil {
			if got, err := number(back); err == nil && reflect.DeepEqual(want, got) {
				return block
			}
		}
	}
	var indented bytes.Buffer
	if json.Indent(&indented, data, "", "  ") != nil {
		return data
	}
	return indented.Bytes()
}

// concealment hides the secrets of one exchange.
type concealment struct {
	secret func(name string) bool
	tokens []string // what the request proves its caller with
}

func concealer(x *client.Exchange) concealment {
	c := concealment{secret: func(string) bool { return false }}
	if document, err := openapi.Document(x.Operation.API); err == nil {
		c.secret = func(name string) bool {
			return document.Secret(name) || document.Sign != nil && name == document.Sign.Parameter
		}
	}
	l := presented(x)
	for _, token := range []string{l.token, l.code} {
		const least = 6 // a shorter one would be found everywhere
		if len(token) >= least {
			c.tokens = append(c.tokens, token)
		}
	}
	return c
}

const hidden = "***"

// text is a text without the secrets that are known by their value.
func (c concealment) text(text string) string {
	for _, token := range c.tokens {
		text = strings.ReplaceAll(text, token, hidden)
	}
	return text
}

// signature is a signature in a query.
var signature = sync.OnceValue(func() *regexp.Regexp {
	var names []string
	for _, api := range openapi.APIs() {
		if document, err := openapi.Document(api); err == nil && document.Sign != nil {
			names = append(names, regexp.QuoteMeta(document.Sign.Parameter))
		}
	}
	return regexp.MustCompile(`([?&](?:` + strings.Join(names, "|") + `)=)[^&]*`)
})

// maskedURL is a URL without its secrets and its signature.
func maskedURL(target string) string {
	return signature().ReplaceAllString(client.Mask(target), "${1}"+hidden)
}

// body is a body as JSON without its secrets; a text if it is none, and nothing where
// it cannot be one.
func (c concealment) body(body []byte) json.RawMessage {
	if len(body) == 0 || !utf8.Valid(body) {
		return nil
	}
	var value any
	decoder := json.NewDecoder(bytes.NewReader(body))
	decoder.UseNumber()
	if decoder.Decode(&value) != nil {
		value = client.Mask(string(body))
	}
	return encoded(c.value("", value))
}

// value is a value of that name without its secrets.
func (c concealment) value(name string, value any) any {
	if c.secret(name) && value != nil {
		return hidden
	}
	switch v := value.(type) {
	case string:
		return c.text(v)
	case []any:
		for i, item := range v {
			v[i] = c.value("", item)
		}
	case map[string]any:
		for member, inner := range v {
			v[member] = c.value(member, inner)
		}
	}
	return value
}

// encoded is a value as JSON, its letters as they are.
func encoded(value any) json.RawMessage {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // it was decoded from JSON
	}
	return bytes.TrimRight(b.Bytes(), "\n")
}
