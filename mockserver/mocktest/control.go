package mocktest

import (
	"net/http"
	"net/url"
	"slices"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/openapi"
)

// Now is the session's time, in UTC+8.
func (m *Mock) Now() time.Time {
	m.t.Helper()
	var session struct{ Now clock.Instant }
	m.Control(http.MethodGet, "/clock", nil, &session)
	return session.Now.Time()
}

// Freeze lets the session's clock stand where it is.
func (m *Mock) Freeze() {
	m.t.Helper()
	m.Control(http.MethodPut, "/clock", map[string]any{"frozen": true}, nil)
}

// SetTime sets the session's clock, cut to the millisecond. It goes on from there, unless
// it is frozen.
func (m *Mock) SetTime(now time.Time) {
	m.t.Helper()
	m.Control(http.MethodPut, "/clock", map[string]any{"now": clock.FromTime(now)}, nil)
}

// Advance lets time pass; less than nothing sets the clock back.
func (m *Mock) Advance(by time.Duration) {
	m.t.Helper()
	m.Control(http.MethodPut, "/clock", map[string]any{"advance": by.String()}, nil)
}

// Reset brings the session back to the fixtures: rows, clock, ids and log-ins.
func (m *Mock) Reset() {
	m.t.Helper()
	m.Control(http.MethodPost, "/reset", nil, nil)
}

// Strict lets the session refuse parameters that the APIs pass over.
func (m *Mock) Strict() {
	m.t.Helper()
	m.Control(http.MethodPatch, "/sessions/"+m.Session, map[string]any{"strict": true}, nil)
}

// Relax lets the session pass over all of this, and nothing else: "sign", "ts", "auth",
// "duplicates".
func (m *Mock) Relax(what ...string) {
	m.t.Helper()
	m.Control(http.MethodPatch, "/sessions/"+m.Session, map[string]any{"relax": append([]string{}, what...)}, nil)
}

// Row reads a row of a table into what into points to: a map, or a struct with the
// members that the test is about, named as fixtures name them.
func (m *Mock) Row(api, table, key string, into any) {
	m.t.Helper()
	m.Control(http.MethodGet, rowPath(api, table, key), nil, into)
}

// PutRow stores a row, in place of the one with its key if there is one: anything that
// is a JSON object with the members of a row of the fixtures.
func (m *Mock) PutRow(api, table, key string, row any) {
	m.t.Helper()
	m.Control(http.MethodPut, rowPath(api, table, key), row, nil)
}

// PatchRow replaces some members of a row, such as map[string]any{"repair_status": "Done"}.
func (m *Mock) PatchRow(api, table, key string, members any) {
	m.t.Helper()
	m.Control(http.MethodPatch, rowPath(api, table, key), members, nil)
}

// DeleteRow deletes a row.
func (m *Mock) DeleteRow(api, table, key string) {
	m.t.Helper()
	m.Control(http.MethodDelete, rowPath(api, table, key), nil, nil)
}

func rowPath(api, table, key string) string {
	return "/state/" + url.PathEscape(api) + "/" + url.PathEscape(table) + "/" + url.PathEscape(key)
}

// Exchanges are the requests that the APIs have had in the session and their answers,
// oldest first, secrets masked: of very many the newest.
func (m *Mock) Exchanges() []journal.Entry {
	m.t.Helper()
	var all []journal.Entry
	m.Control(http.MethodGet, "/requests?limit=10000&session="+m.Session, nil, &all)
	return slices.DeleteFunc(all, func(e journal.Entry) bool { return e.API == openapi.Admin })
}

// Last is the last of the exchanges. The test ends here if there is none.
func (m *Mock) Last() journal.Entry {
	m.t.Helper()
	all := m.Exchanges()
	if len(all) == 0 {
		m.t.Fatalf("mocktest: no API has been called in session %s", m.Session)
	}
	return all[len(all)-1]
}
