package spec

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"slices"
	"strings"
	"time"

	"github.com/brianvoe/gofakeit/v6"
	"github.com/getkin/kin-openapi/openapi3"
)

// Example is an answer of the operation made from the specification alone: of its
// first successful response the example named success, or the first by name, or data
// that fits the schema, decided by the seed. A response without content has a nil body.
func (o *Operation) Example(seed int64) (status int, media string, body []byte, err error) {
	r := o.success()
	if r == nil {
		return 0, "", nil, fmt.Errorf("%s:%d: %s documents no successful response to make an example of", o.document.File, o.Line, o.ID)
	}
	for _, media := range slices.Sorted(maps.Keys(r.kin.Content)) {
		if bodyPlace(media) != inJSON {
			continue
		}
		content := r.kin.Content[media]
		value := content.Example
		for _, name := range append([]string{"success"}, slices.Sorted(maps.Keys(content.Examples))...) {
			if example := content.Examples[name]; value == nil && example != nil {
				value = example.Value.Value
			}
		}
		if value == nil && content.Schema != nil {
			if value, err = generate(content.Schema, seed); err != nil {
				return 0, "", nil, fmt.Errorf("%s:%d: %s %d: %w", o.document.File, o.Line, o.ID, r.Status, err)
			}
		}
		body, err := json.Marshal(value)
		return r.Status, media, body, err
	}
	return r.Status, "", nil, nil
}

// generate is data that fits a schema, decided by the seed. Not every schema can be
// met by trying; the error is that this one was not.
func generate(schema *openapi3.SchemaRef, seed int64) (value any, err error) {
	var found []Finding
	const tries = 16
	for i := range int64(tries) {
		value = newSampler(seed+i).value("", schema.Value, 0)
		if found = checkBody(schema, value); found == nil {
			return value, nil
		}
	}
	return nil, fmt.Errorf("no data could be made that fits the schema (%s); give the response an example", found[0])
}

// success is the first documented answer with a status below 300.
func (o *Operation) success() *Response {
	for _, r := range o.Responses {
		if 200 <= r.Status && r.Status < 300 {
			return r
		}
	}
	return nil
}

// sampler makes data that fits a schema.
type sampler struct {
	fake    *gofakeit.Faker
	endless *bool // a schema refers to itself without end; nothing more is made
}

// newSampler is a sampler whose data the seed decides.
func newSampler(seed int64) sampler {
	const instead = 1 << 62 // of 0, which gofakeit takes for a seed of its own choice
	return sampler{gofakeit.New(cmp.Or(seed, instead)), new(bool)}
}

// maxDepth is where optional members and items are left out, so that schemas that
// refer to themselves come to an end.
const maxDepth = 6

func (s sampler) value(name string, schema *openapi3.Schema, depth int) any {
	switch {
	case *s.endless:
		return nil
	case depth > 4*maxDepth:
		*s.endless = true
		return nil
	case schema.Example != nil:
		return schema.Example
	case schema.Default != nil:
		return schema.Default
	case len(schema.Enum) > 0:
		return schema.Enum[s.fake.IntRange(0, len(schema.Enum)-1)]
	case schema.Nullable && depth >= maxDepth:
		return nil
	case len(schema.AllOf) > 0:
		return s.all(name, schema, depth)
	case len(schema.OneOf)+len(schema.AnyOf) > 0:
		return s.value(name, s.choose(slices.Concat(schema.OneOf, schema.AnyOf), depth), depth+1)
	}
	switch {
	case schema.Type.Is("integer"):
		return s.integer(schema)
	case schema.Type.Is("number"):
		lo, hi := bounds(schema, 0, 1000)
		if step := schema.MultipleOf; step != nil {
			first, last := math.Ceil(lo / *step), math.Floor(hi / *step)
			return *step * (first + float64(s.fake.IntRange(0, int(max(0, last-first)))))
		}
		return s.fake.Float64Range(lo, hi)
	case schema.Type.Is("boolean"):
		return s.fake.Bool()
	case schema.Type.Is("array"):
		return s.list(name, schema, depth)
	case schema.Type.Is("object") || len(schema.Properties) > 0:
		return s.object(schema, depth)
	default:
		return s.text(name, schema)
	}
}

// choose is one of several schemas: the first, but deep inside one that comes to an end.
func (s sampler) choose(schemas openapi3.SchemaRefs, depth int) *openapi3.Schema {
	for _, ref := range schemas {
		v := ref.Value
		if depth < maxDepth || len(v.Required) == 0 && v.MinItems == 0 && len(v.AllOf)+len(v.OneOf)+len(v.AnyOf) == 0 {
			return v
		}
	}
	return schemas[0].Value
}

// all merges the members of the parts of an allOf.
func (s sampler) all(name string, schema *openapi3.Schema, depth int) any {
	merged := map[string]any{}
	for _, part := range schema.AllOf {
		value := s.value(name, part.Value, depth+1)
		members, ok := value.(map[string]any)
		if !ok {
			return value
		}
		maps.Copy(merged, members)
	}
	maps.Copy(merged, s.object(schema, depth))
	return merged
}

