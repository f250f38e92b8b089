package spec

import (
	"bytes"
	"errors"
	"hash/maphash"
	"io"
	"math"
	"math/bits"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/go-json-experiment/json/jsontext"
)

// shape is a schema that a JSON text can be held against while it is read, without
// decoding it. It tells only that a text fits: what does not, or is more than a shape
// knows of, is left to kin-openapi, which says why.
type shape struct {
	schema   *openapi3.Schema
	kind     jsontext.Kind // of its values, 0 for a choice
	nullable bool
	whole    bool // numbers without fraction
	day      bool // texts that are days
	pattern  *regexp.Regexp

	members  map[string]part
	required int  // so many of the members
	open     bool // to members beyond those

	items *shape

	choices []choice // of which exactly one must fit
	by      string   // the member that names it, if one does
}

// part is a member of an object.
type part struct {
	*shape
	required bool
}

// choice is one of several shapes, with the names that it goes by.
type choice struct {
	*shape
	names []string
}

// shapes are those of a document's schemas, made when they are first needed. They are
// safe for use by several requests at once.
type shapes struct{ made sync.Map }

// of is the shape of a schema, nil if it asks for more than a shape knows of.
func (s *shapes) of(schema *openapi3.Schema) *shape {
	made, ok := s.made.Load(schema)
	if !ok {
		made, _ = s.made.LoadOrStore(schema, newShape(schema))
	}
	return made.(*shape)
}

func newShape(schema *openapi3.Schema) *shape {
	s, ok := shaper{}.shape(&openapi3.SchemaRef{Value: schema})
	if !ok {
		return nil
	}
	return s
}

// shaper has the shapes that are being made, since schemas may contain themselves.
type shaper map[*openapi3.Schema]*shape

// shape is the shape of a schema; false if it asks for more than a shape knows of.
func (made shaper) shape(ref *openapi3.SchemaRef) (*shape, bool) {
	if ref == nil || ref.Value == nil || !simple(ref.Value) {
		return nil, false
	}
	schema := ref.Value
	if s, ok := made[schema]; ok {
		return s, s != nil
	}
	if len(schema.AllOf) > 0 {
		made[schema] = nil // while it is not known: it may be another name for itself
		s, ok := made.shape(schema.AllOf[0])
		made[schema] = s
		return s, ok
	}
	s := &shape{schema: schema, nullable: schema.Nullable}
	made[schema] = s
	ok := true
	switch {
	case len(schema.OneOf) > 0:
		ok = made.choose(s)
	case schema.Type.Is("object"):
		s.kind = '{'
		ok = made.object(s)
	case schema.Type.Is("array"):
		s.kind = '['
		s.items, ok = made.shape(schema.Items)
	case schema.Type.Is("string"):
		s.kind = '"'
		s.day = schema.Format == "date"
		if schema.Pattern != "" {
			var err error
			s.pattern, err = regexp.Compile(schema.Pattern)
			ok = err == nil && !strings.Contains(schema.Pattern, `\u`) // which kin-openapi rewrites
		}
		ok = ok && (s.day || schema.Format == "")
	case schema.Type.Is("integer"), schema.Type.Is("number"):
		s.kind, s.whole = '0', schema.Type.Is("integer")
		ok = schema.Format == ""
	case schema.Type.Is("boolean"):
		s.kind = 't'
	default:
		ok = false
	}
	for _, value := range schema.Enum {
		switch value.(type) {
		case string, float64, bool:
		default:
			ok = false
		}
	}
	return s, ok
}

// simple tells whether a schema has none of the keywords that a shape does not know of:
// it is a choice, another name for a schema, or what a value is to be itself.
func simple(schema *openapi3.Schema) bool {
	rest := *schema
	switch {
	case len(rest.OneOf) > 0 && rest.AllOf == nil:
		rest.OneOf = nil
	case len(rest.AllOf) == 1 && rest.OneOf == nil:
		rest.AllOf = nil
	default:
		rest.Type, rest.Nullable, rest.Enum, rest.ReadOnly, rest.Examples = nil, false, nil, false, nil
		rest.Format, rest.Pattern, rest.MinLength, rest.MaxLength, rest.Min, rest.Max = "", "", 0, nil, nil, nil
		rest.Items, rest.MinItems, rest.MaxItems, rest.UniqueItems = nil, 0, nil, false
		rest.Properties, rest.Required = nil, nil
		if rest.AdditionalProperties.Schema == nil {
			rest.AdditionalProperties = openapi3.AdditionalProperties{}
		}
	}
	return rest.IsEmpty() && schema.Extensions[modernMark] != true
}

