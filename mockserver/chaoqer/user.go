package chaoqer

import (
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// userProfileResult is a user on the wire, as a viewer sees them (C32).
type userProfileResult struct {
	UID       string `json:"uid"`
	Nickname  string `json:"nickname"`
	Avatar    string `json:"avatar"`
	Bio       string `json:"bio"`
	Blocked   int    `json:"blocked"`
	SendCard  int    `json:"sendCard"`
	CardTotal int    `json:"cardTotal"`
	AllowLive int    `json:"allowLive"`
}

// resultOf is a profile as the viewer sees it: whether they have blocked the user,
// and have sent them a card.
func resultOf(tx *state.Tx, viewer string, p Profile) userProfileResult {
	_, blocked := blocks.Get(tx, pair(viewer, p.UID))
	_, sentCard := cards.Get(tx, pair(p.UID, viewer))
	return userProfileResult{
		UID: p.UID, Nickname: p.Nickname, Avatar: p.Avatar, Bio: p.Bio,
		Blocked: flag(blocked), SendCard: flag(sentCard),
		CardTotal: state.Count(tx, cardsOf.Of(state.Key("").Text(p.UID))),
		AllowLive: flag(p.AllowLive),
	}
}

// visible is the profile of a user whom others can see: not one without profile,
// nor a frozen one (C18).
func visible(tx *state.Tx, uid string) (Profile, bool) {
	account, _ := accounts.Get(tx, uid)
	profile, ok := profiles.Get(tx, uid)
	return profile, ok && !account.Frozen
}

// initProfile serves POST /user/profile/init (初始化用户资料): it opens the account
// (C30). It refuses with ErrProfileInitialised.
func initProfile(c *op.Call) (op.Reply, error) {
	if _, ok := profiles.Get(c.Tx, c.Caller.ID); ok {
		return c.Refuse(ErrProfileInitialised)
	}
	profile := Profile{UID: c.Caller.ID, Nickname: c.Params.Text("nickname"), Avatar: c.Params.Text("avatar")}
	profiles.Put(c.Tx, profile)
	return c.OK(resultOf(c.Tx, c.Caller.ID, profile))
}

// updateProfile serves PUT /user/profile (更新用户资料): everything is replaced, and a
// bio that is not sent, or blank, is removed (C31).
func updateProfile(c *op.Call) (op.Reply, error) {
	profile, _ := profiles.Get(c.Tx, c.Caller.ID) // C14: the stages have seen it
	profile.Nickname, profile.Avatar, profile.Bio = c.Params.Text("nickname"), c.Params.Text("avatar"), c.Params.Text("bio")
	if strings.TrimSpace(profile.Bio) == "" {
		profile.Bio = ""
	}
	profiles.Put(c.Tx, profile)
	return c.OK(resultOf(c.Tx, c.Caller.ID, profile))
}

// getProfile serves GET /user/{uid}/profile (获取用户资料). It refuses with
// ErrUserNotFound (C32).
func getProfile(c *op.Call) (op.Reply, error) {
	profile, ok := visible(c.Tx, c.Path("uid"))
	if !ok {
		return c.Refuse(ErrUserNotFound)
	}
	return c.OK(resultOf(c.Tx, c.Caller.ID, profile))
}
