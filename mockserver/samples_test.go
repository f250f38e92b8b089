package mockserver

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"contractmock/mockserver/clock"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// samples are calls that succeed, one for each documented operation of the gateway,
// in an order in which they can. What the mock has beyond a sample of the document is
// named with the reason; it lacks nothing of any.
var samples = []struct {
	operation, method, path string
	as                      user
	parameters              map[string]string
	has                     map[string]string // by path of the answer: what the mock has beyond the sample, and why
}{
	{operation: "sendCaptcha", method: "POST", path: "/account/captcha", as: nobody, parameters: map[string]string{"mobile": "13912345678"}},
	{operation: "logIn", method: "POST", path: "/account/login/captcha", as: nobody, parameters: map[string]string{"mobile": "13900139000", "captcha": "8888"}},
	{operation: "initProfile", method: "POST", path: "/user/profile/init", as: newcomer, parameters: map[string]string{"nickname": "N", "avatar": "a"}, has: profileMembers("result")},
	{operation: "updateProfile", method: "PUT", path: "/user/profile", as: toby, parameters: map[string]string{"nickname": "Toby", "avatar": "a"}, has: profileMembers("result")},
	{operation: "getProfile", method: "GET", path: "/user/" + tony.uid + "/profile", as: toby, has: profileMembers("result")},
	{operation: "listBlocks", method: "GET", path: "/user/block", as: toby, parameters: ten, has: map[string]string{"result.list[].userProfileResult.allowLive": numbers}},
	{operation: "block", method: "POST", path: "/user/" + kai.uid + "/block", as: toby},
	{operation: "unblock", method: "DELETE", path: "/user/" + kai.uid + "/block", as: toby},
	{operation: "listMessages", method: "GET", path: "/user/message", as: toby, parameters: ten},
	{operation: "getUnreadTotal", method: "GET", path: "/user/message/unread_total", as: toby},
	{operation: "sendCard", method: "POST", path: "/user/" + kai.uid + "/card", as: fengye},
	{operation: "deleteCard", method: "DELETE", path: "/user/" + fengye.uid + "/card", as: kai},
	{operation: "listCards", method: "GET", path: "/user/card", as: toby, parameters: ten, has: map[string]string{"result.list[].userProfileResult.allowLive": numbers}},

	{operation: "createClub", method: "POST", path: "/club", as: toby, parameters: map[string]string{"name": "圈", "cover": "c"}},
	{operation: "getClub", method: "GET", path: "/club/ea01330db4ad49288dce2b8bcb00240b", as: toby},
	{operation: "listClubs", method: "GET", path: "/club", as: toby, parameters: ten},
	{operation: "listClubMembers", method: "GET", path: "/club/ea01330db4ad49288dce2b8bcb00240b/member", as: toby, parameters: ten, has: map[string]string{"result.list[].userProfileResult.allowLive": numbers}},
	{operation: "joinClub", method: "POST", path: "/club/ea01330db4ad49288dce2b8bcb00240b/join", as: fengye},
	{operation: "leaveClub", method: "POST", path: "/club/ea01330db4ad49288dce2b8bcb00240b/leave", as: fengye},

	{operation: "createRoom", method: "POST", path: "/room", as: toby, parameters: map[string]string{"name": "n", "clubId": "ea01330db4ad49288dce2b8bcb00240b"}},
	{operation: "getRoom", method: "GET", path: "/room/cda55a0bfb834f5ab18eb0867f01017a", as: toby, has: merge(profileMembers("result.memberList[]"), map[string]string{"result.inviteOnly": invites})},
	{operation: "listRooms", method: "GET", path: "/room", as: toby, parameters: ten, has: merge(profileMembers("result.list[].roomResult.memberList[]"), map[string]string{
		"result.list[].roomResult.inviteOnly": invites, "result.list[].roomResult.memberTotal": "C56: on every room", "result.list[].roomResult.clubResult.joined": "C57: as the viewer sees it",
	})},
	{operation: "getRoomToken", method: "POST", path: "/room/cda55a0bfb834f5ab18eb0867f01017a/token", as: toby},
	{operation: "cacheRoom", method: "POST", path: "/room/cda55a0bfb834f5ab18eb0867f01017a/cache", as: toby},
	{operation: "inviteToRoom", method: "POST", path: "/room/cda55a0bfb834f5ab18eb0867f01017a/invite/" + kai.uid, as: toby},
	{operation: "closeRoom", method: "POST", path: "/room/cda55a0bfb834f5ab18eb0867f01017a/close", as: toby},

	{operation: "createEvent", method: "POST", path: "/event", as: toby, parameters: sampleEvent},
	{operation: "editEvent", method: "PUT", path: "/event/99f43e8566b4413288fb02e0f4a9acc3", as: fengye, parameters: sampleEvent},
	{operation: "getEvent", method: "GET", path: "/event/8cb9cbc876db40b89c5635dd8ff8d0d0", as: toby},
	{operation: "listEvents", method: "GET", path: "/event", as: toby, parameters: ten, has: map[string]string{
		"result.list[].eventResult.roomId": "C66: one of the fixtures is started", "result.list[].eventResult.roomResult": "C66: in an open room",
	}},
	{operation: "notifyEvent", method: "POST", path: "/event/99f43e8566b4413288fb02e0f4a9acc3/notify", as: kai},
	{operation: "startEvent", method: "POST", path: "/event/d74b3a79a39742aa80999455cc5a634a/start", as: fengye},
	{operation: "deleteEvent", method: "DELETE", path: "/event/8cb9cbc876db40b89c5635dd8ff8d0d0", as: toby},

	{operation: "uploadImage", method: "POST", path: "/aliyun/image/upload", as: toby, parameters: map[string]string{"imageDir": "cover"}},
	{operation: "setPush", method: "POST", path: "/push/1", as: toby},
	{operation: "getVersionUpgrade", method: "GET", path: "/app/version/upgrade", as: nobody},
	{operation: "sendFeedback", method: "POST", path: "/app/feedback", as: toby, parameters: map[string]string{"originFeedbackType": "0", "originId": "1", "feedbackType": "0", "feedbackContent": "x"}},
	{operation: "sendReport", method: "POST", path: "/app/report", as: toby, parameters: map[string]string{"originReportType": "1", "originId": "1", "reportReasonType": "5", "reason": "x"}},
	{operation: "getLinkPreview", method: "POST", path: "/app/link/preview/00000000000000000000000000000000", as: toby},

	{operation: "getH5WeixinConfig", method: "POST", path: "/h5/weixin/config", as: nobody, parameters: map[string]string{"url": "https://h5.example/room/1"}},
	{operation: "getH5Room", method: "POST", path: "/h5/room/f6fa3eef2e7344abad2035e13b19b79d", as: nobody, has: merge(profileMembers("result.memberList[]"), profileMembers("result.fromMember"), map[string]string{"result.inviteOnly": invites, "result.fromMember.blocked": numbers})},
	{operation: "getH5Club", method: "POST", path: "/h5/club/5e0c7a50a85e48fdb386f2ddbdd6e971", as: nobody},
	{operation: "getH5Profile", method: "POST", path: "/h5/profile/" + tony.uid, as: nobody, has: profileMembers("result")},
	{operation: "getH5Event", method: "POST", path: "/h5/event/99f43e8566b4413288fb02e0f4a9acc3", as: nobody},

	{operation: "logOut", method: "POST", path: "/account/logout", as: toby},
}

