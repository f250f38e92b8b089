package mockserver

import (
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
	"contractmock/mockserver/state"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// Headers of the mock's own.
const (
	headerSession   = "Mock-Session"
	headerRequest   = "Mock-Request"
	headerDiagnosis = "Mock-Diagnosis"
)

// maxURL is the most bytes of a request's path and query.
const maxURL = 8 << 10

// exchange is one request on its way through the pipeline, and what became of it.
type exchange struct {
	*Server
	started time.Time
	request op.Request
	route   match
	session *session.Session
	tx      *state.Tx // the operation's, while it is open
	answer  op.Answer
	entry   journal.Entry
}

// ServeHTTP implements http.Handler: it runs the stages, and whatever happens
// writes one answer, one line of the log and one entry of the journal.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{Server: s, started: s.options.Wall(), request: op.Request{HTTP: r}}
	x.entry.ID = s.journal.Next()
	defer x.close(w)
	x.run()
}

// run is the order of the stages, and the only place that knows it.
func (x *exchange) run() {
	defer x.recover()
	if !x.limits() || !x.world() || !x.routed() || !x.read() {
		return
	}
	stages := x.route.api.Stages
	var found []spec.Finding
	for _, stage := range []struct {
		name string
		run  op.Stage
	}{
		{"headers", stages.Headers},
		{"body", stages.Body},
		{"login", stages.Identify},
		{"standing", stages.Standing},
		{"verify", stages.Verify},
		{"find", x.route.api.Operations[x.route.operation.ID].Find},
		{"parameters", func(r *op.Request) (op.Reply, bool) {
			found = x.check(r)
			if stages.Judge == nil {
				return r.Pass()
			}
			return stages.Judge(r, found)
		}},
	} {
		if stage.run == nil {
			continue
		}
		if reply, done := stage.run(&x.request); done {
			x.verdict(stage.name, reply)
			x.send(reply)
			return
		}
		x.pass(stage.name)
	}
	x.operate()
}

// limits refuses what is too long to look at.
func (x *exchange) limits() bool {
	if length := len(x.request.HTTP.RequestURI); length > maxURL {
		x.refuseOutside(http.StatusRequestURITooLong, "url-too-long", fmt.Sprintf("the URL has %d bytes; at most %d are read", length, maxURL))
		return false
	}
	return true
}

// world finds the session that the request names.
func (x *exchange) world() bool {
	name := session.Default
	if values := x.request.HTTP.Header.Values(headerSession); len(values) > 0 {
		name = strings.Join(values, ", ")
	} else if cookie, err := x.request.HTTP.Cookie(headerSession); err == nil {
		name = cookie.Value
	}
	found, err := x.sessions.Get(name)
	switch {
	case errors.Is(err, session.ErrName):
		x.refuseOutside(http.StatusBadRequest, "session-name", fmt.Sprintf("%s %q: %v", headerSession, name, err))
		return false
	case err != nil:
		panic(err)
	}
	x.session = found
	x.entry.Session, x.entry.Time = found.Name, found.Clock.Now()
	x.request.Session, x.request.Clock, x.request.View = found.Name, found.Clock, found.State.Read()
	x.request.Strict = found.Settings().Strict
	x.pass("session")
	return true
}

// routed finds the operation. Browsers' preflights end here, and so do unknown
// paths and wrong methods, in the voice of the API that they are nearest to.
func (x *exchange) routed() bool {
	r := x.request.HTTP
	x.route = x.router.find(r)
	x.entry.API = x.route.api.Document.Name
	if r.Method == http.MethodOptions {
		x.verdict("route", op.Reply{})
		x.send(op.Reply{Bare: true})
		return false
	}
	if x.route.operation != nil {
		x.request.Operation = x.route.operation
		x.entry.Operation = x.route.operation.ID
		x.pass("route")
		return true
	}
	reply := op.Reply{}
	if x.route.allow != "" {
		refusal := x.route.api.MethodNotAllowed.Because("%s has no %s; it has %s", r.URL.Path, r.Method, x.route.allow)
		reply.Refusal, reply.Header = &refusal, http.Header{"Allow": {x.route.allow}}
	} else {
		refusal := x.route.api.NotFound.Because("no operation has the path %s%s", r.URL.Path, x.router.hint(x.route.api, r.URL.Path))
		reply.Refusal = &refusal
	}
	x.verdict("route", reply)
	x.send(reply)
	return false
}

