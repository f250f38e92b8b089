package chaoqer

import (
	"strconv"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// pageResult is a page of a list on the wire (C15).
type pageResult struct {
	Page pageEcho `json:"page"`
	List any      `json:"list"`
}

// pageEcho is what was asked for.
type pageEcho struct {
	Count  int    `json:"count"`
	LastID string `json:"lastId,omitempty"`
}

// userItem is an item of a list of users on the wire. One whom nobody sees any more
// has no profile.
type userItem struct {
	CreateTime        int64              `json:"createTime"`
	SequenceID        string             `json:"sequenceId"`
	UID               string             `json:"uid"`
	UserProfileResult *userProfileResult `json:"userProfileResult,omitempty"`
}

// count is how many items a page may have.
func count(c *op.Call) int { return int(c.Params.Int("count")) }

// lastID is the cursor that was sent, "" for the first page.
func lastID(c *op.Call) string { return strings.TrimSpace(c.Params.Text("lastId")) }

// cursor is the place in an index after which the page begins: by the time and the
// id of the last item, or by the number of a message. That the text has this form,
// the specification has seen to (C15).
func cursor(c *op.Call) state.Key {
	text := lastID(c)
	if text == "" {
		return ""
	}
	number, id, timed := strings.Cut(text, ":")
	n, err := strconv.ParseInt(number, 10, 64)
	if err != nil {
		panic(err) // the pattern lets no more digits through than fit
	}
	if !timed {
		return state.Key("").Int(n)
	}
	return state.Key("").Int(n).Text(id)
}

// sequenceID is what an item's cursor says (C16).
func sequenceID(at clock.Instant, id string) string {
	return strconv.FormatInt(int64(at), 10) + ":" + id
}

func userItemOf(c *op.Call, uid string, at clock.Instant) userItem {
	item := userItem{CreateTime: int64(at), SequenceID: sequenceID(at, uid), UID: uid}
	if profile, ok := visible(c.Tx, uid); ok {
		result := resultOf(c.Tx, c.Caller.ID, profile)
		item.UserProfileResult = &result
	}
	return item
}

// pageOf is a page with the echo of what was asked for.
func pageOf(c *op.Call, list any) pageResult {
	return pageResult{Page: pageEcho{Count: count(c), LastID: lastID(c)}, List: list}
}
