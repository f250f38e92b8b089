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
	schema := state.NewSchema("shop")
	w := world{tokens: op.NewTokens(schema, time.Hour), tx: state.NewWorld(schema).Edit()}
	now := clock.Instant(1_717_992_000_000)
	w.clock = clock.New(clock.Source{Now: &now}, "default")
	w.rows, _ = schema.Table("tokens")
	if _, err := w.rows.PutJSON(w.tx, "", []byte(fmt.Sprintf(`{"token":%q,"holder":"1"}`, fixed)), now); err != nil {
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
	if token, ok := w.tokens.Current(w.tx, "1"); !ok || token.Token != fixed {
		t.Errorf("current %v, %v; want the fixed one", token, ok)
	}
	if token, ok := w.tokens.Current(w.tx, "12"); ok {
		t.Errorf("current %v of somebody who never logged in", token)
	}
	var issued []string
	for range 30 {
		w.clock.Advance(time.Second)
		issued = append(issued, w.issue("1"))
		now := w.clock.Now()
		if got, ok := w.tokens.Current(w.tx, "1"); !ok || !cmp.Equal(got, op.Token{Token: issued[len(issued)-1], Holder: "1", Issued: &now}) {
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
	if got, ok := w.tokens.Current(w.tx, "1"); !ok || got.Token != early {
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
