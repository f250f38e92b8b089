package main

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"strconv"
	"strings"
	"sync/atomic"
	"syscall"
	"time"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/getkin/kin-openapi/openapi3filter"
	"github.com/getkin/kin-openapi/routers"
	"github.com/getkin/kin-openapi/routers/gorillamux"
	"github.com/gorilla/mux"

	"contractmock/mockserver"
	"contractmock/mockserver/collector"
	"contractmock/openapi"
)

// kind is one of the servers that are compared.
type kind int

const (
	floor     kind = iota
	reference      // the floor with kin-openapi's validation of requests
	unchecked      // the mock, its answers not held against the specification
	checked        // the mock as it is
	kinds
)

// serveArgument is what a process is started with that is to be one of the servers.
const serveArgument = "serve"

// role is what such a process reads first: what it is to be, and the works that it will
// get.
type role struct {
	Kind   kind
	Routes []route
}

// route is what a floor answers one kind of work.
type route struct {
	API, Method, Path string
	Answer            answer
}

// serve is the process of a server. It writes its address. Then it reads the number of
// the work that comes next, as often as there is one, and writes how much of the
// processor's time it has taken so far, in nanoseconds.
func serve(in io.Reader, out io.Writer) error {
	lines := json.NewDecoder(in)
	var r role
	if err := lines.Decode(&r); err != nil {
		return fmt.Errorf("no role: %w", err)
	}
	listener, err := new(net.ListenConfig).Listen(context.Background(), "tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(context.Background())
	defer cancel()
	failed := make(chan error, 1)
	var next atomic.Int64
	go func() { failed <- r.listen(ctx, listener, &next) }()
	fmt.Fprintln(out, listener.Addr())
	for {
		var work int64
		switch err := lines.Decode(&work); {
		case errors.Is(err, io.EOF):
			cancel()
			return <-failed
		case err != nil:
			return err
		}
		next.Store(work)
		used, err := processorTime()
		if err != nil {
			return err
		}
		fmt.Fprintln(out, used.Nanoseconds())
	}
}

// processorTime is how much of the processor's time this process has taken so far.
func processorTime() (time.Duration, error) {
	var used syscall.Rusage
	err := syscall.Getrusage(syscall.RUSAGE_SELF, &used)
	return time.Duration(used.Utime.Nano() + used.Stime.Nano()), err
}

// listen answers requests until the context ends. The work that they are of is next's.
func (r role) listen(ctx context.Context, listener net.Listener, next *atomic.Int64) error {
	switch r.Kind {
	case unchecked, checked:
		answers := mockserver.AnswersReported
		if r.Kind == unchecked {
			answers = mockserver.AnswersUnchecked
		}
		mock, err := newMock(answers)
		if err != nil {
			return err
		}
		defer collector.Leave(collector.Room)()
		return mock.Serve(ctx, listener)
	default:
		handler, err := r.newFloor(next)
		if err != nil {
			return err
		}
		server := &http.Server{Handler: handler, ReadHeaderTimeout: time.Minute}
		stop := context.AfterFunc(ctx, func() { _ = server.Close() })
		defer stop()
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			return err
		}
		return nil
	}
}

// newFloor answers every request with the answer of the work that it is of; the
// reference once kin-openapi has validated it.
func (r role) newFloor(next *atomic.Int64) (http.Handler, error) {
	router := mux.NewRouter()
	answers := func(w http.ResponseWriter, _ *http.Request) {
		a := r.Routes[next.Load()].Answer
		if a.Type != "" {
			w.Header().Set("Content-Type", a.Type)
		}
		w.Header().Set("Content-Length", strconv.Itoa(len(a.Body)))
		w.WriteHeader(a.Status)
		_, _ = w.Write(a.Body) // who has gone needs none
	}
	validators := map[string]routers.Router{}
	for _, route := range r.Routes {
		handler := answers
		if r.Kind == reference {
			validator, known := validators[route.API]
			if !known {
				var err error
				if validator, err = newValidator(route.API); err != nil {
					return nil, err
				}
				validators[route.API] = validator
			}
			handler = func(w http.ResponseWriter, r *http.Request) {
				if err := validate(validator, r); err != nil {
					http.Error(w, err.Error(), http.StatusBadRequest)
					return
				}
				answers(w, r)
			}
		}
		router.HandleFunc(route.Path, handler).Methods(route.Method)
	}
	return router, nil
}

// newValidator finds the operations of an API as kin-openapi knows them.
func newValidator(api string) (routers.Router, error) {
	data, err := openapi.Files.ReadFile(api + ".yaml")
	if err != nil {
		return nil, err
	}
	document, err := openapi3.NewLoader().LoadFromData(data)
	if err != nil {
		return nil, err
	}
	base, err := document.Servers.BasePath()
	if err != nil {
		return nil, err
	}
	document.Servers = openapi3.Servers{{URL: base}} // with a host, it answers that alone
	return gorillamux.NewRouter(document)
}

// validate holds a request against its operation.
func validate(router routers.Router, r *http.Request) error {
	route, path, err := router.FindRoute(r)
	if err != nil {
		return err
	}
	return openapi3filter.ValidateRequest(r.Context(), &openapi3filter.RequestValidationInput{
		Request: r, PathParams: path, Route: route,
		Options: &openapi3filter.Options{AuthenticationFunc: openapi3filter.NoopAuthenticationFunc},
	})
}

// process is a server that runs.
type process struct {
	address string
	command *exec.Cmd
	input   io.WriteCloser
	output  *bufio.Reader
}

// processes are the servers, by kind.
type processes [kinds]*process

// startAll starts every server as a process of its own, for the works.
func startAll(ctx context.Context, works []*work) (all processes, err error) {
	var routes []route
	for _, w := range works {
		path, _, _ := strings.Cut(w.uri, "?")
		routes = append(routes, route{API: w.api, Method: w.method, Path: path, Answer: w.answer})
	}
	for k := range all {
		if all[k], err = start(ctx, role{Kind: kind(k), Routes: routes}); err != nil {
			all.stop()
			return all, err
		}
	}
	return all, nil
}

func start(ctx context.Context, r role) (*process, error) {
	self, err := os.Executable()
	if err != nil {
		return nil, err
	}
	p := &process{command: exec.CommandContext(ctx, self, serveArgument)} //nolint:gosec // this program itself
	p.command.Stderr = os.Stderr
	if p.input, err = p.command.StdinPipe(); err != nil {
		return nil, err
	}
	out, err := p.command.StdoutPipe()
	if err != nil {
		return nil, err
	}
	p.output = bufio.NewReader(out)
	if err := p.command.Start(); err != nil {
		return nil, err
	}
	if err := json.NewEncoder(p.input).Encode(r); err != nil {
		return nil, err
	}
	p.address, err = p.line()
	return p, err
}

// line is the next line that the process writes.
func (p *process) line() (string, error) {
	line, err := p.output.ReadString('\n')
	return strings.TrimSpace(line), err
}

// next tells the process which work comes next, and is how much of the processor's time
// it has taken so far.
func (p *process) next(work int) (used time.Duration, err error) {
	if _, err := fmt.Fprintln(p.input, work); err != nil {
		return 0, err
	}
	line, err := p.line()
	if err != nil {
		return 0, err
	}
	nanoseconds, err := strconv.ParseInt(line, 10, 64)
	return time.Duration(nanoseconds), err
}

// stop ends the processes and waits for them.
func (all processes) stop() {
	for _, p := range all {
		if p != nil {
			_ = p.input.Close()
			_ = p.command.Wait() // what it had to say it has written
		}
	}
}
