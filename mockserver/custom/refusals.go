package custom

import (
	"net/http"

	"contractmock/mockserver/op"
)

// Refusals, in the order in which they are decided.
var (
	ErrNotFound         = op.Refusal{ID: "path-unknown", Status: http.StatusNotFound, Message: "Not Found"}
	ErrMethodNotAllowed = op.Refusal{ID: "method-not-allowed", Status: http.StatusMethodNotAllowed, Message: "Method Not Allowed"}
	ErrNoAuthorization  = op.Refusal{ID: "authorization-missing", Status: http.StatusUnauthorized, Message: "Unauthorized"}
	ErrRequest          = op.Refusal{ID: "request-invalid", Status: http.StatusBadRequest, Message: "Bad Request"}
	ErrNoExample        = op.Refusal{ID: "example-missing", Status: http.StatusNotImplemented, Message: "Not Implemented"}
)
