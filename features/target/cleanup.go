package target

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// inverse says which call takes back what a successful one has done.
type inverse struct {
	by        string // the operationId; "" where the API has none
	parameter string // of its path
	from      string // where its value stands in the answer; "" for the same parameter of the call
	receiver  bool   // the person in the path takes it back, and names who made the call
	own       bool   // the log-in that the call gave takes it back
}

// inverses by operation. What is not here leaves nothing that a later scenario would
// meet, or changes what another call of it changes again.
var inverses = map[string]inverse{
	"chaoqer.logIn":         {by: "logOut", own: true},
	"chaoqer.initProfile":   {},
	"chaoqer.updateProfile": {},
	"chaoqer.block":         {by: "unblock", parameter: "uid"},
	"chaoqer.sendCard":      {by: "deleteCard", parameter: "uid", receiver: true},
	"chaoqer.createClub":    {by: "leaveClub", parameter: "clubId", from: "result.clubId"},
	"chaoqer.joinClub":      {by: "leaveClub", parameter: "clubId"},
	"chaoqer.createRoom":    {by: "closeRoom", parameter: "roomId", from: "result.roomId"},
	"chaoqer.createEvent":   {by: "deleteEvent", parameter: "eventId", from: "result.eventId"},
	"chaoqer.startEvent":    {by: "closeRoom", parameter: "roomId", from: "result.roomId"},
	"chaoqer.sendFeedback":  {},
	"chaoqer.sendReport":    {},
	"lexiang.createEvent":   {},
}

// undo is a call that takes back what another has done.
type undo struct {
	of        string // the operation that it takes back
	operation *spec.Operation
	as        *client.Credentials
	path      []client.Parameter
}

func (u undo) same(v undo) bool {
	return u.operation == v.operation && slices.Equal(u.path, v.path) && (u.as == nil) == (v.as == nil) && (u.as == nil || u.as.Persona == v.as.Persona)
}

// Call calls an operation as [client.Client.Call] does. On a target without sessions
// the world remembers how to take back what it does.
func (w *World) Call(ctx context.Context, as *client.Credentials, operation *spec.Operation, parameters []client.Parameter, manner client.Manner) (*client.Exchange, error) {
	x, err := w.Client.Call(ctx, as, operation, parameters, manner)
	if err == nil && w.target.profile.ControlPlane == nil && operation.Effect == spec.Writes {
		w.note(x, as)
	}
	return x, err
}

// note remembers how to take back what a call has done, or that it has taken something
// back itself.
func (w *World) note(x *client.Exchange, as *client.Credentials) {
	if ok, _ := x.Succeeded(); !ok {
		return
	}
	w.noting.Lock() // calls may be made at the same time
	defer w.noting.Unlock()
	done := undo{operation: x.Operation, as: as, path: pathOf(x)}
	if i := slices.IndexFunc(w.undo, done.same); i >= 0 {
		w.undo = slices.Delete(w.undo, i, i+1)
		return
	}
	name := x.Operation.API + "." + x.Operation.ID
	back, ok := inverses[name]
	switch {
	case !ok:
		return
	case back.by == "":
		w.warn("what %s did stays: the API has no call that takes it back", name)
		return
	}
	u, err := w.takesBack(back, x, as)
	if err != nil {
		w.warn("what %s did stays: %v", name, err)
		return
	}
	u.of = name
	if !slices.ContainsFunc(w.undo, u.same) {
		w.undo = append(w.undo, u)
	}
}

// takesBack is the call that takes back what one has done.
func (w *World) takesBack(back inverse, x *client.Exchange, as *client.Credentials) (undo, error) {
	document, err := openapi.Document(x.Operation.API)
	if err != nil {
		return undo{}, err
	}
	operation, ok := document.Operation(back.by)
	if !ok {
		return undo{}, fmt.Errorf("the %s API has no operation %s", x.Operation.API, back.by)
	}
	u := undo{operation: operation, as: as}
	value := ""
	for _, p := range pathOf(x) {
		if p.Name == back.parameter {
			value = p.Value
		}
	}
	switch {
	case back.own:
		u.as = &client.Credentials{API: x.Operation.API, Persona: "the one who logged in", Values: map[string]string{
			"uid":    gjson.GetBytes(x.AnswerBody, "result.uid").String(),
			"token":  gjson.GetBytes(x.AnswerBody, "result.accessToken").String(),
			"secret": gjson.GetBytes(x.AnswerBody, "result.accessSecret").String(),
		}}
		return u, nil
	case back.receiver:
		receiver, found := w.target.profile.holder(x.Operation.API, value)
		if !found || as == nil {
			return undo{}, fmt.Errorf("the profile has no credentials of the receiver %s", value)
		}
		u.as, value = &receiver, as.Values["uid"]
	case back.from != "":
		value = gjson.GetBytes(x.AnswerBody, back.from).String()
	}
	if value == "" {
		return undo{}, fmt.Errorf("the answer does not say which %s it was", back.parameter)
	}
	u.path = []client.Parameter{{Name: back.parameter, Value: value}}
	return u, nil
}

// holder is the persona with a uid.
func (p *Profile) holder(api, uid string) (client.Credentials, bool) {
	for name, values := range p.Personas[api] {
		if values["uid"] == uid {
			return client.Credentials{API: api, Persona: name, Values: values}, true
		}
	}
	return client.Credentials{}, false
}

// pathOf are the parameters in the path of a call.
func pathOf(x *client.Exchange) []client.Parameter {
	var found []client.Parameter
	path, _, _ := strings.Cut(x.URL, "?")
	sent := strings.Split(path, "/")
	for i, part := range strings.Split(x.Operation.Path, "/") {
		if name, ok := strings.CutPrefix(part, "{"); ok && i < len(sent) {
			found = append(found, client.Parameter{Name: strings.TrimSuffix(name, "}"), Value: sent[i]})
		}
	}
	return found
}

// cleanUp takes back what the scenario has done, the last first. What cannot be is a
// warning.
func (w *World) cleanUp(ctx context.Context) {
	quiet := *w.Client
	quiet.Sent = nil
	for _, u := range slices.Backward(w.undo) {
		x, err := w.target.spaced(ctx, u.operation, func() (*client.Exchange, error) {
			return quiet.Call(ctx, u.as, u.operation, u.path, client.Manner{})
		})
		if err == nil {
			if ok, why := x.Succeeded(); !ok {
				err = fmt.Errorf("%s: %s %s", u.operation.ID, why, gjson.GetBytes(x.AnswerBody, "message").String())
			}
		}
		if err != nil {
			w.warn("what %s did stays: %v", u.of, err)
		}
	}
	w.undo = nil
}

func (w *World) warn(format string, args ...any) {
	w.warnings = append(w.warnings, w.target.profile.Hide(fmt.Sprintf(format, args...)))
}

// Warnings are what the scenario has left behind on a target without sessions, once the
// world is closed.
func (w *World) Warnings() []string { return w.warnings }
