package target

import (
	"context"
	"fmt"
	"net/http"
	"time"

	"contractmock/mockserver/clock"
)

// ID is what a persona is known by to others: a uid, or a number of their own.
func (w *World) ID(ctx context.Context, api, persona string) (string, error) {
	var personas []struct {
		API  string `json:"api"`
		Name string `json:"name"`
		ID   string `json:"id"`
	}
	if err := w.control(ctx, http.MethodGet, "/personas", nil, &personas); err != nil {
		return "", err
	}
	for _, p := range personas {
		if p.API == api && p.Name == persona {
			return p.ID, nil
		}
	}
	return "", fmt.Errorf("the %s API has no persona %s", api, persona)
}

// Time is what the clock of the world shows: on a deployment, that of this machine.
func (w *World) Time(ctx context.Context) (time.Time, error) {
	if w.target.profile.ControlPlane == nil {
		return w.target.Wall(), nil
	}
	var shows struct {
		Now string `json:"now"`
	}
	if err := w.control(ctx, http.MethodGet, "/clock", nil, &shows); err != nil {
		return time.Time{}, err
	}
	now, err := time.ParseInLocation("2006-01-02 15:04:05.999", shows.Now, time.FixedZone("UTC+8", 8*60*60))
	if err != nil {
		return time.Time{}, fmt.Errorf("the target's clock shows %q, which is no time: %w", shows.Now, err)
	}
	return now, nil
}

// Now is the time by which signed requests are signed.
func (t *Target) Now() time.Time { return clock.Wall() }
