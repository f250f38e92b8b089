package admin

import (
	"fmt"
	"iter"

	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
	"contractmock/openapi/nearest"
)

// personas are who an API knows; none if it knows nobody.
func personas(call *op.Call, api *op.API) iter.Seq[op.Persona] {
	if api.Personas == nil {
		return func(func(op.Persona) bool) {}
	}
	return api.Personas(call.Tx, call.Clock)
}

// named is the one of them with that name; none if there is nobody of it.
func named(call *op.Call, api *op.API, name string) iter.Seq[op.Persona] {
	return func(yield func(op.Persona) bool) {
		if api.Persona == nil {
			return
		}
		if p, ok := api.Persona(call.Tx, call.Clock, name); ok {
			yield(p)
		}
	}
}

// someNames are those of the first personas of each API: who was meant is rather among
// those that somebody has written down than among thousands that were generated.
func someNames(call *op.Call, apis []*op.API) (names []string) {
	const most = 200
	for _, api := range apis {
		left := most
		for p := range personas(call, api) {
			if left--; left < 0 {
				break
			}
			names = append(names, p.Name)
		}
	}
	return names
}

// apis are the one that the parameter api names, or all where it is not sent.
func (c *control) apis(call *op.Call) ([]*op.API, *op.Refusal) {
	if !call.Params.Has("api") {
		return c.APIs(), nil
	}
	api, missing := c.api(call.Params.Text("api"))
	return []*op.API{api}, missing
}

// listPersonas serves GET /personas.
func (c *control) listPersonas(call *op.Call) (op.Reply, error) {
	apis, missing := c.apis(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	type result struct {
		op.Persona
		Curl string `json:"curl"`
	}
	results := []result{}
	for _, api := range apis {
		left := call.Params.Int("limit")
		all := personas(call, api)
		if call.Params.Has("name") {
			all = named(call, api, call.Params.Text("name"))
		}
		for p := range all {
			if left == 0 {
				break
			}
			left--
			r := result{Persona: p}
			if p.Try.Path != "" {
				if call.Session != session.Default {
					p.Try.Header = append(p.Try.Header, [2]string{"Mock-Session", call.Session})
				}
				r.Curl = p.Try.Curl(call.BaseURL())
			}
			results = append(results, r)
		}
	}
	return call.OK(results)
}

// logIn serves POST /tokens.
func (c *control) logIn(call *op.Call) (op.Reply, error) {
	name := call.Params.Text("persona")
	apis, missing := c.apis(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	type candidate struct {
		api     *op.API
		persona op.Persona
	}
	var known []candidate
	for _, api := range apis {
		for p := range named(call, api, name) {
			known = append(known, candidate{api, p})
		}
	}
	switch {
	case len(known) == 0:
		return call.Refuse(*notFound("persona-not-found", "there is no persona %s%s", name, nearest.Hint(name, someNames(call, apis))))
	case len(known) > 1:
		return call.Refuse(badRequest("persona-ambiguous", fmt.Errorf("several APIs know a persona %s; say which with api", name)))
	}
	api := known[0].api
	if api.LogIn == nil {
		return call.Refuse(badRequest("log-in", fmt.Errorf("the %s API logs nobody in", api.Document.Name)))
	}
	credentials, refusal := api.LogIn(call, known[0].persona)
	if refusal != nil {
		return call.Refuse(*refusal)
	}
	return call.OK(map[string]any{"api": api.Document.Name, "persona": name, "credentials": credentials})
}
