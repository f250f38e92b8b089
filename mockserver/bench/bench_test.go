package main

import (
	"bytes"
	"context"
	"flag"
	"net/http"
	"os"
	"strings"
	"testing"
	"time"

	"contractmock/mockserver"
)

// TestMain lets the tests start their own binary as a server.
func TestMain(m *testing.M) {
	if len(os.Args) == 2 && os.Args[1] == serveArgument {
		if err := serve(os.Stdin, os.Stdout); err != nil {
			os.Exit(1)
		}
		return
	}
	flag.Parse()
	os.Exit(m.Run())
}

func TestEveryServerAnswersEveryWorkAsTheMockDoes(t *testing.T) {
	t.Parallel()
	var out bytes.Buffer
	p := plan{rounds: 1, requests: 8, rate: 100, open: 20 * time.Millisecond}
	if err := run(context.Background(), &out, p); err != nil {
		t.Fatal(err)
	}
	works, err := newWorks(1)
	if err != nil {
		t.Fatal(err)
	}
	for _, w := range works {
		if got := strings.Count(out.String(), " "+w.name+"  "); got != 3 {
			t.Errorf("%s is in %d tables, want 3:\n%s", w.name, got, out.String())
		}
	}
}

func TestTheWorksAreWhatTheyAreCalled(t *testing.T) {
	t.Parallel()
	works, err := newWorks(2)
	if err != nil {
		t.Fatal(err)
	}
	for i, want := range []struct {
		status   int
		count    string
		times    int
		complete string
	}{
		{http.StatusOK, `"repair_status"`, 10, `"limit":10}`},
		{http.StatusOK, `"type":"event"`, 20, `"included":[{`},
		{http.StatusOK, `"eventId"`, 1, `"status":1}`},
		{http.StatusUnauthorized, "", 1, ""},
	} {
		w := works[i]
		if w.answer.Status != want.status || strings.Count(string(w.answer.Body), want.count) != want.times || !strings.Contains(string(w.answer.Body), want.complete) {
			t.Errorf("%s: %d %s", w.name, w.answer.Status, w.answer.Body)
		}
		if w.bodies != nil && bytes.Equal(w.body(0), w.body(1)) {
			t.Errorf("%s: two requests are the same", w.name)
		}
		if w.misfit(want.status, w.answer.Body) != nil || w.misfit(want.status+1, w.answer.Body) == nil || w.misfit(want.status, append(w.answer.Body, make([]byte, 16)...)) == nil {
			t.Errorf("%s: its answers are not told from others", w.name)
		}
	}
}

// BenchmarkMock is the works in process, without connections: what the mock itself
// takes, and allocates.
func BenchmarkMock(b *testing.B) {
	const requests = 5000
	works, err := newWorks(requests)
	if err != nil {
		b.Fatal(err)
	}
	for _, w := range works {
		for _, k := range []kind{unchecked, checked} {
			b.Run(strings.ReplaceAll(w.name+"/"+k.String(), " ", "-"), func(b *testing.B) {
				answers := mockserver.AnswersReported
				if k == unchecked {
					answers = mockserver.AnswersUnchecked
				}
				mock, err := newMock(answers)
				if err != nil {
					b.Fatal(err)
				}
				reset, err := http.NewRequest(http.MethodPost, "http://127.0.0.1/__admin/reset", http.NoBody)
				if err != nil {
					b.Fatal(err)
				}
				reset.RemoteAddr = "127.0.0.1:1"
				ready := w.request(0)
				b.ReportAllocs()
				n, before := 0, used(b)
				for b.Loop() {
					if n++; n%requests == 0 {
						mock.ServeHTTP(&discarded{}, reset)
					}
					r := *ready
					if w.anew {
						u := *r.URL
						u.RawQuery += strings.Repeat("&", n%others)
						r.URL = &u
					}
					body := bytes.NewReader(w.body(n))
					r.Body, r.ContentLength = reader{body}, body.Size()
					answer := &discarded{}
					mock.ServeHTTP(answer, &r)
					if answer.status != w.answer.Status {
						b.Fatalf("request %d is answered %d", n, answer.status)
					}
				}
				b.ReportMetric(float64(used(b)-before)/float64(n), "cpu-ns/op") // whatever else the machine does
			})
		}
	}
}

// used is how much of the processor's time this process has taken so far.
func used(b *testing.B) time.Duration {
	b.Helper()
	used, err := processorTime()
	if err != nil {
		b.Fatal(err)
	}
	return used
}

// reader is a body.
type reader struct{ *bytes.Reader }

func (reader) Close() error { return nil }

// discarded is an answer that nobody reads.
type discarded struct {
	header http.Header
	status int
}

func (d *discarded) Header() http.Header {
	if d.header == nil {
		d.header = http.Header{}
	}
	return d.header
}

func (d *discarded) Write(body []byte) (int, error) { return len(body), nil }

func (d *discarded) WriteHeader(status int) { d.status = status }
