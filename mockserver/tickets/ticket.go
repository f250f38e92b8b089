package tickets

import (
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// pageSize is how many tickets a page has, in every mode (T16).
const pageSize = 10

// getTicket serves GET /v1/status/getTicket (获取工单): one page of the tickets
// that orderid, uid or tid asks for, or of all. It refuses with ErrNotPermitted
// (T09) or ErrNoSuchTicket (T10).
func getTicket(c *op.Call) (op.Reply, error) {
	caller := c.Caller.Row.(Person)
	switch { // T12: orderid > uid > tid > all
	case c.Params.Has("orderid"):
		return oneTicket(c, caller, c.Params.Int("orderid"))
	case c.Params.Has("uid"):
		uid := c.Params.Int("uid")
		if !caller.MaySee(uid) {
			return c.Refuse(ErrNotPermitted.Because("the tickets of user %d are for that user and administrators; %s", uid, caller))
		}
		return listTickets(c, ofUser(uid))
	case c.Params.Has("tid"):
		tid := c.Params.Int("tid")
		if !caller.MaySee(tid) {
			return c.Refuse(ErrNotPermitted.Because("the tickets of technician %d are for that person and administrators; %s", tid, caller))
		}
		return listTickets(c, ofTechnician(tid))
	case !caller.Administrator():
		return c.Refuse(ErrNotPermitted.Because("all tickets are for administrators; %s and may ask with uid=%d or tid=%d", caller, caller.ID, caller.ID))
	default:
		return listTickets(c, everybodys())
	}
}

// oneTicket answers the ticket with that id to administrators, its owner and its
// technician (T06).
func oneTicket(c *op.Call, caller Person, id int64) (op.Reply, error) {
	ticket, ok := tickets.Get(c.Tx, id)
	switch {
	case !ok:
		return c.Refuse(ErrNoSuchTicket.Because("there is no ticket %d, and the document knows no error but missing permission", id))
	case !caller.MaySee(ticket.UserID) && !ticket.AssignedTo(caller.ID):
		return c.Refuse(ErrNotPermitted.Because("ticket %d is for its owner, its technician and administrators; %s", id, caller))
	}
	page := page{requestType: "by_workorder_id", number: c.Params.Int("page")}
	if page.number == 1 { // T06.5
		page.tickets = []Ticket{ticket}
	}
	return page.reply(c)
}

// mode is a way of asking for many tickets.
type mode struct {
	// requestType is the request_type without list; its lists are named name_pending
	// and name_done.
	requestType, name string
	// rows are all its tickets; its lists begin with key in the index.
	rows  state.Range[Ticket]
	lists *state.Index[Ticket, int64]
	key   state.Key
}

// everybodys is all tickets (T05).
func everybodys() mode {
	return mode{requestType: "all_workorders", name: "all_workorders", rows: tickets.All(), lists: byList}
}

// ofUser is the tickets that a user reported (T07).
func ofUser(id int64) mode {
	key := state.Key("").Int(id)
	return mode{requestType: "by_user_id_all", name: "by_user_id", rows: byUser.Of(key), lists: byUserList, key: key}
}

// ofTechnician is the tickets that are assigned to a person (T08).
func ofTechnician(id int64) mode {
	key := state.Key("").Int(id)
	return mode{requestType: "by_technician_id_all", name: "by_technician_id", rows: byTechnician.Of(key), lists: byTechnicianList, key: key}
}

// listTickets answers a page of all the tickets of a mode, or of those in the list
// that was asked for (T13), newest first (T18).
func listTickets(c *op.Call, m mode) (op.Reply, error) {
	if list := c.Params.Text("list"); list != "" {
		m.requestType, m.rows = m.name+"_"+list, m.lists.Of(m.key.Text(list))
	}
	number := c.Params.Int("page")
	return page{
		requestType: m.requestType,
		number:      number,
		tickets:     state.Page(c.Tx, m.rows, int(number), pageSize),
	}.reply(c)
}

// page is a page of tickets and what it was asked by.
type page struct {
	requestType string
	number      int64
	tickets     []Ticket
}

// reply is the page as the document has it, or as the setting compat wants it.
func (p page) reply(c *op.Call) (op.Reply, error) {
	how, _ := settings.Get(c.Tx, "settings")
	reply, err := c.OK(p.result(how.Compat))
	if how.Compat != "" {
		reply.Departs = "compat " + how.Compat
	}
	return reply, err
}
