package chaoqer

import (
	"encoding/base64"
	"encoding/binary"
	"fmt"
	"hash/crc32"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// The document's sample of 获取活动声网Token.
const (
	sampleRoom  = "6d54737e3dda4ae4abf07acacea3d7a1"
	sampleToken = "00675842dc78ef64861aa0125c4b5f5a3c8IABvTXBv2cq/+RpsthBTL0niE8+1bB8Nbdcgn9OAfde77sl0yyYAAAAAIgATOdxlZaE7YAQAAQD1XTpgAgD1XTpgAwD1XTpgBAD1XTpg"
)

// tokenParts is a token taken apart.
type tokenParts struct {
	app                    string
	signature, message     int // their lengths
	channel, nobody        uint32
	privileges             []uint16
	expire, privilegeTimes []uint32
}

func takeApart(t *testing.T, token string) tokenParts {
	t.Helper()
	content, err := base64.StdEncoding.DecodeString(token[35:])
	if err != nil || !strings.HasPrefix(token, "006") {
		t.Fatalf("%v: %s", err, token)
	}
	le := binary.LittleEndian
	p := tokenParts{app: token[3:35], signature: int(le.Uint16(content))}
	content = content[2+p.signature:]
	p.channel, p.nobody, p.message = le.Uint32(content), le.Uint32(content[4:]), int(le.Uint16(content[8:]))
	message := content[10:]
	if len(message) != p.message {
		t.Fatalf("the message has %d bytes and says %d", len(message), p.message)
	}
	p.expire = []uint32{le.Uint32(message[4:])}
	for i := range int(le.Uint16(message[8:])) {
		p.privileges = append(p.privileges, le.Uint16(message[10+6*i:]))
		p.privilegeTimes = append(p.privilegeTimes, le.Uint32(message[12+6*i:]))
	}
	return p
}

// TestATokenHasTheFormOfTheSample: byte for byte the same parts, and the checksum of
// the room in its place (C52.1).
func TestATokenHasTheFormOfTheSample(t *testing.T) {
	t.Parallel()
	want := takeApart(t, sampleToken)
	if want.channel != crc32.ChecksumIEEE([]byte(sampleRoom)) {
		t.Fatalf("the sample's own checksum is %d", want.channel)
	}
	room := Room{RoomID: sampleRoom, CreateTime: 1_614_434_249_522}
	token := agoraToken(room)
	got := takeApart(t, token)
	want.expire, got.expire, want.privilegeTimes, got.privilegeTimes = nil, nil, nil, nil
	if diff := cmp.Diff(want, got, cmp.AllowUnexported(tokenParts{})); diff != "" || len(token) != len(sampleToken) {
		t.Errorf("parts (-want +got):\n%s", diff)
	}
	other := agoraToken(Room{RoomID: "another", CreateTime: room.CreateTime})
	if other == token || takeApart(t, other).channel == got.channel {
		t.Error("another room has the same token")
	}
}

// TestARoomShowsSixOfItsVisitors in the order in which they came, and counts all (C56).
func TestARoomShowsSixOfItsVisitors(t *testing.T) {
	t.Parallel()
	c := calling(1)
	rooms.Put(c.Tx, Room{RoomID: "r", UID: "host"})
	for i := range 8 {
		uid := fmt.Sprint("user", 7-i)
		profiles.Put(c.Tx, Profile{UID: uid, Nickname: uid})
		c.Caller = op.Caller{ID: uid}
		c.Input = spec.Input{Path: map[string]string{"roomId": "r"}}
		for range 2 { // a second fetch changes nothing
			if reply, err := getRoomToken(c); err != nil || reply.Refusal != nil {
				t.Fatal(reply, err)
			}
		}
	}
	room, _ := rooms.Get(c.Tx, "r")
	view := roomOf(c.Tx, "", room)
	var shown []string
	for _, p := range view.MemberList {
		shown = append(shown, p.UID)
	}
	if diff := cmp.Diff([]string{"user7", "user6", "user5", "user4", "user3", "user2"}, shown); diff != "" || view.MemberTotal != 8 {
		t.Errorf("%d in all, shown (-want +got):\n%s", view.MemberTotal, diff)
	}
}

// TestTenVersionsAreLookedAt: a forced one that is older than the newest ten forces
// nobody (C72).
func TestTenVersionsAreLookedAt(t *testing.T) {
	t.Parallel()
	c := calling(1)
	for code := range int64(11) {
		versions.Put(c.Tx, Version{ClientType: clientIOS, VersionCode: code, ForcedUpgrade: code == 0})
	}
	rows := versionsFor(c.Tx, clientIOS, 0)
	if len(rows) != maxVersions || rows[0].VersionCode != 10 || rows[9].VersionCode != 1 {
		t.Errorf("%d versions, from %d to %d", len(rows), rows[0].VersionCode, rows[len(rows)-1].VersionCode)
	}
}

// TestVisitsToTheAuthorizationPageAreBounded: whoever opens it again and again
// pushes the oldest visits out.
func TestVisitsToTheAuthorizationPageAreBounded(t *testing.T) {
	t.Parallel()
	c := calling(1)
	for i := range 2 * maxVisits {
		visits.Put(c.Tx, Visit{State: fmt.Sprint(i), Time: c.Clock.Stamp()})
		sweepVisits(c.Tx)
	}
	if _, ok := visits.Get(c.Tx, fmt.Sprint(2*maxVisits-1)); !ok || visits.Len(c.Tx) != maxVisits {
		t.Errorf("%d visits are remembered, the last one among them: %v", visits.Len(c.Tx), ok)
	}
}
