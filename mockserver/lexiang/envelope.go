package lexiang

import (
	"strconv"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// mediaType is the Content-Type of resources; errors and tokens are plain JSON.
const mediaType = "application/vnd.api+json"

// tokenResult is a token on the wire (L01).
type tokenResult struct {
	TokenType   string `json:"token_type"`
	ExpiresIn   int    `json:"expires_in"`
	AccessToken string `json:"access_token"`
}

// problems are what is wrong with a request, by dotted path (L05).
type problems map[string][]string

func (p problems) add(path, says string) { p[path] = append(p[path], says) }

// failure is an error on the wire: always an object (L05).
type failure struct {
	Errors any `json:"errors"`
}

// envelope writes resources as they are, and refusals as their problems or their
// message.
func envelope(r *op.Request, reply op.Reply) (op.Answer, error) {
	if answer, ok := reply.Plain(); ok {
		return answer, nil
	}
	if reply.Refusal == nil {
		if r.Operation != nil && r.Operation.ID == "issueToken" {
			return reply.JSON(op.JSONType, reply.Value)
		}
		return reply.JSON(mediaType, reply.Value)
	}
	if found, ok := reply.Value.(problems); ok {
		return reply.JSON(op.JSONType, failure{found})
	}
	return reply.JSON(op.JSONType, failure{map[string]string{"detail": reply.Refusal.Message}})
}

// document is an answer with resources.
type document struct {
	Data     any        `json:"data"`
	Links    *pageLinks `json:"links,omitempty"`
	Meta     *pageMeta  `json:"meta,omitempty"`
	Included []resource `json:"included"`
}

// resource is one thing on the wire.
type resource struct {
	Type          string         `json:"type"`
	ID            string         `json:"id"`
	Attributes    any            `json:"attributes"`
	Links         *links         `json:"links,omitempty"`
	Relationships *relationships `json:"relationships,omitempty"`
}

// links lead to the platform (L19).
type links struct {
	Platform string `json:"platform"`
}

// relationships are what an event refers to, where it does.
type relationships struct {
	Owner    *toOne `json:"owner,omitempty"`
	Category *toOne `json:"category,omitempty"`
	Team     *toOne `json:"team,omitempty"`
	Roadmap  *toOne `json:"roadmap,omitempty"`
}

type toOne struct {
	Data identifier `json:"data"`
}

// identifier names a resource. A roadmap's id is a number here and a text where it
// is included, both as documented (L38).
type identifier struct {
	Type string `json:"type"`
	ID   any    `json:"id"`
}

func refer(kind string, id any) *toOne { return &toOne{identifier{kind, id}} }

// writtenAttributes are an event's in the answers to a create and an edit (L18).
type writtenAttributes struct {
	Title                 string  `json:"title"`
	Content               string  `json:"content"`
	Summary               string  `json:"summary"`
	Location              string  `json:"location"`
	Logo                  string  `json:"logo"`
	PrivilegeType         int64   `json:"privilege_type"`
	ClosedAt              *string `json:"closed_at"`
	StartedAt             string  `json:"started_at"`
	EndedAt               string  `json:"ended_at"`
	UpdatedAt             string  `json:"updated_at"`
	ParticipantCount      int     `json:"participant_count"`
	AttendeeCount         int     `json:"attendee_count"`
	ParticipantCountLimit *int64  `json:"participant_count_limit"`
	CreatedAt             string  `json:"created_at"`
	AttendMethod          string  `json:"attend_method"`
	AttendLocation        string  `json:"attend_location"`
	AttendStartAt         *string `json:"attend_start_at"`
	AttendEndAt           *string `json:"attend_end_at"`
}

// rowAttributes are an event's in the list (L32).
type rowAttributes struct {
	Title                 string  `json:"title"`
	Summary               string  `json:"summary"`
	Logo                  string  `json:"logo"`
	Location              string  `json:"location"`
	StartedAt             string  `json:"started_at"`
	EndedAt               string  `json:"ended_at"`
	Duration              int64   `json:"duration"`
	CreatedAt             string  `json:"created_at"`
	ParticipantCount      int     `json:"participant_count"`
	ParticipantCountLimit *int64  `json:"participant_count_limit"`
	PrivilegeType         int64   `json:"privilege_type"`
	ClosedAt              *string `json:"closed_at"`
	AppSourceType         string  `json:"app_source_type"`
}

// signedUpAttributes are an event's among those of a staff member (L41).
type signedUpAttributes struct {
	writtenAttributes
	Duration int64 `json:"duration"`
}

// detailAttributes are an event's in its detail (L37).
type detailAttributes struct {
	signedUpAttributes
	AppSourceType string `json:"app_source_type"`
}

func written(tx *state.Tx, e Event) writtenAttributes {
	return writtenAttributes{
		Title: e.Title, Content: e.Content, Summary: e.summary(), Location: e.Location, Logo: e.Logo, PrivilegeType: e.PrivilegeType,
		ClosedAt: second(e.ClosedAt), StartedAt: e.StartedAt.Second(), EndedAt: e.EndedAt.Second(), UpdatedAt: e.UpdatedAt.Second(),
		ParticipantCount: participants(tx, e.ID), AttendeeCount: attendees(tx, e.ID), ParticipantCountLimit: e.ParticipantCountLimit,
		CreatedAt: e.CreatedAt.Second(), AttendMethod: e.AttendMethod, AttendLocation: e.AttendLocation,
		AttendStartAt: second(e.AttendStartAt), AttendEndAt: second(e.AttendEndAt),
	}
}

func row(tx *state.Tx, e Event) rowAttributes {
	return rowAttributes{
		Title: e.Title, Summary: e.summary(), Logo: e.Logo, Location: e.Location, StartedAt: e.StartedAt.Second(), EndedAt: e.EndedAt.Second(),
		Duration: e.Duration, CreatedAt: e.CreatedAt.Second(), ParticipantCount: participants(tx, e.ID),
		ParticipantCountLimit: e.ParticipantCountLimit, PrivilegeType: e.PrivilegeType, ClosedAt: second(e.ClosedAt), AppSourceType: e.source(),
	}
}

func signedUp(tx *state.Tx, e Event) signedUpAttributes {
	return signedUpAttributes{written(tx, e), e.Duration}
}

func detail(tx *state.Tx, e Event) detailAttributes {
	return detailAttributes{signedUp(tx, e), e.source()}
}

// source is where the event came from (L38).
func (e Event) source() string {
	if e.Roadmap != 0 {
		return "roadmap"
	}
	return "event"
}

// second is a time as the document writes it; none stays null.
func second(t *clock.Instant) *string {
	if t == nil {
		return nil
	}
	text := t.Second()
	return &text
}

// related says which of its relationships an event shows.
type related struct{ owner, roadmap bool }

// writer makes the resources of one answer: events, and once each what they refer
// to (L35).
type writer struct {
	tx       *state.Tx
	tenant   string
	seen     map[identifier]bool
	included map[string][]resource // by type
}

func newWriter(tx *state.Tx) *writer {
	s, _ := settings.Get(tx, "settings")
	return &writer{tx: tx, tenant: s.Tenant, seen: map[identifier]bool{}, included: map[string][]resource{}}
}

// event is an event as a resource. What it refers to is included.
func (w *writer) event(e Event, attributes any, shows related) resource {
	r := &relationships{}
	platform := w.tenant + "/events/" + e.ID
	if shows.owner {
		r.Owner = refer("staff", e.Owner)
		staff, _ := staffOf(w.tx, e.Owner)
		w.include("staff", e.Owner, staffAttributes{staff.Name, staff.EnglishName, staff.Organization}, nil)
	}
	if category, ok := categories.Get(w.tx, e.Category); ok {
		r.Category = refer("category", category.ID)
		w.include("category", category.ID, categoryAttributes{category.Name, category.Weight}, nil)
	}
	if team, ok := teams.Get(w.tx, e.Team); ok {
		r.Team = refer("team", team.ID)
		at := w.tenant + "/teams/" + team.Code
		platform = at + "/events/" + e.ID
		w.include("team", team.ID, teamAttributes{team.Name, team.Code, team.Logo, team.Type, team.IsSecret}, &links{at})
	}
	if roadmap, ok := roadmaps.Get(w.tx, e.Roadmap); ok && shows.roadmap {
		r.Roadmap = refer("roadmap", roadmap.ID)
		w.include("roadmap", strconv.FormatInt(roadmap.ID, 10), roadmapAttributes{
			roadmap.Title, roadmap.CheckpointCount, roadmap.Content, roadmap.CreatedAt.Second(), roadmap.Cover, roadmap.SubjectType, roadmap.Status,
		}, nil)
	}
	return resource{Type: "event", ID: e.ID, Attributes: attributes, Links: &links{platform}, Relationships: r}
}

func (w *writer) include(kind, id string, attributes any, at *links) {
	name := identifier{kind, id}
	if w.seen[name] {
		return
	}
	w.seen[name] = true
	w.included[kind] = append(w.included[kind], resource{Type: kind, ID: id, Attributes: attributes, Links: at})
}

// document is an answer with what its resources refer to, type by type.
func (w *writer) document(data any) document {
	included := make([]resource, 0, len(w.seen))
	for _, kind := range []string{"staff", "category", "team", "roadmap"} {
		included = append(included, w.included[kind]...)
	}
	return document{Data: data, Included: included}
}

// The attributes of what is included (L45).

type staffAttributes struct {
	Name         string  `json:"name"`
	EnglishName  *string `json:"english_name"`
	Organization string  `json:"organization"`
}

type categoryAttributes struct {
	Name   string `json:"name"`
	Weight int64  `json:"weight"`
}

type teamAttributes struct {
	Name     string `json:"name"`
	Code     string `json:"code"`
	Logo     string `json:"logo"`
	Type     int64  `json:"type"`
	IsSecret int64  `json:"is_secret"`
}

type roadmapAttributes struct {
	Title           string `json:"title"`
	CheckpointCount int64  `json:"checkpoint_count"`
	Content         string `json:"content"`
	CreatedAt       string `json:"created_at"`
	Cover           string `json:"cover"`
	SubjectType     string `json:"subject_type"`
	Status          int64  `json:"status"`
}
