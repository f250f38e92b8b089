package op

import (
	"slices"
	"strings"
	"unicode/utf16"

	"contractmock/openapi/spec"
)

// Note is one line of a diagnosis: a stable finding id and what it says of this
// request.
type Note struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// NoteOf is a finding of the specification as a line of the diagnosis.
func NoteOf(f spec.Finding) Note { return Note{ID: f.ID, Text: f.String()} }

// Departs is the id of the note that an answer is none that the specification
// knows, on purpose.
const Departs = "departs"

// maxDiagnosis is the most bytes of the header: clients refuse long headers.
const maxDiagnosis = 1024

// Diagnosis is the notes as the value of the Mock-Diagnosis header: the ids,
// separated by commas, then a colon and the texts, separated by semicolons. It is
// one line of printable ASCII, everything else as \u escapes, and at most 1,024
// bytes; where it is cut it ends in "...". Without notes it is empty.
func Diagnosis(notes []Note) string {
	if len(notes) == 0 {
		return ""
	}
	var l line
	for i, n := range notes {
		if slices.ContainsFunc(notes[:i], func(before Note) bool { return before.ID == n.ID }) {
			continue
		}
		if i > 0 {
			l.write(", ")
		}
		l.write(n.ID)
	}
	separator := ": "
	for _, n := range notes {
		for text := range strings.SplitSeq(n.Text, "\n") {
			l.write(separator)
			l.write(text)
			separator = "; "
		}
	}
	return l.String()
}

// more is what a line ends in that is cut.
const more = "..."

// line is a text in printable ASCII, cut between two characters if it is too long. Of
// those that do not fit one is written.
type line struct {
	text      [maxDiagnosis + len(`\ud83d\ude00`)]byte
	size, cut int
}

func (l *line) write(s string) {
	const hex = "0123456789abcdef"
	for _, r := range s {
		if l.size > maxDiagnosis { // the rest would be cut off
			return
		}
		if l.size <= maxDiagnosis-len(more) {
			l.cut = l.size
		}
		if r >= ' ' && r < 0x7f {
			l.text[l.size] = byte(r)
			l.size++
			continue
		}
		for _, unit := range utf16.AppendRune(make([]uint16, 0, 2), r) {
			escape := [...]byte{'\\', 'u', hex[unit>>12], hex[unit>>8&0xf], hex[unit>>4&0xf], hex[unit&0xf]}
			l.size += copy(l.text[l.size:], escape[:])
		}
	}
}

func (l *line) String() string {
	if l.size <= maxDiagnosis {
		return string(l.text[:l.size])
	}
	return string(l.text[:l.cut]) + more
}
