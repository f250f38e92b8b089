package mocktest

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/sign"
	"contractmock/openapi/spec"
)

// Client is a client of nobody. Like every client of the mock it names the session,
// and signs what must be signed.
func (m *Mock) Client() *http.Client { return m.client(op.Persona{}) }

// As is a client of a persona (see [Mock.Persona]), which proves who calls to the persona's
// API as the document has it, and signs with the persona's secret. It keeps the
// credentials that hold now, as an app does, and not longer than they do: who needs new
// ones asks for another client with [Mock.LogIn]. What the test itself puts into a
// request, such as another Authorization or a signature, stays. The test ends here if
// no credentials of the persona hold.
func (m *Mock) As(persona string) *http.Client {
	m.t.Helper()
	p := m.Persona(persona)
	if len(p.Credentials) == 0 {
		m.t.Fatalf("mocktest: no log-in of %s holds at %s; LogIn makes one", persona, clock.FromTime(m.Now()))
	}
	return m.client(p)
}

// LogIn logs a persona in once more, which ends the older log-ins where the API's rules
// say so, and is a client with the new one.
func (m *Mock) LogIn(persona string) *http.Client {
	m.t.Helper()
	p := m.Persona(persona)
	var issued struct{ Credentials op.Credentials }
	m.Control(http.MethodPost, "/tokens", map[string]string{"api": p.API, "persona": p.Name}, &issued)
	p.Credentials = issued.Credentials
	return m.client(p)
}

func (m *Mock) client(as op.Persona) *http.Client {
	client := *m.server.Client()
	client.Transport = &transport{m, as, client.Transport}
	return &client
}

// transport adds to requests to the mock what the document wants of them.
type transport struct {
	mock *Mock
	as   op.Persona
	next http.RoundTripper
}

// api is the operation of a request, with the document that it is of; the zero one is none.
type api struct {
	document  *spec.Document
	operation *spec.Operation
}

// RoundTrip implements http.RoundTripper. What goes elsewhere goes as it is.
func (t *transport) RoundTrip(r *http.Request) (*http.Response, error) {
	if !t.mock.isMocks(r) {
		return t.next.RoundTrip(r)
	}
	called, err := t.mock.operation(r)
	if err != nil {
		return nil, err
	}
	r = r.Clone(r.Context())
	offer(r, "Mock-Session", t.mock.Session)
	switch {
	case called.operation == nil:
		if token := t.mock.server.adminToken; token != "" && strings.HasPrefix(r.URL.Path, "/__admin/") {
			offer(r, "Authorization", "Bearer "+token)
		}
	case called.operation.API == t.as.API:
		t.prove(r, called.operation)
	}
	if called.operation != nil && called.operation.Signed {
		if err := t.sign(r, called); err != nil {
			return nil, err
		}
	}
	return t.next.RoundTrip(r)
}

// offer sets a header that the test has not set.
func offer(r *http.Request, name, value string) {
	if len(r.Header.Values(name)) == 0 {
		r.Header.Set(name, value)
	}
}

// prove says who calls, in the way in which the API knows its callers.
func (t *transport) prove(r *http.Request, o *spec.Operation) {
	own := t.as.Credentials
	if len(r.Header.Values("Authorization")) == 0 {
		if uid, ok := own["uid"]; ok {
			r.SetBasicAuth(uid, own["token"])
		} else {
			r.Header.Set("Authorization", "Bearer "+own["token"])
		}
	}
	if code, ok := own["weixin"]; ok && slices.Contains(o.Security, "weixinLogin") {
		offer(r, "Cookie", "chaoqer_wx_code="+code)
	}
	for _, p := range o.Parameters { // whom a write is for
		if value, ok := own[p.Name]; ok && slices.Contains(p.Places, "header") {
			offer(r, p.Name, value)
		}
	}
}

// sign adds the session's time and the signature to the query, where the request has
// none.
func (t *transport) sign(r *http.Request, called api) error {
	how := called.document.Sign
	parameters, err := parameters(r, called.operation)
	if err != nil {
		return err
	}
	if _, signed := parameters[how.Parameter]; signed {
		return nil
	}
	var added []string
	if _, timed := parameters[how.Time]; !timed {
		var session struct{ Now clock.Instant }
		if err := t.mock.ask(http.MethodGet, "/clock", nil, &session); err != nil {
			return fmt.Errorf("the request cannot be signed: %w", err)
		}
		now := strconv.FormatInt(int64(session.Now), 10)
		parameters[how.Time] = now
		added = append(added, how.Time+"="+now)
	}
	secret := how.Secret
	if own, ok := t.as.Credentials["secret"]; ok && called.operation.API == t.as.API {
		secret = own
	}
	scheme := sign.Scheme{Delimiter: how.Delimiter, SecretName: how.SecretName}
	added = append(added, how.Parameter+"="+url.QueryEscape(scheme.Sum(scheme.Text(parameters), secret)))
	if r.URL.RawQuery != "" {
		added = append([]string{r.URL.RawQuery}, added...)
	}
	r.URL.RawQuery = strings.Join(added, "&")
	return nil
}

// parameters are those of a request that are signed: of query and body, which wins, the
// first of each name. The body can be read once more afterwards.
func parameters(r *http.Request, o *spec.Operation) (map[string]any, error) {
	var body []byte
	if r.Body != nil {
		var err error
		body, err = io.ReadAll(r.Body)
		r.Body.Close()
		if err != nil {
			return nil, fmt.Errorf("the request cannot be signed, since its body cannot be read: %w", err)
		}
		r.Body, r.ContentLength = io.NopCloser(bytes.NewReader(body)), int64(len(body))
	}
	in := o.Read(r, nil, body)
	all, ok := in.JSON.(map[string]any)
	if !ok {
		all = map[string]any{}
	}
	for _, pair := range slices.Concat(in.Form, in.Query) {
		if _, taken := all[pair.Name]; !taken {
			all[pair.Name] = pair.Value
		}
	}
	return all, nil
}
