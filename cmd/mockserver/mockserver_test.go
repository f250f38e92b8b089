package main

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"io"
	"io/fs"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/rogpeppe/go-internal/testscript"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/cmd/internal/script"
	"contractmock/openapi"
)

func TestMain(m *testing.M) {
	testscript.Main(m, map[string]func(){"mockserver": main})
}

func TestScripts(t *testing.T) {
	script.Run(t, "mockserver", newRoot, testscript.Params{
		Dir: "testdata",
		Setup: func(env *testscript.Env) error {
			busy, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				return err
			}
			env.Defer(func() { _ = busy.Close() })
			env.Setenv("BUSY", busy.Addr().String())
			return nil
		},
	})
}

// served is a mock that the command serves, until stop, which is its exit code and
// what it wrote to stderr.
func served(t *testing.T, env map[string]string, args ...string) (banner string, stop func() (int, string)) {
	t.Helper()
	return logged(t, newLockedBuffer(), env, args...)
}

// logged is served with a log that can be read meanwhile.
func logged(t *testing.T, log *lockedBuffer, env map[string]string, args ...string) (banner string, stop func() (int, string)) {
	t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	read, write := io.Pipe()
	lookup := func(name string) (string, bool) { value, ok := env[name]; return value, ok }
	ended := make(chan int, 1)
	go func() {
		ended <- command.Run(ctx, newRoot(lookup), args, lookup, write, log)
		write.Close()
	}()
	var b strings.Builder
	for lines := bufio.NewScanner(read); lines.Scan(); {
		b.WriteString(lines.Text() + "\n")
		if strings.Contains(lines.Text(), "/__admin/personas") {
			break
		}
	}
	go func() { _, _ = io.Copy(io.Discard, read) }()
	stopped := sync.OnceValues(func() (int, string) {
		cancel()
		return <-ended, log.String()
	})
	t.Cleanup(func() { stopped() })
	return b.String(), stopped
}

// lockedBuffer is a buffer that may be read while it is written.
type lockedBuffer struct {
	mu    sync.Mutex
	b     bytes.Buffer
	wrote *sync.Cond
}

func newLockedBuffer() *lockedBuffer {
	l := &lockedBuffer{}
	l.wrote = sync.NewCond(&l.mu)
	return l
}

