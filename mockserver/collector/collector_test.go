package collector

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"testing"
)

func TestTheHeapMayGrowByTheRoomOrByItself(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		live, room uint64
		want       int
	}{
		{live: 20 << 20, room: 100 << 20, want: 500},
		{live: 99 << 20, room: 100 << 20, want: 101},
		{live: 100 << 20, room: 100 << 20, want: 100},
		{live: 1 << 30, room: 100 << 20, want: 100},
		{live: 0, room: 100 << 20, want: 2500},
		{live: 1 << 20, room: 100 << 20, want: 2500},
		{live: 0, room: 1 << 50, want: math.MaxInt32},
	} {
		if got := percent(c.live, c.room); got != c.want {
			t.Errorf("with %d bytes alive and room for %d it is %d %%, want %d", c.live, c.room, got, c.want)
		}
	}
}

// set is the percentage that counts now.
func set() uint64 {
	sample := []metrics.Sample{{Name: "/gc/gogc:percent"}}
	metrics.Read(sample)
	return sample[0].Value.Uint64()
}

func TestTheRoomFollowsWhatIsAlive(t *testing.T) { //nolint:paralleltest // there is one collector
	before := debug.SetGCPercent(50)
	defer debug.SetGCPercent(before)
	Leave(64 << 20)()
	if got := set(); got != 50 {
		t.Fatalf("where GOGC is 50 it is %d afterwards", got)
	}
	debug.SetGCPercent(goDefault)
	runtime.GC()
	stop := Leave(64 << 20)
	little := set()
	if little <= 2*goDefault {
		t.Fatalf("with a small heap it is %d %%", little)
	}
	alive := make([]byte, 256<<20)
	for round := 0; set() != goDefault; round++ {
		if round == 1000 {
			t.Fatalf("after %d collections of a heap of 256 MiB it is %d %%", round, set())
		}
		runtime.GC()
	}
	runtime.KeepAlive(alive)
	for round := 0; set() < little/2; round++ {
		if round == 1000 {
			t.Fatalf("after %d collections of a small heap it is %d %%", round, set())
		}
		runtime.GC()
	}
	stop()
	for range 10 {
		if got := set(); got != goDefault {
			t.Fatalf("after the end it is %d %%", got)
		}
		runtime.GC()
	}
}
