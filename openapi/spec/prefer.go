package spec

import (
	"cmp"
	"encoding/json"
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
	media := slices.MinFunc(slices.Collect(maps.Keys(r.kin.Content)), func(a, b string) int {
		return cmp.Or(cmp.Compare(rank(r.kin.Content[a], a, w.Example), rank(r.kin.Content[b], b, w.Example)), cmp.Compare(a, b))
	})
	s.Type = media
	s.Body, err = sampleBody(r.kin.Content[media], media, w, seed)
	if err != nil {
		return Sample{}, fmt.Errorf("%s cannot answer %d with %s: %w", o.ID, s.Status, media, err)
	}
	return s, nil
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
				return nil, fmt.Errorf("%s documents no successful answer; name one of %s", o.ID, strings.Join(o.statuses(), ", "))
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

// rank is the place of a media type among those of an answer: one with the example
// that is asked for comes first, then JSON.
func rank(content *openapi3.MediaType, media, example string) int {
	place := 0
	if example != "" && content.Examples[example] == nil {
		place += 2
	}
	if bodyPlace(media) != inJSON {
		place++
	}
	return place
}

// sampleBody is a body from the example that is named, else from the first one, else
// from the schema.
func sampleBody(content *openapi3.MediaType, media string, w Wish, seed int64) ([]byte, error) {
	var value any
	if w.Example != "" || !w.Dynamic {
		value = exampleOf(content, w.Example)
	}
	isJSON := bodyPlace(media) == inJSON
	if value == nil {
		if content.Schema == nil || !isJSON {
			return nil, fmt.Errorf("there is no example of it")
		}
		var err error
		if value, err = generate(content.Schema, seed); err != nil {
			return nil, err
		}
	}
	if text, ok := value.(string); ok && !isJSON {
		return []byte(text), nil
	}
	return json.Marshal(value)
}

// exampleOf is the value of the example of that name; without a name of the one that
// stands alone, the one named success, or the first by name. It is nil if there is none.
func exampleOf(content *openapi3.MediaType, name string) any {
	if name == "" && content.Example != nil {
		return content.Example
	}
	names := []string{name}
	if name == "" {
		names = append([]string{"success"}, slices.Sorted(maps.Keys(content.Examples))...)
	}
	for _, name := range names {
		if example := content.Examples[name]; example != nil && example.Value != nil && example.Value.Value != nil {
			return example.Value.Value
		}
	}
	return nil
}

// sampleHeader has the response's headers that have an example or are required. The
// body's type and what CORS says are not among them.
func (r *Response) sampleHeader(seed int64) http.Header {
	header := http.Header{}
	for name, ref := range r.kin.Headers {
		if ref.Value == nil || ref.Value.Schema == nil || strings.EqualFold(name, "Content-Type") || strings.HasPrefix(strings.ToLower(name), "access-control-") {
			continue
		}
		value := cmp.Or(ref.Value.Example, ref.Value.Schema.Value.Example)
		if value == nil && ref.Value.Required {
			value = newSampler(seed).value(name, ref.Value.Schema.Value, 0)
		}
		if value != nil {
			header.Set(name, strings.Join(strings.Fields(fmt.Sprint(value)), " ")) // one line
		}
	}
	return header
}
