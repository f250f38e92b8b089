package chaoqer

import (
	"fmt"
	"regexp"
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

// pair is the primary key of what stands between two users.
func pair(uid, other string) string { return uid + ":" + other }

var (
	schema      = state.NewSchema("chaoqer")
	settings    = state.NewTable(schema, "settings", func(Settings) string { return "settings" })
	accounts    = state.NewTable(schema, "accounts", func(a Account) string { return a.UID })
	_           = accounts.Unique("name", func(a Account) (state.Key, bool) { return state.Key("").Text(a.Name), a.Name != "" })
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

	// Every list is a range of one of these, by time and then by id (C16).
	blocksOf = blocks.Index(func(b Block) (state.Key, bool) {
		return state.Key("").Text(b.UID).Time(b.Time).Text(b.Blocked), true
	})
	cardsOf = cards.Index(func(c Card) (state.Key, bool) {
		return state.Key("").Text(c.UID).Time(c.Time).Text(c.Sender), true
	})
	messagesOf = messages.Index(func(m Message) (state.Key, bool) { return state.Key("").Text(m.UID), true })
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
		checkUser(tx, "uid", m.UID, report)
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
	inboxes.Check(func(tx *state.Tx, i Inbox, report func(field, message string)) { checkUser(tx, "uid", i.UID, report) })
}

func checkMobile(mobile string, report func(field, message string)) {
	if !mobileForm.MatchString(mobile) {
		report("mobile", fmt.Sprintf("a mobile has its country code, as +8613800138000 has, and no blanks; not %q", mobile))
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
