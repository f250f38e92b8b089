package features_test

import (
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// elsewhere lists the findings that no scenario can provoke, one a line: they need a
// mock that is broken or configured otherwise, or a client that is. A test of the mock
// provokes each of them.
const elsewhere = "../mockserver/testdata/findings.txt"

var quotedID = regexp.MustCompile("`([a-z0-9-]+)(…?)`")

// documentedFindings are the ids in the README's table of findings, and the beginnings
// of those that it does not list one by one. Each row must say what it means and what
// to do.
func documentedFindings(t *testing.T) (ids, families []string) {
	t.Helper()
	readme, err := os.ReadFile("../README.md")
	if err != nil {
		t.Fatal(err)
	}
	_, table, _ := strings.Cut(string(readme), "### Findings\n")
	table, _, _ = strings.Cut(table, "\n#")
	for row := range strings.SplitSeq(table, "\n") {
		cells := strings.Split(strings.Trim(row, "|"), " | ")
		found := quotedID.FindAllStringSubmatch(cells[0], -1)
		if found == nil {
			continue
		}
		if len(cells) != 3 {
			t.Errorf("README.md: the row of %s needs an id, what it says, and a remedy", cells[0])
		}
		for _, id := range found {
			if id[2] != "" {
				families = append(families, id[1])
			} else {
				ids = append(ids, id[1])
			}
		}
	}
	return ids, families
}

// everyFindingIsProvoked holds what the scenarios were told against the README's table,
// in both directions.
func everyFindingIsProvoked(t *testing.T, said map[string]bool) {
	t.Helper()
	ids, families := documentedFindings(t)
	list, err := os.ReadFile(elsewhere)
	if err != nil {
		t.Fatal(err)
	}
	others := strings.Fields(string(list))
	for _, id := range ids {
		switch byTest := slices.Contains(others, id); {
		case !said[id] && !byTest:
			t.Errorf("README.md has the finding %s, which no scenario provokes", id)
		case said[id] && byTest:
			t.Errorf("a scenario provokes %s, which %s lists as one that none can", id, elsewhere)
		}
	}
	for id := range said {
		inFamily := slices.ContainsFunc(families, func(family string) bool { return strings.HasPrefix(id, family) })
		if !slices.Contains(ids, id) && !inFamily {
			t.Errorf("a scenario provokes the finding %s, which README.md does not have", id)
		}
	}
	for _, id := range others {
		if !slices.Contains(ids, id) {
			t.Errorf("%s lists the finding %s, which README.md does not have", elsewhere, id)
		}
	}
}
