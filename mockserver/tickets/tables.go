package tickets

import (
	"fmt"
	"slices"
	"strconv"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
)

// Role is what a person may do.
type Role string

// The roles. Both kinds of administrator may see everything (T05 to T08).
const (
	RoleUser               Role = "user"
	RoleTechnician         Role = "technician"
	RoleAdministrator      Role = "administrator"
	RoleSuperAdministrator Role = "super-administrator"
)

var roles = []Role{RoleUser, RoleTechnician, RoleAdministrator, RoleSuperAdministrator}

// Person is somebody who can log in.
type Person struct {
	// ID is what uid and tid name.
	ID int64 `json:"id"`
	// Name is what scenarios call them.
	Name string `json:"name"`
	Role Role   `json:"role"`
}

// Administrator tells whether the person may see every ticket.
func (p Person) Administrator() bool {
	return p.Role == RoleAdministrator || p.Role == RoleSuperAdministrator
}

// MaySee tells whether the person may see what is that person's: their own, and for
// administrators everybody's (T05 to T08).
func (p Person) MaySee(id int64) bool { return p.ID == id || p.Administrator() }

// String is the person in a diagnosis.
func (p Person) String() string { return fmt.Sprintf("%s is %s %d", p.Name, p.Role, p.ID) }

// Status is how far a ticket has come.
type Status string

// The statuses.
const (
	StatusPending        Status = "Pending"
	StatusRepairing      Status = "Repairing"
	StatusUserConfirming Status = "UserConfirming"
	StatusTechConfirming Status = "TechConfirming"
	StatusDone           Status = "Done"
	StatusCanceled       Status = "Canceled"
	StatusClosed         Status = "Closed"
)

var statuses = []Status{
	StatusPending, StatusRepairing, StatusUserConfirming, StatusTechConfirming, StatusDone, StatusCanceled, StatusClosed,
}

// list is the value of the list parameter that keeps tickets of this status; ""
// is neither (T13, T15).
func (s Status) list() string {
	switch s {
	case StatusPending, StatusRepairing, StatusUserConfirming, StatusTechConfirming:
		return "pending"
	case StatusDone:
		return "done"
	default:
		return ""
	}
}

// Ticket is a repair ticket (工单).
type Ticket struct {
	ID                   int64          `json:"id"`
	UserID               int64          `json:"user_id"`
	MachinePurchaseDate  string         `json:"machine_purchase_date"`
	UserPhone            string         `json:"user_phone"`
	DeviceType           string         `json:"device_type"`
	ComputerBrand        string         `json:"computer_brand"`
	RepairDescription    string         `json:"repair_description"`
	RepairStatus         Status         `json:"repair_status"`
	RepairImageURL       string         `json:"repair_image_url"`
	FaultType            string         `json:"fault_type"`
	QQNumber             string         `json:"qq_number"`
	Campus               string         `json:"campus"`
	AssignedTechnicianID *int64         `json:"assigned_technician_id"`
	AssignedTime         *clock.Instant `json:"assigned_time"`
	CompletionTime       *clock.Instant `json:"completion_time"`

	// CreateTime and CompleteImageURL are not in the document; they are sent to the
	// mini-program only (see Settings).
	CreateTime       *clock.Instant `json:"create_time"`
	CompleteImageURL string         `json:"complete_image_url"`
}

// AssignedTo tells whether the person with that id repairs the ticket.
func (t Ticket) AssignedTo(id int64) bool {
	return t.AssignedTechnicianID != nil && *t.AssignedTechnicianID == id
}

// Settings is the one row of how the API behaves as a whole.
type Settings struct {
	// Compat is "mini-program" to send what the shipped mini-program reads beyond the
	// document: ids as texts, create_time and complete_image_url. "" is the document.
	Compat string `json:"compat"`
}

const compatMiniProgram = "mini-program"

