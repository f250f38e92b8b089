package spec

import (
	"cmp"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"
	"strconv"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"

	"contractmock/openapi/nearest"
)

// Places from which parameters are taken.
const (
	inPath   = "path"
	inQuery  = "query"
	inForm   = "form"
	inJSON   = "json"
	inHeader = "header"
	inCookie = "cookie"
)

// Parameter is one parameter of an operation, whichever places it may come from.
type Parameter struct {
	// Name is the parameter's name.
	Name string
	// Places are where it is looked for, the winning one first.
	Places []string
	// Required parameters must be sent.
	Required bool
	// Type is its schema's type: integer, number, boolean, string, array or object.
	Type string
	// Rule is the rule that a violation is reported under, if it has one.
	Rule string
	// Messages are the document's own texts for violations, by keyword.
	Messages map[string]string
	// Default is its value where none, or none that counts, is sent; nil is none.
	Default any
	// Line is where it stands in the document.
	Line int

	file    string // that Line is in; "" is the operation's
	schema  *openapi3.Schema
	example any
	deep    bool   // style deepObject: name[a][b]=value
	joined  bool   // an array in one comma-separated value
	pattern string // of a path's segment, without anchors and captures
	own     bool   // of a user's own document
}

// parameters compiles the list of the operation's parameters: those of the path
// item and the operation as listed, then the body's members.
func (o *Operation) parameters(item *openapi3.PathItem, c conventions) error {
	listed := slices.Clone(item.Parameters)
	for _, own := range o.kin.Parameters {
		listed = slices.DeleteFunc(listed, func(p *openapi3.ParameterRef) bool {
			return p.Value.Name == own.Value.Name && p.Value.In == own.Value.In
		})
		listed = append(listed, own)
	}
	for _, ref := range listed {
		kin := ref.Value
		if kin.In == inCookie {
			continue // cookies are read by the stages that know them
		}
		if kin.Schema == nil {
			return fmt.Errorf("parameter %s: only parameters with a schema are understood", kin.Name)
		}
		p := &Parameter{
			Name: kin.Name, Places: []string{kin.In}, Required: kin.Required, example: kin.Example,
			deep:   kin.Style == "deepObject",
			joined: kin.Explode != nil && !*kin.Explode,
		}
		if kin.In == inQuery && c.places != nil {
			p.Places = c.places
		}
		if kin.Origin != nil && kin.Origin.Key != nil {
			p.file, p.Line = o.document.file(kin.Origin), kin.Origin.Key.Line
		}
		if err := p.compile(kin.Schema.Value, kin.Extensions, o.document.own); err != nil {
			return err
		}
		o.Parameters = append(o.Parameters, p)
	}
	return o.bodyParameters(c)
}

func (o *Operation) bodyParameters(c conventions) error {
	if o.document.own {
		return o.ownBody()
	}
	o.bodies = slices.Clone(c.places)
	if o.kin.RequestBody == nil {
		return nil
	}
	var places []string
	var schema *openapi3.Schema
	for media, content := range o.kin.RequestBody.Value.Content {
		place := bodyPlace(media)
		if place == "" {
			continue
		}
		places = append(places, place)
		if content.Schema == nil {
			continue
		}
		if schema != nil && schema != content.Schema.Value {
			return fmt.Errorf("its JSON and form bodies must refer to the same schema")
		}
		schema = content.Schema.Value
	}
	places = slices.DeleteFunc([]string{inJSON, inForm}, func(p string) bool { return !slices.Contains(places, p) })
	if c.places != nil {
		places = c.places
	}
	o.bodies = places
	if schema == nil {
		o.freeBody = true
		return nil
	}
	o.body = &Parameter{Name: "body", Places: places, schema: schema, Line: o.Line}
	o.freeBody = len(schema.Properties) == 0 || schema.AdditionalProperties.Has != nil && *schema.AdditionalProperties.Has || schema.AdditionalProperties.Schema != nil
	var members []*Parameter
	for name, ref := range schema.Properties {
		p := &Parameter{Name: name, Places: places, Required: slices.Contains(schema.Required, name)}
		if origin := ref.Value.Origin; origin != nil && origin.Key != nil {
			p.Line = origin.Key.Line
		}
		if err := p.compile(ref.Value, ref.Value.Extensions, false); err != nil {
			return err
		}
		members = append(members, p)
	}
	slices.SortFunc(members, func(a, b *Parameter) int {
		return cmp.Or(cmp.Compare(a.Line, b.Line), cmp.Compare(a.Name, b.Name))
	})
	for _, p := range members {
		// A GET may list as query parameters what its body documents once more.
		if !slices.ContainsFunc(o.Parameters, func(listed *Parameter) bool { return listed.Name == p.Name }) {
			o.Parameters = append(o.Parameters, p)
		}
	}
	return nil
}

func bodyPlace(media string) string {
	switch {
	case strings.HasPrefix(media, "application/json"), strings.HasSuffix(media, "+json"):
		return inJSON
	case media == "application/x-www-form-urlencoded":
		return inForm
	default:
		return ""
	}
}

