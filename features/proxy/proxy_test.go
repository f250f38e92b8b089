package proxy_test

import (
	"bufio"
	"bytes"
	"compress/gzip"
	"context"
	"crypto/tls"
	"crypto/x509"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/proxy"
)

// between starts a proxy in front of an upstream.
func between(t *testing.T, upstream string, change func(*proxy.Options)) (*proxy.Proxy, *httptest.Server) {
	t.Helper()
	to, err := url.Parse(upstream)
	if err != nil {
		t.Fatal(err)
	}
	options := proxy.Options{Upstream: to, Wall: func() time.Time { return time.Unix(0, 0) }}
	if change != nil {
		change(&options)
	}
	p, err := proxy.New(options)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(p)
	t.Cleanup(func() { server.Close(); p.Close() })
	return p, server
}

// answering starts an upstream.
func answering(t *testing.T, handler http.HandlerFunc) string {
	t.Helper()
	server := httptest.NewServer(handler)
	t.Cleanup(server.Close)
	return server.URL
}

// ask sends a request as it is written, and is what comes back as it is written.
func ask(t *testing.T, server *httptest.Server, request string) (status int, header http.Header, body string) {
	t.Helper()
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	head, rest, _ := strings.Cut(request, "\n\n")
	fmt.Fprint(conn, strings.ReplaceAll(head, "\n", "\r\n")+"\r\n\r\n"+rest)
	method, _, _ := strings.Cut(request, " ")
	answer, err := http.ReadResponse(bufio.NewReader(conn), &http.Request{Method: method})
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	read, _ := io.ReadAll(answer.Body)
	return answer.StatusCode, answer.Header, string(read)
}