// read reads the body, once.
func (x *exchange) read() bool {
	r := x.request.HTTP
	body, err := io.ReadAll(http.MaxBytesReader(nil, r.Body, x.options.MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		x.refuseOutside(http.StatusRequestEntityTooLarge, "body-too-large", fmt.Sprintf("the body is larger than %d bytes", tooLarge.Limit))
		return false
	case err != nil:
		x.refuseOutside(http.StatusBadRequest, "body-unreadable", "the body could not be read to its end: "+err.Error())
		return false
	}
	x.request.Input = x.route.operation.Read(r, x.route.path, body)
	return true
}

// check holds the parameters against the specification; the findings are noted,
// whatever the API makes of them.
func (x *exchange) check(r *op.Request) []spec.Finding {
	var found []spec.Finding
	r.Params, found = r.Operation.Check(r.Input)
	for _, f := range found {
		r.Notes = append(r.Notes, op.NoteOf(f))
	}
	x.entry.Findings = found
	return found
}

// operate runs the operation in a transaction, which is committed if it succeeds
// and its answer is one that the specification allows.
func (x *exchange) operate() {
	call := &op.Call{Request: &x.request, Tx: x.request.View}
	if x.request.Operation.Effect == spec.Writes {
		x.tx = x.session.State.Begin()
		call.Tx = x.tx
	}
	code, ok := x.route.api.Operations[x.request.Operation.ID]
	var reply op.Reply
	var err error
	if ok {
		reply, err = code.Run(call)
	} else {
		reply, err = x.example()
	}
	if err != nil {
		panic(err)
	}
	x.verdict("operation", reply)
	x.send(reply)
}

// example is the reply of an operation that has no code, from its specification.
func (x *exchange) example() (op.Reply, error) {
	status, media, body, err := x.request.Operation.Example(x.session.Clock.Seed())
	if err != nil {
		return op.Reply{}, err
	}
	return op.Reply{Status: status, Type: media, Body: body, Bare: body == nil}, nil
}

// send puts a reply into the API's envelope, holds it against the specification
// and ends the transaction.
func (x *exchange) send(reply op.Reply) {
	answer, err := x.route.api.Envelope(&x.request, reply)
	if err != nil {
		panic(err)
	}
	if reply.Departs != "" {
		x.request.Note(op.Departs, "the answer departs from the specification on purpose: %s", reply.Departs)
	} else if x.request.Operation != nil && x.options.Answers != AnswersUnchecked {
		if found := x.request.Operation.CheckAnswer(answer.Status, answer.Header, answer.Body); len(found) > 0 {
			x.misfit(answer, found)
			if x.options.Answers == AnswersFatal {
				panic(fmt.Errorf("the answer breaks the specification: %s", found[0]))
			}
		}
	}
	if x.tx != nil {
		if reply.Keeps() {
			x.entry.Changes = op.MaskChanges(x.tx.Changes())
			x.tx.Commit()
		} else {
			x.tx.Drop()
		}
		x.tx = nil
	}
	x.answer = answer
}

// misfit reports an answer that the specification does not allow.
func (x *exchange) misfit(answer op.Answer, found []spec.Finding) {
	x.entry.Findings = append(x.entry.Findings, found...)
	for _, f := range found {
		x.request.Notes = append(x.request.Notes, op.NoteOf(f))
		x.options.Log.Error("the answer breaks the specification", "operation", x.entry.Operation, "status", answer.Status, "id", f.ID, "finding", f.String(), "request", x.entry.ID)
	}
}

// pass records that a stage let the request through.
func (x *exchange) pass(stage string) {
	x.entry.Stages = append(x.entry.Stages, journal.Stage{Name: stage, Verdict: "pass"})
}

// verdict records how a stage ended the request. The refusal comes first in the
// diagnosis.
func (x *exchange) verdict(stage string, reply op.Reply) {
	x.entry.Verdict = "ok"
	if reply.Refusal != nil {
		x.entry.Verdict = reply.Refusal.ID
		x.request.Notes = append([]op.Note{reply.Refusal.Note()}, x.request.Notes...)
	}
	x.entry.Stages = append(x.entry.Stages, journal.Stage{Name: stage, Verdict: x.entry.Verdict})
}

// refuseOutside refuses what cannot be any API's, in the mock's own words.
func (x *exchange) refuseOutside(status int, id, message string) {
	refusal := op.Refusal{ID: id, Status: status, Message: message}
	reply := op.Reply{Refusal: &refusal}
	x.verdict("limits", reply)
	x.request.Note(op.Departs, "the mock answers in its own name")
	x.answer, _ = reply.JSON(status, "application/json; charset=UTF-8", map[string]string{"error": message})
	if status == http.StatusRequestEntityTooLarge || id == "body-unreadable" {
		x.answer.Header.Set("Connection", "close") // the rest of the body is not read
	}
}

// recover turns a panic, or the error of an operation, into 500: the transaction
// is dropped and the stack logged.
func (x *exchange) recover() {
	cause := recover()
	if cause == nil {
		return
	}
	if x.tx != nil {
		x.tx.Drop()
		x.tx = nil
	}
	x.entry.Verdict = "error"
	x.entry.Changes = nil
	x.options.Log.Error("a request failed inside the mock", "request", x.entry.ID, "operation", x.entry.Operation, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	x.request.Notes = append([]op.Note{{ID: "internal", Text: fmt.Sprintf("this is a defect of the mock; its log has the stack of request %s: %v", x.entry.ID, cause)}}, x.request.Notes...)
	refusal := op.Refusal{ID: "internal", Status: http.StatusInternalServerError, Message: "Internal Server Error"}
	reply := op.Reply{Refusal: &refusal}
	var err error
	if x.route.api != nil {
		x.answer, err = x.route.api.Envelope(&x.request, reply)
	}
	if x.route.api == nil || err != nil {
		x.answer, _ = reply.JSON(http.StatusInternalServerError, "application/json; charset=UTF-8", map[string]string{"error": refusal.Message})
	}
}

// close writes the answer, the journal's entry and the line of the log.
func (x *exchange) close(w http.ResponseWriter) {
	header := w.Header()
	if x.route.api != nil && x.route.api.CORS != nil {
		x.route.api.CORS(x.request.HTTP, header)
	}
	for name, values := range x.answer.Header {
		header[name] = values
	}
	if !x.options.NoHeaders {
		header.Set(headerRequest, x.entry.ID)
		if diagnosis := op.Diagnosis(x.request.Notes); diagnosis != "" {
			header.Set(headerDiagnosis, diagnosis)
		}
	}
	if x.answer.Status != http.StatusNoContent {
		header.Set("Content-Length", strconv.Itoa(len(x.answer.Body)))
	}
	w.WriteHeader(x.answer.Status)
	if _, err := w.Write(x.answer.Body); err != nil {
		x.options.Log.Debug("the caller has gone before the answer", "request", x.entry.ID, "cause", err)
	}
	x.record(header)
}

// record keeps the exchange. Reads of the control plane are not kept: a console
// that polls would push everything else out.
func (x *exchange) record(header http.Header) {
	x.entry.Caller, x.entry.Persona = x.request.Caller.ID, x.request.Caller.Persona
	x.entry.Status = x.answer.Status
	x.entry.Diagnosis = x.request.Notes
	x.entry.Micros = journal.Since(x.started, x.options.Wall())
	control := x.entry.API == openapi.Admin
	if !control || x.request.Operation != nil && x.request.Operation.Effect != spec.Reads {
		r := x.request.HTTP
		x.entry.Request = journal.Message{Method: r.Method, URL: r.URL.RequestURI(), Header: journal.MaskHeader(r.Header)}
		x.entry.Answer = journal.Message{Header: journal.MaskHeader(header)}
		if !control { // what testers write and read there may be a secret
			x.entry.Request.SetBody(x.request.Input.Body)
			x.entry.Answer.SetBody(x.answer.Body)
		}
		x.journal.Add(x.entry)
	}
	level := slog.LevelInfo
	if control {
		level = slog.LevelDebug
	}
	name := x.entry.API + "." + x.entry.Operation
	if x.entry.Operation == "" {
		name = x.request.HTTP.Method + " " + x.request.HTTP.URL.Path
	}
	x.options.Log.Log(x.request.HTTP.Context(), level, name,
		"persona", x.entry.Persona, "status", x.entry.Status, "verdict", x.entry.Verdict,
		"duration", time.Duration(x.entry.Micros)*time.Microsecond, "session", x.entry.Session, "request", x.entry.ID)
}
