package mockserver

import (
	"cmp"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"maps"
	"net/http"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"contractmock/mockserver/fault"
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
	served  *served // what it found at its beginning
	writer  http.ResponseWriter
	started time.Time
	micros  int64 // what the stages have taken so far
	request op.Request
	route   match
	session *session.Session
	tx      *state.Tx // the operation's, while it is open
	answer  op.Answer
	entry   journal.Entry
	stages  [12]journal.Stage // room for the entry's
	changes []state.Change    // what was committed

	question question    // what the answer depends on; zero where that may be anything
	known    *remembered // the answer, if it was known already
	learned  bool        // whether the answer is to be remembered

	held time.Duration // how long faults hold the answer back
	wire fault.Wire    // what they do to the connection
}

// ServeHTTP implements http.Handler: it runs the stages, and whatever happens
// writes one answer, one line of the log and one entry of the journal.
func (s *Server) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	x := &exchange{Server: s, served: s.current.Load(), started: s.options.Wall(), writer: w, request: op.Request{HTTP: r}}
	x.entry.ID, x.entry.Time = s.journal.Next(), s.now()
	defer x.finish()
	x.run()
}

// run is the order of the stages, and the only place that knows it. The route comes
// first, since it says in whose voice everything else is refused.
func (x *exchange) run() {
	defer x.rescue()
	x.route = x.served.router.find(x.request.HTTP)
	x.entry.API = x.route.api.Document.Name
	if x.preflight() || !x.short() || !x.world() || !x.routed() || !x.admitted() || !x.read() {
		return
	}
	stages := x.route.api.Stages
	preferredFailure, preferredSuccess := x.prefers()
	for _, stage := range []stage{
		{"fault", x.anybodysFaults()},
		{"prefer", preferredFailure},
		{"headers", stages.Headers},
		{"body", stages.Body},
		{"login", stages.Identify},
		{"fault", x.personasFaults()},
		{"standing", stages.Standing},
		{"verify", stages.Verify},
		{"find", x.route.api.Operations[x.route.operation.ID].Find},
		{"parameters", x.parameters},
		{"prefer", preferredSuccess},
		{"guard", stages.Guard},
	} {
		if !x.passes(stage) {
			return
		}
		if stage.run != nil {
			x.pass(stage.name)
		}
	}
	x.operate()
}

// stageNames are the names of the stages, as the journal knows them.
var stageNames = []string{"route", "session", "admission", "body", "fault", "prefer", "headers", "login", "standing", "verify", "find", "parameters", "guard", "operation"}

// stage is one of the API's stages under the name that the journal knows.
type stage struct {
	name string
	run  op.Stage
}

// passes runs a stage, and tells whether the request goes on; one that the API does
// not have lets it. Where it does not, the stage's reply is its answer.
func (x *exchange) passes(stage stage) bool {
	if stage.run == nil {
		return true
	}
	reply, done := stage.run(&x.request)
	if done {
		x.end(stage.name, reply)
	}
	return !done
}

// admitted asks the API whether the request may be looked at, before its body is read,
// which may be large.
func (x *exchange) admitted() bool {
	admit := stage{"admission", x.route.api.Stages.Admit}
	if !x.passes(admit) {
		return false
	}
	if admit.run != nil {
		x.pass(admit.name)
	}
	return true
}

// end answers the request with what a stage replies.
func (x *exchange) end(stage string, reply op.Reply) {
	x.verdict(stage, reply)
	x.send(reply)
}

// preflight answers what browsers ask before they send a request.
func (x *exchange) preflight() bool {
	if x.request.HTTP.Method != http.MethodOptions {
		return false
	}
	x.end("route", op.Reply{Bare: true})
	return true
}

// short refuses what is too long to look at.
func (x *exchange) short() bool {
	if length := len(x.request.HTTP.RequestURI); length > maxURL {
		x.refuseOutside("route", http.StatusRequestURITooLong, "url-too-long", fmt.Sprintf("the URL has %d bytes; at most %d are read", length, maxURL))
		return false
	}
	return true
}

