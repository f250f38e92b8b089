package main

import (
	"bufio"
	"context"
	"debug/elf"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"syscall"
	"testing"

	"contractmock/cmd/internal/command"
)

var image = flag.Bool("image", false, "build what the Dockerfile builds, which takes a minute where nothing is cached")

// dockerStage is what a Dockerfile says after a FROM.
type dockerStage struct {
	from, workdir string
	instructions  [][2]string // name and arguments
}

// dockerfile is the Dockerfile, stage by stage.
func dockerfile(t *testing.T) []dockerStage {
	t.Helper()
	data, err := os.ReadFile("Dockerfile")
	if err != nil {
		t.Fatal(err)
	}
	var stages []dockerStage
	for line := range strings.SplitSeq(string(data), "\n") {
		name, arguments, _ := strings.Cut(strings.TrimSpace(line), " ")
		switch {
		case name == "" || strings.HasPrefix(name, "#"):
		case name == "FROM":
			stages = append(stages, dockerStage{from: arguments})
		case len(stages) == 0:
			t.Fatalf("%s before any FROM", name)
		default:
			last := &stages[len(stages)-1]
			if name == "WORKDIR" {
				last.workdir = arguments
			}
			last.instructions = append(last.instructions, [2]string{name, arguments})
		}
	}
	if len(stages) != 2 {
		t.Fatalf("the Dockerfile has %d stages, and there are to be two: %v", len(stages), stages)
	}
	return stages
}

// all are the arguments of every instruction of that name.
func (s dockerStage) all(name string) (all []string) {
	for _, i := range s.instructions {
		if i[0] == name {
			all = append(all, i[1])
		}
	}
	return all
}

// one is the arguments of the only instruction of that name.
func (s dockerStage) one(t *testing.T, name string) string {
	t.Helper()
	all := s.all(name)
	if len(all) != 1 {
		t.Fatalf("there are to be one %s, and there are %q", name, all)
	}
	return all[0]
}

// command is the command line of ENTRYPOINT, or of HEALTHCHECK after its options.
func (s dockerStage) command(t *testing.T, name string) (words []string) {
	t.Helper()
	text := s.one(t, name)
	_, list, _ := strings.Cut(text, "[")
	if err := json.Unmarshal([]byte("["+list), &words); err != nil {
		t.Fatalf("%s, which wants no shell, is %s: %v", name, text, err)
	}
	return words
}

// TestTheContainerFile is one that can be built, and that runs as nobody who may do
// anything: what it says fits the command and the module.
func TestTheContainerFile(t *testing.T) {
	t.Parallel()
	stages := dockerfile(t)
	build, final := stages[0], stages[1]
	module, err := os.ReadFile("../../go.mod")
	if err != nil {
		t.Fatal(err)
	}
	if version, _, _ := strings.Cut(strings.TrimPrefix(build.from, "golang:"), " "); !strings.Contains(string(module), "\ngo "+version+".") {
		t.Errorf("it is built by %s, which is not the Go of go.mod", build.from)
	}
	for _, sources := range build.all("COPY") {
		for _, source := range strings.Fields(sources)[:len(strings.Fields(sources))-1] {
			if _, err := os.Stat(filepath.Join("../..", source)); err != nil {
				t.Error(err)
			}
		}
	}
	if final.from != "scratch" {
		t.Errorf("it is %s", final.from)
	}
	for _, id := range strings.Split(final.one(t, "USER"), ":") {
		if number, err := strconv.Atoi(id); err != nil || number < 1000 {
			t.Errorf("it runs as %q; Kubernetes wants a number to know that it is not root", id)
		}
	}
	lookup := environment(final)
	listen, _ := lookup("MOCKSERVER_LISTEN")
	if host, port, err := net.SplitHostPort(listen); err != nil || host != "0.0.0.0" || port != final.one(t, "EXPOSE") {
		t.Errorf("it listens on %q and exposes %s", listen, final.one(t, "EXPOSE"))
	}
	for _, set := range final.all("ENV") {
		name, _, _ := strings.Cut(set, "=")
		name = strings.ReplaceAll(strings.ToLower(strings.TrimPrefix(name, "MOCKSERVER_")), "_", "-")
		if newServe(lookup).Flags().Lookup(name) == nil || name == "admin-token" {
			t.Errorf("%s is no flag, or one that an image must not have", set)
		}
	}
	copied := strings.Fields(final.one(t, "COPY"))
	binary := copied[len(copied)-1]
	if entry := final.command(t, "ENTRYPOINT"); !slices.Equal(entry, []string{binary}) {
		t.Errorf("it runs %q and has %s", entry, binary)
	}
	if check := final.command(t, "HEALTHCHECK"); check[0] != binary || !slices.Equal(check[1:], []string{"health"}) {
		t.Errorf("it is checked by %q", check)
	}
}