var (
	schema   = state.NewSchema("tickets")
	settings = state.NewTable(schema, "settings", func(Settings) string { return "settings" })
	persons  = state.NewTable(schema, "persons", func(p Person) int64 { return p.ID })
	byName   = persons.Unique("name", func(p Person) (state.Key, bool) { return state.Key("").Text(p.Name), true })
	tokens   = op.NewTokens(schema, op.TokenRules{Life: time.Hour}) // T04
	tickets  = state.NewTable(schema, "tickets", func(t Ticket) int64 { return t.ID })

	// Every mode of getTicket, with and without list, is a range of one of these.
	byList       = tickets.Index(func(t Ticket) (state.Key, bool) { return listed(t, "") })
	byUser       = tickets.Index(func(t Ticket) (state.Key, bool) { return state.Key("").Int(t.UserID), true })
	byUserList   = tickets.Index(func(t Ticket) (state.Key, bool) { return listed(t, state.Key("").Int(t.UserID)) })
	byTechnician = tickets.Index(func(t Ticket) (state.Key, bool) {
		if t.AssignedTechnicianID == nil {
			return "", false
		}
		return state.Key("").Int(*t.AssignedTechnicianID), true
	})
	byTechnicianList = tickets.Index(func(t Ticket) (state.Key, bool) {
		if t.AssignedTechnicianID == nil {
			return "", false
		}
		return listed(t, state.Key("").Int(*t.AssignedTechnicianID))
	})
)

// listed continues a key with the list that the ticket is in, if it is in one.
func listed(t Ticket, key state.Key) (state.Key, bool) {
	list := t.RepairStatus.list()
	return key.Text(list), list != ""
}

// The audit: what every row must be, whoever wrote it.
func init() {
	settings.Check(func(_ *state.Tx, s Settings, report func(field, message string)) {
		if s.Compat != "" && s.Compat != compatMiniProgram {
			report("compat", fmt.Sprintf("%q is not known; it is %s, or empty for the document", s.Compat, compatMiniProgram))
		}
	})
	persons.Check(func(_ *state.Tx, p Person, report func(field, message string)) {
		positive(p.ID, "id", report)
		if p.Name == "" {
			report("name", "a person needs a name, for scenarios to call them by")
		}
		oneOf(p.Role, "role", roles, report)
	})
	tokens.Check(func(tx *state.Tx, t op.Token, report func(field, message string)) {
		id, _ := strconv.ParseInt(t.Holder, 10, 64)
		if _, ok := persons.Get(tx, id); !ok || t.Holder != strconv.FormatInt(id, 10) {
			report("holder", fmt.Sprintf("there is no person with the id %q", t.Holder))
		}
	})
	tickets.Check(checkTicket)
}

func checkTicket(tx *state.Tx, t Ticket, report func(field, message string)) {
	positive(t.ID, "id", report)
	if _, ok := persons.Get(tx, t.UserID); !ok {
		report("user_id", fmt.Sprintf("there is no person with the id %d", t.UserID))
	}
	if _, err := time.Parse(time.DateOnly, t.MachinePurchaseDate); err != nil {
		report("machine_purchase_date", fmt.Sprintf("a day in the form 2024-06-01 is expected, not %q", t.MachinePurchaseDate))
	}
	oneOf(t.RepairStatus, "repair_status", statuses, report)
	if t.AssignedTechnicianID != nil {
		if _, ok := persons.Get(tx, *t.AssignedTechnicianID); !ok {
			report("assigned_technician_id", fmt.Sprintf("there is no person with the id %d", *t.AssignedTechnicianID))
		}
	}
	// T19.4: null until they happen, and not afterwards.
	if (t.AssignedTechnicianID == nil) != (t.AssignedTime == nil) {
		report("assigned_time", "a ticket has both a technician and the time of the assignment, or neither")
	}
	if (t.RepairStatus == StatusDone) != (t.CompletionTime != nil) {
		report("completion_time", "a ticket that is Done has the time of its completion, any other has none")
	}
}

func positive(id int64, field string, report func(field, message string)) {
	if id < 1 || id > 2147483647 {
		report(field, fmt.Sprintf("an id is a whole number from 1 to 2147483647, not %d", id))
	}
}

func oneOf[T ~string](value T, field string, known []T, report func(field, message string)) {
	if slices.Contains(known, value) {
		return
	}
	words := make([]string, len(known))
	for i, k := range known {
		words[i] = string(k)
	}
	report(field, fmt.Sprintf("%q is not known%s", value, nearest.Hint(string(value), words)))
}
