package generate_test

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"slices"
	"testing"
	"time"

	diffs "github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver"
	"contractmock/mockserver/chaoqer"
	"contractmock/mockserver/clock"
	"contractmock/mockserver/generate"
	"contractmock/mockserver/lexiang"
	"contractmock/mockserver/tickets"
)

// TestWhateverIsGeneratedPassesTheAudit: a mock that starts has audited its fixtures.
func TestWhateverIsGeneratedPassesTheAudit(t *testing.T) {
	t.Parallel()
	few := rapid.OneOf(rapid.Just(0), rapid.Just(1), rapid.IntRange(2, 40))
	rapid.Check(t, func(t *rapid.T) {
		var words []string
		for _, noun := range generate.Nouns() {
			word := fmt.Sprintf("%s=%d", noun, few.Draw(t, noun.String()))
			if _, err := generate.Parse(append(slices.Clone(words), word)); err == nil { // there can be so many
				words = append(words, word)
			}
		}
		p, err := generate.Parse(words)
		if err != nil {
			t.Fatal(err)
		}
		starts(t, p, rapid.Uint64().Draw(t, "seed"))
	})
}

func TestTheDefaultsPassTheAudit(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		starts(t, plan(t), seed)
	}
}

func starts(t rapid.TB, p generate.Plan, seed uint64) {
	t.Helper()
	if _, err := mockserver.New(mockserver.Options{Fixtures: files(t, p, seed)}); err != nil {
		t.Fatalf("seed %d: %v", seed, err)
	}
}

func TestASeedDecidesEveryByte(t *testing.T) {
	t.Parallel()
	words := []string{"persons=50", "tickets=50", "users=50", "staffs=50"}
	for _, api := range []string{"tickets", "chaoqer", "lexiang"} {
		var same, again, other bytes.Buffer
		for seed, b := range map[uint64][]*bytes.Buffer{0: {&same, &again}, 7: {&other}} {
			for _, into := range b {
				if _, err := plan(t, words...).Write(into, api, seed); err != nil {
					t.Fatal(err)
				}
			}
		}
		if !bytes.Equal(same.Bytes(), again.Bytes()) {
			t.Errorf("%s: the same seed gave other bytes", api)
		}
		if bytes.Equal(same.Bytes(), other.Bytes()) {
			t.Errorf("%s: another seed gave the same bytes", api)
		}
	}
}

func TestAnErrorOfTheWriterIsTold(t *testing.T) {
	t.Parallel()
	if _, err := plan(t).Write(full{}, "chaoqer", 1); err == nil {
		t.Error("nothing was written, and nobody told")
	}
}

type full struct{}

func (full) Write([]byte) (int, error) { return 0, fmt.Errorf("no space left") }

// TestThereIsAsMuchAsWasAskedFor holds the counts of the nouns against the rows.
func TestThereIsAsMuchAsWasAskedFor(t *testing.T) {
	t.Parallel()
	tables := map[string]string{"chaoqer.users": "accounts", "lexiang.participants": "signups"} // where they are not called alike
	var words []string
	want, got := map[string]int{}, map[string]int{}
	for i, noun := range generate.Nouns() {
		words = append(words, fmt.Sprintf("%s=%d", noun, 41+i))
		want[noun.API+"."+cmp.Or(tables[noun.String()], noun.Name)] = 41 + i
	}
	p := plan(t, words...)
	for _, api := range p.APIs {
		totals, err := p.Write(io.Discard, api, 3)
		if err != nil {
			t.Fatal(err)
		}
		for _, total := range totals {
			if table := api + "." + total.Table; want[table] > 0 {
				got[table] = total.Rows
			}
		}
	}
	if diff := diffs.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}

// rows are the generated rows of a table.
func rows[T any](t *testing.T, data []byte, table string) []T {
	t.Helper()
	var all []T
	for line := range bytes.Lines(data) {
		var row struct {
			Table string
			Row   json.RawMessage
		}
		if err := json.Unmarshal(line, &row); err != nil {
			t.Fatal(err)
		}
		if row.Table != table {
			continue
		}
		var one T
		if err := json.Unmarshal(row.Row, &one); err != nil {
			t.Fatalf("%s: %v", line, err)
		}
		all = append(all, one)
	}
	if len(all) == 0 {
		t.Fatalf("there are no %s", table)
	}
	return all
}

// ordered reports points in time that are not one after the other, or not before the
// session begins.
func ordered(t *testing.T, what string, times ...*clock.Instant) {
	t.Helper()
	before := clock.Offset(-3 * 365 * 24 * time.Hour)
	for _, at := range times {
		if at == nil {
			continue
		}
		if *at < before || *at > clock.Offset(-time.Minute) {
			t.Errorf("%s: %s comes after %s, and a minute before the session", what, before, *at)
		}
		before = *at
	}
}

func TestTicketsHaveAHistory(t *testing.T) {
	t.Parallel()
	data := files(t, plan(t, "persons=100", "tickets=1000"), 1)["tickets.jsonl"].Data
	roles := map[int64]tickets.Role{}
	for _, p := range rows[tickets.Person](t, data, "persons") {
		roles[p.ID] = p.Role
	}
	statuses := map[tickets.Status]int{}
	for _, ticket := range rows[tickets.Ticket](t, data, "tickets") {
		what := fmt.Sprintf("ticket %d", ticket.ID)
		ordered(t, what, ticket.CreateTime, ticket.AssignedTime, ticket.CompletionTime)
		statuses[ticket.RepairStatus]++
		if roles[ticket.UserID] != tickets.RoleUser {
			t.Errorf("%s is of a %s", what, roles[ticket.UserID])
		}
		if id := ticket.AssignedTechnicianID; id != nil && roles[*id] != tickets.RoleTechnician {
			t.Errorf("%s is repaired by a %s", what, roles[*id])
		}
		if (ticket.RepairStatus == tickets.StatusRepairing || ticket.RepairStatus == tickets.StatusDone) && ticket.AssignedTechnicianID == nil {
			t.Errorf("%s is %s by nobody", what, ticket.RepairStatus)
		}
	}
	if len(statuses) != 7 {
		t.Errorf("not every status is there: %v", statuses)
	}
}

