package journal_test

import (
	"fmt"
	"net/http"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"strings"
	"testing"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/journal"
	"contractmock/openapi/spec"
)

// full is what a journal holds at most, as the mock has it.
const full = 10_000

// exchange is one such as clients make: a write that changes a row, after ten stages.
func exchange(id string, session int) journal.Entry {
	e := journal.Entry{
		ID: id, Time: clock.Instant(1_718_000_000_123), Session: sessions[session%len(sessions)], API: "chaoqer", Operation: "createEvent",
		Caller: "6ce41c5fcaa84c2c9d8e7ff5e4ae41d1", Persona: "Toby", Status: 200, Verdict: "ok", Micros: 120, Findings: []spec.Finding{},
		Request: journal.Message{Method: "POST", URL: "/event?ts=1718000000", Header: http.Header{
			"Authorization": {"Basic ***"}, "Accept": {"application/json"}, "Accept-Encoding": {"gzip"}, "Connection": {"keep-alive"},
			"Content-Type": {"application/json; charset=UTF-8"}, "Content-Length": {"300"}, "Mock-Session": {"s"}, "User-Agent": {"benchmark/1"},
		}},
		Answer: journal.Message{Header: http.Header{
			"Content-Type": {"application/json; charset=UTF-8"}, "Content-Length": {"300"}, "Mock-Request": {id},
			"Access-Control-Allow-Origin": {"*"}, "Access-Control-Expose-Headers": {"Mock-Request, Mock-Diagnosis, Preference-Applied"},
		}},
		Changes: []journal.Change{{API: "chaoqer", Table: "events", Key: id, Before: []byte("null"), After: fmt.Appendf(nil, `{"eventId":%q,"name":%q}`, id, strings.Repeat("x", 300))}},
	}
	for _, name := range []string{"session", "route", "admission", "headers", "login", "standing", "verify", "find", "parameters", "operation"} {
		e.Stages = append(e.Stages, journal.Stage{Name: name, Verdict: "pass", Micros: 12})
	}
	e.Request.SetBody(fmt.Sprintf(`{"name":%q,"id":%q}`, strings.Repeat("x", 270), id))
	e.Answer.SetBody(fmt.Sprintf(`{"status":1,"result":{"eventId":%q,"name":%q}}`, id, strings.Repeat("x", 240)))
	return e
}

var sessions = []string{"default", "demo", "worker-1", "worker-2"}

// BenchmarkKeep adds exchanges to a journal that is full.
func BenchmarkKeep(b *testing.B) {
	j := journal.New(full, 64<<20)
	for i := range full {
		j.Add(exchange(j.Next(), i))
	}
	e := exchange("", 1)
	b.ReportAllocs()
	for b.Loop() {
		e.ID = j.Next()
		j.Add(e)
	}
}

// BenchmarkFull fills a journal and reports what an exchange then takes of the heap, how
// much of that the garbage collector has to look through, what the journal counts for it,
// and what one collection costs.
func BenchmarkFull(b *testing.B) {
	for b.Loop() {
		before, scannable := heap()
		j := journal.New(full, 64<<20)
		for i := range full {
			j.Add(exchange(j.Next(), i))
		}
		after, toScan := heap()
		_, counted := j.Len()
		b.ReportMetric(float64(after-before)/full, "B/entry")
		b.ReportMetric(float64(toScan-scannable)/full, "scanned-B/entry")
		b.ReportMetric(float64(counted)/full, "counted-B/entry")
		b.ReportMetric(float64(collection().Microseconds()), "µs/collection")
		runtime.KeepAlive(j)
	}
}

// heap is how many bytes are alive, and how many of them may be pointers.
func heap() (alive, scannable uint64) {
	debug.FreeOSMemory()
	var stats runtime.MemStats
	runtime.GC()
	runtime.ReadMemStats(&stats)
	sample := []metrics.Sample{{Name: "/gc/scan/heap:bytes"}}
	metrics.Read(sample)
	return stats.HeapAlloc, sample[0].Value.Uint64()
}

// collection is how much of the processor's time one collection takes for marking.
func collection() time.Duration {
	const rounds = 20
	sample := []metrics.Sample{{Name: "/cpu/classes/gc/mark/assist:cpu-seconds"}, {Name: "/cpu/classes/gc/mark/dedicated:cpu-seconds"}, {Name: "/cpu/classes/gc/mark/idle:cpu-seconds"}}
	marked := func() (seconds float64) {
		metrics.Read(sample)
		for _, s := range sample {
			seconds += s.Value.Float64()
		}
		return seconds
	}
	before := marked()
	for range rounds {
		runtime.GC()
	}
	return time.Duration((marked() - before) / rounds * float64(time.Second))
}
