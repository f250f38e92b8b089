package op

import (
	"cmp"
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
	// Renewed is when its life last began anew; nil is with its issue.
	Renewed *clock.Instant `json:"renewed"`
	// Superseded is when a later log-in of the same holder ended it; nil if none did.
	Superseded *clock.Instant `json:"superseded"`
	// LoggedOut is when the holder logged out; nil if they did not.
	LoggedOut *clock.Instant `json:"logged_out"`
	// Secret is what the holder signs with, in APIs whose requests are signed.
	Secret string `json:"secret"`
}

// Ended tells whether a later log-in or a log-out has ended the token.
func (t Token) Ended() bool { return t.Superseded != nil || t.LoggedOut != nil }

// TokenRules are the rules of the lives of an API's tokens.
type TokenRules struct {
	// Table is the table's name; "" is tokens.
	Table string
	// Life is how long a token lives.
	Life time.Duration
	// Renews lets its life begin anew with the first use on a later day.
	Renews bool
	// Many lets a holder have several tokens, each of which holds until it is too old;
	// without it a later log-in supersedes the one before.
	Many bool
	// Secrets gives every log-in a secret to sign with.
	Secrets bool
}

// Tokens is an API's table of log-ins, with the rules of their lives.
type Tokens struct {
	rules    TokenRules
	table    *state.Table[Token, string]
	byHolder *state.Index[Token, string]
}

// keptTokens is how many ended tokens of a holder are remembered, so that
// one of them can be told from a token that nobody ever held.
const keptTokens = 8

// maxTokens is how many tokens of a holder hold at once, where there may be many: the
// oldest of more go.
const maxTokens = 1000

// NewTokens adds a table of tokens to a schema.
func NewTokens(schema *state.Schema, rules TokenRules) *Tokens {
	t := &Tokens{rules: rules}
	t.table = state.NewTable(schema, cmp.Or(rules.Table, "tokens"), func(row Token) string { return row.Token })
	t.byHolder = t.table.Index(func(row Token) (state.Key, bool) {
		return state.Key("").Text(row.Holder).Time(row.age()), true
	})
	t.table.Check(func(tx *state.Tx, row Token, report func(field, message string)) {
		if row.Token == "" || strings.ContainsFunc(row.Token, func(r rune) bool { return r <= ' ' || r == ',' || r > '~' }) {
			report("token", "a token is printable ASCII without blanks and commas")
		}
		if !rules.Many && !row.Ended() && t.logins(tx, row.Holder) > 1 {
			report("superseded", "the holder has another log-in that none has ended; only one can be left")
		}
		if rules.Secrets && row.Secret == "" {
			report("secret", "a log-in needs the secret that its holder signs with")
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

// The states of a token. That somebody ended it beats that it expired.
const (
	TokenUnknown TokenState = iota
	TokenSuperseded
	TokenLoggedOut
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
	case token.LoggedOut != nil:
		return token, TokenLoggedOut
	case c.Now() >= t.Ends(token, c):
		return token, TokenExpired
	default:
		return token, TokenHolds
	}
}

// Ends is the first moment at which the token does not hold any more.
func (t *Tokens) Ends(token Token, c *clock.Clock) clock.Instant {
	return token.began(c).Add(t.rules.Life)
}

// began is when the token's life began, or last began anew.
func (t Token) began(c *clock.Clock) clock.Instant {
	switch {
	case t.Renewed != nil:
		return *t.Renewed
	case t.Issued != nil:
		return *t.Issued
	default:
		return c.Start()
	}
}

// Due tells whether a use of the token now is the first one on a later day than
// that on which its life began, so that it is to be renewed.
func (t *Tokens) Due(token Token, c *clock.Clock) bool {
	day := func(i clock.Instant) int { return i.Time().Year()*1000 + i.Time().YearDay() }
	return t.rules.Renews && day(c.Now()) > day(token.began(c))
}

// Renew lets the token's life begin anew. One that does not hold is left as it is.
func (t *Tokens) Renew(tx *state.Tx, c *clock.Clock, text string) {
	if token, is := t.Look(tx, c, text); is == TokenHolds {
		now := c.Now()
		token.Renewed = &now
		t.table.Put(tx, token)
	}
}

// LogOut ends the token. One that does not hold is left as it is.
func (t *Tokens) LogOut(tx *state.Tx, c *clock.Clock, text string) {
	if token, is := t.Look(tx, c, text); is == TokenHolds {
		now := c.Now()
		token.LoggedOut = &now
		t.table.Put(tx, token)
	}
}

// logins is how many log-ins of the holder nothing has ended.
func (t *Tokens) logins(tx *state.Tx, holder string) int {
	count := 0
	for _, token := range t.Of(tx, holder) {
		if !token.Ended() {
			count++
		}
	}
	return count
}

// Of are the holder's tokens, the latest first, those that have ended among them.
func (t *Tokens) Of(tx *state.Tx, holder string) []Token {
	return state.All(tx, t.byHolder.Of(state.Key("").Text(holder)))
}

// Current is the holder's latest token that holds at the clock's time, if there is one.
func (t *Tokens) Current(tx *state.Tx, c *clock.Clock, holder string) (Token, bool) {
	for _, token := range t.Of(tx, holder) {
		if !token.Ended() && c.Now() < t.Ends(token, c) {
			return token, true
		}
	}
	return Token{}, false
}

// Issue logs a holder in: a new token, and the older ones superseded unless there
// may be many.
func (t *Tokens) Issue(tx *state.Tx, c *clock.Clock, holder string) Token {
	now := c.Now()
	for i, old := range t.Of(tx, holder) {
		holds := !old.Ended() && (!t.rules.Many || now < t.Ends(old, c))
		switch {
		case holds && t.rules.Many && i >= maxTokens:
			t.table.Delete(tx, old.Token)
		case holds && t.rules.Many:
		case holds: // at whatever place: with a frozen clock all are of the same age
			old.Superseded = &now
			t.table.Put(tx, old)
		case i >= keptTokens:
			t.table.Delete(tx, old.Token)
		}
	}
	token := Token{Token: c.ID(), Holder: holder, Issued: &now}
	if t.rules.Secrets {
		token.Secret = c.ID()
	}
	t.table.Put(tx, token)
	return token
}

// Masked is the token as logs, the journal and reports show it.
func (t Token) Masked() any {
	t.Token = Mask(t.Token)
	if t.Secret != "" {
		t.Secret = Mask(t.Secret)
	}
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
