package mockserver

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

const adminToken = "open-sesame-1234567890"

// TestWhoMayUseTheControlPlane sends requests by hand: from a peer, to a Host, with
// headers.
func TestWhoMayUseTheControlPlane(t *testing.T) {
	t.Parallel()
	open, err := New(Options{PublicURL: "https://Mock.Example:8443"})
	if err != nil {
		t.Fatal(err)
	}
	guarded, err := New(Options{AdminToken: adminToken})
	if err != nil {
		t.Fatal(err)
	}
	const local, remote = "127.0.0.1:50000", "192.0.2.1:50000"
	for _, c := range []struct {
		name       string
		mock       *Server
		peer, host string
		at         string // where it came in
		header     map[string]string
		want       string // the finding, "" for none
	}{
		{name: "this machine", mock: open, peer: local, host: "127.0.0.1:4700"},
		{name: "this machine by name", mock: open, peer: local, host: "localhost:4700"},
		{name: "this machine by name, in full", mock: open, peer: local, host: "LocalHost."},
		{name: "this machine by a name below localhost", mock: open, peer: local, host: "mock.localhost:4700"},
		{name: "another loopback address", mock: open, peer: "127.8.9.1:1", host: "127.0.0.2"},
		{name: "IPv6", mock: open, peer: "[::1]:50000", host: "[::1]:4700"},
		{name: "IPv6 without port", mock: open, peer: "[::1]:50000", host: "[::1]"},
		{name: "IPv4 within IPv6", mock: open, peer: "[::ffff:127.0.0.1]:50000", host: "[::ffff:127.0.0.1]:4700"},
		{name: "HTTP/1.0 without Host", mock: open, peer: local},
		{name: "the public URL's host", mock: open, peer: local, host: "mock.example:8443"},
		{name: "this machine at its own address", mock: open, peer: "192.0.2.7:50000", host: "192.0.2.7:4700", at: "192.0.2.7:4700"},
		{name: "this machine at its own address, IPv4 within IPv6", mock: open, peer: "[::ffff:192.0.2.7]:50000", host: "192.0.2.7:4700", at: "192.0.2.7:4700"},
		{name: "this machine at its own address of a link", mock: open, peer: "[fe80::7%lo]:50000", host: "[fe80::7]:4700", at: "[fe80::7%lo]:4700"},

		{name: "another machine", mock: open, peer: remote, host: "127.0.0.1:4700", want: "admin-remote"},
		{name: "another machine at the address listened on", mock: open, peer: remote, host: "192.0.2.7:4700", at: "192.0.2.7:4700", want: "admin-remote"},
		{name: "another machine over IPv6", mock: open, peer: "[2001:db8::1]:50000", host: "localhost", want: "admin-remote"},
		{name: "another machine that says it is this one", mock: open, peer: remote, host: "localhost", header: map[string]string{"X-Forwarded-For": "127.0.0.1"}, want: "admin-remote"},
		{name: "a peer that is none", mock: open, peer: "@", host: "localhost", want: "admin-remote"},
		{name: "another machine with an empty token, where none is set", mock: open, peer: remote, host: "localhost", header: map[string]string{"Authorization": "Bearer "}, want: "admin-remote"},

		{name: "a rebound name", mock: open, peer: local, host: "evil.example:4700", want: "admin-host"},
		{name: "a rebound name that begins like this machine's", mock: open, peer: local, host: "localhost.evil.example", want: "admin-host"},
		{name: "a rebound name that ends like this machine's", mock: open, peer: local, host: "evillocalhost", want: "admin-host"},
		{name: "a rebound name that looks like an address", mock: open, peer: local, host: "127.0.0.1.evil.example", want: "admin-host"},
		{name: "another machine's address", mock: open, peer: local, host: "192.0.2.9:4700", at: "127.0.0.1:4700", want: "admin-host"},
		{name: "the public URL's host of a mock without one", mock: guarded, peer: local, host: "mock.example", want: "admin-token"},

		{name: "a proxy", mock: open, peer: local, host: "localhost", header: map[string]string{"X-Forwarded-For": "127.0.0.1"}, want: "admin-forwarded"},
		{name: "a proxy by the standard", mock: open, peer: local, host: "localhost", header: map[string]string{"Forwarded": "for=192.0.2.1"}, want: "admin-forwarded"},
		{name: "a proxy that names the scheme alone", mock: open, peer: local, host: "localhost", header: map[string]string{"X-Forwarded-Proto": "https"}, want: "admin-forwarded"},
		{name: "a proxy of a network", mock: open, peer: local, host: "localhost", header: map[string]string{"CF-Connecting-IP": "192.0.2.1"}, want: "admin-forwarded"},
		{name: "a proxy that names the host alone", mock: open, peer: local, host: "localhost", header: map[string]string{"X-Forwarded-Host": "mock.example"}, want: "admin-forwarded"},
		{name: "a proxy that names the peer otherwise", mock: open, peer: local, host: "localhost", header: map[string]string{"X-Real-IP": "192.0.2.1"}, want: "admin-forwarded"},
		{name: "a proxy that names itself", mock: open, peer: local, host: "localhost", header: map[string]string{"Via": "1.1 nginx"}, want: "admin-forwarded"},

		{name: "the token", mock: guarded, peer: local, host: "localhost", header: bearer(adminToken)},
		{name: "the token, the scheme in other letters", mock: guarded, peer: local, host: "localhost", header: map[string]string{"Authorization": "bearer " + adminToken}},
		{name: "the token from another machine, under another name, through a proxy", mock: guarded, peer: remote, host: "mock:4700", header: map[string]string{"Authorization": "Bearer " + adminToken, "X-Forwarded-For": "192.0.2.1"}},
		{name: "no token on this machine", mock: guarded, peer: local, host: "localhost", want: "admin-token"},
		{name: "a wrong token", mock: guarded, peer: local, host: "localhost", header: bearer(adminToken + "0"), want: "admin-token"},
		{name: "the beginning of the token", mock: guarded, peer: local, host: "localhost", header: bearer(adminToken[:4]), want: "admin-token"},
		{name: "another scheme", mock: guarded, peer: local, host: "localhost", header: map[string]string{"Authorization": "Basic " + adminToken}, want: "admin-token"},
		{name: "the token alone", mock: guarded, peer: local, host: "localhost", header: map[string]string{"Authorization": adminToken}, want: "admin-token"},
		{name: "the token, and a page of a foreign origin", mock: guarded, peer: local, host: "localhost", header: map[string]string{"Authorization": "Bearer " + adminToken, "Origin": "https://evil.example"}, want: "foreign-origin"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, target := range []string{"GET /__admin/sessions", "POST /__admin/reset", "GET /__admin/chaoqer/sms?mobile=1"} {
				method, path, _ := strings.Cut(target, " ")
				if method == http.MethodGet && c.want == "foreign-origin" {
					continue // no page can read what it gets
				}
				r := httptest.NewRequest(method, path, nil)
				r.RemoteAddr, r.Host = c.peer, c.host
				if c.at != "" {
					address, err := net.ResolveTCPAddr("tcp", c.at)
					if err != nil {
						t.Fatal(err)
					}
					r = r.WithContext(context.WithValue(r.Context(), http.LocalAddrContextKey, net.Addr(address)))
				}
				for name, value := range c.header {
					r.Header.Set(name, value)
				}
				w := httptest.NewRecorder()
				c.mock.ServeHTTP(w, r)
				got, _, _ := strings.Cut(w.Header().Get("Mock-Diagnosis"), ":")
				if got == "mobile-invalid" || got == "sms-not-found" {
					got = "" // the tester's operation has been reached
				}
				if got != c.want || c.want != "" && w.Code != map[string]int{"admin-token": 401}[c.want] && w.Code != 403 {
					t.Errorf("%s: %d, the diagnosis names %q, want %q: %s", target, w.Code, got, c.want, w.Body)
				}
				if challenge := w.Header().Get("WWW-Authenticate"); (challenge != "") != (w.Code == 401) || challenge != "" && !strings.HasPrefix(challenge, "Bearer ") {
					t.Errorf("%s: %d with the challenge %q", target, w.Code, challenge)
				}
			}
		})
	}
}

