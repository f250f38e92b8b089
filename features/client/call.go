package client

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"contractmock/openapi/spec"
)

// Parameter is a name and a value as a scenario writes it. Dots in a name lead into
// objects of a JSON body: data.attributes.title.
type Parameter struct {
	Name, Value string
	// JSON tells that the value is JSON, whatever the parameter's type: {"a":1} or null
	// for a text. Without it, a value that goes into a JSON body is read as JSON, if it
	// is, unless the parameter's type is text. Elsewhere it is sent as it is written, but
	// for a text in quotes that is said to be JSON: that is the text without them.
	JSON bool
	// Member tells that Name and Value, which is JSON, are those of a member of a JSON
	// object: dots in the name lead nowhere, and a text that does not go into a JSON body
	// is sent without its quotes.
	Member bool
}

// text is the value outside of a JSON body.
func (p Parameter) text() string {
	var text *string
	if p.JSON && json.Unmarshal([]byte(p.Value), &text) == nil && text != nil {
		return *text
	}
	return p.Value
}

// Places that parameters may be put into.
const (
	InJSON  = "json"
	InForm  = "form"
	InQuery = "query"
)

// Manner is how a call is made, apart from what it says. Its zero value is how the
// specification wants it; the rest is for calls that are wrong on purpose.
type Manner struct {
	// Header wins over what the credentials say; a name without values is not sent.
	Header http.Header
	// Place is where all parameters go but those of path and headers: [InJSON], [InForm]
	// or [InQuery]; "" is where the specification wants each.
	Place string
	// Query is added to the URL's query as it is written. It is not signed, unless
	// SignQuery says so; the other parameters then win over it.
	Query     string
	SignQuery bool
	// Untimed calls of a signed operation carry no time, Unsigned ones no signature,
	// unless they are among the parameters.
	Untimed, Unsigned bool
	// Secret is what is signed with; "" is the caller's own secret, or that of the
	// specification for a caller who has none.
	Secret string
	// Altered are parameters that get another value after signing, or come only then.
	Altered []Parameter
	// Backwards turns the order of what is sent around: of the pairs of a query or form,
	// and of the members of a JSON body.
	Backwards bool
	// Instead is sent in place of the body that the parameters make, once it is signed; nil
	// is none.
	Instead []byte
	// Body is the whole JSON body, whatever it is; nil is the one that the parameters
	// make. Parameters then go into the query, and the body is not signed.
	Body []byte
}

// draft is a call whose parameters are being put where they go.
type draft struct {
	operation *spec.Operation
	by        *spec.Sign // nil where nothing is signed
	manner    Manner
	rest      string // where parameters go of which the specification leaves it open

	path        string
	header      http.Header
	query, form []pair
	members     map[string]any // texts and json.RawMessages
}

type pair struct{ name, value string }

// build puts the parameters of a call where they go, and signs them.
func (c *Client) build(document *spec.Document, operation *spec.Operation, as *Credentials, parameters []Parameter, manner Manner) (*Exchange, error) {
	d := &draft{operation: operation, manner: manner, rest: manner.Place, path: operation.Path, header: http.Header{}, members: map[string]any{}}
	if operation.Signed {
		d.by = document.Sign
	}
	switch {
	case manner.Body != nil:
		d.rest = InQuery
	case d.rest == "":
		d.rest = InQuery
		if operation.Method != http.MethodGet && (d.by != nil || operation.JSONType() != "") {
			d.rest = InJSON
		}
	}
	for _, given := range parameters {
		if err := d.put(given); err != nil {
			return nil, err
		}
	}
	if d.by != nil {
		if err := c.sign(d, as, parameters); err != nil {
			return nil, err
		}
	}
	for _, altered := range manner.Altered {
		if err := d.alter(altered); err != nil {
			return nil, err
		}
	}
	x, err := d.written()
	if x != nil {
		x.Forged = d.forged(parameters)
	}
	return x, err
}

