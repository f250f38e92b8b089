package mockserver

import (
	"flag"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/tidwall/gjson"
	"pgregory.net/rapid"

	"contractmock/mockserver/chaoqer"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
)

// Every run of the tests tries the state machines fewer times than rapid would by itself;
// -rapid.checks 100 is what is tried by hand.
func init() { _ = flag.Set("rapid.checks", "40") }

// emptyGate are the fixtures of a gateway in which nothing has happened yet, and where
// calls may be repeated.
var emptyGate = map[string]string{
	"settings": "\n  repeatWindow: 0", "blocks": " []", "cards": " []", "messages": " []", "clubs": " []", "members": " []",
	"rooms": " []", "visitors": " []", "room-caches": " []", "events": " []", "reservations": " []",
}

// place is a room, as a plain model of it.
type place struct {
	id, host   string
	club       bool // whether it is the club's
	inviteOnly bool
	closed     bool
	visitors   []string // in the order in which they came
}

// venue are the rooms, who is in the one club that there is, and who has blocked whom.
type venue struct {
	rooms   []*place // the oldest first
	members []string
	blocked [][2]string
}

// lists are the rooms that somebody finds in the list: the newest first.
func (v venue) lists(uid string) (ids []string) {
	for _, room := range slices.Backward(v.rooms) {
		if !room.closed && !room.inviteOnly && (!room.club || slices.Contains(v.members, uid)) {
			ids = append(ids, room.id)
		}
	}
	return ids
}

// shows is who a room shows: its visitors, or its host while nobody has come.
func (p place) shows() []string {
	if len(p.visitors) == 0 {
		return []string{p.host}
	}
	return p.visitors
}

// TestRoomsTogether does at random what users do with rooms, and after each step one of
// them sees what a plain model says (C50 to C57).
func TestRoomsTogether(t *testing.T) {
	t.Parallel()
	now := clock.Instant(1_717_992_000_000)
	users := []user{toby, tony, kai, fengye}
	g := newGate(t, Options{Fixtures: gateFixtures(t, emptyGate), Now: &now})
	rapid.Check(t, func(rt *rapid.T) {
		if err := g.mock.sessions.ResetAll(); err != nil {
			rt.Fatal(err)
		}
		var club struct{ ClubID string }
		g.must(toby, "POST", "/club", map[string]string{"name": "圈", "cover": "c"}, &club)
		model := venue{members: []string{toby.uid}}
		who := rapid.SampledFrom(users)
		// at lets one of the users do something in one of the rooms, which fails as it should.
		at := func(path string, fails func(u user, room *place) string, change func(u user, room *place)) func(*rapid.T) {
			return func(rt *rapid.T) {
				if len(model.rooms) == 0 {
					rt.Skip("there is no room yet")
				}
				u, room := who.Draw(rt, "who"), rapid.SampledFrom(model.rooms).Draw(rt, "room")
				want := fails(u, room)
				if a := g.do(u.request("POST", "/room/"+room.id+path, nil)); (a.Status == 1) != (want == "") || want != "" && a.Message != want {
					rt.Fatalf("%s: %s, want %q", path, a.Message, want)
				}
				if want == "" {
					change(u, room)
				}
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create": func(rt *rapid.T) {
				if len(model.rooms) == 5 {
					rt.Skip("these are enough")
				}
				u, parameters := who.Draw(rt, "who"), map[string]string{"name": "n", "clubId": ""}
				room := &place{host: u.uid}
				switch rapid.SampledFrom([]string{"public", "club", "invite"}).Draw(rt, "for") {
				case "club":
					room.club, parameters["clubId"] = true, club.ClubID
				case "invite":
					room.inviteOnly, parameters["inviteOnly"] = true, "1"
				}
				a := g.do(u.request("POST", "/room", parameters))
				if may := !room.club || slices.Contains(model.members, u.uid); may != (a.Status == 1) {
					rt.Fatalf("%s creates a room: %s", u.uid, a.Message)
				}
				if a.Status == 1 {
					room.id = gjson.GetBytes(a.Result, "roomId").Str
					model.rooms = append(model.rooms, room)
				}
			},
			"enter": at("/token", func(u user, room *place) string {
				switch {
				case room.closed:
					return chaoqer.ErrRoomNotFound.Message
				case slices.Contains(model.blocked, [2]string{room.host, u.uid}):
					return chaoqer.ErrRoomBarred.Message
				}
				return ""
			}, func(u user, room *place) {
				if !slices.Contains(room.visitors, u.uid) {
					room.visitors = append(room.visitors, u.uid)
				}
			}),
			"close": at("/close", func(u user, room *place) string {
				if room.closed || room.host != u.uid {
					return chaoqer.ErrRoomNotFound.Message
				}
				return ""
			}, func(_ user, room *place) { room.closed = true }),
			"join or leave the club": func(rt *rapid.T) {
				u := rapid.SampledFrom(users[1:]).Draw(rt, "who")
				if slices.Contains(model.members, u.uid) {
					g.must(u, "POST", "/club/"+club.ClubID+"/leave", nil, nil)
					model.members = slices.DeleteFunc(model.members, func(uid string) bool { return uid == u.uid })
				} else {
					g.must(u, "POST", "/club/"+club.ClubID+"/join", nil, nil)
					model.members = append(model.members, u.uid)
				}
			},
			"block or unblock": func(rt *rapid.T) {
				u, other := who.Draw(rt, "who"), who.Draw(rt, "whom")
				if u == other {
					rt.Skip("nobody does it to themselves")
				}
				if i := slices.Index(model.blocked, [2]string{u.uid, other.uid}); i >= 0 {
					g.must(u, "DELETE", "/user/"+other.uid+"/block", nil, nil)
					model.blocked = slices.Delete(model.blocked, i, i+1)
				} else {
					g.must(u, "POST", "/user/"+other.uid+"/block", nil, nil)
					model.blocked = append(model.blocked, [2]string{u.uid, other.uid})
				}
			},
			"": func(rt *rapid.T) {
				u := who.Draw(rt, "who looks")
				if len(model.rooms) == 0 || rapid.Bool().Draw(rt, "at the list") {
					g.listsRooms(rt, u, model)
				} else {
					g.seesRoom(rt, u, rapid.SampledFrom(model.rooms).Draw(rt, "at"))
				}
			},
		})
	})
}

