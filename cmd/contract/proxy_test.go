package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"encoding/pem"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
	"time"

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

// mocked is a mock at an address of its own, until the test ends.
func mocked(t *testing.T) (*mockserver.Server, *httptest.Server) {
	t.Helper()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)
	return mock, server
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
	mock, right := mocked(t)
	wrong := httptest.NewServer(wrongly(mock))
	t.Cleanup(wrong.Close)
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
		"silence, in CI":                  {right.URL, []string{"--ci"}, "", 1, "contract: no call of an API has passed through the proxy"},
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

// TestOfWhatCannotBeReadNothingIsKnown: in CI that is no success.
func TestOfWhatCannotBeReadNothingIsKnown(t *testing.T) {
	t.Parallel()
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/event-stream")
	}))
	t.Cleanup(upstream.Close)
	base, end := proxied(t, upstream.URL, "--ci")
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/v1/status/getTicket", nil)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if code, said := end(); code != 1 || !strings.Contains(said, "contract: of every exchange that passed through the proxy a body was not checked") {
		t.Errorf("%d %s", code, said)
	}
}

// TestTheProxyEndsInTheMidstOfAStream, at once, and counts it.
func TestTheProxyEndsInTheMidstOfAStream(t *testing.T) {
	t.Parallel()
	_, upstream := mocked(t)
	base, end := proxied(t, upstream.URL)
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/__admin/requests/stream", nil)
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	if kind := answer.Header.Get("Content-Type"); !strings.HasPrefix(kind, "text/event-stream") {
		t.Fatalf("the answer is %s %s", answer.Status, kind)
	}
	code, said := end()
	if code != 0 || !strings.Contains(said, "1 exchanges, 0 of them departed") || strings.Contains(said, "cut off") {
		t.Errorf("%d %s", code, said)
	}
}

// TestAnUpstreamIsMetAsItsProfileSays: by its authority, with its headers, and under
// the profile's name.
func TestAnUpstreamIsMetAsItsProfileSays(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	upstream := httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("X-Gate") != "open" {
			w.WriteHeader(http.StatusTeapot)
			return
		}
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(upstream.Close)
	dir := t.TempDir()
	authority := pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: upstream.Certificate().Raw})
	for name, data := range map[string][]byte{
		"ca.pem":    authority,
		"p.yaml":    fmt.Appendf(nil, "base: %s\nheaders: {X-Gate: open}\ntls: {ca: ca.pem}\npersonas: {tickets: {Lin: {token: lin-token}}}\n", upstream.URL),
		"two.yaml":  fmt.Appendf(nil, "base: %s\nbases: {tickets: %s}\n", upstream.URL, upstream.URL),
		"mock.yaml": []byte("base: mock\n"),
	} {
		if err := os.WriteFile(filepath.Join(dir, name), data, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	base, end := proxied(t, filepath.Join(dir, "p.yaml"), "--ci", "--record", filepath.Join(dir, "recorded"))
	request, _ := http.NewRequestWithContext(t.Context(), http.MethodGet, base+"/v1/status/getTicket?uid=12322", nil)
	request.Header.Set("Authorization", "Bearer lin-token")
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if code, said := end(); code != 0 || answer.StatusCode != http.StatusOK {
		t.Errorf("%s, %d %s", answer.Status, code, said)
	}
	if feature, err := os.ReadFile(filepath.Join(dir, "recorded", "tickets.feature")); !strings.Contains(string(feature), `"Lin" calls getTicket`) {
		t.Errorf("recorded is %s, %v", feature, err)
	}
	for _, name := range []string{"two.yaml", "mock.yaml"} {
		if code, said := contract(t.Context(), "proxy", "--upstream", filepath.Join(dir, name)); code != 2 || !strings.Contains(said, "a proxy has one upstream") {
			t.Errorf("%s: %d %s", name, code, said)
		}
	}
	if code, said := contract(t.Context(), "proxy", "--upstream", "nowhere"); code != 2 || !strings.Contains(said, `--upstream: the target is "nowhere"`) {
		t.Errorf("%d %s", code, said)
	}
}

// TestAnUpstreamIsAskedOnceWhomItKnows: one that does not say so delays nobody.
func TestAnUpstreamIsAskedOnceWhomItKnows(t *testing.T) {
	t.Parallel()
	var asked atomic.Int64
	upstream := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, "/__admin/") {
			asked.Add(1)
			<-r.Context().Done()
		}
	}))
	t.Cleanup(upstream.Close)
	people := askUpstream(t.Context(), upstream.URL, nothing, 2*time.Second)
	for range 3 {
		if all, err := people.personas(t.Context(), "", "tickets"); err == nil {
			t.Errorf("it knows %v", all)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("it was asked %d times", asked.Load())
	}
}

