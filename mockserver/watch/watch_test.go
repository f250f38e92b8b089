package watch

import (
	"bytes"
	"context"
	"errors"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"github.com/fsnotify/fsnotify"
	"github.com/google/go-cmp/cmp"
)

var silent = slog.New(slog.DiscardHandler)

func write(t *testing.T, path, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// fake is a system that tells of what a test says, and cannot follow some directories.
type fake struct {
	events chan fsnotify.Event

	mu      sync.Mutex
	follows map[string]bool
	refuses string
}

func newFake() *fake {
	return &fake{events: make(chan fsnotify.Event), follows: map[string]bool{}}
}

func (f *fake) refuse(dir string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	f.refuses = dir
}

func (f *fake) Add(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if dir == f.refuses {
		return errors.New("no space left on device")
	}
	f.follows[dir] = true
	return nil
}

func (f *fake) Remove(dir string) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	delete(f.follows, dir)
	return nil
}

func (f *fake) WatchList() (dirs []string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	for dir := range f.follows {
		dirs = append(dirs, dir)
	}
	return dirs
}

// told are the changes that a watcher told, with when.
type told struct {
	After time.Duration
	Files []string
}

// watched runs a watcher of dir over a system in fake time, and is what it told.
func watched(t *testing.T, w *Watcher, system *fake, do func()) []told {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	began := time.Now()
	var all []told
	ended := make(chan struct{})
	var events chan fsnotify.Event
	if system != nil {
		w.system, events = system, system.events
	}
	go func() {
		w.run(ctx, events, nil, func(files []string) []string {
			names := []string{}
			for _, f := range files {
				names = append(names, filepath.Base(f))
			}
			all = append(all, told{time.Since(began), names})
			return w.sources
		})
		close(ended)
	}()
	synctest.Wait()
	do()
	cancel()
	<-ended
	return all
}

func TestChangesAreToldWhenTheyHaveSettled(t *testing.T) {
	t.Parallel()
	const ms = time.Millisecond
	for _, c := range []struct {
		name string
		do   func(dir string, event func())
		want []told
	}{
		{"nothing", func(string, func()) { time.Sleep(time.Minute) }, nil},
		{"one that came before it was watched", func(dir string, _ func()) {
			write(t, dir+"/a.yaml", "longer")
			time.Sleep(time.Minute)
		}, []told{{quiet, []string{"a.yaml"}}}},
		{"an event without a change", func(_ string, event func()) { time.Sleep(time.Minute); event(); time.Sleep(time.Minute) }, nil},
		{"several files and steps, once", func(dir string, event func()) {
			time.Sleep(time.Second)
			write(t, dir+"/b.yaml", "b")
			event()
			time.Sleep(150 * ms)
			write(t, dir+"/a.yaml", "")
			event()
			time.Sleep(150 * ms)
			write(t, dir+"/a.yaml", "whole")
			event()
			time.Sleep(time.Minute)
		}, []told{{1300*ms + quiet, []string{"a.yaml", "b.yaml"}}}},
		{"a file that went", func(dir string, event func()) {
			time.Sleep(time.Second)
			if err := os.Remove(dir + "/a.yaml"); err != nil {
				t.Error(err)
			}
			event()
			time.Sleep(time.Minute)
		}, []told{{time.Second + quiet, []string{"a.yaml"}}}},
		{"one that is never quiet", func(dir string, event func()) {
			time.Sleep(time.Second)
			write(t, dir+"/a.yaml", "longer")
			for range 25 {
				event()
				time.Sleep(100 * ms)
			}
		}, []told{{time.Second + atMost, []string{"a.yaml"}}}},
		{"files of other kinds", func(dir string, event func()) {
			time.Sleep(time.Second)
			write(t, dir+"/.a.yaml.swp", "")
			write(t, dir+"/a.yaml~", "")
			write(t, dir+"/4913", "")
			event()
			time.Sleep(time.Minute)
		}, nil},
		{"another file of the same size and time in its place", func(dir string, event func()) {
			time.Sleep(time.Second)
			before, err := os.Stat(dir + "/a.yaml")
			if err != nil {
				t.Error(err)
			}
			write(t, dir+"/a.new", "b")
			if err := os.Chtimes(dir+"/a.new", before.ModTime(), before.ModTime()); err != nil {
				t.Error(err)
			}
			if err := os.Rename(dir+"/a.new", dir+"/a.yaml"); err != nil {
				t.Error(err)
			}
			event()
			time.Sleep(time.Minute)
		}, []told{{time.Second + quiet, []string{"a.yaml"}}}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				write(t, dir+"/a.yaml", "a")
				system := newFake()
				got := watched(t, New(silent, false, dir), system, func() {
					c.do(dir, func() { system.events <- fsnotify.Event{Name: "whatever"} })
				})
				if diff := cmp.Diff(c.want, got); diff != "" {
					t.Errorf("told (-want +got):\n%s", diff)
				}
			})
		})
	}
}

