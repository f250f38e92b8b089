package mockserver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"runtime"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"
)

// piped is a listener whose connections are in memory, so that their time-outs go by a
// clock that need not be waited for.
type piped struct {
	dialled chan net.Conn
	closed  chan struct{}
	close   func()
}

func newPiped() *piped {
	p := &piped{dialled: make(chan net.Conn), closed: make(chan struct{})}
	p.close = sync.OnceFunc(func() { close(p.closed) })
	return p
}

func (p *piped) Accept() (net.Conn, error) {
	select {
	case conn := <-p.dialled:
		return conn, nil
	case <-p.closed:
		return nil, net.ErrClosed
	}
}

func (p *piped) Close() error {
	p.close()
	return nil
}

func (p *piped) Addr() net.Addr { return &net.TCPAddr{IP: net.IPv4(127, 0, 0, 1), Port: 4700} }

func (p *piped) dial() net.Conn {
	ours, theirs := net.Pipe()
	p.dialled <- theirs
	return ours
}

const plainRequest = "GET /v1/status/getTicket HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer sun-token\r\n"

// statusOf is the status that a connection is answered with; 0 if it is closed without an
// answer.
func statusOf(conn net.Conn) int {
	answer, err := http.ReadResponse(bufio.NewReader(conn), nil)
	if err != nil {
		return 0
	}
	_, _ = io.Copy(io.Discard, answer.Body)
	answer.Body.Close()
	return answer.StatusCode
}

// TestSlowCallersAreCutOff: nobody holds a connection by sending or reading as slowly as
// they like, and nobody else waits for them.
func TestSlowCallersAreCutOff(t *testing.T) {
	t.Parallel()
	// drip sends a text and then a byte every second, for as long as somebody takes it.
	drip := func(text, more string) func(net.Conn) int {
		return func(conn net.Conn) int {
			go func() {
				_, err := io.WriteString(conn, text)
				for err == nil {
					time.Sleep(time.Second)
					_, err = io.WriteString(conn, more)
				}
			}()
			return statusOf(conn)
		}
	}
	for _, c := range []struct {
		name   string
		do     func(net.Conn) int
		status int
		after  time.Duration
	}{
		{"who says nothing", statusOf, 0, readHeaderTimeout},
		{"who sends their header byte by byte", drip("GET / HTTP/1.1\r\nHost: mock\r\nA: ", "a"), 0, readHeaderTimeout},
		{"who sends one header after the other", drip("GET / HTTP/1.1\r\nHost: mock\r\n", "A: a\r\n"), 0, readHeaderTimeout},
		{"who sends their body byte by byte", drip("POST /club HTTP/1.1\r\nHost: mock\r\nContent-Length: 1000\r\n\r\n", "a"), http.StatusBadRequest, readTimeout},
		{"who sends their body chunk by chunk", drip("POST /club HTTP/1.1\r\nHost: mock\r\nTransfer-Encoding: chunked\r\n\r\n", "1\r\na\r\n"), http.StatusBadRequest, readTimeout},
		{"who does not take the answer", func(conn net.Conn) int {
			_, _ = io.WriteString(conn, plainRequest+"\r\n")
			time.Sleep(writeTimeout + time.Second)
			return statusOf(conn)
		}, 0, writeTimeout + time.Second},
		{"who asks for nothing more", func(conn net.Conn) int {
			_, _ = io.WriteString(conn, plainRequest+"\r\n")
			reader := bufio.NewReader(conn)
			answer, err := http.ReadResponse(reader, nil)
			if err != nil {
				return 0
			}
			_, _ = io.Copy(io.Discard, answer.Body)
			answer.Body.Close()
			_, err = reader.ReadByte()
			return map[bool]int{true: answer.StatusCode}[errors.Is(err, io.EOF)]
		}, http.StatusOK, idleTimeout},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			mock := newServer(t, Options{})
			synctest.Test(t, func(t *testing.T) {
				ctx, cancel := context.WithCancel(t.Context())
				listener, ended := newPiped(), make(chan error)
				go func() { ended <- mock.Serve(ctx, listener) }()
				slow := listener.dial()
				began, status := time.Now(), make(chan int)
				go func() { status <- c.do(slow) }()
				synctest.Wait()
				plain := listener.dial()
				_, _ = io.WriteString(plain, plainRequest+"Connection: close\r\n\r\n")
				if got, took := statusOf(plain), time.Since(began); got != http.StatusOK || took > 0 {
					t.Errorf("meanwhile somebody else gets %d after %s", got, took)
				}
				if got, took := <-status, time.Since(began); got != c.status || took != c.after {
					t.Errorf("%d after %s, want %d after %s", got, took, c.status, c.after)
				}
				slow.Close()
				time.Sleep(2 * time.Second) // until who sends has found that out
				cancel()
				if err := <-ended; err != nil {
					t.Error(err)
				}
			})
		})
	}
}