func TestChaoqersRowsAgree(t *testing.T) {
	t.Parallel()
	data := files(t, plan(t, "users=100", "blocks=2000", "rooms=300"), 1)["chaoqer.jsonl"].Data
	type pair = [2]string
	members, blocked := map[pair]clock.Instant{}, map[pair]bool{}
	for _, b := range rows[chaoqer.Block](t, data, "blocks") {
		blocked[pair{b.UID, b.Blocked}] = true
	}
	for _, m := range rows[chaoqer.Member](t, data, "members") {
		members[pair{m.ClubID, m.UID}] = m.Time
	}
	for _, c := range rows[chaoqer.Club](t, data, "clubs") {
		joined := members[pair{c.ClubID, c.UID}]
		ordered(t, "club "+c.ClubID, &c.CreateTime, &joined)
	}
	rooms := map[string]chaoqer.Room{}
	for _, r := range rows[chaoqer.Room](t, data, "rooms") {
		rooms[r.RoomID] = r
		joined, in := members[pair{r.ClubID, r.UID}]
		if r.ClubID != "" && (!in || joined > r.CreateTime) {
			t.Errorf("room %s is in a club that its host is not in yet", r.RoomID)
		}
	}
	for _, v := range rows[chaoqer.Visitor](t, data, "visitors") {
		room := rooms[v.RoomID]
		ordered(t, "a visitor of "+v.RoomID, &room.CreateTime, &v.Time)
		if blocked[pair{room.UID, v.UID}] {
			t.Errorf("%s is in room %s, whose host has blocked them", v.UID, v.RoomID)
		}
		if _, in := members[pair{room.ClubID, v.UID}]; room.ClubID != "" && !in {
			t.Errorf("%s is in room %s, and not in its club", v.UID, v.RoomID)
		}
	}
	phases, events := map[int]int{}, map[string]chaoqer.Event{}
	for _, e := range rows[chaoqer.Event](t, data, "events") {
		events[e.EventID] = e
		phases[e.Phase(clock.Offset(0))]++
		if e.RoomID != "" {
			ordered(t, "event "+e.EventID, &e.CreateTime, new(rooms[e.RoomID].CreateTime))
			if rooms[e.RoomID].UID != e.UID || rooms[e.RoomID].ClubID != "" {
				t.Errorf("event %s was started in a room that is not public, or has another host", e.EventID)
			}
		}
	}
	if len(phases) != 3 {
		t.Errorf("not every phase is there: %v", phases)
	}
	for _, r := range rows[chaoqer.Reservation](t, data, "reservations") {
		if e := events[r.EventID]; e.Has(r.UID) || e.RoomID != "" {
			t.Errorf("%s has reserved event %s, which is theirs or has started", r.UID, r.EventID)
		}
	}
	seen := map[string]int64{}
	for _, i := range rows[chaoqer.Inbox](t, data, "inboxes") {
		seen[i.UID] = i.Seen
	}
	previous := chaoqer.Message{CreateTime: clock.Offset(-3 * 365 * 24 * time.Hour)}
	for _, m := range rows[chaoqer.Message](t, data, "messages") {
		ordered(t, fmt.Sprintf("message %d", m.ID), &previous.CreateTime, &m.CreateTime)
		if m.ID <= previous.ID || m.Read != (m.ID <= seen[m.UID]) {
			t.Errorf("message %d after %d: read is %t, and %s has looked until %d", m.ID, previous.ID, m.Read, m.UID, seen[m.UID])
		}
		previous = m
	}
}

func TestLexiangsRowsAgree(t *testing.T) {
	t.Parallel()
	data := files(t, plan(t, "staffs=100", "lexiang.events=300", "participants=15000"), 1)["lexiang.jsonl"].Data
	events, participants := map[string]lexiang.Event{}, map[string]int64{}
	for _, e := range rows[lexiang.Event](t, data, "events") {
		events[e.ID] = e
		ordered(t, "event "+e.ID, &e.CreatedAt, &e.UpdatedAt)
		if e.CreatedAt > e.StartedAt || e.StartedAt >= e.EndedAt {
			t.Errorf("event %s was made %s, and is from %s to %s", e.ID, e.CreatedAt, e.StartedAt, e.EndedAt)
		}
	}
	for _, s := range rows[lexiang.Signup](t, data, "signups") {
		e := events[s.Event]
		participants[s.Event]++
		ordered(t, "a sign-up for "+e.ID, &e.CreatedAt, &s.JoinedAt, s.AttendedAt)
		if s.JoinedAt > e.StartedAt || e.ClosedAt != nil && s.JoinedAt > *e.ClosedAt {
			t.Errorf("%s joined event %s too late", s.Staff, e.ID)
		}
		if s.AttendedAt != nil && (*s.AttendedAt < e.StartedAt || *s.AttendedAt > e.EndedAt) {
			t.Errorf("%s attended event %s when it was not on", s.Staff, e.ID)
		}
	}
	lotteries, full := 0, 0
	for id, e := range events {
		switch limit := e.ParticipantCountLimit; {
		case limit == nil:
		case e.EnableRandomExtract && *limit < participants[id]:
			lotteries++
		case *limit == participants[id]:
			full++
		}
	}
	if lotteries == 0 || full == 0 {
		t.Errorf("%d lotteries have more participants than places, and %d events are full", lotteries, full)
	}
}
