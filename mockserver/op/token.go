package op

import (
	"fmt"
	"math"
	"strings"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/state"
)

// Token is a row of an API's tokens: a log-in.
type Token struct {
	// Token is the text that callers send.
	Token string `json:"token"`
	// Holder is the id of who logged in.
	Holder string `json:"holder"`
	// Issued is when; nil is when the session was made or last reset, so that the
	// fixed tokens of fixtures are fresh in every session.
	Issued *clock.Instant `json:"issued"`
	// Superseded is when a later log-in of the same holder ended it; nil if none did.
	Superseded *clock.Instant `json:"superseded"`
}

// Tokens is an API's table of log-ins, with the rules of their lives.
type Tokens struct {
	life     time.Duration
	table    *state.Table[Token, string]
	byHolder *state.Index[Token, string]
}

// keptTokens is how many superseded tokens of a holder are remembered, so that
// one of them can be told from a token that nobody ever held.
const keptTokens = 8

// NewTokens adds the table "tokens" to a schema. A token lives for the given time,
// and a holder has one: a later log-in supersedes it.
func NewTokens(schema *state.Schema, life time.Duration) *Tokens {
	t := &Tokens{life: life}
	t.table = state.NewTable(schema, "tokens", func(row Token) string { return row.Token })
	t.byHolder = t.table.Index(func(row Token) (state.Key, bool) {
		return state.Key("").Text(row.Holder).Time(row.age()), true
	})
	t.table.Check(func(tx *state.Tx, row Token, report func(field, message string)) {
		if row.Token == "" || strings.ContainsFunc(row.Token, func(r rune) bool { return r <= ' ' || r == ',' || r > '~' }) {
			report("token", fmt.Sprintf("a token is printable ASCII without blanks and commas, not %q", row.Token))
		}
		if row.Superseded == nil && t.logins(tx, row.Holder) > 1 {
			report("superseded", "the holder has another log-in that none has ended; only one can be left")
		}
	})
	return t
}

// age orders a holder's tokens; the fixed one is the oldest.
func (t Token) age() clock.Instant {
	if t.Issued == nil {
		return 0
	}
	return *t.Issued
}

// Check adds a rule that every token's row must pass.
func (t *Tokens) Check(check state.Check[Token]) { t.table.Check(check) }

// TokenState says whether a token holds.
type TokenState int

// The states of a token. Superseded beats expired.
const (
	TokenUnknown TokenState = iota
	TokenSuperseded
	TokenExpired
	TokenHolds
)

// Look finds a token and says whether it holds at the clock's time.
func (t *Tokens) Look(tx *state.Tx, c *clock.Clock, text string) (Token, TokenState) {
	token, ok := t.table.Get(tx, text)
	switch {
	case !ok:
		return Token{}, TokenUnknown
	case token.Superseded != nil:
		return token, TokenSuperseded
	case c.Now() >= t.Ends(token, c):
		return token, TokenExpired
	default:
		return token, TokenHolds
	}
}

// Ends is the first moment at which the token does not hold any more.
func (t *Tokens) Ends(token Token, c *clock.Clock) clock.Instant {
	if token.Issued == nil {
		return c.Start().Add(t.life)
	}
	return token.Issued.Add(t.life)
}

// logins is how many log-ins of the holder no later one has ended.
func (t *Tokens) logins(tx *state.Tx, holder string) int {
	count := 0
	for _, token := range state.After(tx, t.byHolder.Of(state.Key("").Text(holder)), "", math.MaxInt) {
		if token.Superseded == nil {
			count++
		}
	}
	return count
}

// Current is the holder's token that no later log-in has superseded, if there is
// one. It may have expired.
func (t *Tokens) Current(tx *state.Tx, holder string) (Token, bool) {
	for _, token := range state.After(tx, t.byHolder.Of(state.Key("").Text(holder)), "", math.MaxInt) {
		if token.Superseded == nil {
			return token, true
		}
	}
	return Token{}, false
}

// Issue logs a holder in: a new token, and the older ones superseded.
func (t *Tokens) Issue(tx *state.Tx, c *clock.Clock, holder string) Token {
	now := c.Now()
	for i, old := range state.After(tx, t.byHolder.Of(state.Key("").Text(holder)), "", math.MaxInt) {
		switch {
		case old.Superseded == nil: // at whatever place: with a frozen clock all are of the same age
			old.Superseded = &now
			t.table.Put(tx, old)
		case i >= keptTokens:
			t.table.Delete(tx, old.Token)
		}
	}
	token := Token{Token: c.ID(), Holder: holder, Issued: &now}
	t.table.Put(tx, token)
	return token
}

// Masked is the token as logs, the journal and reports show it.
func (t Token) Masked() any {
	t.Token = Mask(t.Token)
	return t
}

// Mask leaves as much of a secret as tells it from another, if it is long enough
// to stay one.
func Mask(secret string) string {
	const shown = 4
	if len(secret) < 4*shown {
		return "***"
	}
	return secret[:shown] + "***"
}
