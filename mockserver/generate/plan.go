package generate

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"contractmock/openapi/nearest"
)

// Noun is something that can be asked for by number.
type Noun struct {
	// API and Name are what it is called: "chaoqer", "users".
	API, Name string
	// Default is how many there are when nobody says.
	Default int
	// Summary says what comes with it.
	Summary string

	// needs are the nouns of the same API that bound it, and most is the most there can
	// be with so many of them.
	needs []string
	most  func(n counts) int
}

// counts are how many of each noun of one API there are, by name.
type counts map[string]int

// most there can be of anything at all.
const most = 1_000_000

var nouns = []Noun{
	{API: "tickets", Name: "persons", Default: 300, Summary: "people with Chinese names; one in ten repairs, one in fifty administers"},
	{API: "tickets", Name: "tickets", Default: 500, Summary: "repair tickets of the last 400 days, in every status", needs: []string{"persons"}, most: anyNumber("persons")},
	{API: "chaoqer", Name: "users", Default: 300, Summary: "accounts with a mobile and a profile; one in fifty has no profile yet, one in a hundred is frozen"},
	{API: "chaoqer", Name: "clubs", Default: 100, Summary: "clubs with their members", needs: []string{"users"}, most: anyNumber("users")},
	{API: "chaoqer", Name: "rooms", Default: 150, Summary: "rooms in clubs, public, by invitation and closed, with who is there", needs: []string{"users"}, most: anyNumber("users")},
	{API: "chaoqer", Name: "events", Default: 150, Summary: "events that are early, due, late or started, with who reserved them", needs: []string{"users"}, most: anyNumber("users")},
	{API: "chaoqer", Name: "cards", Default: 600, Summary: "cards in folders", needs: []string{"users"}, most: pairs},
	{API: "chaoqer", Name: "blocks", Default: 100, Summary: "users who blocked another", needs: []string{"users"}, most: pairs},
	{API: "chaoqer", Name: "messages", Default: 900, Summary: "messages, read and unread: of cards, of events, and from other users", needs: []string{"users"}, most: func(n counts) int {
		if n["users"] < 2 {
			return 0
		}
		return most
	}},
	{API: "lexiang", Name: "staffs", Default: 300, Summary: "staff members"},
	{API: "lexiang", Name: "teams", Default: 20, Summary: "teams"},
	{API: "lexiang", Name: "categories", Default: 10, Summary: "categories of events"},
	{API: "lexiang", Name: "events", Default: 200, Summary: "events of the past, of today and to come; some are limited, some lotteries", needs: []string{"staffs"}, most: anyNumber("staffs")},
	{API: "lexiang", Name: "participants", Default: 2000, Summary: "sign-ups for events, most of the past ones attended", needs: []string{"staffs", "events"}, most: func(n counts) int { return n["staffs"] * n["events"] }},
}

// anyNumber is for nouns of which there can be any number if there is one of another.
func anyNumber(of string) func(counts) int {
	return func(n counts) int { return most * min(n[of], 1) }
}

// pairs are how many pairs of different users there are, with who is first told apart.
func pairs(n counts) int {
	users := active(n["users"])
	return users * (users - 1)
}

// Nouns are all nouns, API by API.
func Nouns() []Noun { return slices.Clone(nouns) }

// String is the noun with its API: "chaoqer.users".
func (n Noun) String() string { return n.API + "." + n.Name }

// Plan is how many of each noun there are to be.
type Plan struct {
	// APIs are those that rows are made for.
	APIs   []string
	counts map[string]counts
}

// Parse reads words such as users=1000 or chaoqer.events=20. Only the APIs that a
// word names are in the plan, or all if there is no word; what is not named has its
// default, or as many as can be. The error says which word cannot be followed and
// what would be right.
func Parse(words []string) (Plan, error) {
	given := map[string]int{}
	plan := Plan{counts: map[string]counts{}}
	for _, word := range words {
		noun, count, err := parse(word)
		if err != nil {
			return Plan{}, err
		}
		if _, twice := given[noun.String()]; twice {
			return Plan{}, fmt.Errorf("%s: %s is there twice", word, noun)
		}
		given[noun.String()] = count
		plan.counts[noun.API] = counts{}
	}
	for _, noun := range nouns {
		n, named := plan.counts[noun.API]
		if !named && len(words) > 0 {
			continue
		}
		if !slices.Contains(plan.APIs, noun.API) {
			plan.APIs = append(plan.APIs, noun.API)
		}
		if n == nil {
			n = counts{}
			plan.counts[noun.API] = n
		}
		bound := most
		if noun.most != nil {
			bound = min(bound, noun.most(n))
		}
		count, asked := given[noun.String()]
		switch {
		case !asked:
			count = min(noun.Default, bound)
		case count > bound:
			return Plan{}, fmt.Errorf("%s=%d: with %s there can be at most %d", noun.Name, count, n.list(noun.needs), bound)
		}
		n[noun.Name] = count
	}
	return plan, nil
}

// list is some of the counts as they are written: "staffs=1 and events=2".
func (n counts) list(names []string) string {
	var words []string
	for _, name := range names {
		words = append(words, fmt.Sprintf("%s=%d", name, n[name]))
	}
	return nearest.List(words, "and")
}

func parse(word string) (Noun, int, error) {
	name, text, ok := strings.Cut(word, "=")
	if !ok {
		return Noun{}, 0, fmt.Errorf("%q says no number; write what=count, such as users=1000", word)
	}
	var found []Noun
	var names, known []string
	for _, noun := range nouns {
		known = append(known, noun.String(), noun.Name)
		if name == noun.Name || name == noun.String() {
			found = append(found, noun)
			names = append(names, noun.String())
		}
	}
	switch {
	case len(found) == 0:
		return Noun{}, 0, fmt.Errorf("%s: there is no %q to make%s", word, name, nearest.Hint(name, known))
	case len(found) > 1:
		return Noun{}, 0, fmt.Errorf("%s: which of %s?", word, nearest.List(names, "and"))
	}
	count, err := strconv.Atoi(text)
	if err != nil || count < 0 || count > most {
		return Noun{}, 0, fmt.Errorf("%s: a count is a whole number from 0 to %d", word, most)
	}
	return found[0], count, nil
}
