package collector

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// most is what may be made in a pause.
const most = 64 << 20

// limits are how the collector is set.
type limits struct {
	percent int
	limit   int64
}

func current() (now limits) {
	now.percent, now.limit = debug.SetGCPercent(-1), debug.SetMemoryLimit(-1)
	debug.SetGCPercent(now.percent)
	return now
}

// with sets the collector for a test, which is not parallel: it is everybody's.
func with(t *testing.T, to limits) {
	t.Helper()
	before := limits{debug.SetGCPercent(to.percent), debug.SetMemoryLimit(to.limit)}
	t.Cleanup(func() {
		debug.SetGCPercent(before.percent)
		debug.SetMemoryLimit(before.limit)
	})
}

// collected returns when what nobody has any more was cleaned up.
func collected() {
	for range 2 { // the cleanups of one collection have no order
		done := make(chan struct{})
		runtime.AddCleanup(new(any), func(done chan struct{}) { close(done) }, done)
		runtime.GC()
		<-done
	}
}

func TestTheCollectorIsAsBeforeAfterAPause(t *testing.T) {
	before, during := limits{90, 1 << 40}, limits{-1, most}
	with(t, before)
	check := func(when string, want limits) {
		t.Helper()
		if now := current(); now != want {
			t.Errorf("%s it is %+v, want %+v", when, now, want)
		}
	}
	end := Pause(most)
	check("during the pause", during)
	Pause(most)() // another one, which ends first
	check("after another pause", during)
	end()
	check("after the pause", before)
	debug.SetGCPercent(91)
	end()
	collected()
	check("once somebody has changed it", limits{91, before.limit})
}

func TestAPauseLeavesAloneWhoHasLessOfTheCollector(t *testing.T) {
	for _, before := range []limits{{-1, 1 << 40}, {90, most / 2}} {
		with(t, before)
		end := Pause(most)
		if now := current(); now != (limits{-1, before.limit}) {
			t.Errorf("with %+v it is %+v during the pause", before, now)
		}
		end()
		if now := current(); now != before {
			t.Errorf("with %+v it is %+v after the pause", before, now)
		}
	}
}

// TestALargeBeginningHasTheCollector: from the first collection on it is as before.
func TestALargeBeginningHasTheCollector(t *testing.T) {
	before := limits{90, 1 << 40}
	with(t, before)
	defer Pause(most)()
	for range 1000 {
		if runtime.GC(); current() == before {
			return
		}
	}
	t.Error("it is not there after a thousand collections")
}
