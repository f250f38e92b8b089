package admin

import (
	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// health serves GET /health: to those who may not use the control plane no more than
// that the mock is up.
func (c *control) health(call *op.Call) (op.Reply, error) {
	if c.barred(call.HTTP) != nil {
		return call.OK(map[string]string{"status": "ok"})
	}
	entries, bytes := c.Journal.Len()
	var names []string
	for _, api := range c.APIs() {
		names = append(names, api.Document.Name)
	}
	health := map[string]any{
		"status": "ok", "version": c.Version, "uptimeSeconds": int(c.Now().Sub(c.started).Seconds()),
		"apis": names, "sessions": c.Sessions.Len(), "relax": c.Relax,
		"journal": map[string]int{"entries": entries, "bytes": bytes},
	}
	if reload := c.Reloaded(); reload != nil {
		health["reload"] = reload
	}
	return call.OK(health)
}

// Route is an operation as listings show it.
type Route struct {
	API       string `json:"api"`
	Operation string `json:"operation"`
	Title     string `json:"title"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	// Mode is stateful, or example for an operation answered from its example.
	Mode string `json:"mode"`
}

// RouteOf is an operation as listings show it.
func RouteOf(o *spec.Operation) Route {
	route := Route{API: o.API, Operation: o.ID, Title: o.Title, Method: o.Method, Path: o.Path, Mode: "stateful"}
	if o.ExampleOnly {
		route.Mode = "example"
	}
	return route
}

// listRoutes serves GET /routes.
func (c *control) listRoutes(call *op.Call) (op.Reply, error) {
	routes := []Route{}
	for _, api := range c.APIs() {
		for _, o := range api.Document.Operations {
			routes = append(routes, RouteOf(o))
		}
	}
	return call.OK(routes)
}

// maxListed is about how many bytes of the journal one answer holds.
const maxListed = 8 << 20

// listRequests serves GET /requests.
func (c *control) listRequests(call *op.Call) (op.Reply, error) {
	return call.OK(c.Journal.Find(journal.Filter{
		Session:   call.Params.Text("session"),
		API:       call.Params.Text("api"),
		Operation: call.Params.Text("operation"),
		Status:    int(call.Params.Int("status")),
		Since:     call.Params.Int("since"),
		Limit:     int(call.Params.Int("limit")),
		Bytes:     maxListed,
	}))
}

// getRequest serves GET /requests/{id}.
func (c *control) getRequest(call *op.Call) (op.Reply, error) {
	entry, ok := c.Journal.Get(call.Path("id"))
	if !ok {
		return call.Refuse(*notFound("request-not-found", "the journal has no request %s, or has it no longer", call.Path("id")))
	}
	return call.OK(entry)
}