func bearer(token string) map[string]string {
	return map[string]string{"Authorization": "Bearer " + token}
}

// TestHealthTellsStrangersThatTheMockIsUp and nothing else: an orchestrator that probes
// has no token.
func TestHealthTellsStrangersThatTheMockIsUp(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, token, peer, authorization string
		status                           int
		brief                            bool
	}{
		{"this machine", "", "127.0.0.1:1", "", 200, false},
		{"another machine", "", "192.0.2.1:1", "", 200, true},
		{"without the token", adminToken, "127.0.0.1:1", "", 200, true},
		{"with the token", adminToken, "192.0.2.1:1", "Bearer " + adminToken, 200, false},
		{"with a wrong token", adminToken, "127.0.0.1:1", "Bearer x", 401, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mock, err := New(Options{AdminToken: c.token, Answers: AnswersFatal})
			if err != nil {
				t.Fatal(err)
			}
			r := here(httptest.NewRequest(http.MethodGet, "/__admin/health", nil))
			r.RemoteAddr = c.peer
			if c.authorization != "" {
				r.Header.Set("Authorization", c.authorization)
			}
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if w.Code != c.status || (w.Body.String() == `{"status":"ok"}`) != c.brief {
				t.Errorf("%d %s", w.Code, w.Body)
			}
		})
	}
}

