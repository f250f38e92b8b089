package clock_test

import (
	"context"
	"regexp"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/clock"
)

// wall is a machine's clock that stands at noon until time passes.
type wall struct{ millis atomic.Int64 }

func (w *wall) now() time.Time {
	return noon.Time().Add(time.Duration(w.millis.Load()) * time.Millisecond)
}
func (w *wall) pass(d time.Duration) { w.millis.Add(d.Milliseconds()) }

func TestAClock(t *testing.T) {
	t.Parallel()
	const h, m = time.Hour, time.Minute
	for _, c := range []struct {
		name   string
		do     func(c *clock.Clock, w *wall)
		want   time.Duration // after noon
		frozen bool
	}{
		{"runs with the wall", func(_ *clock.Clock, w *wall) { w.pass(h) }, h, false},
		{"stands when frozen", func(c *clock.Clock, w *wall) { w.pass(m); c.Freeze(); w.pass(h) }, m, true},
		{"stands when frozen twice", func(c *clock.Clock, w *wall) { c.Freeze(); w.pass(h); c.Freeze() }, 0, true},
		{"goes on from where it stood", func(c *clock.Clock, w *wall) { c.Freeze(); w.pass(h); c.Run(); w.pass(m) }, m, false},
		{"goes on running when told to run", func(c *clock.Clock, w *wall) { w.pass(h); c.Run(); w.pass(m) }, h + m, false},
		{"goes on from where it was set", func(c *clock.Clock, w *wall) { w.pass(m); c.Set(noon.Add(5 * h)); w.pass(m) }, 5*h + m, false},
		{"is set back", func(c *clock.Clock, w *wall) { c.Set(noon.Add(-5 * h)); w.pass(m) }, -5*h + m, false},
		{"stays where it was set while frozen", func(c *clock.Clock, w *wall) { c.Freeze(); c.Set(noon.Add(h)); w.pass(m) }, h, true},
		{"freezes where it was set", func(c *clock.Clock, w *wall) { c.Set(noon.Add(h)); w.pass(m); c.Freeze(); w.pass(m) }, h + m, true},
		{"runs from where it was set while frozen", func(c *clock.Clock, w *wall) { c.Freeze(); c.Set(noon.Add(h)); w.pass(m); c.Run(); w.pass(m) }, h + m, false},
		{"is advanced while running", func(c *clock.Clock, w *wall) { c.Advance(h); w.pass(m); c.Advance(h) }, 2*h + m, false},
		{"is advanced while frozen", func(c *clock.Clock, w *wall) { c.Freeze(); c.Advance(h); w.pass(m); c.Advance(h) }, 2 * h, true},
		{"is advanced backwards", func(c *clock.Clock, _ *wall) { c.Freeze(); c.Advance(-h) }, -h, true},
		{"runs with the wall again when reset", func(c *clock.Clock, w *wall) { c.Set(noon.Add(-h)); c.Freeze(); w.pass(m); c.Reset() }, m, false},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var w wall
			it := clock.New(clock.Source{Wall: w.now}, "x")
			c.do(it, &w)
			if got, want := it.Now(), noon.Add(c.want); got != want || it.Frozen() != c.frozen {
				t.Errorf("it is %s, frozen %v; want %s, %v", got, it.Frozen(), want, c.frozen)
			}
		})
	}
}

func TestASleepEndsByItselfOrWithItsContext(t *testing.T) {
	t.Parallel()
	began := clock.Wall()
	clock.Sleep(t.Context(), 2*time.Millisecond)
	if slept := clock.Wall().Sub(began); slept < 2*time.Millisecond {
		t.Errorf("it slept for %s", slept)
	}
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	clock.Sleep(ended, time.Hour) // the test ends, or does not
}

func TestAClockGoesOnInAnyAge(t *testing.T) {
	t.Parallel()
	for _, age := range []clock.Instant{year0, year9999 - 60_000} {
		var w wall
		it := clock.New(clock.Source{Wall: w.now}, "x")
		it.Set(age)
		w.pass(time.Minute)
		if got, want := it.Now(), age+60_000; got != want {
			t.Errorf("it is %s, want %s", got, want)
		}
	}
}

