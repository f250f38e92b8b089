package target

import (
	"context"
	"net/http"
)

// SetClock lets the session's clock stand at a time: 2024-06-10 12:00:00, which is in
// UTC+8, or RFC 3339.
func (w *World) SetClock(ctx context.Context, now string) error {
	return w.control(ctx, http.MethodPut, "/clock", map[string]any{"frozen": true, "now": now}, nil)
}

// RunClock lets the session's clock go on from where it stands, as fast as any.
func (w *World) RunClock(ctx context.Context) error {
	return w.control(ctx, http.MethodPut, "/clock", map[string]any{"frozen": false}, nil)
}