func TestRequestsArriveAsTheyWereSent(t *testing.T) {
	t.Parallel()
	type arrived struct {
		Line, Host, Body string
		Header           http.Header
	}
	for name, c := range map[string]struct {
		request   string
		forwarded bool
		want      arrived
	}{
		"a query that is malformed": {
			request: "GET /club?a=%zz&b=1;2&&c HTTP/1.1\nHost: outside",
			want:    arrived{Line: "GET /base/club?a=%zz&b=1;2&&c", Header: http.Header{}},
		},
		"an empty query, and a path with escapes": {
			request: "GET /club/a%2Fb%20c? HTTP/1.1\nHost: outside",
			want:    arrived{Line: "GET /base/club/a%2Fb%20c?", Header: http.Header{}},
		},
		"a body, and headers that are there twice": {
			request: "POST /club HTTP/1.1\nHost: outside\nContent-Length: 5\nX-Own: 1\nX-Own: 2\nUser-Agent: me\n\n{\"a\":",
			want:    arrived{Line: "POST /base/club", Body: `{"a":`, Header: http.Header{"X-Own": {"1", "2"}, "User-Agent": {"me"}, "Content-Length": {"5"}}},
		},
		"headers of the connection stay behind": {
			request: "GET /club HTTP/1.1\nHost: outside\nConnection: close, X-Hop\nX-Hop: 1\nTe: trailers\nProxy-Authorization: x\nKeep-Alive: 5",
			want:    arrived{Line: "GET /base/club", Header: http.Header{"Te": {"trailers"}}},
		},
		"what another proxy has said stays": {
			request: "GET /club HTTP/1.1\nHost: outside\nX-Forwarded-For: 192.0.2.1\nForwarded: for=192.0.2.1",
			want:    arrived{Line: "GET /base/club", Header: http.Header{"X-Forwarded-For": {"192.0.2.1"}, "Forwarded": {"for=192.0.2.1"}}},
		},
		"with --forwarded, who asks": {
			request:   "GET /club HTTP/1.1\nHost: outside",
			forwarded: true,
			want:      arrived{Line: "GET /base/club", Header: http.Header{"X-Forwarded-For": {"127.0.0.1"}, "X-Forwarded-Host": {"outside"}, "X-Forwarded-Proto": {"http"}}},
		},
		"only encodings that can be read are asked for": {
			request: "GET /club HTTP/1.1\nHost: outside\nAccept-Encoding: gzip;q=0.8, deflate, br\nAccept-Encoding: zstd, identity",
			want:    arrived{Line: "GET /base/club", Header: http.Header{"Accept-Encoding": {"gzip;q=0.8, identity"}}},
		},
		"if there is none of them, none": {
			request: "GET /club HTTP/1.1\nHost: outside\nAccept-Encoding: br",
			want:    arrived{Line: "GET /base/club", Header: http.Header{"Accept-Encoding": {"identity"}}},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got arrived
			upstream := answering(t, func(_ http.ResponseWriter, r *http.Request) {
				body, _ := io.ReadAll(r.Body)
				got = arrived{Line: r.Method + " " + r.RequestURI, Host: r.Host, Body: string(body), Header: r.Header}
			})
			_, server := between(t, upstream+"/base", func(o *proxy.Options) { o.Forwarded = c.forwarded })
			ask(t, server, c.request)
			c.want.Host = "outside"
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

// squeezed is a text in gzip.
func squeezed(text string) string {
	var b bytes.Buffer
	w := gzip.NewWriter(&b)
	fmt.Fprint(w, text)
	w.Close()
	return b.String()
}

const (
	noTicket  = `{"error":"Unauthorized for no Authorization"}`
	badTicket = `{"error":1}`
)

func TestWhatDepartsIsSaid(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		request   string
		status    int
		header    http.Header
		body      string
		findings  string // how the header begins
		unchecked bool
		outside   bool
	}{
		"nothing": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 401, body: noTicket,
		},
		"a parameter": {
			request: "GET /v1/status/getTicket?uid=x&td=1 HTTP/1.1", status: 401, body: noTicket,
			findings: `param-type, param-unknown: uid: got "x", want a whole number from 1 to 2147483647 (T23, tickets.yaml:`,
		},
		"a body": {
			request: "POST /club HTTP/1.1\nContent-Type: application/json\nContent-Length: 3\n\n{\"a", status: 401,
			findings: "body-malformed, param-missing: ",
		},
		"an answer": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 401, body: badTicket,
			findings: "answer-",
		},
		"an answer in gzip": {
			request: "GET /v1/status/getTicket HTTP/1.1\nAccept-Encoding: gzip", status: 401, header: http.Header{"Content-Encoding": {"gzip"}}, body: squeezed(badTicket),
			findings: "answer-",
		},
		"an answer in gzip that is right": {
			request: "GET /v1/status/getTicket HTTP/1.1\nAccept-Encoding: gzip", status: 401, header: http.Header{"Content-Encoding": {"gzip"}}, body: squeezed(noTicket),
		},
		"a request to the mock itself": {
			request: "GET /__admin/personas?apis=x HTTP/1.1", status: 200, body: "[]",
		},
		"letters beyond ASCII": {
			request: "GET /v1/status/getTicket?list=%E5%AE%8C HTTP/1.1", status: 401, body: noTicket,
			findings: `param-enum: list: got "\u5b8c", want pending or done`,
		},
		"a status": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 418, body: noTicket,
			findings: "answer-status: status: got 418, want ",
		},
		"a status, though the body cannot be read": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 418, header: http.Header{"Content-Encoding": {"br"}}, body: "?",
			findings: "upstream-encoding, answer-status: ", unchecked: true,
		},
		"a body that cannot be read is not looked at": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 401, header: http.Header{"Content-Encoding": {"br"}}, body: "?",
			findings: `upstream-encoding: Content-Encoding: got "br", which was not asked for, want none`, unchecked: true,
		},
		"nor is one that is too long": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 401, body: strings.Repeat("x", 5000),
			unchecked: true,
		},
		"nor one that is too long without its encoding": {
			request: "GET /v1/status/getTicket HTTP/1.1\nAccept-Encoding: gzip", status: 401, header: http.Header{"Content-Encoding": {"gzip"}}, body: squeezed(strings.Repeat("x", 5000)),
			unchecked: true,
		},
		"a request whose body is too long": {
			request: "POST /club HTTP/1.1\nContent-Type: application/json\nContent-Length: 5000\n\n" + strings.Repeat("x", 5000), status: 401,
			unchecked: true,
		},
		"a path": {
			request: "GET /v1/status/getTickets HTTP/1.1", status: 200, body: "whatever",
			findings: "path-unknown: path: a path that no operation has; did you mean /v1/status/getTicket?",
		},
		"a method": {
			request: "DELETE /club HTTP/1.1", status: 200, body: "whatever",
			findings: "method-not-allowed: method: got DELETE, want GET or POST",
		},
		"a browser that asks first": {
			request: "OPTIONS /club HTTP/1.1\nOrigin: http://localhost:3000\nAccess-Control-Request-Method: POST", status: 200, outside: true,
		},
		"an answer that departs on purpose": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 418, header: http.Header{"Mock-Diagnosis": {"departs: it was asked for"}}, body: "?",
		},
		"a finding of another proxy is not this one's": {
			request: "GET /v1/status/getTicket HTTP/1.1", status: 401, header: http.Header{proxy.Header: {"answer-status: other"}}, body: noTicket,
		},
		"a secret stays one": {
			request: "POST /cgi-bin/token HTTP/1.1\nContent-Type: application/json\nContent-Length: 16\n\n{\"app_secret\":5}", status: 400, body: `{"errors":{"app_secret":["x"]}}`,
			findings: "param-missing, param-type: ",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "application/json")
				for name, values := range c.header {
					w.Header()[name] = values
				}
				w.WriteHeader(c.status)
				fmt.Fprint(w, c.body)
			})
			var log bytes.Buffer
			p, server := between(t, upstream, func(o *proxy.Options) {
				o.MaxBody, o.Log = 1000, slog.New(slog.NewTextHandler(&log, nil))
			})
			head, body, hasBody := strings.Cut(c.request, "\n\n")
			request := head + "\nHost: outside\nConnection: close"
			if hasBody {
				request += "\n\n" + body
			}
			status, header, got := ask(t, server, request)
			if status != c.status || got != c.body {
				t.Errorf("the answer became %d %q", status, got)
			}
			said := header.Get(proxy.Header)
			if !strings.HasPrefix(said, c.findings) || (said == "") != (c.findings == "") {
				t.Errorf("%s: %s, want %s", proxy.Header, said, c.findings)
			}
			if strings.Contains(name, "secret") && strings.Contains(said, "got 5") {
				t.Errorf("the secret is shown: %s", said)
			}
			server.Close() // what is under way ends
			summary := p.Summary()
			departed, unchecked := 0, 0
			if c.findings != "" {
				departed = 1
			}
			if c.unchecked {
				unchecked = 1
			}
			exchanges := 1
			if c.outside {
				exchanges = 0
			}
			if summary.Exchanges != exchanges || len(summary.Outside) != 1-exchanges || summary.Departed != departed || summary.Unchecked != unchecked {
				t.Errorf("the summary is %+v", summary)
			}
			if lines := strings.Count(log.String(), "\n"); lines != 1 || strings.Contains(log.String(), "findings=") != (departed == 1) {
				t.Errorf("the log is %s", log.String())
			}
		})
	}
}

