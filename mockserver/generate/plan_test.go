package generate_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/generate"
)

func TestWordsThatCannotBeFollowed(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name  string
		words []string
		want  string
	}{
		{"no number", []string{"users"}, `"users" says no number; write what=count, such as users=1000`},
		{"an unknown noun", []string{"usrs=5"}, `usrs=5: there is no "usrs" to make; did you mean users?`},
		{"an unknown noun of an API", []string{"chaoqer.club=5"}, `chaoqer.club=5: there is no "chaoqer.club" to make; did you mean chaoqer.clubs or chaoqer.cards?`},
		{"a noun of another API", []string{"tickets.users=5"}, `tickets.users=5: there is no "tickets.users" to make; did you mean tickets.persons or tickets.tickets?`},
		{"a noun of two APIs", []string{"events=5"}, "events=5: which of chaoqer.events and lexiang.events?"},
		{"no whole number", []string{"users=many"}, "users=many: a count is a whole number from 0 to 1000000"},
		{"a part", []string{"users=1.5"}, "users=1.5: a count is a whole number from 0 to 1000000"},
		{"below zero", []string{"users=-1"}, "users=-1: a count is a whole number from 0 to 1000000"},
		{"too many", []string{"users=1000001"}, "users=1000001: a count is a whole number from 0 to 1000000"},
		{"the same twice", []string{"users=1", "chaoqer.users=2"}, "chaoqer.users=2: chaoqer.users is there twice"},
		{"tickets of nobody", []string{"persons=0", "tickets=1"}, "tickets=1: with persons=0 there can be at most 0"},
		{"cards of one", []string{"cards=1", "users=1"}, "cards=1: with users=1 there can be at most 0"},
		{"more blocks than pairs", []string{"users=3", "blocks=7"}, "blocks=7: with users=3 there can be at most 6"},
		{"more participants than seats", []string{"staffs=2", "lexiang.events=3", "participants=7"}, "participants=7: with staffs=2 and events=3 there can be at most 6"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			_, err := generate.Parse(c.words)
			if err == nil || err.Error() != c.want {
				t.Errorf("error\n%v\nwant\n%s", err, c.want)
			}
		})
	}
}

func TestOnlyTheAPIsThatAreNamedAreMade(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		words, want []string
	}{
		{nil, []string{"tickets", "chaoqer", "lexiang"}},
		{[]string{"users=1"}, []string{"chaoqer"}},
		{[]string{"lexiang.events=0", "persons=3"}, []string{"tickets", "lexiang"}},
	} {
		if diff := cmp.Diff(c.want, plan(t, c.words...).APIs); diff != "" {
			t.Errorf("%v: %s", c.words, diff)
		}
	}
}

func FuzzParse(f *testing.F) {
	f.Add("users=1")
	f.Add("chaoqer.events=")
	f.Add("=")
	f.Fuzz(func(t *testing.T, word string) {
		p, err := generate.Parse([]string{word})
		if (err == nil) != (len(p.APIs) == 1) {
			t.Errorf("%q: %v, error %v", word, p.APIs, err)
		}
	})
}
