// Package journal is the record of what was asked and answered: one for the
// whole process, bounded by count and by bytes, the oldest exchanges dropped
// first.
package journal

import (
	"encoding/json"
	"net/http"
	"strings"
	"unicode/utf8"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// Entry is one exchange.
type Entry struct {
	// ID is what the answer's Mock-Request header said: a number, counted up.
	ID string `json:"id"`
	// Time is the session's when the request arrived.
	Time clock.Instant `json:"time"`
	// Session is the session's name; API and Operation are "" where none was found.
	Session   string `json:"session"`
	API       string `json:"api"`
	Operation string `json:"operation"`
	// Caller and Persona are the id and the name of who called, "" for nobody.
	Caller  string `json:"caller"`
	Persona string `json:"persona"`
	// Request and Answer are what was sent, secrets masked and bodies bounded.
	Request Message `json:"request"`
	Answer  Message `json:"answer"`
	Status  int     `json:"status"`
	// Verdict is "ok", "error", or the id of the refusal.
	Verdict string `json:"verdict"`
	// Stages are what each stage said, in order.
	Stages []Stage `json:"stages"`
	// Findings are what the specification did not allow in the request or the answer.
	Findings []spec.Finding `json:"findings"`
	// Diagnosis is the whole text of which Mock-Diagnosis is the beginning.
	Diagnosis []op.Note `json:"diagnosis"`
	// NearMisses are the operations that the request may have been meant for, the
	// nearest first; nil where it found its operation.
	NearMisses []NearMiss `json:"nearMisses"`
	// Changes are the rows that were changed, ChangesCut how many more there were than
	// are kept.
	Changes    []Change `json:"changes"`
	ChangesCut int      `json:"changesCut,omitempty"`
	// Micros is how long it took, in microseconds of real time; 0 where the clock
	// stands for the whole mock, so that answers can be repeated to the byte. What is
	// in none of the stages went into the answer: its form, its check, and writing it.
	Micros int64 `json:"micros"`
}

// Message is one side of an exchange.
type Message struct {
	Method string      `json:"method,omitempty"`
	URL    string      `json:"url,omitempty"`
	Header http.Header `json:"header"`
	Body   string      `json:"body"`
	// Cut is how many bytes of the body are left out.
	Cut int `json:"cut,omitempty"`
}

// Stage is the verdict of one stage of the pipeline: "pass", or why it went no
// further. Micros is how long it took, counted like the whole exchange's.
type Stage struct {
	Name    string `json:"name"`
	Verdict string `json:"verdict"`
	Micros  int64  `json:"micros"`
}

// NearMiss is an operation that a request does not fit, and why.
type NearMiss struct {
	API       string `json:"api"`
	Operation string `json:"operation"`
	Method    string `json:"method"`
	Path      string `json:"path"`
	// Why is what would have to be otherwise, in the order of the path.
	Why []Misfit `json:"why"`
}

// Misfit is one reason why a request does not fit an operation.
type Misfit struct {
	// Kind is what is wrong: method, base, segment, case, pattern, missing, surplus or
	// slash.
	Kind string `json:"kind"`
	Text string `json:"text"`
}

// Change is a row before and after, secrets masked; null where there was none.
type Change struct {
	API    string          `json:"api"`
	Table  string          `json:"table"`
	Key    string          `json:"key"`
	Before json.RawMessage `json:"before"`
	After  json.RawMessage `json:"after"`
}

// MaxBody is how many bytes of a body, or of a row, are kept.
const MaxBody = 16 << 10

// SetBody keeps the body, or as much of it as the journal takes.
func (m *Message) SetBody(body string) {
	m.Body = body
	if len(body) > MaxBody {
		m.Body, m.Cut = strings.Clone(body[:MaxBody]), len(body)-MaxBody // so that the rest can go
	}
	if !utf8.ValidString(m.Body) { // which is told much faster than mended
		m.Body = strings.ToValidUTF8(m.Body, "\uFFFD")
	}
}
