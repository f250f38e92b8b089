package chaoqer

import (
	"cmp"
	"encoding/base64"
	"slices"
	"strings"
	"unicode/utf8"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// caller is who a request comes from.
type caller struct {
	account Account
	// token is what they sent, secret what they sign with.
	token, secret string
}

// needsLogin tells whether an operation is for those who are logged in.
func needsLogin(o *spec.Operation) bool { return slices.Contains(o.Security, "userLogin") }

// identify says who calls. Operations that are open to all are held to what was
// sent, if anything was (C05). It refuses with ErrNoAuthorization,
// ErrAuthorizationMalformed, ErrUserUnknown, ErrTokenUnknown, ErrTokenSuperseded,
// ErrTokenLoggedOut or ErrTokenExpired, unless the session relaxes that: who names
// themselves then counts as whom they name, and who does not as somebody who may call.
func identify(r *op.Request) (op.Reply, bool) {
	if needsWeixin(r.Operation) {
		if reply, done := weixin(r); done {
			return reply, done
		}
	}
	who, refusal := loggedIn(r)
	if refusal != nil {
		if who.account.UID == "" && needsLogin(r.Operation) {
			who.account = somebody(r.View)
		}
		nobody := who.account.UID == ""
		if nobody && needsLogin(r.Operation) || !r.RelaxesAuth(*refusal, cmp.Or(who.account.name(), "nobody")) {
			return r.Stop(*refusal)
		}
	}
	if who.account.UID == "" {
		return r.Pass()
	}
	r.Caller = op.Caller{ID: who.account.UID, Persona: who.account.name(), Row: who}
	if token, is := tokens.Look(r.View, r.Clock, who.token); is == op.TokenHolds && tokens.Due(token, r.Clock) {
		r.Aside(func(tx *state.Tx) { tokens.Renew(tx, r.Clock, who.token) })
	}
	return r.Pass()
}

// somebody is the first account that may call everything, or none.
func somebody(tx *state.Tx) Account {
	for account := range accounts.Rows(tx) {
		if _, ok := profiles.Get(tx, account.UID); ok && !account.Frozen {
			return account
		}
	}
	return Account{}
}

// loggedIn is who calls, as far as the request says so, and why it does not prove it;
// nil if it does, or need not.
func loggedIn(r *op.Request) (caller, *op.Refusal) {
	authorization := strings.Join(r.HTTP.Header.Values("Authorization"), ", ")
	if authorization == "" {
		if needsLogin(r.Operation) {
			return caller{}, new(ErrNoAuthorization.Because("no Authorization header; send Authorization: Basic base64(uid:token)"))
		}
		return caller{}, nil
	}
	uid, text, malformed := basic(authorization)
	if malformed != "" {
		return caller{}, new(ErrAuthorizationMalformed.Because("%s; send Authorization: Basic base64(uid:token)", malformed))
	}
	account, ok := accounts.Get(r.View, uid)
	if !ok {
		if _, is := tokens.Look(r.View, r.Clock, uid); is != op.TokenUnknown {
			return caller{}, new(ErrAuthorizationMalformed.Because("the uid comes first and then the token, and here they are swapped; send Authorization: Basic base64(uid:token)"))
		}
		return caller{}, new(ErrUserUnknown.Because("nobody has the uid %s in session %s", uid, r.Session))
	}
	token, is := tokens.Look(r.View, r.Clock, text)
	if token.Holder != uid {
		token, is = op.Token{}, op.TokenUnknown
	}
	who, name := caller{account: account, token: token.Token, secret: token.Secret}, account.name()
	switch is {
	case op.TokenUnknown:
		return who, new(ErrTokenUnknown.Because("this is no token of %s in session %s; GET /__admin/personas lists the tokens that hold", name, r.Session))
	case op.TokenSuperseded:
		return who, new(ErrTokenSuperseded.Because("%s logged in again at %s, which ended this token and its secret", name, token.Superseded))
	case op.TokenLoggedOut:
		return who, new(ErrTokenLoggedOut.Because("%s logged out at %s", name, token.LoggedOut))
	case op.TokenExpired:
		return who, new(ErrTokenExpired.Because("%s's log-in ended at %s, and it is %s in session %s; POST /__admin/tokens logs in anew", name, tokens.Ends(token, r.Clock), r.Clock.Now(), r.Session))
	default:
		return who, nil
	}
}

// basic are the two parts of an Authorization header, or what is wrong with it: the
// scheme in letters of any case, then the base64 of exactly one colon with
// something on both sides.
func basic(authorization string) (uid, token, malformed string) {
	scheme, encoded, _ := strings.Cut(authorization, " ")
	if !strings.EqualFold(scheme, "Basic") {
		return "", "", "the scheme is not Basic"
	}
	text, err := base64.RawStdEncoding.DecodeString(strings.TrimRight(strings.TrimLeft(encoded, " "), "="))
	if err != nil || !utf8.Valid(text) {
		return "", "", "what follows Basic is no base64 of a text"
	}
	uid, token, _ = strings.Cut(string(text), ":")
	if uid == "" || token == "" || strings.Contains(token, ":") {
		return "", "", "the text is not a uid and a token with one colon between them"
	}
	return uid, token, ""
}

// name is what people call an account: its name in scenarios, or its mobile. Nicknames
// are no names, since everybody may take any.
func (a Account) name() string { return cmp.Or(a.Name, a.Mobile) }

// withoutProfile are the operations that an account without profile may call (C14).
var withoutProfile = []string{"initProfile", "logOut", "uploadImage", "getUnreadTotal", "setPush"}

// emptyWithoutProfile tells whether an operation answers an account without profile
// an empty success: clubs and events, and rooms for newer clients (C14).
func emptyWithoutProfile(r *op.Request) bool {
	const withRooms = 27
	switch r.Operation.ID {
	case "listClubs", "listEvents":
		return true
	case "listRooms":
		return versionCode(r) >= withRooms
	default:
		return false
	}
}

// standing looks at the caller's account. It refuses with ErrAccountFrozen (C18) or
// ErrProfileMissing (C14).
func standing(r *op.Request) (op.Reply, bool) {
	who, ok := r.Caller.Row.(caller)
	if !ok {
		return r.Pass()
	}
	if who.account.Frozen {
		return r.Stop(ErrAccountFrozen.Because("the account of %s is frozen", r.Caller.Persona))
	}
	if _, ok := profiles.Get(r.View, r.Caller.ID); !ok && !slices.Contains(withoutProfile, r.Operation.ID) {
		if emptyWithoutProfile(r) {
			return op.Reply{}, true
		}
		return r.Stop(ErrProfileMissing.Because("%s has no profile yet; POST /user/profile/init first", r.Caller.Persona))
	}
	return r.Pass()
}
