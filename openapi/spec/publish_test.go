package spec_test

import (
	"encoding/json"
	"path/filepath"
	"strings"
	"testing"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// TestADocumentCanBeReadFromItsOwnJSON also where it lay in several files.
func TestADocumentCanBeReadFromItsOwnJSON(t *testing.T) {
	t.Parallel()
	dir := written(t, `
-- shop.yaml --
openapi: 3.0.3
info: {title: Shop, version: "1"}
servers: [{url: "https://shop.example/v2"}]
paths:
  /cups/{id}:
    get:
      operationId: getCup
      parameters:
        - {name: id, in: path, required: true, schema: {$ref: "parts/id.yaml"}}
      responses:
        "200":
          description: The cup
          content:
            application/json:
              schema: {$ref: "parts/cup.yaml#/Cup"}
-- parts/id.yaml --
type: string
-- parts/cup.yaml --
Cup:
  type: object
  properties:
    inside: {$ref: "#/Cup"}
    price: {type: number}
`)
	documents := map[string]*spec.Document{}
	shop, err := spec.CompileFile("shop", filepath.Join(dir, "shop.yaml"))
	if err != nil {
		t.Fatal(err)
	}
	documents["shop"] = shop
	for _, name := range append(openapi.APIs(), openapi.Admin) {
		if documents[name], err = openapi.Document(name); err != nil {
			t.Fatal(err)
		}
	}
	for name, d := range documents {
		text, err := d.JSON()
		if err != nil {
			t.Fatal(err)
		}
		if strings.Contains(string(text), ".yaml#") || strings.Contains(string(text), "__origin__") {
			t.Errorf("%s refers to other files, or tells where it came from", name)
		}
		var said struct{ Servers []struct{ URL string } }
		if err := json.Unmarshal(text, &said); err != nil || len(said.Servers) != 1 || strings.TrimSuffix(said.Servers[0].URL, "/") != d.Base {
			t.Errorf("%s is said to be at %v, want %q (%v)", name, said.Servers, d.Base, err)
		}
		again, err := spec.CompileFile(name, filepath.Join(written(t, "-- again.json --\n"+string(text)+"\n"), "again.json"))
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		if len(again.Operations) != len(d.Operations) || len(again.Warnings) > 0 {
			t.Errorf("%s has %d operations once read again, want %d; warnings: %q", name, len(again.Operations), len(d.Operations), again.Warnings)
		}
	}
}
