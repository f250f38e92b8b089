package admin

import (
	"fmt"
	"net/http"

	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// Refusals of the control plane. Those that name what they did not find are made
// where they arise.
var (
	ErrNotFound         = op.Refusal{ID: "path-unknown", Status: http.StatusNotFound, Message: "the control plane has no such path"}
	ErrMethodNotAllowed = op.Refusal{ID: "method-not-allowed", Status: http.StatusMethodNotAllowed, Message: "the control plane has no such method here"}
	ErrBadRequest       = op.Refusal{ID: "bad-request", Status: http.StatusBadRequest, Message: "the request is not as it must be"}
	ErrJournalBusy      = op.Refusal{ID: "journal-busy", Status: http.StatusServiceUnavailable, Message: "too many streams of the journal are open, or requests waiting for it; end some"}
	ErrForeignOrigin    = op.Refusal{ID: "foreign-origin", Status: http.StatusForbidden, Message: "a page of a foreign origin may not steer the mock"}
)

// notFound is the refusal that what a path names does not exist.
func notFound(id, format string, args ...any) *op.Refusal {
	return &op.Refusal{ID: id, Status: http.StatusNotFound, Message: fmt.Sprintf(format, args...)}
}

// badRequest is a refusal in the words of an error.
func badRequest(id string, err error) op.Refusal {
	return op.Refusal{ID: id, Status: http.StatusBadRequest, Message: err.Error()}
}

// conflict is a refusal, in the words of an error, of what something that is there
// stands in the way of.
func conflict(id string, err error) op.Refusal {
	return op.Refusal{ID: id, Status: http.StatusConflict, Message: err.Error()}
}

// failure is a refusal on the wire.
type failure struct {
	Error    string         `json:"error"`
	Problems state.Problems `json:"problems,omitempty"`
	Findings []spec.Finding `json:"findings,omitempty"`
}

// envelope writes results as they are and refusals with all that was wrong.
func envelope(_ *op.Request, reply op.Reply) (op.Answer, error) {
	if answer, ok := reply.Plain(); ok {
		return answer, nil
	}
	if reply.Refusal == nil {
		return reply.JSON(op.JSONType, reply.Value)
	}
	f := failure{Error: reply.Refusal.Note().Text}
	switch wrong := reply.Value.(type) {
	case state.Problems:
		f.Problems = wrong
	case []spec.Finding:
		f.Findings = wrong
	}
	return reply.JSON(op.JSONType, f)
}
