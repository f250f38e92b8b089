package tickets

import (
	"net/http"
	"strconv"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// New is the API over its specification.
func New(document *spec.Document) *op.API {
	return &op.API{
		Document:   document,
		Schema:     schema,
		Operations: map[string]op.Operation{"getTicket": {Run: getTicket}},
		Stages: op.Stages{
			Identify: identify,
			Judge:    judge,
		},
		CORS:             cors,
		Envelope:         envelope,
		NotFound:         ErrNotFound,
		MethodNotAllowed: ErrMethodNotAllowed,
		Personas:         personas,
		Issue:            issue,
	}
}

// judge lets a parameter that breaks its rule count as not given (T23); only a
// strict mock refuses it, and names it.
func judge(r *op.Request, found []spec.Finding) (op.Reply, bool) {
	if len(found) == 0 || !r.Strict {
		return r.Pass()
	}
	refusal := ErrStrict.Because("a strict mock refuses what the deployment passes over")
	refusal.Message = found[0].At
	return op.Reply{Refusal: &refusal, Departs: "strict"}, true
}

// personas are the persons, with a request that each of them may make.
func personas(tx *state.Tx) []op.Persona {
	var all []op.Persona
	for person := range persons.Rows(tx) {
		p := op.Persona{API: schema.Name(), Name: person.Name, ID: strconv.FormatInt(person.ID, 10), Role: string(person.Role)}
		if token, ok := tokens.Current(tx, p.ID); ok {
			p.Token = token.Token
		}
		path := "/v1/status/getTicket"
		switch person.Role {
		case RoleUser:
			path += "?uid=" + p.ID
		case RoleTechnician:
			path += "?tid=" + p.ID
		case RoleAdministrator, RoleSuperAdministrator: // all of them
		}
		p.Try = op.Try{Method: http.MethodGet, Path: path, Header: [][2]string{{"Authorization", "Bearer " + p.Token}}}
		all = append(all, p)
	}
	return all
}

// issue logs a person in, which is the later log-in of T03.
func issue(c *op.Call, persona op.Persona) string {
	return tokens.Issue(c.Tx, c.Clock, persona.ID).Token
}
