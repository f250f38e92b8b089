package clock

import (
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
)

// State is all that a clock knows at one moment: one that is put back tells the same
// time, and hands out the same ids, stamps and choices from there.
type State struct {
	// Now is the time shown, Frozen whether it stands there.
	Now    Instant `json:"now"`
	Frozen bool    `json:"frozen"`
	// Ahead is how many milliseconds a running clock is ahead of the machine's; 0 while
	// it stands.
	Ahead int64 `json:"ahead"`
	// Start is when the clock was made or last reset.
	Start Instant `json:"start"`
	// Stamp is the last stamp handed out, 0 if there was none.
	Stamp Instant `json:"stamp,omitzero"`
	// Chance is where the source of ids and choices stands.
	Chance Chance `json:"chance"`
}

// Chance is where a source of chance stands. As text it is 32 hexadecimal digits.
type Chance [16]byte

// chancePrefix is what the source's own form begins with.
const chancePrefix = "pcg:"

// MarshalText writes the digits.
func (c Chance) MarshalText() ([]byte, error) { return hex.AppendEncode(nil, c[:]), nil }

// UnmarshalText reads the digits.
func (c *Chance) UnmarshalText(text []byte) error {
	read, err := hex.DecodeString(string(text))
	if err != nil || len(read) != len(c) {
		return fmt.Errorf("a source of chance is %d hexadecimal digits, not %q", 2*len(c), text)
	}
	copy(c[:], read)
	return nil
}

// UnmarshalJSON reads a state. The error names the member that is wrong, missing or
// unknown, or that shows a time at which no clock can stand.
func (s *State) UnmarshalJSON(data []byte) error {
	var members map[string]json.RawMessage
	if err := json.Unmarshal(data, &members); err != nil || members == nil {
		return errors.New("a clock is a JSON object")
	}
	var read State
	for _, m := range []struct {
		name     string
		into     any
		required bool
	}{
		{"now", &read.Now, true},
		{"frozen", &read.Frozen, true},
		{"ahead", &read.Ahead, false},
		{"start", &read.Start, true},
		{"stamp", &read.Stamp, false},
		{"chance", &read.Chance, true},
	} {
		raw, sent := members[m.name]
		delete(members, m.name)
		if !sent && m.required {
			return fmt.Errorf("%s is missing", m.name)
		}
		if !sent {
			continue
		}
		var wrong *json.UnmarshalTypeError
		if err := json.Unmarshal(raw, m.into); errors.As(err, &wrong) {
			return fmt.Errorf("%s: it must not be a %s", m.name, wrong.Value)
		} else if err != nil {
			return fmt.Errorf("%s: %w", m.name, err)
		}
		if at, ok := m.into.(*Instant); ok && (*at < Earliest || *at > last) {
			return fmt.Errorf("%s: a clock can stand from %s to %s", m.name, Earliest, Latest)
		}
	}
	for name := range members {
		return fmt.Errorf("%s: there is no such member", name)
	}
	if most := int64(last - Earliest); read.Ahead > most || read.Ahead < -most {
		return fmt.Errorf("ahead: a clock is at most %d milliseconds ahead of the machine's, or behind it", most)
	}
	*s = read
	return nil
}

// Still is the state without the time of a running clock, which goes on by itself:
// two of them are alike if nobody has used or set the clock in between.
func (s State) Still() State {
	if !s.Frozen {
		s.Now = 0
	}
	return s
}

// State is the clock's.
func (c *Clock) State() State {
	c.mu.Lock()
	defer c.mu.Unlock()
	s := State{Now: c.now(), Frozen: c.frozen, Start: c.start, Stamp: c.stamp}
	if !c.frozen {
		s.Ahead = int64(c.offset)
	}
	bytes, err := c.pcg.MarshalBinary()
	if err != nil {
		panic(err) // it has no error to give
	}
	copy(s.Chance[:], bytes[len(chancePrefix):])
	return s
}

// Restore puts the clock back to that moment: a running one runs on from the time
// that it showed then.
func (c *Clock) Restore(s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.restore(s)
	c.set(s.Now, s.Frozen)
}

// Resume lets the clock go on as if it had never been away: a running one keeps its
// distance from the machine's clock, which has gone on.
func (c *Clock) Resume(s State) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.restore(s)
	c.frozen, c.at, c.offset = s.Frozen, s.Now, Instant(s.Ahead)
}

// restore puts back all but the time.
func (c *Clock) restore(s State) {
	c.start, c.stamp = s.Start, s.Stamp
	if err := c.pcg.UnmarshalBinary(append([]byte(chancePrefix), s.Chance[:]...)); err != nil {
		panic(err) // a source has no other length
	}
}
