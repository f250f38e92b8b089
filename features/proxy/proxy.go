package proxy

import (
	"cmp"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httputil"
	"net/url"
	"slices"
	"strings"
	"sync"
	"syscall"
	"time"

	"contractmock/features/client"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// Header is the header of an answer that says what departs in the exchange: the ids of
// the findings, separated by commas, then a colon and the texts, as Mock-Diagnosis.
const Header = "Contract-Findings"

// Defaults of the options.
const (
	DefaultTimeout = 30 * time.Second
	DefaultMaxBody = 8 << 20
)

// Options of a proxy.
type Options struct {
	// Upstream is where the APIs are; a path is put in front of every request's.
	Upstream *url.URL
	// Name is what the upstream is called in findings; "" is its URL.
	Name string
	// Header is sent to the upstream where a request has not said it itself.
	Header http.Header
	// Timeout is how long the upstream may take to begin its answer; 0 is [DefaultTimeout].
	Timeout time.Duration
	// MaxBody is the most bytes of a body that are held for the check. What is longer
	// passes as it comes, and is not checked; 0 is [DefaultMaxBody].
	MaxBody int64
	// TLS is how an https upstream is met; nil is with the system's certificates.
	TLS *tls.Config
	// Forwarded adds X-Forwarded-For, -Host and -Proto.
	Forwarded bool
	// Wall tells the time.
	Wall func() time.Time
	// Log takes one line for each exchange; nil is none.
	Log *slog.Logger
	// Recorder keeps the exchanges; nil is none.
	Recorder *Recorder
}

// Proxy is an http.Handler that passes requests on to the upstream.
type Proxy struct {
	options   Options
	documents []*spec.Document
	reverse   *httputil.ReverseProxy
	transport *http.Transport
	tally     tally
	under     sync.WaitGroup  // exchanges that are under way
	ending    context.Context // ends the streams; it is no request's
	end       context.CancelFunc
}

// New is a proxy.
func New(options Options) (*Proxy, error) {
	if options.Timeout == 0 {
		options.Timeout = DefaultTimeout
	}
	if options.MaxBody == 0 {
		options.MaxBody = DefaultMaxBody
	}
	if options.Name == "" {
		options.Name = options.Upstream.Redacted()
	}
	if options.Log == nil {
		options.Log = slog.New(slog.DiscardHandler)
	}
	p := &Proxy{options: options, transport: http.DefaultTransport.(*http.Transport).Clone()}
	p.ending, p.end = context.WithCancel(context.Background())
	for _, name := range append(openapi.APIs(), openapi.Admin, openapi.Outside) {
		document, err := openapi.Document(name)
		if err != nil {
			return nil, err
		}
		p.documents = append(p.documents, document)
	}
	p.transport.DisableCompression = true // what the client asks for is what it gets
	p.transport.ResponseHeaderTimeout = options.Timeout
	p.transport.TLSClientConfig = options.TLS
	p.transport.DialContext = (&net.Dialer{Timeout: options.Timeout}).DialContext
	p.transport.MaxIdleConnsPerHost = 64
	p.reverse = &httputil.ReverseProxy{
		FlushInterval: -1, // what breaks off comes as far as it came
		Transport:     p.transport, Rewrite: p.rewrite, ModifyResponse: p.answered, ErrorHandler: p.failed,
		ErrorLog: slog.NewLogLogger(options.Log.Handler(), slog.LevelDebug),
	}
	return p, nil
}

// EndStreams ends the event streams, which would never end by themselves, and those that
// still begin.
func (p *Proxy) EndStreams() { p.end() }

// Wait waits until no exchange is under way, so that the summary has all of them. It is
// for a proxy that gets no requests any more.
func (p *Proxy) Wait() { p.under.Wait() }

// Close ends the streams, and the connections to the upstream that nobody uses.
func (p *Proxy) Close() {
	p.end()
	p.transport.CloseIdleConnections()
}

// passing is one exchange on its way through.
type passing struct {
	*client.Exchange
	// name is what the summary calls the operation.
	name      string
	started   time.Time
	request   *captured // its body, nil if it has none
	unrouted  []spec.Finding
	found     []spec.Finding
	unchecked string // why a body was not looked at
	whole     bool   // the answer is there as a whole
	cut       func() // ends the exchange
}

type passingKey struct{}

// ServeHTTP implements http.Handler: it passes the request on, and the answer back.
func (p *Proxy) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	p.under.Add(1)
	defer p.under.Done()
	ctx, cut := context.WithCancel(r.Context())
	defer cut()
	x := &passing{started: p.options.Wall(), cut: cut}
	x.Exchange = &client.Exchange{Method: r.Method, URL: r.URL.RequestURI(), Header: r.Header.Clone()}
	p.route(x, r)
	if r.Body != nil && r.Body != http.NoBody {
		x.request = &captured{ReadCloser: r.Body, limit: p.options.MaxBody}
		r.Body = x.request
	}
	if p.options.Recorder != nil {
		p.options.Recorder.Identify(r.Context(), x.Exchange)
	}
	defer p.passed(x) // a broken answer ends in a panic
	p.reverse.ServeHTTP(w, r.WithContext(context.WithValue(ctx, passingKey{}, x)))
}

