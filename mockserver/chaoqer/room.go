package chaoqer

import (
	"bytes"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/binary"
	"hash/crc32"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// maxMembers is how many profiles a room shows at most (C56).
const maxMembers = 6

// roomResult is a room on the wire, as a viewer sees it (C57).
type roomResult struct {
	RoomID      string              `json:"roomId"`
	UID         string              `json:"uid"`
	Name        string              `json:"name,omitempty"`
	ClubID      string              `json:"clubId,omitempty"`
	ClubResult  *clubResult         `json:"clubResult,omitempty"`
	InviteOnly  int                 `json:"inviteOnly"`
	CreateTime  int64               `json:"createTime"`
	MemberList  []userProfileResult `json:"memberList"`
	MemberTotal int                 `json:"memberTotal"`
}

// createdRoom is the answer to the creation of a room: exactly this (C57).
type createdRoom struct {
	UID        string `json:"uid"`
	CreateTime int64  `json:"createTime"`
	Name       string `json:"name,omitempty"`
	ClubID     string `json:"clubId,omitempty"`
	InviteOnly int    `json:"inviteOnly"`
	RoomID     string `json:"roomId"`
}

// roomOf is a room as the viewer sees it.
func roomOf(tx *state.Tx, viewer string, room Room) roomResult {
	r := roomResult{
		RoomID: room.RoomID, UID: room.UID, Name: room.Name, ClubID: room.ClubID, InviteOnly: flag(room.InviteOnly), CreateTime: int64(room.CreateTime),
		MemberList: []userProfileResult{},
	}
	if club, ok := clubs.Get(tx, room.ClubID); ok { // C42.6: a club may be gone
		result, inviteOnly := clubOf(tx, viewer, club), 0
		result.InviteOnly = &inviteOnly
		r.ClubResult = &result
	}
	here := visitorsOf.Of(state.Key("").Text(room.RoomID)).Oldest()
	r.MemberTotal = state.Count(tx, here)
	for _, v := range state.After(tx, here, "", maxMembers) {
		r.MemberList = append(r.MemberList, plainProfile(tx, v.UID))
	}
	if r.MemberTotal == 0 {
		r.MemberList = append(r.MemberList, plainProfile(tx, room.UID))
	}
	return r
}

// plainProfile is a profile with numbers that are nobody's view (C56).
func plainProfile(tx *state.Tx, uid string) userProfileResult {
	p, _ := profiles.Get(tx, uid)
	return userProfileResult{UID: uid, Nickname: p.Nickname, Avatar: p.Avatar, Bio: p.Bio}
}

// openRoom is the room of that id, if it is open.
func openRoom(tx *state.Tx, roomID string) (Room, bool) {
	room, ok := rooms.Get(tx, roomID)
	return room, ok && !room.Closed
}

// createRoom serves POST /room (创建活动): in one of the caller's clubs, public, or for
// those who are invited (C50). It refuses with ErrClubNotFound.
func createRoom(c *op.Call) (op.Reply, error) {
	room := Room{Name: oneLine(c.Params.Text("name")), ClubID: c.Params.Text("clubId"), InviteOnly: c.Params.Int("inviteOnly") > 0}
	if room.InviteOnly {
		room.ClubID = ""
	}
	if room.ClubID != "" && !isMember(c.Tx, room.ClubID, c.Caller.ID) {
		return c.Refuse(ErrClubNotFound)
	}
	room = newRoom(c, room)
	return c.OK(createdRoom{
		UID: room.UID, CreateTime: int64(room.CreateTime), Name: room.Name, ClubID: room.ClubID, InviteOnly: flag(room.InviteOnly), RoomID: room.RoomID,
	})
}

// getRoom serves GET /room/{roomId} (获取活动), for everybody who has the id (C51). It
// refuses with ErrRoomNotFound.
func getRoom(c *op.Call) (op.Reply, error) {
	room, ok := openRoom(c.Tx, c.Path("roomId"))
	if !ok {
		return c.Refuse(ErrRoomNotFound)
	}
	return c.OK(roomOf(c.Tx, c.Caller.ID, room))
}

// roomItem is an item of the list of rooms on the wire.
type roomItem struct {
	CreateTime int64      `json:"createTime"`
	RoomID     string     `json:"roomId"`
	RoomResult roomResult `json:"roomResult"`
	SequenceID string     `json:"sequenceId"`
}

// listRooms serves GET /room (分页获取活动列表): the open rooms of the caller's clubs and
// the public ones in one order, newest first (C51).
func listRooms(c *op.Call) (op.Reply, error) {
	ranges := []state.Range[Room]{publicRooms.Of("")}
	for _, m := range state.All(c.Tx, clubsOf.Of(state.Key("").Text(c.Caller.ID))) {
		ranges = append(ranges, clubRooms.Of(state.Key("").Text(m.ClubID)))
	}
	list := []roomItem{}
	for _, room := range state.Merge(c.Tx, cursor(c), count(c), ranges...) {
		list = append(list, roomItem{
			CreateTime: int64(room.CreateTime), RoomID: room.RoomID, RoomResult: roomOf(c.Tx, c.Caller.ID, room), SequenceID: sequenceID(room.CreateTime, room.RoomID),
		})
	}
	return c.OK(pageOf(c, list))
}

// roomToken is what a client joins a room with (C52).
type roomToken struct {
	RoomID string `json:"roomId"`
	Token  string `json:"token"`
}

// getRoomToken serves POST /room/{roomId}/token (获取活动声网Token): the same token for
// everybody. Who has fetched it is in the room (C56). It refuses with ErrRoomNotFound
// or ErrRoomBarred (C52).
func getRoomToken(c *op.Call) (op.Reply, error) {
	room, ok := openRoom(c.Tx, c.Path("roomId"))
	if !ok {
		return c.Refuse(ErrRoomNotFound)
	}
	if _, blocked := blocks.Get(c.Tx, pair(room.UID, c.Caller.ID)); blocked {
		return c.Refuse(ErrRoomBarred)
	}
	if _, here := visitors.Get(c.Tx, pair(room.RoomID, c.Caller.ID)); !here {
		visitors.Put(c.Tx, Visitor{RoomID: room.RoomID, UID: c.Caller.ID, Time: c.Clock.Stamp()})
	}
	return c.OK(roomToken{RoomID: room.RoomID, Token: agoraToken(room)})
}

// The app that Agora tokens are of: the document's sample, and a certificate of the
// mock's own.
const (
	agoraApp         = "75842dc78ef64861aa0125c4b5f5a3c8"
	agoraCertificate = "00000000000000000000000000000000"
	agoraLife        = 24 * 60 * 60 // seconds
)

// agoraToken is a room's token in Agora's form 006: the app's id, then the base64 of
// a signature, the checksums of the channel and of nobody, and a signed message of
// salt, time and four privileges. It is made of the room alone, so that it is the
// same whoever asks and whenever (C52).
func agoraToken(room Room) string {
	created := uint32(room.CreateTime / 1000) //nolint:gosec // the form has 32 bits, which last until 2106
	salt := crc32.ChecksumIEEE([]byte(room.RoomID + agoraApp))
	var message bytes.Buffer
	put := func(b *bytes.Buffer, values ...any) {
		for _, v := range values {
			_ = binary.Write(b, binary.LittleEndian, v) // a buffer takes everything
		}
	}
	put(&message, salt, created+agoraLife, uint16(4))
	for privilege := uint16(1); privilege <= 4; privilege++ {
		put(&message, privilege, created+agoraLife)
	}
	mac := hmac.New(sha256.New, []byte(agoraCertificate))
	mac.Write([]byte(agoraApp + room.RoomID))
	mac.Write(message.Bytes())
	signature := mac.Sum(nil)
	var content bytes.Buffer
	put(&content, uint16(len(signature)), signature, crc32.ChecksumIEEE([]byte(room.RoomID)), uint32(0), uint16(message.Len()), message.Bytes()) //nolint:gosec // both have a few dozen bytes
	return "006" + agoraApp + base64.StdEncoding.EncodeToString(content.Bytes())
}

// closeRoom serves POST /room/{roomId}/close (主持人关闭活动). It refuses everybody but
// the host with ErrRoomNotFound (C53).
func closeRoom(c *op.Call) (op.Reply, error) {
	room, ok := openRoom(c.Tx, c.Path("roomId"))
	if !ok || room.UID != c.Caller.ID {
		return c.Refuse(ErrRoomNotFound.Because("the room does not exist, is closed already, or has another host"))
	}
	room.Closed = true
	rooms.Put(c.Tx, room)
	return c.OK(nil)
}

// cacheRoom serves POST /room/{roomId}/cache (获取活动Cache): a new id under which H5
// sees the room as it is now, a closed one too (C54). It refuses with ErrRoomNotFound.
func cacheRoom(c *op.Call) (op.Reply, error) {
	room, ok := rooms.Get(c.Tx, c.Path("roomId"))
	if !ok {
		return c.Refuse(ErrRoomNotFound)
	}
	frozen := RoomCache{RoomCacheID: c.Clock.ID(), RoomID: room.RoomID, FromUID: c.Caller.ID, Time: c.Now()}
	frozen.View.roomResult = roomOf(c.Tx, "", room)
	frozen.View.FromMember = plainProfile(c.Tx, c.Caller.ID)
	caches.Put(c.Tx, frozen)
	return c.OK(frozen.RoomCacheID)
}

// inviteToRoom serves POST /room/{roomId}/invite/{uid} (邀请用户加入活动). It always
// succeeds for an open room, but reaches only those whose card the caller has and who
// are not there already (C55). It refuses with ErrRoomNotFound.
func inviteToRoom(c *op.Call) (op.Reply, error) {
	room, ok := openRoom(c.Tx, c.Path("roomId"))
	if !ok {
		return c.Refuse(ErrRoomNotFound)
	}
	uid := c.Path("uid")
	_, known := cards.Get(c.Tx, pair(c.Caller.ID, uid))
	_, here := visitors.Get(c.Tx, pair(room.RoomID, uid))
	if known && !here {
		host, _ := profiles.Get(c.Tx, c.Caller.ID)
		content := room.Name
		if content == "" {
			content = host.Nickname + "创建的活动"
		}
		notify(c, Message{
			UID: uid, OriginUID: host.UID, OriginPushType: pushInteractive,
			Title: host.Nickname + "邀请你加入活动", Content: content, URL: "chaoqer://room/" + room.RoomID,
		})
	}
	return done("邀请成功")
}

// newRoom opens a room, which gets its id, its time, and the caller for its host.
func newRoom(c *op.Call, room Room) Room {
	room.RoomID, room.UID, room.CreateTime = c.Clock.ID(), c.Caller.ID, c.Clock.Stamp()
	rooms.Put(c.Tx, room)
	return room
}
