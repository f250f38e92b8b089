package spec

import (
	"encoding/json"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// Logins are the security schemes of the operation by which a caller says who it is,
// all but that of the signature.
func (o *Operation) Logins() []string {
	return slices.DeleteFunc(slices.Clone(o.Security), func(scheme string) bool { return scheme == o.SignScheme() })
}

// SignScheme is the security scheme of the signature, "" where requests are not signed.
func (o *Operation) SignScheme() string {
	if o.document.Sign == nil {
		return ""
	}
	return o.document.Sign.Scheme
}

// Carries tells whether a request of the operation has what a security scheme asks for,
// right or wrong: a header, a cookie or a parameter. A signature may stand in the query
// and in the body, a form or JSON, alike.
func (o *Operation) Carries(scheme string, header http.Header, query url.Values, body []byte) bool {
	ref := o.document.kin.Components.SecuritySchemes[scheme]
	if ref == nil {
		return false
	}
	switch s := ref.Value; {
	case s.Type == "http":
		return strings.TrimSpace(header.Get("Authorization")) != ""
	case s.In == "header":
		return header.Get(s.Name) != ""
	case s.In == "cookie":
		return slices.ContainsFunc((&http.Request{Header: header}).Cookies(), func(c *http.Cookie) bool { return c.Name == s.Name })
	case query.Has(s.Name):
		return true
	default:
		return scheme == o.SignScheme() && hasMember(body, s.Name)
	}
}

// hasMember tells whether a body, a JSON object or a form, has a member of that name.
func hasMember(body []byte, name string) bool {
	var members map[string]json.RawMessage
	if json.Unmarshal(body, &members) == nil {
		return members[name] != nil
	}
	form, err := url.ParseQuery(string(body))
	return err == nil && form.Has(name)
}
