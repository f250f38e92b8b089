package mockserver

import (
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"time"

	"contractmock/fixtures"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
)

// worlds makes the world that sessions are forked from. It is shared, so that a
// fork costs nothing, and dated anew when it is older than a minute and its rows
// hold offsets.
type worlds struct {
	options Options
	schemas []*state.Schema
	read    []*state.Fixtures
	offsets bool // some rows hold offsets

	mu    sync.Mutex
	world *state.World
	dated time.Time
	next  *dating // nil while the world is fresh
}

// datedFor is how long a world's offsets may lag behind. When half of it is over, the
// next world is made, so that nobody waits for it while there are requests.
const datedFor = time.Minute

// dating is a world that is being dated anew.
type dating struct {
	at    time.Time
	done  chan struct{}
	world *state.World // once it is done
}

func newWorlds(apis []*op.API, options Options) (*worlds, error) {
	given := options.Fixtures
	if given == nil {
		given = fixtures.Files
	}
	var known []string
	for _, api := range apis {
		if api.Schema != nil {
			known = append(known, api.Schema.Name())
		}
	}
	if err := checkFiles(given, known, options.FixturesName, "fixtures files", ".yaml", linesExtension); err != nil {
		return nil, err
	}
	w := &worlds{options: options}
	for _, api := range apis {
		if api.Schema == nil {
			continue
		}
		w.schemas = append(w.schemas, api.Schema)
		read, err := readFixtures(api.Schema, given, options.FixturesName)
		if err != nil {
			return nil, err
		}
		w.read = append(w.read, read)
		w.offsets = w.offsets || read.Dated()
	}
	tx := state.NewWorld(w.schemas...).Edit()
	for _, read := range w.read {
		read.Put(tx, options.now())
	}
	w.world, w.dated = tx.World(), options.Wall()
	return w, nil
}

// linesExtension is of the files whose rows come after those of <api>.yaml.
const linesExtension = ".jsonl"

// readFixtures reads an API's fixtures: the given ones, or the embedded ones where
// there are none of that name, and then the given lines, if there are any.
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
	var more []state.Lines
	lines, err := fs.ReadFile(given, schema.Name()+linesExtension)
	switch {
	case err == nil:
		more = append(more, state.Lines{File: path.Join(name, schema.Name()+linesExtension), Data: lines})
	case !errors.Is(err, fs.ErrNotExist):
		return nil, fmt.Errorf("the fixtures of %s cannot be read: %w", schema.Name(), err)
	}
	if packed, ok := fixtures.Rows(schema.Name(), data); ok && more == nil { // nothing can be wrong whose line would be told
		data, more = nil, []state.Lines{{File: label, Data: packed}}
	}
	read, err := schema.ReadFixtures(label, data, more...)
	if err != nil {
		return nil, fmt.Errorf("the fixtures cannot be used:\n%w", masked(err, schema))
	}
	return read, nil
}

// masked is what is wrong with rows that were brought in, without the keys of those that
// hold secrets: the log and health show it. Their lines stay.
func masked(err error, schemas ...*state.Schema) error {
	var problems state.Problems
	if !errors.As(err, &problems) {
		return err
	}
	secrets := problems.SecretKeys(schemas...)
	problems = slices.Clone(problems)
	for i, p := range problems {
		if slices.Contains(secrets, p.Key) {
			problems[i].Message = strings.ReplaceAll(p.Message, p.Key, op.Mask(p.Key))
			problems[i].Key = op.Mask(p.Key)
		}
	}
	return problems
}

// checkFiles refuses a directory that has none of the files that it is for, those of
// the known names with one of the extensions, or a file whose name is nearly one of them.
func checkFiles(given fs.FS, known []string, name, what string, extensions ...string) error {
	var files []string
	for _, pattern := range []string{"*.y*ml", "*" + linesExtension} {
		matches, err := fs.Glob(given, pattern)
		if err != nil {
			return fmt.Errorf("%s cannot be read: %w", name, err)
		}
		files = append(files, matches...)
	}
	found := false
	for _, file := range files {
		extension := path.Ext(file)
		stem := strings.TrimSuffix(file, extension)
		isKnown := slices.Contains(known, stem)
		switch {
		case isKnown && slices.Contains(extensions, extension):
			found = true
		case isKnown:
			return fmt.Errorf("%s is not read; name it %s.yaml", path.Join(name, file), stem)
		case len(nearest.Of(stem, known)) > 0:
			return fmt.Errorf("%s is of no API%s", path.Join(name, file), nearest.Hint(stem, known))
		}
	}
	if !found {
		return fmt.Errorf("%s holds none of the %s; they are named after the APIs, as %s.yaml is", name, what, known[0])
	}
	return nil
}

// current is the world to fork.
func (w *worlds) current() *state.World {
	w.mu.Lock()
	defer w.mu.Unlock()
	if !w.offsets || w.options.Now != nil {
		return w.world
	}
	now := w.options.Wall()
	for {
		age := now.Sub(w.dated) // below 0 once the wall was set back
		if w.next == nil && (age < 0 || age >= datedFor/2) {
			w.next = w.redated(now)
		}
		if age >= 0 && age < datedFor {
			return w.world
		}
		<-w.next.done
		w.world, w.dated, w.next = w.next.world, w.next.at, nil
	}
}

// redated begins to date the world anew.
func (w *worlds) redated(now time.Time) *dating {
	next := &dating{at: now, done: make(chan struct{})}
	tx := w.world.Edit()
	go func() {
		defer close(next.done)
		for _, read := range w.read {
			read.Redate(tx, clock.FromTime(now))
		}
		next.world = tx.World()
	}()
	return next
}
