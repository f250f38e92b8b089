package mockserver

import (
	"bytes"
	"encoding/base64"
	"encoding/json"
	"fmt"
	"log/slog"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/sign"
)

// user is who calls the gateway.
type user struct{ uid, token, secret string }

var (
	toby   = user{"6ce4443c8fcd4a2b8b407bda86ab4408", "70b70000000000000000000000000001", "e31bc25bcc6641a1a998eacb6ca9d244"}
	tony   = user{"250228d2eb8e4db8b4fc6b8e3e2a902d", "70270000000000000000000000000002", "5ec2e700000000000000000000000002"}
	kai    = user{"a5f00712b45b499eb15e99d77138d02d", "31b60000000000000000000000000003", "5ec2e700000000000000000000000003"}
	fengye = user{"800fd752a5284eeb82396fe7478175eb", "fe6e0000000000000000000000000004", "5ec2e700000000000000000000000004"}
	nobody = user{secret: "Hx!0k!K}5E.]EoP"}
)

var gatewayScheme = sign.Scheme{Delimiter: "$$$", SecretName: "accessSecret"}

// gate is a mock of the gateway to call.
type gate struct {
	t    testing.TB
	mock *Server
}

func newGate(t testing.TB, options Options) gate {
	t.Helper()
	options.Answers = AnswersFatal
	mock, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	return gate{t, mock}
}

// query are the parameters with ts and their signature.
func (u user) query(parameters map[string]string) string {
	values, signed := url.Values{"ts": {"1620736603909"}}, map[string]any{"ts": "1620736603909"}
	for name, value := range parameters {
		values.Set(name, value)
		signed[name] = value
	}
	values.Set("sign", gatewayScheme.Sum(gatewayScheme.Text(signed), u.secret))
	return values.Encode()
}

// request is a signed call with its parameters in the query.
func (u user) request(method, path string, parameters map[string]string) *http.Request {
	r := httptest.NewRequest(method, path+"?"+u.query(parameters), nil)
	if u.uid != "" {
		r.Header.Set("Authorization", "Basic "+base64.StdEncoding.EncodeToString([]byte(u.uid+":"+u.token)))
	}
	return r
}

// answered is the envelope of an answer.
type answered struct {
	Result    json.RawMessage
	ErrorCode *int
	Message   string
	Status    int
}

func (g gate) do(r *http.Request) answered {
	w := httptest.NewRecorder()
	g.mock.ServeHTTP(w, r)
	var a answered
	if err := json.Unmarshal(w.Body.Bytes(), &a); w.Code != http.StatusOK || err != nil {
		g.t.Errorf("%s %s: %d %s %s", r.Method, r.URL, w.Code, w.Body, w.Header().Get("Mock-Diagnosis"))
	}
	return a
}

// must is a call that succeeds, and its result.
func (g gate) must(u user, method, path string, parameters map[string]string, result any) {
	a := g.do(u.request(method, path, parameters))
	if a.Status != 1 {
		g.t.Errorf("%s %s: %s", method, path, a.Message)
	}
	if result == nil {
		return
	}
	if err := json.Unmarshal(a.Result, result); err != nil {
		g.t.Error(err)
	}
}

// listed is what the tests look at of a page.
type listed struct {
	List []struct {
		SequenceID        string
		CreateTime        int64
		UID               string
		UserMessageResult struct {
			Unread    int
			OriginUID string
		}
	}
}

// gateFixtures are the embedded fixtures of the gateway with some tables replaced.
func gateFixtures(t testing.TB, tables map[string]string) fstest.MapFS {
	t.Helper()
	data, err := os.ReadFile("../fixtures/chaoqer.yaml")
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	keep := true
	for line := range strings.Lines(string(data)) {
		if name, _, ok := strings.Cut(line, ":"); ok && name != "" && !strings.ContainsAny(name[:1], " #-") {
			_, replaced := tables[name]
			keep = !replaced
		}
		if keep {
			b.WriteString(line)
		}
	}
	for name, rows := range tables {
		fmt.Fprintf(&b, "%s:%s\n", name, rows)
	}
	return fstest.MapFS{"chaoqer.yaml": {Data: []byte(b.String())}}
}

