package main

import (
	"runtime"
	"runtime/debug"
	"testing"
)

// setting is how the collector is set.
type setting struct {
	percent int
	limit   int64
}

func current() (now setting) {
	now.percent, now.limit = debug.SetGCPercent(-1), debug.SetMemoryLimit(-1)
	debug.SetGCPercent(now.percent)
	return now
}

// set sets the collector for a test, which is not parallel: it is everybody's.
func set(t *testing.T, to setting) {
	t.Helper()
	before := setting{debug.SetGCPercent(to.percent), debug.SetMemoryLimit(to.limit)}
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

func TestTheCollectorIsAsBeforeAfterAStart(t *testing.T) {
	before, during := setting{90, 1 << 40}, setting{-1, startMemory}
	set(t, before)
	check := func(when string, want setting) {
		t.Helper()
		if now := current(); now != want {
			t.Errorf("%s it is %+v, want %+v", when, now, want)
		}
	}
	asBefore := withoutCollector()
	check("during the start", during)
	withoutCollector()() // another mock of the process, whose start is over first
	check("after another start", during)
	asBefore()
	check("after the start", before)
	debug.SetGCPercent(91)
	asBefore()
	collected()
	check("once somebody has changed it", setting{91, before.limit})
}

func TestAStartLeavesAloneWhoHasLessOfTheCollector(t *testing.T) {
	for _, before := range []setting{{-1, 1 << 40}, {90, startMemory / 2}} {
		set(t, before)
		asBefore := withoutCollector()
		if now := current(); now != (setting{-1, before.limit}) {
			t.Errorf("with %+v it is %+v during the start", before, now)
		}
		asBefore()
		if now := current(); now != before {
			t.Errorf("with %+v it is %+v after the start", before, now)
		}
	}
}

// TestALargeStartHasTheCollector: from the first collection on it is as before.
func TestALargeStartHasTheCollector(t *testing.T) {
	before := setting{90, 1 << 40}
	set(t, before)
	defer withoutCollector()()
	for range 1000 {
		if runtime.GC(); current() == before {
			return
		}
	}
	t.Error("it is not there after a thousand collections")
}
