// Package journal is the record of what was asked and answered: one for the
// whole process, bounded by count and by bytes, the oldest exchanges dropped
// first.
package journal

import (
	"encoding/json"
	"fmt"
	"net/http"
	"strings"
	"unicode/utf8"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
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

// Of the rows that an exchange changed, so many are kept, and so many bytes of them.
const (
	maxChanges     = 1000
	maxChangeBytes = 1 << 20
)

// SetChanges keeps changes: of rows that hold secrets as their method Masked shows
// them, of rows that are larger than the journal takes, or come after 1 MiB of others,
// only their size. The first 1,000 are kept, the others counted.
func (e *Entry) SetChanges(changes []state.Change) {
	e.Changes, e.ChangesCut = make([]Change, min(len(changes), maxChanges)), max(0, len(changes)-maxChanges)
	room := maxChangeBytes
	for i, c := range changes[:len(e.Changes)] {
		kept := Change{API: c.API, Table: c.Table, Key: c.Key}
		for _, side := range []struct {
			row  any
			into *json.RawMessage
		}{{c.Before, &kept.Before}, {c.After, &kept.After}} {
			if secret, ok := side.row.(interface{ Masked() any }); ok {
				side.row = secret.Masked()
				kept.Key = op.Mask(c.Key)
			}
			text, err := json.Marshal(side.row)
			if err != nil || len(text) > min(MaxBody, room) {
				text = fmt.Appendf(nil, `{"cut":%d}`, len(text))
			}
			room = max(0, room-len(text))
			*side.into = text
		}
		e.Changes[i] = kept
	}
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

// secretHeaders are masked wherever headers are shown.
var secretHeaders = []string{"Authorization", "Cookie", "Set-Cookie", "Mock-Sign-Text"}

// MaskHeader is a copy of a header with what is secret in it masked. Of an
// Authorization its scheme stays readable.
func MaskHeader(header http.Header) http.Header {
	masked := header.Clone()
	for _, name := range secretHeaders {
		for i, value := range masked[name] {
			scheme, _, _ := strings.Cut(value, " ")
			switch {
			case name == "Authorization" && (strings.EqualFold(scheme, "Bearer") || strings.EqualFold(scheme, "Basic")):
				masked[name][i] = scheme + " ***"
			case value != "":
				masked[name][i] = "***"
			}
		}
	}
	return masked
}

// size is about what an entry costs.
func (e *Entry) size() int {
	const rest, part = 1 << 10, 128 // what has no text of its own worth counting
	size := rest + len(e.Session) + len(e.API) + len(e.Operation) + len(e.Caller) + len(e.Persona) + len(e.Verdict)
	for _, m := range []Message{e.Request, e.Answer} {
		size += len(m.Method) + len(m.URL) + len(m.Body)
		for name, values := range m.Header {
			for _, value := range values {
				size += len(name) + len(value)
			}
		}
	}
	for _, s := range e.Stages {
		size += len(s.Name) + len(s.Verdict)
	}
	for _, f := range e.Findings {
		size += 2*part + len(f.At) + len(f.Got) + len(f.Want) + len(f.Message) + len(f.Hint)
	}
	for _, note := range e.Diagnosis {
		size += len(note.ID) + len(note.Text)
	}
	for _, m := range e.NearMisses {
		size += part + len(m.Path)
		for _, why := range m.Why {
			size += len(why.Kind) + len(why.Text)
		}
	}
	for _, c := range e.Changes {
		size += part + len(c.Key) + len(c.Before) + len(c.After)
	}
	return size
}