func TestReadingAThousandMessagesWhileMoreArrive(t *testing.T) {
	t.Parallel()
	const first = 1_700_000_000_000_000
	var rows strings.Builder
	for i := range 1000 {
		fmt.Fprintf(&rows, "\n  - {messageId: %d, uid: %s, originUid: \"\", title: 第%d条, content: c, url: u, createTime: %d}", first+i, toby.uid, i, int64(first/1000))
	}
	g := newGate(t, Options{Fixtures: gateFixtures(t, map[string]string{
		"messages": rows.String(), "settings": "\n  repeatWindow: 0",
		// Toby has blocked Tony: each card of Tony's leaves a message, and no card.
	})})
	var arrived atomic.Int64
	done := make(chan struct{})
	var senders sync.WaitGroup
	senders.Go(func() {
		for {
			select {
			case <-done:
				return
			default:
				g.must(tony, "POST", "/user/"+toby.uid+"/card", nil, nil)
				arrived.Add(1)
			}
		}
	})
	seen, cursor, old := map[string]int{}, "", 0
	for {
		for before := arrived.Load(); arrived.Load() == before; { // at least one more for each page
			runtime.Gosched()
		}
		var page listed
		g.must(toby, "GET", "/user/message", map[string]string{"count": "13", "lastId": cursor}, &page)
		if len(page.List) == 0 {
			break
		}
		for _, m := range page.List {
			seen[m.SequenceID]++
			if m.UserMessageResult.OriginUID == "" {
				old++
			}
		}
		cursor = page.List[len(page.List)-1].SequenceID
	}
	close(done)
	senders.Wait()
	for id, times := range seen {
		if times > 1 {
			t.Errorf("message %s came %d times", id, times)
		}
	}
	if old != 1000 {
		t.Errorf("%d of the 1000 messages came", old)
	}
	if arrived.Load() < 76 {
		t.Errorf("only %d messages arrived meanwhile", arrived.Load())
	}
}

// between is what stands between users, as a plain model of it.
type between struct {
	blocks, cards map[string][]string // the newest first
	unread        map[string]int
}

func (b *between) block(uid, other string) {
	if !slices.Contains(b.blocks[uid], other) {
		b.blocks[uid] = append([]string{other}, b.blocks[uid]...)
	}
}

func (b *between) send(uid, to string) {
	if slices.Contains(b.cards[to], uid) {
		return
	}
	b.unread[to]++
	if !slices.Contains(b.blocks[to], uid) {
		b.cards[to] = append([]string{uid}, b.cards[to]...)
	}
}

func remove(lists map[string][]string, uid, other string) {
	lists[uid] = slices.DeleteFunc(slices.Clone(lists[uid]), func(o string) bool { return o == other })
}

// TestBlocksCardsAndMessagesTogether does at random what users do to each other, and
// after each step everybody sees what a plain model says.
func TestBlocksCardsAndMessagesTogether(t *testing.T) {
	t.Parallel()
	now := clock.Instant(1_717_992_000_000)
	fixtures := gateFixtures(t, map[string]string{"settings": "\n  repeatWindow: 0", "blocks": " []", "cards": " []", "messages": " []"})
	users := []user{toby, tony, kai, fengye}
	g := newGate(t, Options{Fixtures: fixtures, Now: &now})
	rapid.Check(t, func(rt *rapid.T) {
		if err := g.mock.sessions.ResetAll(); err != nil {
			rt.Fatal(err)
		}
		model := between{map[string][]string{}, map[string][]string{}, map[string]int{}}
		who := rapid.SampledFrom(users)
		act := func(method, path string, change func(uid, other string)) func(*rapid.T) {
			return func(rt *rapid.T) {
				u, other := who.Draw(rt, "who"), who.Draw(rt, "whom")
				if u == other {
					rt.Skip("nobody does it to themselves")
				}
				g.must(u, method, "/user/"+other.uid+path, nil, nil)
				change(u.uid, other.uid)
			}
		}
		rt.Repeat(map[string]func(*rapid.T){
			"block":   act("POST", "/block", model.block),
			"unblock": act("DELETE", "/block", func(uid, other string) { remove(model.blocks, uid, other) }),
			"send":    act("POST", "/card", model.send),
			"delete":  act("DELETE", "/card", func(uid, other string) { remove(model.cards, uid, other) }),
			"read": func(rt *rapid.T) {
				u := who.Draw(rt, "who")
				g.must(u, "GET", "/user/message", map[string]string{"count": "3"}, nil)
				model.unread[u.uid] = 0
			},
			"": func(rt *rapid.T) { g.matches(rt, who.Draw(rt, "who looks"), users, model) },
		})
	})
}

