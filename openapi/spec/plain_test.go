package spec

import (
	"os"
	"path/filepath"
	"reflect"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestAPlainDocumentIsReadAsKinReadsIt holds the documents of the project, and one that
// has what they have not, places included, against kin's own reading of YAML.
func TestAPlainDocumentIsReadAsKinReadsIt(t *testing.T) {
	t.Parallel()
	documents, err := filepath.Glob("../*.yaml")
	if err != nil || len(documents) < 6 {
		t.Fatalf("%v; there are only %v", err, documents)
	}
	for _, document := range append(documents, "testdata/plain.yaml") {
		if filepath.Base(document) == "rules.yaml" {
			continue
		}
		t.Run(filepath.Base(document), func(t *testing.T) {
			t.Parallel()
			data, err := os.ReadFile(document)
			if err != nil {
				t.Fatal(err)
			}
			read := func() *files {
				return &files{names: []string{"a b.yaml"}, data: map[string][]byte{"a b.yaml": data}, closed: true}
			}
			want, err := read().load("a b.yaml")
			if err != nil {
				t.Fatal(err)
			}
			got, ok := read().loadPlain("a b.yaml")
			if !ok {
				t.Fatal("it is not plain")
			}
			// What kin tells of the ends of parts and of the items of lists nobody asks.
			unasked := cmp.Options{
				cmpopts.IgnoreFields(openapi3.Location{}, "EndLine", "EndColumn"), cmpopts.IgnoreFields(openapi3.Origin{}, "Sequences"),
				cmpopts.EquateEmpty(), cmp.Exporter(func(reflect.Type) bool { return true }),
			}
			if diff := cmp.Diff(want, got, unasked); diff != "" {
				t.Errorf("read otherwise (-kin +plain):\n%s", diff)
			}
		})
	}
}

// TestWhatIsNotPlainIsReadAllTheSame: by kin alone.
func TestWhatIsNotPlainIsReadAllTheSame(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, info string }{
		{"an alias", "{title: &title x, description: *title, version: v}"},
		{"a tag", "{title: !!str 7, version: v}"},
		{"a number in another base", "{title: x, version: v, x-n: 0x1f}"},
		{"a truth in capitals", "{title: x, version: v, x-b: TRUE}"},
		{"a key that is no text", "{title: x, version: v, x-k: {1.50: a}}"},
		{"a merged mapping", "{title: x, version: v, x-m: {<<: {a: 1}}}"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			data := []byte("openapi: 3.0.3\ninfo: " + c.info + "\npaths: {}\n")
			sources := &files{names: []string{"f"}, data: map[string][]byte{"f": data}, closed: true}
			if kin, ok := sources.loadPlain("f"); ok {
				t.Errorf("it is plain: %+v", kin.Info)
			}
			if _, err := Compile("x", "f", data); err != nil {
				t.Error(err)
			}
		})
	}
}
