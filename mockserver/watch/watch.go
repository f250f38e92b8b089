// Package watch tells when files have changed that somebody edits while a program
// runs: documents, fixtures.
//
// The system tells that something has happened in a directory (fsnotify); what has, the
// files themselves tell, by time, size and identity. So it does not matter how an editor
// replaces a file, or that Kubernetes swaps a link two directories up. Where the system
// does not tell, the files are looked at every two seconds.
package watch

import (
	"context"
	"log/slog"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/fsnotify/fsnotify"
)

const (
	// quiet is for how long nothing may happen before the files are looked at: a file is
	// often written in several steps, and several files at once.
	quiet = 200 * time.Millisecond
	// atMost is how long that waits for quiet.
	atMost = 2 * time.Second
	// Interval is how often files are looked at where the system does not tell of them.
	Interval = 2 * time.Second
)

// extensions are those of the files that are watched in directories.
var extensions = []string{".yaml", ".yml", ".jsonl"}

// Watcher watches files, and the YAML and JSON Lines files in directories.
type Watcher struct {
	log     *slog.Logger
	poll    bool
	sources []string
	seen    map[string]files // by source
	system  system           // nil where the files are polled
	polls   bool             // the system does not tell of all of them
}

// files are what files are, by name.
type files map[string]os.FileInfo

// system is what of fsnotify tells of changes in directories.
type system interface {
	Add(dir string) error
	Remove(dir string) error
	WatchList() []string
}

// New is a watcher of files and directories, which takes them for known as they are
// now. With poll it does not ask the system, which does not tell of changes on some
// network and container file systems.
func New(log *slog.Logger, poll bool, sources ...string) *Watcher {
	w := &Watcher{log: log, poll: poll}
	w.adopt(sources, nil)
	return w
}

// Add lets it watch further sources from the beginning, which it takes for known as they
// are now: what has been found to belong to those it was made with. It is for before Run.
func (w *Watcher) Add(sources []string) {
	all := slices.Concat(w.sources, sources)
	slices.Sort(all)
	w.adopt(slices.Compact(all), w.seen)
}

// Run watches until the context ends. When files have changed, appeared or gone,
// changed is told their names, in order, and answers what is to be watched from then
// on. It is called by one goroutine.
func (w *Watcher) Run(ctx context.Context, changed func(files []string) (sources []string)) {
	if w.poll {
		w.run(ctx, nil, nil, changed)
		return
	}
	notify, err := fsnotify.NewWatcher()
	if err != nil {
		w.log.Warn("the system does not tell of changed files", "cause", err)
		w.run(ctx, nil, nil, changed)
		return
	}
	defer func() { _ = notify.Close() }()
	w.system = notify
	w.run(ctx, notify.Events, notify.Errors, changed)
}

// run is Run with the events of a system.
func (w *Watcher) run(ctx context.Context, events <-chan fsnotify.Event, lost <-chan error, changed func([]string) []string) {
	w.follow()
	w.log.Info("watching", "files", w.sources, "polling", w.polls)
	due := make(chan struct{}, 1)
	wake := func() {
		select {
		case due <- struct{}{}:
		default: // it is due already
		}
	}
	// All three run from the beginning: something may have changed since New.
	settled, overdue, next := time.AfterFunc(quiet, wake), time.AfterFunc(atMost, wake), time.AfterFunc(Interval, wake)
	waits := true
	for {
		select {
		case <-ctx.Done():
			return
		case <-due:
			w.look(changed)
			settled.Stop()
			overdue.Stop()
			next.Stop()
			waits = false
			if w.polls {
				next.Reset(Interval)
			}
			continue
		case <-events:
		case err := <-lost: // some events, so that anything may have happened
			w.log.Debug("events of files were lost", "cause", err)
		}
		settled.Reset(quiet)
		if !waits {
			overdue.Reset(atMost)
		}
		waits = true
	}
}

// look tells what has changed, and follows the sources from then on.
func (w *Watcher) look(changed func([]string) []string) {
	w.follow() // before it looks, so that nothing is missed
	now := map[string]files{}
	var names []string
	for _, source := range w.sources {
		now[source] = read(source)
		names = append(names, differences(w.seen[source], now[source])...)
	}
	w.seen = now
	if len(names) == 0 {
		return
	}
	slices.Sort(names)
	w.adopt(changed(slices.Compact(names)), now)
	w.follow()
}

// adopt watches these sources, which are what was seen of them, or else what they are.
func (w *Watcher) adopt(sources []string, seen map[string]files) {
	w.sources, w.seen = sources, map[string]files{}
	for _, source := range sources {
		known, ok := seen[source]
		if !ok {
			known = read(source)
		}
		w.seen[source] = known
	}
}

// differences are the names of files that have changed, appeared or gone.
func differences(before, now files) (names []string) {
	for name, info := range now {
		was, ok := before[name]
		if !ok || !os.SameFile(was, info) || !was.ModTime().Equal(info.ModTime()) || was.Size() != info.Size() {
			names = append(names, name)
		}
	}
	for name := range before {
		if _, ok := now[name]; !ok {
			names = append(names, name)
		}
	}
	return names
}

// follow asks the system to tell of the directories that the files are in, and notes
// whether it does of all. A link and what it leads to may be in different ones.
func (w *Watcher) follow() {
	polled := w.polls
	w.polls = w.system == nil
	if w.polls {
		return
	}
	dirs := map[string]bool{}
	names := slices.Clone(w.sources)
	for _, source := range w.sources {
		names = slices.AppendSeq(names, maps.Keys(read(source)))
	}
	for _, name := range names {
		if info, err := os.Lstat(name); err == nil && info.IsDir() {
			dirs[filepath.Clean(name)] = true
			continue
		}
		dirs[filepath.Dir(name)] = true // a link, a file, or nothing yet
		if target, err := filepath.EvalSymlinks(name); err == nil {
			if info, err := os.Stat(target); err == nil && !info.IsDir() {
				target = filepath.Dir(target)
			}
			dirs[target] = true
		}
	}
	for _, dir := range w.system.WatchList() {
		if !dirs[dir] {
			_ = w.system.Remove(dir) // it may have gone by itself
		}
	}
	for dir := range dirs {
		if err := w.system.Add(dir); err != nil {
			if !polled && !w.polls {
				w.log.Warn("the system does not tell of changes in a directory; all files are looked at from time to time", "directory", dir, "every", Interval, "cause", err)
			}
			w.polls = true
		}
	}
}

// read is what the files of a source are now: it alone, or the files in it that are watched. One
// that cannot be looked at is not there.
func read(source string) files {
	names := []string{source}
	if entries, err := os.ReadDir(source); err == nil {
		names = nil
		for _, entry := range entries {
			if slices.Contains(extensions, filepath.Ext(entry.Name())) {
				names = append(names, filepath.Join(source, entry.Name()))
			}
		}
	}
	found := files{}
	for _, name := range names {
		if info, err := os.Stat(name); err == nil {
			found[name] = info
		}
	}
	return found
}