// listsRooms holds the rooms that a user finds against the model.
func (g gate) listsRooms(t *rapid.T, u user, model venue) {
	var page struct{ List []struct{ RoomID string } }
	g.must(u, "GET", "/room", map[string]string{"count": "100"}, &page)
	var got []string
	for _, item := range page.List {
		got = append(got, item.RoomID)
	}
	if diff := cmp.Diff(model.lists(u.uid), got); diff != "" {
		t.Fatalf("the rooms of %s (-want +got):\n%s", u.uid, diff)
	}
}

// seesRoom holds what a user sees of a room against the model.
func (g gate) seesRoom(t *rapid.T, u user, room *place) {
	a := g.do(u.request("GET", "/room/"+room.id, nil))
	if room.closed != (a.Status != 1) {
		t.Fatalf("room %s, closed %v: %s", room.id, room.closed, a.Message)
	}
	if room.closed {
		return
	}
	var here []string
	for _, uid := range gjson.GetBytes(a.Result, "memberList.#.uid").Array() {
		here = append(here, uid.Str)
	}
	total := gjson.GetBytes(a.Result, "memberTotal").Int()
	if diff := cmp.Diff(room.shows(), here); diff != "" || int(total) != len(room.visitors) {
		t.Fatalf("room %s has %d members, want %d (-want +got):\n%s", room.id, total, len(room.visitors), diff)
	}
}

// gathering is an event of Lexiang, as a plain model of it.
type gathering struct {
	id       string
	limit    int      // 0 is none
	joined   []string // in the order in which they signed up
	attended []string
}

// ask is a request for Lexiang, or for what its testers have at the control plane.
func (g gate) ask(method, path string) *httptest.ResponseRecorder {
	r := here(httptest.NewRequest(method, path, nil))
	if strings.HasPrefix(path, "/cgi-bin") {
		r.Header.Set("Authorization", "Bearer lexiang-token")
	}
	w := httptest.NewRecorder()
	g.mock.ServeHTTP(w, r)
	return w
}

