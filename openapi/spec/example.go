package spec

import (
	"cmp"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"maps"
	"math"
	"reflect"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/brianvoe/gofakeit/v6"
	"github.com/getkin/kin-openapi/openapi3"
)

// headerText is a value as a header says it: a list by commas.
func headerText(value any) string {
	list, ok := value.([]any)
	if !ok {
		text, _ := plain(value)
		return text
	}
	texts := make([]string, len(list))
	for i, item := range list {
		texts[i], _ = plain(item)
	}
	return strings.Join(texts, ",")
}

// plain is a value that is no list and no object as a text.
func plain(value any) (text string, ok bool) {
	switch v := value.(type) {
	case string:
		return v, true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case int64, bool:
		return fmt.Sprint(v), true
	default:
		return "", false
	}
}

// GivenExample is the body that the document itself gives as an example of the JSON that
// an answer with that status has; ok is false if it gives none.
func (o *Operation) GivenExample(status int) (media string, body []byte, ok bool) {
	r, documented := o.Response(status)
	if !documented {
		return "", nil, false
	}
	for _, media := range r.media("") {
		value, given := exampleOf(r.kin.Content[media], "")
		if !given || bodyPlace(concrete(media)) != inJSON {
			continue
		}
		if body, err := json.Marshal(value); err == nil {
			return concrete(media), body, true
		}
	}
	return "", nil, false
}

// rank is the place of a media type among those of an answer: JSON comes first.
func rank(media string) int {
	switch {
	case media == "application/json":
		return 0
	case bodyPlace(media) == inJSON:
		return 1
	case bodyPlace(concrete(media)) == inJSON:
		return 2
	default:
		return 3
	}
}

// concrete is a media type that a range allows.
func concrete(media string) string {
	switch media {
	case "*/*", "application/*":
		return "application/json"
	case "text/*":
		return "text/plain"
	default:
		return media
	}
}

// exampleOf is the example of a content that has the name; without a name the only one,
// the one named success, the first by name, or that of its schema, if it fits. Where JSON
// stands in it as a text that is no text, it is read.
func exampleOf(content *openapi3.MediaType, name string) (value any, given bool) {
	names := []string{name}
	if name == "" {
		value = content.Example
		names = append([]string{"success"}, slices.Sorted(maps.Keys(content.Examples))...)
	}
	for _, name := range names {
		if example := content.Examples[name]; value == nil && example != nil && example.Value != nil {
			value = example.Value.Value
		}
	}
	if value == nil && name == "" && content.Schema != nil && checkBody(content.Schema, content.Schema.Value.Example) == nil {
		value = content.Schema.Value.Example
	}
	if text, ok := value.(string); ok && content.Schema != nil && checkBody(content.Schema, value) != nil {
		if read, err := decodeJSON([]byte(text)); err == nil && checkBody(content.Schema, read) == nil {
			value = read
		}
	}
	return value, value != nil
}

// formed are media types whose bodies have a form that no text by chance has.
var formed = regexp.MustCompile(`(?i)^(image|audio|video|font|multipart)/|[/+]xml\b|[/+](pdf|zip|gzip)\b`)

// plainText is the body of a content that is no JSON: its example, if that is a text, or
// what its schema of texts describes.
func plainText(media string, content *openapi3.MediaType, value any, seed int64) (string, bool) {
	if text, ok := plain(value); ok {
		return text, true
	}
	if value != nil || content.Schema == nil || !content.Schema.Value.Type.Is("string") || formed.MatchString(media) {
		return "", false
	}
	made, _ := generate(content.Schema, seed)
	text, ok := made.(string)
	return cmp.Or(text, "text"), ok
}

// generate is data that fits a schema, decided by the seed. Not every schema can be
// met by trying; the error is that this one was not, with the data that comes near.
func generate(schema *openapi3.SchemaRef, seed int64) (value any, err error) {
	var found []Finding
	const tries = 16
	for i := range int64(tries) {
		s := newSampler(seed + i)
		s.try = int(i)
		value = s.value("", schema.Value, 0)
		if found = checkBody(schema, value); found == nil {
			return value, nil
		}
	}
	return value, fmt.Errorf("no data could be made that fits the schema (%s); give the response an example", found[0])
}