func TestAClockWithATimeOfItsOwnIsFrozenThere(t *testing.T) {
	t.Parallel()
	var w wall
	then := noon.Add(-24 * time.Hour)
	it := clock.New(clock.Source{Wall: w.now, Now: &then}, "x")
	look := func() [3]any { return [3]any{it.Now(), it.Start(), it.Frozen()} }
	want := [3]any{then, then, true}
	w.pass(time.Hour)
	if got := look(); got != want {
		t.Errorf("new: %v, want %v", got, want)
	}
	it.Run()
	it.Advance(time.Hour)
	it.Reset()
	if got := look(); got != want {
		t.Errorf("reset: %v, want %v", got, want)
	}
}

func TestStartIsWhenTheClockWasMadeOrReset(t *testing.T) {
	t.Parallel()
	var w wall
	it := clock.New(clock.Source{Wall: w.now}, "x")
	w.pass(time.Hour)
	it.Set(noon.Add(9 * time.Hour))
	it.Freeze()
	if got := it.Start(); got != noon {
		t.Errorf("start %s, want noon", got)
	}
	it.Reset()
	if got := it.Start(); got != noon.Add(time.Hour) {
		t.Errorf("start %s after a reset, want an hour after noon", got)
	}
}

func TestStampsAlwaysGrow(t *testing.T) {
	t.Parallel()
	var w wall
	it := clock.New(clock.Source{Wall: w.now}, "x")
	it.Freeze()
	got := []clock.Instant{it.Stamp(), it.Stamp()}
	it.Advance(time.Second)
	got = append(got, it.Stamp())
	it.Set(noon.Add(-time.Hour))
	got = append(got, it.Stamp(), it.Stamp())
	it.Reset()
	got = append(got, it.Stamp())
	if diff := cmp.Diff([]clock.Instant{noon, noon + 1, noon + 1000, noon + 1001, noon + 1002, noon}, got); diff != "" {
		t.Errorf("frozen, advanced, set back, reset (-want +got):\n%s", diff)
	}
}

func TestIDsAndChoicesComeFromSeedAndName(t *testing.T) {
	t.Parallel()
	draw := func(c *clock.Clock) []any {
		return []any{c.ID(), c.ID(), c.IntN(1 << 30), c.Seed()}
	}
	of := func(seed uint64, name string) *clock.Clock { return clock.New(clock.Source{Seed: seed}, name) }
	it := of(1, "tab")
	first := draw(it)
	for _, id := range first[:2] {
		if !regexp.MustCompile(`^[0-9a-f]{32}$`).MatchString(id.(string)) {
			t.Errorf("id %s, want 32 lower-case hexadecimal digits", id)
		}
	}
	if first[0] == first[1] {
		t.Error("two ids are the same")
	}
	if diff := cmp.Diff(first, draw(of(1, "tab"))); diff != "" {
		t.Errorf("the same seed and name gives another sequence:\n%s", diff)
	}
	second := draw(it)
	it.Reset()
	if diff := cmp.Diff(first, draw(it)); diff != "" {
		t.Errorf("a reset does not begin the sequence again:\n%s", diff)
	}
	for other, got := range map[string][]any{"the next four": second, "another seed": draw(of(2, "tab")), "another name": draw(of(1, "bat"))} {
		for i := range got {
			if got[i] == first[i] {
				t.Errorf("%s: %v comes again", other, got[i])
			}
		}
	}
}

func TestAClockIsSafeForManyAtOnce(t *testing.T) {
	t.Parallel()
	var w wall
	it := clock.New(clock.Source{Wall: w.now}, "x")
	var seen sync.Map
	var wait sync.WaitGroup
	for range 8 {
		wait.Go(func() {
			for range 100 {
				it.Freeze()
				it.Advance(time.Millisecond)
				it.Run()
				it.Set(it.Now())
				w.pass(time.Millisecond)
				_, _, _, _ = it.Start(), it.Frozen(), it.IntN(9), it.Seed()
				for _, once := range []any{it.ID(), it.Stamp()} {
					if _, taken := seen.LoadOrStore(once, true); taken {
						t.Errorf("%v was handed out twice", once)
					}
				}
			}
		})
	}
	wait.Wait()
}
