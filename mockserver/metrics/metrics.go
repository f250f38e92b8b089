// Package metrics counts what a mock does, in the form that Prometheus scrapes.
//
// Every mock has a registry of its own, so that several in one process do not count
// together. What a label may say is bounded: APIs and operations are the
// specifications', verdicts the ids of refusals.
package metrics

import (
	"bytes"
	"fmt"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/common/expfmt"
)

// MaxSeries is the most combinations of labels that requests are counted by. Those
// that come later are counted by API and operation alone.
const MaxSeries = 10_000

// Metrics are those of one mock. They are safe for use by several requests at once.
type Metrics struct {
	registry  *prometheus.Registry
	requests  *prometheus.CounterVec
	durations *prometheus.HistogramVec

	series  atomic.Int64
	counted sync.Map // of labels to *counted
}

// labels are what requests are counted by.
type labels struct {
	api, operation string
	status         int
	verdict        string
}

// counted is where the requests of one combination of labels are counted.
type counted struct {
	requests  prometheus.Counter
	durations prometheus.Observer
}

// Gauge is a number that is looked at when the metrics are scraped.
type Gauge struct {
	// Name is the metric's, without the prefix that all have.
	Name string
	// Help says what it is.
	Help string
	// Value is the number now.
	Value func() float64
}

const namespace = "contractmock"

// New counts nothing yet. The version is the mock's.
func New(version string, gauges ...Gauge) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{
			Namespace: namespace, Name: "requests_total",
			Help: "Requests that were answered; verdict is ok, error, or the id of the refusal.",
		}, []string{"api", "operation", "status", "verdict"}),
		durations: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Namespace: namespace, Name: "request_duration_seconds",
			Help:    "How long requests took, in real time.",
			Buckets: []float64{0.000_1, 0.000_25, 0.000_5, 0.001, 0.002_5, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 30},
		}, []string{"api", "operation"}),
	}
	info := prometheus.NewGauge(prometheus.GaugeOpts{
		Namespace: namespace, Name: "build_info", Help: "1, with the version as its label.",
		ConstLabels: prometheus.Labels{"version": version},
	})
	info.Set(1)
	m.registry.MustRegister(m.requests, m.durations, info, collectors.NewGoCollector())
	for _, g := range gauges {
		m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Namespace: namespace, Name: g.Name, Help: g.Help}, g.Value))
	}
	return m
}

// Count counts a request that was answered; the operation is "" where none was found.
func (m *Metrics) Count(api, operation string, status int, verdict string, took time.Duration) {
	c := m.of(labels{api, operation, status, verdict})
	c.requests.Inc()
	c.durations.Observe(took.Seconds())
}

// of is where requests with these labels are counted.
func (m *Metrics) of(l labels) *counted {
	if c, ok := m.counted.Load(l); ok {
		return c.(*counted)
	}
	status := strconv.Itoa(l.status)
	if m.series.Load() >= MaxSeries {
		status, l.verdict = "", ""
	}
	c := &counted{
		requests:  m.requests.WithLabelValues(l.api, l.operation, status, l.verdict),
		durations: m.durations.WithLabelValues(l.api, l.operation),
	}
	if status != "" {
		if _, known := m.counted.LoadOrStore(l, c); !known {
			m.series.Add(1)
		}
	}
	return c
}

// Text is all metrics in Prometheus' text format, and its Content-Type.
func (m *Metrics) Text() (contentType string, text []byte, err error) {
	families, err := m.registry.Gather()
	if err != nil {
		return "", nil, fmt.Errorf("the metrics cannot be gathered: %w", err)
	}
	format := expfmt.NewFormat(expfmt.TypeTextPlain)
	var b bytes.Buffer
	encoder := expfmt.NewEncoder(&b, format)
	for _, family := range families {
		if err := encoder.Encode(family); err != nil {
			return "", nil, fmt.Errorf("the metric %s cannot be written: %w", family.GetName(), err)
		}
	}
	return string(format), b.Bytes(), nil
}