// TestAnUpstreamThatFallsSilentIsNotAskedAgain: a mock that was there, and names nobody.
func TestAnUpstreamThatFallsSilentIsNotAskedAgain(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	var asked atomic.Int64
	upstream := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/__admin/personas" {
			asked.Add(1)
			<-r.Context().Done()
		}
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(upstream.Close)
	people := askUpstream(t.Context(), upstream.URL, nothing, time.Minute)
	if people.silent != nil {
		t.Fatal(people.silent)
	}
	defer people.close()
	people.limit = 500 * time.Millisecond
	gone, cancel := context.WithCancel(t.Context())
	cancel()
	people.personas(gone, "", "tickets") // whose client has gone away says nothing of the upstream
	for range 3 {
		if all, err := people.personas(t.Context(), "", "tickets"); err == nil {
			t.Errorf("it knows %v", all)
		}
	}
	if asked.Load() != 1 {
		t.Errorf("it was asked %d times", asked.Load())
	}
}

// TestTheProxysLogHasNoColoursWhereNobodyWantsThem: on a terminal too.
func TestTheProxysLogHasNoColoursWhereNobodyWantsThem(t *testing.T) {
	t.Parallel()
	terminal, err := os.OpenFile("/dev/ptmx", os.O_RDWR, 0)
	if err != nil {
		t.Skip("there is no terminal to be had: ", err)
	}
	defer terminal.Close()
	for value, coloured := range map[string]bool{"": true, "1": false} {
		env := func(name string) (string, bool) { return value, name == "NO_COLOR" }
		proxyLog(terminal, env).Info("passed")
		echo := make([]byte, 200) // a terminal says what is typed
		n, err := terminal.Read(echo)
		if err != nil {
			t.Fatal(err)
		}
		if got := string(echo[:n]); strings.Contains(got, "[") != coloured || !strings.Contains(got, "INF") {
			t.Errorf("with NO_COLOR=%q: %q", value, got)
		}
	}
}

func TestTheProxyEndsByItself(t *testing.T) {
	t.Parallel()
	if code, said := contract(t.Context(), "proxy", "--upstream", "http://127.0.0.1:9", "--listen", "127.0.0.1:0", "--for", "1ms"); code != 0 || !strings.Contains(said, "0 exchanges") {
		t.Errorf("%d %s", code, said)
	}
}

// An event of lexiang, as arguments and as a body.
var event = []string{"data.attributes.title=圈", "data.attributes.location=北京", "data.attributes.started_at=2030-07-01 10:00", "data.attributes.ended_at=2030-07-01 11:00"}

const newEvent = `{"data":{"type":"event","attributes":{"title":"圈","location":"北京","started_at":"2030-07-01 10:00","ended_at":"2030-07-01 11:00"}}}`

