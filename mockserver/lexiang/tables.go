package lexiang

import (
	"fmt"
	"net/url"
	"slices"
	"strings"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/nearest"
)

// Settings is the one row of how the API behaves as a whole.
type Settings struct {
	// Tenant is what links to the platform begin with, a URL without path (L19).
	Tenant string `json:"tenant"`
	// TokenLimit lets an app have no more than 20 tokens in ten minutes (L02).
	TokenLimit bool `json:"token_limit"`
}

// App is what asks for tokens.
type App struct {
	Key    string `json:"app_key"`
	Secret string `json:"app_secret"`
}

// Masked is the app as logs, the journal and reports show it.
func (a App) Masked() any {
	a.Secret = op.Mask(a.Secret)
	return a
}

// Staff is a staff member (成员).
type Staff struct {
	ID           string  `json:"id"`
	Name         string  `json:"name"`
	EnglishName  *string `json:"english_name"`
	Organization string  `json:"organization"`
}

// Team is what the document calls a K吧.
type Team struct {
	ID       string `json:"id"`
	Name     string `json:"name"`
	Code     string `json:"code"`
	Logo     string `json:"logo"`
	Type     int64  `json:"type"`
	IsSecret int64  `json:"is_secret"`
}

// Category is what an event is filed under (活动分类).
type Category struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Weight int64  `json:"weight"`
}

// Roadmap is a project that events may come from (L38).
type Roadmap struct {
	ID              int64         `json:"id"`
	Title           string        `json:"title"`
	CheckpointCount int64         `json:"checkpoint_count"`
	Content         string        `json:"content"`
	CreatedAt       clock.Instant `json:"created_at"`
	Cover           string        `json:"cover"`
	SubjectType     string        `json:"subject_type"`
	Status          int64         `json:"status"`
}

// Event is an event (活动).
type Event struct {
	ID                    string         `json:"id"`
	Title                 string         `json:"title"`
	Content               string         `json:"content"`
	Location              string         `json:"location"`
	Logo                  string         `json:"logo"`
	PrivilegeType         int64          `json:"privilege_type"`
	Privilege             []Grant        `json:"privilege"`
	StartedAt             clock.Instant  `json:"started_at"`
	EndedAt               clock.Instant  `json:"ended_at"`
	Duration              int64          `json:"duration"`
	ClosedAt              *clock.Instant `json:"closed_at"`
	AttendStartAt         *clock.Instant `json:"attend_start_at"`
	AttendEndAt           *clock.Instant `json:"attend_end_at"`
	AttendMethod          string         `json:"attend_method"`
	AttendLocation        string         `json:"attend_location"`
	ParticipantCountLimit *int64         `json:"participant_count_limit"`
	EnableRandomExtract   bool           `json:"enable_random_extract"`
	CreatedAt             clock.Instant  `json:"created_at"`
	UpdatedAt             clock.Instant  `json:"updated_at"`

	// Owner is the staff member who made it; the others are "" or 0 for none.
	Owner    string `json:"owner"`
	Team     string `json:"team"`
	Category string `json:"category"`
	Roadmap  int64  `json:"roadmap"`
}

// Grant is who may see an event that is for some only (L12).
type Grant struct {
	Type string `json:"type"`
	ID   string `json:"id"`
}

// Public events are for everybody (L11).
func (e Event) Public() bool { return e.PrivilegeType == 0 }

// Signup is a staff member who takes part in an event.
type Signup struct {
	Event    string        `json:"event"`
	Staff    string        `json:"staff"`
	JoinedAt clock.Instant `json:"joined_at"`
	// AttendedAt is when they signed in; nil until they do.
	AttendedAt *clock.Instant `json:"attended_at"`
}

func signupKey(event, staff string) string { return event + ":" + staff }