// TestSignUpsTogether does at random what staff do with events, and after each step
// events, participants and staff show what a plain model says (L39 to L43).
func TestSignUpsTogether(t *testing.T) {
	t.Parallel()
	now := clock.Instant(1_717_992_000_000)
	g := newGate(t, Options{Now: &now})
	staffs := []string{"lisi", "wangwu", "zhangsan", "zhangssan", "fwkt_zhangsan"}
	rapid.Check(t, func(rt *rapid.T) {
		if err := g.mock.sessions.ResetAll(); err != nil {
			rt.Fatal(err)
		}
		steer(t, g.mock, http.MethodPatch, "/__admin/state/lexiang/events/fb245e2c779411ed99a3d248086140f2", "default", `{"participant_count_limit":2,"enable_random_extract":false}`)
		events := []*gathering{
			{id: "fb245e2c779411ed99a3d248086140f2", limit: 2},
			{id: "3c5c1f60fed711e9b1a95254005b9a01", joined: []string{"zhangssan", "lisi"}},
		}
		act := func(method, path string, want func(e *gathering, staff string) int) func(*rapid.T) {
			return func(rt *rapid.T) {
				e, staff := rapid.SampledFrom(events).Draw(rt, "event"), rapid.SampledFrom(staffs).Draw(rt, "staff")
				if code, w := want(e, staff), g.ask(method, "/__admin/lexiang/events/"+e.id+"/participants/"+staff+path); w.Code != code {
					rt.Fatalf("%s %s: %d %s, want %d", method, path, w.Code, w.Body, code)
				}
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"sign up": act("PUT", "", func(e *gathering, staff string) int {
				switch {
				case slices.Contains(e.joined, staff):
				case e.limit > 0 && len(e.joined) >= e.limit:
					return http.StatusConflict
				default:
					e.joined = append(e.joined, staff)
				}
				return http.StatusOK
			}),
			"sign in": act("PUT", "/attendance", func(e *gathering, staff string) int {
				if !slices.Contains(e.joined, staff) {
					return http.StatusNotFound
				}
				if !slices.Contains(e.attended, staff) {
					e.attended = append(e.attended, staff)
				}
				return http.StatusOK
			}),
			"withdraw": act("DELETE", "", func(e *gathering, staff string) int {
				if !slices.Contains(e.joined, staff) {
					return http.StatusNotFound
				}
				not := func(s string) bool { return s == staff }
				e.joined, e.attended = slices.DeleteFunc(e.joined, not), slices.DeleteFunc(e.attended, not)
				return http.StatusNoContent
			}),
			"": func(rt *rapid.T) {
				look := rapid.SampledFrom([]func(*rapid.T, *gathering, string){g.listsParticipants, g.countsThem, g.listsTheirEvents}).Draw(rt, "at")
				look(rt, rapid.SampledFrom(events).Draw(rt, "event"), rapid.SampledFrom(staffs).Draw(rt, "whose"))
			},
		})
	})
}

// listsParticipants holds who is listed of an event against the model.
func (g gate) listsParticipants(t *rapid.T, e *gathering, _ string) {
	list := g.ask("GET", "/cgi-bin/v1/events/"+e.id+"/participants").Body.String()
	var joined, attended []string
	for _, participant := range gjson.Get(list, "data").Array() {
		joined = append(joined, participant.Get("id").Str)
		if participant.Get("attributes.is_attended").Str == "是" {
			attended = append(attended, participant.Get("id").Str)
		}
	}
	slices.Sort(attended)
	if diff := cmp.Diff([][]string{e.joined, slices.Sorted(slices.Values(e.attended))}, [][]string{joined, attended}, equateEmpty); diff != "" {
		t.Fatalf("event %s (-want +got):\n%s", e.id, diff)
	}
}

// countsThem holds how many an event says there are against the model.
func (g gate) countsThem(t *rapid.T, e *gathering, _ string) {
	detail := gjson.Get(g.ask("GET", "/cgi-bin/v1/events/"+e.id).Body.String(), "data.attributes")
	if count, here := detail.Get("participant_count").Int(), detail.Get("attendee_count").Int(); int(count) != len(e.joined) || int(here) != len(e.attended) {
		t.Fatalf("event %s counts %d and %d, want %d and %d", e.id, count, here, len(e.joined), len(e.attended))
	}
}