// await waits until the buffer has a text, takes what comes up to its end, and
// returns that.
func (l *lockedBuffer) await(t *testing.T, text string) string {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	defer context.AfterFunc(ctx, func() {
		l.mu.Lock()
		defer l.mu.Unlock()
		l.wrote.Broadcast()
	})()
	l.mu.Lock()
	defer l.mu.Unlock()
	for ctx.Err() == nil {
		if at := bytes.Index(l.b.Bytes(), []byte(text)); at >= 0 {
			return string(l.b.Next(at + len(text)))
		}
		l.wrote.Wait()
	}
	t.Fatalf("nobody wrote %s; there is\n%s", text, l.b.String())
	return ""
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	defer l.wrote.Broadcast()
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// curls are the command lines in a banner.
func curls(banner string) []string {
	var lines []string
	for line := range strings.SplitSeq(banner, "\n") {
		if _, curl, ok := strings.Cut(line, ": curl "); ok {
			lines = append(lines, "curl "+curl)
		}
	}
	return lines
}

func TestTheBannersLinesWorkWhenPasted(t *testing.T) {
	if _, err := exec.LookPath("curl"); err != nil {
		t.Skip("curl is not installed")
	}
	banner, stop := served(t, nil, "--listen", "127.0.0.1:0", "--log-format", "json")
	lines := curls(banner)
	if len(lines) != len(openapi.APIs()) {
		t.Fatalf("the banner has %d lines to paste, not one for each API:\n%s", len(lines), banner)
	}
	for _, line := range lines {
		out, err := exec.Command("sh", "-c", line).CombinedOutput()
		var answer struct {
			Success bool
			Status  any
			Data    []any
		}
		if err != nil || json.Unmarshal(out, &answer) != nil || !answer.Success && answer.Status != 1.0 && len(answer.Data) == 0 {
			t.Errorf("%s\n%v %s", line, err, out)
		}
	}
	code, log := stop()
	if code != 0 {
		t.Errorf("interrupted, it ends with %d", code)
	}
	var entry map[string]any
	first, _, _ := strings.Cut(log, "\n")
	if err := json.Unmarshal([]byte(first), &entry); err != nil {
		t.Fatalf("the log is no JSON: %v\n%s", err, log)
	}
	for _, member := range []string{"time", "level", "msg", "persona", "status", "verdict", "duration"} {
		if _, ok := entry[member]; !ok {
			t.Errorf("the log's line has no %s: %s", member, first)
		}
	}
}

func TestFlagsAndEnvironment(t *testing.T) {
	for _, c := range []struct {
		name, query string
		env         map[string]string
		args        []string
		status      int
	}{
		{name: "lenient without a word", query: "?page=0", status: 200},
		{name: "strict by flag", query: "?page=0", args: []string{"--strict"}, status: 400},
		{name: "strict by environment", query: "?page=0", env: map[string]string{"MOCKSERVER_STRICT": "true"}, status: 400},
		{name: "the flag wins over the environment", query: "?page=0", args: []string{"--strict=false"}, env: map[string]string{"MOCKSERVER_STRICT": "true"}, status: 200},
		{name: "with the word serve", query: "?page=0", args: []string{"serve", "--strict"}, status: 400},
		{name: "the port from PORT", env: map[string]string{"PORT": "0"}, status: 200},
		{name: "the address from the environment wins over PORT", env: map[string]string{"PORT": "1", "MOCKSERVER_LISTEN": "127.0.0.1:0"}, status: 200},
	} {
		t.Run(c.name, func(t *testing.T) {
			args := c.args
			if c.env["PORT"] == "" {
				args = append(args, "--listen", "127.0.0.1:0")
			}
			banner, stop := served(t, c.env, args...)
			base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
			request, err := http.NewRequest(http.MethodGet, base+"/v1/status/getTicket"+c.query, nil)
			if err != nil {
				t.Fatal(err)
			}
			request.Header.Set("Authorization", "Bearer sun-token")
			answer, err := http.DefaultClient.Do(request)
			if err != nil {
				_, log := stop()
				t.Fatal(err, log)
			}
			answer.Body.Close()
			if answer.StatusCode != c.status {
				t.Errorf("status %d, want %d", answer.StatusCode, c.status)
			}
		})
	}
}

// TestWhatIsRelaxedIsInTheBanner, and passes.
func TestWhatIsRelaxedIsInTheBanner(t *testing.T) {
	banner, _ := served(t, map[string]string{"MOCKSERVER_RELAX": "duplicates,auth"}, "--listen", "127.0.0.1:0")
	if !strings.Contains(banner, "\nrelaxed: it passes over auth and duplicates, where the APIs would refuse\n") {
		t.Errorf("the banner says\n%s", banner)
	}
	base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
	request, err := http.NewRequest(http.MethodGet, base+"/v1/status/getTicket", nil)
	if err != nil {
		t.Fatal(err)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	answer.Body.Close()
	if got := answer.Header.Get("Mock-Diagnosis"); answer.StatusCode != http.StatusOK || !strings.HasPrefix(got, "relaxed: auth: ") {
		t.Errorf("%d %s", answer.StatusCode, got)
	}
	if banner, _ := served(t, nil, "--listen", "127.0.0.1:0"); strings.Contains(banner, "relaxed") {
		t.Errorf("the banner of a mock that relaxes nothing says\n%s", banner)
	}
}

// TestTheControlPlaneOfAMockThatListensBeyondThisMachine: the warning says what holds.
func TestTheControlPlaneOfAMockThatListensBeyondThisMachine(t *testing.T) {
	for _, c := range []struct {
		name, listen string
		env          map[string]string
		args         []string
		warns        string
		status       int // of GET /__admin/sessions from this machine, without token
	}{
		{name: "on this machine alone", listen: "127.0.0.1:0", status: 200},
		{name: "without token", listen: "0.0.0.0:0", warns: "its control plane answers this machine alone, unless --admin-token is given", status: 200},
		{name: "with a token by flag", listen: "0.0.0.0:0", args: []string{"--admin-token", "sesame"}, warns: "so does its control plane, for all who have the admin token", status: 401},
		{name: "with a token by environment", listen: "127.0.0.1:0", env: map[string]string{"MOCKSERVER_ADMIN_TOKEN": "sesame"}, status: 401},
	} {
		t.Run(c.name, func(t *testing.T) {
			banner, stop := served(t, c.env, append(c.args, "--listen", c.listen)...)
			base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
			for token, want := range map[string]int{"": c.status, "sesame": 200} {
				request, err := http.NewRequest(http.MethodGet, base+"/__admin/sessions", nil)
				if err != nil {
					t.Fatal(err)
				}
				request.Header.Set("Authorization", "Bearer "+token)
				answer, err := http.DefaultClient.Do(request)
				if err != nil {
					t.Fatal(err)
				}
				answer.Body.Close()
				if answer.StatusCode != want {
					t.Errorf("with the token %q: %d, want %d", token, answer.StatusCode, want)
				}
			}
			_, log := stop()
			if warned := strings.Contains(log, "beyond this machine"); warned != (c.warns != "") || !strings.Contains(log, c.warns) || strings.Contains(banner+log, "sesame") {
				t.Errorf("the log has\n%s", log)
			}
		})
	}
}

func TestEveryFlagIsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	none := func(string) (string, bool) { return "", false }
	newServe(none).Flags().VisitAll(func(f *pflag.Flag) {
		if !strings.Contains(string(readme), "`--"+f.Name) {
			t.Errorf("README.md does not know --%s", f.Name)
		}
	})
}

// findingID is where the code names the id of a refusal or a note.
var findingID = regexp.MustCompile(`(?:\bID: |\binvalid\(|\bunauthorized\(|\bhttpError\(|\.Note\(|\bbadRequest\(|\bnotFound\(|\bconflict\(|refuseOutside\("[a-z]+", [\w.]+, )"([a-z-]+)"`)

// TestEveryFindingIsInTheReadme: whoever reads an id in a diagnosis finds what it
// says and what to do.
func TestEveryFindingIsInTheReadme(t *testing.T) {
	readme, err := os.ReadFile("../../README.md")
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	err = filepath.WalkDir("../../mockserver", func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		for _, id := range findingID.FindAllSubmatch(code, -1) {
			found++
			if !strings.Contains(string(readme), "`"+string(id[1])+"`") {
				t.Errorf("README.md does not know the finding %s of %s", id[1], path)
			}
		}
		return nil
	})
	if err != nil || found < 80 {
		t.Errorf("%v; %d ids were found in the code", err, found)
	}
}
