package steps

import (
	"errors"
	"fmt"
	"reflect"
	"strings"
	"sync"

	"github.com/cucumber/godog"

	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi/spec"
)

// Outcome is how a scenario ended.
type Outcome string

// The outcomes. A scenario that deviates has failed as the target's profile says.
const (
	Passed   Outcome = "passed"
	Failed   Outcome = "failed"
	Skipped  Outcome = "skipped"
	Deviated Outcome = "deviated"
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
		results := f.Call(arguments)
		if len(results) == 0 {
			return results
		}
		err, _ := results[0].Interface().(error)
		if err = w.judge(err); err == nil {
			return []reflect.Value{reflect.Zero(f.Type().Out(0))}
		}
		return []reflect.Value{reflect.ValueOf(&err).Elem()}
	}).Interface()
}

// judge is what a step's error means: one that the target cannot avoid skips what is
// left of the scenario, and so does a known deviation, beyond which nothing is known.
func (w *world) judge(err error) error {
	var cannot target.Cannot
	var failed *failure
	switch {
	case err == nil:
		return nil
	case errors.As(err, &cannot):
		w.outcome, w.why = Skipped, cannot.Reason
		return fmt.Errorf("%w: %s", godog.ErrSkip, cannot.Reason)
	case errors.As(err, &failed):
		if d := w.explains(failed.message); d != nil {
			w.suite.occurred(d)
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
	var all []*target.Deviation
	known := w.suite.Target.Profile().Deviations
	for i := range known {
		for _, rule := range w.rules {
			if known[i].Covers(rule) {
				all = append(all, &known[i])
				break
			}
		}
	}
	return all
}

// unknown are the findings about an answer that are no known deviations.
func (w *world) unknown(x *client.Exchange) []spec.Finding {
	known := w.suite.Target.Profile().Deviations
	var unknown []spec.Finding
	for _, f := range x.Findings {
		explained := false
		for i := range known {
			if known[i].Concerns(x.Operation) && known[i].Is(f) {
				explained = true
				w.suite.occurred(&known[i])
			}
		}
		if !explained {
			unknown = append(unknown, f)
		}
	}
	return unknown
}

// stays tells of a deviation that should have occurred in a scenario that went through.
func (w *world) stays() error {
	for _, d := range w.deviations() {
		if !d.Sometimes {
			return fmt.Errorf("the known deviation %s does not occur any more: the scenario passes; take it out of the profile (%s), or say sometimes: true if only some scenarios show it", d, d.Place)
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
	case end != nil, failed != nil && !errors.Is(failed, godog.ErrSkip):
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

// sightings are what a run has seen of the known deviations.
type sightings struct {
	mu   sync.Mutex
	seen map[*target.Deviation]bool
	due  map[*target.Deviation]bool // what they are about was met
}

func (s *Suite) occurred(d *target.Deviation) {
	s.sightings.mu.Lock()
	defer s.sightings.mu.Unlock()
	if s.sightings.seen == nil {
		s.sightings.seen = map[*target.Deviation]bool{}
	}
	s.sightings.seen[d] = true
}

// met notes that an answer, or a scenario's rule, was there to show a deviation.
func (s *Suite) met(x *client.Exchange, rules []string) {
	known := s.Target.Profile().Deviations
	for i := range known {
		d := &known[i]
		about := false
		if x != nil {
			ok, _ := x.Succeeded()
			about = ok && d.Concerns(x.Operation)
		}
		for _, rule := range rules {
			about = about || d.Covers(rule)
		}
		if !about {
			continue
		}
		s.sightings.mu.Lock()
		if s.sightings.due == nil {
			s.sightings.due = map[*target.Deviation]bool{}
		}
		s.sightings.due[d] = true
		s.sightings.mu.Unlock()
	}
}

// Missed are the known deviations that have not occurred in the run although what they
// are about was there: successful answers of the operation, or scenarios of the rule
// that passed or deviated. Of those that are seen only sometimes it tells if the run was
// whole.
func (s *Suite) Missed(whole bool) []target.Deviation {
	s.sightings.mu.Lock()
	defer s.sightings.mu.Unlock()
	var missed []target.Deviation
	known := s.Target.Profile().Deviations
	for i := range known {
		d := &known[i]
		if s.sightings.due[d] && !s.sightings.seen[d] && (whole || !d.Sometimes) {
			missed = append(missed, *d)
		}
	}
	return missed
}
