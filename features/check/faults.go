package check

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"strconv"
	"strings"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// fault is a value for a field, at the edge of what it may be or beyond it.
type fault struct {
	kind  Kind
	label string // after the field's path
	value string // JSON
	fits  bool
}

// faults are calls with one parameter that is missing, or is as the specification
// does not allow it, or only just does.
func (d *deriver) faults() {
	base := d.minimal()
	for _, f := range d.fields {
		places := f.Parameter.Places
		switch places[0] {
		case "header":
			d.fault(base, f, fault{kind: Type, label: "=text", value: `"abc"`}, "")
			continue
		case "path":
			d.offPath(base, f)
			continue
		}
		if f.Required {
			d.missing(d.with(base, d.value(f)), f)
		}
		for _, wrong := range slices.Concat(d.faultsOf(f), d.itemFaults(f)) {
			d.fault(base, f, wrong, "")
			if wrong.kind == Type && len(places) > 1 { // a value is read otherwise in JSON than elsewhere (C12)
				other := client.InQuery
				if d.operation.Method == http.MethodGet {
					other = client.InJSON
				}
				d.fault(base, f, wrong, other)
			}
		}
		if slices.Contains(places, client.InJSON) {
			d.null(base, f)
		}
	}
}

// fault adds a case of a fault, if it is one where it is sent; in a place other than
// the usual one, if one is named.
func (d *deriver) fault(base []Parameter, f *spec.Field, wrong fault, place string) {
	c := Case{Operation: d.operation, Manner: client.Manner{Place: place}}
	p := Parameter{Name: f.Name, Value: wrong.value, Kept: true, field: f}
	at := c.sent(p)
	text := wrong.value
	if at != client.InJSON {
		text = bare(text)
	}
	found := f.Broken(at, text)
	if wrong.fits != (found == nil) {
		return
	}
	answer := d.dialect.fits(d.without(base, f.Name))
	switch {
	case !wrong.fits:
		answer = d.dialect.broken(f, found, at, d.without(base, f.Name))
	case f.Parameter.Default != nil && quoted(f.Parameter.Default) == wrong.value:
		answer = promise{succeeds, ""} // as without it
	}
	answer.rule = cmp.Or(answer.rule, f.Rule)
	name := f.Path + wrong.label
	if place != "" {
		name += "@" + place
	}
	d.add(wrong.kind, name, d.with(base, p), answer, func(c *Case) { c.Manner.Place = place })
}

// missing adds a case without a required field.
func (d *deriver) missing(parameters []Parameter, f *spec.Field) {
	kept := d.without(parameters, f.Name)
	if around := f.Within; around != nil && len(kept) == len(d.without(kept, around.Name)) { // an empty object must still be there
		kept = append(kept, Parameter{Name: around.Name, Value: "{}", Kept: true, field: around})
	}
	place := (&Case{Operation: d.operation}).sent(Parameter{field: f})
	d.add(Missing, f.Path, kept, d.dialect.broken(f, []spec.Finding{{Keyword: "required", At: f.Path}}, place, nil))
}

// null adds a case with a field that is null.
func (d *deriver) null(base []Parameter, f *spec.Field) {
	answer, said := d.dialect.null(f)
	if !said {
		return
	}
	kind := Type
	if f.Required && !answer.Succeeds {
		kind = Missing
	}
	p := Parameter{Name: f.Name, Value: "null", Kept: true, field: f}
	d.add(kind, f.Path+"=null", d.with(base, p), answer, func(c *Case) {
		if d.operation.Method == http.MethodGet {
			c.Manner.Place = client.InJSON
		}
	})
}

// offPath adds a case of a path that is none, since a parameter in it has not its form.
func (d *deriver) offPath(base []Parameter, f *spec.Field) {
	if f.Parameter.Pattern() == "" {
		return
	}
	p := Parameter{Name: f.Name, Value: `"contractmock"`, Kept: true, field: f}
	answer := d.dialect.path
	answer.rule = f.Rule
	d.add(Format, f.Path, d.with(base, p), answer, func(c *Case) { c.OffPath = true })
}

// requiredWithin are the paths of the required values inside of an object.
func requiredWithin(f *spec.Field) []string {
	paths := []string{}
	for _, inner := range f.Inside() {
		required := true
		for at := inner; at != f; at = at.Within {
			required = required && at.Required
		}
		if required && !inner.Members {
			paths = append(paths, inner.Path)
		}
	}
	return paths
}

// faultsOf are values around the edges of what a field may be.
func (d *deriver) faultsOf(f *spec.Field) []fault {
	chance := rand.New(rand.NewPCG(uint64(d.seed), uint64(f.Parameter.Line))) //nolint:gosec // cases are repeated by their seed
	all := typeFaults(f)
	number := func(label string, n float64, fits bool) {
		all = append(all, fault{Bounds, label, strconv.FormatFloat(n, 'f', -1, 64), fits})
	}
	const far = 1000
	if f.Min != nil {
		number("=least", *f.Min, true)
		number("<least", *f.Min-1, false)
		number("<<least", *f.Min-2-float64(chance.IntN(far)), false)
	}
	if f.Max != nil {
		number("=most", *f.Max, true)
		number(">most", *f.Max+1, false)
		number(">>most", *f.Max+2+float64(chance.IntN(far)), false)
	}
	return slices.Concat(all, enumFaults(f), lengthFaults(f), formatFaults(f))
}

