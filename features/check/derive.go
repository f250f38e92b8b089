package check

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// Derive is every case of a specification, in the order of its operations. The seed
// decides the values that nothing else does; ids do not depend on it. It is an error
// if the specification gives no values to call an operation with, or if nobody has
// said who plays which part in its API.
func Derive(document *spec.Document, seed int64) ([]Case, error) {
	dialect, ok := dialects[document.Name]
	if !ok {
		return nil, fmt.Errorf("nothing is known of what the %s API answers to faults; there are %s", document.Name, strings.Join(sorted(dialects), ", "))
	}
	var all []Case
	order := Kinds()
	for _, o := range document.Operations {
		d := &deriver{dialect: dialect, cast: casts[document.Name], document: document, operation: o, seed: seed, fields: o.Fields()}
		for _, derive := range []func(){d.valid, d.faults, d.unknown, d.bodies, d.logins, d.signatures, d.orders, d.ids, d.methods} {
			derive()
		}
		if d.err != nil {
			return nil, d.err
		}
		slices.SortStableFunc(d.cases, func(a, b Case) int {
			return slices.Index(order, a.Kind) - slices.Index(order, b.Kind)
		})
		all = append(all, d.cases...)
	}
	return all, nil
}

func sorted[V any](set map[string]V) []string { return slices.Sorted(maps.Keys(set)) }

// deriver gathers the cases of one operation.
type deriver struct {
	dialect   dialect
	cast      cast
	document  *spec.Document
	operation *spec.Operation
	fields    []*spec.Field
	seed      int64
	cases     []Case
	err       error // the first value that could not be made
}

// add adds a case that the operation's usual caller makes, as it is changed.
func (d *deriver) add(kind Kind, name string, parameters []Parameter, p promise, changes ...func(*Case)) {
	c := Case{
		ID:        fmt.Sprintf("%s.%s/%s/%s", d.document.Name, d.operation.ID, kind, name),
		Operation: d.operation, Kind: kind, Name: name, As: d.cast.callerOf(d.operation),
		Parameters: slices.Clone(parameters), Expect: p.Expect, Rule: p.rule,
	}
	for _, change := range changes {
		change(&c)
	}
	d.cases = append(d.cases, c)
}

// value is a field's value for a valid call: from its source, else made of its schema.
func (d *deriver) value(f *spec.Field) Parameter {
	p, _, ok := d.cast.source(f, d.operation)
	if !ok {
		hash := fnv.New32a()
		_, _ = hash.Write([]byte(d.operation.ID + f.Path)) // a hash takes everything
		sample, err := f.Sample(d.seed + int64(hash.Sum32()))
		if err != nil && d.err == nil {
			d.err = err
		}
		p.Value = quoted(sample)
	}
	p.Name, p.field = f.Name, f
	return p
}

// minimal are the parameters that a valid call needs.
func (d *deriver) minimal() []Parameter {
	var all []Parameter
	for _, f := range d.fields {
		if !f.Members && d.required(f, nil) {
			all = append(all, d.value(f))
		}
	}
	if p, ok := d.cast.always[d.operation.ID]; ok {
		all = append(all, d.known(p))
	}
	return all
}

// required tells whether a field must be there if the object within is, or, with nil,
// in every call.
func (d *deriver) required(f, within *spec.Field) bool {
	for ; f != within; f = f.Within {
		if f == nil || !f.Required {
			return false
		}
	}
	return true
}

// optional tells whether a valid call may have a field that it can do without. Headers
// and credentials are not sent like that.
func (d *deriver) optional(f *spec.Field) bool {
	return !f.Members && !d.required(f, nil) && f.Parameter.Places[0] != "header" && !d.document.Secret(f.Path)
}

// known gives a parameter the field that it is.
func (d *deriver) known(p Parameter) Parameter {
	for _, f := range d.fields {
		if f.Name == p.Name {
			p.field = f
		}
	}
	return p
}

