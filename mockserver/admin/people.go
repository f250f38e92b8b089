package admin

import (
	"fmt"

	"contractmock/mockserver/op"
	"contractmock/openapi/nearest"
)

// listPersonas serves GET /personas.
func (c *control) listPersonas(call *op.Call) (op.Reply, error) {
	type result struct {
		op.Persona
		Curl string `json:"curl"`
	}
	scheme := "http"
	if call.HTTP.TLS != nil {
		scheme = "https"
	}
	results := []result{}
	for _, api := range c.APIs {
		for _, p := range api.Personas(call.Tx) {
			results = append(results, result{p, p.Try.Curl(scheme + "://" + call.HTTP.Host)})
		}
	}
	return call.OK(results)
}

// issueToken serves POST /tokens.
func (c *control) issueToken(call *op.Call) (op.Reply, error) {
	persona, name := call.Params.Text("persona"), call.Params.Text("api")
	apis := c.APIs
	if name != "" {
		api, missing := c.api(name)
		if missing != nil {
			return call.Refuse(*missing)
		}
		apis = []*op.API{api}
	}
	type candidate struct {
		api     *op.API
		persona op.Persona
	}
	var known []candidate
	var names []string
	for _, api := range apis {
		for _, p := range api.Personas(call.Tx) {
			names = append(names, p.Name)
			if p.Name == persona {
				known = append(known, candidate{api, p})
			}
		}
	}
	switch len(known) {
	case 0:
		return call.Refuse(*notFound("persona-not-found", "there is no persona %s%s", persona, nearest.Hint(persona, names)))
	case 1:
		token := known[0].api.Issue(call, known[0].persona)
		return call.OK(map[string]string{"api": known[0].api.Document.Name, "persona": persona, "token": token})
	default:
		return call.Refuse(badRequest("persona-ambiguous", fmt.Errorf("several APIs know a persona %s; say which with api", persona)))
	}
}
