package nearest_test

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/openapi/nearest"
)

func TestOf(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, word string
		candidates []string
		want       []string
	}{
		{"nothing to choose from", "tid", nil, []string{}},
		{"a letter too few", "pag", []string{"orderid", "page"}, []string{"page"}},
		{"a letter too many", "tiid", []string{"uid", "tid"}, []string{"tid"}},
		{"a third of the letters", "tXd", []string{"tid"}, []string{"tid"}},
		{"more than a third", "tX", []string{"tid"}, []string{}},
		{"another letter case only", "ORDERID", []string{"orderid"}, []string{"orderid"}},
		{"a beginning of three letters", "ord", []string{"orderidentity"}, []string{"orderidentity"}},
		{"a beginning in another case", "ORD", []string{"orderidentity"}, []string{"orderidentity"}},
		{"a beginning of two letters", "or", []string{"orderidentity"}, []string{}},
		{"an end", "identity", []string{"orderidentity"}, []string{}},
		{"letters count, not bytes", "圈了名", []string{"圈子名"}, []string{"圈子名"}},
		{"the word itself is no other", "page", []string{"page", "pages"}, []string{"pages"}},
		{"the nearest first, then as listed", "createXlub", []string{"createRlubs", "createSlub", "createClub"}, []string{"createSlub", "createClub", "createRlubs"}},
		{"three at most", "item1", []string{"item2", "item3", "item4", "item5"}, []string{"item2", "item3", "item4"}},
		{"a candidate that is listed twice", "item1", []string{"item2", "item2"}, []string{"item2"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			if diff := cmp.Diff(c.want, nearest.Of(c.word, c.candidates)); diff != "" {
				t.Errorf("near (-want +got):\n%s", diff)
			}
		})
	}
}

func TestHint(t *testing.T) {
	t.Parallel()
	numbers := func(n int) (all []string) {
		for i := range n {
			all = append(all, fmt.Sprint(n-i+9))
		}
		return all
	}
	for _, c := range []struct {
		name, word string
		candidates []string
		want       string
	}{
		{"one is near", "pag", []string{"page", "uid"}, "; did you mean page?"},
		{"two are near", "uid", []string{"tid", "list", "gid"}, "; did you mean tid or gid?"},
		{"three are near", "item1", []string{"item4", "item3", "item2"}, "; did you mean item4, item3 or item2?"},
		{"nothing is near, and there is one", "x", []string{"page"}, "; there is page"},
		{"nothing is near, and there are a few, sorted", "x", []string{"uid", "list", "page"}, "; there are list, page and uid"},
		{"twelve can still be named", "x", numbers(12), "; there are 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20 and 21"},
		{"numbers by their size", "x", []string{"100", "9", "10"}, "; there are 9, 10 and 100"},
		{"thirteen are too many", "x", numbers(13), ""},
		{"there is nothing", "x", nil, ""},
	} {
		t.Run(c.name, func(t *testing.T) {
			before := fmt.Sprint(c.candidates)
			if got := nearest.Hint(c.word, c.candidates); got != c.want {
				t.Errorf("hint %q, want %q", got, c.want)
			}
			if fmt.Sprint(c.candidates) != before {
				t.Error("the candidates were put into another order")
			}
		})
	}
}
