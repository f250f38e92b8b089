package op

import (
	"crypto/sha256"
	"encoding/binary"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/url"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// Caller is who a request comes from; the zero Caller is nobody.
type Caller struct {
	// ID is the caller's id in the API; "" while nobody is known.
	ID string
	// Persona is the name under which people know them.
	Persona string
	// Row is the API's own row about them.
	Row any
}

// Request is a request on its way through the stages.
type Request struct {
	// Operation is the operation that the router found, nil while it is none.
	Operation *spec.Operation
	// HTTP is the request itself; its body is read already.
	HTTP *http.Request
	// Input is what it brought.
	Input spec.Input
	// View reads the session's state as it was when the request arrived.
	View *state.Tx
	// Clock is the session's.
	Clock *clock.Clock
	// Session is the session's name.
	Session string
	// PublicURL is where clients reach the mock, a URL without path; "" is where the
	// request came in.
	PublicURL string
	// Strict tells whether findings are refused that the API lets pass.
	Strict bool
	// Relax is what the session passes over on purpose.
	Relax []string
	// Caller is who calls, once the API's Identify stage has said so.
	Caller Caller
	// Params are the parameters that fit their rules, once they are checked.
	Params spec.Values
	// Notes are the diagnosis so far.
	Notes []Note
	// Log is the mock's, for what a tester must be able to read there.
	Log *slog.Logger
	// ShowSecrets tells whether the diagnosis may show the secrets that it is about.
	ShowSecrets bool
	// Aside does something in a transaction of its own, which is committed at once,
	// whatever becomes of the request: for what must be remembered of every one (C05,
	// C13). While an operation's transaction is open, it is that one.
	Aside func(do func(tx *state.Tx))

	hidden []string
}

// Pass lets a request go on to the next stage.
func (r *Request) Pass() (reply Reply, done bool) { return Reply{}, false }

// Stop ends a request with a refusal.
func (r *Request) Stop(refusal Refusal) (reply Reply, done bool) {
	return Reply{Refusal: &refusal}, true
}

// Note adds a line to the diagnosis of a request that may well go on.
func (r *Request) Note(id, format string, args ...any) {
	r.Notes = append(r.Notes, Note{ID: id, Text: fmt.Sprintf(format, args...)})
}

// BaseURL is where clients reach the mock, a URL without path.
func (r *Request) BaseURL() string {
	switch {
	case r.PublicURL != "":
		return r.PublicURL
	case r.HTTP.TLS != nil:
		return "https://" + r.host()
	default:
		return "http://" + r.host()
	}
}

// host is what the request was sent to; without a Host (HTTP/1.0), or with one that is
// none, where it came in.
func (r *Request) host() string {
	_, err := url.Parse("http://" + r.HTTP.Host)
	if at, ok := r.HTTP.Context().Value(http.LocalAddrContextKey).(net.Addr); ok && (r.HTTP.Host == "" || err != nil) {
		return at.String()
	}
	return r.HTTP.Host
}

// Seed is a seed that the mock's own and the request decide, and nothing else: neither the
// session nor the time.
func (r *Request) Seed(own uint64) int64 {
	digest := sha256.New()
	fmt.Fprintf(digest, "%d\n%s\n%s\n%s %s?%s\n", own, r.Operation.API, r.Operation.ID, r.HTTP.Method, r.HTTP.URL.EscapedPath(), r.HTTP.URL.RawQuery)
	digest.Write(r.Input.Body)
	return int64(binary.BigEndian.Uint64(digest.Sum(nil))) //nolint:gosec // any 64 bits will do
}

// Hide masks a text wherever the log, the journal and the diagnosis show the
// request: for a secret that the specification cannot mark (x-secret), such as the
// key of a row.
func (r *Request) Hide(text string) { r.hidden = append(r.hidden, text) }

// Hides tells whether any text is hidden.
func (r *Request) Hides() bool { return len(r.hidden) > 0 }

// Hidden is what is hidden, in one text.
func (r *Request) Hidden() string { return strings.Join(r.hidden, "\x00") }

// Masked is a text without what is hidden.
func (r *Request) Masked(text string) string {
	for _, secret := range r.hidden {
		if secret != "" {
			text = strings.ReplaceAll(text, secret, Mask(secret))
		}
	}
	return text
}

// Call is a request that passed every stage: the caller is known as far as the
// operation asks, and the parameters fit.
type Call struct {
	*Request
	// Tx is the transaction that the operation runs in. It is committed if the
	// operation succeeds, and dropped if it refuses or fails.
	Tx *state.Tx
}

// Handler runs an operation. The error is a defect of the mock, not an answer.
type Handler func(c *Call) (Reply, error)

// Now is the session's time.
func (c *Call) Now() clock.Instant { return c.Clock.Now() }

// Path is the value of a parameter of the path.
func (c *Call) Path(name string) string { return c.Input.Path[name] }

// OK is a success with a result.
func (c *Call) OK(result any) (Reply, error) { return Reply{Value: result}, nil }

// Refuse is a documented failure; what the operation has written is dropped.
func (c *Call) Refuse(refusal Refusal) (Reply, error) {
	return Reply{Refusal: &refusal}, nil
}

// RefuseAndKeep is a documented failure whose traces the rules say must stay
// (a counted attempt); what the operation has written is committed.
func (c *Call) RefuseAndKeep(refusal Refusal) (Reply, error) {
	return Reply{Refusal: &refusal, keep: true}, nil
}
