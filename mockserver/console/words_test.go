package console_test

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// read is a file's text.
func read(t *testing.T, name string) string {
	t.Helper()
	text, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}

// TestEveryTextOfThePagesIsThereInChinese and no other is.
func TestEveryTextOfThePagesIsThereInChinese(t *testing.T) {
	t.Parallel()
	var chinese map[string]string
	if err := json.Unmarshal([]byte(read(t, "assets/zh.json")), &chinese); err != nil {
		t.Fatal(err)
	}
	scripts, err := filepath.Glob("assets/*.js")
	if err != nil || len(scripts) < 10 {
		t.Fatalf("%d scripts, %v", len(scripts), err)
	}
	said := regexp.MustCompile(`\bt\("((?:[^"\\]|\\.)*)"`)
	values := regexp.MustCompile(`\{\w+\}`)
	used := map[string]string{}
	for _, script := range scripts {
		for _, found := range said.FindAllStringSubmatch(read(t, script), -1) {
			used[found[1]] = script
		}
	}
	for text, script := range used {
		inChinese, ok := chinese[text]
		if !ok {
			t.Errorf("%s says %q, which zh.json does not have", script, text)
			continue
		}
		english, other := values.FindAllString(text, -1), values.FindAllString(inChinese, -1)
		slices.Sort(english)
		slices.Sort(other)
		if !slices.Equal(english, other) {
			t.Errorf("%q has %v, and in Chinese %v", text, english, other)
		}
	}
	for text := range maps.Keys(chinese) {
		if used[text] == "" {
			t.Errorf("zh.json has %q, which nothing says", text)
		}
	}
}

// TestTheConsoleHasTheRemediesOfTheREADME row by row, and each in Chinese.
func TestTheConsoleHasTheRemediesOfTheREADME(t *testing.T) {
	t.Parallel()
	type remedy struct {
		IDs []string `json:"ids"`
		En  string   `json:"en"`
		Zh  string   `json:"zh"`
	}
	var got, want []remedy
	if err := json.Unmarshal([]byte(read(t, "assets/remedies.json")), &got); err != nil {
		t.Fatal(err)
	}
	_, after, _ := strings.Cut(read(t, "../../README.md"), "### Findings\n")
	table, _, _ := strings.Cut(after, "\n### ")
	code := regexp.MustCompile("`([^`]+)`")
	for line := range strings.Lines(table) {
		cells := strings.Split(line, " | ")
		if !strings.HasPrefix(line, "| `") || len(cells) != 3 {
			continue
		}
		row := remedy{En: strings.TrimSuffix(strings.TrimSpace(cells[2]), " |")}
		for _, id := range code.FindAllStringSubmatch(cells[0], -1) {
			row.IDs = append(row.IDs, id[1])
		}
		want = append(want, row)
	}
	if len(want) < 50 {
		t.Fatalf("the README has %d rows of findings", len(want))
	}
	for i := range got {
		if got[i].Zh == "" {
			t.Errorf("the remedy of %v is not there in Chinese", got[i].IDs)
		}
		got[i].Zh = ""
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("assets/remedies.json is not what the README's table of findings says (- README, + console):\n%s", diff)
	}
}