// matches holds what one of the users sees against the model.
func (g gate) matches(t *rapid.T, u user, users []user, model between) {
	for path, want := range map[string][]string{"/user/block": model.blocks[u.uid], "/user/card": model.cards[u.uid]} {
		var page listed
		g.must(u, "GET", path, map[string]string{"count": "100"}, &page)
		var got []string
		for _, item := range page.List {
			got = append(got, item.UID)
		}
		if diff := cmp.Diff(slices.Clip(want), slices.Clip(got), equateEmpty); diff != "" {
			t.Fatalf("%s of %s (-want +got):\n%s", path, u.uid, diff)
		}
	}
	var unread int
	g.must(u, "GET", "/user/message/unread_total", nil, &unread)
	if unread != model.unread[u.uid] {
		t.Fatalf("%s has %d unread, want %d", u.uid, unread, model.unread[u.uid])
	}
	for _, other := range users {
		var got struct{ Blocked, SendCard, CardTotal int }
		g.must(u, "GET", "/user/"+other.uid+"/profile", nil, &got)
		want := got
		want.Blocked, want.SendCard, want.CardTotal = 0, 0, len(model.cards[other.uid])
		if slices.Contains(model.blocks[u.uid], other.uid) {
			want.Blocked = 1
		}
		if slices.Contains(model.cards[other.uid], u.uid) {
			want.SendCard = 1
		}
		if got != want {
			t.Fatalf("%s sees %s as %+v, want %+v", u.uid, other.uid, got, want)
		}
	}
}

var equateEmpty = cmp.Transformer("empty", func(list []string) []string {
	if len(list) == 0 {
		return nil
	}
	return list
})

// together does the same from many sides at once and counts the messages.
func together(do func(i int) string) map[string]int {
	var mu sync.Mutex
	messages := map[string]int{}
	var all sync.WaitGroup
	for i := range 16 {
		all.Go(func() {
			message := do(i)
			mu.Lock()
			defer mu.Unlock()
			messages[message]++
		})
	}
	all.Wait()
	return messages
}

