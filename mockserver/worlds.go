package mockserver

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"
	"time"

	"contractmock/fixtures"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// worlds makes the world that sessions are forked from. It is shared, so that a
// fork costs nothing, and dated anew when it is older than a minute and its rows
// hold offsets.
type worlds struct {
	options Options
	read    []*state.Fixtures

	mu    sync.Mutex
	world *state.World
	dated time.Time
}

// datedFor is how long a world's offsets may lag behind.
const datedFor = time.Minute

func newWorlds(apis []*op.API, given fs.FS, options Options) (*worlds, error) {
	if !hasAny(given, apis) {
		return nil, fmt.Errorf("%s holds none of the fixtures files, which are named after the APIs: %s.yaml", options.FixturesName, apis[0].Schema.Name())
	}
	w := &worlds{options: options}
	var schemas []*state.Schema
	for _, api := range apis {
		schemas = append(schemas, api.Schema)
		read, err := readFixtures(api.Schema, given, options.FixturesName)
		if err != nil {
			return nil, err
		}
		w.read = append(w.read, read)
	}
	tx := state.NewWorld(schemas...).Edit()
	for _, read := range w.read {
		if err := read.Put(tx, w.now()); err != nil {
			return nil, err
		}
	}
	w.world, w.dated = tx.World(), options.Wall()
	return w, nil
}

// readFixtures reads an API's fixtures: the given ones, or the embedded ones where
// there are none of that name.
func readFixtures(schema *state.Schema, given fs.FS, name string) (*state.Fixtures, error) {
	file := schema.Name() + ".yaml"
	label := path.Join(name, file)
	data, err := fs.ReadFile(given, file)
	if errors.Is(err, fs.ErrNotExist) {
		label = path.Join("fixtures", file)
		data, err = fs.ReadFile(fixtures.Files, file)
	}
	if err != nil {
		return nil, fmt.Errorf("the fixtures of %s cannot be read: %w", schema.Name(), err)
	}
	read, err := schema.ReadFixtures(label, data)
	if err != nil {
		return nil, fmt.Errorf("the fixtures cannot be used:\n%w", err)
	}
	return read, nil
}

// hasAny tells whether a directory has the fixtures of at least one API.
func hasAny(given fs.FS, apis []*op.API) bool {
	return slices.ContainsFunc(apis, func(api *op.API) bool {
		_, err := fs.Stat(given, api.Schema.Name()+".yaml")
		return err == nil
	})
}

func (w *worlds) now() clock.Instant {
	if w.options.Now != nil {
		return *w.options.Now
	}
	return clock.FromTime(w.options.Wall())
}

// current is the world to fork.
func (w *worlds) current() (*state.World, error) {
	w.mu.Lock()
	defer w.mu.Unlock()
	if w.options.Now != nil || w.options.Wall().Sub(w.dated) < datedFor {
		return w.world, nil
	}
	tx := w.world.Edit()
	for _, read := range w.read {
		if err := read.Redate(tx, w.now()); err != nil {
			return nil, err
		}
	}
	w.world, w.dated = tx.World(), w.options.Wall()
	return w.world, nil
}
