package spec

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"
)

// Finding is one thing in a request or an answer that the specification does
// not allow.
type Finding struct {
	// ID says what kind of finding it is and never changes: param-type,
	// param-unknown, answer-missing, …
	ID string `json:"id"`
	// At is the parameter's name, or the place in an answer's body ("data.0.id").
	At string `json:"at,omitempty"`
	// In is where a parameter was found: query, form, json, header or path.
	In string `json:"in,omitempty"`
	// Keyword is the keyword of the specification that was broken ("minimum").
	Keyword string `json:"keyword,omitempty"`
	// Got is what was found, quoted and bounded; Want what is allowed.
	Got  string `json:"got,omitempty"`
	Want string `json:"want,omitempty"`
	// Message is the API's own text for it, if the document has one (x-messages).
	Message string `json:"message,omitempty"`
	// Rule is the documented rule that it breaks (x-rule).
	Rule string `json:"rule,omitempty"`
	// Hint is what may have been meant.
	Hint string `json:"hint,omitempty"`
	// File and Line are where the specification says so.
	File string `json:"file,omitempty"`
	Line int    `json:"line,omitempty"`
}

// String is the finding as one sentence, without its id.
func (f Finding) String() string {
	var b strings.Builder
	if f.At != "" {
		b.WriteString(f.At + ": ")
	}
	switch {
	case f.Got != "" && f.Want != "":
		fmt.Fprintf(&b, "got %s, want %s", f.Got, f.Want)
	case f.Want != "":
		b.WriteString("want " + f.Want)
	default:
		b.WriteString(f.Got)
	}
	if f.Hint != "" {
		b.WriteString("; " + f.Hint)
	}
	var source []string
	if f.Rule != "" {
		source = append(source, f.Rule)
	}
	if f.File != "" {
		source = append(source, fmt.Sprintf("%s:%d", f.File, f.Line))
	}
	if source != nil {
		fmt.Fprintf(&b, " (%s)", strings.Join(source, ", "))
	}
	return b.String()
}

// maxQuoted is how many bytes of a value a finding shows.
const maxQuoted = 60

// quote shows a value in a finding.
func quote(value string) string {
	if kept := cut(value, maxQuoted); kept != value {
		return strconv.Quote(strings.TrimSuffix(kept, "…")) + "…"
	}
	return strconv.Quote(value)
}

// cut is a text that is shortened if it has more bytes than are to be shown.
func cut(text string, most int) string {
	if len(text) <= most {
		return text
	}
	for most > 0 && !utf8.RuneStart(text[most]) {
		most--
	}
	return text[:most] + "…"
}
