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
	maxEntries, maxBytes := c.Journal.Room()
	var names []string
	for _, api := range c.APIs() {
		names = append(names, api.Document.Name)
	}
	health := map[string]any{
		"status": "ok", "version": c.Version, "uptimeSeconds": max(0, int(c.Now().Sub(c.started).Seconds())),
		"apis": names, "sessions": c.Sessions.Len(), "relax": c.Relax,
		"journal": map[string]int{
			"entries": entries, "bytes": bytes, "maxEntries": maxEntries, "maxBytes": maxBytes,
			"readers": c.Journal.Readers(), "maxReaders": journal.MaxReaders,
		},
	}
	if reload := c.Reloaded(); reload != nil {
		health["reload"] = reload
	}
	return call.OK(health)
}

// metrics serves GET /metrics.
func (c *control) metrics(*op.Call) (op.Reply, error) {
	contentType, text, err := c.Metrics()
	return op.Reply{Type: contentType, Body: text}, err
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
	// Rules are the ids of the documented behaviours that it follows.
	Rules []string `json:"rules"`
}

// RouteOf is an operation as listings show it.
func RouteOf(o *spec.Operation) Route {
	route := Route{API: o.API, Operation: o.ID, Title: o.Title, Method: o.Method, Path: o.Path, Mode: "stateful", Rules: append([]string{}, o.Rules...)}
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
