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
		if uid != caller.ID && !caller.Administrator() {
			return c.Refuse(ErrNotPermitted.Because("the tickets of user %d are for that user and administrators; %s is %s %d", uid, caller.Name, caller.Role, caller.ID))
		}
		return listTickets(c, "by_user_id", "_all", byUser.Of(state.Key("").Int(uid)), byUserList, state.Key("").Int(uid))
	case c.Params.Has("tid"):
		tid := c.Params.Int("tid")
		if tid != caller.ID && !caller.Administrator() {
			return c.Refuse(ErrNotPermitted.Because("the tickets of technician %d are for that person and administrators; %s is %s %d", tid, caller.Name, caller.Role, caller.ID))
		}
		return listTickets(c, "by_technician_id", "_all", byTechnician.Of(state.Key("").Int(tid)), byTechnicianList, state.Key("").Int(tid))
	default:
		if !caller.Administrator() {
			return c.Refuse(ErrNotPermitted.Because("all tickets are for administrators; %s is %s %d and may ask with uid=%d or tid=%d", caller.Name, caller.Role, caller.ID, caller.ID, caller.ID))
		}
		return listTickets(c, "all_workorders", "", tickets.All(), byList, "")
	}
}

// oneTicket answers the ticket with that id to administrators, its owner and its
// technician (T06).
func oneTicket(c *op.Call, caller Person, id int64) (op.Reply, error) {
	ticket, ok := tickets.Get(c.Tx, id)
	switch {
	case !ok:
		return c.Refuse(ErrNoSuchTicket.Because("there is no ticket %d, and the document knows no error but missing permission", id))
	case !caller.Administrator() && ticket.UserID != caller.ID && !ticket.assignedTo(caller.ID):
		return c.Refuse(ErrNotPermitted.Because("ticket %d is for its owner, its technician and administrators; %s is %s %d", id, caller.Name, caller.Role, caller.ID))
	}
	page := page{requestType: "by_workorder_id", number: c.Params.Int("page")}
	if page.number == 1 { // T06.5
		page.tickets = []Ticket{ticket}
	}
	return reply(c, page)
}

func (t Ticket) assignedTo(id int64) bool {
	return t.AssignedTechnicianID != nil && *t.AssignedTechnicianID == id
}

// listTickets answers a page of all the tickets of a mode, or of those in the list
// that was asked for (T13), newest first (T18). The request_type is the mode's name
// and what was kept; key is where the mode's lists begin in their index.
func listTickets(c *op.Call, mode, kept string, rows state.Range[Ticket], lists *state.Index[Ticket, int64], key state.Key) (op.Reply, error) {
	if list := c.Params.Text("list"); list != "" {
		kept, rows = "_"+list, lists.Of(key.Text(list))
	}
	number := c.Params.Int("page")
	return reply(c, page{
		requestType: mode + kept,
		number:      number,
		tickets:     state.Page(c.Tx, rows, int(number), pageSize),
	})
}
