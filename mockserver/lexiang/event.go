package lexiang

import (
	"html"
	"strings"
	"time"

	nethtml "golang.org/x/net/html"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
)

// createEvent serves POST /v1/events (创建活动): an event that the staff member of
// the request owns (L16, L20).
func createEvent(c *op.Call) (op.Reply, error) {
	now := moment(c)
	event := Event{ID: c.Clock.ID(), Owner: c.Caller.ID, AttendMethod: "qrcode", CreatedAt: now, UpdatedAt: now}
	attributes := part(c.Input, "attributes")
	if limit, ok := whole(attributes["participant_count_limit"]); ok {
		event.ParticipantCountLimit = &limit
	}
	event.EnableRandomExtract, _ = attributes["enable_random_extract"].(bool)
	event.change(attributes, part(c.Input, "relationships"))
	events.Put(c.Tx, event)
	return writtenReply(c, event)
}

// editEvent serves PUT /v1/events/{event_id} (编辑活动): what is sent is changed and
// everything else kept (L21 to L25).
func editEvent(c *op.Call) (op.Reply, error) {
	event, _ := events.Get(c.Tx, c.Path("event_id"))
	if event.change(part(c.Input, "attributes"), part(c.Input, "relationships")) {
		event.UpdatedAt = moment(c)
		events.Put(c.Tx, event)
	}
	return writtenReply(c, event)
}

// moment is the session's time, a little later than that of what was just written, so
// that the order of both can be seen. After the clock was set back it is the time
// alone.
func moment(c *op.Call) clock.Instant {
	now := c.Now()
	if at := c.Clock.Stamp(); at.Sub(now) < time.Second {
		return at
	}
	return now
}

// writtenReply answers an event that was written (L18).
func writtenReply(c *op.Call, event Event) (op.Reply, error) {
	w := newWriter(c.Tx)
	return c.OK(w.document(w.event(event, written(c.Tx, event), related{})))
}

// getEvent serves GET /v1/events/{event_id} (获取单个活动详情).
func getEvent(c *op.Call) (op.Reply, error) {
	event, _ := events.Get(c.Tx, c.Path("event_id"))
	w := newWriter(c.Tx)
	return c.OK(w.document(w.event(event, detail(c.Tx, event), related{owner: true, roadmap: true})))
}

// findEvent refuses with ErrEventNotFound.
func findEvent(r *op.Request) (op.Reply, bool) {
	if _, ok := events.Get(r.View, r.Input.Path["event_id"]); !ok {
		return r.Stop(ErrEventNotFound.Because("there is no event %s in session %s", r.Input.Path["event_id"], r.Session))
	}
	return r.Pass()
}

// findOwnEvent refuses with ErrEventNotFound or ErrNotOwner (L27).
func findOwnEvent(r *op.Request) (op.Reply, bool) {
	if reply, done := findEvent(r); done {
		return reply, done
	}
	event, _ := events.Get(r.View, r.Input.Path["event_id"])
	if r.Caller.ID != event.Owner && r.Caller.ID != systemBot {
		return r.Stop(ErrNotOwner.Because("%s owns event %s, and %s asks", event.Owner, event.ID, r.Caller.ID))
	}
	leavePrivilege(r, event.PrivilegeType)
	return r.Pass()
}

// change gives the event what was sent, which fits its rules, and tells whether
// anything was.
func (e *Event) change(attributes, relations map[string]any) (changed bool) {
	text := func(name string, into *string, of func(string) string) {
		if value, sent := attributes[name]; sent {
			s, _ := value.(string)
			*into, changed = of(s), true
		}
	}
	same := func(s string) string { return s }
	text("title", &e.Title, same)
	text("content", &e.Content, paragraph)
	text("location", &e.Location, same)
	text("logo", &e.Logo, same)
	moment := func(name string, into **clock.Instant) {
		if value, sent := attributes[name]; sent {
			s, _ := value.(string)
			*into, changed = nil, true
			if at, err := clock.Parse(s); err == nil {
				*into = &at
			}
		}
	}
	started, ended := &e.StartedAt, &e.EndedAt
	moment("started_at", &started)
	moment("ended_at", &ended)
	e.StartedAt, e.EndedAt = *started, *ended
	moment("closed_at", &e.ClosedAt)
	moment("attend_start_at", &e.AttendStartAt)
	moment("attend_end_at", &e.AttendEndAt)
	number := func(name string, into *int64) {
		if value, sent := attributes[name]; sent {
			*into, _ = whole(value)
			changed = true
		}
	}
	number("duration", &e.Duration)
	number("privilege_type", &e.PrivilegeType)
	for name, into := range map[string]*string{"team": &e.Team, "category": &e.Category} {
		if value, sent := relations[name]; sent {
			*into, _ = identified(value)
			changed = true
		}
	}
	if value, sent := relations["privilege"]; sent {
		e.Privilege, changed = grants(value), true
	}
	return changed
}

// grants are who a privilege names.
func grants(privilege any) []Grant {
	object, _ := privilege.(map[string]any)
	data, _ := object["data"].([]any)
	var all []Grant
	for _, item := range data {
		who, _ := item.(map[string]any)
		kind, _ := who["type"].(string)
		all = append(all, Grant{Type: kind, ID: idText(who["id"])})
	}
	return all
}

// paragraph is a content as it is answered: one without tags as a paragraph of its
// own (L17).
func paragraph(content string) string {
	if content == "" || hasTags(content) {
		return content
	}
	return "<p>" + html.EscapeString(content) + "</p>"
}

func hasTags(content string) bool {
	_, tags := plain(content)
	return tags
}

// plain is the text of a content, and whether it has any tags.
func plain(content string) (text string, tags bool) {
	if text, one := strings.CutPrefix(content, "<p>"); one && !strings.ContainsAny(strings.TrimSuffix(text, "</p>"), "<&\r\x00") {
		return strings.TrimSuffix(text, "</p>"), true // as most are, so that no tokenizer is needed
	}
	var b strings.Builder
	for z := nethtml.NewTokenizer(strings.NewReader(content)); ; {
		switch z.Next() {
		case nethtml.ErrorToken:
			return b.String(), tags
		case nethtml.TextToken:
			b.Write(z.Text())
		case nethtml.StartTagToken, nethtml.EndTagToken, nethtml.SelfClosingTagToken:
			tags = true
		case nethtml.CommentToken, nethtml.DoctypeToken:
		}
	}
}

// summary is the text of the content (L17).
func (e Event) summary() string {
	text, _ := plain(e.Content)
	return strings.TrimSpace(text)
}
