package spec

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"testing"

	"github.com/getkin/kin-openapi/openapi3"
	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// TestAPackedDocumentIsWhatKinHasRead holds what is read of packed documents against
// what they were packed from, references included; places in the smaller ones alone.
func TestAPackedDocumentIsWhatKinHasRead(t *testing.T) {
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
			want, ok := (&files{names: []string{"x"}, data: map[string][]byte{"x": data}, closed: true}).loadPlain("x")
			if !ok {
				t.Fatal("it is not plain")
			}
			packed, err := pack(want, []byte("digest"))
			if err != nil {
				t.Fatal(err)
			}
			got, ok := unpack(packed, []byte("digest"))
			if !ok {
				t.Fatal("it cannot be read")
			}
			if again, _ := pack(got, []byte("digest")); !bytes.Equal(packed, again) {
				t.Error("it is packed otherwise the second time")
			}
			if before, after := asJSON(t, want), asJSON(t, got); before != after {
				t.Errorf("read otherwise (-packed from +read):\n%s", cmp.Diff(before, after))
			}
			if len(data) < 20_000 { // of larger ones it would take seconds
				leftOut := cmp.FilterPath(func(p cmp.Path) bool {
					field, ok := p.Last().(cmp.StructField)
					return ok && slices.Contains(unpacked, field.Name())
				}, cmp.Ignore())
				if diff := cmp.Diff(want, got, leftOut, cmpopts.EquateEmpty(), cmp.Exporter(func(reflect.Type) bool { return true })); diff != "" {
					t.Errorf("read otherwise (-packed from +read):\n%s", diff)
				}
			}
			if before, after := schemas(want), schemas(got); before != after || before == 0 {
				t.Errorf("it has %d schemas, and had %d", after, before)
			}
		})
	}
}

func asJSON(t *testing.T, kin *openapi3.T) string {
	t.Helper()
	text, err := json.Marshal(kin)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// schemas is how many schemas a document has, each of them once.
func schemas(kin *openapi3.T) int {
	seen := map[uintptr]bool{}
	count := 0
	var walk func(v reflect.Value)
	walk = func(v reflect.Value) {
		switch v.Kind() {
		case reflect.Pointer:
			if !v.IsNil() && !seen[v.Pointer()] {
				seen[v.Pointer()] = true
				if v.Type() == reflect.TypeFor[*openapi3.Schema]() {
					count++
				}
				walk(v.Elem())
			}
		case reflect.Struct:
			for i := range v.NumField() {
				walk(v.Field(i))
			}
		case reflect.Slice:
			for i := range v.Len() {
				walk(v.Index(i))
			}
		case reflect.Map:
			for members := v.MapRange(); members.Next(); {
				walk(members.Value())
			}
		default:
		}
	}
	walk(reflect.ValueOf(kin))
	return count
}

// TestWhatIsNotPackedIsReadAllTheSame: a packed document is of one file and one
// kin-openapi; in the place of any other, and of one that is cut off, the file counts.
func TestWhatIsNotPackedIsReadAllTheSame(t *testing.T) {
	t.Parallel()
	const file = "x.yaml"
	document := func(title string) []byte {
		return []byte("openapi: 3.0.3\ninfo: {title: " + title + ", version: v}\npaths:\n  /a:\n    get:\n      operationId: a\n      responses: {'200': {description: d}}\n")
	}
	packed, err := Pack("x", file, document("one"))
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		name        string
		file, title string
		packed      []byte
	}{
		{"another text", file, "two", packed},
		{"another name", "y.yaml", "one", packed},
		{"half of it", file, "one", packed[:len(packed)/2]},
		{"more than it", file, "one", append(slices.Clone(packed), 0)},
		{"nothing", file, "one", nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if _, ok := unpack(c.packed, digest(c.file, document(c.title))); ok {
				t.Error("it is taken")
			}
			d, err := CompilePacked("x", c.file, document(c.title), c.packed)
			if err != nil {
				t.Fatal(err)
			}
			if d.kin.Info.Title != c.title || len(d.Operations) != 1 {
				t.Errorf("it is %+v with %d operations", d.kin.Info, len(d.Operations))
			}
		})
	}
	if _, ok := unpack(packed, digest(file, document("one"))); !ok {
		t.Error("the packed document itself is not taken")
	}
}

func BenchmarkCompile(b *testing.B) {
	data, err := os.ReadFile("../chaoqer.yaml")
	if err != nil {
		b.Fatal(err)
	}
	packed, err := Pack("chaoqer", "chaoqer.yaml", data)
	if err != nil {
		b.Fatal(err)
	}
	for name, packed := range map[string][]byte{"of the file": nil, "packed": packed} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				if _, err := CompilePacked("chaoqer", "chaoqer.yaml", data, packed); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
