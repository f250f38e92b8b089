package clock

import (
	"context"
	"encoding/hex"
	"hash/fnv"
	"math/rand/v2"
	"sync"
	"time"
)

// Wall reads the machine's clock. It is the only place of the mock that does;
// whoever needs real time is given it as a func() time.Time.
func Wall() time.Time { return time.Now() }

// Every is a channel that ticks by the machine's clock, until stop is called. Ticks
// that nobody takes are dropped.
func Every(d time.Duration) (ticks <-chan time.Time, stop func()) {
	ticker := time.NewTicker(d)
	return ticker.C, ticker.Stop
}

// Sleep waits in real time, until the context ends at the latest.
func Sleep(ctx context.Context, d time.Duration) {
	ctx, cancel := context.WithTimeout(ctx, d)
	defer cancel()
	<-ctx.Done()
}

// Earliest and Latest are between which a clock may stand, so that every text of a
// time can name it and what comes after it.
var (
	Earliest = FromTime(time.Date(1970, 1, 1, 0, 0, 0, 0, Zone))
	Latest   = FromTime(time.Date(9999, 1, 1, 0, 0, 0, 0, Zone))
)

// Source says where a Clock gets its time and its chance from.
type Source struct {
	// Wall is the clock that runs on; nil is the machine's.
	Wall func() time.Time
	// Now, if not nil, is where every new Clock stands, frozen.
	Now *Instant
	// Seed and the name given to New decide all ids and choices.
	Seed uint64
}

// Clock tells one session's time and hands out its ids. It is safe for use by
// several requests at once.
type Clock struct {
	source Source
	name   string

	mu     sync.Mutex
	frozen bool
	at     Instant // the time shown, while frozen
	offset Instant // the time shown less the wall's, while running
	start  Instant
	stamp  Instant // the last one handed out
	pcg    *rand.PCG
	chance *rand.Rand // over pcg, without any state of its own
}

// New is a clock that starts now, seeded by the source's seed and by name.
func New(source Source, name string) *Clock {
	if source.Wall == nil {
		source.Wall = Wall
	}
	c := &Clock{source: source, name: name}
	c.Reset()
	return c
}

// Reset makes the clock what it was when it was new: it runs with the wall (or
// stands at the source's Now), and its ids and choices begin again.
func (c *Clock) Reset() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.offset, c.stamp = 0, 0
	c.frozen = c.source.Now != nil
	if c.frozen {
		c.at = *c.source.Now
	}
	c.start = c.now()
	name := fnv.New64a()
	name.Write([]byte(c.name))
	c.pcg = rand.NewPCG(c.source.Seed, name.Sum64())
	c.chance = rand.New(c.pcg)
}

func (c *Clock) now() Instant {
	if c.frozen {
		return c.at
	}
	return FromTime(c.source.Wall()) + c.offset
}

// Now is the session's time.
func (c *Clock) Now() Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.now()
}

// Start is the session's time when the clock was made or last reset.
func (c *Clock) Start() Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.start
}

// Stamp is the session's time, or the millisecond after the last stamp where
// that is later: no two stamps are alike, frozen or not, and a later call never
// gets an earlier one. Rows that are listed newest first carry stamps, so that
// order and cursors agree.
func (c *Clock) Stamp() Instant {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.stamp = max(c.now(), c.stamp+1)
	return c.stamp
}

// Frozen tells whether the clock stands.
func (c *Clock) Frozen() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.frozen
}

// Freeze stops the clock where it is; it stays there until set, advanced or run.
func (c *Clock) Freeze() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.at, c.frozen = c.now(), true
}

// Run lets a frozen clock go on from where it stands.
func (c *Clock) Run() {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(c.now(), false)
}

// Set moves the clock to an instant, backwards too; frozen stays frozen, running goes on from there.
func (c *Clock) Set(to Instant) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(to, c.frozen)
}

// Advance moves the clock by d, which may be negative.
func (c *Clock) Advance(d time.Duration) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.set(c.now().Add(d), c.frozen)
}

func (c *Clock) set(to Instant, frozen bool) {
	c.frozen = frozen
	c.at = to
	c.offset = to - FromTime(c.source.Wall())
}

// ID is a new id of 32 lower-case hexadecimal digits.
func (c *Clock) ID() string {
	c.mu.Lock()
	defer c.mu.Unlock()
	var b [16]byte
	for i := range b {
		b[i] = byte(c.chance.Uint32()) //nolint:gosec // its last eight bits
	}
	return hex.EncodeToString(b[:])
}

// IntN is a choice from 0 to n-1; n must be above 0.
func (c *Clock) IntN(n int) int {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.chance.IntN(n)
}

// Seed is a seed drawn from the clock's chance, for a generator of data.
func (c *Clock) Seed() int64 {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.chance.Int64()
}
