package journal

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strings"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
)

// secretHeader tells whether the values of a header are masked wherever it is shown.
func secretHeader(name string) bool {
	switch name {
	case "Authorization", "Cookie", "Set-Cookie", "Mock-Sign-Text":
		return true
	}
	return false
}

// masked is the value of a secret header as it may be shown. Of an Authorization its
// scheme stays readable.
func masked(name, value string) string {
	scheme, _, _ := strings.Cut(value, " ")
	switch {
	case name == "Authorization" && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic")):
		return scheme + " ***"
	case value != "":
		return "***"
	}
	return ""
}

// Of the rows that an exchange changed, so many are kept, and so many bytes of them.
const (
	maxChanges     = 1000
	maxChangeBytes = 1 << 20
)

// rows are changes whose rows are written as JSON, one behind the other: of rows that
// hold secrets as their method Masked shows them, of rows that are larger than the
// journal takes, or come after 1 MiB of others, only their size.
type rows struct {
	changes []Change
	text    bytes.Buffer
	encoder *json.Encoder
	room    int
}

func newRows() *rows {
	r := &rows{}
	r.encoder = json.NewEncoder(&r.text)
	return r
}

// of are the changes, after those that were there before. They hold until the next call.
func (r *rows) of(before []Change, changes []state.Change) []Change {
	r.text.Reset()
	r.changes, r.room = append(r.changes[:0], before...), maxChangeBytes
	for _, c := range changes {
		b, hidden := shown(c.Before)
		a, hides := shown(c.After)
		if hidden || hides {
			c.Key = op.Mask(c.Key)
		}
		r.changes = append(r.changes, Change{API: c.API, Table: c.Table, Key: c.Key, Before: r.row(b), After: r.row(a)})
	}
	return r.changes
}

// shown is a row as it may be shown, and whether that is not all of it.
func shown(row any) (masked any, secret bool) {
	if hides, ok := row.(interface{ Masked() any }); ok {
		return hides.Masked(), true
	}
	return row, false
}

func (r *rows) row(row any) json.RawMessage {
	const end = "\n" // which the encoder writes behind each
	start := r.text.Len()
	err := r.encoder.Encode(row)
	length := max(0, r.text.Len()-start-len(end))
	if err != nil || length > min(MaxBody, r.room) {
		r.text.Truncate(start)
		fmt.Fprintf(&r.text, `{"cut":%d}%s`, length, end)
	}
	text := r.text.Bytes()[start : r.text.Len()-len(end)]
	r.room = max(0, r.room-len(text))
	return text
}
