package mockserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"path"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"contractmock/fixtures"
	"contractmock/mockserver/admin"
	"contractmock/mockserver/chaoqer"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/custom"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/lexiang"
	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
	"contractmock/mockserver/tickets"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// AnswerCheck says what happens to an answer that the specification does not allow.
type AnswerCheck int

// The answer checks.
const (
	// AnswersReported sends it, logs it and names it in Mock-Diagnosis.
	AnswersReported AnswerCheck = iota
	// AnswersFatal sends 500 in its place and drops the transaction.
	AnswersFatal
	// AnswersUnchecked does not look.
	AnswersUnchecked
)

// Options of a mock; the zero Options are the defaults.
type Options struct {
	// Fixtures holds <api>.yaml files that replace the embedded ones of the same name; nil
	// is none. One that holds no such file at all is an error.
	Fixtures fs.FS
	// FixturesName is what messages call Fixtures.
	FixturesName string
	// Specs are the files of further OpenAPI documents, each an API of its own that is
	// mounted at its server's path and named after its file.
	Specs []string
	// Seed decides all ids and choices.
	Seed uint64
	// Now, if not nil, is where every session's clock stands, frozen.
	Now *clock.Instant
	// Strict makes sessions strict: findings that an API lets pass are refused.
	Strict bool
	// Answers says what happens to answers that break the specification.
	Answers AnswerCheck
	// Log takes one line for each request, and what went wrong; nil is none.
	Log *slog.Logger
	// MaxBody is the most bytes of a request's body; 0 is 1 MiB.
	MaxBody int64
	// SessionIdle is after how long without request a named session is dropped; 0 is two hours.
	SessionIdle time.Duration
	// MaxSessions is how many sessions there may be; 0 is 10,000.
	MaxSessions int
	// JournalEntries and JournalBytes bound the journal; 0 is 10,000 and 64 MiB.
	JournalEntries, JournalBytes int
	// AdminOrigins are the origins whose pages may use the control plane.
	AdminOrigins []string
	// NoAdmin leaves the control plane out; NoHeaders the Mock- headers of answers.
	NoAdmin, NoHeaders bool
	// PublicURL is where clients reach the mock, a URL without path, for the links that
	// answers have; "" is where each request came in.
	PublicURL string
	// ShowSecrets lets the diagnosis show the secrets that it is about.
	ShowSecrets bool
	// Version is what health says.
	Version string
	// Wall is the clock of the machine; nil is that clock.
	Wall func() time.Time
}

// The defaults of Options, as the command's help names them.
const (
	DefaultMaxBody        = 1 << 20
	DefaultSessionIdle    = 2 * time.Hour
	DefaultMaxSessions    = 10_000
	DefaultJournalEntries = 10_000
	DefaultJournalBytes   = 64 << 20
)

func (o Options) withDefaults() Options {
	if o.FixturesName == "" {
		o.FixturesName = "fixtures"
	}
	if o.Log == nil {
		o.Log = slog.New(slog.DiscardHandler)
	}
	if o.MaxBody == 0 {
		o.MaxBody = DefaultMaxBody
	}
	if o.SessionIdle == 0 {
		o.SessionIdle = DefaultSessionIdle
	}
	if o.MaxSessions == 0 {
		o.MaxSessions = DefaultMaxSessions
	}
	if o.JournalEntries == 0 {
		o.JournalEntries = DefaultJournalEntries
	}
	if o.JournalBytes == 0 {
		o.JournalBytes = DefaultJournalBytes
	}
	if o.Wall == nil {
		o.Wall = clock.Wall
	}
	return o
}

// now is the time at which a world begins now.
func (o Options) now() clock.Instant {
	if o.Now != nil {
		return *o.Now
	}
	return clock.FromTime(o.Wall())
}

// Server is a mock: an http.Handler that may be mounted, tested against or
// listened with. It is safe for use by several requests at once.
type Server struct {
	options  Options
	apis     []*op.API // the mocked ones, without admin
	router   *router
	sessions *session.Sessions
	journal  *journal.Journal
}

// New makes a mock. The error says what is wrong with the options, the
// specifications or the fixtures, with file and line.
func New(options Options) (*Server, error) {
	var apis []*op.API
	for _, name := range openapi.APIs() {
		document, err := openapi.Document(name)
		if err != nil {
			return nil, err
		}
		code, ok := packages[name]
		if !ok {
			return nil, fmt.Errorf("mockserver: the API %s has a specification and no package", name)
		}
		api := code.api(document)
		if code.outside != nil {
			outside, err := openapi.Document(openapi.Outside)
			if err != nil {
				return nil, err
			}
			api.Outside = code.outside(outside)
		}
		apis = append(apis, api)
	}
	further, err := own(options)
	if err != nil {
		return nil, err
	}
	return build(options, append(apis, further...)...)
}