func TestFilesArePolledWhereTheSystemDoesNotTell(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		system func(dir string) *fake
	}{
		{"on demand", func(string) *fake { return nil }},
		{"a directory that cannot be followed", func(dir string) *fake {
			f := newFake()
			f.refuse(dir)
			return f
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				dir := t.TempDir()
				write(t, dir+"/a.yaml", "a")
				var log bytes.Buffer
				system := c.system(dir)
				w := New(slog.New(slog.NewTextHandler(&log, nil)), system == nil, dir)
				got := watched(t, w, system, func() {
					time.Sleep(10*time.Second - time.Millisecond)
					write(t, dir+"/a.yaml", "longer")
					time.Sleep(time.Minute)
					if system != nil { // from here on the system tells
						system.refuse("")
						time.Sleep(time.Minute)
						write(t, dir+"/a.yaml", "longer still")
						time.Sleep(time.Minute)
					}
				})
				// It looks at 0.2 s, and then every two.
				if diff := cmp.Diff([]told{{10*time.Second + quiet, []string{"a.yaml"}}}, got); diff != "" {
					t.Errorf("told (-want +got):\n%s", diff)
				}
				if warned := strings.Count(log.String(), "no space left"); system != nil && warned != 1 {
					t.Errorf("the log warns %d times:\n%s", warned, &log)
				}
			})
		})
	}
}

func TestTheSourcesMayChange(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir+"/one/a.json", "a")
		write(t, dir+"/two/b.json", "b")
		system := newFake()
		w := New(silent, false, dir+"/one/a.json")
		w.system = system
		var got [][]string
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go w.run(ctx, system.events, nil, func(files []string) []string {
			got = append(got, files)
			return []string{dir + "/two/b.json"}
		})
		time.Sleep(time.Second)
		for i, name := range []string{"/one/a.json", "/two/b.json", "/one/a.json"} {
			write(t, dir+name, strings.Repeat("longer", i+1))
			system.events <- fsnotify.Event{}
			time.Sleep(time.Second)
		}
		synctest.Wait()
		if diff := cmp.Diff([][]string{{dir + "/one/a.json"}, {dir + "/two/b.json"}}, got); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
		if diff := cmp.Diff([]string{dir + "/two"}, system.WatchList()); diff != "" {
			t.Errorf("followed (-want +got):\n%s", diff)
		}
	})
}

func TestWhatChangesWhileAChangeIsToldIsToldNext(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		system := newFake()
		w := New(silent, false, dir)
		w.system = system
		var got []string
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		write(t, dir+"/a.yaml", "a")
		go w.run(ctx, system.events, nil, func(files []string) []string {
			got = append(got, files...)
			if len(got) == 1 {
				write(t, dir+"/b.yaml", "b")
			}
			return w.sources
		})
		time.Sleep(time.Second)
		system.events <- fsnotify.Event{}
		time.Sleep(time.Second)
		synctest.Wait()
		if diff := cmp.Diff([]string{dir + "/a.yaml", dir + "/b.yaml"}, got); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	})
}

