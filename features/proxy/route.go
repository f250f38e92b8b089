package proxy

import (
	"net/http"
	"slices"

	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Names in the summary of what is no operation.
const (
	unknown   = "(unknown path)"
	misused   = "(unknown method)"
	preflight = "(preflight)"
)

// route finds the operation of a request, or what departs if there is none. What a
// browser asks before it calls another origin is no operation, and all right.
func (p *Proxy) route(x *passing, r *http.Request) {
	var methods, paths []string
	for _, path := range []string{r.URL.EscapedPath(), r.URL.Path} {
		for _, document := range p.documents {
			for _, o := range document.Operations {
				if _, ok := o.PathValues(path); !ok {
					continue
				}
				if o.Method == r.Method {
					x.Operation, x.name = o, o.API+"."+o.ID
					return
				}
				methods = append(methods, o.Method)
			}
		}
	}
	if r.Method == http.MethodOptions && r.Header.Get("Access-Control-Request-Method") != "" {
		x.name = preflight
		return
	}
	if methods != nil {
		slices.Sort(methods)
		x.name = misused
		x.unrouted = []spec.Finding{{ID: "method-not-allowed", At: "method", Got: r.Method, Want: nearest.List(slices.Compact(methods), "or")}}
		return
	}
	for _, document := range p.documents {
		for _, o := range document.Operations {
			paths = append(paths, o.Path)
		}
	}
	x.name = unknown
	found := spec.Finding{ID: "path-unknown", At: "path", Got: "a path that no operation has"}
	if near := nearest.Of(r.URL.Path, paths); len(near) > 0 {
		found.Hint = "did you mean " + nearest.List(near, "or") + "?"
	}
	x.unrouted = []spec.Finding{found}
}
