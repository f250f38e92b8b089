package chaoqer

import (
	"bytes"
	"crypto/sha1" //nolint:gosec // WeChat says SHA-1
	"encoding/hex"
	"fmt"
	"html/template"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// weixinCookie holds the code of the WeChat login (C75).
const weixinCookie = "chaoqer_wx_code"

// maxVisits is how many visits to the authorization page a session remembers.
const maxVisits = 100

// needsWeixin tells whether an operation is for those who have logged in with WeChat.
func needsWeixin(o *spec.Operation) bool { return slices.Contains(o.Security, "weixinLogin") }

// weixin holds a request against the WeChat login (C75). It refuses with
// ErrNoWeixin, ErrWeixinUnknown or ErrWeixinExpired; a navigation is sent to the
// authorization page instead.
func weixin(r *op.Request) (op.Reply, bool) {
	refusal := withoutWeixin(r)
	switch {
	case refusal == nil:
		return r.Pass()
	case navigates(r.HTTP):
		return authorize(r), true
	case r.Relaxes(op.RelaxAuth, *refusal): // C75.3: the viewer is another matter
		return r.Pass()
	default:
		return r.Stop(*refusal)
	}
}

// withoutWeixin says why a request is not logged in with WeChat; nil if it is.
func withoutWeixin(r *op.Request) *op.Refusal {
	r.Hide(r.HTTP.URL.Query().Get("code")) // what a browser brings back from the authorization page
	refusal := ErrNoWeixin.Because("no cookie %s; open the page in a browser, or POST /__admin/chaoqer/weixin/codes", weixinCookie)
	if cookie, err := r.HTTP.Cookie(weixinCookie); err == nil && cookie.Value != "" {
		code, is := weixinCodes.Look(r.View, r.Clock, cookie.Value)
		switch is {
		case op.TokenHolds:
			return nil
		case op.TokenExpired:
			refusal = ErrWeixinExpired.Because("the code expired at %s, and it is %s in session %s", weixinCodes.Ends(code, r.Clock), r.Clock.Now(), r.Session)
		default:
			refusal = ErrWeixinUnknown.Because("the mock has not issued this code in session %s", r.Session)
		}
	}
	return &refusal
}

// navigates tells whether a browser opens a page, and does not fetch data (C75).
func navigates(request *http.Request) bool {
	if mode := request.Header.Get("Sec-Fetch-Mode"); mode != "" {
		return mode == "navigate"
	}
	return strings.Contains(request.Header.Get("Accept"), "text/html") && request.Header.Get("X-Requested-With") != "XMLHttpRequest"
}

// navigated sends a browser that opens an H5 path to the authorization page, although
// the path has no GET (C75).
func navigated(r *op.Request) (op.Reply, bool) {
	if r.HTTP.Method == http.MethodGet && strings.HasPrefix(r.HTTP.URL.Path, "/h5/") && navigates(r.HTTP) && withoutWeixin(r) != nil {
		return authorize(r), true
	}
	return r.Pass()
}

// authorize sends a browser to the authorization page, which will send it back to
// where it came from: its Referer, or the redirect_uri if that is of the same
// origin, or the page that was asked for. The way back is kept in the session, not
// in the address, so that nobody can make it lead elsewhere (C75).
func authorize(r *op.Request) op.Reply {
	back := r.BaseURL() + r.HTTP.URL.RequestURI()
	from, err := url.Parse(r.HTTP.Header.Get("Referer"))
	switch {
	case err != nil || !isPage(from):
		from, err = url.Parse(back)
	case !strings.HasPrefix(from.Path, "/__weixin/"): // a browser that comes from the page itself asks for what it opens
		back = from.String()
	}
	if wanted, wrong := url.Parse(r.HTTP.URL.Query().Get("redirect_uri")); err == nil && wrong == nil && isPage(wanted) && wanted.Scheme == from.Scheme && wanted.Host == from.Host {
		back = wanted.String()
	}
	visit := Visit{State: r.Clock.ID(), RedirectURI: back, Time: r.Clock.Stamp()}
	r.Aside(func(tx *state.Tx) {
		visits.Put(tx, visit)
		sweepVisits(tx)
	})
	at := "/__weixin/" + r.Session + "/authorize?state=" + visit.State
	return op.Reply{Status: http.StatusFound, Bare: true, Header: http.Header{"Location": {at}}}
}

// sweepVisits lets the oldest visits go where there are too many.
func sweepVisits(tx *state.Tx) {
	for _, old := range state.Page(tx, visitsByTime.Of(""), 2, maxVisits) {
		visits.Delete(tx, old.State)
	}
}

func isPage(u *url.URL) bool { return (u.Scheme == "http" || u.Scheme == "https") && u.Host != "" }

// page is the authorization page: everybody who has a profile, to choose from.
var page = template.Must(template.New("authorize").Parse(`<!DOCTYPE html>
<html lang="zh-CN">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>微信登录 · contractmock</title>
<h1>微信登录</h1>
<p>以谁的身份继续? / Continue as whom?</p>
<form method="post" action="{{.Action}}">
<input type="hidden" name="state" value="{{.State}}">
{{range .People}}<p><button name="uid" value="{{.UID}}">{{.Nickname}}</button></p>
{{end}}</form>
`))

// showAuthorize serves GET /__weixin/{session}/authorize. It refuses with ErrNoVisit.
func showAuthorize(c *op.Call) (op.Reply, error) {
	visit, ok := visits.Get(c.Tx, c.Params.Text("state"))
	if !ok {
		return c.Refuse(ErrNoVisit)
	}
	var people []Profile
	for profile := range profiles.Rows(c.Tx) {
		if _, seen := visible(c.Tx, profile.UID); seen {
			people = append(people, profile)
		}
	}
	var b bytes.Buffer
	if err := page.Execute(&b, map[string]any{"Action": c.HTTP.URL.Path, "State": visit.State, "People": people}); err != nil {
		return op.Reply{}, err
	}
	return op.Reply{Type: "text/html; charset=UTF-8", Body: b.Bytes(), Header: http.Header{
		"Content-Security-Policy": {"default-src 'none'; base-uri 'none'; frame-ancestors 'none'"},
		"Cache-Control":           {"no-store"},
	}}, nil
}

// chooseAuthorize serves POST /__weixin/{session}/authorize: the chosen user's code
// in the cookie, and back to where the browser came from with code and state. It
// refuses with ErrNoVisit or ErrNobody.
func chooseAuthorize(c *op.Call) (op.Reply, error) {
	visit, ok := visits.Get(c.Tx, c.Params.Text("state"))
	if !ok {
		return c.Refuse(ErrNoVisit)
	}
	profile, ok := visible(c.Tx, c.Params.Text("uid"))
	if !ok {
		return c.Refuse(ErrNobody)
	}
	code := weixinCodes.Issue(c.Tx, c.Clock, profile.UID).Token
	visits.Delete(c.Tx, visit.State)
	back, err := url.Parse(visit.RedirectURI)
	if err != nil {
		return op.Reply{}, err
	}
	c.Hide(code)
	if back.RawQuery != "" {
		back.RawQuery += "&"
	}
	back.RawQuery += url.Values{"code": {code}, "state": {visit.State}}.Encode()
	cookie := http.Cookie{Name: weixinCookie, Value: code, Path: "/", MaxAge: int(weixinLife.Seconds()), HttpOnly: true, SameSite: http.SameSiteLaxMode} //nolint:gosec // not Secure: the mock speaks HTTP
	return op.Reply{Status: http.StatusSeeOther, Bare: true, Header: http.Header{"Location": {back.String()}, "Set-Cookie": {cookie.String()}}}, nil
}

// issueWeixinCode serves POST /__admin/chaoqer/weixin/codes: a code of the WeChat
// login for a persona (C75.2). It refuses with errNobody.
func issueWeixinCode(c *op.Call) (op.Reply, error) {
	profile, ok := visible(c.Tx, c.Params.Text("uid"))
	if !ok {
		return c.Refuse(errNobody)
	}
	code := weixinCodes.Issue(c.Tx, c.Clock, profile.UID)
	return c.OK(map[string]any{"code": code.Token, "uid": profile.UID, "expires": weixinCodes.Ends(code, c.Clock)})
}

// What the mock signs pages with, from the document's sample.
const (
	weixinApp    = "wxdf43cbdae5004909"
	weixinTicket = "LIKLckvwlJT9cWIhEQTwfGnwmIrYHQ03Uc50v2sITHQ0yEHz5cqR-Q89_0UySQZSfFHhrzwhsblt_nYlgVAP8g"
)

// weixinConfig is what a page configures WeChat with (C76).
type weixinConfig struct {
	Signature   string `json:"signature"`
	AppID       string `json:"appId"`
	JSAPITicket string `json:"jsapi_ticket"`
	NonceStr    string `json:"nonceStr"`
	URL         string `json:"url"`
	Timestamp   string `json:"timestamp"`
}

// getH5WeixinConfig serves POST /h5/weixin/config (获取微信Config) (C76).
func getH5WeixinConfig(c *op.Call) (op.Reply, error) {
	config := weixinConfig{
		AppID: weixinApp, JSAPITicket: weixinTicket, NonceStr: c.Clock.ID(), URL: c.Params.Text("url"),
		Timestamp: strconv.FormatInt(int64(c.Now())/1000, 10),
	}
	config.Signature = config.sign()
	return c.OK(config)
}

func (w weixinConfig) sign() string {
	text := fmt.Sprintf("jsapi_ticket=%s&noncestr=%s&timestamp=%s&url=%s", w.JSAPITicket, w.NonceStr, w.Timestamp, w.URL)
	sum := sha1.Sum([]byte(text)) //nolint:gosec // WeChat says SHA-1
	return hex.EncodeToString(sum[:])
}

// RoomView is a room as it was when it was cached (C54).
type RoomView struct {
	roomResult
	FromMember userProfileResult `json:"fromMember"`
}

// h5Room is a cached room on the wire (C77).
type h5Room struct {
	Closed      int    `json:"closed"`
	RoomCacheID string `json:"roomCacheId"`
	RoomView
}

// getH5Room serves POST /h5/room/{roomCacheId} (H5 获取活动): the room as it was, and
// whether it is closed now (C54, C77). It refuses with ErrRoomNotFound.
func getH5Room(c *op.Call) (op.Reply, error) {
	cache, ok := caches.Get(c.Tx, c.Path("roomCacheId"))
	if !ok {
		return c.Refuse(ErrRoomNotFound)
	}
	_, open := openRoom(c.Tx, cache.RoomID)
	return c.OK(h5Room{Closed: flag(!open), RoomCacheID: cache.RoomCacheID, RoomView: cache.View})
}

// getH5Club serves POST /h5/club/{clubId} (H5 获取圈子). It refuses with
// ErrClubNotFound (C77).
func getH5Club(c *op.Call) (op.Reply, error) { return getClub(c) }

// getH5Profile serves POST /h5/profile/{uid} (H5 获取用户资料). It refuses with
// ErrUserNotFound (C77).
func getH5Profile(c *op.Call) (op.Reply, error) { return getProfile(c) }

// h5Event is an event with its members' profiles (C77).
type h5Event struct {
	eventResult
	MemberList []userProfileResult `json:"memberList"`
}

// getH5Event serves POST /h5/event/{eventId} (H5 获取日程). Members whom nobody knows
// are left out of memberList. It refuses with ErrEventNotFound (C77).
func getH5Event(c *op.Call) (op.Reply, error) {
	event, ok := events.Get(c.Tx, c.Path("eventId"))
	if !ok {
		return c.Refuse(ErrEventNotFound)
	}
	r := h5Event{eventResult: eventOf(c.Tx, c.Caller.ID, c.Now(), event), MemberList: []userProfileResult{}}
	for _, uid := range event.MemberUIDList {
		if _, ok := visible(c.Tx, uid); ok {
			r.MemberList = append(r.MemberList, plainProfile(c.Tx, uid))
		}
	}
	return c.OK(r)
}