// rewrite makes the request to the upstream of the one that came in. It is the same,
// but for encodings that could not be read, and for the host if the upstream has a name:
// one with an address is nobody's virtual host, and makes its links of what it is called.
func (p *Proxy) rewrite(r *httputil.ProxyRequest) {
	r.SetURL(p.options.Upstream)
	if nameless(p.options.Upstream) {
		r.Out.Host = r.In.Host
	}
	r.Out.URL.RawQuery, r.Out.URL.ForceQuery = r.In.URL.RawQuery, r.In.URL.ForceQuery // malformed or not
	for _, name := range []string{"Forwarded", "X-Forwarded-For", "X-Forwarded-Host", "X-Forwarded-Proto"} {
		if values, ok := r.In.Header[name]; ok {
			r.Out.Header[name] = values
		}
	}
	if p.options.Forwarded {
		r.SetXForwarded()
	}
	for name, values := range p.options.Header {
		if _, said := r.In.Header[name]; !said {
			r.Out.Header[name] = values
		}
	}
	if asked, ok := r.In.Header["Accept-Encoding"]; ok {
		r.Out.Header["Accept-Encoding"] = readable(asked)
	}
}

// nameless tells whether a URL has an address of this network, and no certificate's name.
func nameless(u *url.URL) bool {
	return u.Scheme == "http" && (u.Hostname() == "localhost" || net.ParseIP(u.Hostname()) != nil)
}

// readable are the encodings among those that are asked for which the check can read.
func readable(asked []string) []string {
	var kept []string
	for encoding := range strings.SplitSeq(strings.Join(asked, ","), ",") {
		name, _, _ := strings.Cut(strings.TrimSpace(encoding), ";")
		if name = strings.ToLower(strings.TrimSpace(name)); name == "gzip" || name == "identity" {
			kept = append(kept, strings.TrimSpace(encoding))
		}
	}
	if kept == nil {
		return []string{"identity"}
	}
	return []string{strings.Join(kept, ", ")}
}

// answered checks the exchange before its answer is passed back.
func (p *Proxy) answered(answer *http.Response) error {
	x := answer.Request.Context().Value(passingKey{}).(*passing)
	x.Status, x.AnswerHeader = answer.StatusCode, answer.Header.Clone()
	x.found = append(x.found, p.checkRequest(x)...)
	if x.Operation != nil {
		x.found = append(x.found, unasked(answer)...)
	}
	x.found = append(x.found, p.checkAnswer(x, answer)...)
	answer.Header.Del(Header) // another proxy's
	if value := headerValue(x.found); value != "" {
		answer.Header.Set(Header, value)
		answer.Header.Add("Access-Control-Expose-Headers", Header) // or no script of a page sees it
	}
	return nil
}

// unasked is the finding that an answer has an encoding that the request did not ask
// for, nil if it has none of these.
func unasked(answer *http.Response) []spec.Finding {
	encoding := strings.ToLower(strings.TrimSpace(answer.Header.Get("Content-Encoding")))
	asked := strings.ToLower(strings.Join(answer.Request.Header["Accept-Encoding"], ", "))
	for offered := range strings.SplitSeq(asked, ",") {
		if name, _, _ := strings.Cut(offered, ";"); strings.TrimSpace(name) == encoding {
			return nil
		}
	}
	if encoding == "" || encoding == "identity" {
		return nil
	}
	return []spec.Finding{{ID: "upstream-encoding", At: "Content-Encoding", Got: fmt.Sprintf("%q, which was not asked for", encoding), Want: cmp.Or(asked, "none")}}
}

