package main

import (
	"bufio"
	"encoding/json"
	"flag"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var kills = flag.Int("kills", 4, "how `often` the mock is killed while it writes its state file")

// child is a mock in a process of its own.
type child struct {
	*exec.Cmd
	base string
}

func startChild(t *testing.T, args ...string) child {
	t.Helper()
	return startLimited(t, "", os.Stderr, args...)
}

// startLimited starts a child within what the shell's ulimit is told, if anything.
func startLimited(t *testing.T, ulimit string, stderr io.Writer, args ...string) child {
	t.Helper()
	c := child{Cmd: exec.Command("mockserver", append(args, "--listen", "127.0.0.1:0", "--log-level", "error")...)}
	if ulimit != "" {
		c.Cmd = exec.Command("sh", append([]string{"-c", "ulimit " + ulimit + ` && exec "$@"`, "sh"}, c.Args...)...)
	}
	out, err := c.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	c.Stderr = stderr
	if err := c.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = c.Process.Kill() })
	lines := bufio.NewReader(out)
	first, err := lines.ReadString('\n')
	base, ok := strings.CutPrefix(strings.TrimSpace(first), "contractmock listens on ")
	if err != nil || !ok {
		t.Fatalf("the mock does not start: %v %q", err, first)
	}
	go func() { _, _ = io.Copy(io.Discard, lines) }()
	c.base = base
	return c
}

// ticket is a ticket's description, which is a number here.
func (c child) ticket(t *testing.T, id int) (number int) {
	t.Helper()
	answer, err := http.Get(fmt.Sprintf("%s/__admin/state/tickets/tickets/%d", c.base, id))
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	var row struct {
		Description string `json:"repair_description"`
	}
	if err := json.NewDecoder(answer.Body).Decode(&row); err != nil {
		t.Fatal(err)
	}
	_, _ = fmt.Sscan(row.Description, &number) // the fixtures' own is none, and counts as 0
	return number
}

// count writes a number into ticket 1 and then into ticket 2, and tells whether the
// mock was still there.
func (c child) count(number int) bool {
	for _, id := range []int{1, 2} {
		request, err := http.NewRequest(http.MethodPatch, fmt.Sprintf("%s/__admin/state/tickets/tickets/%d", c.base, id),
			strings.NewReader(fmt.Sprintf(`{"repair_description":"%d"}`, number)))
		if err != nil {
			return false
		}
		request.Header.Set("Content-Type", "application/json")
		answer, err := http.DefaultClient.Do(request)
		if err != nil {
			return false
		}
		_, _ = io.Copy(io.Discard, answer.Body)
		answer.Body.Close()
		if answer.StatusCode != http.StatusOK {
			return false
		}
	}
	return true
}

// maxUnsaved is how many counts a mock may take before the first of them is in its file:
// a disk that others use as well may be slower than many requests.
const maxUnsaved = 10_000

var counted = regexp.MustCompile(`"repair_description":"[1-9]\d*"`)

// holdsCount tells whether a state file holds a number that count has written.
func holdsCount(path string) bool {
	text, err := os.ReadFile(path)
	return err == nil && counted.Match(text)
}

// TestAMockThatIsKilledLosesNoMoreThanItsLastMoments: however it is killed, the file
// holds a state that there was.
func TestAMockThatIsKilledLosesNoMoreThanItsLastMoments(t *testing.T) {
	directory := t.TempDir()
	path := filepath.Join(directory, "state.json")
	saved, sent, progress := 0, 0, 0
	for range *kills {
		mock := startChild(t, "--state", path, "--state-every", "1ms")
		first, second := mock.ticket(t, 1), mock.ticket(t, 2)
		if first != second && first != second+1 || first < saved || first > sent {
			t.Fatalf("the file holds %d and %d, which never were; it held %d before, and %d was sent", first, second, saved, sent)
		}
		if first > saved {
			progress++
		}
		saved = first
		enough := first + 1 + rand.IntN(60)
		var killed chan error
		for sent = first; mock.count(sent); sent++ { // the first time so that both are alike
			if killed == nil && sent >= enough && (progress > 0 || holdsCount(path) || sent > enough+maxUnsaved) {
				killed = make(chan error, 1)
				go func() { killed <- mock.Process.Kill() }() // while the next ones are written
			}
		}
		if killed == nil {
			t.Fatalf("the mock ended by itself after %d", sent)
		}
		if err := <-killed; err != nil {
			t.Fatal(err)
		}
		_ = mock.Wait() // it was killed, which is an error
	}
	if progress == 0 && *kills > 1 {
		t.Error("whatever was written, no state was ever saved")
	}
	mock := startChild(t, "--state", path)
	if err := mock.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := mock.Wait(); err != nil {
		t.Errorf("interrupted, it ends with %v", err)
	}
	files, err := os.ReadDir(directory)
	if err != nil || len(files) > 2 {
		t.Errorf("%v; files are left behind: %v", err, files)
	}
}

// TestTheStateIsSavedWhenTheMockStops: without a tick.
func TestTheStateIsSavedWhenTheMockStops(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.json")
	for want := range 3 {
		banner, stop := served(t, nil, "--listen", "127.0.0.1:0", "--state", path, "--state-every", "1h")
		base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
		mock := child{base: base}
		if got := mock.ticket(t, 2); got != want {
			t.Errorf("it holds %d, want %d", got, want)
		}
		if !mock.count(want + 1) {
			t.Error("the mock is gone")
		}
		if code, log := stop(); code != 0 {
			t.Errorf("it ends with %d: %s", code, log)
		}
	}
}
