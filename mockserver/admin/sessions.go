package admin

import (
	"errors"
	"fmt"
	"net/http"
	"time"

	"contractmock/mockserver/clock"
	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
)

// reset serves POST /reset: the caller's session, or all.
func (c *control) reset(call *op.Call) (op.Reply, error) {
	if !call.Params.Bool("all") {
		found, err := c.Sessions.Get(call.Session)
		if err == nil {
			err = found.Reset()
		}
		if err != nil {
			return op.Reply{}, err
		}
		return call.OK(map[string][]string{"reset": {call.Session}})
	}
	if err := c.Sessions.ResetAll(); err != nil {
		return op.Reply{}, err
	}
	c.Faults.Clear(everySession)
	names := []string{}
	for _, info := range c.Sessions.List() {
		names = append(names, info.Name)
	}
	return call.OK(map[string][]string{"reset": names})
}

// listSessions serves GET /sessions.
func (c *control) listSessions(call *op.Call) (op.Reply, error) {
	return call.OK(c.Sessions.List())
}

// getSession serves GET /sessions/{name}.
func (c *control) getSession(call *op.Call) (op.Reply, error) {
	found, err := c.Sessions.Find(call.Path("name"))
	if err != nil {
		return call.Refuse(*notFound("session-not-found", "%v", err))
	}
	return call.OK(found.Info())
}

// changeSession serves PATCH /sessions/{name}.
func (c *control) changeSession(call *op.Call) (op.Reply, error) {
	change, wrong := changes(call)
	if wrong != nil {
		return call.Refuse(*wrong)
	}
	found, err := c.Sessions.Change(call.Path("name"), change)
	switch {
	case errors.Is(err, session.ErrName):
		return call.Refuse(badRequest("session-name", err))
	case errors.Is(err, session.ErrPinned):
		return call.Refuse(conflict("session-pinned", err))
	case err != nil:
		return op.Reply{}, err
	}
	return call.OK(found.Info())
}

// changes puts those settings in their place that the body names, or is the refusal that
// one of them cannot be.
func changes(call *op.Call) (change func(session.Settings) session.Settings, wrong *op.Refusal) {
	relaxed, err := op.ParseRelaxed(call.Params.Texts("relax"))
	if err != nil {
		refusal := badRequest("relax", err)
		return nil, &refusal
	}
	return func(settings session.Settings) session.Settings {
		if call.Params.Has("strict") {
			settings.Strict = call.Params.Bool("strict")
		}
		if call.Params.Has("pinned") {
			settings.Pinned = call.Params.Bool("pinned")
		}
		if call.Params.Has("relax") {
			settings.Relax = relaxed
		}
		return settings
	}, nil
}

// deleteSession serves DELETE /sessions/{name}.
func (c *control) deleteSession(call *op.Call) (op.Reply, error) {
	err := c.Sessions.Delete(call.Path("name"))
	switch {
	case errors.Is(err, session.ErrDefault):
		return call.Refuse(conflict("session-default", err))
	case err != nil:
		return call.Refuse(*notFound("session-not-found", "%v", err))
	}
	return op.Reply{Status: http.StatusNoContent, Bare: true}, nil
}

// getClock serves GET /clock.
func (c *control) getClock(call *op.Call) (op.Reply, error) {
	return call.OK(clockResult(call.Clock))
}

// setClock serves PUT /clock. Nothing is done unless all of it can be.
func (c *control) setClock(call *op.Call) (op.Reply, error) {
	now := call.Clock.Now()
	if call.Params.Has("now") {
		set, err := clock.Parse(call.Params.Text("now"))
		if err != nil {
			return call.Refuse(badRequest("clock", err))
		}
		now = set.On(now)
	}
	var advance time.Duration
	if call.Params.Has("advance") {
		var err error
		if advance, err = time.ParseDuration(call.Params.Text("advance")); err != nil {
			return call.Refuse(badRequest("clock", fmt.Errorf("advance: %q is no duration; write 59m59s, 36h or -500ms", call.Params.Text("advance"))))
		}
	}
	if to := now.Add(advance); to < clock.Earliest || to > clock.Latest || now < clock.Earliest || now > clock.Latest {
		return call.Refuse(badRequest("clock", fmt.Errorf("the clock can stand from %s to %s", clock.Earliest, clock.Latest)))
	}
	if call.Params.Has("frozen") { // first, so that a clock that is frozen and set stands exactly there
		if call.Params.Bool("frozen") {
			call.Clock.Freeze()
		} else {
			call.Clock.Run()
		}
	}
	if call.Params.Has("now") {
		call.Clock.Set(now)
	}
	if advance != 0 {
		call.Clock.Advance(advance)
	}
	return call.OK(clockResult(call.Clock))
}

func clockResult(c *clock.Clock) any {
	return struct {
		Now    clock.Instant `json:"now"`
		Frozen bool          `json:"frozen"`
		Start  clock.Instant `json:"start"`
	}{c.Now(), c.Frozen(), c.Start()}
}
