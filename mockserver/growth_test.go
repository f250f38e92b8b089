package mockserver

import (
	"bytes"
	"fmt"
	"net/http"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"
	"testing/fstest"
	"time"

	"github.com/tidwall/gjson"

	"contractmock/mockserver/clock"
)

// sizes are how many rows a list has that pages are asked of. The larger ones are for
// who wants the table of the README: they take minutes and gigabytes.
//
//	go test ./mockserver -run '^$' -bench 'Page/.*/rows=1000000$' -benchtime 300x -timeout 1h
var sizes = []int{10_000, 100_000, 1_000_000}

// fewRows is what every size is held against.
const fewRows = 1000

// paged is a list, and how pages of it are asked for.
type paged struct {
	api, operation string
	// rows writes the n rows that make the list, and those that they refer to.
	rows func(w lines, n int)
	// ask is the request, with a parameter for the page.
	ask func(parameter, value string) *http.Request
	// page is the parameter's value for the page after the first i rows.
	parameter string
	page      func(i int) string
	// items is where an answer has the rows, total where it says how many there are.
	items, total string
	size         int
}

// lines are fixtures as one row a line.
type lines struct{ *bytes.Buffer }

func (l lines) row(table, format string, args ...any) {
	fmt.Fprintf(l, `{"table":%q,"row":{`, table)
	fmt.Fprintf(l, format+"}}\n", args...)
}

// users writes n accounts with profiles.
func (l lines) users(n int) {
	for i := range n {
		l.row("accounts", `"uid":%q,"mobile":"+86%011d"`, uid(i), 13_000_000_000+i)
		l.row("profiles", `"uid":%q,"nickname":"n"`, uid(i))
	}
}

func uid(i int) string { return fmt.Sprintf("%032x", i+1) }

// at is the time of row i: a second for each, from the year 2000 on.
func at(i int) int64 { return 946684800000 + int64(i)*1000 }

// afterRow is the cursor behind the first i rows of n, whose times rise and which are
// listed newest first; id is what follows the time.
func afterRow(n int, id func(i int) string) func(i int) string {
	return func(i int) string {
		row := n - i
		return strconv.FormatInt(at(row), 10) + ":" + id(row)
	}
}

func tobyAsks(path string) func(parameter, value string) *http.Request {
	return func(parameter, value string) *http.Request {
		parameters := map[string]string{"count": "10"}
		if value != "" {
			parameters[parameter] = value
		}
		return toby.request(http.MethodGet, path, parameters)
	}
}

func numbered(size int) func(i int) string {
	return func(i int) string { return strconv.Itoa(i/size + 1) }
}

func bearerAsks(path, token string) func(parameter, value string) *http.Request {
	return func(parameter, value string) *http.Request {
		r := httptest.NewRequest(http.MethodGet, path+"&"+parameter+"="+value, nil)
		r.Header.Set("Authorization", "Bearer "+token)
		return r
	}
}

const club = "c1000000000000000000000000000001"

