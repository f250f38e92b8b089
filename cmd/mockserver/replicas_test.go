package main

import (
	"bytes"
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/cucumber/godog"

	"contractmock/features"
	"contractmock/features/client"
	"contractmock/features/steps"
	"contractmock/features/target"
)

// behindNginx are scenarios that name their sessions in every way there is, and break
// connections.
var behindNginx = []string{
	"chaoqer/upload.feature", "chaoqer/h5-login.feature",
	"mockserver/faults.feature", "mockserver/sessions.feature", "mockserver/snapshots.feature", "mockserver/journal.feature",
}

// replicas are three mocks behind an nginx that is configured as the README has it.
type replicas struct {
	base  string
	mocks map[string]child // by address
}

const replicasToken = "sesame"

// mainConfig is what nginx wants beside the configuration.
const mainConfig = `%s
daemon off;
pid nginx.pid;
error_log stderr notice;
events {}
http {
    client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path f; uwsgi_temp_path u; scgi_temp_path s;
    include mocks.conf;
}
`

func startReplicas(t *testing.T) replicas {
	t.Helper()
	nginx, err := exec.LookPath("nginx")
	if err != nil {
		t.Skip("nginx is not installed (apt-get install nginx-light)")
	}
	r := replicas{mocks: map[string]child{}}
	var addresses []string
	for name, port := range upstreams(t) {
		mock := startChild(t, "--admin-token", replicasToken)
		address := strings.TrimPrefix(mock.base, "http://")
		r.mocks[address] = mock
		addresses = append(addresses, name+":"+port, address)
	}
	if len(r.mocks) != 3 {
		t.Fatalf("deploy/nginx.conf has %d mocks, and there are to be three", len(r.mocks))
	}
	free, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	listen := free.Addr().String()
	free.Close()
	r.base = "http://" + listen

	dir := t.TempDir()
	config := strings.NewReplacer(append(addresses, "listen 4700;", "listen "+listen+";")...).Replace(string(deployed(t, "nginx.conf")))
	user := ""
	if os.Getuid() == 0 {
		user = "user root;" // the others may not read this directory
	}
	for name, text := range map[string]string{"main.conf": fmt.Sprintf(mainConfig, user), "mocks.conf": config} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	log := newLockedBuffer()
	proxy := exec.Command(nginx, "-p", dir, "-c", filepath.Join(dir, "main.conf"))
	proxy.Stderr = log
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		_ = proxy.Process.Signal(syscall.SIGTERM) // so that it ends its workers
		_ = proxy.Wait()
	})
	log.await(t, "start worker processes")
	return r
}

func deployed(t *testing.T, name string) []byte {
	t.Helper()
	data, err := os.ReadFile(filepath.Join("deploy", name))
	if err != nil {
		t.Fatal(err)
	}
	return data
}

// upstreams are the mocks of deploy/nginx.conf, host by port.
func upstreams(t *testing.T) map[string]string {
	t.Helper()
	found := map[string]string{}
	for line := range strings.SplitSeq(string(deployed(t, "nginx.conf")), "\n") {
		if server, ok := strings.CutPrefix(strings.TrimSpace(line), "server "); ok && !strings.HasPrefix(server, "{") {
			host, port, err := net.SplitHostPort(strings.TrimSuffix(strings.Fields(server)[0], ";"))
			if err != nil {
				t.Fatal(err)
			}
			found[host] = port
		}
	}
	return found
}

// fetch sends a request, with the admin token where it goes to the control plane.
func fetch(t *testing.T, method, address string, header map[string]string, body string) (*http.Response, []byte) {
	t.Helper()
	request, err := http.NewRequest(method, address, strings.NewReader(body))
	if err != nil {
		t.Fatal(err)
	}
	if strings.HasPrefix(request.URL.Path, "/__admin") {
		request.Header.Set("Authorization", "Bearer "+replicasToken)
	}
	if body != "" {
		request.Header.Set("Content-Type", "application/json")
	}
	for name, value := range header {
		request.Header.Set(name, value)
	}
	answer, err := http.DefaultTransport.RoundTrip(request) // which follows nothing
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	data, err := io.ReadAll(answer.Body)
	if err != nil {
		t.Fatal(err)
	}
	return answer, data
}

