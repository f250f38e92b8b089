package spec_test

import (
	"strings"
	"testing"

	"contractmock/openapi/spec"
)

// compile is the document of that text, which must be one.
func compile(t testing.TB, text string) *spec.Document {
	t.Helper()
	d, err := spec.Compile("shop", "shop.yaml", []byte(text))
	if err != nil {
		t.Fatal(err)
	}
	return d
}

// operation is an operation of a document.
func operation(t testing.TB, d *spec.Document, name string) *spec.Operation {
	t.Helper()
	o, ok := d.Operation(name)
	if !ok {
		t.Fatalf("there is no operation %s", name)
	}
	return o
}

// line is the number of the one line that holds mark.
func line(t testing.TB, text, mark string) int {
	t.Helper()
	if mark == "" {
		return 0
	}
	before, after, ok := strings.Cut(text, mark)
	if !ok || strings.Contains(after, mark) {
		t.Fatalf("%q does not stand in the document once", mark)
	}
	return 1 + strings.Count(before, "\n")
}
