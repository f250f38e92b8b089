package generate

import (
	"strings"
	"testing"

	"github.com/nyaruka/phonenumbers"
	"pgregory.net/rapid"

	"contractmock/fixtures"
)

func TestDistinctNumbersAreDistinct(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		of := rapid.IntRange(1, 50).Draw(t, "of")
		count := rapid.IntRange(0, of).Draw(t, "count")
		seen := map[int]bool{}
		picks := rapid.IntRange(0, of-1)
		for _, n := range distinct(count, of, func() int { return picks.Draw(t, "pick") }) {
			if n < 0 || n >= of || seen[n] {
				t.Fatalf("%d is out of place among %v", n, seen)
			}
			seen[n] = true
		}
		if len(seen) != count {
			t.Fatalf("%d numbers, want %d", len(seen), count)
		}
	})
}

func TestMobilesAreValidAndDifferent(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for i := range 200_000 {
		text := mobile(i)
		if seen[text] {
			t.Fatalf("%s is there twice", text)
		}
		seen[text] = true
		if i%97 != 0 {
			continue
		}
		number, err := phonenumbers.Parse("+86"+text, "")
		if err != nil || !phonenumbers.IsValidNumber(number) {
			t.Errorf("%s is no Chinese mobile: %v", text, err)
		}
	}
}

func TestActiveUsersAreCounted(t *testing.T) {
	t.Parallel()
	want := 0
	for i := range 1000 {
		if got := active(i); got != want {
			t.Fatalf("of %d users %d are active, want %d", i, got, want)
		}
		if !blank(i) && !frozen(i) {
			want++
		}
	}
}

func TestTheListsAreLists(t *testing.T) {
	t.Parallel()
	files, err := fixtures.Words.ReadDir("words")
	if err != nil || len(files) < 16 {
		t.Fatalf("%d lists, %v", len(files), err)
	}
	columns := map[string]int{"faults.txt": 1, "devices.txt": 1}
	for _, file := range files {
		data, err := fixtures.Words.ReadFile("words/" + file.Name())
		if err != nil {
			t.Fatal(err)
		}
		seen := map[string]bool{}
		for line := range strings.SplitSeq(strings.TrimSuffix(string(data), "\n"), "\n") {
			if strings.TrimSpace(line) != line || line == "" || seen[line] || strings.Count(line, "\t") != columns[file.Name()] {
				t.Errorf("%s: %q is empty, there twice, or has other columns", file.Name(), line)
			}
			seen[line] = true
		}
	}
	for _, name := range []string{"nicknames", "surnames"} {
		for _, word := range (&maker{lists: map[string][]string{}}).list(name) {
			if len([]rune(word)) > 20 {
				t.Errorf("%s: %q is longer than a nickname may be", name, word)
			}
		}
	}
}
