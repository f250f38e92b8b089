package main

import (
	"context"
	"fmt"
	"io"
	"sync/atomic"
	"text/tabwriter"
	"time"

	vegeta "github.com/tsenart/vegeta/v12/lib"
)

// openRounds is how many open runs there are of each work on each server.
const openRounds = 5

// openRun is the 99th percentiles of each work's open runs, by server and round.
type openRun struct {
	rate int
	of   [][kinds][]time.Duration
}

// measureOpen sends requests at a fixed rate, whether the ones before are answered or not.
func (p plan) measureOpen(ctx context.Context, works []*work, servers processes) (openRun, error) {
	run := openRun{rate: p.rate, of: make([][kinds][]time.Duration, len(works))}
	for range openRounds {
		for n, w := range works {
			for _, k := range []kind{floor, unchecked, checked} {
				p99, err := p.attack(ctx, n, w, k, servers[k])
				if err != nil {
					return run, err
				}
				run.of[n][k] = append(run.of[n][k], p99)
			}
		}
	}
	return run, nil
}

// attack is the 99th percentile of how long a server's answers to a work take.
func (p plan) attack(ctx context.Context, n int, w *work, k kind, server *process) (time.Duration, error) {
	if k >= unchecked && w.bodies != nil {
		if err := reset(server.address); err != nil {
			return 0, err
		}
	}
	if _, err := server.next(n); err != nil {
		return 0, err
	}
	var sent atomic.Int64
	target := func(t *vegeta.Target) error {
		n := int(sent.Add(1)) - 1
		*t = vegeta.Target{Method: w.method, URL: "http://" + server.address + w.target(n), Header: w.header, Body: w.body(n)}
		return ctx.Err()
	}
	attacker := vegeta.NewAttacker(vegeta.Connections(connections), vegeta.MaxConnections(connections), vegeta.Workers(connections))
	var metrics vegeta.Metrics
	for result := range attacker.Attack(target, vegeta.Rate{Freq: p.rate, Per: time.Second}, p.open, w.name) {
		if err := w.misfit(int(result.Code), result.Body); err != nil && result.Code != 0 { // without a status, none came in time
			attacker.Stop()
			return 0, fmt.Errorf("%s, %s: %w %s", w.name, k, err, result.Error)
		}
		metrics.Add(result)
	}
	metrics.Close()
	return metrics.Latencies.P99, ctx.Err()
}

// print writes the table of the run. The error is that of out.
func (run openRun) print(out io.Writer, works []*work) error {
	const most = 2 * time.Millisecond
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintf(table, "\np99 in ms at %d requests per second\tfloor\tmock, unchecked\tmore\tto be\tmock\tmore\tto be\t\n", run.rate)
	for n, w := range works {
		of := run.of[n]
		more := func(k kind) time.Duration {
			var all []time.Duration
			for round, p99 := range of[k] {
				all = append(all, p99-of[floor][round])
			}
			return middle(all)
		}
		fmt.Fprintf(table, "%s\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t%.2f\t\n", w.name, ms(middle(of[floor])),
			ms(middle(of[unchecked])), ms(more(unchecked)), ms(most), ms(middle(of[checked])), ms(more(checked)), ms(most))
	}
	return table.Flush()
}

func ms(d time.Duration) float64 { return d.Seconds() * 1000 }
