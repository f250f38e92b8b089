package spec

import (
	"maps"
	"regexp"
	"slices"
	"strings"

	"github.com/getkin/kin-openapi/openapi3"
)

// mask is what stands in the place of a secret.
const mask = "***"

// Mask is a text with the values of the document's secrets (x-secret) masked: of
// members in JSON, and of parameters in a query or form.
func (d *Document) Mask(text string) string {
	for name := range d.secrets { // most texts have none, and to look for it costs next to nothing
		if strings.Contains(text, name) {
			text = d.secretMember.ReplaceAllString(text, `${1}"`+mask+`"`)
			return d.secretPair.ReplaceAllString(text, `${1}`+mask)
		}
	}
	return text
}

// Secret tells whether the value of a member or parameter of that name is a secret
// (x-secret), or in a user's own document a security scheme's key. The name of such a
// header is in lower case.
func (d *Document) Secret(name string) bool { return d.secrets[name] }

// SecretHeader is [Document.Secret] of a header, whose name may be in any case.
func (d *Document) SecretHeader(name string) bool {
	for _, secret := range d.secretHeaders {
		if len(secret) == len(name) && strings.EqualFold(secret, name) {
			return true
		}
	}
	return false
}

// compileSecrets finds the names that are marked, wherever they stand.
func (d *Document) compileSecrets() {
	names := map[string]bool{}
	seen := map[*openapi3.Schema]bool{}
	var walk func(ref *openapi3.SchemaRef)
	walk = func(ref *openapi3.SchemaRef) {
		if ref == nil || ref.Value == nil || seen[ref.Value] {
			return
		}
		schema := ref.Value
		seen[schema] = true
		for name, member := range schema.Properties {
			if member.Value.Extensions["x-secret"] == true {
				names[name] = true
			}
			walk(member)
		}
		walk(schema.Items)
		walk(schema.AdditionalProperties.Schema)
		for _, part := range slices.Concat(schema.AllOf, schema.OneOf, schema.AnyOf) {
			walk(part)
		}
	}
	content := func(c openapi3.Content) {
		for _, media := range c {
			walk(media.Schema)
		}
	}
	for _, o := range d.Operations {
		for _, ref := range o.kin.Parameters {
			if ref.Value.Extensions["x-secret"] == true {
				names[ref.Value.Name] = true
			}
		}
		if o.kin.RequestBody != nil {
			content(o.kin.RequestBody.Value.Content)
		}
		for _, r := range o.Responses {
			content(r.kin.Content)
		}
	}
	for _, name := range d.ownSecrets() {
		names[name] = true
	}
	d.secrets = names
	if len(names) == 0 {
		return
	}
	var quoted []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		if name == strings.ToLower(name) {
			d.secretHeaders = append(d.secretHeaders, name)
		}
		quoted = append(quoted, regexp.QuoteMeta(name))
	}
	name := "(?:" + strings.Join(quoted, "|") + ")"
	d.secretMember = regexp.MustCompile(`("` + name + `"\s*:\s*)(?:"(?:[^"\\]|\\.)*"?|\[[^\]]*\]?|\{[^}]*\}?|[0-9][^,}\]\s]*)`)
	d.secretPair = regexp.MustCompile(`((?:^|[?&])` + name + `=)[^&\s]*`)
}
