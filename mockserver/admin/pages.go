package admin

import (
	"fmt"
	"net/http"
	"strings"

	"contractmock/mockserver/console"
	"contractmock/mockserver/op"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// openConsole serves GET /.
func (c *control) openConsole(*op.Call) (op.Reply, error) { return c.page(console.Console) }

// openDocs serves GET /docs.
func (c *control) openDocs(*op.Call) (op.Reply, error) { return c.page(console.Docs) }

// page is one of the console's.
func (c *control) page(name string) (op.Reply, error) {
	page, err := console.Page(name, c.document.Base)
	return op.Reply{Type: "text/html; charset=utf-8", Body: page, Header: http.Header{
		"Cache-Control":              {"no-store"},
		"Content-Security-Policy":    {console.Policy(name)},
		"Cross-Origin-Opener-Policy": {"same-origin"},
		"Referrer-Policy":            {"no-referrer"},
		"X-Content-Type-Options":     {"nosniff"},
	}}, err
}

// getConsoleFile serves GET /console/{build}/{file}.
func (c *control) getConsoleFile(call *op.Call) (op.Reply, error) {
	file, ok, err := console.Lookup(call.Path("build"), call.Path("file"))
	switch {
	case err != nil:
		return op.Reply{}, err
	case !ok:
		return call.Refuse(*notFound("console-file-not-found", "the console has no file %s; load its page again", call.Path("file")))
	}
	header := http.Header{
		"Cache-Control":          {"public, max-age=31536000, immutable"},
		"Vary":                   {"Accept-Encoding"},
		"X-Content-Type-Options": {"nosniff"},
	}
	body := file.Data
	if file.Zipped != nil && strings.Contains(call.HTTP.Header.Get("Accept-Encoding"), "gzip") {
		header.Set("Content-Encoding", "gzip")
		body = file.Zipped
	}
	return op.Reply{Type: file.Type, Body: body, Header: header}, nil
}

// getDocument serves GET /openapi/{api}.
func (c *control) getDocument(call *op.Call) (op.Reply, error) {
	documents := []*spec.Document{c.document}
	for _, api := range c.APIs() {
		documents = append(documents, api.Document)
	}
	var names []string
	for _, d := range documents {
		if d.Name == call.Path("api") {
			text, err := d.JSON()
			return op.Reply{Type: op.JSONType, Body: text}, err
		}
		names = append(names, d.Name)
	}
	return call.Refuse(*notFound("api-not-found", "there is no API %s%s", call.Path("api"), nearest.Hint(call.Path("api"), names)))
}

// listRules serves GET /rules: of the APIs that this mock has.
func (c *control) listRules(call *op.Call) (op.Reply, error) {
	apis, missing := c.apis(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	catalogue, err := openapi.Rules()
	if err != nil {
		return op.Reply{}, fmt.Errorf("the rules cannot be read: %w", err)
	}
	type result struct {
		ID         string   `json:"id"`
		API        string   `json:"api"`
		Says       string   `json:"says"`
		Basis      string   `json:"basis"`
		Heading    string   `json:"heading"`
		Operations []string `json:"operations"`
	}
	results := []result{}
	for _, api := range apis {
		for _, r := range catalogue {
			if r.API == api.Document.Name {
				results = append(results, result{r.ID, r.API, r.Says, r.Basis, r.Heading, r.Operations})
			}
		}
	}
	return call.OK(results)
}
