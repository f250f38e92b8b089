package op_test

import (
	"fmt"
	"slices"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// world is a session with one table of tokens: a fixed one of holder 1.
type world struct {
	tokens *op.Tokens
	rows   state.Rows
	tx     *state.Tx
	clock  *clock.Clock
}

const fixed = "fixed-token-of-1"

func newWorld(t *testing.T) world {
	t.Helper()
	return newWorldOf(t, op.TokenRules{Life: time.Hour})
}

func newWorldOf(t *testing.T, rules op.TokenRules) world {
	t.Helper()
	schema := state.NewSchema("shop")
	w := world{tokens: op.NewTokens(schema, rules), tx: state.NewWorld(schema).Edit()}
	now := clock.Instant(1_717_992_000_000)
	w.clock = clock.New(clock.Source{Now: &now}, "default")
	w.rows, _ = schema.Table("tokens")
	if _, err := w.rows.PutJSON(w.tx, "", []byte(fmt.Sprintf(`{"token":%q,"holder":"1","secret":"fixed-secret-of-1"}`, fixed)), now); err != nil {
		t.Fatal(err)
	}
	return w
}

func (w world) look(token string) op.TokenState {
	_, state := w.tokens.Look(w.tx, w.clock, token)
	return state
}

func (w world) issue(holder string) string { return w.tokens.Issue(w.tx, w.clock, holder).Token }

func TestTokens(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(w world) (token string)
		want op.TokenState
	}{
		{"one that nobody ever held", func(world) string { return "x" }, op.TokenUnknown},
		{"a fixed one", func(world) string { return fixed }, op.TokenHolds},
		{"a fixed one at 59:59.999", func(w world) string { w.clock.Advance(time.Hour - time.Millisecond); return fixed }, op.TokenHolds},
		{"a fixed one at 60:00", func(w world) string { w.clock.Advance(time.Hour); return fixed }, op.TokenExpired},
		{"a fixed one of a session that was reset", func(w world) string { w.clock.Advance(2 * time.Hour); w.clock.Reset(); return fixed }, op.TokenHolds},
		{"a fixed one after a log-in", func(w world) string { w.issue("1"); return fixed }, op.TokenSuperseded},
		{"a fixed one after another's log-in", func(w world) string { w.issue("12"); w.issue(""); return fixed }, op.TokenHolds},
		{"an issued one", func(w world) string { w.clock.Advance(2 * time.Hour); return w.issue("1") }, op.TokenHolds},
		{"an issued one at 59:59.999", func(w world) string {
			w.clock.Advance(time.Minute)
			token := w.issue("1")
			w.clock.Advance(time.Hour - time.Millisecond)
			return token
		}, op.TokenHolds},
		{"an issued one at 60:00", func(w world) string {
			w.clock.Advance(time.Minute)
			token := w.issue("1")
			w.clock.Advance(time.Hour)
			return token
		}, op.TokenExpired},
		{"one that was superseded", func(w world) string { token := w.issue("1"); w.issue("1"); return token }, op.TokenSuperseded},
		{"one that was superseded and is too old", func(w world) string {
			token := w.issue("1")
			w.issue("1")
			w.clock.Advance(2 * time.Hour)
			return token
		}, op.TokenSuperseded},
		{"one that was logged out", func(w world) string { w.tokens.LogOut(w.tx, w.clock, fixed); return fixed }, op.TokenLoggedOut},
		{"one that was logged out and is too old", func(w world) string {
			w.tokens.LogOut(w.tx, w.clock, fixed)
			w.clock.Advance(time.Hour)
			return fixed
		}, op.TokenLoggedOut},
		{"one that was logged out before a later log-in", func(w world) string {
			w.tokens.LogOut(w.tx, w.clock, fixed)
			w.issue("1")
			return fixed
		}, op.TokenLoggedOut},
		{"one that was superseded before it was logged out", func(w world) string {
			w.issue("1")
			w.tokens.LogOut(w.tx, w.clock, fixed)
			return fixed
		}, op.TokenSuperseded},
		{"one that was superseded by an earlier clock", func(w world) string {
			token := w.issue("1")
			w.clock.Advance(-time.Hour)
			w.issue("1")
			return token
		}, op.TokenSuperseded},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorld(t)
			if got := w.look(c.do(w)); got != c.want {
				t.Errorf("state %d, want %d", got, c.want)
			}
		})
	}
}

func TestAHolderHasOneTokenAndAFewThatWere(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	if token, ok := w.tokens.Current(w.tx, w.clock, "1"); !ok || token.Token != fixed {
		t.Errorf("current %v, %v; want the fixed one", token, ok)
	}
	if token, ok := w.tokens.Current(w.tx, w.clock, "12"); ok {
		t.Errorf("current %v of somebody who never logged in", token)
	}
	var issued []string
	for range 30 {
		w.clock.Advance(time.Second)
		issued = append(issued, w.issue("1"))
		now := w.clock.Now()
		if got, ok := w.tokens.Current(w.tx, w.clock, "1"); !ok || !cmp.Equal(got, op.Token{Token: issued[len(issued)-1], Holder: "1", Issued: &now}) {
			t.Fatalf("current %v, %v; want the last issued", got, ok)
		}
	}
	if got := w.rows.Len(w.tx); got != 9 {
		t.Errorf("%d rows after 30 log-ins, want the current one and eight more", got)
	}
	var got []op.TokenState
	for _, token := range issued[20:] {
		got = append(got, w.look(token))
	}
	want := slices.Concat([]op.TokenState{op.TokenUnknown}, slices.Repeat([]op.TokenState{op.TokenSuperseded}, 8), []op.TokenState{op.TokenHolds})
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the last ten (-want +got):\n%s", diff)
	}
	w.clock.Advance(-time.Hour)
	early := w.issue("1")
	if got, ok := w.tokens.Current(w.tx, w.clock, "1"); !ok || got.Token != early {
		t.Errorf("current %v, %v after the clock was set back; want the last issued", got, ok)
	}
}