func (made shaper) object(s *shape) bool {
	s.open = s.schema.AdditionalProperties.Has == nil || *s.schema.AdditionalProperties.Has
	s.members = map[string]part{}
	for name, ref := range s.schema.Properties {
		inner, ok := made.shape(ref)
		if !ok {
			return false
		}
		s.members[name] = part{inner, slices.Contains(s.schema.Required, name)}
		if s.members[name].required {
			s.required++
		}
	}
	return s.required == len(s.schema.Required) // each of them once, and described
}

func (made shaper) choose(s *shape) bool {
	named := map[string][]string{}
	if by := s.schema.Discriminator; by != nil {
		if s.by = by.PropertyName; s.by == "" || len(by.Mapping) == 0 {
			return false
		}
		for name, to := range by.Mapping {
			named[to.Ref] = append(named[to.Ref], name)
		}
	}
	for i, ref := range s.schema.OneOf {
		inner, ok := made.shape(ref)
		again := slices.ContainsFunc(s.schema.OneOf[:i], func(before *openapi3.SchemaRef) bool { return before.Ref == ref.Ref })
		if !ok || inner.kind == 0 || s.by != "" && again { // a choice among choices may be one of itself
			return false
		}
		s.choices = append(s.choices, choice{inner, named[ref.Ref]})
	}
	return true
}

// fits tells whether a text is one JSON value, and nothing else, that fits. Where there is
// no shape, nothing does.
func (s *shape) fits(text []byte) bool {
	if s == nil {
		return false
	}
	_, ok := s.text(text, maxNesting)
	return ok
}

var decoders = sync.Pool{New: func() any { return new(jsontext.Decoder) }}

// text holds a whole text against the shape, nested at most so deep. The sums of two
// values that are the same are the same.
func (s *shape) text(text []byte, deep int) (sum uint64, ok bool) {
	if s.choices != nil {
		return s.chosen(text, deep)
	}
	decoder := decoders.Get().(*jsontext.Decoder)
	defer decoders.Put(decoder)
	decoder.Reset(bytes.NewBuffer(text))
	if sum, ok = s.next(decoder, deep); !ok {
		return 0, false
	}
	_, err := decoder.ReadToken()
	return sum, errors.Is(err, io.EOF)
}

// next holds the decoder's next value against the shape.
func (s *shape) next(decoder *jsontext.Decoder, deep int) (sum uint64, ok bool) {
	kind := decoder.PeekKind()
	switch {
	case deep == 0:
		return 0, false
	case s.choices != nil:
		value, err := decoder.ReadValue()
		if err != nil {
			return 0, false
		}
		return s.chosen(value, deep)
	case kind == 'n':
		_, err := decoder.ReadToken()
		return uint64(kind), err == nil && s.nullable
	case kind == 'f':
		kind = 't'
	}
	switch {
	case kind != s.kind:
		return 0, false
	case kind == '{':
		return s.object(decoder, deep-1)
	case kind == '[':
		return s.list(decoder, deep-1)
	default:
		return s.scalar(decoder)
	}
}

// chosen holds a text against the choice that it names, or all of them.
func (s *shape) chosen(text []byte, deep int) (sum uint64, ok bool) {
	name, named := "", s.by != ""
	if named {
		if name, ok = nameIn(text, s.by); !ok {
			return 0, false
		}
	}
	fitting := 0
	for _, c := range s.choices {
		if named && !slices.Contains(c.names, name) {
			continue
		}
		if its, fits := c.text(text, deep); fits {
			sum = its
			fitting++
		}
	}
	return sum, fitting == 1
}

// nameIn is the text of a member of the object that a text is.
func nameIn(text []byte, member string) (name string, ok bool) {
	decoder := decoders.Get().(*jsontext.Decoder)
	defer decoders.Put(decoder)
	decoder.Reset(bytes.NewBuffer(text))
	if begin, err := decoder.ReadToken(); err != nil || begin.Kind() != '{' {
		return "", false
	}
	for decoder.PeekKind() == '"' {
		quoted, err := decoder.ReadValue()
		if err != nil {
			return "", false
		}
		if string(unquoted(quoted)) == member {
			value, err := decoder.ReadToken()
			return value.String(), err == nil && value.Kind() == '"'
		}
		if decoder.SkipValue() != nil {
			return "", false
		}
	}
	return "", false
}

