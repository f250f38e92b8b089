package mockserver

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"runtime"
	"strings"
	"testing"
	"time"

	"contractmock/mockserver/session"
)

// writeTen writes ten rows in a session, over the whole way of a request each: five
// clubs, each with its first member.
func writeTen(t testing.TB, mock http.Handler, name string) {
	t.Helper()
	for i := range 5 {
		r := toby.request(http.MethodPost, "/club", map[string]string{"name": fmt.Sprintf("club %d", i), "cover": "http://localhost/" + name})
		r.Header.Set("Mock-Session", name)
		w := httptest.NewRecorder()
		if mock.ServeHTTP(w, r); w.Code != http.StatusOK || !strings.Contains(w.Body.String(), `"status":1`) {
			t.Fatalf("session %s: %d %s", name, w.Code, w.Body)
		}
	}
}

// TestManySessionsStaySmallAndAreDropped: by number and by age. It does not run beside
// others, whose heap it would take for its own.
func TestManySessionsStaySmallAndAreDropped(t *testing.T) {
	const (
		many         = 200
		perSession   = 32 << 10 // of 10,000 of them 320 MB, which with the journal is less than 400
		journalBytes = 1 << 20
	)
	now := time.Date(2024, 6, 10, 12, 0, 0, 0, time.UTC)
	mock, err := New(Options{
		MaxSessions: many, SessionIdle: time.Hour, JournalBytes: journalBytes, Relax: []string{"duplicates"},
		Wall: func() time.Time { return now },
	})
	if err != nil {
		t.Fatal(err)
	}
	before := heap()
	for i := range 2 * many {
		writeTen(t, mock, fmt.Sprint("s", i))
		now = now.Add(time.Second)
	}
	if got := mock.sessions.Len(); got != many {
		t.Errorf("there are %d sessions, and at most %d may be", got, many)
	}
	if _, there := mock.sessions.Lookup("s0"); there {
		t.Error("the session that was used least recently is still there")
	}
	if _, bytes := mock.journal.Len(); bytes > journalBytes {
		t.Errorf("the journal takes %d bytes, and may take %d", bytes, journalBytes)
	}
	if grown := int64(heap()) - int64(before); grown > many*perSession+journalBytes {
		t.Errorf("%d sessions and the journal take %d KiB", many, grown>>10)
	}
	now = now.Add(2 * time.Hour)
	writeTen(t, mock, "last")
	if got := mock.sessions.Len(); got != 2 {
		t.Errorf("there are %d sessions after two idle hours, want %s and the one in use", got, session.Default)
	}
	runtime.KeepAlive(mock)
}

// BenchmarkSessions makes 10,000 sessions that write ten rows each, and reports what one
// of them takes, journal included.
func BenchmarkSessions(b *testing.B) {
	const many = 10_000
	for b.Loop() {
		mock, err := New(Options{Relax: []string{"duplicates"}, MaxSessions: 2 * many})
		if err != nil {
			b.Fatal(err)
		}
		before := heap()
		for i := range many {
			writeTen(b, mock, fmt.Sprint("s", i))
		}
		all := float64(heap() - before)
		entries, bytes := mock.journal.Len()
		b.ReportMetric(all/(1<<20), "MiB")
		b.ReportMetric(all/many/1024, "KiB/session")
		b.ReportMetric(float64(bytes)/(1<<20), "journal-MiB")
		b.ReportMetric(float64(entries), "journal-entries")
	}
}

// BenchmarkFork begins a session, of fixtures with few rows and with many: on its own,
// and as the first request of its name.
func BenchmarkFork(b *testing.B) {
	for _, n := range []int{fewRows, 100_000} {
		p := pagedOperations(n)[0]
		b.Run(fmt.Sprintf("rows=%d/session", n), func(b *testing.B) {
			mock := p.grown(b, n)
			b.ReportAllocs()
			for i := 0; b.Loop(); i++ {
				if _, err := mock.sessions.Get(fmt.Sprint("s", i)); err != nil {
					b.Fatal(err)
				}
			}
		})
		for _, name := range []string{"request to a new session", "request to one that is there"} {
			b.Run(fmt.Sprintf("rows=%d/%s", n, name), func(b *testing.B) {
				mock := p.grown(b, n)
				r := p.ask("page", "1")
				b.ReportAllocs()
				for i := 0; b.Loop(); i++ {
					if i == 0 || name == "request to a new session" {
						r.Header.Set("Mock-Session", fmt.Sprint("s", i))
					}
					w := httptest.NewRecorder()
					if mock.ServeHTTP(w, r); w.Code != http.StatusOK {
						b.Fatal(w.Code)
					}
				}
			})
		}
	}
}