func TestTheLastTokenIsKnownThoughTheClockStands(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	last := w.issue("1")
	for range 40 {
		next := w.issue("1")
		if got := w.look(last); got != op.TokenSuperseded {
			t.Fatalf("the one before the current is %d, want superseded", got)
		}
		if got := w.rows.Len(w.tx); got > 10 {
			t.Fatalf("%d rows are kept", got)
		}
		last = next
	}
}

func TestAHolderWhoseTokenHasEndedHasNone(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.tokens.LogOut(w.tx, w.clock, fixed)
	if token, ok := w.tokens.Current(w.tx, w.clock, "1"); ok {
		t.Errorf("current %v after the log-out", token)
	}
	token := w.issue("1")
	got, ok := w.tokens.Current(w.tx, w.clock, "1")
	if !ok || got.Token != token {
		t.Errorf("current %v, %v; want the one issued after the log-out", got, ok)
	}
	w.clock.Set(w.tokens.Ends(got, w.clock))
	if token, ok := w.tokens.Current(w.tx, w.clock, "1"); ok {
		t.Errorf("current %v when its life has ended", token)
	}
	if got := len(w.tokens.Of(w.tx, "1")); got != 2 {
		t.Errorf("%d tokens of the holder, want both", got)
	}
}

// TestALifeBeginsAnewWithTheFirstUseOfALaterDay: the clock stands at noon in UTC+8.
func TestALifeBeginsAnewWithTheFirstUseOfALaterDay(t *testing.T) {
	t.Parallel()
	const day = 24 * time.Hour
	rules := op.TokenRules{Life: 3 * day, Renews: true}
	for _, c := range []struct {
		name   string
		rules  op.TokenRules
		passes time.Duration
		due    bool
		left   time.Duration // of its life after the use
	}{
		{"the same day", rules, 12*time.Hour - time.Millisecond, false, 3*day - 12*time.Hour + time.Millisecond},
		{"midnight", rules, 12 * time.Hour, true, 3 * day},
		{"days later", rules, 2 * day, true, 3 * day},
		{"a clock that was set back", rules, -day, false, 4 * day},
		{"too late", rules, 3 * day, true, 0},
		{"where lives do not begin anew", op.TokenRules{Life: 3 * day}, day, false, 2 * day},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := newWorldOf(t, c.rules)
			w.clock.Advance(c.passes)
			token, _ := w.tokens.Look(w.tx, w.clock, fixed)
			if got := w.tokens.Due(token, w.clock); got != c.due {
				t.Errorf("due %v, want %v", got, c.due)
			}
			if c.due {
				w.tokens.Renew(w.tx, w.clock, fixed)
			}
			token, _ = w.tokens.Look(w.tx, w.clock, fixed)
			if got := w.tokens.Ends(token, w.clock).Sub(w.clock.Now()); got != c.left {
				t.Errorf("it lives on for %s, want %s", got, c.left)
			}
		})
	}
}

func TestAHolderMayHaveManyTokens(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, op.TokenRules{Life: time.Hour, Many: true})
	var issued []string
	for range 30 {
		issued = append(issued, w.issue("1"))
		w.clock.Advance(time.Minute)
	}
	for i, token := range append(issued, fixed) {
		if got := w.look(token); got != op.TokenHolds {
			t.Errorf("token %d is %d after half an hour, want that it holds", i, got)
		}
	}
	w.clock.Advance(30*time.Minute - time.Millisecond)
	if got := w.look(issued[0]); got != op.TokenHolds {
		t.Errorf("the first issued is %d just before its hour is over", got)
	}
	w.clock.Advance(time.Millisecond)
	if got := w.look(issued[0]); got != op.TokenExpired {
		t.Errorf("the first issued is %d when its hour is over", got)
	}
	w.clock.Advance(time.Hour)
	w.issue("1")
	if got := w.rows.Len(w.tx); got > 10 {
		t.Errorf("%d rows are kept of those that are too old", got)
	}
}

func TestSecretsComeWithALogIn(t *testing.T) {
	t.Parallel()
	w := newWorldOf(t, op.TokenRules{Life: time.Hour, Secrets: true})
	first, second := w.tokens.Issue(w.tx, w.clock, "1"), w.tokens.Issue(w.tx, w.clock, "1")
	if len(first.Secret) != 32 || first.Secret == second.Secret || first.Secret == first.Token {
		t.Errorf("secrets %q and %q", first.Secret, second.Secret)
	}
	if got := func() string { w := newWorld(t); return w.tokens.Issue(w.tx, w.clock, "1").Secret }(); got != "" {
		t.Errorf("a secret %q where nothing is signed", got)
	}
	masked := first.Masked().(op.Token)
	if masked.Secret == first.Secret || masked.Token == first.Token {
		t.Errorf("masked as %+v", masked)
	}
}
