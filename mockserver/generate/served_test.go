package generate_test

import (
	"encoding/base64"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strconv"
	"strings"
	"testing"

	"github.com/tidwall/gjson"

	"contractmock/mockserver"
	"contractmock/mockserver/chaoqer"
	"contractmock/mockserver/lexiang"
	"contractmock/mockserver/sign"
	"contractmock/mockserver/tickets"
)

// served is a mock of generated fixtures that listens.
type served struct {
	*testing.T
	url   string
	files map[string][]byte
}

func serve(t *testing.T, words ...string) served {
	t.Helper()
	fs := files(t, plan(t, words...), 1)
	mock, err := mockserver.New(mockserver.Options{Fixtures: fs, Answers: mockserver.AnswersFatal})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(mock)
	t.Cleanup(server.Close)
	data := map[string][]byte{}
	for name, file := range fs {
		data[strings.TrimSuffix(name, ".jsonl")] = file.Data
	}
	return served{t, server.URL, data}
}

// call is the answer to a request, which must succeed.
func (s served) call(method, path, authorization, body string) gjson.Result {
	s.Helper()
	request, err := http.NewRequest(method, s.url+path, strings.NewReader(body))
	if err != nil {
		s.Fatal(err)
	}
	request.Header.Set("Content-Type", "application/json")
	if authorization != "" {
		request.Header.Set("Authorization", authorization)
	}
	answer, err := http.DefaultClient.Do(request)
	if err != nil {
		s.Fatal(err)
	}
	defer answer.Body.Close()
	text, err := io.ReadAll(answer.Body)
	if err != nil {
		s.Fatal(err)
	}
	if answer.StatusCode != http.StatusOK || answer.Header.Get("Mock-Diagnosis") != "" {
		s.Fatalf("%s %s: %d %s\n%s", method, path, answer.StatusCode, answer.Header.Get("Mock-Diagnosis"), text)
	}
	return gjson.ParseBytes(text)
}

// user is somebody who is logged in to Chaoqer, or nobody.
type user struct {
	served
	uid, token, secret string
}

// call is the result of a signed call.
func (u user) call(method, path string, parameters url.Values) gjson.Result {
	u.Helper()
	scheme := sign.Scheme{Delimiter: "$$$", SecretName: "accessSecret"}
	parameters.Set("ts", "1620736603909")
	signed := map[string]any{}
	for name := range parameters {
		signed[name] = parameters.Get(name)
	}
	parameters.Set("sign", scheme.Sum(scheme.Text(signed), u.secret))
	authorization := ""
	if u.uid != "" {
		authorization = "Basic " + base64.StdEncoding.EncodeToString([]byte(u.uid+":"+u.token))
	}
	return u.served.call(method, path+"?"+parameters.Encode(), authorization, "").Get("result")
}

// all are the items of all pages of a list.
func (u user) all(path string) []gjson.Result {
	u.Helper()
	var all []gjson.Result
	last := ""
	for {
		items := u.call(http.MethodGet, path, url.Values{"count": {"7"}, "lastId": {last}}).Get("list").Array()
		if len(items) == 0 {
			return all
		}
		all = append(all, items...)
		last = items[len(items)-1].Get("sequenceId").String()
	}
}

func TestChaoqerServesWhatWasGenerated(t *testing.T) {
	t.Parallel()
	s := serve(t, "users=120", "clubs=25")
	data := s.files["chaoqer"]
	members, clubsOf, inbox, seen := map[string]int{}, map[string]int{}, map[string][]chaoqer.Message{}, map[string]int64{}
	for _, m := range rows[chaoqer.Member](t, data, "members") {
		members[m.ClubID]++
		clubsOf[m.UID]++
	}
	for _, m := range rows[chaoqer.Message](t, data, "messages") {
		inbox[m.UID] = append(inbox[m.UID], m)
	}
	for _, i := range rows[chaoqer.Inbox](t, data, "inboxes") {
		seen[i.UID] = i.Seen
	}
	account := rows[chaoqer.Account](t, data, "accounts")[0]

	// They log in as anybody does.
	nobody := user{served: s, secret: "Hx!0k!K}5E.]EoP"}
	number := strings.TrimPrefix(account.Mobile, "+86")
	nobody.call(http.MethodPost, "/account/captcha", url.Values{"mobile": {number}, "countryCode": {"86"}})
	code := s.call(http.MethodGet, "/__admin/chaoqer/sms?mobile="+number, "", "").Get("code").String()
	login := nobody.call(http.MethodPost, "/account/login/captcha", url.Values{"mobile": {number}, "countryCode": {"86"}, "captcha": {code}})
	u := user{s, login.Get("uid").String(), login.Get("accessToken").String(), login.Get("accessSecret").String()}
	if u.uid != account.UID {
		t.Fatalf("the log-in is of %s, not of %s", u.uid, account.UID)
	}

	unread := 0
	for _, m := range inbox[u.uid] {
		if m.ID > seen[u.uid] {
			unread++
		}
	}
	if got := u.call(http.MethodGet, "/user/message/unread_total", url.Values{}).Int(); got != int64(unread) {
		t.Errorf("%d messages are unread, want %d", got, unread)
	}
	messages := u.all("/user/message")
	if len(messages) != len(inbox[u.uid]) || len(messages) == 0 {
		t.Errorf("%d messages, want %d", len(messages), len(inbox[u.uid]))
	}
	for i, m := range messages {
		if i > 0 && m.Get("userMessageResult.createTime").Int() > messages[i-1].Get("userMessageResult.createTime").Int() {
			t.Errorf("a message after a newer one: %s", m)
		}
	}
	clubs := u.all("/club")
	if len(clubs) != clubsOf[u.uid] || len(clubs) == 0 {
		t.Fatalf("%d clubs, want %d", len(clubs), clubsOf[u.uid])
	}
	for _, c := range clubs {
		id := c.Get("clubId").String()
		list := u.all("/club/" + id + "/member")
		if total := c.Get("clubResult.memberTotal").Int(); total != int64(members[id]) || len(list) != members[id] {
			t.Errorf("club %s says it has %d members, and lists %d; want %d", id, total, len(list), members[id])
		}
		for _, item := range list {
			if item.Get("userProfileResult.nickname").String() == "" {
				t.Errorf("a member without name: %s", item)
			}
		}
	}
	open := 1 // of the embedded fixtures
	for _, r := range rows[chaoqer.Room](t, data, "rooms") {
		if !r.Closed && r.ClubID == "" && !r.InviteOnly {
			open++
		}
	}
	public := 0
	for _, item := range u.all("/room") {
		if item.Get("roomResult.clubId").String() == "" {
			public++
		}
	}
	if public != open {
		t.Errorf("%d public rooms, want %d", public, open)
	}
	if events := u.all("/event"); len(events) != 4+len(rows[chaoqer.Event](t, data, "events")) {
		t.Errorf("%d events", len(events))
	}
}

