package target

import (
	"context"
	"slices"
	"time"

	"github.com/tidwall/gjson"

	"contractmock/features/client"
	"contractmock/openapi/spec"
)

// repeated is how long Chaoqer takes a call for the same as one before it (C13), and a
// little more, since clocks differ.
const repeated = 550 * time.Millisecond

// Spaced makes a call as [World.Call] does. On a target without sessions, where another
// case may just have made the same one, a call that is refused as its repetition, so
// that nothing was done, is made once more when it is none.
func (w *World) Spaced(ctx context.Context, as *client.Credentials, operation *spec.Operation, parameters []client.Parameter, manner client.Manner) (*client.Exchange, error) {
	return w.target.spaced(ctx, operation, func() (*client.Exchange, error) {
		return w.Call(ctx, as, operation, parameters, manner)
	})
}

// spaced makes a call of an operation, and makes it once more where it was refused as
// the repetition of another that came shortly before.
func (t *Target) spaced(ctx context.Context, operation *spec.Operation, call func() (*client.Exchange, error)) (*client.Exchange, error) {
	if t.profile.ControlPlane != nil || !slices.Contains(operation.Rules, "C13") {
		return call()
	}
	last, ok := t.last.Load(operation)
	soon := ok && t.Wall().Sub(last.(time.Time)) < repeated
	defer func() { t.last.Store(operation, t.Wall()) }()
	x, err := call()
	if err != nil || !soon || gjson.GetBytes(x.AnswerBody, "errorCode").Int() != -1 {
		return x, err
	}
	if err := t.Wait(ctx, repeated); err != nil {
		return nil, err
	}
	return call()
}
