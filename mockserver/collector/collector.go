// Package collector sets Go's garbage collector: it pauses it while the mock starts, and
// gives it room afterwards. What the mock keeps is little, so that by Go's own measure, the
// double of that, it would collect several times a second under load, and each time look
// through all of the journal.
package collector

import (
	"math"
	"runtime"
	"runtime/debug"
	"runtime/metrics"
	"sync"
)

// goDefault is the percentage by which Go lets the heap grow between two collections.
const goDefault = 100

// Room is what the mock's command leaves.
const Room = 128 << 20

// Leave lets the heap grow by about so many bytes between two collections, and by itself
// if that is more, until stop is called. Where GOGC says anything but 100, that counts,
// and nothing is done; GOMEMLIMIT counts always.
func Leave(room uint64) (stop func()) {
	if before := debug.SetGCPercent(goDefault); before != goDefault {
		debug.SetGCPercent(before)
		return func() {}
	}
	s := &setting{room: room, percent: goDefault}
	adjust(s)
	return s.stop
}

// setting is the percentage that is set, for so much room.
type setting struct {
	room uint64

	mu      sync.Mutex
	percent int
	stopped bool
}

func (s *setting) stop() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if !s.stopped {
		s.stopped = true
		debug.SetGCPercent(goDefault)
	}
}

// adjust sets the percentage by what is alive, and again after the next collection.
func adjust(s *setting) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.stopped {
		return
	}
	sample := []metrics.Sample{{Name: "/gc/heap/live:bytes"}}
	metrics.Read(sample)
	// Setting it stops the world, which a small difference is not worth.
	if want := percent(sample[0].Value.Uint64(), s.room); want < s.percent*9/10 || want > s.percent*11/10 {
		debug.SetGCPercent(want)
		s.percent = want
	}
	runtime.AddCleanup(new(*byte), adjust, s) // which the next collection takes away
}

// least is what Go takes a heap for at least, times the percentage; before the first
// collection nothing is known to be alive.
const least = 4 << 20

// percent is how far a heap of so many bytes may grow, in percent.
func percent(live, room uint64) int {
	const whole = 100
	return int(min(math.MaxInt32, max(goDefault, room*whole/max(live, least))))
}
