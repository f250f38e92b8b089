package fault_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/mockserver/fault"
)

// never is a chance that nothing may be left to.
func never(t testing.TB) fault.Chance {
	return func(int) int {
		t.Error("something was left to chance")
		return 0
	}
}

func least(int) int { return 0 }

func most(n int) int { return n - 1 }

func TestDelays(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		text string
		want fault.Delay
		err  string
	}{
		{text: "2s", want: fault.Delay{Min: 2 * time.Second, Max: 2 * time.Second}},
		{text: "500ms..2s", want: fault.Delay{Min: 500 * time.Millisecond, Max: 2 * time.Second}},
		{text: "0s..1ms", want: fault.Delay{Max: time.Millisecond}},
		{text: "1m0s", want: fault.Delay{Min: time.Minute, Max: time.Minute}},
		{text: "", err: `delay: "" is no delay; write 2s, or 500ms..2s for one in between`},
		{text: "2", err: `delay: "2" is no delay; write 2s, or 500ms..2s for one in between`},
		{text: "1s..", err: `delay: "1s.." is no delay; write 2s, or 500ms..2s for one in between`},
		{text: "..1s", err: `delay: "..1s" is no delay; write 2s, or 500ms..2s for one in between`},
		{text: "1s..2s..3s", err: `delay: "1s..2s..3s" is no delay; write 2s, or 500ms..2s for one in between`},
		{text: "-1s", err: `delay: "-1s" is no delay; it must be above 0, and the longer one last`},
		{text: "-1s..1s", err: `delay: "-1s..1s" is no delay; it must be above 0, and the longer one last`},
		{text: "2s..1s", err: `delay: "2s..1s" is no delay; it must be above 0, and the longer one last`},
		{text: "0s", err: `delay: "0s" is no delay; it must be above 0, and the longer one last`},
		{text: "60.001s", err: `delay: "60.001s" is longer than 1m0s, which is the longest there is`},
		{text: "1s..1h", err: `delay: "1s..1h" is longer than 1m0s, which is the longest there is`},
	} {
		t.Run(c.text, func(t *testing.T) {
			got, err := fault.ParseDelay(c.text)
			if got != c.want || fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("%v, %v; want %v, %s", got, err, c.want, c.err)
			}
			if again, err := fault.ParseDelay(got.String()); c.err == "" && (err != nil || again != got) {
				t.Errorf("%v is written as %s, which is %v, %v", got, got, again, err)
			}
		})
	}
	if got := (fault.Delay{}).String(); got != "" || !(fault.Delay{}).IsZero() {
		t.Errorf("no delay is written %q", got)
	}
}

func TestWhatARequestAsksFor(t *testing.T) {
	t.Parallel()
	second := fault.Delay{Min: time.Second, Max: time.Second}
	between := fault.Delay{Min: time.Second, Max: 2 * time.Second}
	for _, c := range []struct {
		header string
		chance fault.Chance
		want   fault.Strike
		err    string
	}{
		{header: "reset", want: fault.Strike{Effect: fault.Effect{Wire: fault.Reset}}},
		{header: " empty ", want: fault.Strike{Effect: fault.Effect{Wire: fault.Empty}}},
		{header: "truncate,", want: fault.Strike{Effect: fault.Effect{Wire: fault.Truncate}}},
		{header: "delay=1s", want: fault.Strike{Effect: fault.Effect{Delay: second}, Delay: time.Second}},
		{header: "delay = 1s, reset", want: fault.Strike{Effect: fault.Effect{Delay: second, Wire: fault.Reset}, Delay: time.Second}},
		{header: "truncate,delay=1s..2s", chance: least, want: fault.Strike{Effect: fault.Effect{Delay: between, Wire: fault.Truncate}, Delay: time.Second}},
		{header: "delay=1s..2s", chance: most, want: fault.Strike{Effect: fault.Effect{Delay: between}, Delay: 2 * time.Second}},
		{header: "", err: "a fault does something: reset, empty, truncate or delay=2s"},
		{header: " , ", err: "a fault does something: reset, empty, truncate or delay=2s"},
		{header: "rset", err: `"rset" is no fault; did you mean reset?`},
		{header: "Reset", err: `"Reset" is no fault; did you mean reset?`},
		{header: "reset=1", err: `"reset=1" is no fault; there are delay, empty, reset and truncate`},
		{header: "status=503", err: `"status=503" is no fault; there are delay, empty, reset and truncate`},
		{header: "reset, empty", err: `"empty" is one thing too many; write one of reset, empty and truncate, and one delay`},
		{header: "delay=1s, delay=1s", err: `"delay=1s" is one thing too many; write one of reset, empty and truncate, and one delay`},
		{header: strings.Repeat(",", 195) + "reset", want: fault.Strike{Effect: fault.Effect{Wire: fault.Reset}}},
		{header: strings.Repeat(",", 196) + "reset", err: "a request asks for its fault in at most 200 bytes"},
		{header: "delay", err: `delay: "" is no delay; write 2s, or 500ms..2s for one in between`},
	} {
		t.Run(c.header, func(t *testing.T) {
			chance := c.chance
			if chance == nil {
				chance = never(t)
			}
			got, err := fault.Requested(c.header, chance)
			if diff := cmp.Diff(c.want, got); diff != "" || fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("%v, want %s; strike (-want +got):\n%s", err, c.err, diff)
			}
		})
	}
}

func FuzzRequested(f *testing.F) {
	for _, seed := range []string{"reset", "delay=2s", "delay=500ms..2s, truncate", "empty,", "delay=1s..1s", "delay=9999999h", "delay=1e9s", ",,", "delay==2s", "reset\x00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, header string) {
		s, err := fault.Requested(header, most)
		if err != nil {
			if s != (fault.Strike{}) {
				t.Errorf("%q: refused, and %v", header, s)
			}
			return
		}
		if s.Check() != nil || s.Delay < 0 || s.Delay > fault.MaxDelay || s.Wire == "" && s.Delay == 0 {
			t.Errorf("%q: %+v cannot be", header, s)
		}
	})
}

func TestAnEffectIsOneThing(t *testing.T) {
	t.Parallel()
	code := 0
	delay := fault.Delay{Min: 1, Max: 1}
	for _, c := range []struct {
		name   string
		effect fault.Effect
		err    string
	}{
		{"nothing", fault.Effect{}, "a fault does something: status, errorCode, connection or delay"},
		{"a status", fault.Effect{Status: 503}, ""},
		{"the code 0", fault.Effect{ErrorCode: &code}, ""},
		{"a connection", fault.Effect{Wire: fault.Empty}, ""},
		{"a delay", fault.Effect{Delay: delay}, ""},
		{"a status that comes late", fault.Effect{Status: 503, Delay: delay}, ""},
		{"a status and a code", fault.Effect{Status: 503, ErrorCode: &code}, "an answer can have one of status, errorCode and connection"},
		{"a code and a connection", fault.Effect{ErrorCode: &code, Wire: fault.Reset}, "an answer can have one of status, errorCode and connection"},
	} {
		t.Run(c.name, func(t *testing.T) {
			if err := c.effect.Check(); fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("%v, want %s", err, c.err)
			}
		})
	}
}
