package mockserver

import (
	"bytes"
	"context"
	"encoding/json"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
)

func TestTheMetricsCountWhatWasAsked(t *testing.T) {
	mock, _, _ := counterMock(t, Options{Answers: AnswersFatal, Version: "v1.2.3"})
	ask(mock, http.MethodPost, "/count/ok", nil)
	ask(mock, http.MethodPost, "/count/ok", nil)
	ask(mock, http.MethodPost, "/count/refuse", nil)
	ask(mock, http.MethodPost, "/count/panic", nil)
	ask(mock, http.MethodPost, "/cuont/ok", nil)
	ask(mock, http.MethodGet, "/count/ok?"+strings.Repeat("a", 9<<10), nil)
	ask(mock, http.MethodGet, "/__admin/health", nil)
	w := ask(mock, http.MethodGet, "/__admin/metrics", nil)
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(w.Body.Bytes()))
	if err != nil || w.Code != http.StatusOK || w.Header().Get("Content-Type") != "text/plain; version=0.0.4; charset=utf-8" {
		t.Fatalf("%d %v %v\n%s", w.Code, w.Header(), err, w.Body)
	}
	got := map[string]float64{}
	for _, m := range families["contractmock_requests_total"].GetMetric() {
		var labels []string
		for _, l := range m.GetLabel() {
			labels = append(labels, l.GetValue())
		}
		got[strings.Join(labels, " ")] = m.GetCounter().GetValue()
	}
	want := map[string]float64{ // by API, operation, status and verdict
		"counter count 200 ok":      2,
		"counter count 409 refused": 1,
		"counter count 500 error":   1,
		"counter  404 path-unknown": 1,
		"counter  414 url-too-long": 1,
		"admin health 200 ok":       1,
	}
	for labels, n := range want {
		if got[labels] != n {
			t.Errorf("%q was counted %v times, want %v", labels, got[labels], n)
		}
	}
	if len(got) != len(want) {
		t.Errorf("counted %v", got)
	}
	count, size := mock.journal.Len()
	for name, want := range map[string]float64{
		"sessions": 1, "journal_entries": float64(count), "journal_bytes": float64(size), "journal_readers": 0,
	} {
		if got := families["contractmock_"+name].GetMetric()[0].GetGauge().GetValue(); got != want {
			t.Errorf("%s is %v, want %v", name, got, want)
		}
	}
}

func TestHealthSaysWhatTheMockHolds(t *testing.T) {
	wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	mock, _, _ := counterMock(t, Options{Answers: AnswersFatal, Version: "v1.2.3", JournalEntries: 5, JournalBytes: 1 << 20, Wall: func() time.Time { return wall }})
	reader, _ := mock.journal.Reader(journal.Filter{})
	defer reader.Close()
	ask(mock, http.MethodPost, "/count/ok", nil)
	wall = wall.Add(90 * time.Second)
	var got map[string]any
	if err := json.Unmarshal(ask(mock, http.MethodGet, "/__admin/health", nil).Body.Bytes(), &got); err != nil {
		t.Fatal(err)
	}
	held := got["journal"].(map[string]any)
	if got["status"] != "ok" || got["version"] != "v1.2.3" || got["uptimeSeconds"] != 90.0 || got["sessions"] != 1.0 ||
		held["entries"] != 1.0 || held["maxEntries"] != 5.0 || held["maxBytes"] != float64(1<<20) || held["readers"] != 1.0 || held["maxReaders"] != float64(journal.MaxReaders) {
		t.Errorf("health is %v", got)
	}
}

func TestStagesAreTimedByTheWallAndAddUp(t *testing.T) {
	wall := time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC)
	ticking := func() time.Time { wall = wall.Add(700 * time.Nanosecond); return wall }
	mock, _, _ := counterMock(t, Options{Wall: ticking})
	ask(mock, http.MethodPost, "/count/ok", nil)
	entry := mock.journal.Find(journal.Filter{})[0]
	sum := int64(0)
	for _, s := range entry.Stages {
		if s.Micros < 0 || s.Micros > 10 {
			t.Errorf("%s took %d µs", s.Name, s.Micros)
		}
		sum += s.Micros
	}
	if sum < 3 || sum > entry.Micros {
		t.Errorf("the stages took %d µs, the whole %d", sum, entry.Micros)
	}
	now := clock.FromTime(wall)
	standing, _, _ := counterMock(t, Options{Now: &now})
	ask(standing, http.MethodPost, "/count/ok", nil)
	entry = standing.journal.Find(journal.Filter{})[0]
	for _, s := range entry.Stages {
		if s.Micros != 0 || entry.Micros != 0 {
			t.Errorf("%s took %d µs of %d though the clock stands", s.Name, s.Micros, entry.Micros)
		}
	}
}

func TestTheJournalKeepsTheBeginningOfALongBody(t *testing.T) {
	mock, _, _ := counterMock(t, Options{})
	ask(mock, http.MethodPost, "/count/ok", strings.NewReader(strings.Repeat("x", 20<<10)))
	entry := mock.journal.Find(journal.Filter{})[0]
	if len(entry.Request.Body) != 16<<10 || entry.Request.Cut != 4<<10 {
		t.Errorf("%d bytes are kept, %d cut", len(entry.Request.Body), entry.Request.Cut)
	}
}

