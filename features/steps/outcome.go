package steps

import (
	"errors"
	"fmt"
	"reflect"
	"strings"

	"github.com/cucumber/godog"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi/spec"
)

// Outcome is how a scenario ended.
type Outcome string

// The outcomes. A scenario that deviates has failed as the target's profile says; one that
// was stopped or not begun is neither passed nor failed, since the run was interrupted.
const (
	Passed   Outcome = "passed"
	Failed   Outcome = "failed"
	Skipped  Outcome = "skipped"
	Deviated Outcome = "deviated"
	Stopped  Outcome = "stopped"
	NotBegun Outcome = "not begun"
)

// Result is the end of a scenario.
type Result struct {
	Scenario *godog.Scenario
	Outcome  Outcome
	// Why is the reason of a skipped scenario, the deviation of one that deviates, and
	// "" otherwise.
	Why string
	// Unchecked are the expectations that were passed over, since the target says nothing
	// about what they expect.
	Unchecked int
	// Warnings are what the scenario has left behind.
	Warnings []string
	// Sessions are those that the scenario had on the mock, the first one first.
	Sessions []string
}

// failure is an expectation that is not met. Other errors mean that the scenario could
// not be run as it is written; they are never a known deviation.
type failure struct {
	message string
	about   *client.Exchange
}

func (f *failure) Error() string {
	if f.about == nil {
		return f.message
	}
	return fmt.Sprintf("%s\n%s", f.message, f.about)
}

// guarded is a step's function whose error has become what it means to the scenario.
func (w *world) guarded(do any) any {
	f := reflect.ValueOf(do)
	return reflect.MakeFunc(f.Type(), func(arguments []reflect.Value) []reflect.Value {
		if f.Type().NumOut() == 0 {
			return f.Call(arguments)
		}
		err := w.interrupted()
		if err == nil {
			err, _ = f.Call(arguments)[0].Interface().(error)
			err = w.judge(err)
		}
		if err == nil {
			return []reflect.Value{reflect.Zero(f.Type().Out(0))}
		}
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	}).Interface()
}

// interrupted skips what is left of the scenario once the run has been interrupted.
func (w *world) interrupted() error {
	if w.ctx.Err() == nil {
		return nil
	}
	w.outcome, w.why = Stopped, "the run was interrupted"
	return fmt.Errorf("%w: %s", godog.ErrSkip, w.why)
}

// judge is what a step's error means: one that the target cannot avoid skips what is
// left of the scenario, and so does a known deviation, beyond which nothing is known. What
// goes wrong once the run has been interrupted means nothing.
func (w *world) judge(err error) error {
	var cannot target.Cannot
	var failed *failure
	switch {
	case err == nil:
		return nil
	case w.ctx.Err() != nil:
		return w.interrupted()
	case errors.As(err, &cannot):
		w.outcome, w.why = Skipped, cannot.Reason
		return fmt.Errorf("%w: %s", godog.ErrSkip, cannot.Reason)
	case errors.As(err, &failed):
		if d := w.explains(failed.message); d != nil {
			w.suite.sightings.Occurred(d)
			w.suite.met(nil, w.rules)
			w.outcome, w.why = Deviated, d.String()
			return fmt.Errorf("%w: known deviation %s", godog.ErrSkip, d)
		}
	}
	if text, hidden := err.Error(), w.suite.Target.Profile().Hide(err.Error()); hidden != text {
		return errors.New(hidden)
	}
	return err
}

// explains is the known deviation of one of the scenario's rules that a failure is, nil
// if it is none.
func (w *world) explains(message string) *target.Deviation {
	for _, d := range w.deviations() {
		if d.Explains(message) {
			return d
		}
	}
	return nil
}

// deviations are the known ones of the scenario's rules.
func (w *world) deviations() []*target.Deviation {
	return w.suite.Target.Profile().DeviationsOf(w.rules...)
}

// unknown are the findings about an answer that are no known deviations.
func (w *world) unknown(x *client.Exchange) []spec.Finding {
	return w.suite.sightings.Unknown(w.suite.Target.Profile(), x)
}

// stays tells of a deviation that should have occurred in a scenario that went through.
func (w *world) stays() error {
	for _, d := range w.deviations() {
		if !d.Sometimes {
			return d.Gone("scenario")
		}
	}
	return nil
}

// ended tells the scenario's result, once its world is closed: how its last step failed,
// and how its end did.
func (w *world) ended(scenario *godog.Scenario, failed, end error) {
	if w.suite.Ended == nil {
		return
	}
	r := Result{Scenario: scenario, Outcome: w.outcome, Why: w.why, Unchecked: w.unchecked}
	switch {
	case end != nil && !errors.Is(end, godog.ErrSkip), failed != nil && !errors.Is(failed, godog.ErrSkip):
		r.Outcome, r.Why = Failed, ""
	case w.outcome == "":
		r.Outcome = Passed
	}
	if w.there != nil {
		r.Warnings, r.Sessions = w.there.Warnings(), w.there.Sessions()
	}
	w.suite.Ended(r)
}

// mayRun is [target.Cannot] where the scenario calls an operation that the target does not
// have, or that may not be called there. It is asked before anything is sent.
func (w *world) mayRun(scenario *godog.Scenario) error {
	if err := w.there.Speak(w.api); err != nil {
		return err
	}
	for _, step := range scenario.Steps {
		for _, name := range operationsIn(step.Text) {
			o, err := client.Find(w.api, strings.Trim(name, `"`))
			if err != nil {
				continue // the step itself says so
			}
			if err := w.suite.Target.May(o); err != nil {
				return err
			}
		}
	}
	return nil
}

// operationsIn are the operations that a sentence names.
func operationsIn(sentence string) []string {
	var names []string
	for _, p := range Matches(sentence) {
		for _, form := range []struct {
			phrase string
			found  []string
		}{{p.English, p.english.FindStringSubmatch(sentence)}, {p.Chinese, p.chinese.FindStringSubmatch(sentence)}} {
			for i, slot := range slotName.FindAllStringSubmatch(form.phrase, -1) {
				if form.found != nil && slot[1] == "operation" {
					names = append(names, form.found[i+1])
				}
			}
		}
	}
	return names
}

// met notes that an answer, or a scenario's rule, was there to show a deviation.
func (s *Suite) met(x *client.Exchange, rules []string) {
	s.sightings.Met(s.Target.Profile(), x, rules)
}

// Missed are the known deviations that have not occurred in the run although what they
// are about was there: successful answers of the operation, or scenarios of the rule
// that passed or deviated. Of those that are seen only sometimes it tells if the run was
// whole.
func (s *Suite) Missed(whole bool) []target.Deviation {
	return s.sightings.Missed(s.Target.Profile(), whole)
}
