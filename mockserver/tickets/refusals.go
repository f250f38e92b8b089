package tickets

import (
	"net/http"

	"contractmock/mockserver/op"
)

// Refusals, in the order in which they are decided.
var (
	ErrNotFound         = op.Refusal{ID: "path-unknown", Rule: "T26", Status: http.StatusNotFound, Message: "Not Found"}
	ErrMethodNotAllowed = op.Refusal{ID: "method-not-allowed", Rule: "T26", Status: http.StatusMethodNotAllowed, Message: "Method Not Allowed"}
	ErrNoAuthorization  = op.Refusal{ID: "authorization-missing", Rule: "T01", Status: http.StatusUnauthorized, Message: "Unauthorized for no Authorization"}
	ErrNoBearer         = op.Refusal{ID: "authorization-malformed", Rule: "T02", Status: http.StatusUnauthorized, Message: "Unauthorized for no Bearer"}
	ErrTokenUnknown     = op.Refusal{ID: "token-unknown", Rule: "T03", Status: http.StatusUnauthorized, Message: "Unauthorized for invalid token"}
	ErrTokenSuperseded  = op.Refusal{ID: "token-superseded", Rule: "T03", Status: http.StatusUnauthorized, Message: "Unauthorized for invalid token"}
	ErrTokenExpired     = op.Refusal{ID: "token-expired", Rule: "T04", Status: http.StatusUnauthorized, Message: "token_expired"}
	ErrStrict           = op.Refusal{ID: "strict", Rule: "T23", Status: http.StatusBadRequest}
	ErrNotPermitted     = op.Refusal{ID: "not-permitted", Rule: "T09", Status: http.StatusForbidden, Message: "权限不足"}
	ErrNoSuchTicket     = op.Refusal{ID: "ticket-not-found", Rule: "T10", Status: http.StatusForbidden, Message: "权限不足"}
)