// world finds the session that the request names.
func (x *exchange) world() bool {
	name := session.Default
	if inPath, ok := x.route.path["session"]; ok && x.route.api.Document.Name == openapi.Outside {
		name = inPath
	} else if values := x.request.HTTP.Header.Values(headerSession); len(values) > 0 {
		name = strings.Join(values, ", ")
	} else if cookie, err := x.request.HTTP.Cookie(headerSession); err == nil {
		name = cookie.Value
	}
	found, err := x.sessions.Get(name)
	switch {
	case errors.Is(err, session.ErrName):
		x.refuseOutside("session", http.StatusBadRequest, "session-name", fmt.Sprintf("%s %q: %v", headerSession, name, err))
		return false
	case err != nil:
		panic(err)
	}
	x.session = found
	x.entry.Session, x.entry.Time = found.Name, found.Clock.Now()
	x.request.Session, x.request.Clock = found.Name, found.Clock
	settings := found.Settings()
	x.request.Strict, x.request.Relax = settings.Strict, settings.Relax
	x.request.Log, x.request.ShowSecrets, x.request.Aside = x.options.Log, x.options.ShowSecrets, x.aside
	x.request.PublicURL, x.request.View = x.options.PublicURL, found.State.Read()
	x.pass("session")
	return true
}

// routed refuses unknown paths and wrong methods, in the voice of the API that
// they are nearest to.
func (x *exchange) routed() bool {
	r := x.request.HTTP
	if x.route.operation != nil {
		x.request.Operation = x.route.operation
		x.entry.Operation = x.route.operation.ID
		x.pass("route")
		return true
	}
	if otherwise := x.route.api.Otherwise; otherwise != nil && x.route.allow != "" {
		if reply, done := otherwise(&x.request); done {
			x.end("route", reply)
			return false
		}
	}
	reply := op.Reply{}
	x.request.Input.Body = x.unasked()
	x.entry.NearMisses = x.served.router.nearMisses(x.route.api, r.Method, r.URL.Path)
	if x.route.allow != "" {
		refusal := x.route.api.MethodNotAllowed.Because("%s has no %s; it has %s", r.URL.Path, r.Method, x.route.allow)
		reply.Refusal, reply.Header = &refusal, http.Header{"Allow": {x.route.allow}}
	} else {
		refusal := x.route.api.NotFound.Because("no operation has the path %s%s", r.URL.Path, hint(x.entry.NearMisses))
		reply.Refusal = &refusal
	}
	x.end("route", reply)
	return false
}

// unasked is the beginning of a body that no operation takes, for the journal.
func (x *exchange) unasked() []byte {
	body, err := io.ReadAll(io.LimitReader(x.request.HTTP.Body, journal.MaxBody))
	if err != nil {
		x.options.Log.Debug("a body breaks off", "request", x.entry.ID, "cause", err)
	}
	return body
}

// masked is a text without the secrets of the API that was called; of all APIs, where it
// can only be guessed which was meant.
func (x *exchange) masked(text string) string {
	if x.route.operation == nil {
		return x.maskedBy(text, x.served.apis...)
	}
	return x.maskedBy(text, x.route.api)
}

func (x *exchange) maskedBy(text string, apis ...*op.API) string {
	for _, api := range apis {
		text = api.Document.Mask(text)
	}
	return x.request.Masked(text)
}

// maskedURL is the URL without the secrets of any API: what another one wants there is
// often tried here.
func (x *exchange) maskedURL() string {
	url := x.request.HTTP.URL.RequestURI()
	if !strings.Contains(url, "?") {
		return x.request.Masked(url)
	}
	return x.maskedBy(x.masked(url), x.served.apis...)
}

// maskedHeader is the request's header without the secrets of its API; the header itself
// where it has none.
func (x *exchange) maskedHeader(header http.Header) http.Header {
	shown, copied := header, false
	for name := range header {
		if !x.route.api.Document.SecretHeader(name) {
			continue
		}
		if !copied {
			shown, copied = maps.Clone(header), true
		}
		shown[name] = []string{"***"}
	}
	return shown
}

