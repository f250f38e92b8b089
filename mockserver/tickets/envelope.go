package tickets

import (
	"net/http"
	"strconv"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
)

// pageResult is a success on the wire (T20).
type pageResult struct {
	Success     bool   `json:"success"`
	Status      string `json:"status"`
	RequestType string `json:"request_type"`
	Data        []any  `json:"data"`
	Page        int64  `json:"page"`
	Limit       int    `json:"limit"`
}

// ticketResult is a ticket on the wire: the document's 15 members (T19).
type ticketResult struct {
	ID                   int64   `json:"id"`
	UserID               int64   `json:"user_id"`
	MachinePurchaseDate  string  `json:"machine_purchase_date"`
	UserPhone            string  `json:"user_phone"`
	DeviceType           string  `json:"device_type"`
	ComputerBrand        string  `json:"computer_brand"`
	RepairDescription    string  `json:"repair_description"`
	RepairStatus         Status  `json:"repair_status"`
	RepairImageURL       string  `json:"repair_image_url"`
	FaultType            string  `json:"fault_type"`
	QQNumber             string  `json:"qq_number"`
	Campus               string  `json:"campus"`
	AssignedTechnicianID *int64  `json:"assigned_technician_id"`
	AssignedTime         *string `json:"assigned_time"`
	CompletionTime       *string `json:"completion_time"`
}

// miniProgramResult is a ticket as the shipped mini-program reads it: ids as
// texts, and two members that the document lacks. The outer ids win over the
// inner ones.
type miniProgramResult struct {
	ticketResult
	ID                   string  `json:"id"`
	UserID               string  `json:"user_id"`
	AssignedTechnicianID *string `json:"assigned_technician_id"`
	CreateTime           *string `json:"create_time"`
	CompleteImageURL     string  `json:"complete_image_url"`
}

// failure is what is on the wire for 401, 404 and 405.
type failure struct {
	Error string `json:"error"`
}

// forbidden is a 403 on the wire (T09), and the 400 of a strict mock (T23).
type forbidden struct {
	Success     bool   `json:"success"`
	RequestType string `json:"requesttype"`
	Data        string `json:"data"`
}

// result is a page on the wire, its tickets as the setting compat wants them.
func (p page) result(compat string) pageResult {
	r := pageResult{Success: true, Status: "success", RequestType: p.requestType, Data: []any{}, Page: p.number, Limit: pageSize}
	for _, t := range p.tickets {
		if compat == compatMiniProgram {
			r.Data = append(r.Data, resultOf(t).forMiniProgram(t))
		} else {
			r.Data = append(r.Data, resultOf(t))
		}
	}
	return r
}

func resultOf(t Ticket) ticketResult {
	return ticketResult{
		ID: t.ID, UserID: t.UserID, MachinePurchaseDate: t.MachinePurchaseDate, UserPhone: t.UserPhone,
		DeviceType: t.DeviceType, ComputerBrand: t.ComputerBrand, RepairDescription: t.RepairDescription,
		RepairStatus: t.RepairStatus, RepairImageURL: t.RepairImageURL, FaultType: t.FaultType, QQNumber: t.QQNumber,
		Campus: t.Campus, AssignedTechnicianID: t.AssignedTechnicianID,
		AssignedTime: second(t.AssignedTime), CompletionTime: second(t.CompletionTime),
	}
}

func (r ticketResult) forMiniProgram(t Ticket) miniProgramResult {
	m := miniProgramResult{
		ticketResult: r, ID: strconv.FormatInt(t.ID, 10), UserID: strconv.FormatInt(t.UserID, 10),
		CreateTime: second(t.CreateTime), CompleteImageURL: t.CompleteImageURL,
	}
	if t.AssignedTechnicianID != nil {
		id := strconv.FormatInt(*t.AssignedTechnicianID, 10)
		m.AssignedTechnicianID = &id
	}
	return m
}

// second is a time as the document writes it; null stays null.
func second(t *clock.Instant) *string {
	if t == nil {
		return nil
	}
	text := t.Second()
	return &text
}

// envelope writes successes as they are and failures in the document's two forms,
// all of them as JSON (T26).
func envelope(_ *op.Request, reply op.Reply) (op.Answer, error) {
	if answer, ok := reply.Plain(); ok {
		return answer, nil
	}
	if reply.Refusal == nil {
		return reply.JSON(op.JSONType, reply.Value)
	}
	switch reply.Refusal.Status {
	case http.StatusForbidden, http.StatusBadRequest:
		return reply.JSON(op.JSONType, forbidden{Data: reply.Refusal.Message})
	default:
		return reply.JSON(op.JSONType, failure{reply.Refusal.Message})
	}
}
