package op

import (
	"fmt"
	"iter"
	"net/http"
	"slices"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Stage looks at a request and lets it pass, or answers it: with a refusal, and
// where the rules say so with a success or a redirect.
type Stage func(r *Request) (reply Reply, done bool)

// Stages are the ones that an API has; a nil one lets everything pass. They are
// listed here in the order of the pipeline, which alone decides it.
type Stages struct {
	// Admit refuses those who may not ask at all, before their bodies are read.
	Admit Stage
	// Headers looks at the headers that clients send about themselves.
	Headers Stage
	// Body refuses a body that cannot be read, where that comes before the login.
	Body Stage
	// Identify says who calls, and refuses credentials that do not hold.
	Identify Stage
	// Standing looks at the caller: whether their account may do anything at all.
	Standing Stage
	// Verify holds the request against its signature or its declared form.
	Verify Stage
	// Judge says what the findings about the parameters mean.
	Judge func(r *Request, found []spec.Finding) (reply Reply, done bool)
	// Guard refuses what is repeated too soon, once its parameters fit.
	Guard Stage
}

// Operation is the code of one operation.
type Operation struct {
	// Find, if not nil, is a stage before the parameters are judged: whether what
	// the path names exists, and is the caller's.
	Find Stage
	// Run is the operation itself.
	Run Handler
	// Lasts tells whether it may wait, for at most a minute, so that its connection is
	// given more time.
	Lasts bool
	// Repeats tells whether a success of an operation that reads depends on nothing but the
	// state, the caller, [Request.BaseURL], the URL, and whether the session is strict: not
	// on the time or on chance, nor on further headers. It hides nothing either. Until
	// something is written, the mock then gives it again to whoever asks the same.
	Repeats bool
}

// API is one API as the pipeline runs it.
type API struct {
	// Document is its specification.
	Document *spec.Document
	// Schema is its tables; nil if it keeps nothing of its own, as the control plane does.
	Schema *state.Schema
	// Operations are its code, by operationId.
	Operations map[string]Operation
	// Example answers the operations without code; nil answers them from the example of
	// their specification.
	Example Handler
	// Stages are its own stages.
	Stages Stages
	// CORS sets the headers for browsers, on every answer; nil sets none.
	CORS func(request *http.Request, answer http.Header)
	// Envelope gives a reply the API's form.
	Envelope func(r *Request, reply Reply) (Answer, error)
	// NotFound and MethodNotAllowed refuse what the router does not know.
	NotFound, MethodNotAllowed Refusal
	// Personas are the people that a tester may be, as they are at the clock's time, those
	// that scenarios call by name first; nil is an API that knows nobody.
	Personas func(tx *state.Tx, c *clock.Clock) iter.Seq[Persona]
	// Persona is the one of them with that name, found without a look at the others; nil
	// where Personas is.
	Persona func(tx *state.Tx, c *clock.Clock, name string) (Persona, bool)
	// LogIn logs one of the personas in and answers what they then prove themselves
	// with, or why they cannot; nil is an API that logs nobody in.
	LogIn func(c *Call, persona Persona) (Credentials, *Refusal)
	// Testers are operations of the control plane that the API brings, by the
	// operationIds of the control plane's specification: what a tester of this API
	// needs to see, such as codes that were sent by SMS.
	Testers map[string]Operation
	// Outside is what the mock plays beside the API, such as the bucket that it lets
	// clients upload to; nil is nothing.
	Outside *API
	// Otherwise looks at a request whose path has no such method, before it is refused;
	// nil refuses all.
	Otherwise Stage
	// TrailingSlash tells whether a path with a slash at its end and the one without are
	// the same.
	TrailingSlash bool
}

// Persona is somebody whom a tester may be.
type Persona struct {
	// API is the name of the API they are known to.
	API string `json:"api"`
	// Name is what scenarios call them.
	Name string `json:"name"`
	// ID is theirs in the API, Role what they may do there.
	ID   string `json:"id"`
	Role string `json:"role"`
	// Credentials are what they prove themselves with now; empty if they have none that hold.
	Credentials Credentials `json:"credentials"`
	// Try is a request that they may make, if they have any credentials.
	Try Try `json:"-"`
}

// Credentials are what a persona proves itself with, by name: "token", and in some
// APIs "secret".
type Credentials map[string]string

// Try is a request to paste.
type Try struct {
	Method, Path string
	Header       [][2]string
	Body         string
}

// Curl is the request as a command line for a POSIX shell, on a server at base
// (a URL without path).
func (t Try) Curl(base string) string {
	words := []string{"curl", "-s"}
	if t.Method != http.MethodGet || t.Body != "" { // with a body curl's own choice is POST
		words = append(words, "-X", t.Method)
	}
	if strings.ContainsAny(t.Path, "[]{}") {
		words = append(words, "-g") // they are no ranges
	}
	for _, h := range t.Header {
		words = append(words, "-H", quoteShell(h[0]+": "+h[1]))
	}
	if t.Body != "" {
		words = append(words, "--data-raw", quoteShell(t.Body))
	}
	return strings.Join(append(words, quoteShell(base+t.Path)), " ")
}

func quoteShell(s string) string {
	return "'" + strings.ReplaceAll(s, "'", `'\''`) + "'"
}

// Validate holds the API's code against its specification: every operation has
// code or is answered from its example, not both, and all code has an operation.
func (a *API) Validate() error {
	var ids []string
	for _, o := range a.Document.Operations {
		ids = append(ids, o.ID)
		_, ok := a.Operations[o.ID]
		switch {
		case ok && o.ExampleOnly:
			return fmt.Errorf("%s:%d: operation %s (%s %s) is marked x-mock: example, but has code", a.Document.File, o.Line, o.ID, o.Method, o.Path)
		case !ok && !o.ExampleOnly:
			return fmt.Errorf("%s:%d: operation %s (%s %s) has no code; write it, or mark it x-mock: example", a.Document.File, o.Line, o.ID, o.Method, o.Path)
		}
	}
	for id := range a.Operations {
		if !slices.Contains(ids, id) {
			return fmt.Errorf("%s: there is code for operation %s, which the specification does not have%s", a.Document.File, id, nearest.Hint(id, ids))
		}
	}
	return nil
}
