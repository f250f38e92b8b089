package spec_test

import (
	"net/http"
	"net/url"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi/spec"
)

const schemes = `openapi: 3.0.3
info: {title: Schemes, version: "1"}
paths:
  /:
    post:
      operationId: all
      security: [{login: [], sign: []}, {cookie: []}, {query: []}, {header: []}]
      responses: {"200": {description: ok}}
components:
  securitySchemes:
    login: {type: http, scheme: basic}
    cookie: {type: apiKey, in: cookie, name: c}
    query: {type: apiKey, in: query, name: q}
    header: {type: apiKey, in: header, name: X-Key}
    sign:
      type: apiKey
      in: query
      name: s
      x-sign: {digest: md5, delimiter: $, secretName: n, secret: x, parameter: s, time: t}
`

func TestWhatARequestCarries(t *testing.T) {
	t.Parallel()
	d, err := spec.Compile("schemes", "schemes.yaml", []byte(schemes))
	if err != nil {
		t.Fatal(err)
	}
	o := d.Operations[0]
	if diff := cmp.Diff([]string{"cookie", "header", "login", "query"}, o.Logins()); diff != "" || o.SignScheme() != "sign" {
		t.Errorf("signed by %q; logins (- want, + got):\n%s", o.SignScheme(), diff)
	}
	for _, c := range []struct {
		scheme string
		header http.Header
		query  string
		body   string
		want   bool
	}{
		{"login", http.Header{"Authorization": {"Basic x"}}, "", "", true},
		{"login", http.Header{"Authorization": {"  "}}, "", "", false},
		{"cookie", http.Header{"Cookie": {"a=b; c=d"}}, "", "", true},
		{"cookie", http.Header{"Cookie": {"a=c"}}, "c=d", `{"c":1}`, false},
		{"header", http.Header{"X-Key": {"k"}}, "", "", true},
		{"header", nil, "X-Key=k", "", false},
		{"query", nil, "q=", "", true},
		{"query", nil, "", `{"q":1}`, false},
		{"sign", nil, "s=1", "", true},
		{"sign", nil, "", `{"s":1}`, true},
		{"sign", nil, "", `{"s":null}`, true},
		{"sign", nil, "", `{"a":{"s":1}}`, false},
		{"sign", nil, "", "a=1&s=2", true},
		{"sign", nil, "", "%zz", false},
		{"sign", nil, "", "", false},
		{"another", http.Header{"Authorization": {"Basic x"}}, "another=1", "", false},
	} {
		query, err := url.ParseQuery(c.query)
		if err != nil {
			t.Fatal(err)
		}
		if got := o.Carries(c.scheme, c.header, query, []byte(c.body)); got != c.want {
			t.Errorf("%s with %v %q %q: %v, want %v", c.scheme, c.header, c.query, c.body, got, c.want)
		}
	}
}