var (
	schema     = state.NewSchema("lexiang")
	settings   = state.NewTable(schema, "settings", func(Settings) string { return "settings" })
	apps       = state.NewTable(schema, "apps", func(a App) string { return a.Key })
	tokens     = op.NewTokens(schema, op.TokenRules{Life: tokenLife, Many: true}) // L01, L03
	requests   = op.NewAttempts(schema, "token-requests", tokenWindow)            // L02
	staffs     = state.NewTable(schema, "staffs", func(s Staff) string { return s.ID })
	teams      = state.NewTable(schema, "teams", func(t Team) string { return t.ID })
	_          = teams.Unique("code", func(t Team) (state.Key, bool) { return state.Key("").Text(t.Code), true })
	categories = state.NewTable(schema, "categories", func(c Category) string { return c.ID })
	roadmaps   = state.NewTable(schema, "roadmaps", func(r Roadmap) int64 { return r.ID })
	events     = state.NewTable(schema, "events", func(e Event) string { return e.ID })
	signups    = state.NewTable(schema, "signups", func(s Signup) string { return signupKey(s.Event, s.Staff) })

	// Participants of an event by when they joined, those of them who signed in, and a
	// staff member's sign-ups, by the event's times.
	joined   = signups.Index(func(s Signup) (state.Key, bool) { return state.Key("").Text(s.Event).Time(s.JoinedAt), true })
	attended = signups.Index(func(s Signup) (state.Key, bool) { return state.Key("").Text(s.Event), s.AttendedAt != nil })
	byStaff  = map[string]*state.Index[Signup, string]{
		sortCreated: signupsBy(func(e Event) clock.Instant { return e.CreatedAt }),
		sortEnded:   signupsBy(func(e Event) clock.Instant { return e.EndedAt }),
	}

	listings = makeListings()
)

// signupsBy are the sign-ups of each staff member by a time of the event, then by its id.
func signupsBy(at func(Event) clock.Instant) *state.Index[Signup, string] {
	return state.IndexWith(signups, func(s Signup) state.Key { return state.Key("").Text(s.Staff) },
		events, func(s Signup) string { return s.Event }, joined, func(e Event) state.Key { return state.Key("").Time(at(e)).Text(e.ID) })
}

// tokenLife is how long a token holds (L03).
const tokenLife = 7200 * time.Second

// listing is what the list of events may be restricted and sorted by, so that a page
// costs no more than its rows (L28 to L30).
type listing struct {
	public, category, team bool
	sort                   string
}

// The members that lists are sorted by.
const (
	sortCreated = "created_at"
	sortEnded   = "ended_at"
)

func makeListings() map[listing]*state.Index[Event, string] {
	all := map[listing]*state.Index[Event, string]{}
	for _, sort := range []string{sortCreated, sortEnded} {
		for i := range 8 {
			l := listing{public: i&1 != 0, category: i&2 != 0, team: i&4 != 0, sort: sort}
			all[l] = events.Index(func(e Event) (state.Key, bool) {
				if l.public && !e.Public() {
					return "", false
				}
				at := e.CreatedAt
				if l.sort == sortEnded {
					at = e.EndedAt
				}
				return l.key(e.Category, e.Team).Time(at), true
			})
		}
	}
	return all
}

// key is what the rows of a listing begin with.
func (l listing) key(category, team string) state.Key {
	key := state.Key("")
	if l.category {
		key = key.Text(category)
	}
	if l.team {
		key = key.Text(team)
	}
	return key
}

// participants and attendees are derived from the sign-ups, never stored (L42).
func participants(tx *state.Tx, event string) int {
	return state.Count(tx, joined.Of(state.Key("").Text(event)))
}

func attendees(tx *state.Tx, event string) int {
	return state.Count(tx, attended.Of(state.Key("").Text(event)))
}

// Values that are known.
var (
	grantTypes    = []string{"staff", "department", "team", "contact_tag"}
	attendMethods = []string{"qrcode", "location"}
)

