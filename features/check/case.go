package check

import (
	"encoding/json"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"time"

	"contractmock/features/client"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Kind is what a case is about.
type Kind string

// The kinds of cases, in the order in which they are run and reported.
const (
	Valid       Kind = "valid"        // calls that must succeed
	Missing     Kind = "missing"      // a required parameter is not there, or null
	Type        Kind = "type"         // a value of another type
	Bounds      Kind = "bounds"       // numbers at, below and above each bound
	Enum        Kind = "enum"         // each value of an enumeration, and others
	Length      Kind = "length"       // texts and lists at and beyond their length
	Format      Kind = "format"       // texts of another format or pattern
	Unknown     Kind = "unknown"      // parameters that the operation does not have
	ContentType Kind = "content-type" // a body of another type than it may have
	JSON        Kind = "json"         // a body that is no JSON, or no object
	Login       Kind = "login"        // nobody is logged in, or nobody is named
	Token       Kind = "token"        // tokens that do not hold, and the last second of one
	Signature   Kind = "sign"         // signatures that are missing or of something else
	Order       Kind = "order"        // the same call in another order, or in other places
	IDs         Kind = "ids"          // ids of nothing, and of what is somebody else's
	Method      Kind = "method"       // a method that the path does not have
)

// Kinds are all kinds of cases, in their order.
func Kinds() []Kind {
	return []Kind{
		Valid, Missing, Type, Bounds, Enum, Length, Format, Unknown, ContentType, JSON, Login, Token, Signature, Order, IDs, Method,
	}
}

// Case is one call, and what the documents promise for it.
type Case struct {
	// ID names the case for ever: chaoqer.createClub/missing/name.
	ID string
	// Operation is the operation that is called.
	Operation *spec.Operation
	// Kind and Name are what the case is about.
	Kind Kind
	Name string
	// As is the persona who calls, "" for nobody.
	As string
	// Proof is how the caller proves who they are.
	Proof Proof
	// Parameters are what is sent.
	Parameters []Parameter
	// Manner is how the call is made, apart from what it says.
	Manner client.Manner
	// Method is sent in place of the operation's own, if it is not "". Such a call is
	// refused before anything else of it is looked at.
	Method string
	// OffPath calls are made to a path that is not the operation's, since a parameter in
	// it has not its form.
	OffPath bool
	// Pass is how much time passes before the call.
	Pass time.Duration
	// Expect is what must be answered, Rule the rule that says so.
	Expect Expect
	Rule   string
}

// Parameter is a value of a case.
type Parameter struct {
	// Name is what it is sent as; dots lead into a JSON body.
	Name string
	// Value is its value as JSON, wherever it is sent.
	Value string
	// From says where its value comes from, if no value can be given before the case
	// runs; %s in Value is then what was found.
	From *Source
	// Kept parameters are what the case is about; no smaller request is without them.
	Kept bool

	field  *spec.Field // nil for what the operation does not have
	sample bool        // the document's own id of something, which only the fixtures must have
}

// Proof is how the caller of a case proves who they are.
type Proof int

// The proofs there are.
const (
	Own        Proof = iota // the persona's own credentials
	Malformed               // an Authorization of another scheme
	NoToken                 // an Authorization of nobody's token
	Others                  // the persona's id with somebody else's token
	Superseded              // the token of before a later log-in
)

// sent is where a case's parameter is sent: json, form, query, header or path.
func (c *Case) sent(p Parameter) string {
	if p.field == nil {
		return c.usual()
	}
	places := p.field.Parameter.Places
	switch {
	case places[0] == "path", places[0] == "header":
		return places[0]
	case c.Manner.Place != "":
		return c.Manner.Place
	case slices.Contains(places, c.usual()):
		return c.usual()
	default:
		return places[0]
	}
}

// usual is where parameters go of which nothing else is said.
func (c *Case) usual() string {
	switch {
	case c.Manner.Place != "":
		return c.Manner.Place
	case c.Operation.Method == http.MethodGet || c.Operation.JSONType() == "":
		return client.InQuery
	default:
		return client.InJSON
	}
}

// parameter is a case's parameter as the client takes it.
func (c *Case) parameter(p Parameter) client.Parameter {
	if c.sent(p) == client.InJSON {
		return client.Parameter{Name: p.Name, Value: p.Value, JSON: true}
	}
	return client.Parameter{Name: p.Name, Value: bare(p.Value)}
}

// bare is a JSON value as it stands outside of JSON: a text without its quotes.
func bare(value string) string {
	var text string
	if json.Unmarshal([]byte(value), &text) == nil && strings.HasPrefix(value, `"`) {
		return text
	}
	return value
}

// quoted is a value as JSON. Only what came from JSON, or is a text or number, is given.
func quoted(value any) string {
	var b strings.Builder
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		panic(err) // no such value is there to be given
	}
	return strings.TrimSuffix(b.String(), "\n")
}

// Filter says which cases are wanted; what it leaves empty, all are.
type Filter struct {
	// APIs, Operations (operationIds or titles, perhaps with the API in front), Kinds and
	// Only (the ids of cases) are what is wanted.
	APIs, Operations, Kinds, Only []string
}

// Whole tells whether the filter lets all cases through.
func (f Filter) Whole() bool {
	return len(f.APIs)+len(f.Operations)+len(f.Kinds)+len(f.Only) == 0
}

// Apply is the cases that are wanted. The error names what of the filter there is
// none of, what may have been meant, and what there is.
func (f Filter) Apply(cases []Case) ([]Case, error) {
	for _, by := range []struct {
		what   string
		wanted []string
		names  func(Case) []string // the last one is the one to write
	}{
		{"API", f.APIs, func(c Case) []string { return []string{c.Operation.API} }},
		{"operation", f.Operations, func(c Case) []string {
			return []string{c.Operation.ID, c.Operation.Title, c.Operation.API + "." + c.Operation.ID}
		}},
		{"kind", f.Kinds, func(c Case) []string { return []string{string(c.Kind)} }},
		{"case", f.Only, func(c Case) []string { return []string{c.ID} }},
	} {
		if len(by.wanted) == 0 {
			continue
		}
		kept, known := []Case{}, map[string]bool{}
		var there []string
		for _, c := range cases {
			names := by.names(c)
			if name := names[len(names)-1]; !known[name] {
				there = append(there, name)
			}
			for _, name := range names {
				known[name] = true
			}
			if slices.ContainsFunc(names, func(name string) bool { return slices.Contains(by.wanted, name) }) {
				kept = append(kept, c)
			}
		}
		order := Kinds()
		slices.SortStableFunc(there, func(a, b string) int { return slices.Index(order, Kind(a)) - slices.Index(order, Kind(b)) })
		for _, name := range by.wanted {
			if !known[name] {
				return nil, fmt.Errorf("there is no %s %s%s", by.what, name, meant(name, sorted(known), there))
			}
		}
		cases = kept
	}
	return cases, nil
}

// maxListed is how many names a message lists: the operations of all APIs are some
// fifty, cases are thousands.
const maxListed = 100

// meant is what may have been meant by a name, and what there is.
func meant(name string, known, there []string) string {
	said := ""
	if near := nearest.Of(name, known); len(near) > 0 {
		said = "; did you mean " + nearest.List(near, "or") + "?"
	}
	switch {
	case len(there) == 0 || len(there) > maxListed:
		return said
	case len(there) == 1:
		return said + "; there is " + there[0]
	case said == "":
		return "; there are " + nearest.List(there, "and")
	default:
		return said + " There are " + nearest.List(there, "and")
	}
}
