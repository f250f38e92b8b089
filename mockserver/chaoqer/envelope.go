package chaoqer

import (
	"net/http"

	"contractmock/mockserver/op"
)

// success is a success on the wire (C02).
type success struct {
	Result  any    `json:"result"`
	Message string `json:"message"`
	Status  int    `json:"status"`
}

// failure is the failure of a business or parameter rule on the wire (C03).
type failure struct {
	ErrorCode int    `json:"errorCode"`
	Message   string `json:"message"`
	Status    int    `json:"status"`
}

// noResult is the result of what has none (C02).
type noResult struct{}

// done is a success without result, with the document's text.
func done(message string) (op.Reply, error) { return op.Reply{Message: message}, nil }

// envelope writes successes and failures as HTTP 200, and what stands before the
// operations as an HTTP error without body (C02 to C04).
func envelope(_ *op.Request, reply op.Reply) (op.Answer, error) {
	if refusal := reply.Refusal; refusal != nil {
		if refusal.Status != 0 { // C04, and a defect of the mock
			reply = op.Reply{Status: refusal.Status, Header: reply.Header, Bare: true}
			answer, _ := reply.Plain()
			return answer, nil
		}
		f := failure{ErrorCode: refusal.Code, Message: refusal.Message}
		if f.Message == "" {
			f.Message = "Failure"
		}
		return reply.JSON(op.JSONType, f)
	}
	if answer, ok := reply.Plain(); ok {
		return answer, nil
	}
	s := success{Result: reply.Value, Message: reply.Message, Status: 1}
	if s.Result == nil {
		s.Result = noResult{}
	}
	if s.Message == "" {
		s.Message = "Success"
	}
	return reply.JSON(op.JSONType, s)
}

// cors lets browsers of every origin call, with their credentials (C01.1).
func cors(request *http.Request, answer http.Header) {
	answer.Set("Vary", "Origin")
	if origin := request.Header.Get("Origin"); origin != "" {
		answer.Set("Access-Control-Allow-Origin", origin)
	}
	answer.Set("Access-Control-Allow-Credentials", "true")
	answer.Set("Access-Control-Allow-Methods", "GET, POST, PUT, DELETE, OPTIONS")
	answer.Set("Access-Control-Allow-Headers", "Authorization, Content-Type, Client-Type, Version-Name, Version-Code, X-Requested-With, Mock-Session, Prefer")
	answer.Set("Access-Control-Expose-Headers", "Mock-Diagnosis, Mock-Session, Preference-Applied")
	answer.Set("Access-Control-Max-Age", "3600")
}

// flag is a truth on the wire.
func flag(is bool) int {
	if is {
		return 1
	}
	return 0
}
