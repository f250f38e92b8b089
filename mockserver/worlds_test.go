package mockserver

import (
	"bytes"
	"io/fs"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"

	"contractmock/fixtures"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// TestPackedFixturesMakeTheSameWorld holds the world of the packed rows against that of
// the files, which a line at their ends makes others.
func TestPackedFixturesMakeTheSameWorld(t *testing.T) {
	t.Parallel()
	for _, name := range openapi.APIs() {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			document, err := openapi.Document(name)
			if err != nil {
				t.Fatal(err)
			}
			packed := worldOf(t, packages[name].api, document, fixtures.Files)
			data, err := fs.ReadFile(fixtures.Files, name+".yaml")
			if err != nil {
				t.Fatal(err)
			}
			read := worldOf(t, packages[name].api, document, fstest.MapFS{name + ".yaml": {Data: append(data, "\n# read\n"...)}})
			if diff := cmp.Diff(read, packed); diff != "" || len(read) < 1000 {
				t.Errorf("the world of %d bytes is another (-read +packed):\n%s", len(read), diff)
			}
		})
	}
}

// worldOf is the world of an API's fixtures as JSON.
func worldOf(t *testing.T, api func(*spec.Document) *op.API, document *spec.Document, given fs.FS) string {
	t.Helper()
	schema := api(document).Schema
	rows, err := readFixtures(schema, given, "given")
	if err != nil {
		t.Fatal(err)
	}
	tx := state.NewWorld(schema).Edit()
	rows.Put(tx, clock.Earliest)
	var b bytes.Buffer
	if err := tx.World().Export(&b, state.NewWorld(schema)); err != nil {
		t.Fatal(err)
	}
	return b.String()
}
