package mockserver

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"runtime/debug"
	"slices"

	"contractmock/mockserver/admin"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// served is what a reload replaces: the APIs over their documents, the way to them,
// and the world that sessions begin with. It does not change once requests see it;
// each works with the one that it finds at its beginning. Sessions keep their rows
// over it, since an API's tables are the same over every document.
type served struct {
	apis    []*op.API // the mocked ones, without admin
	router  *router
	worlds  *worlds
	sources []string
}

// read makes what is to be served of the given APIs and of the fixtures, all but the
// router.
func (s *Server) read(apis []*op.API) (*served, error) {
	worlds, err := newWorlds(apis, s.options)
	if err != nil {
		return nil, err
	}
	sources := s.options.sources()
	for _, api := range apis {
		sources = append(sources, api.Document.Files...)
	}
	return &served{apis: apis, worlds: worlds, sources: sources}, nil
}

// route is the way to the APIs and the control plane, whose code must be that of their
// documents.
func (s *Server) route(apis []*op.API) (*router, error) {
	routed := apis
	for _, api := range apis {
		if api.Outside != nil {
			routed = append(routed[:len(routed):len(routed)], api.Outside)
		}
	}
	if s.control != nil {
		if err := unshadowed(s.control.Document, routed); err != nil {
			return nil, err
		}
		routed = append([]*op.API{s.control}, routed...)
	}
	for _, api := range routed {
		if err := api.Validate(); err != nil {
			return nil, err
		}
	}
	return newRouter(routed)
}

// world is what a session begins with that begins now.
func (s *Server) world() (*state.World, error) { return s.current.Load().worlds.current(), nil }

// Reload reads the documents and the fixtures of the options anew. Live sessions keep
// their rows, clocks and ids; new ones and resets take the new fixtures; requests that
// are under way end as they began. The error says what is wrong, with file and line;
// then nothing has changed. Either way the log and health tell it. files are those that
// are known to have changed, if any are.
func (s *Server) Reload(files ...string) error {
	s.reloading.Lock()
	defer s.reloading.Unlock()
	next, err := s.reread()
	last := &admin.Reload{Time: s.now(), Files: append([]string{}, files...)}
	if err != nil {
		last.Error = err.Error()
		var file *spec.FileError
		if errors.As(err, &file) { // one of which is new may be the one to mend
			s.tried.Store(&file.Files)
		}
		s.reloaded.Store(last) // first, so that health tells what the log does
		s.options.Log.Error("the files cannot be used; what was read before stays in force", "files", files, "cause", err)
		return err
	}
	s.current.Store(next)
	s.tried.Store(nil)
	s.reloaded.Store(last)
	s.options.Log.Info("reloaded", "files", files)
	s.warnOfNobody()
	return nil
}

// reread is what is to be served of the files as they are now. A file that nobody has
// thought of must not end a mock that runs.
func (s *Server) reread() (next *served, err error) {
	defer func() {
		if cause := recover(); cause != nil {
			s.options.Log.Error("reading the files failed inside the mock", "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
			err = fmt.Errorf("this is a defect of the mock, its log has the stack: %v", cause)
		}
	}()
	apis, err := readAPIs(s.options)
	if err != nil {
		return nil, err
	}
	if next, err = s.read(apis); err != nil {
		return nil, err
	}
	next.router, err = s.route(apis)
	return next, err
}

// Sources are the files and directories that the mock was last read from, or should have
// been, by the names that Options gives them; what is embedded is none.
func (s *Server) Sources() []string {
	sources := s.current.Load().sources
	if tried := s.tried.Load(); tried != nil {
		sources = slices.Compact(slices.Sorted(slices.Values(slices.Concat(sources, *tried))))
	}
	return sources
}

// sources are the directories of documents and of fixtures.
func (o Options) sources() (names []string) {
	if o.OpenAPI != nil {
		names = append(names, o.OpenAPIName)
	}
	if o.Fixtures != nil {
		names = append(names, o.FixturesName)
	}
	return names
}

// readAPIs makes the mocked APIs over their documents, the user's own ones last.
func readAPIs(options Options) ([]*op.API, error) {
	if options.OpenAPI != nil {
		if _, err := fs.Stat(options.OpenAPI, openapi.Admin+".yaml"); err == nil {
			return nil, fmt.Errorf("%s.yaml describes the control plane, which is the mock's own and cannot be replaced; take it out of the directory", path.Join(options.OpenAPIName, openapi.Admin))
		}
		if err := checkFiles(options.OpenAPI, append(openapi.APIs(), openapi.Outside), options.OpenAPIName, "documents", ".yaml"); err != nil {
			return nil, err
		}
	}
	var apis []*op.API
	for _, name := range openapi.APIs() {
		document, err := readDocument(options, name)
		if err != nil {
			return nil, err
		}
		code, ok := packages[name]
		if !ok {
			return nil, fmt.Errorf("mockserver: the API %s has a specification and no package", name)
		}
		api := code.api(document)
		if code.outside != nil {
			outside, err := readDocument(options, openapi.Outside)
			if err != nil {
				return nil, err
			}
			api.Outside = code.outside(outside)
		}
		apis = append(apis, api)
	}
	further, err := own(options)
	return append(apis, further...), err
}

// readDocument is an API's specification: the given one, or the embedded one where
// there is none of that name.
func readDocument(options Options, name string) (*spec.Document, error) {
	embedded, err := openapi.Document(name)
	if err != nil || options.OpenAPI == nil {
		return embedded, err
	}
	file := name + ".yaml"
	data, err := fs.ReadFile(options.OpenAPI, file)
	if errors.Is(err, fs.ErrNotExist) {
		return embedded, nil
	}
	if err != nil {
		return nil, fmt.Errorf("the document of %s cannot be read: %w", name, err)
	}
	document, err := spec.Compile(name, path.Join(options.OpenAPIName, file), data)
	if err != nil {
		return nil, fmt.Errorf("the document cannot be used:\n%w", err)
	}
	for _, warning := range document.Warnings {
		options.Log.Warn(warning, "api", name)
	}
	if embedded.Sign != nil && document.Sign == nil {
		return nil, fmt.Errorf("the document cannot be used:\n%s: no security scheme has x-sign, but the API's requests are signed; keep that of the embedded document", document.File)
	}
	return document, nil
}