func TestTheEmbeddedPeopleStay(t *testing.T) {
	t.Parallel()
	s := serve(t, "users=300", "persons=300", "staffs=300")
	personas := s.call(http.MethodGet, "/__admin/personas", "", "").Array()
	if len(personas) != 300 {
		t.Errorf("%d personas are listed, want 100 of each API", len(personas))
	}
	first := map[string][]string{}
	for _, p := range personas {
		if p.Get("credentials.token").Exists() && len(first[p.Get("api").String()]) < 3 {
			first[p.Get("api").String()] = append(first[p.Get("api").String()], p.Get("name").String())
		}
	}
	if got := fmt.Sprint(first); got != "map[chaoqer:[Tony Toby 枫叶] lexiang:[fwkt_zhangsan lisi wangwu] tickets:[Sun Qian Chen]]" {
		t.Errorf("the first who can call are %s", got)
	}
	account := rows[chaoqer.Account](t, s.files["chaoqer"], "accounts")[0]
	if got := s.call(http.MethodGet, "/__admin/personas?api=chaoqer&name="+url.QueryEscape(account.Mobile), "", ""); got.Get("#").Int() != 1 || got.Get("0.id").String() != account.UID {
		t.Errorf("%s is %s", account.Mobile, got)
	}
	if got := s.call(http.MethodPost, "/__admin/tokens", "", `{"persona":"`+account.Mobile+`"}`); got.Get("credentials.uid").String() != account.UID {
		t.Errorf("the log-in of %s is %s", account.Mobile, got)
	}
	if got := s.call(http.MethodGet, "/v1/status/getTicket?uid=12322&page=9", "Bearer lin-token", ""); !got.Get("success").Bool() {
		t.Errorf("Lin's tickets: %s", got)
	}
}

func TestTicketsServesWhatWasGenerated(t *testing.T) {
	t.Parallel()
	s := serve(t, "persons=50", "tickets=120")
	all, of := map[int64]bool{}, map[int64]int{}
	for _, ticket := range rows[tickets.Ticket](t, s.files["tickets"], "tickets") {
		all[ticket.ID] = true
		if id := ticket.AssignedTechnicianID; id != nil {
			of[*id]++
		}
	}
	count := func(query string) (n int) {
		for page := 1; ; page++ {
			list := s.call(http.MethodGet, "/v1/status/getTicket?page="+strconv.Itoa(page)+query, "Bearer sun-token", "").Get("data").Array()
			if len(list) == 0 {
				return n
			}
			for _, ticket := range list {
				delete(all, ticket.Get("id").Int())
			}
			n += len(list)
		}
	}
	if got := count(""); got != 50+120 || len(all) > 0 {
		t.Errorf("%d tickets are listed, and %d of the generated ones are not", got, len(all))
	}
	for id, want := range of {
		if got := count(fmt.Sprintf("&tid=%d", id)); got != want {
			t.Errorf("%d tickets of technician %d, want %d", got, id, want)
		}
	}
}

func TestLexiangServesWhatWasGenerated(t *testing.T) {
	t.Parallel()
	s := serve(t, "staffs=50", "lexiang.events=30", "participants=400")
	joined, attended := map[string]int{}, map[string]int{}
	for _, signup := range rows[lexiang.Signup](t, s.files["lexiang"], "signups") {
		joined[signup.Event]++
		if signup.AttendedAt != nil {
			attended[signup.Event]++
		}
	}
	for _, event := range rows[lexiang.Event](t, s.files["lexiang"], "events") {
		attributes := s.call(http.MethodGet, "/cgi-bin/v1/events/"+event.ID, "Bearer lexiang-token", "").Get("data.attributes")
		if n, m := attributes.Get("participant_count").Int(), attributes.Get("attendee_count").Int(); n != int64(joined[event.ID]) || m != int64(attended[event.ID]) {
			t.Errorf("event %s says %d participants, %d attendees; want %d, %d", event.ID, n, m, joined[event.ID], attended[event.ID])
		}
		list := s.call(http.MethodGet, "/cgi-bin/v1/events/"+event.ID+"/participants?per_page=100", "Bearer lexiang-token", "").Get("data").Array()
		if len(list) != joined[event.ID] {
			t.Errorf("event %s lists %d participants, want %d", event.ID, len(list), joined[event.ID])
		}
	}
}
