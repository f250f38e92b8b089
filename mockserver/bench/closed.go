package main

import (
	"cmp"
	"context"
	"fmt"
	"io"
	"slices"
	"sync"
	"sync/atomic"
	"text/tabwriter"
	"time"

	"github.com/valyala/fasthttp"

	"contractmock/mockserver/clock"
)

// connections is how many there are to each server, and how many requests are under way
// at most.
const connections = 32

// sample is what one round of a work took of a server.
type sample struct {
	took time.Duration // for all its requests
	used time.Duration // of the server's processor time
}

// samples are those of a work on each server, round by round.
type samples [kinds][]sample

// closedRun is the samples of each work, in their order.
type closedRun struct {
	requests int
	of       []samples
}

// measureClosed gives the servers their turns: each client sends its next request when it
// has the answer to the one before.
func (p plan) measureClosed(ctx context.Context, works []*work, servers processes) (closedRun, error) {
	run := closedRun{requests: p.requests, of: make([]samples, len(works))}
	for round := range p.rounds + 1 {
		for n, w := range works {
			for turn := range kinds {
				k := (turn + kind(round)) % kinds // nobody is always first
				s, err := p.round(ctx, n, w, k, servers[k])
				if err != nil {
					return run, err
				}
				if round > 0 { // the first warms up
					run.of[n][k] = append(run.of[n][k], s)
				}
			}
		}
	}
	return run, nil
}

// round sends a server all requests of a work.
func (p plan) round(ctx context.Context, n int, w *work, k kind, server *process) (sample, error) {
	if k >= unchecked && w.bodies != nil {
		if err := reset(server.address); err != nil {
			return sample{}, err
		}
	}
	before, err := server.next(n)
	if err != nil {
		return sample{}, err
	}
	began := clock.Wall()
	if err := send(ctx, server.address, w, p.requests); err != nil {
		return sample{}, fmt.Errorf("%s, %s: %w", w.name, k, err)
	}
	took := clock.Wall().Sub(began)
	after, err := server.next(n)
	return sample{took: took, used: after - before}, err
}

func reset(address string) error {
	status, body, err := fasthttp.Post(nil, "http://"+address+"/__admin/reset", nil)
	if err == nil && status != fasthttp.StatusOK {
		err = fmt.Errorf("the mock was not reset: %d %s", status, body)
	}
	return err
}

// send sends so many requests of a work, and wants of each the answer that it is to have.
func send(ctx context.Context, address string, w *work, requests int) error {
	client := &fasthttp.HostClient{Addr: address, MaxConns: connections}
	defer client.CloseIdleConnections()
	ctx, fail := context.WithCancelCause(ctx)
	defer fail(nil)
	var sent atomic.Int64
	var wait sync.WaitGroup
	for range connections {
		wait.Go(func() {
			request, answer := fasthttp.AcquireRequest(), fasthttp.AcquireResponse()
			defer fasthttp.ReleaseRequest(request)
			defer fasthttp.ReleaseResponse(answer)
			request.Header.SetMethod(w.method)
			for name, values := range w.header {
				request.Header.Set(name, values[0])
			}
			base := "http://" + address
			request.SetRequestURI(base + w.uri)
			for ctx.Err() == nil {
				n := int(sent.Add(1)) - 1
				if n >= requests {
					return
				}
				if w.anew {
					request.SetRequestURI(base + w.target(n))
				}
				request.SetBodyRaw(w.body(n))
				err := client.Do(request, answer)
				if err == nil {
					err = w.misfit(answer.StatusCode(), answer.Body())
				}
				if err != nil {
					fail(err)
					return
				}
			}
		})
	}
	wait.Wait()
	return context.Cause(ctx)
}

func (k kind) String() string { return [...]string{"floor", "reference", "mock, unchecked", "mock"}[k] }

// print writes the tables of the run. The error is that of out.
func (run closedRun) print(out io.Writer, works []*work) error {
	perSecond := func(s sample) float64 { return float64(run.requests) / s.took.Seconds() }
	micros := func(s sample) float64 { return float64(s.used.Microseconds()) / float64(run.requests) }
	fmt.Fprintf(out, "%d requests in a round, %d rounds, %d connections\n\n", run.requests, len(run.of[0][floor]), connections)
	table := tabwriter.NewWriter(out, 0, 0, 2, ' ', tabwriter.AlignRight)
	fmt.Fprintln(table, "requests per second\tfloor\treference\tof the floor\tmock, unchecked\tof the floor\tto be\tmock\tof the floor\tto be\t")
	for n, w := range works {
		s := run.of[n]
		fmt.Fprintf(table, "%s\t%.0f\t%.0f\t%.2f\t%.0f\t%.2f\t%s\t%.0f\t%.2f\t%s\t\n", w.name,
			s.median(floor, perSecond), s.median(reference, perSecond), s.ratio(reference, perSecond),
			s.median(unchecked, perSecond), s.ratio(unchecked, perSecond), goal(w.least),
			s.median(checked, perSecond), s.ratio(checked, perSecond), goal(w.leastChecked))
	}
	fmt.Fprintln(table, "\t\t\t\t\t\t\t\t\t\t")
	fmt.Fprintln(table, "processor µs per request\tfloor\treference\ttimes\tmock, unchecked\ttimes\t\tmock\ttimes\t\t")
	for n, w := range works {
		s := run.of[n]
		fmt.Fprintf(table, "%s\t%.1f\t%.1f\t%.2f\t%.1f\t%.2f\t\t%.1f\t%.2f\t\t\n", w.name,
			s.median(floor, micros), s.median(reference, micros), s.ratio(reference, micros),
			s.median(unchecked, micros), s.ratio(unchecked, micros), s.median(checked, micros), s.ratio(checked, micros))
	}
	return table.Flush()
}

func goal(least float64) string {
	if least == 0 {
		return ""
	}
	return fmt.Sprintf("%.2f", least)
}

// median is the middle one of a server's figures.
func (s samples) median(k kind, figure func(sample) float64) float64 {
	var all []float64
	for _, sample := range s[k] {
		all = append(all, figure(sample))
	}
	return middle(all)
}

// ratio is the middle one of the ratios of a server's figure to the floor's in the same
// round.
func (s samples) ratio(k kind, figure func(sample) float64) float64 {
	var all []float64
	for round := range s[k] {
		all = append(all, figure(s[k][round])/figure(s[floor][round]))
	}
	return middle(all)
}

func middle[T cmp.Ordered](all []T) T {
	slices.Sort(all)
	return all[len(all)/2]
}
