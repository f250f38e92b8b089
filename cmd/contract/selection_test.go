package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"slices"
	"strings"
	"testing"
	"testing/fstest"

	"github.com/cucumber/godog"
	"github.com/google/go-cmp/cmp"

	"contractmock/features"
)

// at is where scenarios begin, with all that identifies them.
func at(t *testing.T, all []planned, err error) []place {
	t.Helper()
	if err != nil {
		t.Fatal(err)
	}
	var places []place
	for _, s := range all {
		places = append(places, s.at)
	}
	return places
}

func embedded(tags string) godog.TestSuite {
	return godog.TestSuite{Options: &godog.Options{FS: features.Files, Paths: []string{"tickets/lists.feature", "lexiang"}, Tags: tags}}
}

func TestAllShardsTogetherAreTheWhole(t *testing.T) {
	t.Parallel()
	for _, tags := range []string{"", "@L36.2"} {
		all, err := scenariosOf(embedded(tags))
		whole := at(t, all, err)
		var together []place
		for i := 1; i <= 4; i++ {
			suite := embedded(tags)
			chosen, isWhole, err := plan(suite, stripLines(suite.Options), shard{i, 4}, "")
			own := at(t, chosen, err)
			if isWhole {
				t.Error("a shard takes itself for the whole")
			}
			if fair := len(whole) / 4; len(own) < fair || len(own) > fair+1 {
				t.Errorf("shard %d has %d of %d", i, len(own), len(whole))
			}
			together = append(together, own...)
		}
		order := func(a, b place) int {
			return strings.Compare(fmt.Sprintf("%s:%6d", a.file, a.line), fmt.Sprintf("%s:%6d", b.file, b.line))
		}
		slices.SortFunc(whole, order)
		slices.SortFunc(together, order)
		if diff := cmp.Diff(whole, together, cmp.AllowUnexported(place{})); diff != "" {
			t.Errorf("tags %q: the shards are not the whole (- whole, + shards):\n%s", tags, diff)
		}
	}
}

const sample = `@tickets
Feature: Sample
  Background:
    Given half a second later

  # about the first
  @a
  @b @c
  Scenario: First
    When a stranger calls getTicket

  @d
  Scenario Outline: Second
    When a stranger calls getTicket
    Then the status is <status>
    @e
    Examples:
      | status |
      | 1      |
      | 2      |
    Examples:
      | status |
      | 3      |

  Rule: R
    Background:
      Given half a second later
    @f
    Scenario: Third
      Then the body is exactly:
        """
        Scenario: none
        """
`

func TestASelectionIsWhatWasChosen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, path, tags string
		want             []int64
	}{
		{"all", "s.feature", "", []int64{9, 19, 20, 23, 29}},
		{"a scenario", "s.feature:9", "", []int64{9}},
		{"an outline", "s.feature:13", "", []int64{19, 20, 23}},
		{"a row", "s.feature:20", "", []int64{20}},
		{"a scenario of a rule", "s.feature:29", "", []int64{29}},
		{"an outline by a tag of some rows", "s.feature:13", "@e", []int64{19, 20}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			for _, text := range []string{sample, strings.ReplaceAll(sample, "\n", "\r\n")} {
				files := fstest.MapFS{"s.feature": {Data: []byte(text)}}
				suite := godog.TestSuite{Options: &godog.Options{FS: files, Paths: []string{c.path}, Tags: c.tags}}
				chosen, _, err := plan(suite, stripLines(suite.Options), shard{}, "")
				var lines []int64
				for _, p := range at(t, chosen, err) {
					lines = append(lines, p.line)
				}
				if diff := cmp.Diff(c.want, lines); diff != "" {
					t.Errorf("(- wanted, + got):\n%s", diff)
				}
				left, err := fs.ReadFile(suite.Options.FS, "s.feature")
				if err != nil || bytes.Count(left, []byte("\n")) != strings.Count(text, "\n") {
					t.Errorf("%v; the lines have moved:\n%s", err, left)
				}
			}
		})
	}
}

func FuzzParseShard(f *testing.F) {
	for _, seed := range []string{"1/4", "4/4", "0/4", "5/4", "", "1", "a/b", "1/4/4", "-1/4", "999999999999/1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		s, err := parseShard(text)
		if err == nil && text != "" && (s.part < 1 || s.part > s.of) {
			t.Errorf("%q is %v", text, s)
		}
	})
}
