package chaoqer

import (
	"strconv"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// Push types of messages.
const (
	pushSystem      = 0
	pushOfficial    = 1
	pushInteractive = 2
)

// Message types.
const (
	messageAlert  = 0
	messageAttach = -1
)

// notify leaves a message for a user. Its id is above that of every other one,
// wherever the clock has been meanwhile (C16).
func notify(c *op.Call, m Message) {
	m.CreateTime = c.Clock.Stamp()
	m.ID = int64(m.CreateTime) * 1000
	if newest := state.After(c.Tx, messages.All(), "", 1); len(newest) > 0 {
		m.ID = max(m.ID, newest[0].ID+1)
	}
	messages.Put(c.Tx, m)
}

// messageItem is an item of the list of messages on the wire.
type messageItem struct {
	MessageID         int64         `json:"messageId"`
	SequenceID        string        `json:"sequenceId"`
	UserMessageResult messageResult `json:"userMessageResult"`
}

// messageResult is a message on the wire.
type messageResult struct {
	CreateTime     int64       `json:"createTime"`
	MessageBody    messageBody `json:"messageBody"`
	MessageID      int64       `json:"messageId"`
	MessageType    int64       `json:"messageType"`
	OriginPushType int64       `json:"originPushType"`
	OriginUID      string      `json:"originUid"`
	UID            string      `json:"uid"`
	Unread         int         `json:"unread"`
}

type messageBody struct {
	Title   string `json:"title"`
	Content string `json:"content"`
	URL     string `json:"url"`
}

// result is a message as it is until it was read.
func (m Message) result() messageResult {
	return messageResult{
		CreateTime: int64(m.CreateTime), MessageBody: messageBody{Title: m.Title, Content: m.Content, URL: m.URL}, MessageID: m.ID,
		MessageType: m.MessageType, OriginPushType: m.OriginPushType, OriginUID: m.OriginUID, UID: m.UID, Unread: flag(!m.Read),
	}
}

// messagesFor are a user's messages.
func messagesFor(uid string) state.Range[Message] { return messagesOf.Of(state.Key("").Text(uid)) }

// listMessages serves GET /user/message (分页获取消息列表): newest first. What it
// returns is read from then on, and nothing that is there counts as unread any more,
// on whatever page it stands (C36).
func listMessages(c *op.Call) (op.Reply, error) {
	rows := state.After(c.Tx, messagesFor(c.Caller.ID), cursor(c), count(c))
	list := make([]messageItem, len(rows))
	for i, m := range rows {
		list[i] = messageItem{MessageID: m.ID, SequenceID: strconv.FormatInt(m.ID, 10), UserMessageResult: m.result()}
		m.Read = true
		messages.Put(c.Tx, m)
	}
	if newest := state.After(c.Tx, messagesFor(c.Caller.ID), "", 1); len(newest) > 0 {
		inboxes.Put(c.Tx, Inbox{UID: c.Caller.ID, Seen: newest[0].ID})
	}
	return c.OK(pageOf(c, list))
}

// getUnreadTotal serves GET /user/message/unread_total (获取未读消息总数): how many
// messages have come since the last list (C36).
func getUnreadTotal(c *op.Call) (op.Reply, error) {
	inbox, _ := inboxes.Get(c.Tx, c.Caller.ID)
	return c.OK(state.Count(c.Tx, messagesFor(c.Caller.ID).Since(state.Key("").Int(inbox.Seen+1))))
}
