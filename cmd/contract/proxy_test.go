package main

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net/http"
	"net/http/httptest"
	"path/filepath"
	"strings"
	"testing"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver"
)

// nothing is an environment without variables.
func nothing(string) (string, bool) { return "", false }

// contract runs a command line, and is its exit code and what it says.
func contract(ctx context.Context, args ...string) (code int, said string) {
	var out bytes.Buffer
	code = command.Run(ctx, newRoot(nothing), args, nothing, &out, &out)
	return code, out.String()
}

// proxied starts contract proxy in front of an upstream. The function interrupts it, and
// gives its exit code and what it said.
func proxied(t *testing.T, upstream string, args ...string) (base string, end func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	read, write := io.Pipe()
	var log bytes.Buffer
	code := make(chan int, 1)
	go func() {
		args := append([]string{"proxy", "--upstream", upstream, "--listen", "127.0.0.1:0"}, args...)
		code <- command.Run(ctx, newRoot(nothing), args, nothing, write, &log)
		write.Close()
	}()
	out := bufio.NewReader(read)
	line, err := out.ReadString('\n')
	if err != nil {
		cancel()
		t.Fatal(err)
	}
	_, address, _ := strings.Cut(line, "listens on ")
	base, _, _ = strings.Cut(address, " ")
	return base, func() (int, string) {
		cancel()
		rest, _ := io.ReadAll(out)
		return <-code, string(rest) + log.String()
	}
}

func TestTheProxySaysWhatDeparted(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	right, wrong := httptest.NewServer(mock), httptest.NewServer(wrongly(mock))
	t.Cleanup(func() { right.Close(); wrong.Close() })
	for name, c := range map[string]struct {
		upstream string
		args     []string
		target   string // what is asked for as Lin, "" for nothing
		code     int
		says     string
	}{
		"nothing, in CI":                  {right.URL, []string{"--ci"}, "/v1/status/getTicket?uid=12322", 0, "1 exchanges, 0 of them departed"},
		"a request, in CI":                {right.URL, []string{"--ci"}, "/v1/status/getTicket?uid=12322&td=1", 1, "contract: 1 exchanges departed from the specification"},
		"a request":                       {right.URL, nil, "/v1/status/getTicket?uid=12322&td=1", 0, "param-unknown"},
		"an answer, in CI":                {wrong.URL, []string{"--ci"}, "/v1/status/getTicket?uid=12322", 1, "answer-type"},
		"silence, in CI":                  {right.URL, []string{"--ci"}, "", 1, "contract: nothing has passed through the proxy"},
		"an upstream that is gone, in CI": {"http://127.0.0.1:9", []string{"--ci"}, "/v1/status/getTicket", 1, "upstream-unreachable"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, end := proxied(t, c.upstream, c.args...)
			if c.target != "" {
				request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, base+c.target, nil)
				request.Header.Set("Authorization", "Bearer lin-token")
				answer, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Fatal(err)
				}
				answer.Body.Close()
			}
			code, said := end()
			if code != c.code || !strings.Contains(said, c.says) {
				t.Errorf("%d, want %d and %q\n%s", code, c.code, c.says, said)
			}
			if strings.Contains(said, "lin-token") {
				t.Errorf("the token is shown\n%s", said)
			}
		})
	}
}

func TestTheProxyEndsByItself(t *testing.T) {
	t.Parallel()
	if code, said := contract(t.Context(), "proxy", "--upstream", "http://127.0.0.1:9", "--listen", "127.0.0.1:0", "--for", "1ms"); code != 0 || !strings.Contains(said, "0 exchanges") {
		t.Errorf("%d %s", code, said)
	}
}

// TestWhatTheProxyRecordsRuns: calls through it, then the recorded scenarios against the
// same mock.
func TestWhatTheProxyRecordsRuns(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)
	dir := filepath.Join(t.TempDir(), "recorded")
	base, end := proxied(t, server.URL, "--record", dir)
	for _, call := range [][]string{
		{"createClub", "--as", "Toby", "name=圈", "cover=https://cdn.chaoqer.com/a.jpg"},
		{"listClubs", "--as", "Tony", "count=2"},
		{"getTicket", "--as", "Lin", "uid=12322"},
		{"lexiang.listEvents", "--as", "lisi", "list_type=all"},
	} {
		if code, said := contract(t.Context(), append([]string{"call", "--target", base}, call...)...); code != 0 {
			t.Errorf("%s: %d %s", call[0], code, said)
		}
	}
	if code, said := end(); code != 0 {
		t.Errorf("%d %s", code, said)
	}
	code, said := contract(t.Context(), "run", "--target", server.URL, dir)
	if code != 0 || !strings.Contains(said, "3 scenarios (3 passed)") || !strings.Contains(said, `When "Toby" calls createClub with:`) {
		t.Errorf("%d %s", code, said)
	}
}