// success is the first documented answer with a status below 300. A user's own document
// may have none: then it is the default one, or the first there is.
func (o *Operation) success() *Response {
	for _, r := range o.Responses {
		if 200 <= r.Status && r.Status < 300 {
			return r
		}
	}
	if !o.document.own || len(o.Responses) == 0 {
		return nil
	}
	if last := o.Responses[len(o.Responses)-1]; last.Status == 0 {
		return last
	}
	return o.Responses[0]
}

// sampler makes data that fits a schema.
type sampler struct {
	fake    *gofakeit.Faker
	endless *bool                    // a schema refers to itself without end; nothing more is made
	made    *int                     // values so far
	try     int                      // how often the schema was tried before
	open    map[*openapi3.Schema]int // the schemas that data is being made of, and how often
}

// newSampler is a sampler whose data the seed decides.
func newSampler(seed int64) sampler {
	const instead = 1 << 62 // of 0, which gofakeit takes for a seed of its own choice
	return sampler{fake: gofakeit.New(cmp.Or(seed, instead)), endless: new(bool), made: new(int), open: map[*openapi3.Schema]int{}}
}

// Where optional members and items are left out, so that schemas that refer to
// themselves, or are merely large, come to an end; and where nothing more is made.
const (
	maxDepth = 6
	enough   = 1000
	tooMuch  = 50 * enough
)

// deep tells whether only what must be there is still made.
func (s sampler) deep(depth int) bool { return depth >= maxDepth || *s.made > enough }

// again tells whether a schema is one that the data at hand has in itself already, so
// that what need not be there is not made once more.
func (s sampler) again(schema *openapi3.Schema) bool { return s.open[schema] > 1 }

func (s sampler) value(name string, schema *openapi3.Schema, depth int) any {
	*s.made++
	if *s.endless || depth > 4*maxDepth || *s.made > tooMuch {
		*s.endless = true
		return nil
	}
	s.open[schema]++
	defer func(of *openapi3.Schema) { s.open[of]-- }(schema)
	if value, ok := s.given(schema); ok {
		return value
	}
	if schema.PermitsNull() && s.deep(depth) {
		return nil
	}
	if len(schema.AllOf)+len(schema.OneOf)+len(schema.AnyOf) > 0 {
		schema = s.flat(schema, depth)
		if value, ok := s.given(schema); ok {
			return value
		}
	}
	types := slices.DeleteFunc(slices.Clone(schema.Type.Slice()), func(t string) bool { return t == "null" })
	kind := ""
	switch {
	case len(types) > 0:
		kind = types[s.try%len(types)]
	case schema.Type.Is("null"):
		return nil
	case len(schema.Properties)+len(schema.Required) > 0 || schema.AdditionalProperties.Schema != nil || schema.MinProps > 0:
		kind = "object"
	case schema.Items != nil || len(schema.PrefixItems) > 0 || schema.MinItems > 0:
		kind = "array"
	case schema.Min != nil || schema.Max != nil || schema.MultipleOf != nil || schema.ExclusiveMin.IsSet() || schema.ExclusiveMax.IsSet():
		kind = "number"
	}
	switch kind {
	case "integer":
		return s.integer(schema)
	case "number":
		return s.number(name, schema)
	case "boolean":
		return s.fake.Bool()
	case "array":
		return s.list(name, schema, depth)
	case "object":
		return s.object(schema, depth)
	default:
		return s.text(name, schema)
	}
}

// given is a value that the schema itself gives: an example, its default, one of an
// enumeration; the first two only if they fit.
func (s sampler) given(schema *openapi3.Schema) (any, bool) {
	fits := func(value any) bool {
		return value != nil && checkBody(&openapi3.SchemaRef{Value: schema}, value) == nil
	}
	for _, value := range append(append([]any{schema.Example}, schema.Examples...), schema.Default) {
		if fits(value) {
			return value, true
		}
	}
	if len(schema.Enum) == 0 {
		return nil, false
	}
	if fitting := slices.DeleteFunc(slices.Clone(schema.Enum), func(value any) bool { return !fits(value) }); len(fitting) > 0 {
		return fitting[s.fake.IntRange(0, len(fitting)-1)], true
	}
	return schema.Enum[s.fake.IntRange(0, len(schema.Enum)-1)], true
}

