package lexiang

import (
	"iter"
	"net/http"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// New is the API over its specification.
func New(document *spec.Document) *op.API {
	return &op.API{
		Document: document,
		Schema:   schema,
		Operations: map[string]op.Operation{
			"issueToken":       {Run: issueToken},
			"listEvents":       {Run: listEvents, Repeats: true},
			"createEvent":      {Run: createEvent},
			"getEvent":         {Find: findEvent, Run: getEvent, Repeats: true},
			"editEvent":        {Find: findOwnEvent, Run: editEvent},
			"listParticipants": {Find: findEvent, Run: listParticipants, Repeats: true},
			"listStaffEvents":  {Find: findStaff, Run: listStaffEvents, Repeats: true},
		},
		Stages: op.Stages{
			Identify: identify,
			Standing: standing,
			Verify:   verify,
			Judge:    judge,
		},
		CORS:             op.AnyOrigin("GET, POST, PUT, OPTIONS", "StaffID", "x-staff-id"),
		Envelope:         envelope,
		NotFound:         ErrNotFound,
		MethodNotAllowed: ErrMethodNotAllowed,
		Personas:         personas,
		Persona:          personaNamed,
		LogIn:            logIn,
		Testers:          testers,
	}
}

// firstApp is the app that personas ask for tokens with.
func firstApp(tx *state.Tx) (App, bool) {
	for app := range apps.Rows(tx) {
		return app, true
	}
	return App{}, false
}

// personas are the staff members, with the token of the first app.
func personas(tx *state.Tx, c *clock.Clock) iter.Seq[op.Persona] {
	persona := personaOf(tx, c)
	return func(yield func(op.Persona) bool) {
		for staff := range staffs.Rows(tx) {
			if !yield(persona(staff)) {
				return
			}
		}
	}
}

// personaNamed is the staff member with that id.
func personaNamed(tx *state.Tx, c *clock.Clock, name string) (op.Persona, bool) {
	staff, ok := staffs.Get(tx, name)
	return personaOf(tx, c)(staff), ok
}

// personaOf makes a staff member a persona, with the token of the first app.
func personaOf(tx *state.Tx, c *clock.Clock) func(Staff) op.Persona {
	app, _ := firstApp(tx)
	token, has := tokens.Current(tx, c, app.Key)
	return func(staff Staff) op.Persona {
		p := op.Persona{API: schema.Name(), Name: staff.ID, ID: staff.ID, Role: "staff", Credentials: op.Credentials{}}
		if has {
			p.Credentials = credentials(token, staff.ID)
			p.Try = op.Try{
				Method: http.MethodGet, Path: "/cgi-bin/v1/events?per_page=3",
				Header: [][2]string{{"Authorization", "Bearer " + token.Token}},
			}
		}
		return p
	}
}

// credentials are a token, and the header that says whom writes are for.
func credentials(token op.Token, staff string) op.Credentials {
	return op.Credentials{"token": token.Token, "StaffID": staff}
}

// logIn gives the persona a new token of the first app.
func logIn(c *op.Call, persona op.Persona) (op.Credentials, *op.Refusal) {
	app, ok := firstApp(c.Tx)
	if !ok {
		return nil, &op.Refusal{ID: "log-in", Status: http.StatusBadRequest, Message: "the fixtures have no app that could ask for a token"}
	}
	return credentials(tokens.Issue(c.Tx, c.Clock, app.Key), persona.ID), nil
}