func TestALongFindingIsCutInTheHeader(t *testing.T) {
	t.Parallel()
	upstream := answering(t, func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusUnauthorized) })
	_, server := between(t, upstream, nil)
	var query []string
	for i := range 40 {
		query = append(query, fmt.Sprintf("%%E5%%9C%%88%d=1", i))
	}
	_, header, _ := ask(t, server, "GET /v1/status/getTicket?"+strings.Join(query, "&")+" HTTP/1.1\nHost: outside")
	said := header.Get(proxy.Header)
	if len(said) > 1024 || len(said) < 1000 || !strings.HasPrefix(said, "param-unknown, answer-body: ") || !strings.HasSuffix(said, "...") {
		t.Errorf("%d %s", len(said), said)
	}
}

func TestAnUpstreamThatFailsIsSaid(t *testing.T) {
	t.Parallel()
	t.Run("it is not there", func(t *testing.T) {
		t.Parallel()
		p, server := between(t, "http://127.0.0.1:9", nil)
		status, header, body := ask(t, server, "GET /club HTTP/1.1\nHost: outside")
		if status != 502 || !strings.HasPrefix(header.Get(proxy.Header), "upstream-unreachable: no answer from http://127.0.0.1:9") || !strings.Contains(body, "no answer") {
			t.Errorf("%d %v %s", status, header, body)
		}
		if p.Summary().Departed != 1 {
			t.Error("it is not counted")
		}
	})
	t.Run("it says nothing", func(t *testing.T) {
		t.Parallel()
		over := make(chan struct{})
		upstream := answering(t, func(http.ResponseWriter, *http.Request) { <-over })
		t.Cleanup(func() { close(over) })
		_, server := between(t, upstream, func(o *proxy.Options) { o.Timeout = 50 * time.Millisecond })
		status, header, _ := ask(t, server, "GET /club HTTP/1.1\nHost: outside")
		if status != 504 || !strings.HasPrefix(header.Get(proxy.Header), "upstream-timeout: ") {
			t.Errorf("%d %v", status, header)
		}
	})
	t.Run("it says nothing and goes", func(t *testing.T) {
		t.Parallel()
		upstream := answering(t, func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		p, server := between(t, upstream, nil)
		answer, err := http.Get(server.URL + "/club")
		if err == nil {
			answer.Body.Close()
			t.Errorf("there is an answer: %d", answer.StatusCode)
		}
		server.Close()
		if s := p.Summary(); s.Departed == 0 || len(s.Operations) != 1 || s.Operations[0].Findings["upstream-broken-off"] == 0 {
			t.Errorf("the summary is %+v", s)
		}
	})
	t.Run("it breaks off", func(t *testing.T) {
		t.Parallel()
		upstream := answering(t, func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "100")
			fmt.Fprint(w, "half")
		})
		p, server := between(t, upstream, nil)
		answer, err := http.Get(server.URL + "/club")
		if err != nil {
			t.Fatal(err)
		}
		defer answer.Body.Close()
		body, err := io.ReadAll(answer.Body)
		if string(body) != "half" || err == nil {
			t.Errorf("what came through is %q, and %v", body, err)
		}
		if got := answer.Header.Get(proxy.Header); !strings.Contains(got, "upstream-broken-off: ") || !strings.Contains(got, "an answer that breaks off after 4 bytes") {
			t.Error(got)
		}
		server.Close()
		if p.Summary().Departed != 1 {
			t.Error("it is not counted")
		}
	})
}

