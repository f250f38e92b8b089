package chaoqer

import (
	"testing"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// calling is a call in an empty world, at a time that stands.
func calling(seed uint64) *op.Call {
	now := clock.Instant(1_717_992_000_000)
	return &op.Call{
		Request: &op.Request{Clock: clock.New(clock.Source{Now: &now, Seed: seed}, "default")},
		Tx:      state.NewWorld(schema).Edit(),
	}
}

// TestANewCodeIsAnotherOne: chance alone would give the same one in ten thousand.
func TestANewCodeIsAnotherOne(t *testing.T) {
	t.Parallel()
	const mobile = "+8613800138000"
	for seed := range uint64(100) {
		drawn := newCaptcha(calling(seed), mobile)
		c := calling(seed)
		captchas.Put(c.Tx, Captcha{Mobile: mobile, Code: drawn, Sent: c.Now()})
		if got := newCaptcha(c, mobile); got == drawn || len(got) != 4 {
			t.Errorf("after %s comes %s", drawn, got)
		}
	}
}

// TestALogOutEndsTheTokenThatWasSent and no other: its holder may have logged in
// again meanwhile.
func TestALogOutEndsTheTokenThatWasSent(t *testing.T) {
	t.Parallel()
	c := calling(1)
	older := tokens.Issue(c.Tx, c.Clock, "toby")
	newer := tokens.Issue(c.Tx, c.Clock, "toby")
	c.Caller = op.Caller{ID: "toby", Row: caller{token: older.Token}}
	if _, err := logOut(c); err != nil {
		t.Fatal(err)
	}
	if _, is := tokens.Look(c.Tx, c.Clock, newer.Token); is != op.TokenHolds {
		t.Errorf("the newer token is %d, want that it holds", is)
	}
	c.Caller.Row = caller{token: newer.Token}
	if _, err := logOut(c); err != nil {
		t.Fatal(err)
	}
	if _, is := tokens.Look(c.Tx, c.Clock, newer.Token); is != op.TokenLoggedOut {
		t.Errorf("the token is %d after its log-out", is)
	}
}

func TestCodesThatNobodyCanUseGo(t *testing.T) {
	t.Parallel()
	c := calling(1)
	for i := range 20 {
		captchas.Put(c.Tx, Captcha{Mobile: string(rune('a' + i)), Code: "0000", Sent: c.Now().Add(-captchaLife)})
	}
	captchas.Put(c.Tx, Captcha{Mobile: "young", Code: "0000", Sent: c.Now().Add(1 - captchaLife)})
	sweepCaptchas(c)
	sweepCaptchas(c)
	if got := captchas.Len(c.Tx); got != 17 {
		t.Errorf("%d codes are left of 21, want 17", got)
	}
}
