package spec

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"contractmock/openapi/nearest"
)

// Wish says which of its documented answers an operation is to give.
type Wish struct {
	// Status is the answer's; 0 is that of the first successful answer, or of the first
	// one that has the example.
	Status int
	// Example is the name of one of the answer's examples; "" is the one named success,
	// or the first by name.
	Example string
	// Dynamic answers are made from the schema, even if there are examples; an example
	// that is named wins.
	Dynamic bool
}

// Sample is an answer that is made from the specification alone.
type Sample struct {
	Status int
	// Title is the answer's description, without what stands in brackets at its end.
	Title string
	// Header has the documented headers that have an example, or must be there.
	Header http.Header
	// Type is the media type of Body; an answer without content has neither.
	Type string
	Body []byte
}

// Sample is the answer of the operation that is wished for; the seed decides what is
// made from schemas. The error says what the specification does not have, and what it
// has.
func (o *Operation) Sample(w Wish, seed int64) (Sample, error) {
	r, err := o.wished(w)
	if err != nil {
		return Sample{}, err
	}
	s := Sample{Status: cmp.Or(w.Status, r.Status, http.StatusOK), Title: r.title(), Header: r.sampleHeader(seed)}
	if len(r.kin.Content) == 0 {
		return s, nil
	}
	for _, media := range r.media(w.Example) {
		body, wrong := o.sampleBody(r.kin.Content[media], media, w, seed)
		if wrong == nil {
			s.Type, s.Body = concrete(media), body
			return s, nil
		}
		if err == nil {
			err = fmt.Errorf("%s:%d: %s cannot answer %d with %s: %w", o.File, o.Line, o.ID, s.Status, media, wrong)
		}
	}
	return Sample{}, err
}

// wished is the response that a wish is about.
func (o *Operation) wished(w Wish) (*Response, error) {
	r, ok := o.Response(w.Status)
	switch {
	case w.Status != 0 && !ok:
		return nil, fmt.Errorf("%s does not document the status %d; it documents %s", o.ID, w.Status, strings.Join(o.statuses(), ", "))
	case w.Status == 0:
		if r = o.success(); r == nil {
			if r, ok = o.Response(http.StatusOK); !ok { // a default's
				return nil, fmt.Errorf("%s:%d: %s documents no successful answer; name one of %s", o.File, o.Line, o.ID, strings.Join(o.statuses(), ", "))
			}
		}
	}
	if w.Example == "" || slices.Contains(r.examples(), w.Example) {
		return r, nil
	}
	if w.Status == 0 {
		for _, other := range o.Responses {
			if slices.Contains(other.examples(), w.Example) {
				return other, nil
			}
		}
	}
	var names []string
	for _, other := range o.Responses {
		if w.Status == 0 || other == r {
			names = append(names, other.examples()...)
		}
	}
	where := o.ID
	if w.Status != 0 {
		where = fmt.Sprintf("the %d of %s", w.Status, o.ID)
	}
	if len(names) == 0 {
		return nil, fmt.Errorf("%s has no example %s, nor any other", where, quote(w.Example))
	}
	return nil, fmt.Errorf("%s has no example %s%s", where, quote(w.Example), nearest.Hint(w.Example, names))
}

// Titled is the description of the documented answer with that status, without what
// stands in brackets at its end: Forbidden for "Forbidden (禁止访问)". It is "" if no
// such answer is documented.
func (o *Operation) Titled(status int) string {
	if r, ok := o.Response(status); ok {
		return r.title()
	}
	return ""
}

func (r *Response) title() string {
	if r.kin.Description == nil {
		return ""
	}
	title, _, _ := strings.Cut(*r.kin.Description, " (")
	return title
}

// examples are the names of the response's examples, sorted.
func (r *Response) examples() []string {
	var names []string
	for _, content := range r.kin.Content {
		names = append(names, slices.Collect(maps.Keys(content.Examples))...)
	}
	slices.Sort(names)
	return slices.Compact(names)
}

// media are the media types of a response: first those that have the example, if one is
// named, then JSON, then by name.
func (r *Response) media(example string) []string {
	return slices.SortedFunc(maps.Keys(r.kin.Content), func(a, b string) int {
		return cmp.Or(
			cmp.Compare(lacks(r.kin.Content[a], example), lacks(r.kin.Content[b], example)),
			cmp.Compare(rank(a), rank(b)), cmp.Compare(a, b),
		)
	})
}

// lacks is 1 for a content that does not have the named example.
func lacks(content *openapi3.MediaType, example string) int {
	if example != "" && content.Examples[example] == nil {
		return 1
	}
	return 0
}

// sampleBody is a body from the example that is named, else from the first one, else
// from the schema. What is no JSON needs an example that is a text, or a schema of texts.
// Of a user's own document it is what comes near, where no data fits the schema.
func (o *Operation) sampleBody(content *openapi3.MediaType, media string, w Wish, seed int64) ([]byte, error) {
	var value any
	var given bool
	if w.Example != "" || !w.Dynamic {
		value, given = exampleOf(content, w.Example)
	}
	if bodyPlace(concrete(media)) != inJSON {
		if text, ok := plainText(media, content, value, seed); ok {
			return []byte(text), nil
		}
		return nil, errors.New("there is no example of it that is a text; data is made for JSON and texts alone")
	}
	switch {
	case given:
	case content.Schema != nil:
		var err error
		if value, err = generate(content.Schema, seed); err != nil && !o.document.own {
			return nil, err
		}
	case o.document.own:
		value = map[string]any{}
	default:
		return nil, errors.New("there is neither example nor schema of it")
	}
	return json.Marshal(value)
}

// sampleHeader has the response's headers that have an example or are required. The
// body's type and what CORS says are not among them.
func (r *Response) sampleHeader(seed int64) http.Header {
	header := http.Header{}
	for _, name := range slices.Sorted(maps.Keys(r.kin.Headers)) {
		said := r.kin.Headers[name].Value
		if said == nil || strings.EqualFold(name, "Content-Type") || strings.HasPrefix(strings.ToLower(name), "access-control-") {
			continue
		}
		value, given := exampleOf(&openapi3.MediaType{Example: said.Example, Examples: said.Examples, Schema: said.Schema}, "")
		if !given && said.Required && said.Schema != nil {
			value, _ = generate(said.Schema, seed) // what comes near is better than no header
		}
		if value != nil {
			header.Set(name, strings.Map(printable, strings.Join(strings.Fields(headerText(value)), " ")))
		}
	}
	return header
}

// printable leaves out what no header can have.
func printable(r rune) rune {
	if r < ' ' || r > '~' {
		return -1
	}
	return r
}
