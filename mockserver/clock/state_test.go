package clock_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/clock"
)

// drawn is what a clock hands out next, and the time it shows.
func drawn(c *clock.Clock) []any {
	return []any{c.Now(), c.Frozen(), c.Start(), c.Stamp(), c.ID(), c.IntN(1000), c.Seed(), c.ID()}
}

func TestAClockThatIsPutBackGoesOnFromThere(t *testing.T) {
	t.Parallel()
	then := noon.Add(-24 * time.Hour)
	for _, c := range []struct {
		name   string
		source clock.Source
		do     func(c *clock.Clock, w *wall)
	}{
		{"a new one", clock.Source{}, func(*clock.Clock, *wall) {}},
		{"one that stands", clock.Source{Now: &then}, func(*clock.Clock, *wall) {}},
		{"one that was frozen", clock.Source{}, func(c *clock.Clock, w *wall) { w.pass(time.Minute); c.Freeze() }},
		{"one that was set", clock.Source{}, func(c *clock.Clock, _ *wall) { c.Set(noon.Add(-5 * time.Hour)) }},
		{"one that has handed out ids and stamps", clock.Source{Seed: 7}, func(c *clock.Clock, w *wall) {
			w.pass(time.Hour)
			for range 5 {
				c.ID()
				c.Stamp()
			}
		}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var w wall
			c.source.Wall = w.now
			it := clock.New(c.source, "x")
			c.do(it, &w)
			was := it.State()
			text, err := json.Marshal(was)
			if err != nil {
				t.Fatal(err)
			}
			var read clock.State
			if err := json.Unmarshal(text, &read); err != nil || read != was {
				t.Fatalf("%v: %s is read as %+v, was %+v", err, text, read, was)
			}
			want := drawn(it)
			w.pass(3 * time.Hour)
			it.Advance(time.Hour)
			another := clock.New(clock.Source{Wall: w.now, Seed: 99}, "y")
			for _, to := range []*clock.Clock{it, another} {
				to.Restore(read)
				if diff := cmp.Diff(want, drawn(to)); diff != "" {
					t.Errorf("after it was put back (-want +got):\n%s", diff)
				}
			}
			another.Restore(read)
			w.pass(time.Minute)
			goesOn := time.Minute
			if was.Frozen {
				goesOn = 0
			}
			if got := another.Now().Sub(was.Now); got != goesOn {
				t.Errorf("a minute later it has gone on by %s, want %s", got, goesOn)
			}
		})
	}
}

func TestAClockThatResumesKeepsItsDistanceFromTheWall(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name string
		do   func(c *clock.Clock)
		want time.Duration // after noon, when three hours of the wall have passed
	}{
		{"one that was left alone", func(*clock.Clock) {}, 3 * time.Hour},
		{"one that was set back", func(c *clock.Clock) { c.Advance(-time.Hour) }, 2 * time.Hour},
		{"one that stands", func(c *clock.Clock) { c.Freeze(); c.Advance(time.Minute) }, time.Minute},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			var w wall
			it := clock.New(clock.Source{Wall: w.now}, "x")
			c.do(it)
			was := it.State()
			w.pass(3 * time.Hour)
			again := clock.New(clock.Source{Wall: w.now, Seed: 9}, "y")
			again.Resume(was)
			if got := again.Now().Sub(noon); got != c.want || again.Start() != noon {
				t.Errorf("it shows %s after noon and began at %s, want %s and noon", got, again.Start(), c.want)
			}
			if a, b := it.ID(), again.ID(); a != b {
				t.Errorf("its next id is %s, want %s", b, a)
			}
		})
	}
}

func TestTwoStatesAreAlikeWhileNobodyUsesTheClock(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		do    func(c *clock.Clock)
		alike bool
	}{
		"left alone":  {func(*clock.Clock) {}, true},
		"read":        {func(c *clock.Clock) { c.Now() }, true},
		"an id":       {func(c *clock.Clock) { c.ID() }, false},
		"a choice":    {func(c *clock.Clock) { c.IntN(2) }, false},
		"a stamp":     {func(c *clock.Clock) { c.Stamp() }, false},
		"set":         {func(c *clock.Clock) { c.Advance(time.Minute) }, false},
		"frozen":      {func(c *clock.Clock) { c.Freeze() }, false},
		"frozen, set": {func(c *clock.Clock) { c.Freeze(); c.Advance(time.Minute) }, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var w wall
			it := clock.New(clock.Source{Wall: w.now}, "x")
			before := it.State().Still()
			w.pass(time.Second)
			c.do(it)
			if alike := it.State().Still() == before; alike != c.alike {
				t.Errorf("alike %v, want %v", alike, c.alike)
			}
		})
	}
}

func TestAStateThatCannotBe(t *testing.T) {
	t.Parallel()
	whole := map[string]string{
		"now": `"2024-06-10 12:00:00"`, "frozen": "true", "start": `"2024-06-10 12:00:00"`, "chance": `"00112233445566778899aabbccddeeff"`,
	}
	for _, c := range []struct{ member, value, want string }{
		{"now", `"2024-06-11"`, ""},
		{"now", "", "now is missing"},
		{"now", `"noon"`, `now: "noon" is no time; write 2024-06-10 12:00:00 (UTC+8), an RFC 3339 time, or an offset such as +20m`},
		{"now", `"1969-12-31"`, "now: a clock can stand from 1970-01-01 00:00:00 to 9999-01-01 00:00:00"},
		{"now", `"+20m"`, "now: a clock can stand from 1970-01-01 00:00:00 to 9999-01-01 00:00:00"},
		{"frozen", `"yes"`, "frozen: it must not be a string"},
		{"frozen", "", "frozen is missing"},
		{"start", "", "start is missing"},
		{"stamp", `"+1m"`, "stamp: a clock can stand from 1970-01-01 00:00:00 to 9999-01-01 00:00:00"},
		{"chance", "", "chance is missing"},
		{"chance", `"00"`, `chance: a source of chance is 32 hexadecimal digits, not "00"`},
		{"chance", `"x0112233445566778899aabbccddeeff"`, `chance: a source of chance is 32 hexadecimal digits, not "x0112233445566778899aabbccddeeff"`},
		{"ahead", "9223372036854775807", "ahead: a clock is at most 253402300799999 milliseconds ahead of the machine's, or behind it"},
		{"hour", "12", "hour: there is no such member"},
	} {
		t.Run(c.member+" "+c.value, func(t *testing.T) {
			t.Parallel()
			members := map[string]json.RawMessage{}
			for name, value := range whole {
				members[name] = json.RawMessage(value)
			}
			if members[c.member] = json.RawMessage(c.value); c.value == "" {
				delete(members, c.member)
			}
			text, err := json.Marshal(members)
			if err != nil {
				t.Fatal(err)
			}
			var s clock.State
			err = json.Unmarshal(text, &s)
			if got := fmt.Sprint(err); got != c.want && (err != nil || c.want != "") {
				t.Errorf("error %q, want %q", got, c.want)
			}
		})
	}
	for _, text := range []string{"null", "[]", `"now"`} {
		var s clock.State
		if err := s.UnmarshalJSON([]byte(text)); err == nil {
			t.Errorf("%s is read as a clock", text)
		}
	}
}