func (s sampler) object(schema *openapi3.Schema, depth int) map[string]any {
	object := map[string]any{}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		member := schema.Properties[name].Value
		if member.WriteOnly || depth >= maxDepth && !slices.Contains(schema.Required, name) {
			continue
		}
		object[name] = s.value(name, member, depth+1)
	}
	for _, name := range schema.Required {
		if schema.Properties[name] == nil {
			object[name] = s.value(name, cmp.Or(member(schema, name), &openapi3.Schema{}), depth+1)
		}
	}
	return object
}

func (s sampler) list(name string, schema *openapi3.Schema, depth int) []any {
	if schema.Items == nil {
		return []any{}
	}
	count := int(max(schema.MinItems, 1))
	if depth >= maxDepth {
		count = int(schema.MinItems)
	}
	if schema.MaxItems != nil {
		count = min(count, int(*schema.MaxItems))
	}
	list := []any{}
	for tries := 0; len(list) < count && tries < 8*count; tries++ {
		item := s.value(strings.TrimSuffix(name, "s"), schema.Items.Value, depth+1)
		if schema.UniqueItems && slices.ContainsFunc(list, func(other any) bool { return reflect.DeepEqual(item, other) }) {
			continue
		}
		list = append(list, item)
	}
	return list
}

func (s sampler) integer(schema *openapi3.Schema) int64 {
	lo, hi := bounds(schema, 1, 100_000)
	if schema.Format == "int32" {
		hi = min(hi, math.MaxInt32)
	}
	step := 1.0
	if schema.MultipleOf != nil && *schema.MultipleOf >= 1 {
		step = *schema.MultipleOf
	}
	const wide = 1 << 31 // so that no bounds overflow
	first := math.Ceil(lo / step)
	last := min(math.Floor(hi/step), first+wide)
	return int64((first + float64(s.fake.IntRange(0, int(max(0, last-first))))) * step)
}

// bounds are the least and the greatest value of a number.
func bounds(schema *openapi3.Schema, lo, hi float64) (float64, float64) {
	if schema.Min != nil {
		lo = *schema.Min
		hi = max(hi, lo+100)
		if schema.ExclusiveMin.IsTrue() {
			lo = above(schema, lo, math.Inf(1))
		}
	}
	if schema.Max != nil {
		hi = *schema.Max
		if schema.ExclusiveMax.IsTrue() {
			hi = above(schema, hi, math.Inf(-1))
		}
		if schema.Min == nil {
			lo = min(lo, hi)
		}
	}
	return lo, hi
}

// above is the number next to n on the way to end.
func above(schema *openapi3.Schema, n, end float64) float64 {
	if schema.Type.Is("integer") {
		return n + math.Copysign(1, end)
	}
	return math.Nextafter(n, end)
}

// text is a text by format, pattern, or what the name promises.
func (s sampler) text(name string, schema *openapi3.Schema) string {
	day := func() time.Time {
		return s.fake.DateRange(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	}
	switch schema.Format {
	case "date":
		return day().Format(time.DateOnly)
	case "date-time":
		return day().Format(time.RFC3339)
	case "byte":
		return base64.StdEncoding.EncodeToString([]byte(s.fake.Word()))
	case "email":
		return s.fake.Email()
	case "uuid":
		return s.fake.UUID()
	case "uri", "url":
		return s.fake.URL()
	case "ipv4":
		return s.fake.IPv4Address()
	case "ipv6":
		return s.fake.IPv6Address()
	case "hostname":
		return s.fake.DomainName()
	}
	if schema.Pattern != "" {
		return s.fake.Regex(schema.Pattern)
	}
	return fit(s.named(strings.ToLower(name)), schema)
}

// named is a text such as a member of that name may hold.
func (s sampler) named(name string) string {
	for _, known := range []struct {
		part string
		make func() string
	}{
		{"email", s.fake.Email},
		{"url", s.fake.URL},
		{"avatar", s.fake.URL},
		{"phone", s.fake.Phone},
		{"mobile", s.fake.Phone},
		{"city", s.fake.City},
		{"country", s.fake.Country},
		{"nickname", s.fake.Username},
		{"title", func() string { return s.fake.Sentence(4) }},
		{"name", s.fake.Name},
		{"desc", func() string { return s.fake.Sentence(8) }},
		{"id", s.fake.UUID},
	} {
		if strings.Contains(name, known.part) {
			return known.make()
		}
	}
	return s.fake.Word()
}

// fit cuts or fills a text to the length that the schema allows.
func fit(text string, schema *openapi3.Schema) string {
	runes := []rune(text)
	if schema.MaxLength != nil && uint64(len(runes)) > *schema.MaxLength {
		runes = runes[:*schema.MaxLength]
	}
	for uint64(len(runes)) < schema.MinLength {
		runes = append(runes, 'x')
	}
	return string(runes)
}