// Reasons why the mock has more than a sample.
const (
	numbers = "C32, C56: every profile has all four numbers; samples show some of them"
	invites = "C57: inviteOnly is on every room; samples older than private rooms lack it"
)

var (
	newcomer    = user{"861da0739b7542e69b81fe4baebfd816", "9e3c0000000000000000000000000005", "5ec2e700000000000000000000000005"}
	ten         = map[string]string{"count": "10"}
	sampleEvent = map[string]string{"name": "测试日程", "desc": "测试介绍", "eventTime": "1795270000000", "memberUidList": `["` + toby.uid + `","` + fengye.uid + `"]`}
)

func profileMembers(at string) map[string]string {
	return map[string]string{at + ".sendCard": numbers, at + ".cardTotal": numbers, at + ".allowLive": numbers}
}

func merge(all ...map[string]string) map[string]string {
	merged := map[string]string{}
	for _, one := range all {
		maps.Copy(merged, one)
	}
	return merged
}

// shape are the members of a value by path, with their types; of a list all items
// together.
func shape(into map[string]string, at string, value any) {
	switch v := value.(type) {
	case map[string]any:
		into[at] = "object"
		for name, member := range v {
			shape(into, strings.TrimPrefix(at+"."+name, "."), member)
		}
	case []any:
		into[at] = "list"
		for _, item := range v {
			shape(into, at+"[]", item)
		}
	default:
		into[at] = fmt.Sprintf("%T", v)
	}
}

// TestEverySampleIsReproducedInShape calls every documented operation of the gateway
// and compares the members of the answer with those of the document's sample.
func TestEverySampleIsReproducedInShape(t *testing.T) {
	t.Parallel()
	document, err := openapi.Document("chaoqer")
	if err != nil {
		t.Fatal(err)
	}
	now := clock.Instant(1_795_270_000_000)
	g := newGate(t, Options{Now: &now})
	seen := map[string]bool{}
	for _, s := range samples {
		seen[s.operation] = true
		o, _ := document.Operation(s.operation)
		sample, err := o.Sample(spec.Wish{}, 1)
		if err != nil {
			t.Fatal(err)
		}
		r := s.as.request(s.method, s.path, s.parameters)
		r.Header.Set("Client-Type", "1")
		r.Header.Set("Version-Code", "18")
		r.Header.Set("Cookie", "chaoqer_wx_code=toby-weixin-code")
		w := httptest.NewRecorder()
		g.mock.ServeHTTP(w, r)
		if w.Code != 200 || !strings.Contains(w.Body.String(), `"status":1`) {
			t.Errorf("%s: %d %s %s", s.operation, w.Code, w.Body, w.Header().Get("Mock-Diagnosis"))
			continue
		}
		want, got := map[string]string{}, map[string]string{}
		for _, side := range []struct {
			into map[string]string
			text []byte
		}{{want, sample.Body}, {got, w.Body.Bytes()}} {
			var value any
			if err := json.Unmarshal(side.text, &value); err != nil {
				t.Fatal(err)
			}
			shape(side.into, "", value)
		}
		for _, path := range slices.Sorted(maps.Keys(want)) {
			if got[path] != want[path] {
				t.Errorf("%s: the sample has %s (%s), the mock %q", s.operation, path, want[path], got[path])
			}
		}
		for _, path := range slices.Sorted(maps.Keys(got)) {
			known := slices.ContainsFunc(slices.Collect(maps.Keys(s.has)), func(k string) bool { return path == k || strings.HasPrefix(path, k+".") })
			if !known && want[path] == "" {
				t.Errorf("%s: the mock has %s (%s), which the sample has not", s.operation, path, got[path])
			}
		}
		for path := range s.has {
			if want[path] != "" || got[path] == "" {
				t.Errorf("%s: %s is said to be the mock's alone, and is not", s.operation, path)
			}
		}
	}
	for _, o := range document.Operations {
		if !seen[o.ID] {
			t.Errorf("no call makes a sample of %s", o.ID)
		}
	}
}
