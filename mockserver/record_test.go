package mockserver

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"contractmock/mockserver/op"
)

// TestWhatIsHiddenIsInNoHeaderOfTheJournal: neither where it came from nor where it goes
// to; whoever asked gets it.
func TestWhatIsHiddenIsInNoHeaderOfTheJournal(t *testing.T) {
	t.Parallel()
	mock, _, _ := counterMock(t, Options{})
	api := mock.current.Load().apis[0]
	api.Operations["count"] = op.Operation{Run: func(c *op.Call) (op.Reply, error) {
		c.Hide("sesame0123456789")
		return op.Reply{Status: http.StatusConflict, Bare: true, Header: http.Header{"Location": {"/?code=sesame0123456789"}}}, nil
	}}
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, httptest.NewRequest(http.MethodPost, "/count/once", http.NoBody))
	if got := w.Header().Get("Location"); got != "/?code=sesame0123456789" {
		t.Errorf("the answer leads to %s", got)
	}
	entry, ok := mock.journal.Get(w.Header().Get(headerRequest))
	if got := entry.Answer.Header.Get("Location"); !ok || !strings.HasPrefix(got, "/?code=") || strings.Contains(got, "sesame0123456789") {
		t.Errorf("the journal has %q", got)
	}
}
