package fault

import (
	"errors"
	"fmt"
	"strings"
	"time"

	"contractmock/openapi/nearest"
)

// Wire is what befalls the connection of an answer.
type Wire string

// What befalls a connection; "" is nothing.
const (
	// Reset resets it (TCP RST) without a byte of an answer.
	Reset Wire = "reset"
	// Empty closes it without a byte of an answer.
	Empty Wire = "empty"
	// Truncate closes it after half of the answer's body.
	Truncate Wire = "truncate"
)

var wires = []string{string(Reset), string(Empty), string(Truncate)}

// Silent tells whether there is no answer at all, so that nothing need be executed.
func (w Wire) Silent() bool { return w == Reset || w == Empty }

// MaxDelay is the longest that an answer can be held back.
const MaxDelay = time.Minute

// Delay is how long an answer is held back: as long as Min, or where Max is longer,
// between the two, all lengths being as likely.
type Delay struct{ Min, Max time.Duration }

// ParseDelay reads a delay: 2s, or 500ms..2s. The error says what can be written.
func ParseDelay(text string) (Delay, error) {
	from, to, isRange := strings.Cut(text, "..")
	lo, err := time.ParseDuration(from)
	hi := lo
	if isRange && err == nil {
		hi, err = time.ParseDuration(to)
	}
	switch {
	case err != nil:
		return Delay{}, fmt.Errorf("delay: %q is no delay; write 2s, or 500ms..2s for one in between", text)
	case lo < 0 || hi < lo || hi == 0:
		return Delay{}, fmt.Errorf("delay: %q is no delay; it must be above 0, and the longer one last", text)
	case hi > MaxDelay:
		return Delay{}, fmt.Errorf("delay: %q is longer than %s, which is the longest there is", text, MaxDelay)
	}
	return Delay{lo, hi}, nil
}

// String is the delay as ParseDelay reads it, "" for none.
func (d Delay) String() string {
	switch {
	case d.Max == 0:
		return ""
	case d.Min == d.Max:
		return d.Min.String()
	default:
		return d.Min.String() + ".." + d.Max.String()
	}
}

// MarshalText writes the delay as ParseDelay reads it.
func (d Delay) MarshalText() ([]byte, error) { return []byte(d.String()), nil }

// IsZero tells whether there is no delay.
func (d Delay) IsZero() bool { return d.Max == 0 }

// draw is the delay of one answer.
func (d Delay) draw(chance Chance) time.Duration {
	if d.Max == d.Min {
		return d.Min
	}
	return d.Min + time.Duration(chance(int(d.Max-d.Min)+1))
}

// Chance is a choice from 0 to n-1.
type Chance func(n int) int

// Effect is what a fault does to an answer.
type Effect struct {
	// Status is the status of the failure that is answered; 0 is none.
	Status int `json:"status,omitempty"`
	// ErrorCode is the API's own code of the failure that is answered; nil is none.
	ErrorCode *int `json:"errorCode,omitempty"`
	// Delay holds the answer back.
	Delay Delay `json:"delay,omitzero"`
	// Wire is what befalls the connection.
	Wire Wire `json:"connection,omitempty"`
}

// Check says what is wrong with an effect: it does nothing, or two things of which
// there can be one.
func (e Effect) Check() error {
	ends := 0
	for _, is := range []bool{e.Status != 0, e.ErrorCode != nil, e.Wire != ""} {
		if is {
			ends++
		}
	}
	switch {
	case ends > 1:
		return errors.New("an answer can have one of status, errorCode and connection")
	case ends == 0 && e.Delay.IsZero():
		return errors.New("a fault does something: status, errorCode, connection or delay")
	}
	return nil
}

// final tells whether nothing else can befall the answer but delays.
func (e Effect) final() bool { return e.Status != 0 || e.ErrorCode != nil || e.Wire != "" }

// Strike is what befalls one answer.
type Strike struct {
	Effect
	// Delay is how long this answer is held back.
	Delay time.Duration
	// By is the id of the fault, "" for one that the request asks for.
	By string
	// Everywhere tells whether it is planned for all sessions.
	Everywhere bool
}

// maxRequested is the most bytes of a Mock-Fault header.
const maxRequested = 200

// Requested reads a Mock-Fault header: delay=2s, reset, empty, truncate, a delay
// together with one of the others after a comma. The error says what can be written.
func Requested(header string, chance Chance) (Strike, error) {
	if len(header) > maxRequested {
		return Strike{}, fmt.Errorf("a request asks for its fault in at most %d bytes", maxRequested)
	}
	var e Effect
	for word := range strings.SplitSeq(header, ",") {
		if word = strings.TrimSpace(word); word == "" {
			continue
		}
		name, value, _ := strings.Cut(word, "=")
		name, value = strings.TrimSpace(name), strings.TrimSpace(value)
		switch {
		case name == "delay" && e.Delay.IsZero():
			var err error
			if e.Delay, err = ParseDelay(value); err != nil {
				return Strike{}, err
			}
		case (word == string(Reset) || word == string(Empty) || word == string(Truncate)) && e.Wire == "":
			e.Wire = Wire(word)
		case name == "delay" || e.Wire != "":
			return Strike{}, fmt.Errorf("%q is one thing too many; write one of %s, and one delay", word, nearest.List(wires, "and"))
		default:
			return Strike{}, fmt.Errorf("%q is no fault%s", word, nearest.Hint(name, append([]string{"delay"}, wires...)))
		}
	}
	if !e.final() && e.Delay.IsZero() {
		return Strike{}, errors.New("a fault does something: reset, empty, truncate or delay=2s")
	}
	s := Strike{Effect: e}
	if !e.Delay.IsZero() {
		s.Delay = e.Delay.draw(chance)
	}
	return s, nil
}
