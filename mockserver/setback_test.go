package mockserver

import (
	"net/http"
	"net/http/httptest"
	"sync/atomic"
	"testing"
	"time"

	"github.com/tidwall/gjson"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
)

// TestTheMachinesClockIsSetBack: a mock whose wall clock jumps back by a day, before and
// during a request, goes on as if nothing had been.
func TestTheMachinesClockIsSetBack(t *testing.T) {
	t.Parallel()
	var wall atomic.Int64
	wall.Store(time.Date(2026, 5, 4, 12, 0, 0, 0, time.UTC).UnixMilli())
	var jump atomic.Int64 // how much each look at the clock takes off it
	s := newServer(t, Options{Answers: AnswersFatal, SessionIdle: time.Hour, Wall: func() time.Time {
		return time.UnixMilli(wall.Add(-jump.Load()))
	}})
	pass := func(d time.Duration) { wall.Add(d.Milliseconds()) }
	path := t.TempDir() + "/state.json"
	f := opened(t, s, path)
	steer(t, s, "GET", "/__admin/clock", "early", "")
	before := steer(t, s, "POST", "/__admin/tokens", "early", `{"persona":"Lin"}`)
	steer(t, s, "GET", "/__admin/clock", "untouched", "")
	pass(-24 * time.Hour)

	t.Run("who had logged in still is, and may log in again", func(t *testing.T) {
		for _, issued := range []string{before.Body.String(), steer(t, s, "POST", "/__admin/tokens", "again", `{"persona":"Lin"}`).Body.String()} {
			in := map[bool]string{true: "early", false: "again"}[issued == before.Body.String()]
			r := httptest.NewRequest(http.MethodGet, "/v1/status/getTicket?uid=12322", nil)
			r.Header.Set("Authorization", "Bearer "+gjson.Get(issued, "credentials.token").Str)
			r.Header.Set("Mock-Session", in)
			w := httptest.NewRecorder()
			if s.ServeHTTP(w, r); w.Code != http.StatusOK {
				t.Errorf("in session %s: %d %s", in, w.Code, w.Header().Get("Mock-Diagnosis"))
			}
		}
	})
	t.Run("a session that begins has fixtures of its own time", func(t *testing.T) {
		now := gjson.Get(steer(t, s, "GET", "/__admin/clock", "late", "").Body.String(), "now").Str
		if want := time.UnixMilli(wall.Load()).UTC().Add(8 * time.Hour).Format(time.DateTime); now[:16] != want[:16] {
			t.Errorf("it is %s, want %s", now, want)
		}
		row := steer(t, s, "GET", "/__admin/state/chaoqer/events/6bdcf14e7fd742bcb9198d60e5452d8c", "late", "").Body.String()
		at, err := clock.Parse(gjson.Get(row, "eventTime").Str)
		if ahead := at.Sub(clock.Instant(wall.Load())); err != nil || ahead < 19*time.Minute || ahead > 20*time.Minute {
			t.Errorf("%v; the event that is 20 minutes ahead takes place in %s", err, ahead)
		}
	})
	t.Run("sessions age, those of before too", func(t *testing.T) {
		if idle := gjson.Get(steer(t, s, "GET", "/__admin/sessions/untouched", "default", "").Body.String(), "idleSeconds").Int(); idle < 0 {
			t.Errorf("idle for %d seconds", idle)
		}
		for range 3 {
			pass(40 * time.Minute)
			steer(t, s, "GET", "/__admin/clock", "kept", "")
		}
		for name, want := range map[string]bool{"untouched": false, "early": false, "late": false, "kept": true} {
			if _, ok := s.sessions.Lookup(name); ok != want {
				t.Errorf("session %s is there: %v", name, ok)
			}
		}
	})
	t.Run("nothing takes less than no time", func(t *testing.T) {
		jump.Store(time.Hour.Milliseconds())
		steer(t, s, "DELETE", ticket50, "kept", "")
		jump.Store(0)
		last := s.journal.Find(journal.Filter{Limit: 1})[0]
		for _, stage := range last.Stages {
			if stage.Micros < 0 {
				t.Errorf("stage %s took %d µs", stage.Name, stage.Micros)
			}
		}
		if last.Operation != "deleteRow" || last.Micros < 0 {
			t.Errorf("%s took %d µs", last.Operation, last.Micros)
		}
		pass(-1000 * time.Hour)
		if up := gjson.Get(steer(t, s, "GET", "/__admin/health", "kept", "").Body.String(), "uptimeSeconds").Int(); up < 0 {
			t.Errorf("up for %d seconds", up)
		}
	})
	t.Run("what comes later is later in the journal, and is saved", func(t *testing.T) {
		since := s.journal.Find(journal.Filter{Limit: 1})[0].ID
		if err := f.Save(); err != nil {
			t.Fatal(err)
		}
		saved := *f.saved
		pass(-time.Hour)
		steer(t, s, "DELETE", "/__admin/state/tickets/tickets/49", "kept", "")
		if got := gjson.Get(steer(t, s, "GET", "/__admin/requests?since="+since, "kept", "").Body.String(), "#.operation").String(); got != `["deleteRow"]` {
			t.Errorf("since the last one there are %s", got)
		}
		if err := f.Save(); err != nil || f.saved.Same(saved) {
			t.Errorf("%v; what was written is not saved", err)
		}
	})
}
