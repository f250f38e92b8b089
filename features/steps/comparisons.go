package steps

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"math/big"
	"regexp"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	"github.com/tidwall/gjson"
)

// order tells which of two values comes first: of numbers the smaller one, of texts the
// one whose letters do, as with dates and times. Other values have no order.
func order(a, b gjson.Result) (sign int, ok bool) {
	switch {
	case a.Type == gjson.Number && b.Type == gjson.Number:
		return number(a).Cmp(number(b)), true
	case a.Type == gjson.String && b.Type == gjson.String:
		return cmp.Compare(a.String(), b.String()), true
	default:
		return 0, false
	}
}

// number is a JSON number with all digits of an id of 64 bits, which a float64 has not.
func number(value gjson.Result) *big.Float {
	n, _, err := big.ParseFloat(value.Raw, 10, 256, big.ToNearestEven)
	if err != nil {
		return new(big.Float)
	}
	return n
}

// compared holds a member against a value that it may be on one side of.
func (w *world) compared(path, value, relation string, allowed func(sign int) bool) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	limit, err := w.literal(value)
	if err != nil {
		return err
	}
	sign, ok := order(got, gjson.Parse(limit))
	if !ok || !allowed(sign) {
		return w.failf("%s is %s, want %s %s", path, got.Raw, relation, limit)
	}
	return nil
}

func (w *world) atLeast(path, value string) error {
	return w.compared(path, value, "at least", func(sign int) bool { return sign >= 0 })
}

func (w *world) atMost(path, value string) error {
	return w.compared(path, value, "at most", func(sign int) bool { return sign <= 0 })
}

func (w *world) above(path, value string, by int) error {
	return w.differs(path, value, by, fmt.Sprintf("%d more than", by))
}

func (w *world) below(path, value string, by int) error {
	return w.differs(path, value, -by, fmt.Sprintf("%d less than", by))
}

// differs holds a number against another one and their difference.
func (w *world) differs(path, value string, by int, relation string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	text, err := w.literal(value)
	if err != nil {
		return err
	}
	other := gjson.Parse(text)
	if other.Type != gjson.Number {
		return fmt.Errorf("%s is %s, which is no number that anything could be above or below", value, text)
	}
	want := number(other)
	want.Add(want, new(big.Float).SetInt64(int64(by)))
	if got.Type != gjson.Number || number(got).Cmp(want) != 0 {
		return w.failf("%s is %s, want %s %s", path, got.Raw, relation, text)
	}
	return nil
}

// matches expects a text that fits a pattern. Nothing is recalled in it, since braces
// have a meaning of their own there.
func (w *world) matches(path, pattern string) error {
	expression, err := regexp.Compile(pattern)
	if err != nil {
		return fmt.Errorf("%q is no regular expression (RE2): %w", pattern, err)
	}
	got, err := w.member(path)
	if err != nil {
		return err
	}
	if got.Type != gjson.String || !expression.MatchString(got.String()) {
		return w.failf("%s is %s, want a text that matches %s", path, got.Raw, pattern)
	}
	return nil
}

func (w *world) memberIsOneOf(path, list string) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	words, err := w.words(list)
	if err != nil {
		return err
	}
	if !slices.Contains(words, got.String()) {
		return w.failf("%s is %s, want one of %s", path, got.Raw, strings.Join(words, ", "))
	}
	return nil
}

// words are what stands between commas.
func (w *world) words(list string) ([]string, error) {
	list, err := w.recall(list)
	if err != nil {
		return nil, err
	}
	var words []string
	for word := range strings.SplitSeq(list, ",") {
		words = append(words, strings.TrimSpace(word))
	}
	return words, nil
}

func (w *world) everyContains(path, text string) error {
	text, err := w.recall(text)
	if err != nil {
		return err
	}
	return w.every(path, func(item gjson.Result) string {
		if item.Type == gjson.String && strings.Contains(item.String(), text) {
			return ""
		}
		return fmt.Sprintf("a text with %q in it", text)
	})
}

func (w *world) ascends(path string) error { return w.ordered(path, "ascending", -1) }

func (w *world) descends(path string) error { return w.ordered(path, "descending", 1) }

// ordered expects that each item of a list comes before or after the next one.
func (w *world) ordered(path, direction string, want int) error {
	got, err := w.member(path)
	if err != nil {
		return err
	}
	items := got.Array()
	if len(items) < 2 {
		return w.failf("%s has %d items; an order takes two", path, len(items))
	}
	for i := 1; i < len(items); i++ {
		if sign, ok := order(items[i-1], items[i]); !ok || sign != want {
			return w.failf("%s is not in %s order: %s comes before %s", path, direction, items[i-1].Raw, items[i].Raw)
		}
	}
	return nil
}

func (w *world) hasItem(path string, table *godog.Table) error {
	items, wrong, err := w.items(path, table)
	if err != nil || wrong == "" {
		return err
	}
	return w.failf("none of the %d items of %s is so; the nearest: %s", items, path, wrong)
}

func (w *world) hasNoItem(path string, table *godog.Table) error {
	items, wrong, err := w.items(path, table)
	if err != nil || wrong != "" {
		return err
	}
	return w.failf("one of the %d items of %s is so", items, path)
}

// items is how many items a list has, and what is wrong with the one that has most of the
// members that a table says; nothing if one has them all.
func (w *world) items(path string, table *godog.Table) (count int, wrong string, err error) {
	got, err := w.member(path)
	if err != nil {
		return 0, "", err
	}
	if !got.IsArray() {
		return 0, "", w.failf("%s is no list but %s", path, got.Raw)
	}
	members, err := w.members(table)
	if err != nil {
		return 0, "", err
	}
	items := got.Array()
	wrong, fewest := "there is none", len(members)+1
	for i, item := range items {
		if differing := differences(i, item, members); len(differing) == 0 {
			return len(items), "", nil
		} else if len(differing) < fewest {
			wrong, fewest = differing[0], len(differing)
		}
	}
	return len(items), wrong, nil
}

// differences are what is wrong with an item that should have these members.
func differences(i int, item gjson.Result, members map[string]json.RawMessage) []string {
	var wrong []string
	for _, name := range slices.Sorted(maps.Keys(members)) {
		value := item.Get(name)
		if !value.Exists() {
			wrong = append(wrong, fmt.Sprintf("item %d: it has no %s", i, name))
		} else if diff := compare(name, decode(string(members[name])), decode(value.Raw)); diff != "" {
			wrong = append(wrong, fmt.Sprintf("item %d: %s", i, diff))
		}
	}
	return wrong
}
