package admin

import (
	"bytes"
	"errors"
	"fmt"
	"net/http"

	"contractmock/mockserver/op"
	"contractmock/mockserver/session"
	"contractmock/mockserver/state"
)

// createSession serves POST /sessions: a session that begins with the fixtures, or goes
// on from where another one or a snapshot is.
func (c *control) createSession(call *op.Call) (op.Reply, error) {
	from, missing := c.from(call)
	if missing != nil {
		return call.Refuse(*missing)
	}
	change, wrong := changes(call)
	if wrong != nil {
		return call.Refuse(*wrong)
	}
	made, err := c.Sessions.Create(call.Params.Text("name"), from, change)
	switch {
	case errors.Is(err, session.ErrName):
		return call.Refuse(badRequest("session-name", err))
	case errors.Is(err, session.ErrSession):
		return call.Refuse(conflict("session-exists", err))
	case errors.Is(err, session.ErrPinned):
		return call.Refuse(conflict("session-pinned", err))
	case err != nil:
		return op.Reply{}, err
	}
	return op.Reply{Status: http.StatusCreated, Value: made.Info()}, nil
}

// from is the moment that the body's from names, nil where it names none, or the
// refusal that there is no such session or snapshot.
func (c *control) from(call *op.Call) (*session.Moment, *op.Refusal) {
	from, _ := call.Params.Get("from").(map[string]any)
	if name, ok := from["session"].(string); ok {
		found, err := c.Sessions.Find(name)
		if err != nil {
			return nil, notFound("session-not-found", "%v", err)
		}
		moment := found.Moment()
		return &moment, nil
	}
	if name, ok := from["snapshot"].(string); ok {
		found, err := c.Sessions.Snapshot(name)
		if err != nil {
			return nil, notFound("snapshot-not-found", "%v", err)
		}
		return &found.Moment, nil
	}
	return nil, nil
}

// listSnapshots serves GET /snapshots.
func (c *control) listSnapshots(call *op.Call) (op.Reply, error) {
	return call.OK(c.Sessions.Snapshots())
}

// takeSnapshot serves POST /snapshots/{name}.
func (c *control) takeSnapshot(call *op.Call) (op.Reply, error) {
	of, err := c.Sessions.Get(call.Session)
	if err != nil {
		return op.Reply{}, err
	}
	snapshot, err := c.Sessions.Take(call.Path("name"), of, c.Now(), call.Params.Bool("replace"))
	return c.kept(call, snapshot, err)
}

// kept answers with a snapshot, or with why it was not kept.
func (c *control) kept(call *op.Call, snapshot *session.Snapshot, err error) (op.Reply, error) {
	var version *session.VersionError
	var problems state.Problems
	switch {
	case errors.Is(err, session.ErrName):
		return call.Refuse(badRequest("snapshot-name", fmt.Errorf("a snapshot is named as sessions are: %w", err)))
	case errors.Is(err, session.ErrSnapshot):
		return call.Refuse(conflict("snapshot-exists", err))
	case errors.Is(err, session.ErrSnapshots):
		return call.Refuse(conflict("snapshots-full", err))
	case errors.As(err, &version):
		return call.Refuse(op.Refusal{ID: "snapshot-version", Status: http.StatusUnprocessableEntity, Message: err.Error()})
	case errors.As(err, &problems):
		for _, key := range problems.SecretKeys(c.schemas()...) {
			call.Hide(key)
		}
		refusal := op.Refusal{ID: "snapshot-malformed", Status: http.StatusUnprocessableEntity, Message: problems.Error()}
		if problems[0].Table != "" {
			refusal.ID = "row-refused"
		}
		return op.Reply{Refusal: &refusal, Value: problems}, nil
	case err != nil:
		return op.Reply{}, err
	}
	return op.Reply{Status: http.StatusCreated, Value: snapshot.Info()}, nil
}

// exportSnapshot serves GET /snapshots/{name}.
func (c *control) exportSnapshot(call *op.Call) (op.Reply, error) {
	snapshot, err := c.Sessions.Snapshot(call.Path("name"))
	if err != nil {
		return call.Refuse(*notFound("snapshot-not-found", "%v", err))
	}
	var document bytes.Buffer
	if err := snapshot.Export(&document); err != nil {
		return op.Reply{}, err
	}
	return op.Reply{Type: op.JSONType, Body: document.Bytes()}, nil
}

// importSnapshot serves PUT /snapshots/{name}.
func (c *control) importSnapshot(call *op.Call) (op.Reply, error) {
	snapshot, err := c.Sessions.Import(call.Path("name"), "body", call.Input.Body, c.Now(), call.Params.Bool("replace"))
	return c.kept(call, snapshot, err)
}

// deleteSnapshot serves DELETE /snapshots/{name}.
func (c *control) deleteSnapshot(call *op.Call) (op.Reply, error) {
	if err := c.Sessions.DeleteSnapshot(call.Path("name")); err != nil {
		return call.Refuse(*notFound("snapshot-not-found", "%v", err))
	}
	return op.Reply{Status: http.StatusNoContent, Bare: true}, nil
}

// restoreSnapshot serves POST /snapshots/{name}/restore: into the caller's session,
// whichever it was taken of.
func (c *control) restoreSnapshot(call *op.Call) (op.Reply, error) {
	snapshot, err := c.Sessions.Snapshot(call.Path("name"))
	if err != nil {
		return call.Refuse(*notFound("snapshot-not-found", "%v", err))
	}
	into, err := c.Sessions.Get(call.Session)
	if err != nil {
		return op.Reply{}, err
	}
	into.Restore(snapshot.Moment)
	return call.OK(into.Info())
}