// choose is one of several schemas: the first, but deep inside one that comes to an end,
// and another one whenever it did not fit.
func (s sampler) choose(schemas openapi3.SchemaRefs, depth int) *openapi3.SchemaRef {
	if !s.deep(depth) {
		return schemas[s.try%len(schemas)]
	}
	for _, ref := range schemas {
		v := ref.Value
		if len(v.Required) == 0 && v.MinItems == 0 && len(v.AllOf)+len(v.OneOf)+len(v.AnyOf) == 0 {
			return ref
		}
	}
	return schemas[s.try%len(schemas)]
}

// flat is a schema with the parts of its allOf, and one of its oneOf and anyOf each, as
// one that has none of these.
func (s sampler) flat(schema *openapi3.Schema, depth int) *openapi3.Schema {
	merged := &openapi3.Schema{Properties: openapi3.Schemas{}}
	seen := map[*openapi3.Schema]bool{}
	var add func(part *openapi3.Schema)
	add = func(part *openapi3.Schema) {
		if seen[part] {
			return
		}
		seen[part] = true
		merge(merged, part)
		for _, ref := range part.AllOf {
			add(ref.Value)
		}
		for _, alternatives := range []openapi3.SchemaRefs{part.OneOf, part.AnyOf} {
			if len(alternatives) == 0 {
				continue
			}
			chosen := s.choose(alternatives, depth)
			add(chosen.Value)
			if d := part.Discriminator; d != nil && chosen.Ref != "" {
				merged.Properties[d.PropertyName] = openapi3.NewSchemaRef("", &openapi3.Schema{Type: &openapi3.Types{"string"}, Enum: []any{discriminating(d, chosen.Ref)}})
			}
		}
	}
	add(schema)
	return merged
}

// discriminating is the value of a discriminator that means the schema referred to.
func discriminating(d *openapi3.Discriminator, ref string) string {
	name := ref[strings.LastIndex(ref, "/")+1:]
	for _, value := range slices.Sorted(maps.Keys(d.Mapping)) {
		if to := d.Mapping[value].Ref; to == ref || to == name {
			return value
		}
	}
	return name
}

// merge adds to a schema what another one asks as well.
func merge(to, part *openapi3.Schema) {
	switch {
	case to.Type == nil:
		to.Type = part.Type
	case part.Type != nil:
		if both := common(to.Type.Slice(), part.Type.Slice()); len(both) > 0 {
			to.Type = (*openapi3.Types)(&both)
		}
	}
	switch {
	case len(to.Enum) == 0:
		to.Enum = part.Enum
	case len(part.Enum) > 0:
		to.Enum = slices.DeleteFunc(slices.Clone(to.Enum), func(value any) bool {
			return !slices.ContainsFunc(part.Enum, func(other any) bool { return reflect.DeepEqual(value, other) })
		})
	}
	for name, ref := range part.Properties {
		if other := to.Properties[name]; other != nil && other.Value != ref.Value {
			ref = openapi3.NewSchemaRef("", &openapi3.Schema{
				AllOf: openapi3.SchemaRefs{other, ref}, WriteOnly: other.Value.WriteOnly || ref.Value.WriteOnly,
			})
		}
		to.Properties[name] = ref
	}
	for _, name := range part.Required {
		if !slices.Contains(to.Required, name) {
			to.Required = append(to.Required, name)
		}
	}
	to.Default, to.Example = first(to.Default, part.Default), first(to.Example, part.Example)
	to.Examples = append(to.Examples, part.Examples...)
	to.Format, to.Pattern = cmp.Or(to.Format, part.Format), cmp.Or(to.Pattern, part.Pattern)
	to.MinLength, to.MinItems, to.MinProps = max(to.MinLength, part.MinLength), max(to.MinItems, part.MinItems), max(to.MinProps, part.MinProps)
	to.MaxLength, to.MaxItems, to.MaxProps = least(to.MaxLength, part.MaxLength), least(to.MaxItems, part.MaxItems), least(to.MaxProps, part.MaxProps)
	if part.Min != nil && (to.Min == nil || *part.Min > *to.Min) {
		to.Min = part.Min
	}
	to.Max, to.MultipleOf = least(to.Max, part.Max), cmp.Or(to.MultipleOf, part.MultipleOf)
	if part.ExclusiveMin.IsSet() {
		to.ExclusiveMin = part.ExclusiveMin
	}
	if part.ExclusiveMax.IsSet() {
		to.ExclusiveMax = part.ExclusiveMax
	}
	to.Items, to.Contains, to.PropertyNames = cmp.Or(to.Items, part.Items), cmp.Or(to.Contains, part.Contains), cmp.Or(to.PropertyNames, part.PropertyNames)
	if len(to.PrefixItems) == 0 {
		to.PrefixItems = part.PrefixItems
	}
	to.UniqueItems = to.UniqueItems || part.UniqueItems
	to.AdditionalProperties.Schema = cmp.Or(to.AdditionalProperties.Schema, part.AdditionalProperties.Schema)
}