// forged tells whether the call is signed otherwise than the specification wants.
func (d *draft) forged(parameters []Parameter) bool {
	return d.by != nil && (d.manner.Secret != "" || len(d.manner.Altered) > 0 ||
		slices.ContainsFunc(parameters, func(p Parameter) bool { return p.Name == d.by.Parameter }))
}

// place is where a parameter goes, and its type where it is known.
func (d *draft) place(name string) (place, kind string) {
	for _, p := range d.operation.Parameters {
		switch {
		case p.Name != name:
		case p.Places[0] == "path", p.Places[0] == "header":
			return p.Places[0], p.Type
		case d.manner.Place != "", d.by != nil, d.operation.Method == http.MethodGet && slices.Contains(p.Places, InQuery):
			return d.rest, p.Type
		default:
			return p.Places[0], p.Type
		}
	}
	if d.by != nil && name == d.by.Parameter {
		return d.rest, "string" // a digest may look like a number
	}
	return d.rest, ""
}

// put puts a parameter beside the others.
func (d *draft) put(given Parameter) error {
	place, kind := d.place(given.Name)
	var text string
	if given.Member && place != InJSON && json.Unmarshal([]byte(given.Value), &text) == nil {
		given.Value = text
	}
	switch place {
	case "path":
		d.path = strings.ReplaceAll(d.path, "{"+given.Name+"}", url.PathEscape(given.text()))
	case "header":
		d.header.Add(given.Name, given.text())
	case InJSON:
		value, err := member(given, kind)
		if err != nil {
			return err
		}
		path := []string{given.Name}
		if !given.Member {
			path = strings.Split(given.Name, ".")
		}
		d.members = nested(d.members, path, value)
	case InForm:
		d.form = append(d.form, pair{given.Name, given.text()})
	default:
		d.query = append(d.query, pair{given.Name, given.text()})
	}
	return nil
}

// nested puts a value into an object, under a path of names.
func nested(object map[string]any, path []string, value any) map[string]any {
	if object == nil {
		object = map[string]any{}
	}
	if len(path) == 1 {
		object[path[0]] = value
		return object
	}
	inner, _ := object[path[0]].(map[string]any)
	object[path[0]] = nested(inner, path[1:], value)
	return object
}

// alter gives a parameter another value where it stands.
func (d *draft) alter(given Parameter) error {
	var pairs []pair
	switch place, _ := d.place(given.Name); place {
	case "path":
		return fmt.Errorf("%s stands in the path, which is not signed; call with another value instead of altering it", given.Name)
	case "header":
		d.header.Del(given.Name)
	case InForm:
		pairs = d.form
	case InQuery:
		pairs = d.query
	}
	found := false
	for i := range pairs {
		if pairs[i].name == given.Name {
			pairs[i].value, found = given.text(), true
		}
	}
	if found {
		return nil
	}
	return d.put(given)
}

// sign adds the time and the signature, unless they are among the parameters already.
func (c *Client) sign(d *draft, as *Credentials, parameters []Parameter) error {
	given := func(name string) bool {
		return slices.ContainsFunc(parameters, func(p Parameter) bool { return p.Name == name })
	}
	if !d.manner.Untimed && !given(d.by.Time) {
		if c.Now == nil {
			return errors.New("a signed request carries the time, and this client has no clock; set Client.Now")
		}
		now := strconv.FormatInt(c.Now().UnixMilli(), 10)
		if err := d.put(Parameter{Name: d.by.Time, Value: now}); err != nil {
			return err
		}
	}
	if d.manner.Unsigned || given(d.by.Parameter) {
		return nil
	}
	secret := d.manner.Secret
	if secret == "" && as != nil {
		secret = as.Values["secret"]
	}
	if secret == "" {
		secret = d.by.Secret
	}
	signed, err := d.signed()
	if err != nil {
		return err
	}
	signature, err := Signature(d.by, secret, signed)
	if err != nil {
		return err
	}
	return d.put(Parameter{Name: d.by.Parameter, Value: signature})
}

