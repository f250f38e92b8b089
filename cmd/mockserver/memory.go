package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/collector"
)

// startMemory is what a start may take before there is a collector all the same: several
// times what the embedded documents and fixtures need.
const startMemory = 64 << 20

// withoutCollector lets the mock start without the collector: nearly all that a start
// makes stays, or is given back at once by giveBack. One that makes more than startMemory,
// of large fixtures, has the collector from the first collection on. What it returns
// brings it back, once; where there is none in any case, nothing happens.
func withoutCollector() (asBefore func()) {
	percent := debug.SetGCPercent(-1)
	if percent < 0 {
		return func() {}
	}
	limit := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, startMemory))
	restore := func(percent int) {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	}
	first := runtime.AddCleanup(new(any), restore, percent) // which the first collection runs
	return sync.OnceFunc(func() {
		first.Stop()
		restore(percent)
	})
}

// giveBack returns to the system, once the mock has begun to serve, the memory that only
// the start has needed: nearly as much as the mock keeps. From then on the collector
// collects, and the heap has its room, until the context ends.
func giveBack(ctx context.Context, asBefore func()) {
	const begun = time.Second
	clock.Sleep(ctx, begun)
	asBefore()
	if ctx.Err() == nil {
		debug.FreeOSMemory()
		defer collector.Leave(collector.Room)()
		<-ctx.Done()
	}
}
