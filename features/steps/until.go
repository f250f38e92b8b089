package steps

import (
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"time"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// repetition is how a call is made again: signed anew, and the same otherwise.
type repetition struct {
	operation *spec.Operation
	call      func() (*client.Exchange, error)
}

// looks is how often a call is repeated, evenly over the time that is given.
const looks = 20

// within repeats the last call until its answer is as expected, or the time is over.
// The answer before the last one stays the one that it was before the repeating.
func (w *world) within(length, sentence string) error {
	d, err := duration(length)
	if err != nil {
		return err
	}
	expectation, err := w.expectation(sentence)
	if err != nil {
		return err
	}
	if _, err := w.answer(); err != nil {
		return err
	}
	r, before := w.repeat, w.previous
	if r == nil {
		return fmt.Errorf("only a call of one operation can be repeated until %s; the last step has made none", sentence)
	}
	if r.operation.Effect != spec.Reads {
		return fmt.Errorf("%s may change something, and is not repeated; call an operation that only reads", r.operation.ID)
	}
	wrong := expectation()
	for i := 0; wrong != nil && i < looks; i++ {
		if err := w.there.Pass(w.ctx, d/looks); err != nil {
			return err
		}
		x, err := r.call()
		if err != nil {
			return err
		}
		w.repeat, w.previous = r, before
		if err := w.check(x); err != nil {
			return err
		}
		wrong = expectation()
	}
	if wrong != nil {
		return fmt.Errorf("it is still not so after %s and %d calls: %w", length, looks+1, wrong)
	}
	return nil
}

// duration is a length of time as a scenario writes it.
func duration(length string) (time.Duration, error) {
	d, err := time.ParseDuration(length)
	if err != nil {
		return 0, fmt.Errorf("%q is no length of time; write 59m59s, 36h or 500ms", length)
	}
	return d, nil
}

// expectation is what a sentence expects of the last answer, as a function that can be
// asked several times.
func (w *world) expectation(sentence string) (func() error, error) {
	among := slices.DeleteFunc(slices.Clone(w.phrases), func(p Phrase) bool { return p.Group != groupAnswers || p.Argument != "" })
	found := matching(sentence, among)
	if len(found) == 0 {
		return nil, fmt.Errorf("%q cannot be waited for: it is no sentence about the answer, without table and text after it%s", sentence, suggestion(sentence, among))
	}
	p := found[0]
	slots := p.english.FindStringSubmatch(sentence)
	if slots == nil {
		slots = p.chinese.FindStringSubmatch(sentence)
	}
	do := reflect.ValueOf(p.bind(w))
	var args []reflect.Value
	for i, slot := range slots[1:] {
		if do.Type().In(i).Kind() != reflect.Int {
			args = append(args, reflect.ValueOf(slot))
			continue
		}
		n, err := strconv.Atoi(slot)
		if err != nil {
			return nil, fmt.Errorf("%s is too great a number", slot)
		}
		args = append(args, reflect.ValueOf(n))
	}
	return func() error {
		err, _ := do.Call(args)[0].Interface().(error)
		return err
	}, nil
}
