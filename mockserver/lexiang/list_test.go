package lexiang

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi"
)

const (
	manyEvents       = 10_000
	manyParticipants = 5_000
	crowded          = "event-00000"
)

// crowd is a world with 10,000 events, one of which has 5,000 participants. Every
// third event is public, in category c and of team t, in turn.
func crowd(t testing.TB) *state.World {
	t.Helper()
	tx := state.NewWorld(schema).Edit()
	settings.Put(tx, Settings{Tenant: "https://km.lexiangla.com"})
	categories.Put(tx, Category{ID: "c", Name: "c"})
	teams.Put(tx, Team{ID: "t", Name: "t", Code: "t"})
	for i := range manyParticipants {
		id := fmt.Sprintf("staff-%04d", i)
		staffs.Put(tx, Staff{ID: id, Name: id})
		signups.Put(tx, Signup{Event: crowded, Staff: id, JoinedAt: clock.Instant(i)})
	}
	for i := range manyEvents {
		e := Event{
			ID: fmt.Sprintf("event-%05d", i), Title: "t", Location: "l", AttendMethod: "qrcode", Owner: "staff-0000",
			CreatedAt: clock.Instant(i), UpdatedAt: clock.Instant(i), StartedAt: clock.Instant(i), EndedAt: clock.Instant(-i),
			PrivilegeType: int64(i % 3 % 2),
		}
		if i%3 == 0 {
			e.Category, e.Team = "c", "t"
		}
		events.Put(tx, e)
		signups.Put(tx, Signup{Event: e.ID, Staff: "staff-0000", JoinedAt: clock.Instant(i)})
	}
	return tx.World()
}

// asked runs a read and answers its JSON and how many rows its lists have visited.
func asked(t testing.TB, w *state.World, operation, target string, path map[string]string, run op.Handler) (answer map[string]any, visited int) {
	t.Helper()
	document, err := openapi.Document("lexiang")
	if err != nil {
		t.Fatal(err)
	}
	o, _ := document.Operation(operation)
	r := httptest.NewRequest(o.Method, target, nil)
	in := o.Read(r, path, nil)
	params, _ := o.Check(in)
	tx := w.Read()
	reply, err := run(&op.Call{Request: &op.Request{Operation: o, HTTP: r, Input: in, Params: params, View: tx}, Tx: tx})
	if err != nil {
		t.Fatal(err)
	}
	text, err := json.Marshal(reply.Value)
	if err != nil {
		t.Fatal(err)
	}
	if err := json.Unmarshal(text, &answer); err != nil {
		t.Fatal(err)
	}
	return answer, tx.Visited()
}

func TestAPageVisitsNoMoreRowsThanItShows(t *testing.T) {
	t.Parallel()
	w := crowd(t)
	for _, c := range []struct {
		query string
		total int
	}{
		{"list_type=all", manyEvents},
		{"list_type=all&sort=ended_at", manyEvents},
		{"list_type=all&sort=-ended_at&per_page=100", manyEvents},
		{"", 6667},
		{"category_id=c&list_type=all", 3334},
		{"team_id=t&sort=created_at", 3334},
		{"team_id=t&category_id=c&sort=ended_at", 3334},
		{"category_id=d", 0},
		{"list_type=all&sort=ended_at&filter[ended_at][since]=1970-01-01+07:59:55&filter[ended_at][until]=1970-01-01+08:00:00", 5000},
		{"list_type=all&sort=-ended_at&filter[ended_at][since]=1970-01-01+07:59:59", 1001},
	} {
		for _, page := range []int{1, 2, 100, 166, 167, 500, 501, 1_000_000} {
			target := fmt.Sprintf("/cgi-bin/v1/events?%s&page=%d", c.query, page)
			answer, visited := asked(t, w, "listEvents", target, nil, listEvents)
			shown := len(answer["data"].([]any))
			if total := int(answer["meta"].(map[string]any)["total"].(float64)); visited != shown || total != c.total {
				t.Errorf("%s: visited %d rows for %d of %d in all, want %d", target, visited, shown, total, c.total)
			}
		}
	}
}

func TestParticipantsArePagedByFiveHundredAndTwoThousand(t *testing.T) {
	t.Parallel()
	w := crowd(t)
	tx := w.Edit()
	for i := 501; i < manyParticipants; i++ { // 501 participants
		signups.Delete(tx, signupKey(crowded, fmt.Sprintf("staff-%04d", i)))
	}
	fewer := tx.World()
	for _, c := range []struct {
		name, query string
		world       *state.World
		first       string
		shown       int
	}{
		{"500 without a word", "", fewer, "staff-0000", 500},
		{"the one that is left", "page=2", fewer, "staff-0500", 1},
		{"past the end", "page=3", fewer, "", 0},
		{"2000 when asked for", "per_page=2000", w, "staff-0000", 2000},
		{"2000 when asked for more", "per_page=2001", w, "staff-0000", 2000},
		{"the second 2000", "per_page=5000&page=2", w, "staff-2000", 2000},
		{"the last 1000", "per_page=9223372036854775807&page=3", w, "staff-4000", 1000},
		{"a page beyond all", "page=9223372036854775807", w, "", 0},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			answer, visited := asked(t, c.world, "listParticipants", "/cgi-bin/v1/events/"+crowded+"/participants?"+c.query, map[string]string{"event_id": crowded}, listParticipants)
			data := answer["data"].([]any)
			first := ""
			if len(data) > 0 {
				first = data[0].(map[string]any)["id"].(string)
			}
			if len(data) != c.shown || visited != c.shown || first != c.first || len(answer) != 1 {
				t.Errorf("%d participants from %q, %d visited, members %d; want %d from %q", len(data), first, visited, len(answer), c.shown, c.first)
			}
		})
	}
}