// withoutHidden is the answer's header without what is hidden, which a Location may hold;
// the header itself where nothing is.
func (x *exchange) withoutHidden(header http.Header) http.Header {
	if !x.request.Hides() {
		return header
	}
	shown := header.Clone()
	for _, values := range shown {
		for i := range values {
			values[i] = x.request.Masked(values[i])
		}
	}
	return shown
}

// keep puts a body into the journal, masked. Of a large one only the beginning is looked
// through for secrets: what the journal takes, and where a text is hidden more, since half
// of it would not be found.
func (x *exchange) keep(in *journal.Message, body []byte) {
	most := journal.MaxBody
	if x.request.Hides() {
		most *= 2
	}
	begin := body[:min(len(body), most)]
	in.SetBody(x.masked(string(begin)))
	in.Cut += len(body) - len(begin)
}

// read reads the body, once; what the stages then see of the state is what it is
// afterwards.
func (x *exchange) read() bool {
	r := x.request.HTTP
	var body []byte
	limit := x.options.MaxBody
	if own := x.route.operation.MaxBody; own > 0 {
		limit = own
	}
	err := error(&http.MaxBytesError{}) // where the request says itself that it is too large
	if r.ContentLength <= limit {
		body, err = io.ReadAll(http.MaxBytesReader(nil, r.Body, limit))
	}
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		x.refuseOutside("body", http.StatusRequestEntityTooLarge, "body-too-large", fmt.Sprintf("the body is larger than %d bytes", limit))
	case err != nil:
		x.options.Log.Debug("a body breaks off", "request", x.entry.ID, "cause", err)
		x.refuseOutside("body", http.StatusBadRequest, "body-unreadable", "the body broke off, or took too long")
	default:
		x.request.Input = x.route.operation.Read(r, x.route.path, body)
		x.request.View = x.session.State.Read()
		return true
	}
	x.answer.Header.Set("Connection", "close") // the rest of the body is not read
	return false
}

// parameters holds the parameters against the specification; the findings are
// noted, whatever the API makes of them.
func (x *exchange) parameters(r *op.Request) (op.Reply, bool) {
	var found []spec.Finding
	r.Params, found = r.Operation.Check(r.Input)
	for _, f := range found {
		r.Notes = append(r.Notes, op.NoteOf(f))
	}
	x.entry.Findings = found
	if x.route.api.Stages.Judge == nil {
		return r.Pass()
	}
	return x.route.api.Stages.Judge(r, found)
}

// operate runs the operation in a transaction, which is committed if it succeeds
// and its answer is one that the specification allows.
func (x *exchange) operate() {
	call := &op.Call{Request: &x.request, Tx: x.request.View}
	if x.request.Operation.Effect == spec.Writes {
		x.tx = x.session.State.Begin()
		call.Tx = x.tx
		if x.tx.World() != x.request.View.World() && !x.stillMay() {
			return
		}
	}
	code, ok := x.route.api.Operations[x.request.Operation.ID]
	known, again := x.recall(code)
	if again && x.options.Answers != AnswersFatal {
		x.repeat(known)
		return
	}
	if code.Lasts {
		x.extendDeadline(2 * writeTimeout)
	}
	notes := len(x.request.Notes)
	var reply op.Reply
	var err error
	switch {
	case ok:
		reply, err = code.Run(call)
	case x.route.api.Example != nil:
		reply, err = x.route.api.Example(call)
	default:
		reply, err = x.example()
	}
	if err != nil {
		panic(err)
	}
	x.end("operation", reply)
	x.learn(known, notes)
}

// stillMay looks at the caller again, and at what the path names, in the transaction:
// somebody else has written since the stages did. It ends the request where they
// would not let it pass any more.
func (x *exchange) stillMay() bool {
	x.request.View = x.tx
	stages := x.route.api.Stages
	return x.passes(stage{"login", stages.Identify}) &&
		x.passes(stage{"standing", stages.Standing}) &&
		x.passes(stage{"find", x.route.api.Operations[x.route.operation.ID].Find})
}

