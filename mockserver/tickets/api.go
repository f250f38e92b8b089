package tickets

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strconv"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// New is the API over its specification.
func New(document *spec.Document) *op.API {
	return &op.API{
		Document:   document,
		Schema:     schema,
		Operations: map[string]op.Operation{"getTicket": {Run: getTicket, Repeats: true}},
		Stages: op.Stages{
			Identify: identify,
			Judge:    judge,
		},
		CORS:             op.AnyOrigin("GET, POST, OPTIONS"),
		Envelope:         envelope,
		NotFound:         ErrNotFound,
		MethodNotAllowed: ErrMethodNotAllowed,
		Personas:         personas,
		Persona:          personaNamed,
		LogIn:            logIn,
	}
}

// judge lets a parameter that breaks its rule count as not given (T23); only a
// strict mock refuses it, and names it.
func judge(r *op.Request, found []spec.Finding) (op.Reply, bool) {
	parameter := slices.IndexFunc(found, func(f spec.Finding) bool { return f.In != "" }) // T21: a body has no effect, strict or not
	if parameter < 0 || !r.Strict {
		return r.Pass()
	}
	refusal := ErrStrict.Because("a strict mock refuses what the deployment passes over")
	refusal.Message = found[parameter].At
	return op.Reply{Refusal: &refusal, Departs: "strict"}, true
}

// personas are the persons, with a request that each of them may make.
func personas(tx *state.Tx, c *clock.Clock) iter.Seq[op.Persona] {
	return func(yield func(op.Persona) bool) {
		for person := range persons.Rows(tx) {
			if !yield(persona(tx, c, person)) {
				return
			}
		}
	}
}

// personaNamed is the person of that name.
func personaNamed(tx *state.Tx, c *clock.Clock, name string) (op.Persona, bool) {
	person, ok := byName.First(tx, state.Key("").Text(name))
	if !ok {
		return op.Persona{}, false
	}
	return persona(tx, c, person), true
}

// persona is a person, with a request that they may make.
func persona(tx *state.Tx, c *clock.Clock, person Person) op.Persona {
	p := op.Persona{API: schema.Name(), Name: person.Name, ID: strconv.FormatInt(person.ID, 10), Role: string(person.Role), Credentials: op.Credentials{}}
	if token, ok := tokens.Current(tx, c, p.ID); ok {
		p.Credentials["token"] = token.Token
		p.Try = try(person, token)
	}
	return p
}

// try is a request that the person may make.
func try(person Person, token op.Token) op.Try {
	path := "/v1/status/getTicket"
	switch person.Role {
	case RoleUser:
		path += fmt.Sprintf("?uid=%d", person.ID)
	case RoleTechnician:
		path += fmt.Sprintf("?tid=%d", person.ID)
	default: // administrators ask for all
	}
	return op.Try{Method: http.MethodGet, Path: path, Header: [][2]string{{"Authorization", "Bearer " + token.Token}}}
}

// logIn logs a person in, which is the later log-in of T03.
func logIn(c *op.Call, persona op.Persona) (op.Credentials, *op.Refusal) {
	return op.Credentials{"token": tokens.Issue(c.Tx, c.Clock, persona.ID).Token}, nil
}