func (p *Parameter) compile(schema *openapi3.Schema, extensions map[string]any, own bool) error {
	p.schema, p.Default = schema, schema.Default
	if f, ok := p.Default.(float64); ok && schema.Type.Is("integer") {
		p.Default = int64(f)
	}
	if types := schema.Type.Slice(); len(types) > 0 {
		p.Type = types[0]
	}
	if p.own = own; own {
		if !schema.Type.IsSingle() || len(schema.AllOf)+len(schema.AnyOf)+len(schema.OneOf) > 0 {
			p.Type = "" // whatever fits
		}
		return nil
	}
	if p.Places[0] == inPath && schema.Pattern != "" {
		var err error
		if p.pattern, err = bare(schema.Pattern); err != nil {
			return fmt.Errorf("parameter %s: its pattern cannot be part of a path: %w", p.Name, err)
		}
	}
	if rule, ok := extensions["x-rule"]; ok {
		if p.Rule, ok = rule.(string); !ok {
			return fmt.Errorf("parameter %s: x-rule must be a rule's id", p.Name)
		}
	}
	if messages, ok := extensions["x-messages"]; ok {
		byKeyword, ok := messages.(map[string]any)
		if !ok {
			return fmt.Errorf("parameter %s: x-messages must map keywords to texts", p.Name)
		}
		p.Messages = map[string]string{}
		for keyword, text := range byKeyword {
			if p.Messages[keyword], ok = text.(string); !ok {
				return fmt.Errorf("parameter %s: x-messages.%s must be a text", p.Name, keyword)
			}
		}
	}
	return nil
}

// Pattern is the regular expression that a path parameter's segment must match as
// a whole, without anchors and captures; "" is any segment.
func (p *Parameter) Pattern() string { return p.pattern }

// bare is a regular expression without anchors and captures, so that it can be
// part of another one.
func bare(pattern string) (string, error) {
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return "", err
	}
	var strip func(re *syntax.Regexp) *syntax.Regexp
	strip = func(re *syntax.Regexp) *syntax.Regexp {
		for i := range re.Sub {
			re.Sub[i] = strip(re.Sub[i])
		}
		switch re.Op {
		case syntax.OpConcat:
			re.Sub = slices.DeleteFunc(re.Sub, func(part *syntax.Regexp) bool { return part.Op == syntax.OpEmptyMatch })
			return re
		case syntax.OpCapture:
			return re.Sub[0]
		case syntax.OpBeginText, syntax.OpEndText, syntax.OpBeginLine, syntax.OpEndLine:
			return &syntax.Regexp{Op: syntax.OpEmptyMatch}
		default:
			return re
		}
	}
	return strip(parsed).String(), nil
}

// Want is what the schema allows, in words.
func (p *Parameter) Want() string { return want(p.schema) }

func want(s *openapi3.Schema) string {
	if len(s.Enum) > 0 {
		return nearest.List(enumWords(s), "or")
	}
	number := func(f *float64) string { return strconv.FormatFloat(*f, 'f', -1, 64) }
	between := func(lo, hi *float64) string {
		switch {
		case lo != nil && hi != nil:
			return " from " + number(lo) + " to " + number(hi)
		case lo != nil:
			return " of at least " + number(lo)
		case hi != nil:
			return " of at most " + number(hi)
		default:
			return ""
		}
	}
	length := func(lo uint64, hi *uint64, unit string) string {
		var from, to *float64
		if lo > 0 {
			f := float64(lo)
			from = &f
		}
		if hi != nil {
			f := float64(*hi)
			to = &f
		}
		if from == nil && to == nil {
			return ""
		}
		return between(from, to) + " " + unit
	}
	limits := func() string {
		words := between(s.Min, s.Max)
		if s.ExclusiveMin.IsTrue() {
			words += ", above " + number(s.Min)
		}
		if s.ExclusiveMax.IsTrue() {
			words += ", below " + number(s.Max)
		}
		if s.MultipleOf != nil {
			words += ", a multiple of " + number(s.MultipleOf)
		}
		return words
	}
	words := "a value"
	switch {
	case s.Type.Is("integer"):
		words = "a whole number" + limits()
	case s.Type.Is("number"):
		words = "a number" + limits()
	case s.Type.Is("boolean"):
		words = "true or false"
	case s.Type.Is("array"):
		words = "a list" + length(s.MinItems, s.MaxItems, "items")
		if s.UniqueItems {
			words += ", none of them twice"
		}
	case s.Type.Is("object"):
		words = "an object"
	case s.Type.Is("string"):
		words = "a text" + length(s.MinLength, s.MaxLength, "characters")
		if s.Format != "" {
			words += " in the form " + s.Format
		}
		if s.Pattern != "" {
			words += " matching " + s.Pattern
		}
	}
	if s.Nullable {
		words += " or null"
	}
	return words
}

// line is where the document says what keyword of the schema demands, or where
// the schema begins.
func line(s *openapi3.Schema, keyword string, fallback int) int {
	if s == nil || s.Origin == nil {
		return fallback
	}
	if at, ok := s.Origin.Fields.Lookup(keyword); ok {
		return at.Line
	}
	if at := s.Origin.Sequences[keyword]; len(at) > 0 {
		return at[0].Line
	}
	if s.Origin.Key != nil && fallback == 0 {
		return s.Origin.Key.Line
	}
	return fallback
}

// source is the place of a finding: where the document says what keyword of the schema
// demands, as far as that is known.
func (d *Document) source(f *Finding, s *openapi3.Schema, keyword string) {
	if at := line(s, keyword, f.Line); at != f.Line {
		f.File, f.Line = d.file(s.Origin), at
	}
}

var upperCase = regexp.MustCompile(`[A-Z]`)

// kebab is a keyword as it stands in a finding's id: max-length for maxLength.
func kebab(keyword string) string {
	return upperCase.ReplaceAllStringFunc(keyword, func(s string) string { return "-" + strings.ToLower(s) })
}
