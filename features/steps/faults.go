package steps

import (
	"errors"
	"strings"

	"contractmock/features/client"
)

func (w *world) willAnswer(operation string, status int) error {
	return w.plan(operation, map[string]any{"status": status})
}

func (w *world) willAnswerOnce(operation string, status int) error {
	return w.plan(operation, map[string]any{"status": status, "times": 1})
}

func (w *world) willFail(operation string, code int) error {
	return w.plan(operation, map[string]any{"errorCode": code})
}

func (w *world) willFailOnce(operation string, code int) error {
	return w.plan(operation, map[string]any{"errorCode": code, "times": 1})
}

func (w *world) willBeCutOff(operation, fault string) error {
	return w.plan(operation, map[string]any{"connection": fault})
}

// plan plans a fault of an operation in the scenario's session.
func (w *world) plan(name string, effect map[string]any) error {
	operation, err := client.Find(w.api, strings.Trim(name, `"`))
	if err != nil {
		return err
	}
	return w.there.Plan(w.ctx, operation.API, operation.ID, effect)
}

// callsInVain calls an operation whose answer does not come whole.
func (w *world) callsInVain(persona, name string) error {
	operation, _, as, err := w.prepare(persona, name, nil)
	if err != nil {
		return err
	}
	x, err := w.there.Call(w.ctx, as, operation, nil, w.how())
	switch {
	case errors.Is(err, client.ErrNoAnswer):
		w.previous, w.last = w.last, nil
		return nil
	case err != nil:
		return err
	default:
		w.last = x
		return w.failf("the answer has come whole")
	}
}
