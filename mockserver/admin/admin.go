// Package admin is the mock's control plane under /__admin: an API like the
// mocked ones, with a specification, a place in the pipeline and answers that are
// checked, whose operations steer sessions and look inside them.
package admin

import (
	"maps"
	"net/http"
	"slices"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/fault"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
	"contractmock/mockserver/state"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Control is what the control plane controls.
type Control struct {
	// APIs are the mocked ones, as they are now: a reload makes them anew. Their names,
	// tables and what they bring for testers stay.
	APIs func() []*op.API
	// Sessions and Journal are the mock's.
	Sessions *session.Sessions
	Journal  *journal.Journal
	// Faults are those that are planned.
	Faults *fault.Plan
	// Origins are those whose pages may use the control plane, as "scheme://host[:port]".
	Origins []string
	// Token is the admin token, which then everybody needs and nothing else; "" is for
	// this machine alone.
	Token string
	// PublicURL is where clients reach the mock, which lets its host through; "" is no
	// other than where it listens.
	PublicURL string
	// Stages are the names of the pipeline's stages.
	Stages []string
	// Relax is what new sessions pass over.
	Relax []string
	// Version is what health says.
	Version string
	// Now is the mock's time outside any session, for how long it is up.
	Now func() clock.Instant
	// Reloaded is the last reload, nil if there was none.
	Reloaded func() *Reload
	// Metrics is what Prometheus scrapes, and its Content-Type.
	Metrics func() (contentType string, text []byte, err error)
}

// Reload is how files of the user were read anew.
type Reload struct {
	Time clock.Instant `json:"time"`
	// Files are those that had changed, as far as that is known.
	Files []string `json:"files"`
	// Error is why they cannot be used, so that those of before stay in force.
	Error string `json:"error,omitempty"`
}

// control is the control plane with what it keeps of its own.
type control struct {
	Control
	document *spec.Document
	started  clock.Instant
	foreign  *http.CrossOriginProtection
}

// New is the control plane over its specification. The error is of an origin that
// is none, or [ErrTokenForm].
func New(document *spec.Document, c Control) (*op.API, error) {
	own := &control{Control: c, document: document, started: c.Now(), foreign: http.NewCrossOriginProtection()}
	if err := usable(c.Token); err != nil {
		return nil, err
	}
	for _, origin := range c.Origins {
		if err := own.foreign.AddTrustedOrigin(origin); err != nil {
			return nil, err
		}
	}
	operations := map[string]op.Operation{
		"openConsole":     {Run: own.openConsole},
		"openDocs":        {Run: own.openDocs},
		"getConsoleFile":  {Run: own.getConsoleFile},
		"getDocument":     {Run: own.getDocument},
		"listRules":       {Run: own.listRules},
		"health":          {Run: own.health},
		"metrics":         {Run: own.metrics},
		"listRoutes":      {Run: own.listRoutes},
		"listRequests":    {Run: own.listRequests},
		"clearRequests":   {Run: own.clearRequests},
		"listUnmatched":   {Run: own.listUnmatched},
		"awaitRequests":   {Run: own.awaitRequests, Lasts: true},
		"streamRequests":  {Run: own.streamRequests},
		"exportRequests":  {Run: own.exportRequests},
		"getRequest":      {Run: own.getRequest},
		"reset":           {Run: own.reset},
		"listSessions":    {Run: own.listSessions},
		"getSession":      {Run: own.getSession},
		"changeSession":   {Run: own.changeSession},
		"deleteSession":   {Run: own.deleteSession},
		"createSession":   {Run: own.createSession},
		"listSnapshots":   {Run: own.listSnapshots},
		"takeSnapshot":    {Run: own.takeSnapshot},
		"exportSnapshot":  {Run: own.exportSnapshot},
		"importSnapshot":  {Run: own.importSnapshot},
		"deleteSnapshot":  {Run: own.deleteSnapshot},
		"restoreSnapshot": {Run: own.restoreSnapshot},
		"getClock":        {Run: own.getClock},
		"setClock":        {Run: own.setClock},
		"listFaults":      {Run: own.listFaults},
		"planFault":       {Run: own.planFault},
		"clearFaults":     {Run: own.clearFaults},
		"getFault":        {Run: own.getFault},
		"removeFault":     {Run: own.removeFault},
		"audit":           {Run: own.audit},
		"listTables":      {Run: own.listTables},
		"listRows":        {Run: own.listRows},
		"getRow":          {Run: own.getRow},
		"putRow":          {Run: own.putRow},
		"patchRow":        {Run: own.patchRow},
		"deleteRow":       {Run: own.deleteRow},
		"listPersonas":    {Run: own.listPersonas},
		"logIn":           {Run: own.logIn},
	}
	for _, api := range c.APIs() {
		maps.Copy(operations, api.Testers)
	}
	for _, o := range document.Operations {
		api := firstSegment(document, o)
		if _, ok := operations[o.ID]; !ok && slices.Contains(openapi.APIs(), api) {
			operations[o.ID] = op.Operation{Run: absent(api)}
		}
	}
	return &op.API{
		Document:         document,
		Operations:       operations,
		Stages:           op.Stages{Admit: own.admit, Body: body, Judge: judge},
		CORS:             own.cors,
		Envelope:         envelope,
		NotFound:         ErrNotFound,
		MethodNotAllowed: ErrMethodNotAllowed,
		TrailingSlash:    true, // the console's is often left out
	}, nil
}

// firstSegment is the first segment of an operation's path below the control plane.
func firstSegment(document *spec.Document, o *spec.Operation) string {
	segment, _, _ := strings.Cut(strings.TrimPrefix(o.Path, document.Base+"/"), "/")
	return segment
}

// absent is an operation of an API that this mock does not have.
func absent(api string) op.Handler {
	return func(call *op.Call) (op.Reply, error) {
		return call.Refuse(*notFound("api-not-found", "this mock does not have the %s API", api))
	}
}

// body refuses a body that is no JSON.
func body(r *op.Request) (op.Reply, bool) {
	malformed := r.Input.Malformed
	if malformed == nil {
		return r.Pass()
	}
	return r.Stop(op.Refusal{ID: malformed.ID, Status: http.StatusBadRequest, Message: malformed.String()})
}

// judge refuses every finding: the control plane knows no parameters that it
// passes over.
func judge(r *op.Request, found []spec.Finding) (op.Reply, bool) {
	if len(found) == 0 {
		return r.Pass()
	}
	return op.Reply{Refusal: &ErrBadRequest, Value: found}, true
}

// api is the mocked API of that name, or the refusal that there is none.
func (c *control) api(name string) (*op.API, *op.Refusal) {
	var names []string
	for _, api := range c.APIs() {
		if api.Document.Name == name && api.Schema != nil {
			return api, nil
		}
		names = append(names, api.Document.Name)
	}
	return nil, notFound("api-not-found", "there is no API %s%s", name, nearest.Hint(name, names))
}

// played are the mocked APIs, and what is played beside them.
func (c *control) played() []*op.API {
	all := slices.Clone(c.APIs())
	for _, api := range c.APIs() {
		if api.Outside != nil {
			all = append(all, api.Outside)
		}
	}
	return all
}

// schemas are those of the mocked APIs that keep rows.
func (c *control) schemas() []*state.Schema {
	var schemas []*state.Schema
	for _, api := range c.APIs() {
		if api.Schema != nil {
			schemas = append(schemas, api.Schema)
		}
	}
	return schemas
}
