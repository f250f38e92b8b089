package target_test

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"contractmock/features/client"
	"contractmock/features/target"
)

// TestARequestGoesToTheAddressThatAnAnswerGave: a bucket is another host, which is told
// nothing of the session.
func TestARequestGoesToTheAddressThatAnAnswerGave(t *testing.T) {
	t.Parallel()
	var session, proof string
	bucket := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		session, proof = r.Header.Get("Mock-Session"), r.Header.Get("Authorization")
		fmt.Fprintf(w, "%s %s", r.Method, r.URL)
	}))
	t.Cleanup(bucket.Close)
	mock, err := target.Open(t.Context(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mock.Close() })
	sent := 0
	w, err := mock.World(t.Context(), func(*client.Exchange) { sent++ })
	if err != nil {
		t.Fatal(err)
	}
	x, err := w.At(t.Context(), http.MethodPut, bucket.URL+"/image/a.jpg?Expires=1", http.Header{}, []byte("x"))
	if err != nil || string(x.AnswerBody) != "PUT /image/a.jpg?Expires=1" || session != "" {
		t.Errorf("the bucket's answer is %v, %v; it was told of the session %q", x, err, session)
	}
	w.AdminToken, w.Bases = "steer", map[string]string{"tickets": w.Base}
	for _, address := range []string{"/__admin/health", "/v1/status/getTicket?uid=1"} {
		if x, err := w.At(t.Context(), http.MethodGet, bucket.URL+address, http.Header{}, nil); err != nil || string(x.AnswerBody) != "GET "+address || proof != "" {
			t.Errorf("%s of the bucket: %v, %v; it was told of the token %q", address, x, err, proof)
		}
	}
	for _, address := range []string{"/v1/status/getTicket?uid=1", w.Base + "/v1/status/getTicket?uid=1"} {
		x, err := w.At(t.Context(), http.MethodGet, address, http.Header{}, nil)
		if err != nil || x.Status != http.StatusUnauthorized {
			t.Errorf("%s: %v, %v", address, x, err)
		}
	}
	if sent != 5 {
		t.Errorf("%d exchanges were told of, want 5", sent)
	}
	for _, address := range []string{"", "picture.jpg", "ftp://example.com/a.jpg", "http://%zz/", "mailto:a@b.c"} {
		if _, err := w.At(t.Context(), http.MethodGet, address, nil, nil); err == nil || !strings.Contains(err.Error(), "is no address") {
			t.Errorf("%q: %v, want that it is no address", address, err)
		}
	}
}

func TestTheClockIsSetAndRuns(t *testing.T) {
	t.Parallel()
	mock, err := target.Open(t.Context(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { mock.Close() })
	w, err := mock.World(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	clock := func() string {
		x, err := w.Raw(t.Context(), http.MethodGet, "/__admin/clock", nil, nil)
		if err != nil {
			t.Fatal(err)
		}
		return string(x.AnswerBody)
	}
	if err := w.SetClock(t.Context(), "2024-06-10 12:00:00"); err != nil {
		t.Fatal(err)
	}
	if got := clock(); !strings.Contains(got, `"2024-06-10 12:00:00"`) || !strings.Contains(got, `"frozen":true`) {
		t.Errorf("after it was set: %s", got)
	}
	if err := w.RunClock(t.Context()); err != nil {
		t.Fatal(err)
	}
	if got := clock(); !strings.Contains(got, `"frozen":false`) {
		t.Errorf("after it runs: %s", got)
	}
	if err := w.SetClock(t.Context(), "noon"); err == nil || !strings.Contains(err.Error(), "the control plane refuses PUT /clock") {
		t.Errorf("a time that is none: %v", err)
	}
}
