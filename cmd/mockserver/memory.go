package main

import (
	"context"
	"runtime"
	"runtime/debug"
	"sync"
	"time"

	"contractmock/mockserver/clock"
)

// withoutCollector lets the mock start without the collector: nearly all that a start
// makes stays, or is given back at once by giveBack. A start that makes much more, of
// fixtures without end, has it from 64 MiB on. What it returns makes all as it was, once; where
// the collector is already as rare, for a caller who wants that, nothing happens.
func withoutCollector() (asBefore func()) {
	const percent = 1600 // of the 4 MiB that it leaves alone in any case
	before := debug.SetGCPercent(percent)
	if before < 0 || before >= percent {
		debug.SetGCPercent(before)
		return func() {}
	}
	restore := func(percent int) { debug.SetGCPercent(percent) }
	first := runtime.AddCleanup(new(any), restore, before) // which the first collection runs
	return sync.OnceFunc(func() {
		first.Stop()
		restore(before)
	})
}

// giveBack returns to the system, once the mock has begun to serve, the memory that only
// the start has needed: nearly as much as the mock keeps. The collector is as before then,
// or when the context has ended.
func giveBack(ctx context.Context, collector func()) {
	const begun = time.Second
	clock.Sleep(ctx, begun)
	collector()
	if ctx.Err() == nil {
		debug.FreeOSMemory()
	}
}