// TestEveryFilterOfTheControlPlaneFilters: each parameter leaves out one of two
// exchanges.
func TestEveryFilterOfTheControlPlaneFilters(t *testing.T) {
	mock, err := New(Options{Answers: AnswersFatal})
	if err != nil {
		t.Fatal(err)
	}
	one := httptest.NewRequest(http.MethodGet, "/v1/status/getTicket?uid=12323&typo=%E5%9C%88", nil)
	one.Header.Set("Authorization", "Bearer lin-token")
	one.Header.Set("Mock-Session", "one")
	mock.ServeHTTP(httptest.NewRecorder(), one)
	two := here(httptest.NewRequest(http.MethodPost, "/__admin/tokens", strings.NewReader(`{"persona":"Chen"}`)))
	two.Header.Set("Content-Type", "application/json")
	mock.ServeHTTP(httptest.NewRecorder(), two)
	for query, want := range map[string]string{
		"":                       "1 2",
		"session=one":            "1",
		"session=default":        "2",
		"api=tickets":            "1",
		"api=admin":              "2",
		"operation=getTicket":    "1",
		"operation=logIn":        "2",
		"persona=Lin":            "1",
		"caller=12322":           "1",
		"caller=1":               "",
		"status=403":             "1",
		"status=4xx":             "1",
		"status=2XX":             "2",
		"verdict=refused":        "1",
		"verdict=not-permitted":  "1",
		"verdict=ok":             "2",
		"finding=param-unknown":  "1",
		"method=POST":            "2",
		"path=/v1/*":             "1",
		"path=*/tokens":          "2",
		"stage=operation":        "1 2",
		"stage=parameters":       "",
		"table=tokens":           "2",
		"table=tickets":          "",
		"key=***":                "2",
		"text=%E5%9C%88":         "1",
		"text=12323":             "1",
		"millis=3600000":         "",
		"millis=0":               "1 2",
		"control=true":           "2",
		"control=false":          "1",
		"since=0":                "1 2",
		"since=1":                "2",
		"since=2":                "",
		"until=1":                "1",
		"limit=1":                "2",
		"since=0&limit=1":        "1",
		"status=404&session=one": "",
	} {
		for path, read := range map[string]func([]byte) []string{"": idsOf, "/wait": idsOf, "/har": idsOfArchive} {
			if path == "/wait" && (strings.Contains(query, "limit") || strings.Contains(query, "until")) {
				continue
			}
			target := "/__admin/requests" + path + "?" + query
			if path == "/wait" {
				target += "&timeout=0"
				if !strings.Contains(query, "since") {
					target += "&since=0"
				}
			}
			w := ask(mock, http.MethodGet, target, nil)
			if got := strings.Join(read(w.Body.Bytes()), " "); got != want || w.Code != http.StatusOK {
				t.Errorf("%s: %d, %q, want %q", target, w.Code, got, want)
			}
		}
	}
}

// idsOf are the ids of exchanges, idsOfArchive those of an archive.
func idsOf(body []byte) (ids []string) {
	var entries []journal.Entry
	_ = json.Unmarshal(body, &entries)
	for _, e := range entries {
		ids = append(ids, e.ID)
	}
	return ids
}

func idsOfArchive(body []byte) (ids []string) {
	var har journal.HAR
	_ = json.Unmarshal(body, &har)
	for _, e := range har.Log.Entries {
		ids = append(ids, e.ID)
	}
	return ids
}

// FuzzJournalParameters: whatever stands in the query and in Last-Event-ID, the control
// plane answers as its specification says, and never with a defect.
func FuzzJournalParameters(f *testing.F) {
	for _, seed := range [][2]string{
		{"status=4xx&path=*&since=0", "1"},
		{"since=99999999999999999999", "-1"},
		{"until=1&since=9", "x"},
		{"millis=3600000&text=%zz", "9223372036854775807"},
		{"session=%00&key=***&limit=10000", "1e3"},
		{"control=yes&&=", " 1"},
	} {
		f.Add(seed[0], seed[1])
	}
	mock, err := New(Options{Answers: AnswersFatal})
	if err != nil {
		f.Fatal(err)
	}
	ask(mock, http.MethodGet, "/v1/status/getTicket?a=b", nil)
	f.Fuzz(func(t *testing.T, query, last string) {
		for _, path := range []string{"", "/wait", "/stream", "/har", "/unmatched"} {
			r := here(httptest.NewRequest(http.MethodGet, "/__admin/requests"+path, nil))
			ctx, cancel := context.WithCancel(r.Context())
			r = r.WithContext(ctx)
			cancel() // nothing is waited for
			r.URL.RawQuery = query
			r.Header.Set("Last-Event-ID", last)
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if w.Code != http.StatusOK && w.Code != http.StatusBadRequest && w.Code != http.StatusRequestURITooLong {
				t.Errorf("%s?%s %q: %d %s", path, query, last, w.Code, w.Body)
			}
		}
		if n := mock.journal.Readers(); n != 0 {
			t.Errorf("%d readers are left", n)
		}
	})
}

// TestAPersonaIsFoundByNameAsItIsListed: without a look at the others, and nobody whom
// there is not.
func TestAPersonaIsFoundByNameAsItIsListed(t *testing.T) {
	t.Parallel()
	mock, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	world, err := mock.world()
	if err != nil {
		t.Fatal(err)
	}
	tx, time := world.Read(), clock.New(mock.options.clock(), "x")
	time.Freeze() // what a persona may try is signed at the moment that it is listed
	for _, api := range mock.apis() {
		found := 0
		for want := range api.Personas(tx, time) {
			found++
			if got, ok := api.Persona(tx, time, want.Name); !ok || !cmp.Equal(want, got) {
				t.Errorf("%s: %v %s", want.Name, ok, cmp.Diff(want, got))
			}
			if _, ok := api.Persona(tx, time, want.Name+"x"); ok {
				t.Errorf("%s knows %sx", api.Document.Name, want.Name)
			}
		}
		if _, ok := api.Persona(tx, time, ""); ok || found == 0 {
			t.Errorf("%s knows %d personas, and one without name: %v", api.Document.Name, found, ok)
		}
	}
}
