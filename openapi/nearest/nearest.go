// Package nearest is the "did you mean" of every message: for parameters,
// personas, operations, tables, flags, phrases and tags.
package nearest

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"github.com/agnivade/levenshtein"
)

// Of are the candidates that word may have been meant to be, the nearest first,
// at most three: those that differ from it in letter case only, in at most a
// third of its letters, or that it abbreviates. None if nothing is near.
func Of(word string, candidates []string) []string {
	type near struct {
		candidate string
		distance  int
	}
	var found []near
	lower := strings.ToLower(word)
	for _, c := range candidates {
		if c == word {
			continue
		}
		distance := levenshtein.ComputeDistance(lower, strings.ToLower(c))
		abbreviates := len(lower) >= 3 && strings.HasPrefix(strings.ToLower(c), lower)
		if longest := max(len([]rune(word)), len([]rune(c))); 3*distance <= longest || abbreviates {
			found = append(found, near{c, distance})
		}
	}
	slices.SortStableFunc(found, func(a, b near) int { return cmp.Compare(a.distance, b.distance) })
	names := make([]string, 0, 3)
	for _, n := range found[:min(3, len(found))] {
		if !slices.Contains(names, n.candidate) {
			names = append(names, n.candidate)
		}
	}
	return names
}

// Hint is a clause for the end of a message: "; did you mean a or b?", or what
// there is where nothing is near: "; there are a, b and c". It is empty where
// there are no candidates, or more than a message can hold.
func Hint(word string, candidates []string) string {
	if near := Of(word, candidates); len(near) > 0 {
		return fmt.Sprintf("; did you mean %s?", List(near, "or"))
	}
	if len(candidates) == 0 || len(candidates) > 12 {
		return ""
	}
	sorted := slices.Clone(candidates)
	slices.SortFunc(sorted, func(a, b string) int { // 9 is before 10
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX != nil || errY != nil {
			return strings.Compare(a, b)
		}
		return cmp.Compare(x, y)
	})
	if len(sorted) == 1 {
		return "; there is " + sorted[0]
	}
	return "; there are " + List(sorted, "and")
}

// List is words in a sentence: "a", "a or b", "a, b or c".
func List(words []string, conjunction string) string {
	if len(words) < 2 {
		return strings.Join(words, "")
	}
	last := len(words) - 1
	return strings.Join(words[:last], ", ") + " " + conjunction + " " + words[last]
}
