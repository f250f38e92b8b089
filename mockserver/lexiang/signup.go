package lexiang

import (
	"net/http"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// participantAttributes are a staff member's as a participant (L39).
type participantAttributes struct {
	Name         string  `json:"name"`
	EnglishName  *string `json:"english_name"`
	Organization string  `json:"organization"`
	IsJoined     string  `json:"is_joined"`
	JoinedAt     string  `json:"joined_at"`
	IsAttended   string  `json:"is_attended"`
	AttendedAt   *string `json:"attended_at"`
}

// participantList is the participants on the wire: nothing but them (L39).
type participantList struct {
	Data []resource `json:"data"`
}

// listParticipants serves GET /v1/events/{event_id}/participants (获取活动参与成员): in
// the order in which they signed up (L39, L40).
func listParticipants(c *op.Call) (op.Reply, error) {
	number, size := window(c)
	list := participantList{Data: []resource{}}
	for _, s := range state.Page(c.Tx, joined.Of(state.Key("").Text(c.Path("event_id"))).Oldest(), number, size) {
		staff, _ := staffs.Get(c.Tx, s.Staff)
		is := "否"
		if s.AttendedAt != nil {
			is = "是"
		}
		list.Data = append(list.Data, resource{Type: "staff", ID: staff.ID, Attributes: participantAttributes{
			Name: staff.Name, EnglishName: staff.EnglishName, Organization: staff.Organization,
			IsJoined: "已报名", JoinedAt: s.JoinedAt.Second(), IsAttended: is, AttendedAt: second(s.AttendedAt),
		}})
	}
	return c.OK(list)
}

// staffOf is a staff member, the one without a row among them.
func staffOf(tx *state.Tx, id string) (Staff, bool) {
	if id == systemBot {
		return Staff{ID: systemBot, Name: systemBot}, true
	}
	return staffs.Get(tx, id)
}

func isStaff(tx *state.Tx, id string) bool {
	_, ok := staffOf(tx, id)
	return ok
}

// findStaff refuses with ErrStaffNotFound (L41).
func findStaff(r *op.Request) (op.Reply, bool) {
	if !isStaff(r.View, r.Input.Path["staff_id"]) {
		return r.Stop(ErrStaffNotFound.Because("there is no staff member %s in session %s", r.Input.Path["staff_id"], r.Session))
	}
	return r.Pass()
}

// testers are what the document has no endpoint for, at the control plane (L42, L43).
var testers = map[string]op.Operation{
	"signUp":   {Run: signUp},
	"signIn":   {Run: signIn},
	"withdraw": {Run: withdraw},
}

// signUp serves PUT /__admin/lexiang/events/{event_id}/participants/{staff_id}. Who has
// signed up already keeps their time. It refuses with errNoEvent, errNoStaff or
// errFull (L43).
func signUp(c *op.Call) (op.Reply, error) {
	event, ok := events.Get(c.Tx, c.Path("event_id"))
	if !ok {
		return c.Refuse(errNoEvent)
	}
	staff, ok := staffs.Get(c.Tx, c.Path("staff_id"))
	if !ok {
		return c.Refuse(errNoStaff)
	}
	if signup, already := signups.Get(c.Tx, signupKey(event.ID, staff.ID)); already {
		return c.OK(signup)
	}
	if count := participants(c.Tx, event.ID); event.overfull(count + 1) {
		return c.Refuse(errFull.Because("event %s takes %d participants, and there are %d", event.ID, *event.ParticipantCountLimit, count))
	}
	signup := Signup{Event: event.ID, Staff: staff.ID, JoinedAt: moment(c)}
	signups.Put(c.Tx, signup)
	return c.OK(signup)
}

// signIn serves PUT /__admin/lexiang/events/{event_id}/participants/{staff_id}/attendance.
// It refuses with errNoSignup.
func signIn(c *op.Call) (op.Reply, error) {
	signup, ok := signups.Get(c.Tx, signupKey(c.Path("event_id"), c.Path("staff_id")))
	if !ok {
		return c.Refuse(errNoSignup)
	}
	if signup.AttendedAt == nil {
		now := c.Now()
		signup.AttendedAt = &now
		signups.Put(c.Tx, signup)
	}
	return c.OK(signup)
}

// withdraw serves DELETE /__admin/lexiang/events/{event_id}/participants/{staff_id}. It
// refuses with errNoSignup.
func withdraw(c *op.Call) (op.Reply, error) {
	if !signups.Delete(c.Tx, signupKey(c.Path("event_id"), c.Path("staff_id"))) {
		return c.Refuse(errNoSignup)
	}
	return op.Reply{Status: http.StatusNoContent, Bare: true}, nil
}
