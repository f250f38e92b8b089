package mockserver

import (
	"cmp"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/http"
	"strings"

	"contractmock/mockserver/fault"
	"contractmock/mockserver/op"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// headerFault is the header with which a request asks for a fault of its own.
const headerFault = "Mock-Fault"

// maxFaults is how many faults can be planned at once.
const maxFaults = 1000

// anybodysFaults is the stage at which a request meets the fault that it asks for, and
// those that are planned whoever calls; nil where there is none. Nothing befalls the
// control plane.
func (x *exchange) anybodysFaults() op.Stage {
	asked := x.request.HTTP.Header.Values(headerFault)
	if x.entry.API == openapi.Admin || len(asked) == 0 && !x.faults.Has(x.session.Name, false) {
		return nil
	}
	return func(r *op.Request) (op.Reply, bool) {
		var strikes []fault.Strike
		if len(asked) > 0 {
			if x.options.NoAdmin {
				return x.inOwnWords(op.Refusal{ID: "fault-off", Message: headerFault + " is not looked at by a mock without control plane; leave it out"})
			}
			strike, err := fault.Requested(strings.Join(asked, ", "), r.Clock.IntN)
			if err != nil {
				return x.inOwnWords(op.Refusal{ID: "fault-malformed", Message: headerFault + ": " + err.Error()})
			}
			strikes = append(strikes, strike)
		}
		if reply, done := x.struck(strikes); done {
			return reply, done
		}
		return x.struck(x.planned(""))
	}
}

// personasFaults is the stage at which a request meets the faults that are planned for
// who calls; nil where there are none.
func (x *exchange) personasFaults() op.Stage {
	if x.entry.API == openapi.Admin || !x.faults.Has(x.session.Name, true) {
		return nil
	}
	return func(r *op.Request) (op.Reply, bool) {
		if r.Caller.Persona == "" {
			return r.Pass()
		}
		return x.struck(x.planned(r.Caller.Persona))
	}
}

// planned are the strikes of the faults that are planned for the request.
func (x *exchange) planned(persona string) []fault.Strike {
	return x.faults.Strike(fault.Request{
		Session: x.session.Name, API: x.entry.API, Operation: x.entry.Operation, Persona: persona,
		Chance: x.request.Clock.IntN,
		Can: func(f fault.Fault) bool {
			return f.Undocumented || x.route.api.CanFail(x.route.operation, f.Status, f.ErrorCode)
		},
	}, x.wire != "")
}

// struck applies strikes: what befalls the answer on the wire is noted for finish, and
// a failure ends the request, so that nothing is executed.
func (x *exchange) struck(strikes []fault.Strike) (op.Reply, bool) {
	for _, s := range strikes {
		why := op.Refusal{ID: "fault-requested", Bodyless: true}
		by := headerFault + " asks for it"
		if s.By != "" {
			why.ID = "fault-planned"
			by = fmt.Sprintf("fault %s of session %s is planned", s.By, x.session.Name)
			if s.Everywhere {
				by = fmt.Sprintf("fault %s is planned for all sessions", s.By)
			}
		}
		if s.Delay > 0 {
			x.held = min(x.held+s.Delay, fault.MaxDelay)
			x.request.Note(why.ID, "the answer is held back for %s; %s", s.Delay, by)
		}
		x.wire = cmp.Or(x.wire, s.Wire)
		switch {
		case s.ErrorCode != nil:
			known, _ := x.route.api.ErrorCode(*s.ErrorCode)
			why.Code, why.Message = known.Code, known.Message
			why = why.Because("the answer is errorCode %d; %s", known.Code, by)
			return op.Reply{Refusal: &why}, true
		case s.Status != 0:
			return x.fails(s.Status, why.Because("the answer is %d; %s", s.Status, by))
		case s.Wire.Silent():
			why.Message = "there is no answer"
			return x.instead(why.Because("%s (%s)", by, s.Wire), op.Reply{Bare: true, Departs: "there is no answer"})
		case s.Wire == fault.Truncate:
			x.request.Note(why.ID, "the answer's body is cut in half; %s", by)
		}
	}
	return x.request.Pass()
}

// fails is the failure with a status as it is documented, or in the form of the API's
// failures.
func (x *exchange) fails(status int, why op.Refusal) (op.Reply, bool) {
	why.Status, why.Message = status, http.StatusText(status)
	if title := x.route.operation.Titled(status); title != "" {
		why.Message = title
		if sample, err := x.route.operation.Sample(spec.Wish{Status: status}, x.seed()); err == nil {
			return x.instead(why, op.ReplyOf(sample))
		}
	}
	return op.Reply{Refusal: &why, Departs: "no answer is documented for this failure"}, true
}

// instead is a reply in place of the API's own, and says why in the diagnosis, the
// verdict and the log.
func (x *exchange) instead(why op.Refusal, reply op.Reply) (op.Reply, bool) {
	x.request.Notes = append([]op.Note{why.Note()}, x.request.Notes...)
	reply.Verdict = why.ID
	return reply, true
}

// inOwnWords refuses what is wrong with a header of the mock's own.
func (x *exchange) inOwnWords(refusal op.Refusal) (op.Reply, bool) {
	refusal.Status = http.StatusBadRequest
	answer := ownWords(refusal)
	return x.instead(refusal, op.Reply{
		Status: answer.Status, Type: answer.Header.Get("Content-Type"), Body: answer.Body, Departs: "the mock answers in its own name",
	})
}

// seed is a seed that is the same for the same request.
func (x *exchange) seed() int64 { return x.request.Seed(x.options.Seed) }

// holdBack waits before a delayed answer, unless the client goes or the server stops.
func (x *exchange) holdBack() {
	if x.held == 0 {
		return
	}
	x.extendDeadline(x.held + writeTimeout)
	x.options.Sleep(x.request.HTTP.Context(), x.held)
}

// hangUp ends a connection without answer. Where it is not the mock's to end (HTTP/2, or
// a handler that is called without server), it panics with http.ErrAbortHandler, which
// tells the server to.
func (x *exchange) hangUp() {
	x.answer = op.Answer{}
	x.record(http.Header{})
	connection, _, err := http.NewResponseController(x.writer).Hijack()
	if err != nil {
		panic(http.ErrAbortHandler)
	}
	if secured, ok := connection.(*tls.Conn); ok && x.wire == fault.Reset {
		connection = secured.NetConn()
	}
	if tcp, ok := connection.(*net.TCPConn); ok && x.wire == fault.Reset {
		err = tcp.SetLinger(0) // what is left unsent is thrown away, and a RST sent
	}
	if err = errors.Join(err, connection.Close()); err != nil {
		x.options.Log.Debug("the caller has gone before the fault", "request", x.entry.ID, "cause", err)
	}
}
