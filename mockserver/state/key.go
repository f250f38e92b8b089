package state

import (
	"encoding/binary"
	"strings"

	"contractmock/mockserver/clock"
)

// Key is a sequence of values in a form whose byte order is the order of the
// values: integers by size, texts by bytes, the first value before the second. The
// zero Key holds nothing.
type Key string

// Int appends an integer.
func (k Key) Int(n int64) Key {
	var b [8]byte
	binary.BigEndian.PutUint64(b[:], uint64(n)^1<<63) //nolint:gosec // the sign bit flipped: negatives first
	return k + Key(b[:])
}

// Time appends a point in time, to the millisecond.
func (k Key) Time(t clock.Instant) Key { return k.Int(int64(t)) }

// Text appends a text. A NUL in it is escaped and its end is marked, so that no
// text's key is the beginning of a longer text's.
func (k Key) Text(s string) Key {
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00", "\x00\xff")
	}
	return k + Key(s) + "\x00\x01"
}

// untext is the text of a key that is one text.
func (k Key) untext() string {
	s := string(k[:len(k)-len("\x00\x01")])
	if strings.IndexByte(s, 0) >= 0 {
		s = strings.ReplaceAll(s, "\x00\xff", "\x00")
	}
	return s
}

// end is the first key after all keys that begin with k.
func (k Key) end() Key {
	for i := len(k) - 1; i >= 0; i-- {
		if k[i] != 0xff {
			return k[:i] + Key([]byte{k[i] + 1})
		}
	}
	return last
}

// last is after every key: no key of a value begins with 0xff eight times and
// goes on, since integers take eight bytes and UTF-8 has no 0xff.
const last = Key("\xff\xff\xff\xff\xff\xff\xff\xff\xff")