func environment(s dockerStage) command.Environment {
	return func(name string) (string, bool) {
		for _, set := range s.all("ENV") {
			if value, ok := strings.CutPrefix(set, name+"="); ok {
				return value, true
			}
		}
		return "", false
	}
}

// TestTheContainerRuns what the Dockerfile builds: alone in a directory that is its root,
// as the user that it names.
func TestTheContainerRuns(t *testing.T) {
	t.Parallel()
	if !*image {
		t.Skip("building it takes a while; -image does")
	}
	stages := dockerfile(t)
	build, final := stages[0], stages[1]
	root := filepath.Join(t.TempDir(), "root")
	source := filepath.Join(t.TempDir(), "source")
	for _, dir := range []string{root, source} {
		if err := os.Mkdir(dir, 0o755); err != nil {
			t.Fatal(err)
		}
	}
	for _, i := range build.instructions {
		switch i[0] {
		case "COPY":
			words := strings.Fields(i[1])
			for _, from := range words[:len(words)-1] {
				to := filepath.Join(source, words[len(words)-1])
				if words[len(words)-1] == "./" {
					to = filepath.Join(source, from)
				}
				if out, err := exec.Command("cp", "-r", filepath.Join("../..", from), to).CombinedOutput(); err != nil {
					t.Fatalf("%v %s", err, out)
				}
			}
		case "RUN":
			run := exec.Command("sh", "-e", "-c", i[1])
			run.Dir = source
			if out, err := run.CombinedOutput(); err != nil {
				t.Fatalf("%s: %v\n%s", i[1], err, out)
			}
		}
	}
	copied := strings.Fields(strings.TrimPrefix(final.one(t, "COPY"), "--from=build "))
	built, err := filepath.Rel(build.workdir, copied[0])
	if err != nil {
		t.Fatal(err)
	}
	data, err := os.ReadFile(filepath.Join(source, built))
	if err != nil {
		t.Fatal(err)
	}
	binary := filepath.Join(root, path.Clean(copied[1]))
	if err := os.WriteFile(binary, data, 0o755); err != nil {
		t.Fatal(err)
	}
	isStatic(t, binary)
	t.Logf("the image has %d bytes", len(data))

	attributes := &syscall.SysProcAttr{}
	if os.Getuid() == 0 {
		var uid, gid uint32
		if _, err := fmt.Sscanf(final.one(t, "USER"), "%d:%d", &uid, &gid); err != nil {
			t.Fatal(err)
		}
		attributes = &syscall.SysProcAttr{Chroot: root, Credential: &syscall.Credential{Uid: uid, Gid: gid}}
	} else {
		t.Log("only root may change a program's root and user; it runs as it is")
	}
	inside := func(words []string, env ...string) *exec.Cmd {
		if os.Getuid() != 0 {
			words = append([]string{binary}, words[1:]...)
		}
		c := exec.Command(words[0], words[1:]...)
		c.SysProcAttr, c.Dir, c.Env, c.Stderr = attributes, "/", env, os.Stderr
		return c
	}
	for _, token := range []string{"", "sesame"} {
		mock := inside(final.command(t, "ENTRYPOINT"), "MOCKSERVER_LISTEN=0.0.0.0:0", "MOCKSERVER_ADMIN_TOKEN="+token, "MOCKSERVER_LOG_LEVEL=error")
		out, err := mock.StdoutPipe()
		if err != nil {
			t.Fatal(err)
		}
		if err := mock.Start(); err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { _ = mock.Process.Kill() })
		lines := bufio.NewReader(out)
		first, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		go func() { _, _ = io.Copy(io.Discard, lines) }()
		base := strings.TrimPrefix(strings.TrimSpace(first), "contractmock listens on ")
		listens := "MOCKSERVER_LISTEN=0.0.0.0:" + base[strings.LastIndex(base, ":")+1:]
		if out, err := inside(final.command(t, "HEALTHCHECK"), listens).Output(); err != nil {
			t.Errorf("the health check fails: %v %s", err, out)
		}
		controlled(t, base, token)
		if err := mock.Process.Signal(syscall.SIGTERM); err != nil {
			t.Fatal(err)
		}
		if err := mock.Wait(); err != nil {
			t.Errorf("stopped, it ends with %v", err)
		}
		if err := inside(final.command(t, "HEALTHCHECK"), listens).Run(); err == nil {
			t.Error("a mock that is gone is well")
		}
	}
}

func isStatic(t *testing.T, binary string) {
	t.Helper()
	file, err := elf.Open(binary)
	if err != nil {
		t.Fatal(err)
	}
	defer file.Close()
	libraries, err := file.ImportedLibraries()
	if err != nil || len(libraries) > 0 {
		t.Errorf("it needs libraries: %v %v", libraries, err)
	}
	for _, part := range file.Progs {
		if part.Type == elf.PT_INTERP {
			t.Error("it needs a dynamic linker")
		}
	}
}