// TestWhateverReplacesAFileIsTold asks the system itself.
func TestWhateverReplacesAFileIsTold(t *testing.T) {
	t.Parallel()
	do := func(t *testing.T, err error) {
		t.Helper()
		if err != nil {
			t.Fatal(err)
		}
	}
	for _, c := range []struct {
		name  string
		begin func(t *testing.T, dir string)
		then  func(t *testing.T, dir string)
		want  []string
	}{
		{
			"written in place",
			func(t *testing.T, dir string) { write(t, dir+"/my/a.yaml", "a") },
			func(t *testing.T, dir string) { write(t, dir+"/my/a.yaml", "longer") },
			[]string{"a.yaml"},
		},
		{
			"renamed into place, as editors do",
			func(t *testing.T, dir string) { write(t, dir+"/my/a.yaml", "a") },
			func(t *testing.T, dir string) {
				write(t, dir+"/a.tmp", "longer")
				do(t, os.Rename(dir+"/a.tmp", dir+"/my/a.yaml"))
			},
			[]string{"a.yaml"},
		},
		{
			"links swapped, as Kubernetes does",
			func(t *testing.T, dir string) {
				write(t, dir+"/my/..1/a.yaml", "a")
				do(t, os.Symlink("..1", dir+"/my/..data"))
				do(t, os.Symlink("..data/a.yaml", dir+"/my/a.yaml"))
			},
			func(t *testing.T, dir string) {
				write(t, dir+"/my/..2/a.yaml", "longer")
				do(t, os.Symlink("..2", dir+"/my/..data_tmp"))
				do(t, os.Rename(dir+"/my/..data_tmp", dir+"/my/..data"))
				do(t, os.RemoveAll(dir+"/my/..1"))
			},
			[]string{"a.yaml"},
		},
		{
			"what a link leads to, elsewhere",
			func(t *testing.T, dir string) {
				write(t, dir+"/far/a.yaml", "a")
				do(t, os.Mkdir(dir+"/my", 0o755))
				do(t, os.Symlink("../far/a.yaml", dir+"/my/a.yaml"))
			},
			func(t *testing.T, dir string) { write(t, dir+"/far/a.yaml", "longer") },
			[]string{"a.yaml"},
		},
		{
			"a directory that is a link, led elsewhere",
			func(t *testing.T, dir string) {
				write(t, dir+"/1/a.yaml", "a")
				write(t, dir+"/2/a.yaml", "longer")
				do(t, os.Symlink("1", dir+"/my"))
			},
			func(t *testing.T, dir string) {
				do(t, os.Symlink("2", dir+"/tmp"))
				do(t, os.Rename(dir+"/tmp", dir+"/my"))
			},
			[]string{"a.yaml"},
		},
		{
			"a directory that appears",
			func(*testing.T, string) {},
			func(t *testing.T, dir string) {
				write(t, dir+"/far/a.yaml", "a")
				do(t, os.Rename(dir+"/far", dir+"/my"))
			},
			[]string{"a.yaml"},
		},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			dir, first := t.TempDir(), filepath.Join(t.TempDir(), "first.yaml")
			c.begin(t, dir)
			ctx, cancel := context.WithCancel(t.Context())
			files, ended := make(chan []string, 10), make(chan struct{})
			var log bytes.Buffer
			w := New(slog.New(slog.NewTextHandler(&log, nil)), false, dir+"/my", first)
			write(t, first, "")
			go func() {
				w.Run(ctx, func(changed []string) []string { files <- changed; return w.sources })
				close(ended)
			}()
			if got := <-files; len(got) != 1 || got[0] != first { // from here on it looks when the system tells
				t.Errorf("the first look tells %v", got)
			}
			c.then(t, dir)
			got := <-files
			for i := range got {
				got[i] = filepath.Base(got[i])
			}
			cancel()
			<-ended
			if strings.Contains(log.String(), "polling=true") {
				t.Skip("this system does not tell of changed files")
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Errorf("told (-want +got):\n%s", diff)
			}
		})
	}
}

// TestWhatIsAddedIsWatchedFromTheBeginning, as it is when it is added.
func TestWhatIsAddedIsWatchedFromTheBeginning(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		dir := t.TempDir()
		write(t, dir+"/one/a.json", "a")
		write(t, dir+"/two/b.json", "b")
		w := New(silent, true, dir+"/one/a.json")
		write(t, dir+"/one/a.json", "changed before")
		w.Add([]string{dir + "/one/a.json", dir + "/two/b.json"})
		var got []string
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		go w.Run(ctx, func(files []string) []string {
			got = append(got, files...)
			return w.sources
		})
		time.Sleep(time.Second)
		write(t, dir+"/two/b.json", "longer")
		time.Sleep(time.Minute)
		synctest.Wait()
		if diff := cmp.Diff([]string{dir + "/one/a.json", dir + "/two/b.json"}, got); diff != "" {
			t.Errorf("told (-want +got):\n%s", diff)
		}
	})
}