// TestTheAdminTokenIsShownNowhere: neither log nor journal nor any answer has it.
func TestTheAdminTokenIsShownNowhere(t *testing.T) {
	t.Parallel()
	var log bytes.Buffer
	mock, err := New(Options{AdminToken: adminToken, ShowSecrets: true, Log: slog.New(slog.NewTextHandler(&log, &slog.HandlerOptions{Level: slog.LevelDebug}))})
	if err != nil {
		t.Fatal(err)
	}
	shown := ""
	for _, target := range []string{"POST /__admin/reset", "GET /__admin/sessions/none", "GET /v1/status/getTicket", "GET /user/card?ts=1&sign=0", "GET /cgi-bin/v1/events", "GET /__admin/requests"} {
		method, path, _ := strings.Cut(target, " ")
		r := httptest.NewRequest(method, path, nil)
		r.Header.Set("Authorization", "Bearer "+adminToken)
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		shown += w.Body.String() + w.Header().Get("Mock-Diagnosis")
	}
	if shown += log.String(); strings.Contains(shown, adminToken) || !strings.Contains(shown, "getTicket") {
		t.Errorf("what is shown: %s", shown)
	}
}

func TestAnAdminTokenMustFitIntoAHeader(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"two words", "秘密", "line\n", "\t"} {
		if _, err := New(Options{AdminToken: token}); !errors.Is(err, ErrAdminToken) || strings.Contains(err.Error(), token) {
			t.Errorf("%q: %v", token, err)
		}
	}
}

const shadowed = `openapi: 3.0.3
info: {title: shadowed, version: "1"}
paths:
  /other: {get: {operationId: other, summary: 其他, x-mock: example, responses: {"200": {description: ok}}}}
  PATH:
    get: {operationId: mine, summary: 我的, x-mock: example, responses: {"200": {description: mine}}}
`

// TestTheControlPlaneShadowsNoAPI: an API that has one of its paths is refused at the
// start, and without a control plane they are the API's.
func TestTheControlPlaneShadowsNoAPI(t *testing.T) {
	t.Parallel()
	withPath := func(t *testing.T, path string) *op.API {
		t.Helper()
		api, _ := counter(t)
		document, err := spec.Compile("counter", "counter.yaml", []byte(strings.ReplaceAll(shadowed, "PATH", path)))
		if err != nil {
			t.Fatal(err)
		}
		api.Document, api.Operations, api.Stages = document, nil, op.Stages{}
		return api
	}
	none := fstest.MapFS{"counter.yaml": {}}
	for path, taken := range map[string]bool{"/__admin": true, "/__admin/health": true, "/__admin/mine": true, "/__administration": false, "/v1/__admin/mine": false} {
		_, err := build(Options{Fixtures: none}, withPath(t, path))
		if taken != (err != nil) || taken && !strings.HasPrefix(err.Error(), "counter.yaml:6: operation mine has the path "+path+", and what is under /__admin is the control plane's; ") {
			t.Errorf("%s: %v", path, err)
		}
	}
	mock, err := build(Options{Fixtures: none, NoAdmin: true}, withPath(t, "/__admin/health"))
	if err != nil {
		t.Fatal(err)
	}
	if w := ask(mock, http.MethodGet, "/__admin/health", nil); w.Code != 200 || mock.journal.Find(journal.Filter{})[0].Operation != "mine" {
		t.Errorf("%d %s", w.Code, w.Body)
	}
}