// pagedOperations are all operations with pages, and the ways to ask them that read
// another index.
func pagedOperations(n int) []paged {
	gateway := func(operation, path string, id func(i int) string, rows func(w lines, n int)) paged {
		return paged{
			api: "chaoqer", operation: operation, rows: rows, ask: tobyAsks(path), parameter: "lastId",
			page: afterRow(n, id), items: "result.list", size: 10,
		}
	}
	tickets := func(w lines, n int) {
		for i := range n {
			w.row("tickets", `"id":%d,"user_id":12322,"machine_purchase_date":"2024-06-01","repair_status":"Pending"`, 1000+i)
		}
	}
	ticketsBy := func(name, query, token string) paged {
		return paged{
			api: "tickets", operation: "getTicket " + name, rows: tickets, ask: bearerAsks("/v1/status/getTicket?"+query, token),
			parameter: "page", page: numbered(10), items: "data", size: 10,
		}
	}
	events := func(w lines, n int) {
		for i := range n {
			w.row("events", `"id":"e%09d","title":"t","location":"l","owner":"lisi","attend_method":"qrcode","started_at":%d,"ended_at":%[2]d,"created_at":%[2]d,"updated_at":%[2]d`, i, at(i))
		}
	}
	platform := func(name, path, total string, rows func(w lines, n int)) paged {
		return paged{
			api: "lexiang", operation: name, rows: rows, ask: bearerAsks("/cgi-bin"+path+"per_page=20", "lexiang-token"),
			parameter: "page", page: numbered(20), items: "data", total: total, size: 20,
		}
	}
	return []paged{
		ticketsBy("all", "", "qian-token"),
		ticketsBy("user, pending", "uid=12322&list=pending", "lin-token"),
		gateway("listBlocks", "/user/block", uid, func(w lines, n int) {
			w.users(n)
			for i := range n {
				w.row("blocks", `"uid":%q,"blocked":%q,"time":%d`, toby.uid, uid(i), at(i))
			}
		}),
		gateway("listCards", "/user/card", uid, func(w lines, n int) {
			w.users(n)
			for i := range n {
				w.row("cards", `"uid":%q,"sender":%q,"time":%d`, toby.uid, uid(i), at(i))
			}
		}),
		{
			api: "chaoqer", operation: "listMessages", ask: tobyAsks("/user/message"), parameter: "lastId", items: "result.list", size: 10,
			page: func(i int) string { return strconv.FormatInt(at(n-i), 10) },
			rows: func(w lines, n int) {
				for i := range n {
					w.row("messages", `"messageId":%d,"uid":%q,"title":"t","content":"c","createTime":%[1]d`, at(i), toby.uid)
				}
			},
		},
		gateway("listClubs", "/club", func(i int) string { return fmt.Sprintf("c%031x", i) }, func(w lines, n int) {
			for i := range n {
				w.row("clubs", `"clubId":"c%031x","uid":%q,"name":"c","createTime":%d`, i, toby.uid, at(i))
				w.row("members", `"clubId":"c%031x","uid":%q,"time":%d`, i, toby.uid, at(i))
			}
		}),
		gateway("listClubMembers", "/club/"+club+"/member", func(int) string { return club }, func(w lines, n int) {
			w.users(n)
			w.row("clubs", `"clubId":%q,"uid":%q,"name":"c","createTime":1`, club, uid(0))
			for i := range n {
				w.row("members", `"clubId":%q,"uid":%q,"time":%d`, club, uid(i), at(i))
			}
		}),
		gateway("listRooms", "/room", func(i int) string { return fmt.Sprintf("%032x", i) }, func(w lines, n int) {
			for i := range n {
				w.row("rooms", `"roomId":"%032x","uid":%q,"name":"r","createTime":%d`, i, toby.uid, at(i))
			}
		}),
		gateway("listEvents", "/event", func(i int) string { return fmt.Sprintf("%032x", i) }, func(w lines, n int) {
			for i := range n {
				w.row("events", `"eventId":"%032x","uid":%q,"name":"e","memberUidList":[%[2]q],"eventTime":%[3]d,"createTime":%[3]d`, i, toby.uid, at(i))
			}
		}),
		platform("listEvents", "/v1/events?", "meta.total", events),
		platform("listEvents ended from 2000 on", "/v1/events?sort=ended_at&filter%5Bended_at%5D%5Bsince%5D=2000-01-01&", "meta.total", events),
		platform("listParticipants", "/v1/events/many/participants?", "", func(w lines, n int) {
			w.row("events", `"id":"many","title":"t","location":"l","owner":"lisi","attend_method":"qrcode"`)
			for i := range n {
				w.row("staffs", `"id":"s%d","name":"n"`, i)
				w.row("signups", `"event":"many","staff":"s%d","joined_at":%d`, i, at(i))
			}
		}),
		platform("listStaffEvents", "/v1/staffs/lisi/events?", "meta.total", func(w lines, n int) {
			events(w, n)
			for i := range n {
				w.row("signups", `"event":"e%09d","staff":"lisi","joined_at":%d`, i, at(i))
			}
		}),
	}
}