// home is the mock that has a session, or had it as long as it was there; now is the one
// that has answered.
func (r replicas) home(t *testing.T, session string) (home, now string) {
	t.Helper()
	answer, _ := fetch(t, http.MethodGet, r.base+"/v1/status/getTicket", map[string]string{"Mock-Session": session}, "")
	tried := strings.FieldsFunc(answer.Header.Get("Mock-Replica"), func(r rune) bool { return strings.ContainsRune(" ,", r) })
	tried = slices.DeleteFunc(tried, func(s string) bool { return s == ":" })
	if len(tried) == 0 {
		t.Fatalf("nobody has answered for %s: %d", session, answer.StatusCode)
	}
	return tried[0], tried[len(tried)-1]
}

// family is what decides about a session's mock.
func family(session string) string {
	name, _, _ := strings.Cut(session, ".")
	return cmp.Or(name, session)
}

// journal is how many exchanges each family of sessions has in a mock's own journal.
func (c child) journal(t *testing.T) map[string]int {
	t.Helper()
	counts := map[string]int{}
	for since := "0"; ; {
		_, data := fetch(t, http.MethodGet, c.base+"/__admin/requests?control=false&limit=1000&since="+since, nil, "")
		var entries []struct{ ID, Session string }
		if err := json.Unmarshal(data, &entries); err != nil {
			t.Fatalf("%v: %s", err, data)
		}
		if len(entries) == 0 {
			return counts
		}
		for _, e := range entries {
			since = e.ID
			if e.Session != "" {
				counts[family(e.Session)]++
			}
		}
	}
}

