package proxy_test

import (
	"bufio"
	"fmt"
	"net/http"
	"testing"

	"contractmock/features/proxy"
)

// TestOpenStreamsEndWithTheProxy: they are counted, and their end is no finding.
func TestOpenStreamsEndWithTheProxy(t *testing.T) {
	t.Parallel()
	upstream := answering(t, func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
		fmt.Fprint(w, "data: 1\n\n")
		w.(http.Flusher).Flush()
		<-r.Context().Done()
	})
	p, server := between(t, upstream, nil)
	request, err := http.NewRequestWithContext(t.Context(), http.MethodGet, server.URL+"/__admin/events", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if line, err := bufio.NewReader(answer.Body).ReadString('\n'); line != "data: 1\n" {
		t.Fatal(line, err)
	}
	p.EndStreams()
	p.Wait()
	if s := p.Summary(); s.Exchanges+len(s.Outside) != 1 || s.Departed != 0 {
		t.Errorf("%+v", s)
	}
}

// TestAnEncodingThatWasNotAskedForDeparts: the check cannot read it, nor need the client.
func TestAnEncodingThatWasNotAskedForDeparts(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ asked, encoding, id string }{
		"another than was asked for":      {"Accept-Encoding: gzip, br", "br", "upstream-encoding"},
		"one, and none was":               {"X-None: 1", "gzip", "upstream-encoding"},
		"what was asked for":              {"Accept-Encoding: br, gzip;q=0.5", "gzip", ""},
		"none":                            {"Accept-Encoding: gzip", "", ""},
		"identity, which is none":         {"X-None: 1", "identity", ""},
		"what was asked for, in capitals": {"Accept-Encoding: GZIP", "Gzip", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			upstream := answering(t, func(w http.ResponseWriter, _ *http.Request) {
				if c.encoding != "" {
					w.Header().Set("Content-Encoding", c.encoding)
				}
				w.Header().Set("Content-Type", "text/plain")
				w.WriteHeader(http.StatusUnauthorized)
			})
			p, server := between(t, upstream, nil)
			ask(t, server, "GET /v1/status/getTicket HTTP/1.1\nHost: outside\n"+c.asked)
			p.Wait()
			found := p.Summary().Operations[0].Findings["upstream-encoding"]
			if (found == 1) != (c.id != "") {
				t.Errorf("%+v", p.Summary().Operations)
			}
		})
	}
}

// TestAScriptSeesWhatDeparts: a page may read only headers that are said to be for it.
func TestAScriptSeesWhatDeparts(t *testing.T) {
	t.Parallel()
	upstream := answering(t, func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Access-Control-Expose-Headers", "Mock-Request")
	})
	_, server := between(t, upstream, nil)
	_, header, _ := ask(t, server, "GET /v1/status/getTicket?td=1 HTTP/1.1\nHost: outside")
	if got := header.Values("Access-Control-Expose-Headers"); len(got) != 2 || got[0] != "Mock-Request" || got[1] != proxy.Header {
		t.Errorf("exposed are %q", got)
	}
}

// TestAProfilesHeadersAreSent, but where the client has said them itself.
func TestAProfilesHeadersAreSent(t *testing.T) {
	t.Parallel()
	var got []string
	upstream := answering(t, func(_ http.ResponseWriter, r *http.Request) {
		got = append(got, r.Header.Get("X-Gate")+" "+r.Header.Get("X-Own"))
	})
	_, server := between(t, upstream, func(o *proxy.Options) { o.Header = http.Header{"X-Gate": {"1"}, "X-Own": {"theirs"}} })
	ask(t, server, "GET /club HTTP/1.1\nHost: outside\nX-Own: mine")
	if len(got) != 1 || got[0] != "1 mine" {
		t.Errorf("%q", got)
	}
}
