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
	var ids, texts []string
	for _, n := range notes {
		if !slices.Contains(ids, n.ID) {
			ids = append(ids, n.ID)
		}
		texts = append(texts, strings.ReplaceAll(n.Text, "\n", "; "))
	}
	return ascii(strings.Join(ids, ", ") + ": " + strings.Join(texts, "; "))
}

// ascii writes a text in printable ASCII, cut between two characters if it is too long.
func ascii(s string) string {
	const hex, more = "0123456789abcdef", "..."
	var b strings.Builder
	cut := 0
	for _, r := range s {
		if b.Len() > maxDiagnosis { // the rest would be cut off
			break
		}
		if b.Len() <= maxDiagnosis-len(more) {
			cut = b.Len()
		}
		if r >= ' ' && r < 0x7f {
			b.WriteByte(byte(r))
			continue
		}
		for _, unit := range utf16.AppendRune(make([]uint16, 0, 2), r) {
			b.WriteString(`\u`)
			for shift := 12; shift >= 0; shift -= 4 {
				b.WriteByte(hex[unit>>shift&0xf])
			}
		}
	}
	if b.Len() <= maxDiagnosis {
		return b.String()
	}
	return b.String()[:cut] + more
}