// signed are the parameters that are signed: those of the body and the query, the
// first value of a repeated one.
func (d *draft) signed() (map[string]any, error) {
	all := map[string]any{}
	for name, value := range d.members {
		if raw, ok := value.(json.RawMessage); ok {
			decoder := json.NewDecoder(bytes.NewReader(raw))
			decoder.UseNumber()
			if err := decoder.Decode(&value); err != nil {
				return nil, fmt.Errorf("%s cannot be signed: %w", name, err)
			}
		}
		all[name] = value
	}
	for _, p := range slices.Concat(d.form, d.query) {
		if _, ok := all[p.name]; !ok {
			all[p.name] = p.value
		}
	}
	if !d.manner.SignQuery {
		return all, nil
	}
	query, err := url.ParseQuery(d.manner.Query)
	if err != nil {
		return nil, fmt.Errorf("%q cannot be signed, since it is no query: %w", d.manner.Query, err)
	}
	for name, values := range query {
		if _, ok := all[name]; !ok {
			all[name] = values[0]
		}
	}
	return all, nil
}

// written is the request that the draft has become.
func (d *draft) written() (*Exchange, error) {
	if strings.Contains(d.path, "{") {
		return nil, fmt.Errorf("%s needs a value for every parameter of its path %s", d.operation.ID, d.operation.Path)
	}
	x := &Exchange{Operation: d.operation, Method: d.operation.Method, URL: d.path, Header: d.header}
	if d.manner.Backwards {
		slices.Reverse(d.query)
		slices.Reverse(d.form)
	}
	query := slices.DeleteFunc([]string{encoded(d.query), d.manner.Query}, func(part string) bool { return part == "" })
	if len(query) > 0 {
		x.URL += "?" + strings.Join(query, "&")
	}
	switch {
	case d.manner.Body != nil || d.rest == InJSON || len(d.members) > 0:
		x.Body = d.manner.Body
		if x.Body == nil {
			var err error
			if x.Body, err = d.object(); err != nil {
				return nil, err
			}
		}
		media := d.operation.JSONType()
		if media == "" {
			media = "application/json"
		}
		x.Header.Set("Content-Type", media)
	case d.rest == InForm || len(d.form) > 0:
		x.Body = []byte(encoded(d.form))
		x.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	}
	if d.manner.Instead != nil {
		x.Body = d.manner.Instead
	}
	return x, nil
}

// object is the JSON body: its members in the order of their names, or backwards.
func (d *draft) object() ([]byte, error) {
	if !d.manner.Backwards {
		return json.Marshal(d.members)
	}
	names := slices.Sorted(maps.Keys(d.members))
	slices.Reverse(names)
	var members [][]byte
	for _, name := range names {
		member, err := json.Marshal(map[string]any{name: d.members[name]})
		if err != nil {
			return nil, err
		}
		members = append(members, member[1:len(member)-1]) // without its braces
	}
	return slices.Concat([]byte("{"), bytes.Join(members, []byte(",")), []byte("}")), nil
}

// encoded are pairs as they stand in a query or form, in their order.
func encoded(pairs []pair) string {
	var all []string
	for _, p := range pairs {
		all = append(all, url.QueryEscape(p.name)+"="+url.QueryEscape(p.value))
	}
	return strings.Join(all, "&")
}

// member is a value in a JSON body: the text itself for a text, else what it says
// as JSON, if it does.
func member(given Parameter, kind string) (any, error) {
	valid := json.Valid([]byte(given.Value))
	switch {
	case given.JSON && !valid:
		return nil, fmt.Errorf("the value of %s is no JSON: %s; write a text in quotes, or leave (JSON) away", given.Name, given.Value)
	case given.JSON, given.Member, valid && kind != "string":
		return json.RawMessage(given.Value), nil
	default:
		return given.Value, nil
	}
}
