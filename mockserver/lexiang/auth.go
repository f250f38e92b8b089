package lexiang

import (
	"crypto/subtle"
	"strings"
	"time"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// systemBot is a staff member without a row, who may do everything (L04, L27).
const systemBot = "system-bot"

// What the limit of the token endpoint counts, where it is switched on (L02).
const (
	tokenRequests = 20
	tokenWindow   = 10 * time.Minute
)

// issueToken serves POST /cgi-bin/token: an app's key and secret for a token. The
// tokens before it hold on (L01). It refuses with problems about app_key,
// ErrTokenLimit or ErrAppSecret (L02).
func issueToken(c *op.Call) (op.Reply, error) {
	app, ok := apps.Get(c.Tx, c.Params.Text("app_key"))
	if !ok {
		found := problems{}
		found.add("app_key", "app key 是无效的.")
		return op.Reply{Refusal: &ErrInvalid, Value: found}, nil
	}
	if s, _ := settings.Get(c.Tx, "settings"); s.TokenLimit {
		if requests.Within(c.Tx, c.Clock, app.Key, tokenWindow) >= tokenRequests {
			return c.Refuse(ErrTokenLimit.Because("app %s has asked %d times within %s", app.Key, tokenRequests, tokenWindow))
		}
		requests.Add(c.Tx, c.Clock, app.Key)
	}
	if subtle.ConstantTimeCompare([]byte(c.Params.Text("app_secret")), []byte(app.Secret)) == 0 {
		return c.RefuseAndKeep(ErrAppSecret) // L02: a wrong secret counts
	}
	return c.OK(tokenResult{TokenType: "Bearer", ExpiresIn: int(tokenLife.Seconds()), AccessToken: tokens.Issue(c.Tx, c.Clock, app.Key).Token})
}

// identify says which app asks, by its token. It refuses with ErrNoToken,
// ErrTokenUnknown or ErrTokenExpired (L03), unless the session relaxes that: who proves
// nothing then counts as the first app.
func identify(r *op.Request) (op.Reply, bool) {
	if len(r.Operation.Security) == 0 {
		return r.Pass()
	}
	app, refusal := loggedIn(r)
	if refusal != nil {
		if first, ok := firstApp(r.View); ok && app == "" {
			app = first.Key
		}
		if app == "" || !r.RelaxesAuth(*refusal, app) {
			return r.Stop(*refusal)
		}
	}
	r.Caller = op.Caller{ID: app, Persona: app}
	return r.Pass()
}

// loggedIn is the app that has the token of a request, or had it once, and why it does
// not hold; nil if it does.
func loggedIn(r *op.Request) (app string, refusal *op.Refusal) {
	text := sentToken(r)
	if text == "" {
		return "", new(ErrNoToken.Because("no token; send Authorization: Bearer <token>, or access_token in the query"))
	}
	r.Hide(text) // wherever it stands: in the query under a name that is written otherwise, in the links of the answer
	token, is := tokens.Look(r.View, r.Clock, text)
	switch is {
	case op.TokenHolds:
		return token.Holder, nil
	case op.TokenExpired:
		return token.Holder, new(ErrTokenExpired.Because("the token expired at %s, and it is %s in session %s; POST /cgi-bin/token issues a new one", tokens.Ends(token, r.Clock), r.Clock.Now(), r.Session))
	default:
		return token.Holder, new(ErrTokenUnknown.Because("no app holds this token in session %s; GET /__admin/personas lists those that hold", r.Session))
	}
}

// sentToken is the token of a request, from its header or its query.
func sentToken(r *op.Request) string {
	scheme, token, _ := strings.Cut(r.HTTP.Header.Get("Authorization"), " ")
	if strings.EqualFold(scheme, "Bearer") && strings.TrimSpace(token) != "" {
		return strings.TrimSpace(token)
	}
	for _, pair := range r.Input.Query {
		if pair.Name == "access_token" {
			return pair.Value
		}
	}
	return ""
}

// actsForStaff tells whether an operation is done in the name of a staff member:
// writes are (L04).
func actsForStaff(o *spec.Operation) bool { return o.Effect == spec.Writes && len(o.Security) > 0 }

// standing finds the staff member that a write is for. It refuses with ErrNoStaff or
// ErrStaffUnknown (L04).
func standing(r *op.Request) (op.Reply, bool) {
	if !actsForStaff(r.Operation) {
		return r.Pass()
	}
	id := strings.TrimSpace(r.HTTP.Header.Get("StaffID"))
	if id == "" {
		id = strings.TrimSpace(r.HTTP.Header.Get("x-staff-id"))
	}
	if id == "" {
		return r.Stop(ErrNoStaff.Because("no staff member; send the header StaffID or x-staff-id"))
	}
	if !isStaff(r.View, id) {
		return r.Stop(ErrStaffUnknown.Because("there is no staff member %s in session %s", id, r.Session))
	}
	r.Caller = op.Caller{ID: id, Persona: id}
	return r.Pass()
}