// TestStreamsPassAsTheyCome: the second event is sent only once the first has arrived.
func TestStreamsPassAsTheyCome(t *testing.T) {
	t.Parallel()
	arrived := make(chan struct{})
	upstream := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: 1\n\n")
		w.(http.Flusher).Flush()
		<-arrived
		fmt.Fprint(w, "data: 2\n\n")
	})
	_, server := between(t, upstream, nil)
	answer, err := http.Get(server.URL + "/v1/status/getTicket")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	lines := bufio.NewReader(answer.Body)
	if first, err := lines.ReadString('\n'); err != nil || first != "data: 1\n" {
		t.Fatal(first, err)
	}
	close(arrived)
	if rest, err := io.ReadAll(lines); err != nil || string(rest) != "\ndata: 2\n\n" {
		t.Errorf("%q %v", rest, err)
	}
}

func TestAnotherProtocolPasses(t *testing.T) {
	t.Parallel()
	upstream := answering(t, func(w http.ResponseWriter, r *http.Request) {
		conn, both, err := w.(http.Hijacker).Hijack()
		if err != nil {
			t.Error(err)
			return
		}
		defer conn.Close()
		fmt.Fprintf(both, "HTTP/1.1 101 Switching Protocols\r\nConnection: Upgrade\r\nUpgrade: %s\r\n\r\n", r.Header.Get("Upgrade"))
		both.Flush()
		line, _ := both.ReadString('\n')
		fmt.Fprint(both, "you said "+line)
		both.Flush()
	})
	_, server := between(t, upstream, nil)
	conn, err := new(net.Dialer).DialContext(t.Context(), "tcp", server.Listener.Addr().String())
	if err != nil {
		t.Fatal(err)
	}
	defer conn.Close()
	fmt.Fprint(conn, "GET /socket HTTP/1.1\r\nHost: outside\r\nConnection: Upgrade\r\nUpgrade: echo\r\n\r\n")
	reader := bufio.NewReader(conn)
	answer, err := http.ReadResponse(reader, nil)
	if err != nil || answer.StatusCode != http.StatusSwitchingProtocols {
		t.Fatal(answer, err)
	}
	fmt.Fprintln(conn, "hello")
	if line, err := reader.ReadString('\n'); line != "you said hello\n" {
		t.Errorf("%q %v", line, err)
	}
}