// TestPagesOfAStaffMembersEventsAreTheWholeList reads the list page by page, which visits
// no more rows than it shows.
func TestPagesOfAStaffMembersEventsAreTheWholeList(t *testing.T) {
	t.Parallel()
	w := crowd(t)
	for _, c := range []struct{ sort, first, last string }{
		{"created_at", "event-00000", "event-09999"},
		{"-created_at", "event-09999", "event-00000"},
		{"ended_at", "event-09999", "event-00000"},
		{"-ended_at", "event-00000", "event-09999"},
	} {
		var ids []string
		for page := 1; ; page++ {
			answer, visited := asked(t, w, "listStaffEvents", fmt.Sprintf("/cgi-bin/v1/staffs/staff-0000/events?per_page=1500&sort=%s&page=%d", c.sort, page), map[string]string{"staff_id": "staff-0000"}, listStaffEvents)
			data := answer["data"].([]any)
			if visited != len(data) {
				t.Errorf("%s: page %d visited %d rows for %d", c.sort, page, visited, len(data))
			}
			if len(data) == 0 {
				break
			}
			for _, item := range data {
				ids = append(ids, item.(map[string]any)["id"].(string))
			}
		}
		seen := map[string]bool{}
		for _, id := range ids {
			seen[id] = true
		}
		if diff := cmp.Diff([]any{manyEvents, manyEvents, c.first, c.last}, []any{len(ids), len(seen), ids[0], ids[len(ids)-1]}); diff != "" {
			t.Errorf("%s (-want +got):\n%s", c.sort, diff)
		}
	}
}

func TestContentsAndTheirSummaries(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ name, content, answered, summary string }{
		{"none", "", "", ""},
		{"plain", "正文", "<p>正文</p>", "正文"},
		{"plain with what HTML must escape", `1 < 2 & "3" > 'x'`, "<p>1 &lt; 2 &amp; &#34;3&#34; &gt; &#39;x&#39;</p>", `1 < 2 & "3" > 'x'`},
		{"with a tag, as it was sent", "<b>正</b>文", "<b>正</b>文", "正文"},
		{"a tag alone", "<br/>", "<br/>", ""},
		{"an end alone", "a</p>", "a</p>", "a"},
		{"entities", "<p>a&nbsp;&amp;&lt;b&gt;</p>", "<p>a&nbsp;&amp;&lt;b&gt;</p>", "a\u00a0&<b>"},
		{"blanks at its ends", "<p>  a  </p>\n", "<p>  a  </p>\n", "a"},
		{"a comment is no tag", "<!-- x -->y", "<p>&lt;!-- x --&gt;y</p>", "<!-- x -->y"},
		{"lines", "<p>a</p><p>b</p>", "<p>a</p><p>b</p>", "ab"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			event := Event{Content: paragraph(c.content)}
			if diff := cmp.Diff([]string{c.answered, c.summary}, []string{event.Content, event.summary()}); diff != "" {
				t.Errorf("content and summary (-want +got):\n%s", diff)
			}
		})
	}
}

func TestLinksKeepTheQueryAndItsOrder(t *testing.T) {
	t.Parallel()
	w := crowd(t)
	for _, c := range []struct{ query, kept string }{
		{"", "?page=1"},
		{"page=1", "?page=1"},
		{"z=1&page=1&a=%20b+c", "?z=1&a=%20b%20c&page=1"},
		{"filter%5Bstarted_at%5D%5Bsince%5D=1970-01-01+08:00:00", "?filter%5Bstarted_at%5D%5Bsince%5D=1970-01-01%2008%3A00%3A00&page=1"},
		{"filter[started_at][since]=1970-01-01", "?filter%5Bstarted_at%5D%5Bsince%5D=1970-01-01&page=1"},
		{"q=圈&q=&q", "?q=%E5%9C%88&q=&q=&page=1"},
		{"page=1&page=2", "?page=1"},
	} {
		answer, _ := asked(t, w, "listEvents", "http://mock.example:4700/cgi-bin/v1/events?"+strings.ReplaceAll(c.query, "圈", "%E5%9C%88"), nil, listEvents)
		if got, want := answer["links"].(map[string]any)["first"], "http://mock.example:4700/cgi-bin/v1/events"+c.kept; got != want {
			t.Errorf("%s: %s, want %s", c.query, got, want)
		}
	}
}

func BenchmarkListEvents(b *testing.B) {
	w := crowd(b)
	for _, page := range []int{1, 250} {
		b.Run(fmt.Sprintf("page=%d", page), func(b *testing.B) {
			for b.Loop() {
				asked(b, w, "listEvents", fmt.Sprintf("/cgi-bin/v1/events?list_type=all&page=%d", page), nil, listEvents)
			}
		})
	}
}

func FuzzContents(f *testing.F) {
	for _, seed := range []string{"", "正文", "<p>a</p>", "<", "a < b & c", "<!-- x", "</", "<script>1<2</script>", "&#0;&nbsp"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, content string) {
		answered := paragraph(content)
		if again := paragraph(answered); again != answered {
			t.Errorf("%q is answered %q, and that %q", content, answered, again)
		}
		if (Event{Content: answered}).summary() == "" && content != "" && !hasTags(content) && strings.TrimSpace(content) != "" {
			t.Errorf("%q has no summary", content)
		}
	})
}
