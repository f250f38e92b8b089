package custom

import (
	"fmt"
	"net/http"

	"contractmock/mockserver/op"
	"contractmock/openapi/spec"
)

// New is the API over a specification of the user's own, whose data the seed decides.
func New(document *spec.Document, seed uint64) *op.API {
	return &op.API{
		Document:         document,
		Example:          func(c *op.Call) (op.Reply, error) { return answer(c, seed) },
		Stages:           op.Stages{Body: body, Identify: identify, Judge: judge},
		CORS:             op.AnyOrigin("GET, HEAD, POST, PUT, PATCH, DELETE, OPTIONS", "*"),
		Envelope:         envelope,
		NotFound:         ErrNotFound,
		MethodNotAllowed: ErrMethodNotAllowed,
	}
}

// identify refuses a request without credential with ErrNoAuthorization, where the
// specification asks for one.
func identify(r *op.Request) (op.Reply, bool) {
	want, challenge := r.Operation.MissingCredential(r.HTTP)
	if want == "" {
		return r.Pass()
	}
	reply := refuse(r, ErrNoAuthorization.Because("%s wants %s; any value passes", r.Operation.ID, want), nil)
	if challenge != "" {
		reply.Header = http.Header{"Www-Authenticate": {challenge}}
	}
	return reply, true
}

// body refuses a body that is not what its Content-Type says, or of a type that the
// operation does not take, with ErrRequest.
func body(r *op.Request) (op.Reply, bool) {
	if r.Input.Malformed == nil {
		return r.Pass()
	}
	return refuse(r, invalid(r).Because("%s", r.Input.Malformed), []spec.Finding{*r.Input.Malformed}), true
}

// judge refuses what breaks the specification with ErrRequest. What the specification
// does not know passes.
func judge(r *op.Request, found []spec.Finding) (op.Reply, bool) {
	var breaking []spec.Finding
	for _, f := range found {
		if f.ID != "param-unknown" && f.ID != "body-unexpected" {
			breaking = append(breaking, f)
		}
	}
	if breaking == nil {
		return r.Pass()
	}
	return refuse(r, invalid(r).Because("the request breaks the specification"), breaking), true
}

// invalid is ErrRequest with the status that is documented for it: 400, else 422.
func invalid(r *op.Request) op.Refusal {
	refusal := ErrRequest
	if documents(r.Operation, http.StatusUnprocessableEntity) && !documents(r.Operation, http.StatusBadRequest) {
		refusal.Status, refusal.Message = http.StatusUnprocessableEntity, http.StatusText(http.StatusUnprocessableEntity)
	}
	return refusal
}

// documents tells whether a response of exactly that status is documented.
func documents(o *spec.Operation, status int) bool {
	r, ok := o.Response(status)
	return ok && r.Status == r.Last
}

// refuse answers with the document's own example for the refusal's status, or else in
// the mock's words, which are none that the specification knows.
func refuse(r *op.Request, refusal op.Refusal, found []spec.Finding) op.Reply {
	reply := op.Reply{Refusal: &refusal}
	if media, body, ok := r.Operation.GivenExample(refusal.Status); ok {
		reply.Type, reply.Body = media, body
		return reply
	}
	if found != nil {
		reply.Value = found
	}
	reply.Departs = fmt.Sprintf("no example is documented for %d", refusal.Status)
	return reply
}

// answer replies with the operation's example, or with data that the seed and the
// request decide. It refuses with ErrNoExample what no data can be made for.
func answer(c *op.Call, seed uint64) (op.Reply, error) {
	sample, err := c.Operation.Sample(spec.Wish{}, c.Seed(seed))
	if err != nil {
		refusal := ErrNoExample.Because("%v", err)
		return op.Reply{Refusal: &refusal, Departs: "there is nothing to answer with"}, nil
	}
	return op.ReplyOf(sample), nil
}

// failure is a refusal on the wire where the document gives no example of it.
type failure struct {
	Error    string         `json:"error"`
	Findings []spec.Finding `json:"findings,omitempty"`
}

// envelope writes what the specification gives as it is, and what it does not in the
// mock's own form.
func envelope(_ *op.Request, reply op.Reply) (op.Answer, error) {
	if answer, ok := reply.Plain(); ok {
		return answer, nil
	}
	if reply.Refusal == nil {
		return reply.JSON(op.JSONType, reply.Value)
	}
	if reply.Body != nil {
		status := reply.Refusal.Status
		reply.Refusal, reply.Status = nil, status
		answer, _ := reply.Plain()
		return answer, nil
	}
	failed := failure{Error: reply.Refusal.Note().Text}
	if failed.Findings, _ = reply.Value.([]spec.Finding); failed.Findings != nil {
		failed.Error = failed.Findings[0].String()
	}
	return reply.JSON(op.JSONType, failed)
}
