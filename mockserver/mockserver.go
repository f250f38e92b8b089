package mockserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"iter"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"contractmock/mockserver/admin"
	"contractmock/mockserver/chaoqer"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/fault"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/lexiang"
	"contractmock/mockserver/metrics"
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
	// Fixtures holds <api>.yaml files that replace the embedded ones of the same name, and
	// <api>.jsonl files whose rows come after those; nil is none. One that holds no such
	// file at all is an error.
	Fixtures fs.FS
	// FixturesName is what messages call Fixtures.
	FixturesName string
	// OpenAPI holds <api>.yaml documents that replace the embedded ones of the same name;
	// nil is none. The control plane's cannot be replaced.
	OpenAPI fs.FS
	// OpenAPIName is what messages call OpenAPI.
	OpenAPIName string
	// Specs are the files of further OpenAPI documents, each an API of its own that is
	// mounted at its server's path and named after its file.
	Specs []string
	// Seed decides all ids and choices.
	Seed uint64
	// Now, if not nil, is where every session's clock stands, frozen.
	Now *clock.Instant
	// Strict makes sessions strict: findings that an API lets pass are refused.
	Strict bool
	// Relax is what sessions pass over on purpose: sign, ts, auth, duplicates.
	Relax []string
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
	// AdminToken, printable ASCII without blanks, is what everybody must send to the
	// control plane as Authorization: Bearer; "" lets this machine use it without, and
	// nobody else.
	AdminToken string
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
	// Sleep waits for as long as a fault delays an answer, or until the context ends; nil
	// is a real wait.
	Sleep func(ctx context.Context, d time.Duration)
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
	if o.OpenAPIName == "" {
		o.OpenAPIName = "openapi"
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
	if o.Sleep == nil {
		o.Sleep = clock.Sleep
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

// ErrAdminToken is the error of an AdminToken that no header can carry.
var ErrAdminToken = admin.ErrTokenForm

// clock is where clocks get their time and chance from.
func (o Options) clock() clock.Source { return clock.Source{Wall: o.Wall, Now: o.Now, Seed: o.Seed} }

// Server is a mock: an http.Handler that may be mounted, tested against or
// listened with. It is safe for use by several requests at once.
type Server struct {
	options  Options
	current  atomic.Pointer[served]
	control  *op.API // nil without control plane
	sessions *session.Sessions
	journal  *journal.Journal
	metrics  *metrics.Metrics
	faults   *fault.Plan
	memory   *memory

	reloading sync.Mutex
	reloaded  atomic.Pointer[admin.Reload] // the last reload, nil before the first
	tried     atomic.Pointer[[]string]     // the files of a specification that could not be reloaded
}

// New makes a mock. The error says what is wrong with the options, the
// specifications or the fixtures, with file and line.
func New(options Options) (*Server, error) {
	openapi.Prepare()
	apis, err := readAPIs(options.withDefaults())
	if err != nil {
		return nil, err
	}
	return build(options, apis...)
}

// packages are the APIs' code, and that of what the mock plays beside them.
var packages = map[string]struct{ api, outside func(*spec.Document) *op.API }{
	"tickets": {api: tickets.New},
	"chaoqer": {api: chaoqer.New, outside: chaoqer.NewOutside},
	"lexiang": {api: lexiang.New},
}

// build makes a mock of the given APIs.
func build(options Options, apis ...*op.API) (*Server, error) {
	options = options.withDefaults()
	relaxed, err := op.ParseRelaxed(options.Relax)
	if err != nil {
		return nil, err
	}
	options.Relax = relaxed
	s := &Server{options: options, journal: journal.New(options.JournalEntries, options.JournalBytes), faults: fault.New(maxFaults), memory: newMemory()}
	first, err := s.read(apis)
	if err != nil {
		return nil, err
	}
	s.current.Store(first) // the default session begins with its world
	s.sessions, err = session.New(session.Options{
		World: s.world, Clock: options.clock(), Wall: options.Wall,
		Settings: session.Settings{Strict: options.Strict, Relax: options.Relax}, Idle: options.SessionIdle, Max: options.MaxSessions,
		Valid: func(s session.Settings) error {
			_, err := op.ParseRelaxed(s.Relax)
			return err
		},
		Forget: func(name string) { s.faults.Clear(name) },
	})
	if err != nil {
		return nil, err
	}
	s.metrics = s.meter()
	if !options.NoAdmin {
		if s.control, err = s.admin(); err != nil {
			return nil, err
		}
	}
	if first.router, err = s.route(apis); err != nil {
		return nil, err
	}
	s.warnOfNobody()
	return s, nil
}

// unshadowed refuses operations whose paths are the control plane's.
func unshadowed(control *spec.Document, apis []*op.API) error {
	for _, api := range apis {
		for _, o := range api.Document.Operations {
			if o.Path == control.Base || strings.HasPrefix(o.Path, control.Base+"/") {
				return fmt.Errorf("%s:%d: operation %s has the path %s, and what is under %s is the control plane's; choose another path, or give it up with --no-admin", o.File, o.Line, o.ID, o.Path, control.Base)
			}
		}
	}
	return nil
}

// warnOfNobody says which APIs nobody can call.
func (s *Server) warnOfNobody() {
	for _, api := range s.apis() {
		known := api.Personas == nil
		for range s.personas(api) {
			known = true
			break
		}
		if !known {
			s.options.Log.Warn("the fixtures know nobody, so that nobody can call", "api", api.Document.Name)
		}
	}
}

// apis are the mocked APIs as they are now.
func (s *Server) apis() []*op.API { return s.current.Load().apis }

// now is the time of what happens outside any session.
func (s *Server) now() clock.Instant { return s.options.now() }

func (s *Server) admin() (*op.API, error) {
	document, err := openapi.Document(openapi.Admin)
	if err != nil {
		return nil, err
	}
	return admin.New(document, admin.Control{
		APIs: s.apis, Sessions: s.sessions, Journal: s.journal, Faults: s.faults, Stages: stageNames, Origins: s.options.AdminOrigins,
		Relax: s.options.Relax, Token: s.options.AdminToken, PublicURL: s.options.PublicURL,
		Version: s.options.Version, Now: s.now, Reloaded: s.reloaded.Load, Metrics: s.metrics.Text,
	})
}

// meter is the metrics, with what else can be looked at.
func (s *Server) meter() *metrics.Metrics {
	return metrics.New(s.options.Version,
		metrics.Gauge{Name: "sessions", Help: "Sessions there are.", Value: func() float64 { return float64(s.sessions.Len()) }},
		metrics.Gauge{Name: "journal_entries", Help: "Exchanges that the journal keeps.", Value: func() float64 { entries, _ := s.journal.Len(); return float64(entries) }},
		metrics.Gauge{Name: "journal_bytes", Help: "About how many bytes the journal takes.", Value: func() float64 { _, bytes := s.journal.Len(); return float64(bytes) }},
		metrics.Gauge{Name: "journal_readers", Help: "Streams of the journal, and requests that wait for it.", Value: func() float64 { return float64(s.journal.Readers()) }},
	)
}

// Operations are the operations of the mocked APIs, API by API, in the order of
// their documents.
func (s *Server) Operations() []*spec.Operation {
	var all []*spec.Operation
	for _, api := range s.apis() {
		all = append(all, api.Document.Operations...)
	}
	return all
}

// Personas are who may call the API of that name, as a session that begins now knows
// them; nobody if there is no such API.
func (s *Server) Personas(api string) iter.Seq[op.Persona] {
	for _, known := range s.apis() {
		if known.Document.Name == api {
			return s.personas(known)
		}
	}
	return func(func(op.Persona) bool) {}
}

// Relaxed is what new sessions pass over; it is not to be changed.
func (s *Server) Relaxed() []string { return s.options.Relax }

func (s *Server) personas(api *op.API) iter.Seq[op.Persona] {
	world, err := s.world()
	if err != nil || api.Personas == nil {
		return func(func(op.Persona) bool) {}
	}
	return api.Personas(world.Read(), clock.New(s.options.clock(), session.Default))
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
		BaseContext: func(net.Listener) context.Context { return ctx }, // those who wait do not hold up the end
		ErrorLog:    slog.NewLogLogger(s.options.Log.Handler(), slog.LevelDebug),
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
