package spec

import (
	"net/url"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// PathValues are the values that a path, escaped as it is sent, has for the
// parameters of the operation's path. It is false if the path is none of the
// operation's.
func (o *Operation) PathValues(path string) (map[string]string, bool) {
	found := o.path().FindStringSubmatch(path)
	if found == nil {
		return nil, false
	}
	values := map[string]string{}
	rest := o.Path
	for _, value := range found[1:] {
		_, rest, _ = strings.Cut(rest, "{")
		name, tail, _ := strings.Cut(rest, "}")
		rest = tail
		if decoded, err := url.PathUnescape(value); err == nil {
			value = decoded
		}
		values[name] = value
	}
	return values, true
}

// Leaf is something that a request can say: a parameter, or a member of one that is
// an object.
type Leaf struct {
	// Name leads to the member: data.attributes.title in a body, filter[club] in a query.
	Name string
	// Want is what is allowed, in words.
	Want string
}

// maxLeafDepth is how deep members are looked for: schemas may refer to themselves.
const maxLeafDepth = 5

// Leaves are the members of the parameter that have none themselves, by name; the
// parameter itself if it has none.
func (p *Parameter) Leaves() []Leaf { return p.leaves(p.Name, p.schema, 0) }

func (p *Parameter) leaves(name string, schema *openapi3.Schema, depth int) []Leaf {
	if len(schema.Properties) == 0 || depth == maxLeafDepth {
		return []Leaf{{name, want(schema)}}
	}
	var names []string
	for member := range schema.Properties {
		names = append(names, member)
	}
	slices.Sort(names)
	var all []Leaf
	for _, member := range names {
		under := name + "." + member
		if p.deep {
			under = name + "[" + member + "]"
		}
		all = append(all, p.leaves(under, schema.Properties[member].Value, depth+1)...)
	}
	return all
}
