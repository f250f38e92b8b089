package mockserver

import (
	"bytes"
	"fmt"
	"reflect"
	"weak"

	lru "github.com/hashicorp/golang-lru/v2"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// Of the answers that may be given again the mock remembers so many, and none that is
// longer: together no more than a quarter of what the journal may take.
const (
	maxRemembered = 256
	longestAnswer = 64 << 10
)

// question is all that the answer of an operation that repeats itself depends on (see
// [op.Operation.Repeats]). Every write makes another world, of which the question does
// not keep the old one alive.
type question struct {
	world     weak.Pointer[state.World]
	operation *spec.Operation
	caller    string
	host, url string
	tls       bool
	strict    bool
	hidden    string
}

// remembered is an answer that fits its specification, with its body as the journal has
// it. It never changes.
type remembered struct {
	answer op.Answer
	kept   journal.Message
}

// memory is the answers that may be given again, the least recently asked for forgotten
// first. It is safe for use by several requests at once.
type memory = lru.Cache[question, *remembered]

func newMemory() *memory {
	m, err := lru.New[question, *remembered](maxRemembered)
	if err != nil {
		panic(err) // the number is positive
	}
	return m
}

// asks notes what the answer depends on, if the operation repeats itself, and tells
// whether it is known. What is hidden stays so in the journal; what a session passes over,
// and what has a body, is not remembered.
func (x *exchange) asks(code op.Operation) (known *remembered, ok bool) {
	r := x.request.HTTP
	if !code.Repeats || len(x.request.Relax) > 0 || len(x.request.Input.Body) > 0 || r.Host == "" {
		return nil, false
	}
	x.question = question{
		world: weak.Make(x.request.View.World()), operation: x.request.Operation, caller: x.request.Caller.ID,
		host: r.Host, url: r.URL.RequestURI(), tls: r.TLS != nil, strict: x.request.Strict, hidden: x.request.Hidden(),
	}
	return x.memory.Get(x.question)
}

// repeat gives an answer again.
func (x *exchange) repeat(known *remembered) {
	x.verdict("operation", op.Reply{})
	x.answer, x.known = known.answer, known
}

// learn has the answer remembered once it is in the journal, unless there is more to say
// of it than the notes that there were before: of a refusal, or of what departs from the
// specification. Where answers must fit, one that was known already must be the same.
func (x *exchange) learn(known *remembered, notes int) {
	a := x.answer
	if x.question == (question{}) || a.Stream != nil || len(a.Body) > longestAnswer || len(x.request.Notes) > notes {
		return
	}
	if known != nil && (a.Status != known.answer.Status || !bytes.Equal(a.Body, known.answer.Body) || !reflect.DeepEqual(a.Header, known.answer.Header)) {
		panic(fmt.Errorf("operation %s is said to repeat itself, and answers otherwise though nothing was written", x.request.Operation.ID))
	}
	x.learned = true
}

// keepAnswer puts the answer's body into the journal: the same text each time that it is
// given again.
func (x *exchange) keepAnswer() {
	kept := &x.entry.Answer
	if x.known != nil {
		kept.Body, kept.Cut = x.known.kept.Body, x.known.kept.Cut
		return
	}
	x.keep(kept, x.answer.Body)
	if x.learned {
		x.memory.Add(x.question, &remembered{answer: x.answer, kept: journal.Message{Body: kept.Body, Cut: kept.Cut}})
	}
}
