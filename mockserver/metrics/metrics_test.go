package metrics_test

import (
	"bytes"
	"strconv"
	"sync"
	"testing"
	"time"

	dto "github.com/prometheus/client_model/go"
	"github.com/prometheus/common/expfmt"
	"github.com/prometheus/common/model"

	"contractmock/mockserver/metrics"
)

// scraped is what a scraper reads of the metrics, by name.
func scraped(t *testing.T, m *metrics.Metrics) map[string]*dto.MetricFamily {
	t.Helper()
	contentType, text, err := m.Text()
	if err != nil {
		t.Fatal(err)
	}
	if contentType != "text/plain; version=0.0.4; charset=utf-8" {
		t.Errorf("Content-Type %q", contentType)
	}
	parser := expfmt.NewTextParser(model.UTF8Validation)
	families, err := parser.TextToMetricFamilies(bytes.NewReader(text))
	if err != nil {
		t.Fatalf("%v in\n%s", err, text)
	}
	return families
}

// with is the metrics of a family that have these labels: name, value, name, value, …
func with(family *dto.MetricFamily, labels ...string) (found []*dto.Metric) {
	for _, m := range family.GetMetric() {
		fits := 0
		for _, l := range m.GetLabel() {
			for i := 0; i < len(labels); i += 2 {
				if l.GetName() == labels[i] && l.GetValue() == labels[i+1] {
					fits++
				}
			}
		}
		if fits == len(labels)/2 {
			found = append(found, m)
		}
	}
	return found
}

func TestRequestsAreCounted(t *testing.T) {
	t.Parallel()
	m := metrics.New(`v1"2\`, metrics.Gauge{Name: "sessions", Help: "Sessions.", Value: func() float64 { return 7 }})
	m.Count("tickets", "getTicket", 200, "ok", 2*time.Millisecond)
	m.Count("tickets", "getTicket", 200, "ok", 3*time.Second)
	m.Count("tickets", "getTicket", 403, "not-permitted", time.Microsecond)
	m.Count("chaoqer", "", 404, "path-unknown", 0)
	families := scraped(t, m)
	requests := families["contractmock_requests_total"]
	for _, c := range []struct {
		labels []string
		want   float64
	}{
		{[]string{"api", "tickets", "operation", "getTicket", "status", "200", "verdict", "ok"}, 2},
		{[]string{"api", "tickets", "operation", "getTicket", "status", "403", "verdict", "not-permitted"}, 1},
		{[]string{"api", "chaoqer", "operation", "", "status", "404", "verdict", "path-unknown"}, 1},
	} {
		if got := with(requests, c.labels...); len(got) != 1 || got[0].GetCounter().GetValue() != c.want {
			t.Errorf("%v: %v, want %v", c.labels, got, c.want)
		}
	}
	if n := len(requests.GetMetric()); n != 3 {
		t.Errorf("%d series, want 3", n)
	}
	durations := with(families["contractmock_request_duration_seconds"], "operation", "getTicket")[0].GetHistogram()
	if durations.GetSampleCount() != 3 || durations.GetSampleSum() < 3.002 || durations.GetSampleSum() > 3.0021 {
		t.Errorf("durations %v", durations)
	}
	for _, b := range durations.GetBucket() {
		want := uint64(1) // the microsecond
		if b.GetUpperBound() >= 0.002_5 {
			want = 2
		}
		if b.GetUpperBound() >= 5 {
			want = 3
		}
		if b.GetCumulativeCount() != want {
			t.Errorf("%d took at most %vs, want %d", b.GetCumulativeCount(), b.GetUpperBound(), want)
		}
	}
	if got := families["contractmock_sessions"].GetMetric()[0].GetGauge().GetValue(); got != 7 {
		t.Errorf("%v sessions", got)
	}
	if got := with(families["contractmock_build_info"], "version", `v1"2\`); len(got) != 1 {
		t.Errorf("build info %v", families["contractmock_build_info"])
	}
	if families["go_goroutines"].GetMetric()[0].GetGauge().GetValue() < 1 {
		t.Error("there are no goroutines")
	}
}

func TestTwoMocksDoNotCountTogether(t *testing.T) {
	t.Parallel()
	a, b := metrics.New("1"), metrics.New("1")
	a.Count("tickets", "getTicket", 200, "ok", 0)
	if got := scraped(t, b)["contractmock_requests_total"]; got != nil {
		t.Errorf("the other one has counted %v", got)
	}
}

func TestSeriesAreBounded(t *testing.T) {
	t.Parallel()
	m := metrics.New("1")
	var wait sync.WaitGroup
	for part := range 4 {
		wait.Go(func() {
			for i := range metrics.MaxSeries / 2 {
				m.Count("a", "o", 200, strconv.Itoa(part*metrics.MaxSeries+i), 0)
			}
		})
	}
	wait.Wait()
	family := scraped(t, m)["contractmock_requests_total"]
	total := 0.0
	for _, s := range family.GetMetric() {
		total += s.GetCounter().GetValue()
	}
	rest := with(family, "api", "a", "operation", "o", "status", "", "verdict", "")
	// Those that look at the bound at the same time may all pass it.
	if n := len(family.GetMetric()); n > metrics.MaxSeries+1+4 || n < metrics.MaxSeries || total != 2*metrics.MaxSeries || len(rest) != 1 {
		t.Errorf("%d series count %v requests, %v by their operation alone", n, total, rest)
	}
}

func BenchmarkCount(b *testing.B) {
	m := metrics.New("1")
	b.ReportAllocs()
	for b.Loop() {
		m.Count("tickets", "getTicket", 200, "ok", time.Millisecond)
	}
}