// with are parameters with another one, in the place of what was there of it, and
// with what must be there so that it counts.
func (d *deriver) with(parameters []Parameter, p Parameter) []Parameter {
	all := d.without(parameters, p.Name)
	f := p.field
	if f == nil {
		return append(all, p)
	}
	there := func(f *spec.Field) bool {
		return slices.ContainsFunc(all, func(p Parameter) bool { return p.Name == f.Name })
	}
	for around := f.Within; around != nil; around = around.Within {
		for _, sibling := range d.fields {
			inside := strings.HasPrefix(f.Path, sibling.Path+".") || sibling == f || strings.HasPrefix(sibling.Path, f.Path+".")
			if !inside && !sibling.Members && strings.HasPrefix(sibling.Path, around.Path+".") && d.required(sibling, around) && !there(sibling) {
				all = append(all, d.value(sibling))
			}
		}
	}
	for _, path := range sorted(d.cast.needs) {
		needed := d.cast.needs[path]
		if f.Path == path || strings.HasPrefix(f.Path, path+".") {
			all = append(d.without(all, needed.Name), d.known(needed))
		}
	}
	return append(all, p)
}

// without are parameters without one, and without what is inside of it.
func (d *deriver) without(parameters []Parameter, name string) []Parameter {
	return slices.DeleteFunc(slices.Clone(parameters), func(p Parameter) bool {
		return p.Name == name || strings.HasPrefix(p.Name, name+".")
	})
}

// valid are calls that nothing is wrong with: with what is required, with everything
// that the schema has, with each optional parameter, and with the document's examples.
func (d *deriver) valid() {
	fine := promise{d.success(), cmp.Or(d.dialect.success[d.operation.ID], d.dialect.success[""])}
	base := d.minimal()
	d.add(Valid, "required", base, fine)
	everything := base
	for _, f := range d.fields {
		if d.optional(f) {
			p := d.value(f)
			everything = d.with(everything, p)
			d.add(Valid, "with-"+f.Path, d.with(base, p), promise{fine.Expect, cmp.Or(f.Rule, fine.rule)})
		}
	}
	if len(everything) > len(base) {
		d.add(Valid, "schema", everything, fine)
	}
	bodies := d.operation.BodyExamples()
	for _, name := range sorted(bodies) {
		parameters := slices.DeleteFunc(slices.Clone(base), func(p Parameter) bool { return p.field.Parameter.Places[0] != "path" })
		for _, p := range d.flat("", bodies[name]) {
			if p.field != nil {
				source, own, _ := d.cast.source(p.field, d.operation)
				if p.sample = source.From != nil && !own; own {
					p.Value, p.From = source.Value, source.From
				}
			}
			parameters = append(parameters, p)
		}
		d.add(Valid, "example-"+name, parameters, fine)
	}
	if parameters, found := d.examples(); found && len(bodies) == 0 {
		d.add(Valid, "example", parameters, fine)
	}
}

// success is a success of the operation, with the text that the document's sample of
// the answer has, if it has one.
func (d *deriver) success() Expect {
	if message := gjson.GetBytes(d.sample(), "message"); message.Exists() {
		return Expect{Succeeds: true, Members: map[string]string{"message": message.Raw}}
	}
	return succeeds
}

// sample is the document's sample of the operation's answer.
func (d *deriver) sample() []byte {
	sample, err := d.operation.Sample(spec.Wish{}, d.seed)
	if err != nil && d.err == nil {
		d.err = err
	}
	return sample.Body
}

// flat are the values of an example of a body by their paths: of objects whose members
// the specification knows, the members.
func (d *deriver) flat(path string, value any) []Parameter {
	members, isObject := value.(map[string]any)
	p := d.known(Parameter{Name: path, Value: quoted(value)})
	if !isObject || len(members) == 0 || path != "" && (p.field == nil || !p.field.Members) {
		return []Parameter{p}
	}
	var all []Parameter
	for _, name := range sorted(members) {
		all = append(all, d.flat(strings.TrimPrefix(path+"."+name, "."), members[name])...)
	}
	return all
}

