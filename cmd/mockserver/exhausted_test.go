package main

import (
	"bufio"
	"errors"
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"path/filepath"
	"runtime"
	"strconv"
	"strings"
	"testing"
)

var connections = flag.Int("connections", 300, "how `many` connections are open at once")

// metric is one of the numbers that the mock tells Prometheus.
func (c child) metric(t *testing.T, name string) int64 {
	t.Helper()
	answer, err := http.Get(c.base + "/__admin/metrics")
	if err != nil {
		t.Fatal(err)
	}
	defer answer.Body.Close()
	for lines := bufio.NewScanner(answer.Body); lines.Scan(); {
		if text, ok := strings.CutPrefix(lines.Text(), name+" "); ok {
			value, err := strconv.ParseFloat(text, 64)
			if err != nil {
				t.Fatal(err)
			}
			return int64(value)
		}
	}
	t.Fatalf("there is no %s", name)
	return 0
}

// open opens a connection and sends it a text.
func (c child) open(t *testing.T, text string) net.Conn {
	t.Helper()
	conn, err := net.Dial("tcp", strings.TrimPrefix(c.base, "http://"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := io.WriteString(conn, text); err != nil {
		t.Fatal(err)
	}
	return conn
}

const (
	halfARequest  = "GET /v1/status/getTicket HTTP/1.1\r\nHost: mock\r\nAuthorization: Bearer sun-token\r\n"
	wholeARequest = halfARequest + "\r\n"
)

// TestManyConnections: those that say nothing, that begin and do not end, or that have
// been served and stay, cost little each, and the next one is served. -connections 10000
// is what is tried by hand.
func TestManyConnections(t *testing.T) {
	raiseFileLimit(t, uint64(*connections+100))
	mock := startChild(t)
	memory := func() int64 {
		return mock.metric(t, "go_memstats_heap_alloc_bytes") + mock.metric(t, "go_memstats_stack_inuse_bytes")
	}
	before, goroutines := memory(), mock.metric(t, "go_goroutines")
	var open []net.Conn
	for i := range *connections {
		conn := mock.open(t, []string{"", halfARequest, wholeARequest}[i%3])
		open = append(open, conn)
		if i%3 == 2 {
			if answer, err := http.ReadResponse(bufio.NewReader(conn), nil); err != nil || answer.StatusCode != http.StatusOK {
				t.Fatalf("connection %d gets %v, %v", i, answer, err)
			}
		}
	}
	if number := mock.metric(t, "go_goroutines"); number < int64(*connections) {
		t.Errorf("%d goroutines serve %d connections: not all are open", number, *connections)
	}
	if each := (memory() - before) / int64(*connections); each > 64<<10 {
		t.Errorf("each of %d connections takes %d bytes", *connections, each)
	} else {
		t.Logf("each of %d connections takes %d bytes", *connections, each)
	}
	if !mock.count(1) {
		t.Error("the next request is not served")
	}
	for _, conn := range open {
		conn.Close()
	}
	for mock.metric(t, "go_goroutines") > goroutines+10 {
		runtime.Gosched()
	}
}

// TestFilesRunOut: a mock that can open no more files serves on what it has, says why it
// does not save, and takes connections again, and saves, once there are some.
func TestFilesRunOut(t *testing.T) {
	if _, err := os.Stat("/bin/sh"); err != nil {
		t.Skip("there is no shell whose ulimit lowers the limit:", err)
	}
	log, path := newLockedBuffer(), filepath.Join(t.TempDir(), "state.json")
	mock := startLimited(t, "-n 40", log, "--state", path, "--state-every", "10ms")
	if !mock.count(1) { // over a connection that stays
		t.Fatal("it does not even begin")
	}
	var open []net.Conn
	for range 60 { // those beyond the limit wait until they are accepted
		open = append(open, mock.open(t, halfARequest))
	}
	written := 2
	for ; !strings.Contains(log.String(), "too many open files"); written++ { // until all are accepted that can be
		if !mock.count(written) {
			t.Fatal("the connection that was there is not served any more")
		}
	}
	last := mock.open(t, wholeARequest)
	for _, conn := range open {
		conn.Close()
	}
	if answer, err := http.ReadResponse(bufio.NewReader(last), nil); err != nil || answer.StatusCode != http.StatusOK {
		t.Errorf("who waited gets %v, %v", answer, err)
	}
	last.Close()
	if !mock.count(written) {
		t.Error("it does not serve afterwards")
	}
	stopped(t, mock)
	if again := startChild(t, "--state", path); again.ticket(t, 2) != written {
		t.Error("what was written is not saved")
	}
}

// stopped interrupts the mock and holds that it ends well.
func stopped(t *testing.T, mock child) {
	t.Helper()
	if err := mock.Process.Signal(os.Interrupt); err != nil {
		t.Fatal(err)
	}
	if err := mock.Wait(); err != nil {
		t.Errorf("interrupted, it ends with %v", err)
	}
}

// TestTheDiskIsFull: whatever keeps the state from being written, the mock says so, goes
// on, leaves the file as it was, and saves again when it can.
func TestTheDiskIsFull(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		// prevent makes the file beside the state one that cannot be written, relieve ends that.
		prevent, relieve func(beside string) error
		says             string
	}{
		{"a disk that is full", func(beside string) error {
			if _, err := os.Stat("/dev/full"); err != nil {
				return errors.ErrUnsupported
			}
			return os.Symlink("/dev/full", beside)
		}, func(string) error { return nil }, "no space left on device"}, // the mock itself deletes what it could not write
		{
			"a path that cannot be written", func(beside string) error { return os.MkdirAll(filepath.Join(beside, "taken"), 0o700) },
			func(beside string) error { return os.Remove(filepath.Join(beside, "taken")) }, "is a directory",
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			path := filepath.Join(t.TempDir(), "state.json")
			log := newLockedBuffer()
			banner, stop := logged(t, log, nil, "--listen", "127.0.0.1:0", "--state", path, "--state-every", "5ms")
			base, _, _ := strings.Cut(strings.TrimPrefix(banner, "contractmock listens on "), "\n")
			mock := child{base: base}
			for err := os.ErrNotExist; err != nil; _, err = os.Stat(path) { // until it is saved for the first time
				runtime.Gosched()
			}
			var before []byte
			prevented := errors.New("not yet")
			for prevented != nil { // a save that is under way may be in the way
				before, _ = os.ReadFile(path)
				if prevented = c.prevent(path + ".tmp"); errors.Is(prevented, errors.ErrUnsupported) {
					t.Skip("the system has no /dev/full")
				}
			}
			if !mock.count(1) {
				t.Error("it does not go on")
			}
			told := log.await(t, c.says)
			if !strings.Contains(told, "the state is not saved; make room on the disk") || !strings.Contains(told, path) {
				t.Errorf("the log says\n%s", told)
			}
			if after, err := os.ReadFile(path); c.name != "a disk that is full" && (err != nil || string(after) != string(before)) {
				t.Errorf("%v; the file has changed though it could not be written", err)
			}
			if err := c.relieve(path + ".tmp"); err != nil {
				t.Error(err)
			}
			log.await(t, "the state is saved again")
			if code, rest := stop(); code != 0 {
				t.Errorf("it ends with %d: %s", code, rest)
			}
			if data, err := os.ReadFile(path); err != nil || !strings.Contains(string(data), `"repair_description":"1"`) {
				t.Errorf("%v; the file does not have what was written", err)
			}
		})
	}
	t.Run("a file that may grow no more", func(t *testing.T) {
		t.Parallel()
		if _, err := os.Stat("/bin/sh"); err != nil {
			t.Skip("there is no shell whose ulimit lowers the limit:", err)
		}
		path, log := filepath.Join(t.TempDir(), "state.json"), newLockedBuffer()
		mock := startLimited(t, "-f 4", log, "--state", path, "--state-every", "10ms")
		log.await(t, "file too large")
		if !mock.count(1) {
			t.Error("it does not go on")
		}
		if err := mock.Process.Signal(os.Interrupt); err != nil {
			t.Fatal(err)
		}
		if err := mock.Wait(); err == nil {
			t.Error("it ends well, though its state could never be saved")
		}
		if names, err := filepath.Glob(filepath.Join(filepath.Dir(path), "*")); err != nil || fmt.Sprint(names) != fmt.Sprint([]string{path + ".lock"}) {
			t.Errorf("%v; it leaves %v", err, names)
		}
	})
}
