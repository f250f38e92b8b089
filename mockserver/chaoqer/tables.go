package chaoqer

import (
	"fmt"
	"regexp"
	"strings"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// Settings is the one row of how the gateway behaves as a whole.
type Settings struct {
	// RepeatWindow is within how many milliseconds a guarded call may not be
	// repeated; 0 lets everything be repeated (C13).
	RepeatWindow int64 `json:"repeatWindow"`
}

// maxRepeatWindow bounds what must be remembered of every guarded call.
const maxRepeatWindow = 10_000

// Account is a mobile that has logged in.
type Account struct {
	UID string `json:"uid"`
	// Name is what scenarios call its owner, "" for one that registered.
	Name string `json:"name"`
	// Mobile is the number with its country code: +8613800138000.
	Mobile string `json:"mobile"`
	// Frozen accounts may do nothing, and nobody sees them (C18).
	Frozen bool `json:"frozen"`
}

// TestMobile is a number that also logs in with 8888 (C21).
type TestMobile struct {
	Mobile string `json:"mobile"`
}

// Captcha is the code that was last sent to a mobile.
type Captcha struct {
	Mobile string        `json:"mobile"`
	Code   string        `json:"code"`
	Sent   clock.Instant `json:"sent"`
	// Tries is how many wrong codes were tried since (C23).
	Tries int64 `json:"tries"`
}

// Masked is the code as the journal and reports show it, which mask it in the request
// too. The log of its sending and GET /__admin/chaoqer/sms show it whole.
func (c Captcha) Masked() any {
	c.Code = op.Mask(c.Code)
	return c
}

// Profile is what a user says of themselves. An account without one is not
// initialised (C14).
type Profile struct {
	UID      string `json:"uid"`
	Nickname string `json:"nickname"`
	Avatar   string `json:"avatar"`
	Bio      string `json:"bio"`
	// AllowLive is whether they may broadcast.
	AllowLive bool `json:"allowLive"`
}

// Block is that one user has blocked another.
type Block struct {
	// UID is whose list it is on, Blocked who is on it.
	UID     string        `json:"uid"`
	Blocked string        `json:"blocked"`
	Time    clock.Instant `json:"time"`
}

// Card is a card in somebody's folder.
type Card struct {
	// UID is whose folder it is in, Sender whose card it is.
	UID    string        `json:"uid"`
	Sender string        `json:"sender"`
	Time   clock.Instant `json:"time"`
}

// Message is what a user finds in their messages.
type Message struct {
	ID int64 `json:"messageId"`
	// UID is who it is for, OriginUID who caused it; "" is the system.
	UID            string        `json:"uid"`
	OriginUID      string        `json:"originUid"`
	OriginPushType int64         `json:"originPushType"`
	MessageType    int64         `json:"messageType"`
	Title          string        `json:"title"`
	Content        string        `json:"content"`
	URL            string        `json:"url"`
	CreateTime     clock.Instant `json:"createTime"`
	// Read is whether a list has returned it.
	Read bool `json:"read"`
}

// Inbox is how far a user has listed their messages.
type Inbox struct {
	UID string `json:"uid"`
	// Seen is the last message that there was when they last did (C36).
	Seen int64 `json:"seen"`
}

// Club is a circle of users (圈子).
type Club struct {
	ClubID string `json:"clubId"`
	// UID is who made it.
	UID        string        `json:"uid"`
	Name       string        `json:"name"`
	Cover      string        `json:"cover"`
	CreateTime clock.Instant `json:"createTime"`
}

// Member is that a user has joined a club.
type Member struct {
	ClubID string        `json:"clubId"`
	UID    string        `json:"uid"`
	Time   clock.Instant `json:"time"`
}

// Room is a conversation (活动): in a club, public, or for those who are invited.
type Room struct {
	RoomID string `json:"roomId"`
	// UID is who made it, its host.
	UID        string        `json:"uid"`
	Name       string        `json:"name"`
	ClubID     string        `json:"clubId"`
	InviteOnly bool          `json:"inviteOnly"`
	CreateTime clock.Instant `json:"createTime"`
	Closed     bool          `json:"closed"`
}

// Visitor is that a user has fetched a room's token (C56).
type Visitor struct {
	RoomID string        `json:"roomId"`
	UID    string        `json:"uid"`
	Time   clock.Instant `json:"time"`
}

// RoomCache is a room as it was when somebody shared it (C54).
type RoomCache struct {
	RoomCacheID string        `json:"roomCacheId"`
	RoomID      string        `json:"roomId"`
	FromUID     string        `json:"fromUid"`
	Time        clock.Instant `json:"time"`
	View        RoomView      `json:"view"`
}

// Event is what is to happen at a time (日程).
type Event struct {
	EventID string `json:"eventId"`
	// UID is who made or last edited it.
	UID           string        `json:"uid"`
	Name          string        `json:"name"`
	Desc          string        `json:"desc"`
	EventTime     clock.Instant `json:"eventTime"`
	MemberUIDList []string      `json:"memberUidList"`
	CreateTime    clock.Instant `json:"createTime"`
	// RoomID is the room that it was started in, "" before.
	RoomID string `json:"roomId"`
}

// Reservation is that a user wants to be told of the start of an event.
type Reservation struct {
	EventID string `json:"eventId"`
	UID     string `json:"uid"`
}

// Image is an address that takes a picture, and the picture (C70).
type Image struct {
	ImageID   string        `json:"imageId"`
	UID       string        `json:"uid"`
	ImageDir  string        `json:"imageDir"`
	Expires   clock.Instant `json:"expires"`
	AccessKey string        `json:"accessKey"`
	Token     string        `json:"token"`
	Signature string        `json:"signature"`
	// Type and Data are the picture's, "" until it was put there.
	Type string `json:"type"`
	Data []byte `json:"data"`
}

// Masked is the picture as logs, the journal and reports show it: without what proves
// that it may be put there, and without its bytes.
func (i Image) Masked() any {
	i.AccessKey, i.Token, i.Signature = op.Mask(i.AccessKey), op.Mask(i.Token), op.Mask(i.Signature)
	i.Data = nil
	return i
}

// Version is a released version of the app (C72).
type Version struct {
	ClientType    int64         `json:"clientType"`
	VersionCode   int64         `json:"versionCode"`
	VersionName   string        `json:"versionName"`
	VersionDesc   string        `json:"versionDesc"`
	DownloadURL   string        `json:"downloadUrl"`
	ForcedUpgrade bool          `json:"forcedUpgrade"`
	CreateTime    clock.Instant `json:"createTime"`
}

// Feedback is what a user has told the operator (C73).
type Feedback struct {
	ID                 string        `json:"id"`
	UID                string        `json:"uid"`
	OriginFeedbackType int64         `json:"originFeedbackType"`
	OriginID           string        `json:"originId"`
	FeedbackType       int64         `json:"feedbackType"`
	FeedbackContent    string        `json:"feedbackContent"`
	FeedbackImageList  []string      `json:"feedbackImageList"`
	Time               clock.Instant `json:"time"`
}

// Report is a user's complaint about another or a room (C73).
type Report struct {
	UID              string        `json:"uid"`
	OriginReportType int64         `json:"originReportType"`
	OriginID         string        `json:"originId"`
	ReportReasonType int64         `json:"reportReasonType"`
	Reason           string        `json:"reason"`
	Time             clock.Instant `json:"time"`
}

// Link is what is known of a link (C74).
type Link struct {
	LinkMD5     string `json:"linkMD5"`
	URL         string `json:"url"`
	Title       string `json:"title"`
	Description string `json:"description"`
	Image       string `json:"image"`
}

// Visit is a browser at the authorization page, and where it is sent back to (C75).
type Visit struct {
	State       string        `json:"state"`
	RedirectURI string        `json:"redirectUri"`
	Time        clock.Instant `json:"time"`
}

// Masked is the visit as logs, the journal and reports show it: where it came from may
// hold a code.
func (v Visit) Masked() any {
	v.RedirectURI = op.Mask(v.RedirectURI)
	return v
}

// weixinLife is how long a code of the WeChat login holds (C75).
const weixinLife = 30 * 24 * time.Hour

// pair is the primary key of what stands between two users.
func pair(uid, other string) string { return uid + ":" + other }

var (
	schema      = state.NewSchema("chaoqer")
	settings    = state.NewTable(schema, "settings", func(Settings) string { return "settings" })
	accounts    = state.NewTable(schema, "accounts", func(a Account) string { return a.UID })
	byName      = accounts.Unique("name", func(a Account) (state.Key, bool) { return state.Key("").Text(a.Name), a.Name != "" })
	byMobile    = accounts.Unique("mobile", func(a Account) (state.Key, bool) { return state.Key("").Text(a.Mobile), true })
	testMobiles = state.NewTable(schema, "test-mobiles", func(t TestMobile) string { return t.Mobile })
	captchas    = state.NewTable(schema, "captchas", func(c Captcha) string { return c.Mobile })
	// captchasBySent is for those that nobody can use any more to go.
	captchasBySent = captchas.Index(func(c Captcha) (state.Key, bool) { return state.Key("").Time(c.Sent), true })

	requests = op.NewAttempts(schema, "captcha-requests", 24*time.Hour)
	tokens   = op.NewTokens(schema, op.TokenRules{Life: 30 * 24 * time.Hour, Renews: true, Secrets: true}) // C05
	calls    = op.NewAttempts(schema, "calls", maxRepeatWindow*time.Millisecond)                           // C13
	profiles = state.NewTable(schema, "profiles", func(p Profile) string { return p.UID })
	blocks   = state.NewTable(schema, "blocks", func(b Block) string { return pair(b.UID, b.Blocked) })
	cards    = state.NewTable(schema, "cards", func(c Card) string { return pair(c.UID, c.Sender) })
	messages = state.NewTable(schema, "messages", func(m Message) int64 { return m.ID })
	inboxes  = state.NewTable(schema, "inboxes", func(i Inbox) string { return i.UID })

	clubs        = state.NewTable(schema, "clubs", func(c Club) string { return c.ClubID })
	members      = state.NewTable(schema, "members", func(m Member) string { return pair(m.ClubID, m.UID) })
	rooms        = state.NewTable(schema, "rooms", func(r Room) string { return r.RoomID })
	visitors     = state.NewTable(schema, "visitors", func(v Visitor) string { return pair(v.RoomID, v.UID) })
	caches       = state.NewTable(schema, "room-caches", func(r RoomCache) string { return r.RoomCacheID })
	events       = state.NewTable(schema, "events", func(e Event) string { return e.EventID })
	reservations = state.NewTable(schema, "reservations", func(r Reservation) string { return pair(r.EventID, r.UID) })
	images       = state.NewTable(schema, "images", func(i Image) string { return i.ImageID })
	versions     = state.NewTable(schema, "versions", Version.key)
	feedbacks    = state.NewTable(schema, "feedbacks", func(f Feedback) string { return f.ID })
	reports      = state.NewTable(schema, "reports", Report.key)
	links        = state.NewTable(schema, "links", func(l Link) string { return l.LinkMD5 })
	weixinCodes  = op.NewTokens(schema, op.TokenRules{Table: "weixin-codes", Life: weixinLife, Many: true})
	visits       = state.NewTable(schema, "visits", func(v Visit) string { return v.State })

	// Every list is a range of one of these, by time and then by id (C16).
	blocksOf = blocks.Index(func(b Block) (state.Key, bool) {
		return state.Key("").Text(b.UID).Time(b.Time).Text(b.Blocked), true
	})
	cardsOf = cards.Index(func(c Card) (state.Key, bool) {
		return state.Key("").Text(c.UID).Time(c.Time).Text(c.Sender), true
	})
	messagesOf = messages.Index(func(m Message) (state.Key, bool) { return state.Key("").Text(m.UID), true })
	membersOf  = members.Unique("time", func(m Member) (state.Key, bool) { return state.Key("").Text(m.ClubID).Time(m.Time), true })
	clubsOf    = members.Index(func(m Member) (state.Key, bool) {
		return state.Key("").Text(m.UID).Time(m.Time).Text(m.ClubID), true
	})
	publicRooms = rooms.Index(func(r Room) (state.Key, bool) {
		return state.Key("").Time(r.CreateTime), r.ClubID == "" && !r.InviteOnly && !r.Closed
	})
	clubRooms = rooms.Index(func(r Room) (state.Key, bool) {
		return state.Key("").Text(r.ClubID).Time(r.CreateTime), r.ClubID != "" && !r.Closed
	})
	eventsByTime = events.Index(func(e Event) (state.Key, bool) { return state.Key("").Time(e.CreateTime), true })

	visitorsOf     = visitors.Index(func(v Visitor) (state.Key, bool) { return state.Key("").Text(v.RoomID).Time(v.Time), true })
	reservationsOf = reservations.Index(func(r Reservation) (state.Key, bool) { return state.Key("").Text(r.EventID), true })
	unusedImages   = images.Index(func(i Image) (state.Key, bool) { return state.Key("").Time(i.Expires), i.Type == "" })
	versionsOf     = versions.Index(func(v Version) (state.Key, bool) { return state.Key("").Int(v.ClientType).Int(v.VersionCode), true })
	visitsByTime   = visits.Index(func(v Visit) (state.Key, bool) { return state.Key("").Time(v.Time), true })
)

var (
	uidForm    = regexp.MustCompile(`^[a-f0-9]{32}$`)
	mobileForm = regexp.MustCompile(`^\+[1-9]\d{3,14}$`)
)

// The audit: what every row must be, whoever wrote it.
func init() {
	settings.Check(func(_ *state.Tx, s Settings, report func(field, message string)) {
		if s.RepeatWindow < 0 || s.RepeatWindow > maxRepeatWindow {
			report("repeatWindow", fmt.Sprintf("a window is from 0 to %d milliseconds, not %d", maxRepeatWindow, s.RepeatWindow))
		}
	})
	accounts.Check(func(_ *state.Tx, a Account, report func(field, message string)) {
		if !uidForm.MatchString(a.UID) {
			report("uid", fmt.Sprintf("a uid is 32 lower-case hexadecimal digits, not %q", a.UID))
		}
		checkMobile(a.Mobile, report)
	})
	testMobiles.Check(func(_ *state.Tx, t TestMobile, report func(field, message string)) { checkMobile(t.Mobile, report) })
	captchas.Check(func(_ *state.Tx, c Captcha, report func(field, message string)) {
		checkMobile(c.Mobile, report)
		if !captchaForm.MatchString(c.Code) {
			report("code", fmt.Sprintf("a code is 4 digits, not %q", c.Code))
		}
	})
	tokens.Check(func(tx *state.Tx, t op.Token, report func(field, message string)) {
		if _, ok := accounts.Get(tx, t.Holder); !ok {
			report("holder", fmt.Sprintf("there is no account with the uid %q", t.Holder))
		}
	})
	profiles.Check(func(tx *state.Tx, p Profile, report func(field, message string)) {
		if _, ok := accounts.Get(tx, p.UID); !ok {
			report("uid", fmt.Sprintf("there is no account with the uid %q", p.UID))
		}
		if p.Nickname == "" {
			report("nickname", "a profile has a nickname; an account without profile has no row here")
		}
	})
	blocks.Check(func(tx *state.Tx, b Block, report func(field, message string)) {
		checkPair(tx, b.UID, "blocked", b.Blocked, report)
	})
	cards.Check(func(tx *state.Tx, c Card, report func(field, message string)) {
		checkPair(tx, c.UID, "sender", c.Sender, report)
	})
	messages.Check(func(tx *state.Tx, m Message, report func(field, message string)) {
		if _, ok := accounts.Get(tx, m.UID); !ok {
			report("uid", fmt.Sprintf("there is no account with the uid %q", m.UID))
		}
		if m.OriginUID != "" {
			checkUser(tx, "originUid", m.OriginUID, report)
		}
		if m.OriginPushType < pushSystem || m.OriginPushType > pushInteractive {
			report("originPushType", fmt.Sprintf("it is 0 for the system, 1 for officials, 2 for other users; not %d", m.OriginPushType))
		}
		if m.MessageType != messageAlert && m.MessageType != messageAttach {
			report("messageType", fmt.Sprintf("it is 0 for an alert, -1 for an attachment; not %d", m.MessageType))
		}
		if m.ID < 1 {
			report("messageId", fmt.Sprintf("a message's id is a number above 0, not %d", m.ID))
		}
	})
	clubs.Check(func(tx *state.Tx, c Club, report func(field, message string)) {
		checkUser(tx, "uid", c.UID, report)
		if !isMember(tx, c.ClubID, c.UID) {
			report("uid", "whoever made a club is a member of it; it goes with them")
		}
		if strings.TrimSpace(c.Name) == "" {
			report("name", "a club needs a name")
		}
	})
	members.Check(func(tx *state.Tx, m Member, report func(field, message string)) {
		checkUser(tx, "uid", m.UID, report)
		if _, ok := clubs.Get(tx, m.ClubID); !ok {
			report("clubId", fmt.Sprintf("there is no club %q", m.ClubID))
		}
	})
	rooms.Check(func(tx *state.Tx, r Room, report func(field, message string)) {
		checkUser(tx, "uid", r.UID, report)
		if r.InviteOnly && r.ClubID != "" {
			report("clubId", "a room for those who are invited is in no club")
		}
	})
	visitors.Check(func(tx *state.Tx, v Visitor, report func(field, message string)) {
		checkUser(tx, "uid", v.UID, report)
		checkRoom(tx, v.RoomID, report)
	})
	caches.Check(func(tx *state.Tx, r RoomCache, report func(field, message string)) {
		checkUser(tx, "fromUid", r.FromUID, report)
		checkRoom(tx, r.RoomID, report)
	})
	events.Check(func(tx *state.Tx, e Event, report func(field, message string)) {
		checkUser(tx, "uid", e.UID, report)
		if !e.Has(e.UID) {
			report("memberUidList", "whoever made an event, or edited it last, is a member of it")
		}
		if e.RoomID != "" {
			checkRoom(tx, e.RoomID, report)
		}
	})
	reservations.Check(func(tx *state.Tx, r Reservation, report func(field, message string)) {
		checkUser(tx, "uid", r.UID, report)
		if _, ok := events.Get(tx, r.EventID); !ok {
			report("eventId", fmt.Sprintf("there is no event %q", r.EventID))
		}
	})
	versions.Check(func(_ *state.Tx, v Version, report func(field, message string)) {
		if v.ClientType != clientIOS && v.ClientType != clientAndroid {
			report("clientType", fmt.Sprintf("it is 1 for iOS, 2 for Android; not %d", v.ClientType))
		}
	})
	links.Check(func(_ *state.Tx, l Link, report func(field, message string)) {
		if want := linkMD5(l.URL); l.LinkMD5 != want {
			report("linkMD5", fmt.Sprintf("the MD5 of %s is %s", l.URL, want))
		}
	})
	weixinCodes.Check(func(tx *state.Tx, t op.Token, report func(field, message string)) {
		checkUser(tx, "holder", t.Holder, report)
	})
	inboxes.Check(func(tx *state.Tx, i Inbox, report func(field, message string)) { checkUser(tx, "uid", i.UID, report) })
}

func checkMobile(mobile string, report func(field, message string)) {
	if !mobileForm.MatchString(mobile) {
		report("mobile", fmt.Sprintf("a mobile has its country code, as +8613800138000 has, and no blanks; not %q", mobile))
	}
}

func checkRoom(tx *state.Tx, roomID string, report func(field, message string)) {
	if _, ok := rooms.Get(tx, roomID); !ok {
		report("roomId", fmt.Sprintf("there is no room %q", roomID))
	}
}

func checkUser(tx *state.Tx, field, uid string, report func(field, message string)) {
	if _, ok := profiles.Get(tx, uid); !ok {
		report(field, fmt.Sprintf("there is no profile of %q", uid))
	}
}

func checkPair(tx *state.Tx, uid, field, other string, report func(field, message string)) {
	checkUser(tx, "uid", uid, report)
	checkUser(tx, field, other, report)
	if uid == other {
		report(field, "this is the same user on both sides")
	}
}