// unquoted is what a text in quotes says.
func unquoted(text []byte) []byte {
	if bytes.IndexByte(text, '\\') < 0 {
		return text[1 : len(text)-1]
	}
	said, _ := jsontext.AppendUnquote(nil, text) // the decoder has read it
	return said
}

func (s *shape) object(decoder *jsontext.Decoder, deep int) (sum uint64, ok bool) {
	if _, err := decoder.ReadToken(); err != nil {
		return 0, false
	}
	missing := s.required
	for decoder.PeekKind() == '"' {
		quoted, err := decoder.ReadValue()
		if err != nil { // the decoder refuses names that are there twice
			return 0, false
		}
		name := unquoted(quoted)
		m, known := s.members[string(name)]
		of := maphash.Bytes(seed, name)
		if !known {
			if kind := decoder.PeekKind(); !s.open || kind == '{' || kind == '[' || decoder.SkipValue() != nil {
				return 0, false
			}
			continue
		}
		if m.required {
			missing--
		}
		value, fits := m.next(decoder, deep)
		if !fits {
			return 0, false
		}
		sum += mixed(of, value) // in whatever order
	}
	end, err := decoder.ReadToken()
	return sum, err == nil && end.Kind() == '}' && missing == 0
}

func (s *shape) list(decoder *jsontext.Decoder, deep int) (sum uint64, ok bool) {
	if _, err := decoder.ReadToken(); err != nil {
		return 0, false
	}
	var seen []uint64
	count := uint64(0)
	for ; decoder.PeekKind() != ']'; count++ {
		item, fits := s.items.next(decoder, deep)
		if !fits {
			return 0, false
		}
		if s.schema.UniqueItems {
			seen = append(seen, item)
		}
		sum = mixed(sum, item)
	}
	if _, err := decoder.ReadToken(); err != nil {
		return 0, false
	}
	slices.Sort(seen)
	few, many := count < s.schema.MinItems, s.schema.MaxItems != nil && count > *s.schema.MaxItems
	return sum, !few && !many && (!s.schema.UniqueItems || len(slices.Compact(seen)) == int(count))
}

func (s *shape) scalar(decoder *jsontext.Decoder) (sum uint64, ok bool) {
	value, err := decoder.ReadValue()
	if err != nil {
		return 0, false
	}
	switch s.kind {
	case 't':
		is := value[0] == 't'
		return uint64(value[0]), s.lists(func(v any) bool { return v == is })
	case '0':
		number, err := strconv.ParseFloat(string(value), 64)
		fits := err == nil && (!s.whole || number == math.Trunc(number)) &&
			(s.schema.Min == nil || *s.schema.Min <= number) && (s.schema.Max == nil || number <= *s.schema.Max)
		return math.Float64bits(number + 0), fits && s.lists(func(v any) bool { return v == number }) // -0 is 0
	default:
		text := unquoted(value)
		return maphash.Bytes(seed, text), s.says(text) && s.lists(func(v any) bool { word, ok := v.(string); return ok && word == string(text) })
	}
}

// lists tells whether a value is among those that the schema lists, if it lists any.
func (s *shape) lists(is func(any) bool) bool {
	return s.schema.Enum == nil || slices.ContainsFunc(s.schema.Enum, is)
}

// says tells whether a text has the length and the form that the schema asks for.
func (s *shape) says(text []byte) bool {
	if s.schema.MinLength > 0 || s.schema.MaxLength != nil {
		length := uint64(utf8.RuneCount(text)) //nolint:gosec // no count is below 0
		if length < s.schema.MinLength || s.schema.MaxLength != nil && length > *s.schema.MaxLength {
			return false
		}
	}
	if s.day {
		if _, err := time.Parse(time.DateOnly, string(text)); err != nil {
			return false
		}
	}
	return s.pattern == nil || s.pattern.Match(text)
}

var seed = maphash.MakeSeed()

// mixed is the sum of two sums, whose order counts.
func mixed(a, b uint64) uint64 {
	const odd = 0x9e3779b97f4a7c15
	return (bits.RotateLeft64(a, 23) ^ b) * odd
}