// example is the reply of an operation that has no code, from its specification.
func (x *exchange) example() (op.Reply, error) {
	sample, err := x.request.Operation.Sample(spec.Wish{}, x.session.Clock.Seed())
	return op.ReplyOf(sample), err
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
	} else if x.request.Operation != nil && answer.Stream == nil && x.options.Answers != AnswersUnchecked {
		if found := x.request.Operation.CheckAnswer(answer.Status, answer.Header, answer.Body); len(found) > 0 {
			x.misfit(answer, found)
			if x.options.Answers == AnswersFatal {
				panic(fmt.Errorf("the answer breaks the specification: %s", found[0]))
			}
		}
	}
	if x.tx != nil {
		if reply.Keeps() {
			x.commit(x.tx)
		} else {
			x.tx.Drop()
		}
		x.tx = nil
	}
	x.answer = answer
}

// commit ends a transaction that is kept.
func (x *exchange) commit(tx *state.Tx) {
	x.changes = append(x.changes, tx.Changes()...)
	tx.Commit()
}

// aside does something in a transaction of its own. What the stages see of the
// state afterwards has it.
func (x *exchange) aside(do func(tx *state.Tx)) {
	if x.tx != nil { // the transaction is open already, and ends with the request
		do(x.tx)
		return
	}
	tx := x.session.State.Begin()
	defer tx.Drop() // in a panic; after the commit it does nothing
	do(tx)
	x.commit(tx)
	x.request.View = x.session.State.Read()
}

// misfit reports an answer that the specification does not allow.
func (x *exchange) misfit(answer op.Answer, found []spec.Finding) {
	for _, f := range found {
		f.Got, f.At = x.request.Masked(f.Got), x.request.Masked(f.At)
		x.entry.Findings = append(x.entry.Findings, f)
		note := op.NoteOf(f)
		note.Text = x.request.Masked(note.Text)
		x.request.Notes = append(x.request.Notes, note)
		x.options.Log.Error("the answer breaks the specification", "operation", x.entry.Operation, "status", answer.Status, "id", f.ID, "finding", note.Text, "request", x.entry.ID)
	}
}

// pass records that a stage let the request through.
func (x *exchange) pass(stage string) {
	x.stage(stage, "pass")
}

// stage records a stage's verdict, and the time since the one before it.
func (x *exchange) stage(name, verdict string) {
	took := x.micros
	if x.options.Now == nil {
		x.micros = max(took, x.options.Wall().Sub(x.started).Microseconds())
	}
	if x.entry.Stages == nil {
		x.entry.Stages = x.stages[:0]
	}
	x.entry.Stages = append(x.entry.Stages, journal.Stage{Name: name, Verdict: verdict, Micros: x.micros - took})
}

// verdict records how a stage ended the request. The refusal comes first in the
// diagnosis.
func (x *exchange) verdict(stage string, reply op.Reply) {
	x.entry.Verdict = cmp.Or(reply.Verdict, "ok")
	if reply.Refusal != nil {
		x.entry.Verdict = reply.Refusal.ID
		x.request.Notes = append([]op.Note{reply.Refusal.Note()}, x.request.Notes...)
	}
	x.stage(stage, x.entry.Verdict)
}

// refuseOutside refuses what cannot be any API's, in the mock's own words.
func (x *exchange) refuseOutside(stage string, status int, id, message string) {
	refusal := op.Refusal{ID: id, Status: status, Message: message}
	x.verdict(stage, op.Reply{Refusal: &refusal})
	x.request.Note(op.Departs, "the mock answers in its own name")
	x.answer = ownWords(refusal)
}

// ownWords is a refusal in the mock's own form.
func ownWords(refusal op.Refusal) op.Answer {
	text := map[string]string{"error": refusal.Message}
	answer, err := op.Reply{Refusal: &refusal}.JSON(op.JSONType, text)
	if err != nil {
		panic(err) // a map of texts can be written
	}
	return answer
}

