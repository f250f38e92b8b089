package chaoqer

import (
	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// clubResult is a club on the wire, as a viewer sees it (C41).
type clubResult struct {
	ClubID      string `json:"clubId"`
	UID         string `json:"uid"`
	Name        string `json:"name"`
	Cover       string `json:"cover"`
	CreateTime  int64  `json:"createTime"`
	MemberTotal int    `json:"memberTotal"`
	// Joined is whether the viewer is a member; absent from the answer to a creation.
	Joined *int `json:"joined,omitempty"`
	// InviteOnly is 0 where the club stands in a room, and absent elsewhere (C57).
	InviteOnly *int `json:"inviteOnly,omitempty"`
}

// clubOf is a club as the viewer sees it.
func clubOf(tx *state.Tx, viewer string, club Club) clubResult {
	r := created(club)
	r.MemberTotal = memberTotal(tx, club.ClubID)
	joined := flag(isMember(tx, club.ClubID, viewer))
	r.Joined = &joined
	return r
}

// created is a club as the answer to its creation has it: with no member yet (C40.3).
func created(club Club) clubResult {
	return clubResult{ClubID: club.ClubID, UID: club.UID, Name: club.Name, Cover: club.Cover, CreateTime: int64(club.CreateTime)}
}

func memberTotal(tx *state.Tx, clubID string) int {
	return state.Count(tx, membersOf.Of(state.Key("").Text(clubID)))
}

func isMember(tx *state.Tx, clubID, uid string) bool {
	_, ok := members.Get(tx, pair(clubID, uid))
	return ok
}

// clubItem is an item of the list of clubs on the wire.
type clubItem struct {
	ClubID     string     `json:"clubId"`
	ClubResult clubResult `json:"clubResult"`
	CreateTime int64      `json:"createTime"`
	SequenceID string     `json:"sequenceId"`
}

// createClub serves POST /club (创建圈子): the creator is a member at once (C40).
func createClub(c *op.Call) (op.Reply, error) {
	club := Club{
		ClubID: c.Clock.ID(), UID: c.Caller.ID, Name: oneLine(c.Params.Text("name")), Cover: c.Params.Text("cover"), CreateTime: c.Clock.Stamp(),
	}
	clubs.Put(c.Tx, club)
	members.Put(c.Tx, Member{ClubID: club.ClubID, UID: club.UID, Time: c.Clock.Stamp()})
	return c.OK(created(club))
}

// getClub serves GET /club/{clubId} (获取圈子), for members and strangers. It refuses
// with ErrClubNotFound (C41).
func getClub(c *op.Call) (op.Reply, error) {
	club, ok := clubs.Get(c.Tx, c.Path("clubId"))
	if !ok {
		return c.Refuse(ErrClubNotFound)
	}
	return c.OK(clubOf(c.Tx, c.Caller.ID, club))
}

// listClubs serves GET /club (分页获取圈子列表): the caller's clubs, newest join first
// (C41).
func listClubs(c *op.Call) (op.Reply, error) {
	rows := state.After(c.Tx, clubsOf.Of(state.Key("").Text(c.Caller.ID)), cursor(c), count(c))
	list := make([]clubItem, len(rows))
	for i, m := range rows {
		club, _ := clubs.Get(c.Tx, m.ClubID)
		list[i] = clubItem{ClubID: m.ClubID, ClubResult: clubOf(c.Tx, c.Caller.ID, club), CreateTime: int64(m.Time), SequenceID: sequenceID(m.Time, m.ClubID)}
	}
	return c.OK(pageOf(c, list))
}

// listClubMembers serves GET /club/{clubId}/member (分页获取圈子成员列表): newest join
// first. Its sequenceIds are of the join and the club (C16). It refuses with
// ErrClubNotFound.
func listClubMembers(c *op.Call) (op.Reply, error) {
	clubID := c.Path("clubId")
	if _, ok := clubs.Get(c.Tx, clubID); !ok {
		return c.Refuse(ErrClubNotFound)
	}
	rows := state.After(c.Tx, membersOf.Of(state.Key("").Text(clubID)), cursor(c), count(c))
	list := make([]userItem, len(rows))
	for i, m := range rows {
		list[i] = userItemOf(c, m.UID, m.Time)
		list[i].SequenceID = sequenceID(m.Time, clubID)
	}
	return c.OK(pageOf(c, list))
}

// joinClub serves POST /club/{clubId}/join (加入圈子); a second join keeps the time of
// the first (C42). It refuses with ErrClubNotFound.
func joinClub(c *op.Call) (op.Reply, error) {
	club, ok := clubs.Get(c.Tx, c.Path("clubId"))
	if !ok {
		return c.Refuse(ErrClubNotFound)
	}
	if !isMember(c.Tx, club.ClubID, c.Caller.ID) {
		members.Put(c.Tx, Member{ClubID: club.ClubID, UID: c.Caller.ID, Time: joinTime(c, club.ClubID)})
	}
	return c.OK(clubOf(c.Tx, c.Caller.ID, club))
}

// joinTime is now, or the millisecond after the club's last join where that is not
// earlier: the time alone tells the items of its list apart (C16).
func joinTime(c *op.Call, clubID string) clock.Instant {
	now := c.Clock.Stamp()
	if last := state.After(c.Tx, membersOf.Of(state.Key("").Text(clubID)), "", 1); len(last) > 0 {
		now = max(now, last[0].Time+1)
	}
	return now
}

// leaveClub serves POST /club/{clubId}/leave (退出圈子). A creator who is alone takes
// the club with them (C42). It refuses with ErrClubNotFound or ErrCreatorStays.
func leaveClub(c *op.Call) (op.Reply, error) {
	club, ok := clubs.Get(c.Tx, c.Path("clubId"))
	switch {
	case !ok || !isMember(c.Tx, club.ClubID, c.Caller.ID):
		return c.Refuse(ErrClubNotFound)
	case club.UID == c.Caller.ID && memberTotal(c.Tx, club.ClubID) > 1:
		return c.Refuse(ErrCreatorStays)
	}
	members.Delete(c.Tx, pair(club.ClubID, c.Caller.ID))
	if club.UID == c.Caller.ID {
		clubs.Delete(c.Tx, club.ClubID)
	}
	return c.OK(nil)
}
