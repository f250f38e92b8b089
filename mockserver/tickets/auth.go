package tickets

import (
	"regexp"
	"strconv"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// bearer is the one form of Authorization that counts (T02).
var bearer = regexp.MustCompile(`^Bearer ([^\s,]+)$`)

// identify says who calls. It refuses with ErrNoAuthorization, ErrNoBearer,
// ErrTokenUnknown, ErrTokenSuperseded or ErrTokenExpired (T01 to T04), unless the
// session relaxes that: who proves nothing then counts as an administrator, who may
// see everything.
func identify(r *op.Request) (op.Reply, bool) {
	person, refusal := loggedIn(r)
	if refusal != nil {
		known := person.ID != 0
		if !known {
			person, known = administrator(r.View)
		}
		if !known || !r.RelaxesAuth(*refusal, person.Name) {
			return r.Stop(*refusal)
		}
	}
	r.Caller = op.Caller{ID: strconv.FormatInt(person.ID, 10), Persona: person.Name, Row: person}
	return r.Pass()
}

// administrator is the first one.
func administrator(tx *state.Tx) (Person, bool) {
	for person := range persons.Rows(tx) {
		if person.Administrator() {
			return person, true
		}
	}
	return Person{}, false
}

// loggedIn is who has the token of a request, or had it once, and why it does not hold;
// nil if it does.
func loggedIn(r *op.Request) (Person, *op.Refusal) {
	authorization := strings.Trim(strings.Join(r.HTTP.Header.Values("Authorization"), ", "), ", ")
	if authorization == "" {
		return Person{}, new(ErrNoAuthorization.Because("no Authorization header; send Authorization: Bearer <token>"))
	}
	sent := bearer.FindStringSubmatch(authorization)
	if sent == nil {
		return Person{}, new(ErrNoBearer.Because("Authorization must be exactly Bearer, one blank and one token"))
	}
	token, is := tokens.Look(r.View, r.Clock, sent[1])
	id, _ := strconv.ParseInt(token.Holder, 10, 64)
	person, _ := persons.Get(r.View, id) // the audit holds that every token has its person
	switch is {
	case op.TokenUnknown:
		return person, new(ErrTokenUnknown.Because("nobody holds this token in session %s; GET /__admin/personas lists the tokens that hold", r.Session))
	case op.TokenSuperseded:
		return person, new(ErrTokenSuperseded.Because("%s logged in again at %s, which ended this token", person.Name, token.Superseded))
	case op.TokenExpired:
		return person, new(ErrTokenExpired.Because("%s's token expired at %s, and it is %s in session %s; POST /__admin/tokens issues a new one", person.Name, tokens.Ends(token, r.Clock), r.Clock.Now(), r.Session))
	default:
		return person, nil
	}
}
