package main

import (
	"context"
	"runtime/debug"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/collector"
)

// startMemory is what a start may take before there is a collector all the same: several
// times what the embedded documents and fixtures need.
const startMemory = 64 << 20

// giveBack returns to the system, once the mock has begun to serve, the memory that only
// the start has needed: nearly as much as the mock keeps. From then on the collector
// collects, and the heap has its room, until the context ends.
func giveBack(ctx context.Context, collect func()) {
	const begun = time.Second
	clock.Sleep(ctx, begun)
	collect()
	if ctx.Err() == nil {
		debug.FreeOSMemory()
		defer collector.Leave(collector.Room)()
		<-ctx.Done()
	}
}