// grown is a mock whose list has n rows.
func (p paged) grown(t testing.TB, n int) *Server {
	t.Helper()
	var b bytes.Buffer
	p.rows(lines{&b}, n)
	now := clock.Instant(1_718_000_000_000)
	mock, err := New(Options{Fixtures: fstest.MapFS{p.api + ".jsonl": {Data: b.Bytes()}}, Now: &now, Relax: []string{"duplicates"}})
	if err != nil {
		t.Fatal(err)
	}
	return mock
}

// asked is what a page is answered with, which must be full. It is asked of a host of its
// own, so that no answer is given again.
func (p paged) asked(t testing.TB, mock http.Handler, host, n, after int) {
	t.Helper()
	value := ""
	if after > 0 || p.parameter == "page" {
		value = p.page(after)
	}
	w, r := httptest.NewRecorder(), p.ask(p.parameter, value)
	r.Host = fmt.Sprintf("mock-%d.example", host)
	mock.ServeHTTP(w, r)
	answer := gjson.ParseBytes(w.Body.Bytes())
	if got := len(answer.Get(p.items).Array()); w.Code != http.StatusOK || got != p.size {
		t.Fatalf("%s after %d rows: %d with %d items: %.300s %s", p.operation, after, w.Code, got, w.Body, w.Header().Get("Mock-Diagnosis"))
	}
	if total := answer.Get(p.total).Int(); p.total != "" && total < int64(n) {
		t.Fatalf("%s says that there are %d, of at least %d", p.operation, total, n)
	}
}

// BenchmarkPage asks each list for its first page, one in the middle and one near its
// end, over the whole way of a request, of a mock with many rows and of one with 1,000 in
// turns. What it reports of each page is the lower quartile of its times, and how many
// times that of the same page of 1,000 rows it is.
func BenchmarkPage(b *testing.B) {
	for i, few := range pagedOperations(fewRows) {
		b.Run(few.api+" "+few.operation, func(b *testing.B) {
			for _, n := range sizes {
				b.Run(fmt.Sprintf("rows=%d", n), func(b *testing.B) {
					p := pagedOperations(n)[i]
					few, many := few.growing(b, fewRows), p.growing(b, n)
					for b.Loop() {
						few.ask(b)
						many.ask(b)
					}
					b.ReportMetric(0, "ns/op") // of six pages
					for place, name := range []string{"first", "middle", "last"} {
						took := quartile(many.took[place])
						b.ReportMetric(float64(took.Nanoseconds())/1000, name+"-µs")
						b.ReportMetric(float64(took)/float64(quartile(few.took[place])), name+"-ratio")
					}
				})
			}
		})
	}
}

// growing is a list of n rows that pages are asked of.
type growing struct {
	paged
	mock *Server
	n    int
	took [3][]time.Duration // for the first page, that in the middle, and the last
}

func (p paged) growing(b *testing.B, n int) *growing {
	b.Helper()
	g := &growing{paged: p, mock: p.grown(b, n), n: n}
	g.ask(b) // messages are unread once
	g.took = [3][]time.Duration{}
	return g
}

func (g *growing) ask(b *testing.B) {
	for i, after := range []int{0, g.n / 2, g.n - 4*g.size} {
		began := clock.Wall()
		g.asked(b, g.mock, len(g.took[i]), g.n, after)
		g.took[i] = append(g.took[i], clock.Wall().Sub(began))
	}
}

// quartile is what a quarter of the durations are shorter than.
func quartile(all []time.Duration) time.Duration {
	slices.Sort(all)
	return all[len(all)/4]
}