// controlled sees that strangers may use the APIs of a mock, and its control plane with
// the token alone.
func controlled(t *testing.T, base, token string) {
	t.Helper()
	strangers := &http.Client{Transport: &http.Transport{DialContext: fromElsewhere(t).DialContext}}
	for _, c := range []struct {
		path, authorization string
		want                int
	}{
		{"/v1/status/getTicket", "Bearer sun-token", http.StatusOK},
		{"/__admin/health", "", http.StatusOK},
		{"/__admin/sessions", "", map[bool]int{true: http.StatusForbidden, false: http.StatusUnauthorized}[token == ""]},
		{"/__admin/sessions", "Bearer sesame", map[bool]int{true: http.StatusForbidden, false: http.StatusOK}[token == ""]},
	} {
		request, err := http.NewRequest(http.MethodGet, base+c.path, nil)
		if err != nil {
			t.Fatal(err)
		}
		if c.authorization != "" {
			request.Header.Set("Authorization", c.authorization)
		}
		answer, err := strangers.Do(request)
		if err != nil {
			t.Fatal(err)
		}
		answer.Body.Close()
		if answer.StatusCode != c.want {
			t.Errorf("%s with %q of a mock with the token %q: %d, want %d", c.path, c.authorization, token, answer.StatusCode, c.want)
		}
	}
}

// fromElsewhere dials from an address of this machine that is not a loopback one, so that
// whoever listens on one takes it for another machine.
func fromElsewhere(t *testing.T) *net.Dialer {
	t.Helper()
	addresses, err := net.InterfaceAddrs()
	if err != nil {
		t.Fatal(err)
	}
	for _, a := range addresses {
		if own, ok := a.(*net.IPNet); ok && own.IP.To4() != nil && !own.IP.IsLoopback() {
			return &net.Dialer{LocalAddr: &net.TCPAddr{IP: own.IP}}
		}
	}
	t.Skip("this machine has no address but loopback ones")
	return nil
}

// TestAnotherMachineMeetsAClosedControlPlane, over a real connection, as soon as the mock
// listens for it.
func TestAnotherMachineMeetsAClosedControlPlane(t *testing.T) {
	t.Parallel()
	for _, token := range []string{"", "sesame"} {
		banner, _ := served(t, map[string]string{"MOCKSERVER_LISTEN": "0.0.0.0:0", "MOCKSERVER_ADMIN_TOKEN": token}, "serve")
		base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
		controlled(t, base, token)
	}
}

// TestHealth: the command says by its exit code alone whether the mock is up.
func TestHealth(t *testing.T) {
	t.Parallel()
	up, _ := served(t, nil, "--listen", "127.0.0.1:0", "--admin-token", "sesame")
	gone, stop := served(t, nil, "--listen", "127.0.0.1:0")
	stop()
	other, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer other.Close()
	go func() {
		_ = http.Serve(other, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "hello") }))
	}()
	at := func(banner string) string {
		address, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on http://"), "\n")
		return address
	}
	_, port, _ := net.SplitHostPort(at(up))
	for _, c := range []struct {
		name string
		args []string
		env  map[string]string
		code int
		says string
	}{
		{"up", []string{"--listen", at(up)}, nil, 0, "the mock at " + at(up) + " is up\n"},
		{"everywhere", nil, map[string]string{"MOCKSERVER_LISTEN": "0.0.0.0:" + port}, 0, " is up\n"},
		{"without host", []string{"--listen", ":" + port}, nil, 0, " is up\n"},
		{"by PORT", nil, map[string]string{"PORT": port}, 0, " is up\n"},
		{"gone", []string{"--listen", at(gone)}, nil, 1, "the mock at " + at(gone) + " is not up: "},
		{"another server", []string{"--listen", other.Addr().String()}, nil, 1, "what answers there is no mock"},
		{"whatever answers", []string{"--listen", other.Addr().String()}, map[string]string{"MOCKSERVER_NO_ADMIN": "true"}, 0, " is up\n"},
		{"nowhere", []string{"--listen", "here"}, nil, 2, `--listen: "here" is no address of a mock`},
		{"no port", []string{"--listen", "127.0.0.1:0"}, nil, 2, "is no address of a mock"},
	} {
		t.Run(c.name, func(t *testing.T) {
			lookup := func(name string) (string, bool) { value, ok := c.env[name]; return value, ok }
			var out strings.Builder
			code := command.Run(context.Background(), newRoot(lookup), append([]string{"health"}, c.args...), lookup, &out, &out)
			if code != c.code || !strings.Contains(out.String(), c.says) {
				t.Errorf("%d %s", code, out.String())
			}
		})
	}
}
