package clock

import (
	"encoding/json"
	"fmt"
	"math"
	"strings"
	"time"
)

// Zone is China Standard Time, the zone of every text without one in the three
// documents. It is fixed, so that no machine's time zone data matters.
var Zone = time.FixedZone("UTC+8", 8*60*60)

// Layouts of texts beside time.DateOnly and time.DateTime.
const (
	minuteLayout = "2006-01-02 15:04"
	milliLayout  = "2006-01-02 15:04:05.000"
)

// Instant is a point in time in milliseconds since 1970-01-01 00:00:00 UTC, the
// finest grain that any of the documents knows.
//
// In rows (fixtures, control plane, exports) it reads and writes as text:
// "2024-06-10 12:00:00" in UTC+8, with ".123" when the milliseconds are not
// zero. It also reads RFC 3339, plain milliseconds, and an offset such as "+20m"
// or "-2h" that [Instant.On] turns into a point in time.
type Instant int64

// Offsets are kept beyond every point in time that a text can name (years 0 to
// 9999), so that an Instant that is still an offset cannot be mistaken for one.
const offsets = Instant(math.MaxInt64 / 2)

// The first and the last point in time that a text can name.
var (
	first = FromTime(time.Date(0, 1, 1, 0, 0, 0, 0, Zone))
	last  = FromTime(time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, Zone))
)

// FromTime is t, cut to the millisecond.
func FromTime(t time.Time) Instant { return Instant(t.UnixMilli()) }

// Offset is a point in time that is d after one that is not known yet; [Instant.On]
// says which.
func Offset(d time.Duration) Instant { return offsets.Add(d) }

// Time is i as a time.Time in [Zone].
func (i Instant) Time() time.Time { return time.UnixMilli(int64(i)).In(Zone) }

// Add is the point in time d later; parts of a millisecond are dropped.
func (i Instant) Add(d time.Duration) Instant { return i + Instant(d.Milliseconds()) }

// Sub is how much later i is than other.
func (i Instant) Sub(other Instant) time.Duration {
	return time.Duration(i-other) * time.Millisecond
}

// Second is i as "YYYY-MM-DD HH:MM:SS" in [Zone].
func (i Instant) Second() string {
	if i < first || i > last {
		return i.Time().Format(time.DateTime)
	}
	text := i.Time().AppendFormat(make([]byte, 0, len(time.RFC3339)), time.RFC3339) // which time has a short way to
	text[len(time.DateOnly)] = ' '
	return string(text[:len(time.DateTime)])
}

// IsOffset tells whether i was read from an offset and is not dated yet.
func (i Instant) IsOffset() bool { return i > offsets/2 }

// On dates an offset from base; an Instant that is a point in time stays as it is.
func (i Instant) On(base Instant) Instant {
	if !i.IsOffset() {
		return i
	}
	return base + (i - offsets)
}

func (i Instant) String() string {
	if i.IsOffset() {
		offset := (i - offsets).Sub(0)
		if offset < 0 {
			return offset.String()
		}
		return "+" + offset.String()
	}
	if i%1000 != 0 {
		return i.Time().Format(milliLayout)
	}
	return i.Second()
}

// MarshalJSON writes the text form, in which there is nothing to escape.
func (i Instant) MarshalJSON() ([]byte, error) { return []byte(`"` + i.String() + `"`), nil }

// UnmarshalJSON reads every form that [Instant] names.
func (i *Instant) UnmarshalJSON(data []byte) error {
	var ms int64
	if json.Unmarshal(data, &ms) == nil {
		if Instant(ms) < first || Instant(ms) > last {
			return fmt.Errorf("%d milliseconds are not within the years 0 to 9999", ms)
		}
		*i = Instant(ms)
		return nil
	}
	var text string
	if err := json.Unmarshal(data, &text); err != nil {
		return fmt.Errorf("a time is a text or a number of milliseconds, not %s", data)
	}
	parsed, err := Parse(text)
	if err != nil {
		return err
	}
	*i = parsed
	return nil
}

// Parse reads "2024-06-10", "2024-06-10 12:00", "2024-06-10 12:00:00",
// "2024-06-10 12:00:00.123" (all in [Zone]), RFC 3339, or an offset ("+20m", "-2h").
// The error says what a time looks like.
func Parse(text string) (Instant, error) {
	if strings.HasPrefix(text, "+") || strings.HasPrefix(text, "-") {
		offset, err := time.ParseDuration(text)
		if err != nil {
			return 0, fmt.Errorf("%q is no offset; write +20m, -2h or +36h30m", text)
		}
		return Offset(offset), nil
	}
	for _, layout := range []string{milliLayout, time.DateTime, minuteLayout, time.DateOnly, time.RFC3339Nano} {
		t, err := time.ParseInLocation(layout, text, Zone)
		if i := FromTime(t); err == nil && first <= i && i <= last {
			return i, nil
		}
	}
	return 0, fmt.Errorf("%q is no time; write 2024-06-10 12:00:00 (UTC+8), an RFC 3339 time, or an offset such as +20m", text)
}
