package chaoqer

import (
	"slices"
	"strings"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// window is how long before and after its time an event can be started (C61).
const window = 30 * time.Minute

// The phases of an event (C61).
const (
	phaseEarly = 0
	phaseDue   = 1
	phaseLate  = 2
)

// Phase is where an event stands at a time: early until half an hour before, due
// until half an hour after, both included (C61).
func (e Event) Phase(now clock.Instant) int {
	switch {
	case now <= e.EventTime.Add(-window):
		return phaseEarly
	case now <= e.EventTime.Add(window):
		return phaseDue
	default:
		return phaseLate
	}
}

// Has tells whether a user is a guest or host of the event.
func (e Event) Has(uid string) bool { return slices.Contains(e.MemberUIDList, uid) }

// eventResult is an event on the wire, as a viewer sees it (C66).
type eventResult struct {
	EventID         string      `json:"eventId"`
	UID             string      `json:"uid"`
	Name            string      `json:"name"`
	Desc            string      `json:"desc,omitempty"`
	MemberUIDList   []string    `json:"memberUidList"`
	EventTime       int64       `json:"eventTime"`
	EventTimeStatus int         `json:"eventTimeStatus"`
	CreateTime      int64       `json:"createTime"`
	Notify          int         `json:"notify"`
	RoomID          string      `json:"roomId,omitempty"`
	RoomResult      *roomResult `json:"roomResult,omitempty"`
}

// eventOf is an event as the viewer sees it at a time.
func eventOf(tx *state.Tx, viewer string, now clock.Instant, e Event) eventResult {
	_, reserved := reservations.Get(tx, pair(e.EventID, viewer))
	r := eventResult{
		EventID: e.EventID, UID: e.UID, Name: e.Name, Desc: e.Desc, MemberUIDList: e.MemberUIDList, EventTime: int64(e.EventTime),
		EventTimeStatus: e.Phase(now), CreateTime: int64(e.CreateTime), Notify: flag(reserved), RoomID: e.RoomID,
	}
	if room, open := openRoom(tx, e.RoomID); open {
		result := roomOf(tx, viewer, room)
		r.RoomResult = &result
	}
	return r
}

// sentEvent is the event that the parameters describe: names in one line, members
// once each (C60).
func sentEvent(c *op.Call, e Event) Event {
	e.Name, e.Desc = oneLine(c.Params.Text("name")), c.Params.Text("desc")
	if strings.TrimSpace(e.Desc) == "" {
		e.Desc = ""
	}
	e.EventTime = clock.Instant(c.Params.Int("eventTime"))
	e.MemberUIDList = nil
	seen := map[string]bool{}
	for _, uid := range c.Params.Texts("memberUidList") {
		if !seen[uid] {
			seen[uid] = true
			e.MemberUIDList = append(e.MemberUIDList, uid)
		}
	}
	return e
}

// unfit says why an event cannot be as it was sent: without the caller, or at a time
// that no clock shows.
func unfit(c *op.Call, event Event) *op.Refusal {
	switch {
	case event.EventTime < clock.Earliest || event.EventTime > clock.Latest:
		return &ErrEventTime
	case !event.Has(c.Caller.ID):
		return &ErrNotAMember
	default:
		return nil
	}
}

// createEvent serves POST /event (创建日程), and tells each other member (C35, C60). It
// refuses with ErrEventTime or ErrNotAMember.
func createEvent(c *op.Call) (op.Reply, error) {
	event := sentEvent(c, Event{EventID: c.Clock.ID(), UID: c.Caller.ID, CreateTime: c.Clock.Stamp()})
	if refusal := unfit(c, event); refusal != nil {
		return c.Refuse(*refusal)
	}
	events.Put(c.Tx, event)
	creator, _ := profiles.Get(c.Tx, c.Caller.ID)
	for _, uid := range event.MemberUIDList {
		if _, known := accounts.Get(c.Tx, uid); known && uid != c.Caller.ID {
			notify(c, Message{
				UID: uid, OriginUID: creator.UID, OriginPushType: pushInteractive,
				Title: creator.Nickname + "已添加你为活动嘉宾", Content: event.Name, URL: "chaoqer://event/" + event.EventID,
			})
		}
	}
	return c.OK(eventOf(c.Tx, c.Caller.ID, c.Now(), event))
}

// editEvent serves PUT /event/{eventId} (编辑日程): members replace everything, and the
// event is the editor's from then on (C60). It refuses with ErrEventNotFound,
// ErrEditStarted, ErrEventTime or ErrNotAMember.
func editEvent(c *op.Call) (op.Reply, error) {
	before, ok := events.Get(c.Tx, c.Path("eventId"))
	switch {
	case !ok:
		return c.Refuse(ErrEventNotFound)
	case before.RoomID != "":
		return c.Refuse(ErrEditStarted)
	case !before.Has(c.Caller.ID):
		return c.Refuse(ErrEventNotFound.Because("only the event's members may edit it"))
	}
	event := sentEvent(c, before)
	if refusal := unfit(c, event); refusal != nil {
		return c.Refuse(*refusal)
	}
	event.UID = c.Caller.ID
	events.Put(c.Tx, event)
	return c.OK(eventOf(c.Tx, c.Caller.ID, c.Now(), event))
}

// deleteEvent serves DELETE /event/{eventId} (删除日程), for every user (C62). It
// refuses with ErrEventNotFound or ErrDeleteStarted.
func deleteEvent(c *op.Call) (op.Reply, error) {
	event, ok := events.Get(c.Tx, c.Path("eventId"))
	switch {
	case !ok:
		return c.Refuse(ErrEventNotFound)
	case event.RoomID != "":
		return c.Refuse(ErrDeleteStarted)
	}
	events.Delete(c.Tx, event.EventID)
	for _, r := range reservers(c.Tx, event.EventID) {
		reservations.Delete(c.Tx, pair(r.EventID, r.UID))
	}
	return c.OK(nil)
}

// getEvent serves GET /event/{eventId} (获取日程). It refuses with ErrEventNotFound
// (C66).
func getEvent(c *op.Call) (op.Reply, error) {
	event, ok := events.Get(c.Tx, c.Path("eventId"))
	if !ok {
		return c.Refuse(ErrEventNotFound)
	}
	return c.OK(eventOf(c.Tx, c.Caller.ID, c.Now(), event))
}

// eventItem is an item of the list of events on the wire. Its eventTime is that of
// the creation, as in the sample (C63).
type eventItem struct {
	EventID     string      `json:"eventId"`
	EventResult eventResult `json:"eventResult"`
	EventTime   int64       `json:"eventTime"`
	SequenceID  string      `json:"sequenceId"`
}

// listEvents serves GET /event (分页获取日程列表): everybody's, newest created first
// (C63).
func listEvents(c *op.Call) (op.Reply, error) {
	list := []eventItem{}
	for _, event := range state.After(c.Tx, eventsByTime.Of(""), cursor(c), count(c)) {
		list = append(list, eventItem{
			EventID: event.EventID, EventResult: eventOf(c.Tx, c.Caller.ID, c.Now(), event), EventTime: int64(event.CreateTime),
			SequenceID: sequenceID(event.CreateTime, event.EventID),
		})
	}
	return c.OK(pageOf(c, list))
}

// notifyEvent serves POST /event/{eventId}/notify (预约日程) (C64). It refuses with
// ErrEventNotFound, ErrNotifyMember, ErrNotifyStarted or ErrNotifyLate.
func notifyEvent(c *op.Call) (op.Reply, error) {
	event, ok := events.Get(c.Tx, c.Path("eventId"))
	switch {
	case !ok:
		return c.Refuse(ErrEventNotFound)
	case event.Has(c.Caller.ID):
		return c.Refuse(ErrNotifyMember)
	case event.RoomID != "":
		return c.Refuse(ErrNotifyStarted)
	case event.Phase(c.Now()) == phaseLate:
		return c.Refuse(ErrNotifyLate)
	}
	reservations.Put(c.Tx, Reservation{EventID: event.EventID, UID: c.Caller.ID})
	return c.OK(nil)
}

// reservers are who has reserved an event.
func reservers(tx *state.Tx, eventID string) []Reservation {
	return state.All(tx, reservationsOf.Of(state.Key("").Text(eventID)).Oldest())
}

// startEvent serves POST /event/{eventId}/start (通过日程开始活动): a member of the event
// opens its room, which is public, and those who reserved are told (C35, C65). It
// refuses with ErrEventNotFound, ErrNotPermitted, ErrTooEarly or ErrTooLate.
func startEvent(c *op.Call) (op.Reply, error) {
	event, ok := events.Get(c.Tx, c.Path("eventId"))
	switch {
	case !ok:
		return c.Refuse(ErrEventNotFound)
	case !event.Has(c.Caller.ID):
		return c.Refuse(ErrNotPermitted)
	}
	switch event.Phase(c.Now()) {
	case phaseEarly:
		return c.Refuse(ErrTooEarly)
	case phaseLate:
		return c.Refuse(ErrTooLate)
	}
	if event.RoomID == "" { // C65.5: a second start gives the same room
		event.RoomID = newRoom(c, Room{Name: event.Name}).RoomID
		events.Put(c.Tx, event)
		for _, r := range reservers(c.Tx, event.EventID) {
			notify(c, Message{UID: r.UID, OriginPushType: pushSystem, Title: "你预约的活动已经开始了", Content: event.Name, URL: "chaoqer://room/" + event.RoomID})
		}
	}
	return c.OK(eventOf(c.Tx, c.Caller.ID, c.Now(), event))
}
