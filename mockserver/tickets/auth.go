package tickets

import (
	"regexp"
	"strconv"
	"strings"

	"contractmock/mockserver/op"
)

// bearer is the one form of Authorization that counts (T02).
var bearer = regexp.MustCompile(`^Bearer ([^\s,]+)$`)

// identify says who calls. It refuses with ErrNoAuthorization, ErrNoBearer,
// ErrTokenUnknown, ErrTokenSuperseded or ErrTokenExpired (T01 to T04).
func identify(r *op.Request) (op.Reply, bool) {
	authorization := strings.Trim(strings.Join(r.HTTP.Header.Values("Authorization"), ", "), ", ")
	if authorization == "" {
		return r.Stop(ErrNoAuthorization.Because("no Authorization header; send Authorization: Bearer <token>"))
	}
	sent := bearer.FindStringSubmatch(authorization)
	if sent == nil {
		return r.Stop(ErrNoBearer.Because("Authorization must be exactly Bearer, one blank and one token"))
	}
	token, is := tokens.Look(r.View, r.Clock, sent[1])
	id, _ := strconv.ParseInt(token.Holder, 10, 64)
	person, _ := persons.Get(r.View, id) // the audit holds that every token has its person
	switch is {
	case op.TokenUnknown:
		return r.Stop(ErrTokenUnknown.Because("nobody holds this token in session %s; GET /__admin/personas lists the tokens that hold", r.Session))
	case op.TokenSuperseded:
		return r.Stop(ErrTokenSuperseded.Because("%s logged in again at %s, which ended this token", person.Name, token.Superseded))
	case op.TokenExpired:
		return r.Stop(ErrTokenExpired.Because("%s's token expired at %s, and it is %s in session %s; POST /__admin/tokens issues a new one", person.Name, tokens.Ends(token, r.Clock), r.Clock.Now(), r.Session))
	default:
		r.Caller = op.Caller{ID: token.Holder, Persona: person.Name, Row: person}
		return r.Pass()
	}
}