// checkRequest holds the request against the specification.
func (p *Proxy) checkRequest(x *passing) []spec.Finding {
	if x.Operation == nil {
		return x.unrouted
	}
	body, whole := x.request.read()
	if whole {
		body, whole = decoded(body, x.Header.Get("Content-Encoding"), p.options.MaxBody)
	}
	if !whole {
		x.unchecked = "the request's body is too long, or was not read to its end"
		return nil
	}
	x.Body = body
	if !slices.Contains(openapi.APIs(), x.Operation.API) {
		return nil // the mock's own, which refuses what is wrong
	}
	return x.CheckRequest()
}

// checkAnswer holds the answer against the specification, and leaves its body to be
// read once more.
func (p *Proxy) checkAnswer(x *passing, answer *http.Response) []spec.Finding {
	streams := strings.HasPrefix(answer.Header.Get("Content-Type"), "text/event-stream")
	if streams || answer.StatusCode == http.StatusSwitchingProtocols {
		context.AfterFunc(p.ending, x.cut)
	}
	if x.Operation == nil || answer.StatusCode == http.StatusSwitchingProtocols {
		return nil
	}
	var body []byte
	whole := false
	if !streams {
		var err error
		body, err = io.ReadAll(io.LimitReader(answer.Body, p.options.MaxBody+1))
		answer.Body = &again{rest: answer.Body, seen: body, err: err}
		if err != nil {
			return []spec.Finding{{ID: "upstream-broken-off", At: "body", Got: fmt.Sprintf("an answer that breaks off after %d bytes: %v", len(body), err)}}
		}
		if whole = int64(len(body)) <= p.options.MaxBody; whole {
			body, whole = decoded(body, answer.Header.Get("Content-Encoding"), p.options.MaxBody)
		}
	}
	if x.whole = whole; whole {
		x.AnswerBody = body
		x.Findings = x.CheckAnswer()
		return x.Findings
	}
	x.unchecked = "the answer's body streams, is too long, or is encoded in a way that cannot be read"
	if _, documented := x.Operation.Response(x.Status); documented {
		return nil
	}
	return x.CheckAnswer()
}

// failed answers a request to which the upstream gave no answer.
func (p *Proxy) failed(w http.ResponseWriter, r *http.Request, err error) {
	x := r.Context().Value(passingKey{}).(*passing)
	if r.Context().Err() != nil {
		x.unchecked = "the client went away"
		w.WriteHeader(http.StatusBadGateway) // which nobody reads
		return
	}
	id, status := "upstream-unreachable", http.StatusBadGateway
	var late net.Error
	if errors.As(err, &late) && late.Timeout() {
		id, status = "upstream-timeout", http.StatusGatewayTimeout
	}
	x.found = append(x.found, x.unrouted...)
	if errors.Is(err, io.EOF) || errors.Is(err, io.ErrUnexpectedEOF) || errors.Is(err, syscall.ECONNRESET) {
		x.found = append(x.found, spec.Finding{ID: "upstream-broken-off", Got: fmt.Sprintf("a connection that %s ends without an answer", p.options.Name)})
		panic(http.ErrAbortHandler) // so does this one: a client must see what it would see there
	}
	x.Status = status
	x.found = append(x.found, spec.Finding{ID: id, Got: fmt.Sprintf("no answer from %s: %v", p.options.Name, err)})
	w.Header().Set(Header, headerValue(x.found))
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	fmt.Fprintf(w, "contract proxy: no answer from %s\n", p.options.Name)
}

// passed ends the exchange: it is counted, logged and recorded.
func (p *Proxy) passed(x *passing) {
	p.tally.add(x)
	level, words := slog.LevelInfo, []any{"operation", x.name, "status", x.Status, "took", p.options.Wall().Sub(x.started).Round(time.Millisecond).String()}
	if x.unchecked != "" {
		words = append(words, "unchecked", x.unchecked)
	}
	if len(x.found) > 0 {
		level = slog.LevelWarn
		words = append(words, "findings", texts(x.found))
	}
	p.options.Log.Log(context.Background(), level, x.Method+" "+maskedURL(x.URL), words...)
	if p.options.Recorder != nil && x.whole && x.unchecked == "" {
		p.options.Recorder.Record(x.Exchange, x.started)
	}
}

// Summary is what has passed until now.
func (p *Proxy) Summary() Summary { return p.tally.summary() }