// post posts JSON, and is what is answered.
func post(t *testing.T, url, authorization, body string, header ...string) map[string]any {
	t.Helper()
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, url, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	for i := 0; i < len(header); i += 2 {
		request.Header.Set(header[i], header[i+1])
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var said map[string]any
	if err := json.NewDecoder(answer.Body).Decode(&said); err != nil {
		t.Fatal(err)
	}
	return said
}

// TestARunThroughTheProxyDepartsInNothing: what the harness asks beside the calls of its
// scenarios is no finding, neither of a mock nor of a deployment.
func TestARunThroughTheProxyDepartsInNothing(t *testing.T) {
	t.Parallel()
	_, server := mocked(t)
	scenarios := filepath.Join(t.TempDir(), "fine.feature")
	const fine = "@tickets\nFeature: Fine\n  Scenario: A list\n    When \"Lin\" calls getTicket with:\n      | uid | 12322 |\n    Then it succeeds\n"
	if err := os.WriteFile(scenarios, []byte(fine), 0o600); err != nil {
		t.Fatal(err)
	}
	for name, c := range map[string]struct{ profile, says string }{
		"a mock":       {"base: %s\ncontrol-plane: {}\n", "tickets.getTicket    1          200\n"},
		"a deployment": {"base: %s\npersonas: {tickets: {Lin: {token: lin-token}}}\n", "no API's, and not checked: HEAD /\n"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			base, end := proxied(t, server.URL, "--ci")
			profile := filepath.Join(t.TempDir(), "p.yaml")
			if err := os.WriteFile(profile, fmt.Appendf(nil, c.profile, base), 0o600); err != nil {
				t.Fatal(err)
			}
			if code, said := contract(t.Context(), "run", "--target", profile, scenarios); code != 0 {
				t.Errorf("the run: %d %s", code, said)
			}
			if code, said := end(); code != 0 || !strings.Contains(said, c.says) || !strings.Contains(said, " 0 of them departed") {
				t.Errorf("the proxy: %d %s", code, said)
			}
		})
	}
}

// TestWhatTheProxyRecordsRuns: calls through it, then the recorded scenarios against the
// same mock.
func TestWhatTheProxyRecordsRuns(t *testing.T) {
	t.Parallel()
	_, server := mocked(t)
	dir := filepath.Join(t.TempDir(), "recorded")
	base, end := proxied(t, server.URL, "--record", dir)
	for _, call := range [][]string{
		{"createClub", "--as", "Toby", "name=圈", "cover=https://cdn.chaoqer.com/a.jpg"},
		{"listClubs", "--as", "Tony", "count=2"},
		{"getTicket", "--as", "Lin", "uid=12322"},
		{"lexiang.listEvents", "--as", "lisi", "list_type=all"},
		append([]string{"lexiang.createEvent", "--as", "zhangsan"}, event...),
		append([]string{"lexiang.createEvent", "--as", "lisi", "--header", "StaffID:", "--header", "X-Staff-Id: wangwu"}, event...),
	} {
		if code, said := contract(t.Context(), append([]string{"call", "--target", base}, call...)...); code != 0 {
			t.Errorf("%s: %d %s", call[0], code, said)
		}
	}
	// An app has many tokens, and a write may name nobody, or somebody unknown.
	token := post(t, base+"/cgi-bin/token", "", `{"grant_type":"client_credentials","app_key":"contractmock","app_secret":"contractmock-secret"}`)["access_token"].(string)
	for _, staff := range []string{"lisi", "nobody", ""} {
		post(t, base+"/cgi-bin/v1/events", "Bearer lexiang-token", newEvent, "StaffID", staff)
		post(t, base+"/cgi-bin/v1/events", "Bearer "+token, newEvent, "StaffID", staff)
	}
	post(t, base+"/cgi-bin/v1/events", "Bearer nothing", newEvent, "StaffID", "lisi")
	if code, said := end(); code != 0 {
		t.Errorf("%d %s", code, said)
	}
	code, said := contract(t.Context(), "run", "--target", server.URL, dir)
	if code != 0 || strings.Contains(said, `"somebody" calls`) {
		t.Errorf("%d %s", code, said)
	}
	for _, want := range []string{"8 scenarios (8 passed)", `When "Toby" calls createClub with:`, `When "zhangsan" calls createEvent with:`, `When "wangwu" calls createEvent with:`, `When "lisi" calls createEvent with:`} {
		if !strings.Contains(said, want) {
			t.Errorf("there is no %q in\n%s", want, said)
		}
	}
}