// examples are the parameters that the document has examples of, its sample of the
// answer among them, and what else is required; false if there are no examples.
func (d *deriver) examples() ([]Parameter, bool) {
	var all []Parameter
	found := false
	sample := d.sample()
	for _, f := range d.fields {
		if !d.optional(f) && (f.Members || !d.required(f, nil)) {
			continue
		}
		p, own, _ := d.cast.source(f, d.operation)
		p.Name, p.field = f.Name, f
		example, ok := f.Example()
		for _, path := range []string{"result." + f.Path, "result.page." + f.Path} {
			if at := gjson.GetBytes(sample, path); !ok && at.Exists() {
				example, ok = at.Value(), true
			}
		}
		switch {
		case ok && !own && f.Broken("json", quoted(example)) == nil:
			p.sample = p.From != nil
			p.Value, p.From = quoted(example), nil
			found = true
		case own && (ok || f.Required):
			found = found || ok
		case d.required(f, nil):
			p = d.value(f)
		default:
			continue
		}
		all = append(all, p)
	}
	if p, ok := d.cast.always[d.operation.ID]; ok {
		all = append(all, d.known(p))
	}
	return all, found
}

// unknown is a call with a parameter that the operation does not have.
func (d *deriver) unknown() {
	within := d.dialect.within
	if within != "" && !slices.ContainsFunc(d.fields, func(f *spec.Field) bool { return f.Path == within }) {
		return
	}
	base := d.minimal()
	extra := Parameter{Name: strings.TrimPrefix(within+".contractmock", "."), Value: `"x"`, Kept: true}
	d.add(Unknown, "parameter", append(slices.Clone(base), extra), d.dialect.extra(base))
}

// bodies are calls whose body is not what it must be.
func (d *deriver) bodies() {
	o, base := d.operation, d.minimal()
	media := cmp.Or(o.JSONType(), "application/json")
	body := func(media, text string) func(*Case) {
		return func(c *Case) {
			c.Manner.Header = http.Header{"Content-Type": {media}}
			c.Manner.Instead = []byte(text)
		}
	}
	if !o.Signed || o.Method != http.MethodGet { // a signed read has its parameters in the query, and nobody says what else may be there
		d.add(ContentType, "text", base, d.dialect.mediaType(o), body("text/plain", "contractmock"))
	}
	if o.TakesBody() && o.Method != http.MethodGet {
		d.add(ContentType, "charset", base, promise{succeeds, d.dialect.mediaType(o).rule}, func(c *Case) {
			c.Manner.Header = http.Header{"Content-Type": {media + "; charset=utf-8"}}
		})
	}
	d.add(JSON, "malformed", base, d.dialect.notJSON(o), body(media, `{"contractmock":`))
	d.add(JSON, "list", base, d.dialect.notObject(o), body(media, `[]`))
}

// needsLogin tells whether the operation asks who calls.
func (d *deriver) needsLogin() bool {
	return slices.ContainsFunc(d.operation.Security, func(scheme string) bool { return d.document.Sign == nil || scheme != d.document.Sign.Scheme })
}

// logins are calls of nobody, and of people who prove themselves wrongly.
func (d *deriver) logins() {
	base := d.minimal()
	needs := d.needsLogin()
	weixin := slices.Contains(d.operation.Security, "weixinLogin")
	if needs {
		p := d.dialect.anonymous
		if weixin {
			p.rule = "C75"
		}
		d.add(Login, "none", base, p, func(c *Case) { c.As = "" })
	}
	if p, ok := d.cast.unnamed[d.operation.ID]; ok {
		header := http.CanonicalHeaderKey(d.cast.name)
		d.add(Login, "nobody-named", base, p, func(c *Case) { c.Manner.Header = http.Header{header: nil} })
		d.add(Login, "unknown-named", base, p, func(c *Case) { c.Manner.Header = http.Header{header: {"contractmock"}} })
	}
	if p := d.cast.inQuery; p.Name != "" && needs {
		d.add(Token, "in-"+p.Name, append(base, d.known(p)), promise{succeeds, d.dialect.anonymous.rule}, func(c *Case) {
			c.Manner.Header = http.Header{"Authorization": nil}
		})
	}
	if !needs && !d.dialect.openChecked {
		return
	}
	by := func(proof Proof, pass time.Duration) func(*Case) {
		return func(c *Case) {
			c.Proof, c.Pass = proof, pass
			c.As = cmp.Or(c.As, d.cast.caller)
		}
	}
	for _, t := range []struct {
		name  string
		proof Proof
		pass  time.Duration
		promise
	}{
		{"malformed", Malformed, 0, d.dialect.malformed},
		{"unknown", NoToken, 0, d.dialect.unknown},
		{"of-another", Others, 0, d.dialect.others},
		{"superseded", Superseded, 0, d.dialect.superseded},
		{"expired", Own, d.dialect.life, d.dialect.expired},
		{"last-second", Own, d.dialect.life - time.Second, promise{succeeds, d.dialect.expired.rule}},
	} {
		if t.rule != "" {
			d.add(Token, t.name, base, t.promise, by(t.proof, t.pass))
		}
	}
}

