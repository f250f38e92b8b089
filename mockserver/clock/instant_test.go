package clock_test

import (
	"encoding/json"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"contractmock/mockserver/clock"
)

// noon is 2024-06-10 12:00:00 in UTC+8.
const noon = clock.Instant(1_717_992_000_000)

// The points in time that a text can name.
const (
	year0    = clock.Instant(-62_167_248_000_000)
	year9999 = clock.Instant(253_402_271_999_999)
)

func TestParse(t *testing.T) {
	t.Parallel()
	const noTime = `; write 2024-06-10 12:00:00 (UTC+8), an RFC 3339 time, or an offset such as +20m`
	const noOffset = ` is no offset; write +20m, -2h or +36h30m`
	for _, c := range []struct {
		name, text string
		want       clock.Instant
		err        string
	}{
		{"a day", "2024-06-10", noon.Add(-12 * time.Hour), ""},
		{"a minute", "2024-06-10 12:01", noon.Add(time.Minute), ""},
		{"a second", "2024-06-10 12:00:01", noon.Add(time.Second), ""},
		{"a millisecond", "2024-06-10 12:00:00.123", noon + 123, ""},
		{"less than a millisecond is cut", "2024-06-10 12:00:00.1239", noon + 123, ""},
		{"RFC 3339 in UTC", "2024-06-10T04:00:00Z", noon, ""},
		{"RFC 3339 in a zone of its own, with a fraction", "2024-06-10T00:00:00.5-04:00", noon + 500, ""},
		{"before 1970", "1969-12-31 23:59:59.999", -8*3600_000 - 1, ""},
		{"the first of all", "0000-01-01", year0, ""},
		{"the last of all", "9999-12-31 23:59:59.999", year9999, ""},
		{"beyond the last, by its zone", "9999-12-31T20:00:00Z", 0, `"9999-12-31T20:00:00Z" is no time` + noTime},
		{"before the first, by its zone", "0000-01-01T00:00:00+09:00", 0, `"0000-01-01T00:00:00+09:00" is no time` + noTime},
		{"nothing", "", 0, `"" is no time` + noTime},
		{"a word", "noon", 0, `"noon" is no time` + noTime},
		{"a day that does not exist", "2024-02-30", 0, `"2024-02-30" is no time` + noTime},
		{"hour 24", "2024-06-10 24:00:00", 0, `"2024-06-10 24:00:00" is no time` + noTime},
		{"a blank in front", " 2024-06-10", 0, `" 2024-06-10" is no time` + noTime},
		{"five digits of a year", "12024-06-10", 0, `"12024-06-10" is no time` + noTime},
		{"milliseconds as text", "1717992000000", 0, `"1717992000000" is no time` + noTime},
		{"an offset without unit", "+20", 0, `"+20"` + noOffset},
		{"a sign alone", "-", 0, `"-"` + noOffset},
		{"a year before 0", "-0001-01-01", 0, `"-0001-01-01"` + noOffset},
		{"an offset beyond all bounds", "+9999999h", 0, `"+9999999h"` + noOffset},
	} {
		t.Run(c.name, func(t *testing.T) {
			got, err := clock.Parse(c.text)
			if fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("error %v, want %s", err, c.err)
			}
			if got != c.want || got.IsOffset() {
				t.Errorf("%d (%s), want %d (%s)", got, got, c.want, c.want)
			}
		})
	}
}

func TestAnInstantAsText(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		at           clock.Instant
		text, second string
	}{
		{noon, "2024-06-10 12:00:00", "2024-06-10 12:00:00"},
		{noon + 7, "2024-06-10 12:00:00.007", "2024-06-10 12:00:00"},
		{noon - 1, "2024-06-10 11:59:59.999", "2024-06-10 11:59:59"},
		{0, "1970-01-01 08:00:00", "1970-01-01 08:00:00"},
	} {
		if got := [2]string{c.at.String(), c.at.Second()}; got != [2]string{c.text, c.second} {
			t.Errorf("%d is %q, want %q and %q", c.at, got, c.text, c.second)
		}
	}
}

func TestOffsetsAreDatedOnce(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]clock.Instant{
		"+20m":     noon.Add(20 * time.Minute),
		"-2h":      noon.Add(-2 * time.Hour),
		"+36h30m":  noon.Add(36*time.Hour + 30*time.Minute),
		"+0s":      noon,
		"-100000h": noon.Add(-100_000 * time.Hour),
	} {
		offset, err := clock.Parse(text)
		if err != nil || !offset.IsOffset() {
			t.Errorf("%s: %v, an offset: %v", text, err, offset.IsOffset())
		}
		dated := offset.On(noon)
		if dated != want || dated.IsOffset() || dated.On(noon) != want {
			t.Errorf("%s from noon is %s, want %s", text, dated, want)
		}
		if again, err := clock.Parse(offset.String()); again != offset {
			t.Errorf("%s is written %s and read again %d, %v", text, offset, again, err)
		}
	}
}

