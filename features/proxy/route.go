package proxy

import (
	"net/http"
	"slices"
	"strings"

	"contractmock/openapi"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Names in the summary of what is no operation.
const (
	unknown = "(unknown path)"
	misused = "(unknown method)"
	outside = "(outside)"
)

// route finds the operation of a request, or what departs if there is none. What is no
// API's passes, and does not depart: what a browser asks before it calls another origin,
// whether anybody is there at all, and files and pages beside the APIs.
func (p *Proxy) route(x *passing, r *http.Request) {
	var methods []string
	for _, path := range []string{r.URL.EscapedPath(), r.URL.Path} {
		found, others := spec.Route(p.documents, r.Method, path)
		if found != nil {
			x.Operation, x.name = found, found.API+"."+found.ID
			return
		}
		for _, o := range others {
			if slices.Contains(openapi.APIs(), o.API) {
				methods = append(methods, o.Method)
			}
		}
	}
	near, among := p.near(r.URL.Path)
	switch {
	case r.Method == http.MethodOptions, methods == nil && !among:
		x.name = outside
	case methods != nil:
		slices.Sort(methods)
		x.name = misused
		x.unrouted = []spec.Finding{{ID: "method-not-allowed", At: "method", Got: r.Method, Want: nearest.List(slices.Compact(methods), "or")}}
	default:
		x.name = unknown
		found := spec.Finding{ID: "path-unknown", At: "path", Got: "a path that no operation has"}
		if len(near) > 0 {
			found.Hint = "did you mean " + nearest.List(near, "or") + "?"
		}
		x.unrouted = []spec.Finding{found}
	}
}

// near are the paths of the mocked APIs that an unknown one may have been meant to be.
// It is among them if there are any, or if it begins as one of theirs does.
func (p *Proxy) near(path string) (near []string, among bool) {
	beginning := func(path string) string {
		first, _, _ := strings.Cut(strings.TrimPrefix(path, "/"), "/")
		return first
	}
	var paths []string
	for _, document := range p.documents {
		for _, o := range document.Operations {
			if slices.Contains(openapi.APIs(), o.API) {
				paths = append(paths, o.Path)
				among = among || beginning(o.Path) == beginning(path)
			}
		}
	}
	near = nearest.Of(path, paths)
	return near, among || len(near) > 0
}