// suite runs scenarios through nginx with eight workers, and is those that failed. begun
// is told the number of each that begins.
func (r replicas) suite(t *testing.T, paths []string, begun func(number int)) (failed []steps.Result, passed int, log string) {
	t.Helper()
	profile, err := target.Load(r.base, func(string) (string, bool) { return "", false })
	if err != nil {
		t.Fatal(err)
	}
	profile.ControlPlane.Token = replicasToken
	there, err := profile.Open(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	defer there.Close()
	if *whole {
		paths = []string{"."}
	}
	var mu sync.Mutex
	number := 0
	suite := steps.Suite{
		Target: there, Files: features.Files,
		Began: func(*godog.Scenario) {
			mu.Lock()
			defer mu.Unlock()
			number++
			begun(number)
		},
		Ended: func(result steps.Result) {
			mu.Lock()
			defer mu.Unlock()
			if result.Outcome == steps.Passed {
				passed++
			} else {
				failed = append(failed, result)
			}
		},
		Seen: func(of *godog.Scenario, x *client.Exchange) {
			if replica := x.AnswerHeader.Get("Mock-Replica"); x.Status > 0 && replica == "" {
				t.Errorf("%s: nginx does not say who has answered %s", of.Name, x.URL)
			}
		},
	}
	var out bytes.Buffer
	godog.TestSuite{
		ScenarioInitializer: suite.Initialize,
		Options:             &godog.Options{Strict: true, Format: "pretty", NoColors: true, Output: &out, Tags: "~@direct", FS: features.Files, Paths: paths, Concurrency: 8},
	}.Run()
	_, log, _ = strings.Cut(out.String(), "--- Failed steps:")
	return failed, passed, log
}

// TestEverySessionStaysOnItsReplica: the mocks' own journals say which of them had it.
func TestEverySessionStaysOnItsReplica(t *testing.T) {
	t.Parallel()
	r := startReplicas(t)
	failed, passed, log := r.suite(t, behindNginx, func(int) {})
	if len(failed) > 0 || passed < 300 {
		t.Errorf("%d scenarios pass, and %d fail:\n%s", passed, len(failed), log)
	}
	had := map[string]string{}
	for address, mock := range r.mocks {
		sessions := mock.journal(t)
		if 8*len(sessions) < passed {
			t.Errorf("%s had %d of %d sessions", address, len(sessions), passed)
		}
		for session := range sessions {
			if other, ok := had[session]; ok {
				t.Errorf("both %s and %s had %s", other, address, session)
			}
			had[session] = address
		}
	}
	for session, address := range had {
		if _, now := r.home(t, session); now != address {
			t.Errorf("%s was on %s, and is on %s", session, address, now)
		}
	}
}

// TestEveryWayToNameASessionLeadsToItsReplica: those that carry no header too.
func TestEveryWayToNameASessionLeadsToItsReplica(t *testing.T) {
	t.Parallel()
	r := startReplicas(t)
	homes := map[string]bool{}
	for i := range 12 {
		session := fmt.Sprintf("way-%d", i)
		home, _ := r.home(t, session)
		homes[home] = true
		in := map[string]string{"Mock-Session": session}
		elsewhere := map[string]string{"Mock-Session": "another"}
		for _, c := range []struct {
			name, method, path string
			header             map[string]string
		}{
			{"header", http.MethodPost, "/club", in},
			{"control plane", http.MethodGet, "/__admin/clock", in},
			{"companion", http.MethodGet, "/club", map[string]string{"Mock-Session": session + ".companion.2"}},
			{"cookie", http.MethodGet, "/club", map[string]string{"Cookie": "Mock-Session=" + session}},
			{"cookie among others", http.MethodGet, "/club", map[string]string{"Cookie": "a=b; XMock-Session=another; Mock-Session=" + session + "; c=d"}},
			{"header before cookie", http.MethodGet, "/club", map[string]string{"Mock-Session": session, "Cookie": "Mock-Session=another"}},
			{"picture", http.MethodGet, "/__aliyun/" + session + "/image/u/cover/1.jpg", nil},
			{"picture, whatever the header", http.MethodPut, "/__aliyun/" + session + "/image/u/cover/1.jpg", elsewhere},
			{"page of the log-in", http.MethodGet, "/__weixin/" + session + "/authorize?state=x", nil},
			{"its settings", http.MethodPatch, "/__admin/sessions/" + session, nil},
			{"its settings, from another", http.MethodGet, "/__admin/sessions/" + session, elsewhere},
			{"its settings, escaped", http.MethodGet, "/__admin/sessions/%77" + session[1:], nil},
			{"its exchanges", http.MethodGet, "/__admin/requests?limit=1&session=" + session, nil},
			{"its exchanges as HAR", http.MethodGet, "/__admin/requests/har?session=" + session + "&limit=1", nil},
		} {
			if answer, _ := fetch(t, c.method, r.base+c.path, c.header, ""); answer.Header.Get("Mock-Replica") != home {
				t.Errorf("%s by %s: %s answers, not %s", session, c.name, answer.Header.Get("Mock-Replica"), home)
			}
		}
	}
	if len(homes) != len(r.mocks) {
		t.Errorf("twelve sessions are on %d mocks", len(homes))
	}
	unnamed, _ := fetch(t, http.MethodGet, r.base+"/club", nil, "")
	if home, _ := r.home(t, "default"); unnamed.Header.Get("Mock-Replica") != home {
		t.Errorf("a request that names no session goes to %s, not to %s", unnamed.Header.Get("Mock-Replica"), home)
	}
}

// TestTheControlPlaneBehindNginxWantsTheToken: nginx says for whom it asks, so that a mock
// on the same machine takes nobody for itself.
func TestTheControlPlaneBehindNginxWantsTheToken(t *testing.T) {
	t.Parallel()
	r := startReplicas(t)
	for token, want := range map[string]int{replicasToken: http.StatusOK, "open": http.StatusUnauthorized} {
		if answer, data := fetch(t, http.MethodGet, r.base+"/__admin/clock", map[string]string{"Authorization": "Bearer " + token}, ""); answer.StatusCode != want {
			t.Errorf("with the token %q: %d %s", token, answer.StatusCode, data)
		}
	}
	open := startChild(t)
	request, err := http.NewRequest(http.MethodGet, open.base+"/__admin/clock", nil)
	if err != nil {
		t.Fatal(err)
	}
	for line := range strings.SplitSeq(string(deployed(t, "nginx.conf")), "\n") {
		if fields := strings.Fields(line); len(fields) > 1 && fields[0] == "proxy_set_header" && strings.HasPrefix(fields[1], "X-") {
			request.Header.Set(fields[1], "127.0.0.1")
		}
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if answer.StatusCode != http.StatusForbidden {
		t.Errorf("a mock without token answers what nginx sends on: %d", answer.StatusCode)
	}
}

// TestAFaultThatBreaksTheConnectionMovesNoSession: it is not asked of another mock, and
// the next request finds the session where it was.
func TestAFaultThatBreaksTheConnectionMovesNoSession(t *testing.T) {
	t.Parallel()
	r := startReplicas(t)
	for _, kind := range []string{"reset", "empty"} {
		in := map[string]string{"Mock-Session": "broken-" + kind}
		home, _ := r.home(t, in["Mock-Session"])
		if answer, data := fetch(t, http.MethodPost, r.base+"/__admin/faults", in, `{"api":"tickets","connection":"`+kind+`"}`); answer.StatusCode != http.StatusCreated {
			t.Fatalf("%d %s", answer.StatusCode, data)
		}
		request, err := http.NewRequest(http.MethodGet, r.base+"/v1/status/getTicket", nil)
		if err != nil {
			t.Fatal(err)
		}
		request.Header.Set("Mock-Session", in["Mock-Session"])
		if answer, err := new(http.Transport).RoundTrip(request); err == nil {
			answer.Body.Close()
			t.Errorf("%s is answered with %d", kind, answer.StatusCode)
		}
		fetch(t, http.MethodDelete, r.base+"/__admin/faults", in, "")
		if _, now := r.home(t, in["Mock-Session"]); now != home {
			t.Errorf("after %s the session is on %s, not on %s", kind, now, home)
		}
		for address, mock := range r.mocks {
			if n := mock.journal(t)[in["Mock-Session"]]; address != home && n > 0 {
				t.Errorf("%s was asked %d times for a session of %s", address, n, home)
			}
		}
	}
}

// TestAReplicaThatIsKilledLosesItsOwnSessionsAlone, in the middle of a run: those begin
// anew on another one, and nobody else notices.
func TestAReplicaThatIsKilledLosesItsOwnSessionsAlone(t *testing.T) {
	t.Parallel()
	r := startReplicas(t)
	const row = "/__admin/state/tickets/tickets/50"
	description := func(session string) string {
		_, data := fetch(t, http.MethodGet, r.base+row, map[string]string{"Mock-Session": session}, "")
		var ticket struct {
			Description string `json:"repair_description"`
		}
		if err := json.Unmarshal(data, &ticket); err != nil {
			t.Fatalf("%v: %s", err, data)
		}
		return ticket.Description
	}
	write := func(session string) {
		if answer, data := fetch(t, http.MethodPatch, r.base+row, map[string]string{"Mock-Session": session}, `{"repair_description":"`+session+`"}`); answer.StatusCode != http.StatusOK {
			t.Errorf("%s: %d %s", session, answer.StatusCode, data)
		}
	}
	fixture := description("untouched")
	homes := map[string]string{}
	for i := range 24 {
		session := fmt.Sprintf("kept-%d", i)
		write(session)
		homes[session], _ = r.home(t, session)
	}
	dead := homes["kept-0"]
	killed := false
	failed, passed, log := r.suite(t, []string{"tickets"}, func(number int) {
		if number == 100 {
			if err := r.mocks[dead].Process.Kill(); err != nil {
				t.Error(err)
			}
			_ = r.mocks[dead].Wait() // it was killed, which is an error
			killed = true
		}
	})
	if !killed || passed < 200 {
		t.Fatalf("killed: %v; %d scenarios pass, and %d fail:\n%s", killed, passed, len(failed), log)
	}
	if len(failed) > 8 {
		t.Errorf("%d scenarios fail, and eight at most were under way:\n%s", len(failed), log)
	}
	for _, result := range failed {
		if len(result.Sessions) == 0 {
			t.Errorf("%s fails without a session:\n%s", result.Scenario.Name, log)
			continue
		}
		if home, _ := r.home(t, result.Sessions[0]); home != dead {
			t.Errorf("%s fails, and its session was on %s, which lives:\n%s", result.Scenario.Name, home, log)
		}
	}
	for session, home := range homes {
		at, now := r.home(t, session)
		switch got := description(session); {
		case at != home:
			t.Errorf("%s was on %s, and now %s is asked first", session, home, at)
		case home != dead && (now != home || got != session):
			t.Errorf("%s was on %s, which lives; now it is on %s, and has %q", session, home, now, got)
		case home == dead && (now == home || got != fixture):
			t.Errorf("%s was on the dead one; now it is on %s, and has %q, not the fixtures' %q", session, now, got, fixture)
		}
		write(session)
		if got := description(session); got != session {
			t.Errorf("%s has %q after it was written again", session, got)
		}
	}
	if alive := slices.Collect(maps.Values(homes)); !slices.ContainsFunc(alive, func(home string) bool { return home != dead }) {
		t.Error("all sessions were on one mock")
	}
}
