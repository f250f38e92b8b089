package op

import (
	"fmt"
	"net/http"
	"slices"

	"contractmock/openapi/spec"
)

// Documents tells whether the API documents a status for the operation, or for every
// path, as it does for those that do not exist.
func (a *API) Documents(o *spec.Operation, status int) bool {
	_, ok := o.Response(status)
	return ok || status == a.NotFound.Status || status == a.MethodNotAllowed.Status
}

// ErrorCode is the API's own error code of that number.
func (a *API) ErrorCode(code int) (spec.ErrorCode, bool) {
	at := slices.IndexFunc(a.Document.Codes, func(c spec.ErrorCode) bool { return c.Code == code })
	if at < 0 {
		return spec.ErrorCode{}, false
	}
	return a.Document.Codes[at], true
}

// CanFail tells whether the operation can answer the failure that is planned: one of the
// API's own error codes, or without one (nil) a status that is documented; 0 is none.
func (a *API) CanFail(o *spec.Operation, status int, code *int) bool {
	if code != nil {
		_, ok := a.ErrorCode(*code)
		return ok
	}
	return status == 0 || a.Documents(o, status)
}

// Failures are the statuses from 400 to 599 that the API documents for the operation,
// or for every path, as texts.
func (a *API) Failures(o *spec.Operation) []string {
	var all []string
	for status := http.StatusBadRequest; status < 600; status++ {
		if a.Documents(o, status) {
			all = append(all, fmt.Sprint(status))
		}
	}
	return all
}

// ReplyOf is an answer that was made from the specification as a reply.
func ReplyOf(s spec.Sample) Reply {
	if s.Type == "application/json" {
		s.Type = JSONType
	}
	return Reply{Status: s.Status, Header: s.Header, Type: s.Type, Body: s.Body, Bare: s.Body == nil}
}