func TestAnUpstreamWithTLSIsMetByItsName(t *testing.T) {
	t.Parallel()
	server := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) { fmt.Fprint(w, r.Host) }))
	defer server.Close()
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	_, trusting := between(t, server.URL, func(o *proxy.Options) { o.TLS = &tls.Config{RootCAs: roots, MinVersion: tls.VersionTLS12} })
	if status, _, body := ask(t, trusting, "GET / HTTP/1.1\nHost: outside"); status != 200 || body != strings.TrimPrefix(server.URL, "https://") {
		t.Errorf("%d %s", status, body)
	}
	_, strict := between(t, server.URL, nil)
	if status, header, _ := ask(t, strict, "GET / HTTP/1.1\nHost: outside"); status != 502 || !strings.Contains(header.Get(proxy.Header), "upstream-unreachable") {
		t.Errorf("%d %v", status, header)
	}
}

func TestTheSummaryCountsByOperation(t *testing.T) {
	t.Parallel()
	upstream := answering(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		if r.URL.Path == "/v1/status/getTicket" {
			w.WriteHeader(http.StatusUnauthorized)
			fmt.Fprint(w, noTicket)
		}
	})
	p, server := between(t, upstream, nil)
	for _, request := range []string{
		"GET /v1/status/getTicket", "GET /v1/status/getTicket?uid=x", "GET /v1/status/getTicket?uid=y", "GET /v1/elsewhere", "HEAD /club",
		"GET /", "GET /nowhere?secret=1", "GET /nowhere", "OPTIONS /club", "HEAD /__admin/health", "GET /__admin/console/app.js",
	} {
		ask(t, server, request+" HTTP/1.1\nHost: outside\nConnection: close")
	}
	server.Close()
	var out strings.Builder
	if err := p.Summary().Print(&out); err != nil {
		t.Fatal(err)
	}
	const want = `OPERATION          EXCHANGES  STATUSES  FINDINGS
(unknown method)   1          200       method-not-allowed
(unknown path)     1          200       path-unknown
tickets.getTicket  3          401 ×3    param-type ×2
5 exchanges, 4 of them departed from the specification
no API's, and not checked: GET /, GET /__admin/console/app.js, GET /nowhere ×2, HEAD /__admin/health, OPTIONS /club
`
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Error(diff)
	}
}

// TestAClientThatGoesAwayIsNoFinding: nobody is there to be told.
func TestAClientThatGoesAwayIsNoFinding(t *testing.T) {
	t.Parallel()
	asked, gone := make(chan struct{}), make(chan struct{})
	upstream := answering(t, func(_ http.ResponseWriter, r *http.Request) {
		close(asked)
		<-r.Context().Done()
		close(gone)
	})
	p, server := between(t, upstream, nil)
	ctx, cancel := context.WithCancel(t.Context())
	request, err := http.NewRequestWithContext(ctx, http.MethodGet, server.URL+"/club", nil)
	if err != nil {
		t.Fatal(err)
	}
	go func() { <-asked; cancel() }()
	if answer, err := http.DefaultClient.Do(request); err == nil {
		answer.Body.Close()
		t.Error("there was an answer")
	}
	<-gone
	server.Close()
	if s := p.Summary(); s.Exchanges != 1 || s.Departed != 0 || s.Unchecked != 1 {
		t.Errorf("%+v", s)
	}
}