// itemFaults are lists of one item that is as an item may not be, or only just may.
func (d *deriver) itemFaults(f *spec.Field) []fault {
	item := f.Item()
	if item == nil {
		return nil
	}
	var all []fault
	if !item.Members {
		for _, wrong := range d.faultsOf(item) {
			all = append(all, fault{wrong.kind, ".0" + wrong.label, "[" + wrong.value + "]", wrong.fits})
		}
		return all
	}
	sample, err := item.Sample(d.seed)
	fine, isObject := sample.(map[string]any)
	if err != nil || !isObject {
		return nil // the list's own cases say so
	}
	for _, member := range item.Inside() {
		if member.Within != item {
			continue
		}
		label, name := strings.TrimPrefix(member.Path, f.Path), strings.TrimPrefix(member.Path, item.Path+".")
		object := maps.Clone(fine)
		for _, wrong := range d.faultsOf(member) {
			object[name] = json.RawMessage(wrong.value)
			all = append(all, fault{wrong.kind, label + wrong.label, "[" + quoted(object) + "]", wrong.fits})
		}
		if member.Required {
			delete(object, name)
			all = append(all, fault{Missing, label, "[" + quoted(object) + "]", false})
		}
	}
	return all
}

// typeFaults are values of other types; which of them an API reads all the same is
// left to the specification.
func typeFaults(f *spec.Field) []fault {
	text, object, number := fault{Type, "=text", `"abc"`, false}, fault{Type, "=object", `{}`, false}, fault{Type, "=number", `12`, false}
	switch {
	case f.Members:
		return []fault{text, number}
	case f.Type == "string":
		return []fault{object, number, {Type, "=list", `["abc"]`, false}}
	case f.Type == "integer":
		return []fault{text, object, {Type, "=fraction", `1.5`, false}, {Type, "=plus", `"+1"`, false}, {Type, "=blank", `" 1"`, false}, {Type, "=empty", `""`, false}}
	default:
		return []fault{text, object}
	}
}

func enumFaults(f *spec.Field) []fault {
	if len(f.Enum) == 0 {
		return nil
	}
	var all []fault
	greatest := 0.0
	for _, value := range f.Enum {
		all = append(all, fault{Enum, "=" + bare(quoted(value)), quoted(value), true})
		if n, ok := value.(float64); ok {
			greatest = max(greatest, n)
		}
	}
	if f.Type == "string" {
		first := fmt.Sprint(f.Enum[0])
		return append(all, fault{Enum, "=other", `"contractmock"`, false}, fault{Enum, "=upper-case", quoted(strings.ToUpper(first)), false})
	}
	return append(all, fault{Enum, "=other", quoted(greatest + 1), false}, fault{Enum, "=negative", "-1", false})
}

func lengthFaults(f *spec.Field) []fault {
	var all []fault
	text := func(label, letter string, n uint64, fits bool) {
		all = append(all, fault{Length, label, quoted(strings.Repeat(letter, int(n))), fits}) //nolint:gosec // lengths in documents are small
	}
	list := func(label string, n uint64, fits bool) {
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf("item%d", i)
		}
		all = append(all, fault{Length, label, quoted(items), fits})
	}
	if n := f.MaxLength; n != nil && f.Type == "string" {
		text("=longest", "x", *n, true)
		text(">longest", "x", *n+1, false)
		text("=longest-of-han", "圈", *n, true)
		text("=longest-of-emoji", "😀", *n/2, true)
		text(">longest-of-emoji", "😀", *n/2+1, false)
	}
	if n := f.MinLength; n > 0 {
		text("<shortest", "x", n-1, false)
	}
	if n := f.MaxItems; n != nil && f.Type == "array" {
		list("=longest", *n, true)
		list(">longest", *n+1, false)
	}
	if n := f.MinItems; n > 0 {
		list("<shortest", n-1, false)
	}
	return all
}

// formatFaults are texts that break a pattern or format and nothing else: one of
// blanks and one that says something, as far as there are any.
func formatFaults(f *spec.Field) []fault {
	if f.Pattern == "" && f.Format == "" {
		return nil
	}
	var all []fault
	for _, try := range []struct {
		label string
		texts []string
	}{
		{"=blank", []string{" ", "   ", "\t"}},
		{"=other", []string{"contractmock", "12a4", "x", "7", "2026-13", "!"}},
		{"=longer", []string{"12345678", "2026-01-01 10:00:00x", "2026-01-01T10:00:00Z"}},
	} {
		for _, text := range try.texts {
			broken := f.Broken(client.InJSON, quoted(text))
			if len(broken) > 0 && (broken[0].Keyword == "pattern" || broken[0].Keyword == "format") {
				all = append(all, fault{Format, try.label, quoted(text), false})
				break
			}
		}
	}
	return all
}

// simpler is a value with less in it, while there is one.
func simpler(value string) []string {
	var text string
	var number json.Number
	var list []json.RawMessage
	switch {
	case strings.HasPrefix(value, `"`) && json.Unmarshal([]byte(value), &text) == nil:
		letters := []rune(text)
		if len(letters) < 2 {
			return nil
		}
		return []string{quoted(string(letters[:len(letters)/2])), quoted(string(letters[:len(letters)-1])), quoted(strings.Repeat("x", len(letters)))}
	case strings.HasPrefix(value, `[`) && json.Unmarshal([]byte(value), &list) == nil && len(list) > 0:
		return []string{quoted(list[:len(list)/2]), quoted(list[:len(list)-1])}
	case json.Unmarshal([]byte(value), &number) == nil && strings.Trim(value, "-0123456789") == "":
		n, err := number.Int64()
		if err != nil || n == 0 {
			return nil
		}
		return []string{strconv.FormatInt(n/2, 10), strconv.FormatInt(n-n/max(n, -n), 10)}
	}
	return nil
}
