package generate

import (
	"fmt"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/lexiang"
)

func makeLexiang(m *maker, n counts) {
	var staffs, teams, categories []string
	for i := range n["staffs"] {
		staff := lexiang.Staff{ID: fmt.Sprintf("zhiyuan%06d", i+1), Name: m.name()}
		number := m.Rand.Intn(len(m.list("departments")))
		staff.Organization = fmt.Sprintf("%d %s", 100+number, m.list("departments")[number])
		if m.one(3) {
			english := m.FirstName() + " " + m.LastName()
			staff.EnglishName = &english
		}
		staffs = append(staffs, staff.ID)
		m.put("staffs", staff)
	}
	for i := range n["teams"] {
		words := m.list("teams")
		team := lexiang.Team{
			ID: m.id(), Name: numbered(words[i%len(words)]+"吧", i/len(words)), Code: fmt.Sprintf("k%06d", 200_001+i),
			Logo: "//static.lexiang-asset.net/build/img/default@2x-42e4b0a8.png", Type: 1 + int64(m.Rand.Intn(2)),
		}
		if m.one(10) {
			team.IsSecret = 1
		}
		teams = append(teams, team.ID)
		m.put("teams", team)
	}
	for i := range n["categories"] {
		words := m.list("categories")
		category := lexiang.Category{ID: m.id(), Name: numbered(words[i%len(words)], i/len(words)), Weight: int64(-i)}
		categories = append(categories, category.ID)
		m.put("categories", category)
	}
	m.makeEvents(n, staffs, teams, categories)
}

// makeEvents makes events and their participants: first who takes part in what, since
// no event takes fewer than it has.
func (m *maker) makeEvents(n counts, staffs, teams, categories []string) {
	participants := make([][]string, n["events"])
	of := len(staffs) * n["events"]
	for _, pair := range distinct(n["participants"], of, func() int { return m.below(n["events"])*len(staffs) + m.Rand.Intn(len(staffs)) }) {
		event := pair / len(staffs)
		participants[event] = append(participants[event], staffs[pair%len(staffs)])
	}
	for _, joined := range participants {
		event := m.activity(len(joined), staffs, teams, categories)
		m.put("events", event)
		until := min(event.StartedAt, lately)
		if event.ClosedAt != nil {
			until = min(until, *event.ClosedAt)
		}
		for _, staff := range joined {
			signup := lexiang.Signup{Event: event.ID, Staff: staff, JoinedAt: m.within(event.CreatedAt, until)}
			if event.StartedAt < lately && !m.one(5) {
				attended := m.within(event.StartedAt, min(event.EndedAt, lately))
				signup.AttendedAt = &attended
			}
			m.put("signups", signup)
		}
	}
}

// activity is an event with so many participants.
func (m *maker) activity(joined int, staffs, teams, categories []string) lexiang.Event {
	event := lexiang.Event{
		ID: m.id(), Title: m.word("activities"), Location: m.word("places"), Logo: "/img/group-building.png", AttendMethod: "qrcode",
		Owner: m.RandomString(staffs),
	}
	event.Content = "<p>" + event.Title + "，欢迎报名。</p>"
	if len(teams) > 0 && !m.one(4) {
		event.Team = m.RandomString(teams)
	}
	if len(categories) > 0 && !m.one(5) {
		event.Category = m.RandomString(categories)
	}
	m.privilege(&event, staffs)
	m.timetable(&event)
	if m.one(4) {
		event.AttendMethod, event.AttendLocation = "location", event.Location
	}
	switch m.Rand.Intn(6) {
	case 0: // full, or nearly
		limit := int64(max(1, joined+m.Rand.Intn(2)))
		event.ParticipantCountLimit = &limit
	case 1:
		limit := int64(joined + m.Number(5, 100))
		event.ParticipantCountLimit = &limit
	case 2: // a lottery has more participants than places
		limit := int64(1 + joined/3)
		event.ParticipantCountLimit, event.EnableRandomExtract = &limit, true
		closed := event.StartedAt.Add(-time.Hour)
		event.ClosedAt = &closed
	}
	return event
}

// privilege says who may see the event: mostly everybody.
func (m *maker) privilege(event *lexiang.Event, staffs []string) {
	switch m.Rand.Intn(10) {
	case 0:
		event.PrivilegeType = 1
		for _, id := range m.some(1+m.Rand.Intn(5), staffs) {
			event.Privilege = append(event.Privilege, lexiang.Grant{Type: "staff", ID: id})
		}
	case 1:
		event.PrivilegeType = 2
	}
}

// timetable gives the event its times: half of them are over, one in ten is on, the
// rest is to come.
func (m *maker) timetable(event *lexiang.Event) {
	lasts := time.Duration(m.Number(2, 16)) * 30 * time.Minute
	event.Duration = int64(lasts / time.Minute)
	switch phase := m.Rand.Intn(10); {
	case phase < 5:
		event.StartedAt = m.ago(2*day, 300*day)
	case phase < 6:
		event.StartedAt = m.ago(10*time.Minute, 50*time.Minute)
	default:
		event.StartedAt = clock.Offset(m.between(time.Hour, 60*day))
	}
	event.EndedAt = event.StartedAt.Add(lasts)
	event.CreatedAt = min(event.StartedAt, lately).Add(-m.between(2*time.Hour, 30*day))
	event.UpdatedAt = m.within(event.CreatedAt, min(event.StartedAt, lately))
	if m.one(3) {
		closed := event.StartedAt.Add(-m.between(10*time.Minute, time.Hour))
		event.ClosedAt = &closed
	}
	if m.one(2) {
		start, end := event.StartedAt.Add(-15*time.Minute), event.EndedAt
		event.AttendStartAt, event.AttendEndAt = &start, &end
	}
}
