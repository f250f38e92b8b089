package mockserver

import (
	"bytes"
	"fmt"
	"reflect"
	"strings"
	"weak"

	lru "github.com/hashicorp/golang-lru/v2"

	"contractmock/mockserver/journal"
	"contractmock/mockserver/op"
	"contractmock/mockserver/state"
	"contractmock/openapi/spec"
)

// Of the answers that may be given again the mock remembers so many, with what the journal
// has of each, and none that is longer, or whose question is: together 11 MiB at most.
const (
	maxRemembered   = 128
	longestAnswer   = 64 << 10
	longestQuestion = 4 << 10
)

// question is all that the answer of an operation that repeats itself depends on (see
// [op.Operation.Repeats]). Every write makes another world, every reload another operation;
// neither is kept alive by a question.
type question struct {
	world             weak.Pointer[state.World]
	operation         weak.Pointer[spec.Operation]
	caller, base, url string
	strict            bool
	hidden            string // so that the journal hides it in the remembered text, too
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

// recall makes the question of a request and looks for its answer. Nothing is remembered
// where the operation does not repeat itself, where the request has a body, and while the
// session relaxes anything.
func (x *exchange) recall(code op.Operation) (known *remembered, ok bool) {
	r := &x.request
	if !code.Repeats || r.Operation.Effect != spec.Reads || len(r.Relax) > 0 || len(r.Input.Body) > 0 {
		return nil, false
	}
	base, url, hidden := r.BaseURL(), r.HTTP.URL.RequestURI(), r.Hidden()
	if len(base)+len(url)+len(hidden) > longestQuestion {
		return nil, false
	}
	x.question = question{
		world: weak.Make(r.View.World()), operation: weak.Make(r.Operation), caller: r.Caller.ID,
		base: base, url: url, strict: r.Strict, hidden: hidden,
	}
	return x.memory.Get(x.question)
}

// repeat gives an answer again.
func (x *exchange) repeat(known *remembered) {
	x.verdict("operation", op.Reply{})
	x.answer, x.known = known.answer, known
}

// learn marks the answer as one to remember. It is none if the operation has added to the
// notes, of which there were so many before: a refusal has, and what departs from the
// specification. With [AnswersFatal] it must be the same as the one that is known, if any.
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
		x.question.hidden = strings.Clone(x.question.hidden) // not the header that it was a part of
		x.memory.Add(x.question, &remembered{answer: x.answer, kept: journal.Message{Body: kept.Body, Cut: kept.Cut}})
	}
}
