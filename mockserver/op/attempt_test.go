package op_test

import (
	"fmt"
	"testing"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// counting is a session with attempts that are kept for an hour.
func counting(t *testing.T) (attempts *op.Attempts, rows state.Rows, tx *state.Tx, c *clock.Clock) {
	t.Helper()
	schema := state.NewSchema("shop")
	attempts = op.NewAttempts(schema, "attempts", time.Hour)
	rows, _ = schema.Table("attempts")
	now := clock.Instant(1_717_992_000_000)
	return attempts, rows, state.NewWorld(schema).Edit(), clock.New(clock.Source{Now: &now}, "default")
}

func TestAttemptsWithinAWindow(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		do     func(add func(key string), pass func(time.Duration))
		window time.Duration
		want   int
	}{
		{"none", func(func(string), func(time.Duration)) {}, time.Minute, 0},
		{"one just now", func(add func(string), _ func(time.Duration)) { add("a") }, time.Minute, 1},
		{"another key's", func(add func(string), _ func(time.Duration)) { add("b") }, time.Minute, 0},
		{"several in the same millisecond", func(add func(string), _ func(time.Duration)) { add("a"); add("a"); add("a") }, time.Minute, 3},
		{"a millisecond younger than the window", func(add func(string), pass func(time.Duration)) {
			add("a")
			pass(time.Minute - time.Millisecond)
		}, time.Minute, 1},
		{"as old as the window", func(add func(string), pass func(time.Duration)) { add("a"); pass(time.Minute) }, time.Minute, 0},
		{"in and out of the window", func(add func(string), pass func(time.Duration)) {
			add("a")
			pass(40 * time.Second)
			add("a")
			pass(40 * time.Second)
			add("a")
		}, time.Minute, 2},
		{"of a clock that was set back", func(add func(string), pass func(time.Duration)) { add("a"); pass(-time.Second) }, time.Minute, 0},
		{"after one of a clock that was set back", func(add func(string), pass func(time.Duration)) {
			add("a")
			pass(-time.Second)
			add("a")
			pass(2 * time.Second)
		}, time.Minute, 1},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			attempts, _, tx, at := counting(t)
			c.do(func(key string) { attempts.Add(tx, at, key) }, at.Advance)
			if got := attempts.Within(tx, at, "a", c.window); got != c.want {
				t.Errorf("%d attempts, want %d", got, c.want)
			}
			if got := attempts.Once(tx, at, "a", c.window); got != (c.want == 0) {
				t.Errorf("counted if there is none: %t, and there were %d", got, c.want)
			}
			if got := attempts.Within(tx, at, "a", c.window); got != max(c.want, 1) {
				t.Errorf("then %d attempts, want %d", got, max(c.want, 1))
			}
		})
	}
}

func TestAttemptsAreForgotten(t *testing.T) {
	t.Parallel()
	attempts, rows, tx, at := counting(t)
	for i := range 1000 {
		attempts.Add(tx, at, fmt.Sprint(i))
	}
	at.Advance(time.Hour - time.Millisecond)
	attempts.Add(tx, at, "0")
	if got := rows.Len(tx); got != 1000 {
		t.Errorf("%d rows before their time is over, want 1000", got)
	}
	at.Advance(time.Millisecond)
	for range 500 {
		attempts.Add(tx, at, "0")
	}
	if got := rows.Len(tx); got != 1 {
		t.Errorf("%d rows are left of those that are too old, want the one that is not", got)
	}
}
