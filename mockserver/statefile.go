package mockserver

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"

	"github.com/gofrs/flock"

	"contractmock/mockserver/durable"
	"contractmock/mockserver/session"
)

// StateFile keeps a mock's sessions and snapshots in a file: what was there before is
// loaded when it is opened, and what there is now written by Save. The file is
// replaced as a whole, so that at any moment it holds one state or the next, whatever
// becomes of the process. It holds secrets, and only its owner may read it.
type StateFile struct {
	server *Server
	path   string
	lock   *flock.Flock
	create durable.Create

	mu    sync.Mutex
	saved *session.Contents // what the file holds, nil if there is none
}

// OpenStateFile loads the file into the mock, which must not serve yet, and locks it
// against other mocks until Close. A file that is not there is made by the first
// Save; its directory must exist. The error says what is wrong with the file, of its rows with
// line, session, table, key and field, and nothing is loaded then.
func (s *Server) OpenStateFile(path string) (*StateFile, error) {
	if target, err := filepath.EvalSymlinks(path); err == nil {
		path = target // it is the file that is replaced, not the link
	}
	if info, err := os.Stat(filepath.Dir(path)); err != nil || !info.IsDir() {
		return nil, fmt.Errorf("the state file %s cannot be kept: there is no directory %s; make it, or choose another file", path, filepath.Dir(path))
	}
	f := &StateFile{server: s, path: path, lock: flock.New(path+".lock", flock.SetPermissions(0o600)), create: durable.Mode(0o600)}
	switch locked, err := f.lock.TryLock(); {
	case err != nil:
		return nil, fmt.Errorf("the state file %s cannot be kept: %w; choose a directory that can be written", path, err)
	case !locked:
		return nil, fmt.Errorf("the state file %s is in use by another mock; stop that one, or give this one a file of its own", path)
	}
	err := f.load()
	if err == nil { // what a mock that was killed has left
		err = durable.Discard(path)
	}
	if err != nil {
		return nil, errors.Join(err, f.lock.Close())
	}
	return f, nil
}

// load reads the file, if there is one.
func (f *StateFile) load() error {
	data, err := os.ReadFile(f.path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("the state file cannot be read: %w", err)
	}
	if err := f.server.sessions.Load(f.path, data); err != nil {
		return fmt.Errorf("the state cannot be used; mend the file, or move it away to begin with the fixtures:\n%w", masked(err, f.server.current.Load().worlds.schemas...))
	}
	now := f.server.sessions.Contents()
	f.saved = &now
	return nil
}

// Save writes what there is now, unless the file holds it already. Requests do not
// wait for it. After an error the file is what it was, or holds all of what there is.
func (f *StateFile) Save() error {
	f.mu.Lock()
	defer f.mu.Unlock()
	now := f.server.sessions.Contents()
	if f.saved != nil && now.Same(*f.saved) {
		return nil
	}
	if err := durable.Replace(f.path, f.create, now.Save); err != nil {
		return fmt.Errorf("the state cannot be saved: %w", err)
	}
	f.saved = &now
	return nil
}

// Keep saves at every tick until the context ends. What goes wrong is logged, and tried
// again at the next tick.
func (f *StateFile) Keep(ctx context.Context, ticks <-chan time.Time) {
	log, failing := f.server.options.Log, false
	for {
		select {
		case <-ctx.Done():
			return
		case <-ticks:
		}
		err := f.Save()
		switch {
		case err != nil:
			log.Error("the state is not saved; make room on the disk, or let the mock write to the directory. It is tried again", "file", f.path, "cause", err)
		case failing:
			log.Info("the state is saved again", "file", f.path)
		}
		failing = err != nil
	}
}

// Close saves once more and lets other mocks have the file.
func (f *StateFile) Close() error { return errors.Join(f.Save(), f.lock.Close()) }
