package generate

import (
	"fmt"
	"strconv"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/tickets"
)

// Where the ids begin, above those of the embedded fixtures.
const (
	firstPerson = 20_001
	firstTicket = 10_001
)

// ticketsSince is how long ago the first ticket was written.
const ticketsSince = 400 * day

func makeTickets(m *maker, n counts) {
	var users, technicians []int64
	taken := map[string]int{}
	for i := range n["persons"] {
		name := m.name()
		person := tickets.Person{ID: firstPerson + int64(i), Name: numbered(name, taken[name]), Role: tickets.RoleUser}
		taken[name]++
		switch {
		case i%50 == 49:
			person.Role = tickets.RoleAdministrator
		case i%10 == 1:
			person.Role = tickets.RoleTechnician
			technicians = append(technicians, person.ID)
		default:
			users = append(users, person.ID)
		}
		m.put("persons", person)
	}
	for i := range n["tickets"] {
		m.put("tickets", m.ticket(i, n["tickets"], users, technicians))
	}
}

// ticket is number i of so many, the newest last.
func (m *maker) ticket(i, of int, users, technicians []int64) tickets.Ticket {
	t := tickets.Ticket{
		ID: firstTicket + int64(i), UserID: users[m.below(len(users))],
		MachinePurchaseDate: m.DateRange(time.Date(2019, 1, 1, 0, 0, 0, 0, clock.Zone), time.Date(2024, 5, 31, 0, 0, 0, 0, clock.Zone)).Format(time.DateOnly),
		QQNumber:            strconv.Itoa(m.Number(10_000_000, 2_147_483_647)), Campus: m.word("campuses"),
	}
	t.UserPhone = mobile(int(t.UserID))
	t.FaultType, t.RepairDescription = m.columns("faults")
	t.DeviceType, t.ComputerBrand = m.columns("devices")
	if m.one(2) {
		t.RepairImageURL = fmt.Sprintf("https://example.com/uploads/%d.jpg", t.ID)
	}
	slot := ticketsSince / time.Duration(of)
	created := clock.Offset(-ticketsSince + time.Duration(i)*slot + m.between(0, slot)).Add(-5 * time.Minute)
	t.CreateTime = &created
	m.progress(&t, created, technicians)
	return t
}

// progress gives a ticket as much of a history as there was time for.
func (m *maker) progress(t *tickets.Ticket, created clock.Instant, technicians []int64) {
	t.RepairStatus = tickets.StatusPending
	assigned := created.Add(m.between(10*time.Minute, 2*day))
	completed := assigned.Add(m.between(time.Hour, 4*day))
	switch {
	case m.one(12):
		t.RepairStatus = tickets.StatusCanceled
		return
	case len(technicians) == 0 || assigned > lately || m.one(20):
		return
	}
	t.AssignedTechnicianID, t.AssignedTime = &technicians[m.below(len(technicians))], &assigned
	switch {
	case completed > lately || m.one(15):
		t.RepairStatus = []tickets.Status{tickets.StatusRepairing, tickets.StatusRepairing, tickets.StatusUserConfirming, tickets.StatusTechConfirming}[m.Rand.Intn(4)]
	case m.one(12):
		t.RepairStatus = tickets.StatusClosed
	default:
		t.RepairStatus, t.CompletionTime = tickets.StatusDone, &completed
		if t.RepairImageURL != "" {
			t.CompleteImageURL = fmt.Sprintf("https://example.com/uploads/%d-done.jpg", t.ID)
		}
	}
}

// operators are the first three digits of Chinese mobiles. 138 and 139, which those of
// the embedded fixtures have, are left out.
var operators = []string{"133", "135", "136", "137", "150", "151", "152", "153", "157", "158", "159", "176", "177", "180", "181", "182", "183", "185", "186", "187", "188", "189", "199"}

// mobile is the Chinese mobile with that number: another for each number below 2.3
// billion, and neighbours do not look alike.
func mobile(number int) string {
	const subscribers = 100_000_000
	rest := number / len(operators)
	return fmt.Sprintf("%s%08d", operators[number%len(operators)], (rest*61_803_399+27_182_818)%subscribers)
}
