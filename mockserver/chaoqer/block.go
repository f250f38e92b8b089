package chaoqer

import (
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// listBlocks serves GET /user/block (分页获取黑名单列表): whom the caller has blocked,
// newest first.
func listBlocks(c *op.Call) (op.Reply, error) {
	rows := state.After(c.Tx, blocksOf.Of(state.Key("").Text(c.Caller.ID)), cursor(c), count(c))
	list := make([]userItem, len(rows))
	for i, b := range rows {
		list[i] = userItemOf(c, b.Blocked, b.Time)
	}
	return c.OK(pageOf(c, list))
}

// block serves POST /user/{uid}/block (拉黑用户). A second block keeps the time of the
// first, and nothing else between the two is touched (C33). It refuses with
// ErrBlockSelf or ErrUserNotFound.
func block(c *op.Call) (op.Reply, error) {
	uid := c.Path("uid")
	if uid == c.Caller.ID {
		return c.Refuse(ErrBlockSelf)
	}
	if _, ok := visible(c.Tx, uid); !ok {
		return c.Refuse(ErrUserNotFound)
	}
	if _, blocked := blocks.Get(c.Tx, pair(c.Caller.ID, uid)); !blocked {
		blocks.Put(c.Tx, Block{UID: c.Caller.ID, Blocked: uid, Time: c.Clock.Stamp()})
	}
	return done("拉黑成功")
}

// unblock serves DELETE /user/{uid}/block (取消拉黑用户). It refuses with
// ErrUserNotFound (C33).
func unblock(c *op.Call) (op.Reply, error) {
	if _, ok := visible(c.Tx, c.Path("uid")); !ok {
		return c.Refuse(ErrUserNotFound)
	}
	blocks.Delete(c.Tx, pair(c.Caller.ID, c.Path("uid")))
	return done("取消拉黑成功")
}
