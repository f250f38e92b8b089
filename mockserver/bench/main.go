// Command bench compares the mock with what any server costs: a floor that answers
// static JSON of the same size with net/http and gorilla/mux, and a reference that
// validates the request with kin-openapi before it answers so.
//
// Each server is a process of its own. They take turns on the same work, in rounds
// of a second or less, so that whatever else the machine does hits all of them alike:
// what is printed is the median of the rounds' ratios, and not the ratio of two
// medians. Beside the throughput, in which the client has its part on both sides, it
// prints how much time of the processor each server takes for a request.
//
// The same work in process, without connections, are the benchmarks of this package.
package main

import (
	"context"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"time"
)

func main() {
	if len(os.Args) == 2 && os.Args[1] == serveArgument {
		if err := serve(os.Stdin, os.Stdout); err != nil {
			fmt.Fprintln(os.Stderr, "bench:", err)
			os.Exit(1)
		}
		return
	}
	var p plan
	flag.IntVar(&p.rounds, "rounds", 9, "how many times each server gets each work")
	flag.IntVar(&p.requests, "requests", 5000, "how many requests it then gets; the mock is reset after them")
	flag.IntVar(&p.rate, "rate", 2000, "requests a second of the open run")
	flag.DurationVar(&p.open, "open", 2*time.Second, "how long each open run takes; 0 leaves them out")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, p)
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// plan is how much is measured.
type plan struct {
	rounds, requests, rate int
	open                   time.Duration
}

// run measures all works on all servers and prints the tables.
func run(ctx context.Context, out io.Writer, p plan) error {
	works, err := newWorks(max(p.requests, int(float64(p.rate)*p.open.Seconds())+1)) // none comes twice without a reset
	if err != nil {
		return err
	}
	servers, err := startAll(ctx, works)
	if err != nil {
		return err
	}
	defer servers.stop()
	closed, err := p.measureClosed(ctx, works, servers)
	if err != nil {
		return err
	}
	if err := closed.print(out, works); err != nil || p.open == 0 {
		return err
	}
	open, err := p.measureOpen(ctx, works, servers)
	if err != nil {
		return err
	}
	return open.print(out, works)
}
