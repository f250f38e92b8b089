package chaoqer

import (
	"crypto/subtle"
	"encoding/base64"
	"fmt"
	"iter"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/nyaruka/phonenumbers"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// What the document's rules about codes count (C20, C21, C23).
const (
	captchaLife     = 300 * time.Second
	captchaPause    = 60 * time.Second
	captchasPerHour = 5
	captchasPerDay  = 10
	captchaTries    = 5
	testCaptcha     = "8888"
)

var captchaForm = regexp.MustCompile(`^\d{4}$`)

// digits are all that the two parts of a number may have.
var digits = regexp.MustCompile(`^\d+$`)

// mobileOf is a number with its country code, as +8613800138000; false if there is
// no such number in that country (C20).
func mobileOf(countryCode, mobile string) (string, bool) {
	if !digits.MatchString(countryCode) || !digits.MatchString(mobile) {
		return "", false
	}
	number, err := phonenumbers.Parse("+"+countryCode+mobile, "")
	if err != nil || strconv.Itoa(int(number.GetCountryCode())) != countryCode || !phonenumbers.IsValidNumber(number) {
		return "", false
	}
	return phonenumbers.Format(number, phonenumbers.E164), true
}

// sendCaptcha serves POST /account/captcha (获取短信验证码): a new code in place of
// the one before, in the log and at the control plane. It refuses with ErrMobile,
// ErrCaptchaMinute, ErrCaptchaHour or ErrCaptchaDay (C20).
func sendCaptcha(c *op.Call) (op.Reply, error) {
	mobile, ok := mobileOf(c.Params.Text("countryCode"), c.Params.Text("mobile"))
	if !ok {
		return c.Refuse(ErrMobile)
	}
	if _, test := testMobiles.Get(c.Tx, mobile); !test { // C21: a test mobile has no limits
		if refusal := tooOften(c, mobile); refusal != nil {
			return c.RefuseAndKeep(*refusal) // C20: what was refused by the hour or the day still starts the 60 seconds
		}
	}
	sweepCaptchas(c)
	code := newCaptcha(c, mobile)
	captchas.Put(c.Tx, Captcha{Mobile: mobile, Code: code, Sent: c.Now()})
	c.Log.Info("an SMS code", "mobile", mobile, "code", code, "session", c.Session)
	return done("验证码已发送，请注意查收")
}

// sweepCaptchas lets two codes go that nobody can use any more: as one comes with each
// request, they do not stay.
func sweepCaptchas(c *op.Call) {
	old := captchasBySent.Of("").Until(state.Key("").Time(c.Now().Add(-captchaLife) + 1)).Oldest()
	for _, sent := range state.After(c.Tx, old, "", 2) {
		captchas.Delete(c.Tx, sent.Mobile)
	}
}

// newCaptcha is a code of four digits that is not the one before, which it replaces.
func newCaptcha(c *op.Call, mobile string) string {
	before, _ := captchas.Get(c.Tx, mobile)
	code := c.Clock.IntN(10_000)
	if fmt.Sprintf("%04d", code) == before.Code {
		code = (code + 1) % 10_000
	}
	return fmt.Sprintf("%04d", code)
}

// tooOften counts a request for a code, and says which limit it breaks.
func tooOften(c *op.Call, mobile string) *op.Refusal {
	asked, sent := "asked "+mobile, "sent "+mobile
	if requests.Within(c.Tx, c.Clock, asked, captchaPause) > 0 {
		return &ErrCaptchaMinute
	}
	requests.Add(c.Tx, c.Clock, asked)
	switch {
	case requests.Within(c.Tx, c.Clock, sent, time.Hour) >= captchasPerHour:
		return &ErrCaptchaHour
	case requests.Within(c.Tx, c.Clock, sent, 24*time.Hour) >= captchasPerDay:
		return &ErrCaptchaDay
	}
	requests.Add(c.Tx, c.Clock, sent)
	return nil
}

// loginResult is a log-in on the wire.
type loginResult struct {
	UID          string `json:"uid"`
	ExpireTime   int64  `json:"expireTime"`
	AccessToken  string `json:"accessToken"`
	AccessSecret string `json:"accessSecret"`
}

// logIn serves POST /account/login/captcha (短信验证码登录/注册账号): the mobile's
// account, made now if there is none, gets a new token and secret (C22). It refuses
// with ErrMobile, ErrCaptchaWrong, ErrCaptchaExpired (C23) or ErrFrozen (C18).
func logIn(c *op.Call) (op.Reply, error) {
	mobile, ok := mobileOf(c.Params.Text("countryCode"), c.Params.Text("mobile"))
	if !ok {
		return c.Refuse(ErrMobile)
	}
	if refusal := useCaptcha(c, mobile, c.Params.Text("captcha")); refusal != nil {
		return c.RefuseAndKeep(*refusal) // C23: a wrong code counts
	}
	account, known := byMobile.First(c.Tx, state.Key("").Text(mobile))
	message := "登录成功"
	switch {
	case !known:
		account = Account{UID: c.Clock.ID(), Mobile: mobile}
		accounts.Put(c.Tx, account)
		message = "注册成功"
	case account.Frozen:
		return c.RefuseAndKeep(ErrFrozen) // C23: a right code works once
	}
	token := tokens.Issue(c.Tx, c.Clock, account.UID)
	return op.Reply{Message: message, Value: loginResult{
		UID: account.UID, ExpireTime: int64(tokens.Ends(token, c.Clock)), AccessToken: token.Token, AccessSecret: token.Secret,
	}}, nil
}

// useCaptcha uses a code up, or says why it cannot be used.
func useCaptcha(c *op.Call, mobile, code string) *op.Refusal {
	if _, test := testMobiles.Get(c.Tx, mobile); test && sameCode(code, testCaptcha) { // C21
		return nil
	}
	sent, ok := captchas.Get(c.Tx, mobile)
	switch {
	case !ok:
		refusal := ErrCaptchaExpired.Because("there is no code for %s: none was sent, or it was used, or tried wrongly %d times", mobile, captchaTries)
		return &refusal
	case c.Now().Sub(sent.Sent) >= captchaLife:
		refusal := ErrCaptchaExpired.Because("the code for %s was sent at %s and held for %s", mobile, sent.Sent, captchaLife)
		return &refusal
	case sameCode(sent.Code, code):
		captchas.Delete(c.Tx, mobile)
		return nil
	}
	sent.Tries++
	if sent.Tries == captchaTries {
		captchas.Delete(c.Tx, mobile)
		refusal := ErrCaptchaExpired.Because("this was the wrong code number %d for %s, which has ended the right one", captchaTries, mobile)
		return &refusal
	}
	captchas.Put(c.Tx, sent)
	refusal := ErrCaptchaWrong.Because("this is not the code that was sent to %s; GET /__admin/chaoqer/sms?mobile=… shows it", mobile)
	return &refusal
}

// sameCode compares what somebody sent with what proves them, in constant time.
func sameCode(a, b string) bool { return subtle.ConstantTimeCompare([]byte(a), []byte(b)) == 1 }

// logOut serves POST /account/logout (退出登录): the token that was sent is dead (C24).
func logOut(c *op.Call) (op.Reply, error) {
	tokens.LogOut(c.Tx, c.Clock, c.Caller.Row.(caller).token)
	return done("退出成功")
}

// getSMS serves GET /__admin/chaoqer/sms: the code that was last sent to a mobile
// (C21). It refuses with errNoMobile or errNoSMS.
func getSMS(c *op.Call) (op.Reply, error) {
	mobile, ok := mobileOf(c.Params.Text("countryCode"), c.Params.Text("mobile"))
	if !ok {
		return c.Refuse(errNoMobile)
	}
	sent, ok := captchas.Get(c.Tx, mobile)
	if !ok {
		return c.Refuse(errNoSMS)
	}
	return c.OK(map[string]any{"mobile": mobile, "code": sent.Code, "sent": sent.Sent, "expires": sent.Sent.Add(captchaLife)})
}

// personas are the accounts, those with a name first, with a request that each of them
// may make.
func (g gateway) personas(tx *state.Tx, c *clock.Clock) iter.Seq[op.Persona] {
	named := state.All(tx, byName.Of(""))
	slices.SortFunc(named, func(a, b Account) int { return strings.Compare(a.UID, b.UID) })
	return func(yield func(op.Persona) bool) {
		for _, account := range named {
			if !yield(g.persona(tx, c, account)) {
				return
			}
		}
		for account := range accounts.Rows(tx) {
			if account.Name == "" && !yield(g.persona(tx, c, account)) {
				return
			}
		}
	}
}

// personaNamed is the account of that name, or with that mobile where it has no name.
func (g gateway) personaNamed(tx *state.Tx, c *clock.Clock, name string) (op.Persona, bool) {
	key := state.Key("").Text(name)
	account, ok := byName.First(tx, key)
	if !ok {
		account, ok = byMobile.First(tx, key)
		ok = ok && account.name() == name
	}
	if !ok {
		return op.Persona{}, false
	}
	return g.persona(tx, c, account), true
}

// persona is an account, with a request that it may make.
func (g gateway) persona(tx *state.Tx, c *clock.Clock, account Account) op.Persona {
	p := op.Persona{API: schema.Name(), Name: account.name(), ID: account.UID, Role: roleOf(tx, account), Credentials: op.Credentials{}}
	if token, ok := tokens.Current(tx, c, account.UID); ok {
		p.Credentials = credentials(tx, c, token)
		if !account.Frozen {
			p.Try = g.try(c, token)
		}
	}
	return p
}

// roleOf says what an account may do.
func roleOf(tx *state.Tx, account Account) string {
	_, initialised := profiles.Get(tx, account.UID)
	switch {
	case account.Frozen:
		return "frozen"
	case !initialised:
		return "without-profile"
	default:
		return "user"
	}
}

// credentials are a log-in, and the code of the WeChat login if there is one (C75.2).
func credentials(tx *state.Tx, c *clock.Clock, token op.Token) op.Credentials {
	all := op.Credentials{"uid": token.Holder, "token": token.Token, "secret": token.Secret}
	if code, ok := weixinCodes.Current(tx, c, token.Holder); ok {
		all["weixin"] = code.Token
	}
	return all
}

// try is a signed request that everybody may make who is not frozen.
func (g gateway) try(c *clock.Clock, token op.Token) op.Try {
	how := g.document.Sign
	now := strconv.FormatInt(int64(c.Now()), 10)
	scheme := g.scheme()
	query := url.Values{
		how.Time:      {now},
		how.Parameter: {scheme.Sum(scheme.Text(map[string]any{how.Time: now}), token.Secret)},
	}
	return op.Try{
		Method: http.MethodGet, Path: "/user/message/unread_total?" + query.Encode(),
		Header: [][2]string{{"Authorization", "Basic " + base64.StdEncoding.EncodeToString([]byte(token.Holder+":"+token.Token))}},
	}
}

// logPersonaIn logs a persona in without a code, a frozen one too: that its token does
// not help it is what a tester wants to see (C18).
func logPersonaIn(c *op.Call, persona op.Persona) (op.Credentials, *op.Refusal) {
	return credentials(c.Tx, c.Clock, tokens.Issue(c.Tx, c.Clock, persona.ID)), nil
}
