package op

import (
	"slices"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
)

// Attempt is a row of an API's attempts: when something was last tried.
type Attempt struct {
	// Key is what was tried, by whom.
	Key string `json:"key"`
	// Times are when, the latest last.
	Times []clock.Instant `json:"times"`
}

// Attempts counts how often something was tried within a window of the session's
// clock: requests for a code, wrong codes, the same call again.
type Attempts struct {
	keep   time.Duration
	table  *state.Table[Attempt, string]
	byLast *state.Index[Attempt, string]
}

// NewAttempts adds a table of attempts to a schema. They are forgotten when they are
// as old as keep, the longest window that is ever asked for.
func NewAttempts(schema *state.Schema, name string, keep time.Duration) *Attempts {
	a := &Attempts{keep: keep, table: state.NewTable(schema, name, func(row Attempt) string { return row.Key })}
	a.byLast = a.table.Index(func(row Attempt) (state.Key, bool) {
		if len(row.Times) == 0 {
			return "", false
		}
		return state.Key("").Time(row.Times[len(row.Times)-1]), true
	})
	a.table.Check(func(_ *state.Tx, row Attempt, report func(field, message string)) {
		if len(row.Times) == 0 || !slices.IsSorted(row.Times) {
			report("times", "an attempt has at least one time, the latest last")
		}
	})
	return a
}

// Within is how many attempts of that key there were in the window that ends now.
// One that is exactly as old as the window is none of them, nor is one of a clock
// that has been set back since.
func (a *Attempts) Within(tx *state.Tx, c *clock.Clock, key string, window time.Duration) int {
	row, _ := a.table.Get(tx, key)
	return row.within(c.Now(), window)
}

func (row Attempt) within(now clock.Instant, window time.Duration) int {
	count := 0
	for _, at := range row.Times {
		if age := now.Sub(at); age >= 0 && age < window {
			count++
		}
	}
	return count
}

// Add counts an attempt now, and forgets what is too old to count.
func (a *Attempts) Add(tx *state.Tx, c *clock.Clock, key string) {
	row, _ := a.table.Get(tx, key)
	a.add(tx, c.Now(), key, row)
}

// Once is Add, unless there were attempts [Attempts.Within] the window; it tells whether
// there were none.
func (a *Attempts) Once(tx *state.Tx, c *clock.Clock, key string, window time.Duration) bool {
	now := c.Now()
	row, _ := a.table.Get(tx, key)
	if row.within(now, window) > 0 {
		return false
	}
	a.add(tx, now, key, row)
	return true
}

// add counts an attempt; row is the one of those before it.
func (a *Attempts) add(tx *state.Tx, now clock.Instant, key string, row Attempt) {
	times := make([]clock.Instant, 0, len(row.Times)+1)
	for _, at := range row.Times {
		if at <= now && now.Sub(at) < a.keep {
			times = append(times, at)
		}
	}
	a.table.Put(tx, Attempt{Key: key, Times: append(times, now)})
	// Two for each one that is added: however many there are, they do not stay.
	for _, old := range state.After(tx, a.byLast.Of("").Until(state.Key("").Time(now.Add(-a.keep)+1)).Oldest(), "", 2) {
		a.table.Delete(tx, old.Key)
	}
}