func TestTheSameCallFromManySidesIsServedOnce(t *testing.T) {
	t.Parallel()
	now := clock.Instant(1_717_992_000_000)
	g := newGate(t, Options{Now: &now})
	got := together(func(int) string { return g.do(toby.request("POST", "/user/"+fengye.uid+"/card", nil)).Message })
	if diff := cmp.Diff(map[string]int{"对方已收到你的名片": 1, "短时间内重复调用": 15}, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

func TestACodeLogsInOnce(t *testing.T) {
	t.Parallel()
	now := clock.Instant(1_717_992_000_000)
	var log bytes.Buffer
	g := newGate(t, Options{Now: &now, Log: slog.New(slog.NewJSONHandler(&log, nil))})
	mobile := map[string]string{"mobile": "13912345678"}
	g.must(nobody, "POST", "/account/captcha", mobile, nil)

	var line struct{ Msg, Mobile, Code, Session string } // C21.1
	first, _, _ := strings.Cut(log.String(), "\n")
	if err := json.Unmarshal([]byte(first), &line); err != nil {
		t.Fatal(err)
	}
	if line.Msg != "an SMS code" || line.Mobile != "+8613912345678" || len(line.Code) != 4 || line.Session != "default" {
		t.Errorf("the log has %+v", line)
	}
	w := httptest.NewRecorder()
	g.mock.ServeHTTP(w, here(httptest.NewRequest(http.MethodGet, "/__admin/chaoqer/sms?mobile=13912345678", nil)))
	if want := `{"code":"` + line.Code + `"`; !strings.HasPrefix(w.Body.String(), want) {
		t.Errorf("the control plane has %s, the log %s", w.Body, line.Code)
	}

	login := maps.Clone(mobile)
	login["captcha"] = line.Code
	got := together(func(i int) string {
		r := nobody.request("POST", "/account/login/captcha", login)
		r.Header.Set("Version-Code", fmt.Sprint(i)) // another client, so that none is a repetition
		return g.do(r).Message
	})
	if diff := cmp.Diff(map[string]int{"注册成功": 1, "验证码已过期，请重新获取验证码": 15}, got); diff != "" {
		t.Errorf("messages (-want +got):\n%s", diff)
	}
}

// again logs a persona in again.
func (g gate) again(persona string) user {
	w := httptest.NewRecorder()
	r := here(httptest.NewRequest(http.MethodPost, "/__admin/tokens", strings.NewReader(`{"persona":"`+persona+`"}`)))
	r.Header.Set("Content-Type", "application/json")
	g.mock.ServeHTTP(w, r)
	var issued struct {
		Credentials struct{ UID, Token, Secret string }
	}
	if err := json.Unmarshal(w.Body.Bytes(), &issued); err != nil {
		g.t.Fatal(err)
	}
	return user{issued.Credentials.UID, issued.Credentials.Token, issued.Credentials.Secret}
}

// TestAHugeRequestIsRefusedQuickly: nobody can keep the mock busy with signatures.
func TestAHugeRequestIsRefusedQuickly(t *testing.T) {
	t.Parallel()
	g := newGate(t, Options{})
	var body strings.Builder
	for i := range 60_000 {
		fmt.Fprintf(&body, "p%d=%d&", i, i)
	}
	r := httptest.NewRequest(http.MethodPost, "/account/captcha?ts=1&sign=0", strings.NewReader(body.String()))
	r.Header.Set("Content-Type", "application/x-www-form-urlencoded")
	w := httptest.NewRecorder()
	g.mock.ServeHTTP(w, r)
	entry := g.mock.journal.Find(journal.Filter{})[0]
	if size := len(entry.Diagnosis[0].Text); w.Code != 401 || size > 16<<10 {
		t.Errorf("%d, and the diagnosis has %d bytes", w.Code, size)
	}
}

func TestSecretsAreShownOnlyWhenAskedFor(t *testing.T) {
	t.Parallel()
	const full = "captcha=1234$$$ts=2$$$accessSecret=" + "5ec2e700000000000000000000000002"
	t.Run("in the text that a client shows", func(t *testing.T) {
		t.Parallel()
		g := newGate(t, Options{})
		newer := g.again("Tony")
		for _, shown := range []string{"ts=2$$$accessSecret=%s", "ts=2&accessSecret=%s", "ts=2$$$%s", "%s", "ts=%s", "ts%%3D2%%24%%24%%24x%%3D%s"} {
			for _, secret := range []string{tony.secret, newer.secret} {
				r := httptest.NewRequest(http.MethodGet, "/user/message/unread_total?ts=2&sign=0", nil)
				r.SetBasicAuth(newer.uid, newer.token)
				r.Header.Set("Mock-Sign-Text", fmt.Sprintf(shown, secret))
				w := httptest.NewRecorder()
				g.mock.ServeHTTP(w, r)
				if got := w.Header().Get("Mock-Diagnosis"); w.Code != 401 || strings.Contains(got, secret) {
					t.Errorf("%d, the diagnosis shows a secret: %s", w.Code, got)
				}
			}
		}
		w := httptest.NewRecorder()
		g.mock.ServeHTTP(w, here(httptest.NewRequest(http.MethodGet, "/__admin/requests", nil)))
		if strings.Contains(w.Body.String(), tony.secret) || strings.Contains(w.Body.String(), newer.secret) {
			t.Error("the journal shows a secret")
		}
	})
	for _, show := range []bool{false, true} {
		g := newGate(t, Options{ShowSecrets: show})
		r := httptest.NewRequest(http.MethodGet, "/user/message/unread_total?captcha=1234&ts=2&sign=0", nil)
		r.SetBasicAuth(tony.uid, tony.token)
		w := httptest.NewRecorder()
		g.mock.ServeHTTP(w, r)
		want := "captcha=***$$$ts=2$$$accessSecret=5ec2***"
		if show {
			want = full
		}
		if got := w.Header().Get("Mock-Diagnosis"); !strings.Contains(got, "the server signed "+want+" (C09)") {
			t.Errorf("show %v: %s, want %s in it", show, got, want)
		}
	}
}

// circles are who is in which club, as a plain model of it.
type circles struct {
	creators map[string]string
	members  map[string][]string // the newest first
}

// TestClubsAndTheirMembersTogether does at random what users do with clubs, and after
// each step one of them sees what a plain model says (C40 to C42).
func TestClubsAndTheirMembersTogether(t *testing.T) {
	t.Parallel()
	now := clock.Instant(1_717_992_000_000)
	fixtures := gateFixtures(t, map[string]string{
		"settings": "\n  repeatWindow: 0", "clubs": " []", "members": " []", "rooms": " []", "visitors": " []", "room-caches": " []", "events": " []", "reservations": " []",
	})
	users := []user{toby, tony, kai, fengye}
	g := newGate(t, Options{Fixtures: fixtures, Now: &now})
	rapid.Check(t, func(rt *rapid.T) {
		if err := g.mock.sessions.ResetAll(); err != nil {
			rt.Fatal(err)
		}
		model := circles{map[string]string{}, map[string][]string{}}
		var clubs []string // those that have ended too
		who := rapid.SampledFrom(users)
		club := func(rt *rapid.T) string {
			if len(clubs) == 0 {
				rt.Skip("there is no club yet")
			}
			return rapid.SampledFrom(clubs).Draw(rt, "club")
		}
		rt.Repeat(map[string]func(*rapid.T){
			"create": func(rt *rapid.T) {
				if len(clubs) == 4 {
					rt.Skip("these are enough")
				}
				u := who.Draw(rt, "who")
				var made struct {
					ClubID      string
					MemberTotal int
				}
				g.must(u, "POST", "/club", map[string]string{"name": "圈", "cover": "c"}, &made)
				clubs = append(clubs, made.ClubID)
				model.creators[made.ClubID], model.members[made.ClubID] = u.uid, []string{u.uid}
			},
			"join": func(rt *rapid.T) {
				u, id := who.Draw(rt, "who"), club(rt)
				a := g.do(u.request("POST", "/club/"+id+"/join", nil))
				_, there := model.creators[id]
				if there != (a.Status == 1) {
					rt.Fatalf("joining: %s", a.Message)
				}
				if there && !slices.Contains(model.members[id], u.uid) {
					model.members[id] = append([]string{u.uid}, model.members[id]...)
				}
			},
			"leave": func(rt *rapid.T) {
				u, id := who.Draw(rt, "who"), club(rt)
				a := g.do(u.request("POST", "/club/"+id+"/leave", nil))
				creator, members := model.creators[id], model.members[id]
				want := "Success"
				switch {
				case !slices.Contains(members, u.uid):
					want = "圈子不存在"
				case u.uid == creator && len(members) > 1:
					want = "创建人暂时无法退出圈子"
				case u.uid == creator:
					delete(model.creators, id)
					delete(model.members, id)
				default:
					remove(model.members, id, u.uid)
				}
				if a.Message != want {
					rt.Fatalf("leaving: %s, want %s", a.Message, want)
				}
			},
			"": func(rt *rapid.T) {
				if len(clubs) > 0 {
					g.seesClub(rt, who.Draw(rt, "who looks"), rapid.SampledFrom(clubs).Draw(rt, "at"), model)
				}
			},
		})
	})
}

// seesClub holds what a user sees of a club, and of how many they have, against the
// model.
func (g gate) seesClub(t *rapid.T, u user, id string, model circles) {
	var own listed
	g.must(u, "GET", "/club", map[string]string{"count": "100"}, &own)
	joined := 0
	for _, members := range model.members {
		if slices.Contains(members, u.uid) {
			joined++
		}
	}
	if len(own.List) != joined {
		t.Fatalf("%s has %d clubs, want %d", u.uid, len(own.List), joined)
	}
	a := g.do(u.request("GET", "/club/"+id, nil))
	want, there := model.members[id]
	if there != (a.Status == 1) {
		t.Fatalf("club %s: %s", id, a.Message)
	}
	if !there {
		return
	}
	var seen struct{ MemberTotal, Joined int }
	if err := json.Unmarshal(a.Result, &seen); err != nil {
		t.Fatal(err)
	}
	member := 0
	if slices.Contains(want, u.uid) {
		member = 1
	}
	var list listed
	g.must(u, "GET", "/club/"+id+"/member", map[string]string{"count": "100"}, &list)
	var got []string
	for _, item := range list.List {
		got = append(got, item.UID)
	}
	if diff := cmp.Diff(want, got); diff != "" || seen.MemberTotal != len(want) || seen.Joined != member {
		t.Fatalf("club %s has %d members and joined %d for %s (-want +got):\n%s", id, seen.MemberTotal, seen.Joined, u.uid, diff)
	}
}