// The audit: what every row must be, whoever wrote it.
func init() {
	settings.Check(func(_ *state.Tx, s Settings, report func(field, message string)) {
		u, err := url.Parse(s.Tenant)
		if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.Path+u.RawQuery+u.Fragment != "" {
			report("tenant", fmt.Sprintf("a tenant is a URL such as https://km.lexiangla.com, without a slash at its end; not %q", s.Tenant))
		}
	})
	apps.Check(func(_ *state.Tx, a App, report func(field, message string)) {
		if a.Key == "" || a.Secret == "" {
			report("app_secret", "an app has a key and a secret")
		}
	})
	tokens.Check(func(tx *state.Tx, t op.Token, report func(field, message string)) {
		if _, ok := apps.Get(tx, t.Holder); !ok {
			report("holder", fmt.Sprintf("there is no app with the key %q", t.Holder))
		}
	})
	staffs.Check(func(_ *state.Tx, s Staff, report func(field, message string)) {
		if s.ID == "" || strings.Contains(s.ID, ":") {
			report("id", fmt.Sprintf("a staff member's id has at least one letter and no colon, not %q", s.ID))
		}
		if s.ID == systemBot {
			report("id", systemBot+" is known without a row")
		}
	})
	events.Check(checkEvent)
	signups.Check(checkSignup)
}

func checkEvent(tx *state.Tx, e Event, report func(field, message string)) {
	if e.ID == "" || strings.ContainsAny(e.ID, ":/") {
		report("id", fmt.Sprintf("an event's id has at least one letter, no colon and no slash, not %q", e.ID))
	}
	if strings.TrimSpace(e.Title) == "" {
		report("title", "an event needs a title")
	}
	if strings.TrimSpace(e.Location) == "" {
		report("location", "an event needs a location")
	}
	if e.PrivilegeType < 0 || e.PrivilegeType > 2 {
		report("privilege_type", fmt.Sprintf("0 is public, 1 for some, 2 for its creator; not %d", e.PrivilegeType))
	}
	for _, grant := range e.Privilege {
		if !slices.Contains(grantTypes, grant.Type) {
			report("privilege", fmt.Sprintf("%q can see nothing%s", grant.Type, nearest.Hint(grant.Type, grantTypes)))
		}
	}
	if e.Duration < 0 {
		report("duration", fmt.Sprintf("a duration is 0 minutes or more, not %d", e.Duration))
	}
	if e.ParticipantCountLimit != nil && *e.ParticipantCountLimit < 1 {
		report("participant_count_limit", fmt.Sprintf("a limit is 1 or more, or null for none; not %d", *e.ParticipantCountLimit))
	}
	if e.EnableRandomExtract && e.ClosedAt == nil { // L09
		report("closed_at", "a lottery event needs the time when sign-ups close")
	}
	if !slices.Contains(attendMethods, e.AttendMethod) {
		report("attend_method", fmt.Sprintf("%q is not known%s", e.AttendMethod, nearest.Hint(e.AttendMethod, attendMethods)))
	}
	if !isStaff(tx, e.Owner) {
		report("owner", fmt.Sprintf("there is no staff member %q", e.Owner))
	}
	if _, ok := teams.Get(tx, e.Team); !ok && e.Team != "" {
		report("team", fmt.Sprintf("there is no team %q", e.Team))
	}
	if _, ok := categories.Get(tx, e.Category); !ok && e.Category != "" {
		report("category", fmt.Sprintf("there is no category %q", e.Category))
	}
	if _, ok := roadmaps.Get(tx, e.Roadmap); !ok && e.Roadmap != 0 {
		report("roadmap", fmt.Sprintf("there is no roadmap %d", e.Roadmap))
	}
}

func checkSignup(tx *state.Tx, s Signup, report func(field, message string)) {
	event, ok := events.Get(tx, s.Event)
	if !ok {
		report("event", fmt.Sprintf("there is no event %q", s.Event))
	}
	if _, ok := staffs.Get(tx, s.Staff); !ok {
		report("staff", fmt.Sprintf("there is no staff member %q", s.Staff))
	}
	if ok && event.overfull(participants(tx, s.Event)) { // L43
		report("event", fmt.Sprintf("%s takes %d participants, and there are %d", event.ID, *event.ParticipantCountLimit, participants(tx, s.Event)))
	}
}

// overfull tells whether so many participants are more than the event takes. A
// lottery takes any number (L43).
func (e Event) overfull(participants int) bool {
	return e.ParticipantCountLimit != nil && !e.EnableRandomExtract && int64(participants) > *e.ParticipantCountLimit
}
