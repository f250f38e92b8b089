package mocktest

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"sync"
	"testing"

	"contractmock/mockserver"
	"contractmock/mockserver/op"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
)

// Mock is a mock as one test has it: a session on it that no other test sees. It ends
// with the test.
type Mock struct {
	// URL is where the APIs are, without path.
	URL string
	// Session is the name of the test's session. The clients name it; who calls with
	// another client does so in the header Mock-Session.
	Session string

	t      testing.TB
	server *server
}

// server is a mock that listens.
type server struct {
	*httptest.Server
	adminToken string
}

// Start gives the test a session, named after it, that begins with the fixtures. It is one
// of a mock that all tests of the process share; with options, of which there can be one,
// it is one of a mock of its own, which takes some fifty milliseconds. The test ends here
// if the options or their fixtures are not as they must be.
func Start(t testing.TB, options ...mockserver.Options) *Mock {
	t.Helper()
	var s *server
	var err error
	switch len(options) {
	case 0:
		s, err = shared()
	case 1:
		if s, err = listen(options[0]); err == nil {
			t.Cleanup(s.Close)
		}
	default:
		err = fmt.Errorf("a mock has one Options, not %d", len(options))
	}
	if err != nil {
		t.Fatalf("mocktest: %v", err)
	}
	m := &Mock{URL: s.URL, Session: name(t), t: t, server: s}
	m.Control(http.MethodPatch, "/sessions/"+m.Session, map[string]any{}, nil) // it begins here
	t.Cleanup(func() { m.Control(http.MethodDelete, "/sessions/"+m.Session, nil, nil) })
	return m
}

// shared is the mock that tests share. It lives as long as the process.
var shared = sync.OnceValues(func() (*server, error) { return listen(mockserver.Options{}) })

func listen(options mockserver.Options) (*server, error) {
	if options.NoAdmin {
		return nil, errors.New("tests steer the mock by its control plane; leave NoAdmin out")
	}
	mock, err := mockserver.New(options)
	if err != nil {
		return nil, err
	}
	return &server{httptest.NewServer(mock), options.AdminToken}, nil
}

// named counts the sessions of each name, so that the same test gets the same one
// in every run, and with it the same ids.
var named struct {
	sync.Mutex
	times map[string]int
}

var unfit = regexp.MustCompile(`[^A-Za-z0-9._-]+`)

// name is the name of a new session: the test's, as far as one can have it.
func name(t testing.TB) string {
	const longest = 50
	name := unfit.ReplaceAllString(t.Name(), "-")
	name = name[:min(len(name), longest)]
	named.Lock()
	defer named.Unlock()
	if named.times == nil {
		named.times = map[string]int{}
	}
	named.times[name]++
	if again := named.times[name]; again > 1 {
		name = fmt.Sprintf("%s.%d", name, again)
	}
	return name
}

// Persona is a persona of the fixtures, with the credentials that hold now: "Lin", or
// "chaoqer.Toby" where several APIs know one of the name. The test ends here if there is
// none.
func (m *Mock) Persona(name string) op.Persona {
	m.t.Helper()
	var all []op.Persona
	m.Control(http.MethodGet, "/personas", nil, &all)
	var known []string
	var found []op.Persona
	for _, p := range all {
		known = append(known, p.Name, p.API+"."+p.Name)
		if name == p.Name || name == p.API+"."+p.Name {
			found = append(found, p)
		}
	}
	switch len(found) {
	case 1:
	case 0:
		m.t.Fatalf("mocktest: there is no persona %s%s", name, nearest.Hint(name, known))
	default:
		m.t.Fatalf("mocktest: several APIs know a persona %s; write %s.%s", name, found[0].API, name)
	}
	return found[0]
}

// Control asks the control plane, as openapi/admin.yaml describes it: path is what
// follows /__admin, such as "/sessions". Body, if it is not nil, is sent as JSON; the
// answer is read into result, if that is not nil. The test ends here if the control
// plane refuses. It is for what has no method of its own.
func (m *Mock) Control(method, path string, body, result any) {
	m.t.Helper()
	if err := m.ask(method, path, body, result); err != nil {
		m.t.Fatalf("mocktest: %v", err)
	}
}

func (m *Mock) ask(method, path string, body, result any) error {
	sent, err := json.Marshal(body)
	if err != nil {
		return fmt.Errorf("%s %s cannot be asked: %w", method, path, err)
	}
	if body == nil {
		sent = nil
	}
	// The test's own context ends before its clean-up.
	r, err := http.NewRequestWithContext(context.WithoutCancel(m.t.Context()), method, m.URL+"/__admin"+path, bytes.NewReader(sent))
	if err != nil {
		return fmt.Errorf("%s %s cannot be asked: %w", method, path, err)
	}
	if body != nil {
		r.Header.Set("Content-Type", op.JSONType)
	}
	answer, err := m.Client().Do(r)
	if err != nil {
		return err
	}
	defer answer.Body.Close()
	if answer.StatusCode > 299 {
		var refused struct{ Error string }
		if err := json.NewDecoder(answer.Body).Decode(&refused); err != nil {
			return fmt.Errorf("%s %s: status %d", method, path, answer.StatusCode)
		}
		return errors.New(refused.Error)
	}
	if result == nil {
		return nil
	}
	return json.NewDecoder(answer.Body).Decode(result)
}

// operation is the operation of a request to the mock, nil if there is none.
func (m *Mock) operation(r *http.Request) (api, error) {
	for _, name := range openapi.APIs() {
		document, err := openapi.Document(name)
		if err != nil {
			return api{}, err
		}
		if o := document.Match(r.Method, strings.TrimSuffix(r.URL.EscapedPath(), "/")); o != nil {
			return api{document, o}, nil
		}
	}
	return api{}, nil
}

// isMocks tells whether a request goes to the mock, and not to what an answer has
// led to elsewhere.
func (m *Mock) isMocks(r *http.Request) bool {
	return strings.TrimPrefix(m.URL, "http://") == r.URL.Host
}
