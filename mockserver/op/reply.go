package op

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Refusal is a documented failure: an API keeps its refusals in a table, in the
// order of the document.
type Refusal struct {
	// ID is the finding id that diagnosis begins with; it never changes.
	ID string
	// Rule is the rule that documents it.
	Rule string
	// Status is the HTTP status, 0 for 200.
	Status int
	// Code is the API's own error code, if it has such.
	Code int
	// Message is the API's text.
	Message string
	// Bodyless refusals are answered without a body, so that the diagnosis is where
	// the Message is said.
	Bodyless bool

	because string
}

// Because is the refusal with the reason of this once, for the diagnosis. It is
// never in a body.
func (r Refusal) Because(format string, args ...any) Refusal {
	r.because = fmt.Sprintf(format, args...)
	return r
}

// Note is the refusal as a line of the diagnosis.
func (r Refusal) Note() Note {
	text := r.because
	switch {
	case text == "":
		text = r.Message
	case r.Bodyless:
		text = r.Message + ": " + text
	}
	if r.Rule != "" {
		text += " (" + r.Rule + ")"
	}
	return Note{ID: r.ID, Text: text}
}

// Reply is what an operation or a stage answers, before the API's envelope gives
// it its form.
type Reply struct {
	// Status is the HTTP status, 0 for 200.
	Status int
	// Header are headers beyond the ones that the API sends with every answer.
	Header http.Header
	// Value is the result, for the envelope to encode.
	Value any
	// Message is the text that goes with a success, in APIs that have one.
	Message string
	// Type and Body are a body as it is, in place of Value: a picture, a page.
	Type string
	Body []byte
	// Bare replies have no body at all.
	Bare bool
	// Stream, if not nil, writes a body of Type piece by piece, in place of Body, until
	// it returns; each Write is sent at once, and its error is that the caller has gone
	// or reads too slowly. The context ends with the caller and with the server. What is
	// streamed is neither checked nor in the journal.
	Stream func(ctx context.Context, w io.Writer) error
	// Refusal is set if the reply is a documented failure.
	Refusal *Refusal
	// Departs says why the reply leaves the specification on purpose; it is then
	// not checked. "" is the rule.
	Departs string
	// Verdict is what the journal says of a reply that is none of the API's own, such as
	// a planned fault; "" is the refusal's id, or ok.
	Verdict string

	keep bool
}

// Keeps tells whether the transaction is kept although the reply is a refusal.
func (r Reply) Keeps() bool { return r.Refusal == nil || r.keep }

// Answer is what goes onto the wire.
type Answer struct {
	// Status is the HTTP status.
	Status int
	// Header has all headers, Content-Type among them.
	Header http.Header
	// Body is the body, nil for none.
	Body []byte
	// Stream is the reply's, nil for none.
	Stream func(ctx context.Context, w io.Writer) error
}

// JSONType is the Content-Type of JSON in UTF-8.
const JSONType = "application/json; charset=UTF-8"

// Plain is the answer of a reply without envelope: its bytes, its stream, or nothing.
// Ok is false where the reply has a value or a refusal, which only an envelope can put
// into words.
func (r Reply) Plain() (answer Answer, ok bool) {
	if r.Body == nil && r.Stream == nil && !r.Bare || r.Refusal != nil {
		return Answer{}, false
	}
	answer = r.answer(r.Type)
	answer.Body, answer.Stream = r.Body, r.Stream
	return answer, true
}

// JSON is an answer with the JSON text of a value as its body: members in the
// order of the struct, <, > and & as they are, no line break at the end. Its status
// is the refusal's, the reply's, or 200.
func (r Reply) JSON(contentType string, value any) (Answer, error) {
	var b bytes.Buffer
	encoder := json.NewEncoder(&b)
	encoder.SetEscapeHTML(false)
	if err := encoder.Encode(value); err != nil {
		return Answer{}, fmt.Errorf("the answer cannot be written as JSON: %w", err)
	}
	answer := r.answer(contentType)
	answer.Body = bytes.TrimRight(b.Bytes(), "\n")
	return answer, nil
}

// answer is the reply's status and headers.
func (r Reply) answer(contentType string) Answer {
	answer := Answer{Status: r.Status, Header: r.Header.Clone()}
	if r.Refusal != nil {
		answer.Status = r.Refusal.Status
	}
	if answer.Status == 0 {
		answer.Status = http.StatusOK
	}
	if answer.Header == nil {
		answer.Header = http.Header{}
	}
	if contentType != "" {
		answer.Header.Set("Content-Type", contentType)
	}
	return answer
}
