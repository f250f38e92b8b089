package openapi

import (
	"embed"
	"fmt"
	"maps"
	"slices"
	"sync"

	"contractmock/openapi/nearest"
	"contractmock/openapi/spec"
)

// Files are the embedded documents, <name>.yaml each, and rules.yaml.
//
//go:embed *.yaml
var Files embed.FS

// packed are the documents as they are read fastest, packed/<name> each.
//
//go:generate go test . -run TestThePackedDocumentsAreOfTheFiles -update
//go:embed packed
var packed embed.FS

// Admin is the name of the mock's own control plane among the documents.
const Admin = "admin"

// Outside is the name of what the mock plays beside the mocked APIs, such as the
// bucket that clients upload to.
const Outside = "outside"

// apis are the mocked APIs, in the order in which everything lists them.
var apis = []string{"tickets", "chaoqer", "lexiang"}

// APIs are the names of the mocked APIs, in the order in which everything lists
// them.
func APIs() []string { return slices.Clone(apis) }

var documents = func() map[string]func() (*spec.Document, error) {
	load := map[string]func() (*spec.Document, error){}
	for _, name := range append(APIs(), Admin, Outside) {
		load[name] = sync.OnceValues(func() (*spec.Document, error) {
			file := name + ".yaml"
			data, err := Files.ReadFile(file)
			if err != nil {
				return nil, fmt.Errorf("openapi: %w", err)
			}
			fast, _ := packed.ReadFile("packed/" + name) // without which it is read all the same
			return spec.CompilePacked(name, file, data, fast)
		})
	}
	return load
}()

// Prepare begins to compile all embedded documents, side by side, so that [Document]
// need not wait for one after the other.
func Prepare() {
	for _, load := range documents {
		go func() { _, _ = load() }() // whose error Document tells
	}
}

// Document is the embedded specification of that name: one of [APIs], or [Admin].
func Document(name string) (*spec.Document, error) {
	load, ok := documents[name]
	if !ok {
		return nil, fmt.Errorf("openapi: there is no API %s%s", name, nearest.Hint(name, slices.Collect(maps.Keys(documents))))
	}
	return load()
}