// rescue turns a panic, or the error of an operation, into 500: the transaction
// is dropped and the stack logged.
func (x *exchange) rescue() {
	cause := recover()
	if cause == nil {
		return
	}
	if x.tx != nil {
		x.tx.Drop()
		x.tx = nil
	}
	x.entry.Verdict = "error"
	x.options.Log.Error("a request failed inside the mock", "request", x.entry.ID, "operation", x.entry.Operation, "cause", fmt.Sprint(cause), "stack", string(debug.Stack()))
	x.request.Notes = append([]op.Note{{ID: "internal", Text: fmt.Sprintf("this is a defect of the mock; its log has the stack of request %s: %v", x.entry.ID, cause)}}, x.request.Notes...)
	refusal := op.Refusal{ID: "internal", Status: http.StatusInternalServerError, Message: "Internal Server Error"}
	x.answer = ownWords(refusal)
	if x.route.api != nil {
		if answer, err := x.route.api.Envelope(&x.request, op.Reply{Refusal: &refusal}); err == nil {
			x.answer = answer
		}
	}
}

// finish writes the answer, the journal's entry and the line of the log.
func (x *exchange) finish() {
	for i, note := range x.request.Notes {
		x.request.Notes[i].Text = x.request.Masked(note.Text)
	}
	x.holdBack()
	if x.wire.Silent() {
		x.hangUp()
		return
	}
	header := x.writer.Header()
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
	if x.answer.Status != http.StatusNoContent && x.answer.Stream == nil {
		header.Set("Content-Length", strconv.Itoa(len(x.answer.Body)))
	}
	lasts := x.answer.Stream != nil
	if !lasts { // first, so that whoever has the answer finds it in the journal
		x.record(header)
	}
	x.writer.WriteHeader(x.answer.Status)
	if err := x.write(); err != nil {
		x.options.Log.Debug("the caller has gone before the answer", "request", x.entry.ID, "cause", err)
	}
	if lasts {
		x.record(header)
	}
}

// write writes the answer's body, or lets it write itself.
func (x *exchange) write() error {
	if x.answer.Stream != nil {
		return x.answer.Stream(x.request.HTTP.Context(), streamed{x})
	}
	body := x.answer.Body
	if x.wire == fault.Truncate {
		body = body[:len(body)/2]
	}
	_, err := x.writer.Write(body)
	return err
}

// record keeps the exchange in the journal and the log. Reads of the control plane
// are not kept, and logged at debug only: a console that polls would push
// everything else out.
func (x *exchange) record(header http.Header) {
	elapsed := max(0, x.options.Wall().Sub(x.started)) // the wall may have been set back
	x.metrics.Count(x.entry.API, x.entry.Operation, x.answer.Status, x.entry.Verdict, elapsed)
	x.entry.Caller, x.entry.Persona = x.request.Caller.ID, x.request.Caller.Persona
	x.entry.Status = x.answer.Status
	x.entry.Diagnosis = x.request.Notes
	x.entry.Changes = []journal.Change{}
	if x.options.Now == nil {
		x.entry.Micros = elapsed.Microseconds()
	}
	control := x.entry.API == openapi.Admin
	looking := control && (x.request.Operation == nil || x.request.Operation.Effect == spec.Reads)
	if !looking {
		r := x.request.HTTP
		x.entry.Request = journal.Message{Method: r.Method, URL: x.maskedURL(), Header: x.maskedHeader(r.Header)}
		x.entry.Answer = journal.Message{Header: x.withoutHidden(header)}
		if !control { // what testers write and read there may be a secret
			x.keep(&x.entry.Request, x.request.Input.Body)
			x.keepAnswer()
		}
		x.journal.Add(x.entry, x.changes...)
	}
	level := slog.LevelInfo
	if looking {
		level = slog.LevelDebug
	}
	if !x.options.Log.Enabled(x.request.HTTP.Context(), level) {
		return
	}
	attributes := []slog.Attr{slog.String("operation", x.entry.API+"."+x.entry.Operation)}
	if x.entry.Operation == "" {
		attributes = []slog.Attr{slog.String("method", x.request.HTTP.Method), slog.String("path", x.request.HTTP.URL.EscapedPath())}
	}
	x.options.Log.LogAttrs(x.request.HTTP.Context(), level, "request", append(attributes,
		slog.String("persona", x.entry.Persona), slog.Int("status", x.entry.Status), slog.String("verdict", x.entry.Verdict),
		slog.Duration("duration", elapsed), slog.String("session", x.entry.Session), slog.String("request", x.entry.ID))...)
}
