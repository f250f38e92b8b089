package generate

import (
	"bufio"
	"encoding/json"
	"fmt"
	"io"
	"math/rand"
	"slices"
	"strings"
	"time"

	"github.com/brianvoe/gofakeit/v6"

	"contractmock/fixtures"
	"contractmock/mockserver/clock"
)

// apis make the rows of an API.
var apis = map[string]func(*maker, counts){
	"tickets": makeTickets,
	"chaoqer": makeChaoqer,
	"lexiang": makeLexiang,
}

// Total is how many rows of a table were written.
type Total struct {
	Table string
	Rows  int
}

// Write writes the rows of one of the plan's APIs, a line each, and says how many of
// each table there are. The same plan and seed give the same bytes. The error is
// that of w.
func (p Plan) Write(w io.Writer, api string, seed uint64) ([]Total, error) {
	buffered := bufio.NewWriter(w)
	encoder := json.NewEncoder(buffered)
	encoder.SetEscapeHTML(false)
	source := rand.NewSource(int64(seed)).(rand.Source64) //nolint:gosec // any 64 bits will do
	m := &maker{Faker: gofakeit.NewCustom(source), encoder: encoder, lists: map[string][]string{}}
	apis[api](m, p.counts[api])
	if m.err != nil {
		return nil, m.err
	}
	return m.totals, buffered.Flush()
}

// maker makes rows: by chance, from one source.
type maker struct {
	*gofakeit.Faker
	encoder *json.Encoder
	lists   map[string][]string
	totals  []Total
	err     error
}

// put writes a row, unless one before it could not be written.
func (m *maker) put(table string, row any) {
	if m.err != nil {
		return
	}
	m.err = m.encoder.Encode(struct {
		Table string `json:"table"`
		Row   any    `json:"row"`
	}{table, row})
	i := slices.IndexFunc(m.totals, func(t Total) bool { return t.Table == table })
	if i < 0 {
		i = len(m.totals)
		m.totals = append(m.totals, Total{Table: table})
	}
	m.totals[i].Rows++
}

// list is the words of a list.
func (m *maker) list(name string) []string {
	if words, read := m.lists[name]; read {
		return words
	}
	data, err := fixtures.Words.ReadFile("words/" + name + ".txt")
	if err != nil {
		panic(err) // the lists are embedded, and the tests use them all
	}
	m.lists[name] = strings.Split(strings.TrimSpace(string(data)), "\n")
	return m.lists[name]
}

// word is one of a list.
func (m *maker) word(list string) string { return m.RandomString(m.list(list)) }

// columns are the two of a line of a list.
func (m *maker) columns(list string) (kind, words string) {
	kind, words, _ = strings.Cut(m.word(list), "\t")
	return kind, words
}

// name is a Chinese name.
func (m *maker) name() string { return m.word("surnames") + m.word("given-names") }

// id is 32 hexadecimal digits.
func (m *maker) id() string { return strings.ReplaceAll(m.UUID(), "-", "") }

// one tells whether the one case in so many has come.
func (m *maker) one(in int) bool { return m.Rand.Intn(in) == 0 }

// below is a number from 0 up to n, which it is not; the small ones come more often,
// as the large clubs and the popular people are few.
func (m *maker) below(n int) int {
	u := m.Rand.Float64()
	return int(u * u * float64(n))
}

// between is a duration of whole seconds from low up to high.
func (m *maker) between(low, high time.Duration) time.Duration {
	return low + time.Duration(m.Rand.Int63n(int64((high-low)/time.Second)+1))*time.Second
}

// ago is a point in time between high and low before the session begins.
func (m *maker) ago(low, high time.Duration) clock.Instant {
	return clock.Offset(-m.between(low, high))
}

const day = 24 * time.Hour

// lately is the last point in time that may be in the past: worlds are up to a minute
// older than the sessions that begin with them.
var lately = clock.Offset(-2 * time.Minute)

// within is a point in time from low to high; low where high is before it.
func (m *maker) within(low, high clock.Instant) clock.Instant {
	return low.Add(m.between(0, max(0, high.Sub(low))))
}

// some are at most count different ones of a list, in no order.
func (m *maker) some(count int, list []string) []string {
	count = min(count, len(list))
	chosen := make([]string, count)
	for i, n := range distinct(count, len(list), func() int { return m.Rand.Intn(len(list)) }) {
		chosen[i] = list[n]
	}
	return chosen
}

// distinct are count different numbers from 0 up to of, each the one that pick points
// to, or the next that is free, around the end. There must be as many.
func distinct(count, of int, pick func() int) []int {
	next := make(map[int]int, count) // of a number that is taken: where to go on looking
	numbers := make([]int, count)
	for i := range numbers {
		start := pick()
		free := start
		for to, taken := next[free]; taken; to, taken = next[free] {
			free = to
		}
		for n := start; n != free; { // the next search that comes this way takes one step
			n, next[n] = next[n], free
		}
		next[free] = (free + 1) % of
		numbers[i] = free
	}
	return numbers
}

// numbered is a word that was used so many times before, made different.
func numbered(word string, before int) string {
	if before == 0 {
		return word
	}
	return fmt.Sprintf("%s%d", word, before+1)
}