// listsTheirEvents holds whether a staff member's events have this one against the model.
func (g gate) listsTheirEvents(t *rapid.T, e *gathering, staff string) {
	theirs := gjson.Get(g.ask("GET", "/cgi-bin/v1/staffs/"+staff+"/events?per_page=100").Body.String(), "data.#.id").String()
	if strings.Contains(theirs, e.id) != slices.Contains(e.joined, staff) {
		t.Fatalf("%s has signed up for %s, and not as the model says of %s", staff, theirs, e.id)
	}
}

// TestEverybodyAtOnce does what the state machines do from many sides at once in one
// session: nobody gets an answer that is none, and what is left fits together.
func TestEverybodyAtOnce(t *testing.T) {
	t.Parallel()
	g := newGate(t, Options{Fixtures: gateFixtures(t, emptyGate)})
	users := []user{toby, tony, kai, fengye}
	const event = "3c5c1f60fed711e9b1a95254005b9a01"
	steer(t, g.mock, http.MethodPatch, "/__admin/state/lexiang/events/"+event, "default", `{"participant_count_limit":3}`)
	var club, room struct{ ClubID, RoomID string }
	g.must(toby, "POST", "/club", map[string]string{"name": "圈", "cover": "c"}, &club)
	g.must(toby, "POST", "/room", map[string]string{"name": "n", "clubId": club.ClubID}, &room)
	var all sync.WaitGroup
	for n := range 8 {
		all.Go(func() {
			chance, u := rand.New(rand.NewPCG(1, uint64(n))), users[n%len(users)]
			for range 40 {
				other := users[chance.IntN(len(users))]
				if other == u {
					other = users[(n+1)%len(users)]
				}
				staff := []string{"lisi", "wangwu", "zhangsan", "zhangssan", "fwkt_zhangsan"}[chance.IntN(5)]
				switch chance.IntN(12) {
				case 0, 1:
					g.do(u.request("POST", "/user/"+other.uid+"/card", nil))
				case 2:
					g.do(u.request("DELETE", "/user/"+other.uid+"/card", nil))
				case 3:
					g.do(u.request([]string{"POST", "DELETE"}[chance.IntN(2)], "/user/"+other.uid+"/block", nil))
				case 4, 5: // Toby, whose club it is, stays
					g.do(users[1+n%3].request("POST", "/club/"+club.ClubID+"/"+[]string{"join", "leave"}[chance.IntN(2)], nil))
				case 6:
					g.do(u.request("POST", "/room", map[string]string{"name": "n", "clubId": club.ClubID}))
				case 7:
					g.do(u.request("POST", "/room/"+room.RoomID+"/token", nil))
				case 8:
					g.ask("PUT", "/__admin/lexiang/events/"+event+"/participants/"+staff)
				case 9:
					g.ask("DELETE", "/__admin/lexiang/events/"+event+"/participants/"+staff)
				case 10:
					g.do(u.request("GET", "/room", map[string]string{"count": "100"}))
				default:
					g.do(u.request("GET", "/club/"+club.ClubID+"/member", map[string]string{"count": "100"}))
				}
			}
		})
	}
	all.Wait()
	for _, entry := range g.mock.journal.Find(journal.Filter{}) {
		if entry.Status >= 500 || entry.Verdict == "error" {
			t.Errorf("%s: %d %s", entry.Operation, entry.Status, entry.Verdict)
		}
	}
	if w := ask(g.mock, http.MethodGet, "/__admin/audit", nil); gjson.Get(w.Body.String(), "problems.#").Int() != 0 || w.Code != http.StatusOK {
		t.Errorf("the audit: %d %s", w.Code, w.Body)
	}
	var seen struct{ MemberTotal int }
	var list listed
	g.must(toby, "GET", "/club/"+club.ClubID, nil, &seen)
	g.must(toby, "GET", "/club/"+club.ClubID+"/member", map[string]string{"count": "100"}, &list)
	if len(list.List) != seen.MemberTotal {
		t.Errorf("the club has %d members, and lists %d", seen.MemberTotal, len(list.List))
	}
	joined := gjson.Get(g.ask("GET", "/cgi-bin/v1/events/"+event+"/participants").Body.String(), "data.#").Int()
	if joined > 3 {
		t.Errorf("%d have signed up for an event that takes 3", joined)
	}
	if got := gjson.Get(g.ask("GET", "/cgi-bin/v1/events/"+event).Body.String(), "data.attributes.participant_count").Int(); got != joined {
		t.Errorf("the event counts %d participants, and lists %d", got, joined)
	}
}