// onTheWire is a mock that listens on this machine, until the test ends.
func onTheWire(t *testing.T) (mock *Server, address string) {
	t.Helper()
	mock = newServer(t, Options{JournalEntries: 100})
	address, _ = listening(t, mock)
	return mock, address
}

func dial(t *testing.T, address string) *net.TCPConn {
	t.Helper()
	conn, err := net.Dial("tcp", address)
	if err != nil {
		t.Fatal(err)
	}
	return conn.(*net.TCPConn)
}

// stillServes holds that a plain request is served.
func stillServes(t *testing.T, address, after string) {
	t.Helper()
	conn := dial(t, address)
	defer conn.Close()
	_, _ = io.WriteString(conn, plainRequest+"Connection: close\r\n\r\n")
	if got := statusOf(conn); got != http.StatusOK {
		t.Errorf("after %s the next request gets %d", after, got)
	}
}

// heap is how many bytes live on the heap.
func heap() uint64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

// TestWhatStandsOnTheWire sends bytes that no client would: each gets one answer or none,
// the next request is served, and nothing is kept of it.
func TestWhatStandsOnTheWire(t *testing.T) {
	mock, address := onTheWire(t)
	const post = "POST /account/captcha HTTP/1.1\r\nHost: mock\r\n"
	body := func(media, text string) string {
		return post + fmt.Sprintf("Content-Type: %s\r\nContent-Length: %d\r\n\r\n%s", media, len(text), text)
	}
	get := func(rest string) string { return plainRequest + rest + "\r\n\r\n" }
	const mib, json, form = 1 << 20, "application/json", "application/x-www-form-urlencoded"
	before := heap()
	for _, c := range []struct {
		name, bytes string
		status      int // 0 is none
	}{
		{"no HTTP", "hello\r\n\r\n", 400},
		{"what TLS begins with", "\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + strings.Repeat("\x00", 100) + "\r\n\r\n", 400},
		{"what HTTP/2 begins with", "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", 404},
		{"HTTP/0.9", "GET /\r\n\r\n", 400},
		{"HTTP/9.9", "GET / HTTP/9.9\r\nHost: mock\r\n\r\n", 505},
		{"no Host", "GET / HTTP/1.1\r\n\r\n", 400},
		{"two Hosts", "GET / HTTP/1.1\r\nHost: a\r\nHost: b\r\n\r\n", 400},
		{"a Host that is none", "GET / HTTP/1.1\r\nHost: a b\x7f\r\n\r\n", 400},
		{"a method that is none", "G(T / HTTP/1.1\r\nHost: mock\r\n\r\n", 400},
		{"a method that nobody has", "FROB /club HTTP/1.1\r\nHost: mock\r\n\r\n", 405},
		{"a tunnel", "CONNECT mock:80 HTTP/1.1\r\nHost: mock:80\r\n\r\n", 404},
		{"a question about everything", "OPTIONS * HTTP/1.1\r\nHost: mock\r\n\r\n", 200},
		{"a whole URL", "GET http://elsewhere.example/v1/status/getTicket HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer sun-token\r\n\r\n", 200},
		{"NUL in the path", "GET /\x00 HTTP/1.1\r\nHost: mock\r\n\r\n", 400},
		{"NUL in the path, encoded", "GET /club/%00 HTTP/1.1\r\nHost: mock\r\n\r\n", 401},
		{"no UTF-8 in the path", "GET /club/\xff\xfe HTTP/1.1\r\nHost: mock\r\n\r\n", 401},
		{"a path out of the root", "GET /../../etc/passwd HTTP/1.1\r\nHost: mock\r\n\r\n", 404},
		{"NUL in a header", get("A: \x00"), 400},
		{"NUL in a header's name", get("A\x00: a"), 400},
		{"no UTF-8 in a header", get("Mock-Session: \xff\xfe"), 400},
		{"a header without colon", get("A"), 400},
		{"a header over two lines", get("A: a\r\n b"), 200},
		{"a flood of headers", get(strings.Repeat("A: a\r\n", 20_000)), 431},
		{"a header of a mebibyte", get("A: " + strings.Repeat("a", mib)), 431},
		{"a name of a mebibyte", get(strings.Repeat("a", mib) + ": a"), 431},
		{"a URL of a mebibyte", "GET /" + strings.Repeat("a", mib) + " HTTP/1.1\r\nHost: mock\r\n\r\n", 431},
		{"a URL of 20 kB", "GET /" + strings.Repeat("a", 20_000) + " HTTP/1.1\r\nHost: mock\r\n\r\n", 414},
		{"a thousand cookies", get("Cookie: " + strings.Repeat("a=b; ", 1000)), 200},
		{"a thousand ranges", get("Range: bytes=" + strings.Repeat("0-1,", 1000) + "0-1"), 200},
		{"two lengths", post + "Content-Length: 1\r\nContent-Length: 2\r\n\r\nab", 400},
		{"a length below nothing", post + "Content-Length: -1\r\n\r\n", 400},
		{"a length beyond all numbers", post + "Content-Length: 99999999999999999999\r\n\r\n", 400},
		{"a length of an exbibyte", post + "Content-Length: 1152921504606846976\r\n\r\n", 413},
		{"a length of an exbibyte that waits to be asked for", post + "Expect: 100-continue\r\nContent-Length: 1152921504606846976\r\n\r\n", 413},
		{"something else that is expected", post + "Expect: a\r\nContent-Length: 0\r\n\r\n", 417},
		{"an encoding that nobody knows", post + "Transfer-Encoding: gzip\r\n\r\n", 501},
		{"a chunk that is none", post + "Transfer-Encoding: chunked\r\n\r\nzz\r\n", 400},
		{"a chunk of an exbibyte", post + "Transfer-Encoding: chunked\r\n\r\n1000000000000000\r\n" + strings.Repeat("a", 2*mib), 413},
		{"a chunk with a line that does not end", post + "Transfer-Encoding: chunked\r\n\r\n1;" + strings.Repeat("a", mib), 400},
		{"trailers without end", post + "Transfer-Encoding: chunked\r\n\r\n0\r\n" + strings.Repeat("A: a\r\n", 50_000) + "\r\n", 400},
		{"lists in lists", body(json, strings.Repeat("[", mib-1)), 400},
		{"objects in objects", body(json, strings.Repeat(`{"a":`, 200_000)), 400},
		{"lists in lists, and all of them end", body(json, `{"ts":1,"sign":"0","a":`+strings.Repeat("[", 10_000)+strings.Repeat("]", 10_000)+"}"), 400},
		{"a member twice", body(json, `{"mobile":"1","mobile":"2"}`), 400},
		{"ninety thousand members", body(json, "{"+manyMembers(90_000)+`"ts":1,"sign":"0"}`), 401},
		{"a number beyond all numbers", body(json, `{"ts":1`+strings.Repeat("0", mib/2)+`,"sign":"0"}`), 401},
		{"JSON that is no UTF-8", body(json, "{\"mobile\":\"\xff\"}"), 400},
		{"JSON with NUL", body(json, "{\"mobile\":\"\x00\"}"), 400},
		{"a hundred thousand parameters", body(form, strings.Repeat("a=b&", 100_000)+"ts=1&sign=0"), 401},
		{"parameters in parameters", body(form, "a"+strings.Repeat("[a]", 300_000)+"=1&ts=1&sign=0"), 401},
		{"parameters that are no UTF-8", body(form, "mobile=%ff%fe\xff&ts=1&sign=0"), 401},
		{"parameters with NUL", body(form, "mobile=%00\x00&ts=1&sign=0"), 401},
		{"a media type of 60 kB", body(json+"; a="+strings.Repeat("a", 60_000), "{}"), 400},
	} {
		conn := dial(t, address)
		go func() { // the mock may answer before it has taken everything
			_, _ = io.WriteString(conn, c.bytes)
			_ = conn.CloseWrite()
		}()
		if got := statusOf(conn); got != c.status {
			t.Errorf("%s: %d, want %d", c.name, got, c.status)
		}
		conn.Close()
		stillServes(t, address, c.name)
	}
	http.DefaultClient.CloseIdleConnections()
	if after := heap(); after > before+16*mib {
		t.Errorf("the heap has grown from %d to %d MiB", before>>20, after>>20)
	}
	if _, bytes := mock.journal.Len(); bytes > 16*mib {
		t.Errorf("the journal has %d MiB of it", bytes>>20)
	}
}

func manyMembers(count int) string {
	var b strings.Builder
	for i := range count {
		fmt.Fprintf(&b, `"%d":0,`, i)
	}
	return b.String()
}

// endless never ends, and counts how much of it was taken.
type endless struct{ taken atomic.Int64 }

func (e *endless) Read(p []byte) (int, error) {
	for i := range p {
		p[i] = 'a'
	}
	e.taken.Add(int64(len(p)))
	return len(p), nil
}

// TestBodiesWithoutEnd: of each no more is taken than the mock looks at and what is under
// way.
func TestBodiesWithoutEnd(t *testing.T) {
	_, address := onTheWire(t)
	before := heap()
	var all sync.WaitGroup
	for range 8 {
		all.Go(func() {
			body := &endless{}
			r, err := http.NewRequestWithContext(t.Context(), http.MethodPost, "http://"+address+"/club", body)
			if err != nil {
				t.Error(err)
				return
			}
			answer, err := new(http.Transport).RoundTrip(r)
			if err == nil {
				answer.Body.Close()
			}
			if err == nil && answer.StatusCode != http.StatusRequestEntityTooLarge || body.taken.Load() > 16<<20 {
				t.Errorf("%v, %v; %d MiB were taken", answer, err, body.taken.Load()>>20)
			}
		})
	}
	all.Wait()
	stillServes(t, address, "bodies without end")
	if after := heap(); after > before+16<<20 {
		t.Errorf("the heap has grown from %d to %d MiB", before>>20, after>>20)
	}
}

// TestConnectionsThatBreakOff: whoever goes away in the middle, or says that no more will
// come, leaves nothing behind.
func TestConnectionsThatBreakOff(t *testing.T) {
	_, address := onTheWire(t)
	stillServes(t, address, "nothing")
	before := runtime.NumGoroutine()
	whole := plainRequest + "\r\n"
	post := "POST /club HTTP/1.1\r\nHost: mock\r\nContent-Length: 1000\r\n\r\nname=a"
	for _, text := range []string{"", "G", plainRequest, whole, post, whole + whole + "GET /"} {
		for range 20 {
			aborted := dial(t, address)
			_, _ = io.WriteString(aborted, text)
			_ = aborted.SetLinger(0) // a reset
			aborted.Close()
		}
		half := dial(t, address)
		_, _ = io.WriteString(half, text)
		_ = half.CloseWrite()
		want := map[string]int{whole: 200, whole + whole + "GET /": 200, post: 400, "G": 400, plainRequest: 400}[text]
		if got := statusOf(half); got != want {
			t.Errorf("who closes after %q gets %d, want %d", text, got, want)
		}
		half.Close()
		stillServes(t, address, "connections that break off")
	}
	for runtime.NumGoroutine() > before { // until the server has seen them go
		runtime.Gosched()
	}
}