// signatures are calls whose signature is missing, or that of something else (C09).
func (d *deriver) signatures() {
	if !d.operation.Signed {
		return
	}
	base := d.minimal()
	wrong, absent := promise{noLogin, "C09"}, promise{badRequest, "C09"}
	d.add(Signature, "missing", base, absent, func(c *Case) { c.Manner.Unsigned = true })
	d.add(Signature, "no-time", base, absent, func(c *Case) { c.Manner.Untimed = true })
	d.add(Signature, "wrong-secret", base, wrong, func(c *Case) { c.Manner.Secret = "contractmock" })
	if d.cast.callerOf(d.operation) != "" {
		d.add(Signature, "default-secret", base, wrong, func(c *Case) { c.Manner.Secret = d.document.Sign.Secret })
	}
	altered := func(name, value string) func(*Case) {
		return func(c *Case) { c.Manner.Altered = []client.Parameter{{Name: name, Value: value}} }
	}
	d.add(Signature, "altered-time", base, wrong, altered(d.document.Sign.Time, "1"))
	d.add(Signature, "added", base, wrong, altered("contractmock", "x"))
	for _, p := range base {
		if place := p.field.Parameter.Places[0]; place != "path" && place != "header" {
			d.add(Signature, "altered-"+p.field.Path, base, wrong, altered(p.Name, "contractmock"))
		}
	}
}

// orders are calls whose parameters stand in another order, and in each place where
// they may: neither changes the signature (C08, C10, C11).
func (d *deriver) orders() {
	if !d.operation.Signed {
		return
	}
	base := d.minimal()
	d.add(Order, "backwards", base, promise{succeeds, "C08"}, func(c *Case) { c.Manner.Backwards = true })
	for _, place := range []string{client.InJSON, client.InForm, client.InQuery} {
		d.add(Order, place, base, promise{succeeds, "C11"}, func(c *Case) { c.Manner.Place, c.Manner.Backwards = place, true })
	}
}

// ids are calls with ids of nothing, and of what is somebody else's.
func (d *deriver) ids() {
	base := d.minimal()
	for _, f := range d.fields {
		nothing, ok := d.cast.nothing[d.operation.ID+"."+f.Path]
		if !ok {
			nothing, ok = d.cast.nothing[f.Path]
		}
		if !ok {
			continue
		}
		p := Parameter{Name: f.Name, Value: nothing.value, Kept: true, field: f}
		d.add(IDs, "unknown-"+f.Path, d.with(base, p), nothing.promise)
	}
	for _, other := range d.cast.foreign {
		if other.operation != d.operation.ID {
			continue
		}
		parameters := base
		for _, p := range other.parameters {
			p.Kept = true
			parameters = d.with(parameters, d.known(p))
		}
		d.add(IDs, other.name, parameters, other.promise, func(c *Case) { c.As = other.as })
	}
}

// methods are calls with methods that the path does not have.
func (d *deriver) methods() {
	sample := strings.NewReplacer("{", "", "}", "").Replace(d.operation.Path)
	for _, method := range []string{http.MethodPatch, http.MethodPost, http.MethodDelete, http.MethodPut} {
		taken := slices.ContainsFunc(d.document.Operations, func(o *spec.Operation) bool {
			return o.Method == method && o.Path == d.operation.Path
		})
		if !taken && d.document.Match(method, sample) == nil {
			d.add(Method, strings.ToLower(method), d.minimal(), d.dialect.method, func(c *Case) { c.Method = method })
		}
	}
}