func TestInstantsCountMilliseconds(t *testing.T) {
	t.Parallel()
	later := noon.Add(90*time.Second + 999*time.Microsecond)
	if got := later.Sub(noon); got != 90*time.Second {
		t.Errorf("Sub = %s, want 1m30s: parts of a millisecond are dropped", got)
	}
	if got := clock.FromTime(noon.Time().Add(1999 * time.Microsecond)); got != noon+1 {
		t.Errorf("FromTime = %d, want %d", got, noon+1)
	}
}

func TestInstantsFromJSON(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name, json string
		want       clock.Instant
		err        string
	}{
		{"a text", `"2024-06-10 12:00:00"`, noon, ""},
		{"milliseconds", "1717992000000", noon, ""},
		{"milliseconds before 1970", "-1", -1, ""},
		{"milliseconds that would be an offset", "4611686018427387904", 0, "4611686018427387904 milliseconds are not within the years 0 to 9999"},
		{"the last millisecond", "253402271999999", year9999, ""},
		{"one after it", "253402272000000", 0, "253402272000000 milliseconds are not within the years 0 to 9999"},
		{"one before the first", "-62167248000001", 0, "-62167248000001 milliseconds are not within the years 0 to 9999"},
		{"milliseconds that no number holds", "99999999999999999999", 0, "a time is a text or a number of milliseconds, not 99999999999999999999"},
		{"a fraction", "1.5", 0, "a time is a text or a number of milliseconds, not 1.5"},
		{"a list", "[1]", 0, "a time is a text or a number of milliseconds, not [1]"},
		{"a text that is no time", `"+soon"`, 0, `"+soon" is no offset; write +20m, -2h or +36h30m`},
	} {
		t.Run(c.name, func(t *testing.T) {
			var got clock.Instant
			err := json.Unmarshal([]byte(c.json), &got)
			if fmt.Sprint(err) != c.err && (err != nil || c.err != "") {
				t.Errorf("error %v, want %s", err, c.err)
			}
			if got != c.want {
				t.Errorf("got %d, want %d", got, c.want)
			}
		})
	}
}

func TestInstantsSurviveJSON(t *testing.T) {
	t.Parallel()
	rapid.Check(t, func(t *rapid.T) {
		want := rapid.SliceOf(rapid.Int64Range(int64(year0), int64(year9999))).Draw(t, "instants")
		var instants, got []clock.Instant
		for _, i := range want {
			instants = append(instants, clock.Instant(i))
		}
		data, err := json.Marshal(instants)
		if err == nil {
			err = json.Unmarshal(data, &got)
		}
		if diff := cmp.Diff(instants, got); err != nil || diff != "" && len(got) > 0 {
			t.Fatalf("%s: %v (-want +got):\n%s", data, err, diff)
		}
	})
}

func FuzzParse(f *testing.F) {
	for _, seed := range []string{"2024-06-10", "2024-06-10 12:00", "2024-06-10 12:00:00.123", "2024-06-10T04:00:00.5Z", "+20m", "-2h", "+-1s", "-0s", "9999-12-31T23:59:59+08:00"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		i, err := clock.Parse(text)
		if err != nil || i.IsOffset() {
			return
		}
		if again, err := clock.Parse(i.String()); err != nil || again != i {
			t.Errorf("%q is %d, written %q, read again %d, %v", text, i, i, again, err)
		}
	})
}

func TestASecondIsWhatTheStandardLibraryWrites(t *testing.T) {
	t.Parallel()
	year0, year9999 := time.Date(0, 1, 1, 0, 0, 0, 0, clock.Zone), time.Date(9999, 12, 31, 23, 59, 59, 999_000_000, clock.Zone)
	for _, at := range []time.Time{
		year0, year0.Add(-time.Millisecond), year9999, year9999.Add(time.Millisecond), time.Unix(0, 0),
		time.Date(2024, 2, 29, 7, 8, 9, 999_000_000, clock.Zone), time.Date(-1, 1, 1, 0, 0, 0, 0, clock.Zone), time.Date(12345, 1, 1, 0, 0, 0, 0, clock.Zone),
	} {
		if got, want := clock.FromTime(at).Second(), at.In(clock.Zone).Format(time.DateTime); got != want {
			t.Errorf("%s, want %s", got, want)
		}
	}
}