// TestWithoutControlPlaneItsPathsAreUnknown, in the words of an API.
func TestWithoutControlPlaneItsPathsAreUnknown(t *testing.T) {
	t.Parallel()
	mock, err := New(Options{NoAdmin: true})
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range []string{"/__admin/health", "/__admin/sessions", "/__admin"} {
		w := ask(mock, http.MethodGet, path, nil)
		if id, _, _ := strings.Cut(w.Header().Get("Mock-Diagnosis"), ":"); w.Code != 404 || id != "path-unknown" || strings.Contains(w.Body.String(), "control plane") {
			t.Errorf("%s: %d %s", path, w.Code, w.Body)
		}
	}
}

// TestBrowsersMaySendWhatClientsSend: the answer to a preflight allows every header that
// an operation documents, and those that prove who calls.
func TestBrowsersMaySendWhatClientsSend(t *testing.T) {
	t.Parallel()
	mock, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	for _, o := range mock.Operations() {
		r := httptest.NewRequest(http.MethodOptions, strings.NewReplacer("{", "", "}", "").Replace(o.Path), nil)
		r.Header.Set("Origin", "https://app.example")
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		headers := []string{"authorization", "content-type", "mock-session", "x-requested-with"}
		for _, p := range o.Parameters {
			if slices.Contains(p.Places, "header") {
				headers = append(headers, strings.ToLower(p.Name))
			}
		}
		allowed := strings.Split(strings.ToLower(w.Header().Get("Access-Control-Allow-Headers")), ", ")
		for _, name := range headers {
			if !slices.Contains(allowed, name) {
				t.Errorf("%s.%s: a page may not send %s, only %v", o.API, o.ID, name, allowed)
			}
		}
		methods := strings.Split(w.Header().Get("Access-Control-Allow-Methods"), ", ")
		if !slices.Contains(methods, o.Method) {
			t.Errorf("%s.%s: a page may not %s, only %v", o.API, o.ID, o.Method, methods)
		}
		origin, credentials := w.Header().Get("Access-Control-Allow-Origin"), w.Header().Get("Access-Control-Allow-Credentials")
		if withCookies := o.API == "chaoqer"; withCookies != (origin == "https://app.example" && credentials == "true") || !withCookies && (origin != "*" || credentials != "") {
			t.Errorf("%s.%s: the origin %q is let in, with credentials %q", o.API, o.ID, origin, credentials)
		}
	}
}

// TestPagesOfForeignOriginsReadNothingOfTheControlPlane, and trusted ones may send the
// token.
func TestPagesOfForeignOriginsReadNothingOfTheControlPlane(t *testing.T) {
	t.Parallel()
	const trusted = "http://localhost:3000"
	mock, err := New(Options{AdminToken: adminToken, AdminOrigins: []string{trusted}})
	if err != nil {
		t.Fatal(err)
	}
	document, err := openapi.Document(openapi.Admin)
	if err != nil {
		t.Fatal(err)
	}
	for origin, allowed := range map[string]string{trusted: trusted, "https://evil.example": "", "null": ""} {
		for _, o := range document.Operations {
			for _, method := range []string{http.MethodOptions, o.Method} {
				r := here(httptest.NewRequest(method, strings.NewReplacer("{", "", "}", "").Replace(o.Path), nil))
				r.Header.Set("Origin", origin)
				w := httptest.NewRecorder()
				mock.ServeHTTP(w, r)
				h := w.Header()
				if h.Get("Access-Control-Allow-Origin") != allowed || strings.Contains(h.Get("Access-Control-Allow-Headers"), "Authorization") != (allowed != "") {
					t.Errorf("%s of %s %s: %v", origin, method, o.ID, h)
				}
			}
		}
	}
}
