package target_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/features/target"
)

// TestLogInsOfTheProfileAreNotEnded: whoever ends one, or takes its place by another.
func TestLogInsOfTheProfileAreNotEnded(t *testing.T) {
	t.Parallel()
	url, _ := deployment(t)
	there := open(t, "base: %s"+people+"    Tony: {mobile: \"13800138001\", token: t}\n    Lee: {mobile: \"13800138002\"}\n", url)
	toby, err := there.Credentials(t.Context(), "chaoqer", "Toby")
	if err != nil {
		t.Fatal(err)
	}
	mock, err := target.Open(t.Context(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mock.Close() })
	mobile := func(value string) client.Parameter {
		return client.Parameter{Name: "mobile", Value: value, JSON: value[0] == '"'}
	}
	for _, c := range []struct {
		name, operation string
		as              *client.Credentials
		parameters      []client.Parameter
		ends            bool
	}{
		{"a log-out of the profile", "logOut", &toby, nil, true},
		{"a log-out of a log-in of one's own", "logOut", &client.Credentials{Persona: "Toby", Values: map[string]string{"token": "own"}}, nil, false},
		{"a log-out of nobody", "logOut", nil, nil, false},
		{"a log-in in the place of another", "logIn", nil, []client.Parameter{mobile("13800138001")}, true},
		{"a log-in whose mobile is JSON", "logIn", nil, []client.Parameter{mobile(`"13800138001"`)}, true},
		{"a log-in of somebody who had none", "logIn", nil, []client.Parameter{mobile("13800138002")}, false},
		{"another call", "getProfile", &toby, nil, false},
	} {
		operation, err := client.Find("chaoqer", c.operation)
		if err != nil {
			t.Fatal(err)
		}
		var cannot target.Cannot
		if err := world(t, there).Ends(c.as, operation, c.parameters); errors.As(err, &cannot) != c.ends {
			t.Errorf("%s: %v", c.name, err)
		}
		if err := world(t, mock).Ends(c.as, operation, c.parameters); err != nil {
			t.Errorf("%s, on a mock: %v", c.name, err)
		}
	}
}

// TestRepetitionsAreSpaced: a call that is refused since another has just been the same
// is made again; one that is refused as if is not.
func TestRepetitionsAreSpaced(t *testing.T) {
	t.Parallel()
	url, seen := deployment(t)
	there := open(t, "base: %s"+people, url)
	var waits []time.Duration
	there.Wait = func(_ context.Context, d time.Duration) error { waits = append(waits, d); return nil }
	toby, err := there.Credentials(t.Context(), "chaoqer", "Toby")
	if err != nil {
		t.Fatal(err)
	}
	block, err := client.Find("chaoqer", "block")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Now()
	there.Wall = func() time.Time { return now }
	before := len(seen())
	w := world(t, there)
	for range 2 {
		if _, err := w.Spaced(t.Context(), &toby, block, []client.Parameter{{Name: "uid", Value: "800fd752a5284eeb82396fe7478175eb"}}, client.Manner{}); err != nil {
			t.Fatal(err)
		}
	}
	if sent := len(seen()) - before; sent != 3 || !cmp.Equal(waits, []time.Duration{550 * time.Millisecond}) {
		t.Errorf("%d calls were sent, with waits of %v", sent, waits)
	}
	now = now.Add(time.Second) // by this clock nothing was shortly before
	if _, err := w.Spaced(t.Context(), &toby, block, []client.Parameter{{Name: "uid", Value: "800fd752a5284eeb82396fe7478175eb"}}, client.Manner{}); err != nil {
		t.Fatal(err)
	}
	if sent := len(seen()) - before; sent != 4 || len(waits) != 1 {
		t.Errorf("%d calls were sent, with waits of %v", sent, waits)
	}
}
