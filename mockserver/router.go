package mockserver

import (
	"cmp"
	"fmt"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strings"

	"github.com/gorilla/mux"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// router finds the operation of a request, from the specifications' paths.
type router struct {
	apis  []*op.API
	mux   *mux.Router
	paths map[*mux.Route]*routedPath
	// literal are the paths without parameters, by themselves: mux would find the same
	// ones, after it has tried those before them one by one.
	literal map[string]*routedPath
	// shapes are what near misses are measured by.
	shapes []pathShape
}

// routedPath is a path template with its operations by method.
type routedPath struct {
	template string
	methods  map[string]routed
	first    *op.API // that has the path first
}

// routed is an operation with its API, and the names that it gives to the parameters of
// the path, where those of the template are others.
type routed struct {
	api       *op.API
	operation *spec.Operation
	names     map[string]string
}

// allow is the value of the Allow header.
func (p *routedPath) allow() string {
	methods := []string{http.MethodOptions}
	for method := range p.methods {
		methods = append(methods, method)
	}
	slices.Sort(methods)
	return strings.Join(methods, ", ")
}

func newRouter(apis []*op.API) (*router, error) {
	r := &router{apis: apis, mux: mux.NewRouter().SkipClean(true).UseEncodedPath(), paths: map[*mux.Route]*routedPath{}, literal: map[string]*routedPath{}, shapes: shapes(apis)}
	var all []*routedPath
	byShape := map[string]*routedPath{}
	for _, api := range apis {
		for _, o := range api.Document.Operations {
			pattern := muxPattern(o)
			shape := parameterOf.ReplaceAllString(pattern, "{$2}")
			p, ok := byShape[shape]
			if !ok {
				p = &routedPath{first: api, template: pattern, methods: map[string]routed{}}
				byShape[shape] = p
				all = append(all, p)
			}
			if owner, taken := p.methods[o.Method]; taken {
				return nil, fmt.Errorf("%s %s is twice: %s of %s (%s:%d) and %s of %s (%s:%d); leave one out, or give a specification another server path",
					o.Method, o.Path, owner.operation.ID, owner.operation.API, owner.operation.File, owner.operation.Line, o.ID, o.API, o.File, o.Line)
			}
			p.methods[o.Method] = routed{api: api, operation: o, names: renamed(p.template, pattern)}
		}
	}
	// mux takes the first that fits: literal segments before patterns before any.
	slices.SortStableFunc(all, func(a, b *routedPath) int {
		return slices.CompareFunc(strings.Split(a.template, "/"), strings.Split(b.template, "/"), func(a, b string) int {
			return cmp.Or(cmp.Compare(openness(a), openness(b)), cmp.Compare(a, b))
		})
	})
	for _, p := range all {
		route := r.mux.NewRoute().Path(p.template)
		if err := route.GetError(); err != nil {
			return nil, fmt.Errorf("%s: path %s: %w", p.first.Document.File, p.template, err)
		}
		r.paths[route] = p
		if !strings.Contains(p.template, "{") {
			r.literal[p.template] = p
		}
	}
	return r, nil
}

// muxPattern is the operation's path with the patterns of its parameters in it,
// so that another shape is another path.
func muxPattern(o *spec.Operation) string {
	pattern := o.Path
	for _, p := range o.Parameters {
		if regex := p.Pattern(); regex != "" {
			pattern = strings.Replace(pattern, "{"+p.Name+"}", "{"+p.Name+":"+regex+"}", 1)
		}
	}
	return pattern
}

// parameterOf is a parameter in a path: its name, and its pattern as far as it has one.
var parameterOf = regexp.MustCompile(`\{([^{}:]+)(:(?:[^{}]|\{[^{}]*\})*)?\}`)

// renamed are the names that a path gives to the parameters of another one of the same
// shape, nil if they have the same.
func renamed(template, pattern string) map[string]string {
	if template == pattern {
		return nil
	}
	names := map[string]string{}
	theirs, own := parameterOf.FindAllStringSubmatch(template, -1), parameterOf.FindAllStringSubmatch(pattern, -1)
	for i := range theirs {
		names[theirs[i][1]] = own[i][1]
	}
	return names
}

func openness(segment string) int {
	switch {
	case !strings.HasPrefix(segment, "{"):
		return 0
	case strings.Contains(segment, ":"):
		return 1
	default:
		return 2
	}
}

// match is what the router found.
type match struct {
	api       *op.API
	operation *spec.Operation // nil if there is none
	path      map[string]string
	allow     string // the path's methods, where only the method is wrong
}

// find is the operation of a request, or the API in whose voice to refuse it.
func (r *router) find(request *http.Request) match {
	found, p := r.path(normalised(request))
	if p == nil {
		return match{api: r.nearest(request.URL.Path)}
	}
	to, ok := p.methods[request.Method]
	if !ok {
		return match{api: p.first, allow: p.allow()}
	}
	m := match{api: to.api, operation: to.operation, path: map[string]string{}}
	for name, segment := range found.Vars {
		value, err := url.PathUnescape(segment)
		if err != nil {
			return match{api: to.api}
		}
		m.path[cmp.Or(to.names[name], name)] = value
	}
	return m
}

// path is the path that a request asks for, nil if there is none.
func (r *router) path(request *http.Request) (found mux.RouteMatch, p *routedPath) {
	if p, ok := r.literal[request.URL.EscapedPath()]; ok {
		return found, p
	}
	if r.mux.Match(request, &found) {
		return found, r.paths[found.Route]
	}
	u := *request.URL
	if strings.HasSuffix(u.Path, "/") {
		u.Path, u.RawPath = strings.TrimSuffix(u.Path, "/"), strings.TrimSuffix(u.RawPath, "/")
	} else {
		u.Path += "/"
		if u.RawPath != "" {
			u.RawPath += "/"
		}
	}
	other := *request
	other.URL = &u
	if u.Path != "" && r.mux.Match(&other, &found) {
		if p := r.paths[found.Route]; p.first.TrailingSlash {
			return found, p
		}
	}
	return found, nil
}

// normalised is a request whose path is percent-encoded only where it must be: %67
// is g. A slash that is encoded stays so.
func normalised(request *http.Request) *http.Request {
	if request.URL.RawPath == "" {
		return request
	}
	segments := strings.Split(request.URL.RawPath, "/")
	for i, segment := range segments {
		if decoded, err := url.PathUnescape(segment); err == nil {
			segments[i] = url.PathEscape(decoded)
		}
	}
	u := *request.URL
	u.RawPath = strings.Join(segments, "/")
	clean := *request
	clean.URL = &u
	return &clean
}

// nearest is the API that has a path with the most leading segments in common
// with the one asked for; the last API where none has any.
func (r *router) nearest(path string) *op.API {
	segments := strings.Split(path, "/")
	best, most := r.apis[len(r.apis)-1], 1 // every path begins with the same empty segment
	for _, api := range r.apis {
		for _, o := range api.Document.Operations {
			common := 0
			for i, segment := range strings.Split(o.Path, "/") {
				if i == len(segments) || segments[i] != segment {
					break
				}
				common++
			}
			if common > most {
				best, most = api, common
			}
		}
	}
	return best
}
