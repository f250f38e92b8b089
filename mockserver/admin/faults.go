package admin

import (
	"errors"
	"fmt"
	"net/http"
	"slices"
	"strconv"

	"contractmock/mockserver/fault"
	"contractmock/mockserver/op"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// everySession is the session of faults that strike all of them.
const everySession = ""

// listFaults serves GET /faults.
func (c *control) listFaults(call *op.Call) (op.Reply, error) {
	return call.OK(c.Faults.List(call.Session))
}

// getFault serves GET /faults/{id}.
func (c *control) getFault(call *op.Call) (op.Reply, error) {
	found, ok := c.Faults.Get(call.Session, call.Path("id"))
	if !ok {
		return call.Refuse(*c.noFault(call))
	}
	return call.OK(found)
}

// removeFault serves DELETE /faults/{id}.
func (c *control) removeFault(call *op.Call) (op.Reply, error) {
	if !c.Faults.Remove(call.Session, call.Path("id")) {
		return call.Refuse(*c.noFault(call))
	}
	return op.Reply{Status: http.StatusNoContent, Bare: true}, nil
}

func (c *control) noFault(call *op.Call) *op.Refusal {
	var ids []string
	for _, f := range c.Faults.List(call.Session) {
		ids = append(ids, f.ID)
	}
	return notFound("fault-not-found", "no fault %s is planned for session %s%s", call.Path("id"), call.Session, nearest.Hint(call.Path("id"), ids))
}

// clearFaults serves DELETE /faults.
func (c *control) clearFaults(call *op.Call) (op.Reply, error) {
	session := call.Session
	if call.Params.Bool("allSessions") {
		session = everySession
	}
	return call.OK(map[string]int{"removed": c.Faults.Clear(session)})
}

// planFault serves POST /faults.
func (c *control) planFault(call *op.Call) (op.Reply, error) {
	f, err := faultOf(call)
	if err != nil {
		return call.Refuse(badRequest("fault-refused", err))
	}
	reach, refusal := c.reach(call, &f)
	if refusal == nil {
		refusal = possible(f, reach)
	}
	if refusal != nil {
		return call.Refuse(*refusal)
	}
	f, err = c.Faults.Add(f)
	if errors.Is(err, fault.ErrFull) {
		return call.Refuse(op.Refusal{ID: "fault-full", Status: http.StatusConflict, Message: err.Error()})
	}
	return op.Reply{Status: http.StatusCreated, Value: f}, err
}

// faultOf is the fault as it was sent.
func faultOf(call *op.Call) (fault.Fault, error) {
	p := call.Params
	f := fault.Fault{
		Session: call.Session, API: p.Text("api"), Operation: p.Text("operation"), Persona: p.Text("persona"),
		Effect:       fault.Effect{Status: int(p.Int("status")), Wire: fault.Wire(p.Text("connection"))},
		Undocumented: p.Bool("undocumented"), Times: int(p.Int("times")), Probability: 1,
	}
	if p.Bool("allSessions") {
		f.Session = everySession
	}
	if p.Has("errorCode") {
		code := int(p.Int("errorCode"))
		f.ErrorCode = &code
	}
	if likely, ok := p.Get("probability").(float64); ok {
		f.Probability = likely
	}
	if p.Has("delay") {
		var err error
		if f.Delay, err = fault.ParseDelay(p.Text("delay")); err != nil {
			return f, err
		}
	}
	if f.Undocumented && f.Status == 0 {
		return f, errors.New("undocumented is about a status; send one, or leave it out")
	}
	return f, f.Check()
}

// target is an operation that a fault can strike.
type target struct {
	api       *op.API
	operation *spec.Operation
}

// reach are the operations that a fault can strike. An operation that is named by its
// title gets its id. It refuses an API, an operation or a persona that there is not.
func (c *control) reach(call *op.Call, f *fault.Fault) ([]target, *op.Refusal) {
	apis := c.played()
	var names []string
	for _, api := range apis {
		names = append(names, api.Document.Name)
	}
	if f.API != "" {
		at := slices.Index(names, f.API)
		if at < 0 {
			return nil, notFound("api-not-found", "there is no API %s%s", f.API, nearest.Hint(f.API, names))
		}
		apis = apis[at : at+1]
	}
	var reached []target
	var operations, people []string
	for _, api := range apis {
		if f.Persona != "" {
			for p := range personas(call, api) {
				people = append(people, p.Name)
			}
		}
		for _, o := range api.Document.Operations {
			operations = append(operations, o.ID, o.Title)
			if f.Operation == "" || f.Operation == o.ID || f.Operation == o.Title {
				reached = append(reached, target{api, o})
			}
		}
	}
	switch {
	case len(reached) == 0:
		return nil, notFound("operation-not-found", "there is no operation %s%s", f.Operation, nearest.Hint(f.Operation, operations))
	case f.Operation != "" && len(reached) > 1:
		refusal := badRequest("fault-refused", fmt.Errorf("several APIs have an operation %s; say which with api", f.Operation))
		return nil, &refusal
	case f.Persona != "" && !slices.Contains(people, f.Persona):
		return nil, notFound("persona-not-found", "there is no persona %s%s", f.Persona, nearest.Hint(f.Persona, people))
	}
	if f.Operation != "" {
		f.API, f.Operation = reached[0].api.Document.Name, reached[0].operation.ID
	}
	return reached, nil
}

// known are the error codes that the target can answer in place of the fault's, or the
// statuses.
func (t target) known(f fault.Fault) []string {
	if f.ErrorCode == nil {
		return t.api.Failures(t.operation)
	}
	var codes []string
	for _, code := range t.api.Document.Codes {
		codes = append(codes, strconv.Itoa(code.Code))
	}
	return codes
}

// possible refuses a fault with which no operation within its reach can answer.
func possible(f fault.Fault, reach []target) *op.Refusal {
	var known []string
	for _, t := range reach {
		if f.Undocumented || t.api.CanFail(t.operation, f.Status, f.ErrorCode) {
			return nil
		}
		known = append(known, t.known(f)...)
	}
	slices.Sort(known)
	known = slices.Compact(known)
	where, documents, answers := "none of the operations", "documents", "answers"
	if f.Operation != "" {
		where, documents, answers = f.API+"."+f.Operation, "does not document", "does not answer"
	} else if f.API != "" {
		where = "no operation of " + f.API
	}
	if f.ErrorCode == nil {
		refusal := badRequest("fault-status", fmt.Errorf("%s %s the status %d, but %s; send undocumented: true to have it all the same", where, documents, f.Status, nearest.List(known, "and")))
		return &refusal
	}
	code := strconv.Itoa(*f.ErrorCode)
	hint := nearest.Hint(code, known)
	switch {
	case len(known) == 0:
		hint = "; the API has no error codes"
	case hint == "": // more than a hint has room for
		hint = "; there are " + nearest.List(known, "and")
	}
	refusal := badRequest("fault-code", fmt.Errorf("%s %s the errorCode %s%s", where, answers, code, hint))
	return &refusal
}
