package openapi

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestParseRules(t *testing.T) {
	t.Parallel()
	got, err := parseRules([]byte(`shop:
  - id: S02
    says: A page has ten items.
    basis: document
    heading: Paging
    operations: [listItems, findItems]
    parts:
      S02.2: A short page too.
      S02.10: Without page it is page 1.
  - {id: S01, says: Items have names., basis: inferred, heading: Items, operations: [getItem]}
library:
  - {id: L01, says: Books are free., basis: service, heading: Books, operations: [listBooks]}
`))
	part := Rule{API: "shop", Basis: "document", Heading: "Paging", Operations: []string{"listItems", "findItems"}}
	of := func(rule Rule, id, says string, parts ...string) Rule {
		rule.ID, rule.Says, rule.Parts = id, says, parts
		return rule
	}
	want := []Rule{
		of(part, "S02", "A page has ten items.", "S02.2", "S02.10"),
		of(part, "S02.2", "A short page too."),
		of(part, "S02.10", "Without page it is page 1."),
		{ID: "S01", API: "shop", Says: "Items have names.", Basis: "inferred", Heading: "Items", Operations: []string{"getItem"}},
		{ID: "L01", API: "library", Says: "Books are free.", Basis: "service", Heading: "Books", Operations: []string{"listBooks"}},
	}
	if diff := cmp.Diff(want, got); diff != "" || err != nil {
		t.Errorf("%v; rules (-want +got):\n%s", err, diff)
	}
	if got[1].Parent() != "S02" || got[3].Parent() != "S01" {
		t.Errorf("parents %s and %s, want S02 and S01", got[1].Parent(), got[3].Parent())
	}
}

func TestRulesThatCannotBeRead(t *testing.T) {
	t.Parallel()
	const required = `shop: "S01": id, says, heading and operations are required`
	for _, c := range []struct{ name, text, want string }{
		{"no id", "shop: [{says: a, basis: document, heading: h, operations: [o]}]", `shop: "": id, says, heading and operations are required`},
		{"no sentence", "shop: [{id: S01, basis: document, heading: h, operations: [o]}]", required},
		{"no heading", "shop: [{id: S01, says: a, basis: document, operations: [o]}]", required},
		{"no operations", "shop: [{id: S01, says: a, basis: document, heading: h, operations: []}]", required},
		{"no basis", "shop: [{id: S01, says: a, heading: h, operations: [o]}]", `shop: S01: basis is document, service or inferred, not ""`},
		{"an unknown basis", "shop: [{id: S01, says: a, basis: guess, heading: h, operations: [o]}]", `shop: S01: basis is document, service or inferred, not "guess"`},
		{"an id twice", "shop: [&s {id: S01, says: a, basis: document, heading: h, operations: [o]}]\nlibrary: [*s]", "library: S01 is there twice"},
		{"a part of another rule", "shop: [{id: S01, says: a, basis: document, heading: h, operations: [o], parts: {S010.1: b}}]", "shop: part S010.1 of S01 must begin with its id"},
		{"a part without sentence", "shop: [{id: S01, says: a, basis: document, heading: h, operations: [o], parts: {S01.1: }}]", "shop: part S01.1 says nothing"},
		{"an unknown member", "shop:\n  - id: S01\n    say: a\n", `[3:5] unknown field "say"`},
		{"no list", "shop: 1", ""},
		{"no YAML", "shop: [", ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			// goccy's own errors have a place in front and an excerpt behind.
			if _, err := parseRules([]byte(c.text)); err == nil || !strings.HasPrefix(err.Error(), "rules.yaml: ") || !strings.Contains(err.Error(), c.want) {
				t.Errorf("error %v, want %s", err, c.want)
			}
		})
	}
}
