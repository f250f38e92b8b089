package chaoqer

import (
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// sendCard serves POST /user/{uid}/card (发送名片): the caller's card comes into the
// other's folder, once, and leaves them a message (C34, C35). It refuses with
// ErrCardSelf or ErrUserNotFound.
//
// A receiver who blocked the caller gets the message all the same, and no card; the
// caller is not told (C34.10).
func sendCard(c *op.Call) (op.Reply, error) {
	uid := c.Path("uid")
	if uid == c.Caller.ID {
		return c.Refuse(ErrCardSelf)
	}
	if _, ok := visible(c.Tx, uid); !ok {
		return c.Refuse(ErrUserNotFound)
	}
	const message = "对方已收到你的名片"
	if _, there := cards.Get(c.Tx, pair(uid, c.Caller.ID)); there {
		return done(message)
	}
	if _, blocked := blocks.Get(c.Tx, pair(uid, c.Caller.ID)); !blocked {
		cards.Put(c.Tx, Card{UID: uid, Sender: c.Caller.ID, Time: c.Clock.Stamp()})
	}
	sender, _ := profiles.Get(c.Tx, c.Caller.ID)
	notify(c, Message{
		UID: uid, OriginUID: sender.UID, OriginPushType: pushInteractive,
		Title: sender.Nickname, Content: "给你发送了一张名片", URL: "chaoqer://profile/" + sender.UID,
	})
	return done(message)
}

// deleteCard serves DELETE /user/{uid}/card (删除名片): the other's card leaves the
// caller's folder, and they may send it again (C34). It refuses with
// ErrUserNotFound.
func deleteCard(c *op.Call) (op.Reply, error) {
	if _, ok := visible(c.Tx, c.Path("uid")); !ok {
		return c.Refuse(ErrUserNotFound)
	}
	cards.Delete(c.Tx, pair(c.Caller.ID, c.Path("uid")))
	return done("删除成功")
}

// listCards serves GET /user/card (分页获取名片列表): the cards in the caller's
// folder, newest first.
func listCards(c *op.Call) (op.Reply, error) {
	rows := state.After(c.Tx, cardsOf.Of(state.Key("").Text(c.Caller.ID)), cursor(c), count(c))
	list := make([]userItem, len(rows))
	for i, card := range rows {
		list[i] = userItemOf(c, card.Sender, card.Time)
	}
	return c.OK(pageOf(c, list))
}