// own are the APIs of the user's own specifications. What these have wrong and can be
// used without goes to the log; the error is of one that cannot be used.
func own(options Options) ([]*op.API, error) {
	options = options.withDefaults()
	var apis []*op.API
	taken := map[string]bool{}
	for _, file := range options.Specs {
		base := path.Base(filepath.ToSlash(file))
		name := strings.TrimSuffix(base, path.Ext(base))
		if name == openapi.Admin || name == openapi.Outside || slices.Contains(openapi.APIs(), name) {
			return nil, fmt.Errorf("%s: %s is the name of an API that the mock has; give the file another name", file, name)
		}
		for n, plain := 2, name; taken[name]; n++ {
			name = fmt.Sprintf("%s-%d", plain, n)
		}
		taken[name] = true
		document, err := spec.CompileFile(name, file)
		if err != nil {
			return nil, fmt.Errorf("the specification cannot be used:\n%w", err)
		}
		for _, o := range document.Operations {
			if strings.HasPrefix(o.Path, controlPath+"/") || o.Path == controlPath {
				return nil, fmt.Errorf("%s:%d: %s %s is in the control plane's place; give the specification another server path", o.File, o.Line, o.Method, o.Path)
			}
		}
		for _, warning := range document.Warnings {
			options.Log.Warn(warning, "api", name)
		}
		apis = append(apis, custom.New(document, options.Seed))
	}
	return apis, nil
}

// controlPath is where the control plane is.
const controlPath = "/__admin"

// packages are the APIs' code, and that of what the mock plays beside them.
var packages = map[string]struct{ api, outside func(*spec.Document) *op.API }{
	"tickets": {api: tickets.New},
	"chaoqer": {api: chaoqer.New, outside: chaoqer.NewOutside},
	"lexiang": {api: lexiang.New},
}

// build makes a mock of the given APIs.
func build(options Options, apis ...*op.API) (*Server, error) {
	options = options.withDefaults()
	s := &Server{options: options, apis: apis, journal: journal.New(options.JournalEntries, options.JournalBytes)}
	given := options.Fixtures
	if given == nil {
		given = fixtures.Files
	}
	worlds, err := newWorlds(apis, given, options)
	if err != nil {
		return nil, err
	}
	s.sessions, err = session.New(session.Options{
		World: worlds.current,
		Clock: clock.Source{Wall: options.Wall, Now: options.Now, Seed: options.Seed},
		Wall:  options.Wall, Strict: options.Strict, Idle: options.SessionIdle, Max: options.MaxSessions,
	})
	if err != nil {
		return nil, err
	}
	routed := apis
	for _, api := range apis {
		if api.Outside != nil {
			routed = append(routed[:len(routed):len(routed)], api.Outside)
		}
	}
	if !options.NoAdmin {
		control, err := s.admin()
		if err != nil {
			return nil, err
		}
		routed = append([]*op.API{control}, routed...)
	}
	for _, api := range routed {
		if err := api.Validate(); err != nil {
			return nil, err
		}
	}
	for _, api := range apis {
		if api.Personas != nil && len(s.personas(api)) == 0 {
			options.Log.Warn("the fixtures know nobody, so that nobody can call", "api", api.Document.Name)
		}
	}
	s.router, err = newRouter(routed)
	return s, err
}

// now is the time of what happens outside any session.
func (s *Server) now() clock.Instant { return s.options.now() }

func (s *Server) admin() (*op.API, error) {
	document, err := openapi.Document(openapi.Admin)
	if err != nil {
		return nil, err
	}
	return admin.New(document, admin.Control{
		APIs: s.apis, Sessions: s.sessions, Journal: s.journal, Origins: s.options.AdminOrigins,
		Version: s.options.Version, Now: s.now,
	})
}

// Operations are the operations of the mocked APIs, API by API, in the order of
// their documents.
func (s *Server) Operations() []*spec.Operation {
	var all []*spec.Operation
	for _, api := range s.apis {
		all = append(all, api.Document.Operations...)
	}
	return all
}

// Personas are who may call, API by API, as a session that begins now knows them.
func (s *Server) Personas() []op.Persona {
	var all []op.Persona
	for _, api := range s.apis {
		all = append(all, s.personas(api)...)
	}
	return all
}

func (s *Server) personas(api *op.API) []op.Persona {
	world, ok := s.sessions.Lookup(session.Default)
	if !ok || api.Personas == nil {
		return nil
	}
	return api.Personas(world.State.Read(), world.Clock)
}

// Limits of a connection, so that none of them can hold the server for ever.
const (
	maxHeader         = 64 << 10
	readHeaderTimeout = 10 * time.Second
	readTimeout       = 30 * time.Second
	writeTimeout      = 60 * time.Second
	idleTimeout       = 2 * time.Minute
	stopTimeout       = 10 * time.Second
)

// Serve answers the connections of a listener until the context ends; the
// requests that are then under way are finished, for at most ten seconds. The
// error is nil after an orderly end.
func (s *Server) Serve(ctx context.Context, listener net.Listener) error {
	server := &http.Server{
		Handler:        s,
		MaxHeaderBytes: maxHeader, ReadHeaderTimeout: readHeaderTimeout, ReadTimeout: readTimeout,
		WriteTimeout: writeTimeout, IdleTimeout: idleTimeout,
		ErrorLog: slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
	}
	ctx, cancel := context.WithCancel(ctx)
	stopped := make(chan error, 1)
	go func() {
		<-ctx.Done()
		grace, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopTimeout)
		defer cancel()
		err := server.Shutdown(grace)
		if errors.Is(err, context.DeadlineExceeded) {
			s.options.Log.Warn("requests that took longer than the grace period were cut off", "grace", stopTimeout)
			err = server.Close()
		}
		stopped <- err
	}()
	err := server.Serve(listener)
	cancel()
	if stop := <-stopped; errors.Is(err, http.ErrServerClosed) {
		return stop
	}
	return fmt.Errorf("the server has stopped: %w", err)
}
