package collector

import (
	"runtime"
	"runtime/debug"
	"sync"
)

// Pause lets what begins, and of which nearly all stays, do without the collector. What
// makes more than so many bytes has it from the first collection on. End brings it back as
// it was, once; where there is none in any case, nothing happens.
func Pause(most int64) (end func()) {
	percent := debug.SetGCPercent(-1)
	if percent < 0 {
		return func() {}
	}
	limit := debug.SetMemoryLimit(-1)
	debug.SetMemoryLimit(min(limit, most))
	end = sync.OnceFunc(func() {
		debug.SetGCPercent(percent)
		debug.SetMemoryLimit(limit)
	})
	runtime.AddCleanup(new(any), func(end func()) { end() }, end) // which the first collection runs
	return end
}