// first is the first of two values that is one.
func first(a, b any) any {
	if a != nil {
		return a
	}
	return b
}

// least is the smaller of two bounds, nil if there is none.
func least[T cmp.Ordered](a, b *T) *T {
	if a == nil || b != nil && *b < *a {
		return b
	}
	return a
}

// common are the types that two lists allow: a whole number is a number.
func common(a, b []string) []string {
	var both []string
	for _, t := range a {
		switch {
		case slices.Contains(b, t), t == "integer" && slices.Contains(b, "number"):
			both = append(both, t)
		case t == "number" && slices.Contains(b, "integer"):
			both = append(both, "integer")
		}
	}
	return both
}

func (s sampler) object(schema *openapi3.Schema, depth int) map[string]any {
	object := map[string]any{}
	room := func() bool { return schema.MaxProps == nil || uint64(len(object)) < *schema.MaxProps }
	for _, name := range slices.Sorted(slices.Values(schema.Required)) {
		ref := schema.Properties[name]
		switch {
		case ref == nil:
			object[name] = s.value(name, cmp.Or(member(schema, name), &openapi3.Schema{}), depth+1)
		case !ref.Value.WriteOnly:
			object[name] = s.value(name, ref.Value, depth+1)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.Properties)) {
		ref := schema.Properties[name]
		if _, made := object[name]; made || ref.Value.WriteOnly || never(ref.Value) || s.again(ref.Value) || s.deep(depth) || !room() {
			continue
		}
		object[name] = s.value(name, ref.Value, depth+1)
	}
	few := schema.MinProps
	if more := schema.AdditionalProperties.Schema; more != nil && len(schema.Properties) == 0 && !s.deep(depth) && !s.again(more.Value) && !never(more.Value) {
		few = max(few, 1)
	}
	for tries := 0; uint64(len(object)) < few && room() && tries < enough; tries++ {
		name := s.fake.Word()
		if schema.PropertyNames != nil {
			name, _ = s.value("", schema.PropertyNames.Value, depth+1).(string)
		}
		if _, made := object[name]; !made {
			object[name] = s.value(name, cmp.Or(member(schema, name), &openapi3.Schema{}), depth+1)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(schema.DependentRequired)) {
		if _, made := object[name]; !made {
			continue
		}
		for _, also := range schema.DependentRequired[name] {
			if _, made := object[also]; !made {
				object[also] = s.value(also, cmp.Or(member(schema, also), &openapi3.Schema{}), depth+1)
			}
		}
	}
	return object
}

// never tells whether no value at all fits a schema.
func never(schema *openapi3.Schema) bool { return schema.Always != nil && !*schema.Always }

func (s sampler) list(name string, schema *openapi3.Schema, depth int) []any {
	name = strings.TrimSuffix(name, "s")
	list := []any{}
	for _, ref := range schema.PrefixItems {
		list = append(list, s.value(name, ref.Value, depth+1))
	}
	if schema.Contains != nil {
		for range cmp.Or(*cmp.Or(schema.MinContains, new(uint64)), 1) {
			list = append(list, s.value(name, schema.Contains.Value, depth+1))
		}
	}
	item := &openapi3.Schema{}
	count := int(min(schema.MinItems, enough))
	if schema.Items != nil {
		item = schema.Items.Value
		if !s.deep(depth) && !s.again(item) && len(list) == 0 && !never(item) {
			count = max(count, 1)
		}
	}
	if schema.MaxItems != nil && *schema.MaxItems < enough {
		count = min(count, int(*schema.MaxItems))
	}
	for tries := 0; len(list) < count && tries < 8*count; tries++ {
		value := s.value(name, item, depth+1)
		if schema.UniqueItems && slices.ContainsFunc(list, func(other any) bool { return reflect.DeepEqual(value, other) }) {
			continue
		}
		list = append(list, value)
	}
	return list
}

func (s sampler) integer(schema *openapi3.Schema) int64 {
	lo, hi := bounds(schema, 1, 100_000)
	if schema.Format == "int32" {
		lo, hi = max(lo, math.MinInt32), min(hi, math.MaxInt32)
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

func (s sampler) number(name string, schema *openapi3.Schema) float64 {
	lo, hi := bounds(schema, 0, 1000)
	switch name = strings.ToLower(name); {
	case schema.Min != nil || schema.Max != nil:
	case strings.HasPrefix(name, "lat"):
		lo, hi = -90, 90
	case strings.HasPrefix(name, "lon"), strings.HasPrefix(name, "lng"):
		lo, hi = -180, 180
	}
	if step := schema.MultipleOf; step != nil {
		first, last := math.Ceil(lo / *step), math.Floor(hi / *step)
		return *step * (first + float64(s.fake.IntRange(0, int(min(max(0, last-first), 1<<31)))))
	}
	exact := s.fake.Float64Range(lo, hi)
	if round := math.Round(exact*100) / 100; lo <= round && round <= hi {
		return round
	}
	return exact
}

// bounds are the least and the greatest value of a number.
func bounds(schema *openapi3.Schema, lo, hi float64) (float64, float64) {
	least, greatest := schema.Min, schema.Max
	overLeast, underGreatest := schema.ExclusiveMin.IsTrue(), schema.ExclusiveMax.IsTrue()
	if bound := schema.ExclusiveMin.Value; bound != nil && (least == nil || *bound >= *least) {
		least, overLeast = bound, true
	}
	if bound := schema.ExclusiveMax.Value; bound != nil && (greatest == nil || *bound <= *greatest) {
		greatest, underGreatest = bound, true
	}
	if least != nil {
		lo = *least
		hi = max(hi, lo+100)
		if overLeast {
			lo = above(schema, lo, math.Inf(1))
		}
	}
	if greatest != nil {
		hi = *greatest
		if underGreatest {
			hi = above(schema, hi, math.Inf(-1))
		}
		if least == nil {
			lo = min(lo, hi)
		}
	}
	return lo, hi
}

// above is the number next to n on the way to end.
func above(schema *openapi3.Schema, n, end float64) float64 {
	if schema.Type.Is("integer") {
		if end > 0 {
			return math.Floor(n) + 1
		}
		return math.Ceil(n) - 1
	}
	return math.Nextafter(n, end)
}

// text is a text by format, pattern, or what the name promises.
func (s sampler) text(name string, schema *openapi3.Schema) string {
	text, checked := s.formatted(schema)
	if schema.Pattern != "" {
		if pattern, err := regexp.Compile(goPattern(schema.Pattern)); err == nil {
			return s.matching(pattern, text, schema)
		}
	}
	switch {
	case checked:
		return text
	case text == "":
		text = s.named(strings.ToLower(name))
	}
	return fit(text, schema)
}

// formatted is a text of the schema's format, "" if it has none that is known; checked
// tells whether texts are held against that format.
func (s sampler) formatted(schema *openapi3.Schema) (text string, checked bool) {
	day := s.fake.DateRange(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC))
	switch strings.ToLower(schema.Format) {
	case "date":
		return day.Format(time.DateOnly), true
	case "date-time":
		return day.Format(time.RFC3339), true
	case "byte":
		return base64.StdEncoding.EncodeToString([]byte(fit(s.fake.Word(), &openapi3.Schema{MinLength: schema.MinLength}))), true
	case "time":
		return day.Format("15:04:05Z"), false
	case "duration":
		return fmt.Sprintf("PT%dM", s.fake.IntRange(1, 59)), false
	case "email", "idn-email":
		return s.fake.Email(), false
	case "uuid", "guid":
		return s.fake.UUID(), false
	case "uri", "url", "iri", "uri-reference", "iri-reference":
		return s.fake.URL(), false
	case "uri-template":
		return s.fake.URL() + "/{id}", false
	case "json-pointer":
		return "/" + s.fake.Word(), false
	case "regex":
		return "^" + s.fake.Word() + "$", false
	case "ipv4", "ip":
		return s.fake.IPv4Address(), false
	case "ipv6":
		return s.fake.IPv6Address(), false
	case "mac":
		return s.fake.MacAddress(), false
	case "hostname", "idn-hostname":
		return s.fake.DomainName(), false
	case "password":
		return s.fake.Password(true, true, true, false, false, 16), false
	case "phone", "phone-number", "phonenumber":
		return s.fake.Phone(), false
	case "decimal":
		return strconv.FormatFloat(s.fake.Price(1, 1000), 'f', 2, 64), false
	case "country-code":
		return s.fake.CountryAbr(), false
	case "currency", "currency-code":
		return s.fake.CurrencyShort(), false
	}
	if schema.ContentEncoding == "base64" {
		return base64.StdEncoding.EncodeToString([]byte(s.fake.Word())), false
	}
	return "", false
}

// matching is a text that matches a pattern and has the length that the schema allows, or
// the last one tried: the given one, if it does, else one made of the pattern.
func (s sampler) matching(pattern *regexp.Regexp, text string, schema *openapi3.Schema) string {
	const tries = 64
	for range tries {
		runes := uint64(len([]rune(text)))
		if text != "" && pattern.MatchString(text) && runes >= schema.MinLength && (schema.MaxLength == nil || runes <= *schema.MaxLength) {
			return text
		}
		text = s.fake.Regex(pattern.String())
		if short := fit(text, schema); pattern.MatchString(short) {
			text = short
		}
	}
	return text
}

// named is a text such as a member of that name may hold.
func (s sampler) named(name string) string {
	moment := func() string {
		return s.fake.DateRange(time.Date(2020, 1, 1, 0, 0, 0, 0, time.UTC), time.Date(2030, 1, 1, 0, 0, 0, 0, time.UTC)).Format(time.RFC3339)
	}
	for _, known := range []struct {
		part string
		make func() string
	}{
		{"email", s.fake.Email},
		{"url", s.fake.URL},
		{"uri", s.fake.URL},
		{"href", s.fake.URL},
		{"avatar", s.fake.URL},
		{"phone", s.fake.Phone},
		{"mobile", s.fake.Phone},
		{"city", s.fake.City},
		{"country", s.fake.Country},
		{"street", s.fake.Street},
		{"address", s.fake.Street},
		{"postal", s.fake.Zip},
		{"zip", s.fake.Zip},
		{"company", s.fake.Company},
		{"currency", s.fake.CurrencyShort},
		{"color", s.fake.HexColor},
		{"locale", s.fake.LanguageBCP},
		{"language", s.fake.LanguageAbbreviation},
		{"created", moment},
		{"updated", moment},
		{"username", s.fake.Username},
		{"nickname", s.fake.Username},
		{"login", s.fake.Username},
		{"title", func() string { return s.fake.Sentence(4) }},
		{"first", s.fake.FirstName},
		{"last", s.fake.LastName},
		{"name", s.fake.Name},
		{"desc", func() string { return s.fake.Sentence(8) }},
		{"message", func() string { return s.fake.Sentence(6) }},
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
	const most = 64 << 10 // of what is filled
	runes := []rune(text)
	if schema.MaxLength != nil && uint64(len(runes)) > *schema.MaxLength {
		runes = runes[:*schema.MaxLength]
	}
	for uint64(len(runes)) < min(schema.MinLength, most) {
		runes = append(runes, 'x')
	}
	return string(runes)
}
