package openapi_test

import (
	"bytes"
	"errors"
	"flag"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi"
	"contractmock/openapi/spec"
)

var update = flag.Bool("update", false, "pack the documents anew")

func TestDocuments(t *testing.T) {
	t.Parallel()
	for _, name := range append(openapi.APIs(), openapi.Admin, openapi.Outside) {
		d, err := openapi.Document(name)
		if err != nil {
			t.Errorf("%s: %v", name, err)
			continue
		}
		if d.Name != name || d.File != name+".yaml" || len(d.Operations) == 0 {
			t.Errorf("the document %s is %s of %s, with %d operations", name, d.Name, d.File, len(d.Operations))
		}
		if err := d.ValidateExamples(); err != nil {
			t.Errorf("%s: %v", name, err)
		}
		if again, _ := openapi.Document(name); again != d {
			t.Errorf("%s is compiled twice", name)
		}
	}
	const want = "openapi: there is no API ticket; did you mean tickets?"
	if _, err := openapi.Document("ticket"); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestThePackedDocumentsAreOfTheFiles: one that is of an older file makes every start
// slow, and nothing else would tell.
func TestThePackedDocumentsAreOfTheFiles(t *testing.T) {
	t.Parallel()
	var want []string
	for _, name := range append(openapi.APIs(), openapi.Admin, openapi.Outside) {
		want = append(want, name)
		data, err := openapi.Files.ReadFile(name + ".yaml")
		if err != nil {
			t.Fatal(err)
		}
		packed, err := spec.Pack(name, name+".yaml", data)
		if err != nil {
			t.Fatal(err)
		}
		file := filepath.Join("packed", name)
		if *update {
			err = os.WriteFile(file, packed, 0o600)
		}
		is, failed := os.ReadFile(file)
		if err := errors.Join(err, failed); err != nil && !errors.Is(err, fs.ErrNotExist) {
			t.Fatal(err)
		}
		if !bytes.Equal(is, packed) {
			t.Errorf("%s is not %s.yaml as it is now; `make packed` writes it anew", file, name)
		}
		if d, err := openapi.Document(name); err != nil || !d.Packed && !*update {
			t.Errorf("%s.yaml is not read from %s: %v", name, file, err)
		}
	}
	entries, err := os.ReadDir("packed")
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, entry := range entries {
		got = append(got, entry.Name())
	}
	slices.Sort(want)
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the packed documents (-there should be +there are):\n%s", diff)
	}
}

func TestTheListOfAPIsIsTheCallers(t *testing.T) {
	t.Parallel()
	first := openapi.APIs()[0]
	openapi.APIs()[0] = "changed"
	if got := openapi.APIs()[0]; got != first {
		t.Errorf("the first API is %s, want %s", got, first)
	}
}

// TestRulesAndOperationsNameEachOther is the auditor of rules.yaml and x-rules:
// neither side may say anything of which the other does not know.
func TestRulesAndOperationsNameEachOther(t *testing.T) {
	t.Parallel()
	rules, err := openapi.Rules()
	if err != nil {
		t.Fatal(err)
	}
	apis := map[string]string{}               // rule → API
	named := map[string]map[string][]string{} // API → operation → its rules, as rules.yaml has it
	for _, r := range rules {
		apis[r.ID] = r.API
		if r.ID != r.Parent() {
			continue
		}
		if !slices.Contains(openapi.APIs(), r.API) {
			t.Errorf("%s: there is no API %s", r.ID, r.API)
		}
		if named[r.API] == nil {
			named[r.API] = map[string][]string{}
		}
		for _, operation := range r.Operations {
			named[r.API][operation] = append(named[r.API][operation], r.ID)
		}
	}
	for _, name := range openapi.APIs() {
		d, err := openapi.Document(name)
		if err != nil {
			t.Fatal(err)
		}
		says := map[string][]string{}
		for _, o := range d.Operations {
			if len(o.Rules) == 0 {
				t.Errorf("%s:%d: %s obeys no rule", d.File, o.Line, o.ID)
				continue
			}
			says[o.ID] = o.Rules
			for _, p := range o.Parameters {
				if p.Rule != "" && apis[p.Rule] != name {
					t.Errorf("%s:%d: parameter %s of %s is under rule %s, which %s does not have", d.File, p.Line, p.Name, o.ID, p.Rule, name)
				}
			}
		}
		if diff := cmp.Diff(named[name], says); diff != "" {
			t.Errorf("%s: rules of the operations (-rules.yaml +x-rules):\n%s", name, diff)
		}
	}
}

func TestPartsOfRules(t *testing.T) {
	t.Parallel()
	rules, err := openapi.Rules()
	if err != nil {
		t.Fatal(err)
	}
	byID := map[string]openapi.Rule{}
	for _, r := range rules {
		byID[r.ID] = r
	}
	for _, r := range rules {
		if parent := byID[r.Parent()]; r.ID != parent.ID && !slices.Contains(parent.Parts, r.ID) {
			t.Errorf("%s is no part of %s, which has %v", r.ID, parent.ID, parent.Parts)
		}
		for _, part := range r.Parts {
			if byID[part].Parent() != r.ID {
				t.Errorf("%s has the part %s, whose parent is %q", r.ID, part, byID[part].Parent())
			}
		}
		if !strings.HasSuffix(r.Says, ".") {
			t.Errorf("%s is no sentence: %s", r.ID, r.Says)
		}
	}
}
