package lexiang

import (
	"net/url"
	"strconv"
	"strings"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// maxPerPage is the most rows of a page; who asks for more gets so many (L36, L40).
const maxPerPage = 2000

// pageLinks lead from a page to its neighbours (L33).
type pageLinks struct {
	First string  `json:"first"`
	Last  string  `json:"last"`
	Prev  *string `json:"prev"`
	Next  *string `json:"next"`
}

// pageMeta says where a page stands in its list (L34).
type pageMeta struct {
	CurrentPage int    `json:"current_page"`
	From        *int   `json:"from"`
	LastPage    int    `json:"last_page"`
	Path        string `json:"path"`
	PerPage     int    `json:"per_page"`
	To          *int   `json:"to"`
	Total       int    `json:"total"`
}

// window is the page that was asked for.
func window(c *op.Call) (number, size int) {
	size = int(min(c.Params.Int("per_page"), maxPerPage))
	if tooMany(c.Input) {
		size = maxPerPage
	}
	return int(c.Params.Int("page")), size
}

// order is what a list is sorted by, and whether the least comes first (L29).
func order(c *op.Call) (sort string, ascending bool) {
	sort, descending := strings.CutPrefix(c.Params.Text("sort"), "-")
	return sort, !descending
}

// listEvents serves GET /v1/events (获取活动列表): public events, or all, that fit all
// filters (L28 to L31).
func listEvents(c *op.Call) (op.Reply, error) {
	sort, ascending := order(c)
	category, team := c.Params.Text("category_id"), c.Params.Text("team_id")
	l := listing{public: c.Params.Text("list_type") != "all", category: category != "", team: team != "", sort: sort}
	rows := listings[l].Of(l.key(category, team))
	if ascending {
		rows = rows.Oldest()
	}
	spans := spansOf(c)
	if sort == sortEnded { // a run of the list, of which nothing else need be looked at
		rows = spans[sortEnded].of(rows)
		delete(spans, sortEnded)
	}
	number, size := window(c)
	var shown []Event
	var total int
	if len(spans) == 0 {
		shown, total = state.PageOf(c.Tx, rows, number, size)
	} else {
		shown, total = state.PageWhere(c.Tx, rows, number, size, func(e Event) bool {
			for member, span := range spans {
				if !span.has(filterable[member](e)) {
					return false
				}
			}
			return true
		})
	}
	w := newWriter(c.Tx)
	data := make([]resource, 0, len(shown))
	for _, e := range shown {
		data = append(data, w.event(e, row(c.Tx, e), related{owner: true, roadmap: true}))
	}
	return c.OK(paged(c, w.document(data), len(shown), total))
}

// span is a filter on one time of an event: since is in it, until is not (L31).
type span struct{ since, until *clock.Instant }

func (s span) has(at clock.Instant) bool {
	return (s.since == nil || at >= *s.since) && (s.until == nil || at < *s.until)
}

// of is the part of a list that the span leaves, where the list is sorted by its time.
func (s span) of(rows state.Range[Event]) state.Range[Event] {
	if s.since != nil {
		rows = rows.Since(state.Key("").Time(*s.since))
	}
	if s.until != nil {
		rows = rows.Until(state.Key("").Time(*s.until))
	}
	return rows
}

// filterable are the times of an event that it can be filtered by.
var filterable = map[string]func(Event) clock.Instant{
	"started_at": func(e Event) clock.Instant { return e.StartedAt },
	sortEnded:    func(e Event) clock.Instant { return e.EndedAt },
	"updated_at": func(e Event) clock.Instant { return e.UpdatedAt },
}

// spansOf are the filters of a request, by the times that they are on.
func spansOf(c *op.Call) map[string]span {
	spans := map[string]span{}
	for _, member := range filtered {
		since, _ := filterTime(c.Request, member, ends[0])
		until, _ := filterTime(c.Request, member, ends[1])
		if since != nil || until != nil {
			spans[member] = span{since, until}
		}
	}
	return spans
}

// listStaffEvents serves GET /v1/staffs/{staff_id}/events (获取单个成员报名活动列表):
// what a staff member signed up for (L41).
func listStaffEvents(c *op.Call) (op.Reply, error) {
	sort, ascending := order(c)
	rows := byStaff[sort].Of(state.Key("").Text(c.Path("staff_id")))
	if ascending {
		rows = rows.Oldest()
	}
	number, size := window(c)
	shown, total := state.PageOf(c.Tx, rows, number, size)
	w := newWriter(c.Tx)
	data := make([]resource, 0, len(shown))
	for _, s := range shown {
		e, _ := events.Get(c.Tx, s.Event)
		data = append(data, w.event(e, signedUp(c.Tx, e), related{owner: true}))
	}
	return c.OK(paged(c, w.document(data), len(shown), total))
}

// paged gives a page its links and meta. So many rows are shown of so many in all.
func paged(c *op.Call, d document, shown, total int) document {
	number, size := window(c)
	last := max(1, (total+size-1)/size)
	path := c.BaseURL() + c.HTTP.URL.EscapedPath()
	d.Meta = &pageMeta{CurrentPage: number, LastPage: last, Path: path, PerPage: size, Total: total}
	if shown > 0 {
		from := (number-1)*size + 1
		to := from + shown - 1
		d.Meta.From, d.Meta.To = &from, &to
	}
	query := keptQuery(c)
	link := func(page int) string { return path + "?" + query + "page=" + strconv.Itoa(page) }
	d.Links = &pageLinks{First: link(1), Last: link(last)}
	if number > 1 {
		prev := link(number - 1)
		d.Links.Prev = &prev
	}
	if number < last {
		next := link(number + 1)
		d.Links.Next = &next
	}
	return d
}

// keptQuery is the query without its page, in its order, ready for one (L33).
func keptQuery(c *op.Call) string {
	var b strings.Builder
	for _, pair := range c.Input.Query {
		if pair.Name != "page" {
			b.WriteString(escape(pair.Name) + "=" + escape(pair.Value) + "&")
		}
	}
	return b.String()
}

// escape is standard percent-encoding: a blank is %20.
func escape(text string) string { return strings.ReplaceAll(url.QueryEscape(text), "+", "%20") }
