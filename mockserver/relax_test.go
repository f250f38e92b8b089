package mockserver

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/fstest"
)

func TestOptionsRelaxNothingUnknown(t *testing.T) {
	t.Parallel()
	const want = `"signs" is nothing that can be relaxed; did you mean sign?`
	if _, err := New(Options{Relax: []string{"signs"}}); err == nil || err.Error() != want {
		t.Errorf("error %v, want %s", err, want)
	}
}

// TestRelaxingFindsSomebodyOnlyWhereThereIsSomebody: where the fixtures know nobody whom a
// request could count as, it is refused as ever; and whom it counts as may do what they may.
func TestRelaxingFindsSomebodyOnlyWhereThereIsSomebody(t *testing.T) {
	t.Parallel()
	empty := fstest.MapFS{
		"tickets.yaml": {Data: []byte("persons: [{id: 1, name: Ann, role: user}]\ntokens: []\ntickets: []\n")},
		"chaoqer.yaml": {Data: []byte(`
accounts:
  - {uid: a0000000000000000000000000000001, name: Frozen, mobile: "+8613800138001", frozen: true}
  - {uid: a0000000000000000000000000000002, name: New, mobile: "+8613800138002"}
profiles:
  - {uid: a0000000000000000000000000000001, nickname: Frozen, avatar: a, bio: ""}
`)},
		"lexiang.yaml": {Data: []byte("apps: []\n")},
	}
	mock, err := New(Options{Fixtures: empty, Relax: []string{"auth", "sign", "ts"}})
	if err != nil {
		t.Fatal(err)
	}
	const frozen, fresh, unknown = "a0000000000000000000000000000001", "a0000000000000000000000000000002", "a0000000000000000000000000000003"
	for _, c := range []struct{ name, target, uid, want string }{
		{"no administrator", "GET /v1/status/getTicket", "", "authorization-missing"},
		{"nobody with a profile who is not frozen", "GET /user/card", "", "authorization-missing"},
		{"an unknown uid", "GET /user/card", unknown, "user-unknown"},
		{"a frozen account", "GET /user/card", frozen, "account-frozen, relaxed"},
		{"an account without profile", "GET /user/card", fresh, "profile-missing, relaxed"},
		{"an unknown uid where no login is needed", "POST /account/captcha", unknown, "relaxed"},
		{"no app", "GET /cgi-bin/v1/events", "", "token-missing"},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			method, path, _ := strings.Cut(c.target, " ")
			r := httptest.NewRequest(method, path, nil)
			if method == http.MethodPost {
				r = httptest.NewRequest(method, path+"?mobile=13912345678", nil)
			}
			if c.uid != "" {
				r.SetBasicAuth(c.uid, "x")
			}
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if got, _, _ := strings.Cut(w.Header().Get("Mock-Diagnosis"), ":"); got != c.want {
				t.Errorf("%d, the diagnosis names %s, want %s", w.Code, got, c.want)
			}
		})
	}
}

// TestAnothersTokenSignsForNobody: who shows the token of somebody else signs with the
// default secret, as one who shows none.
func TestAnothersTokenSignsForNobody(t *testing.T) {
	t.Parallel()
	g := newGate(t, Options{Relax: []string{"auth"}})
	for secret, want := range map[string]string{nobody.secret: "relaxed", tony.secret: "sign-mismatch, relaxed"} {
		w := httptest.NewRecorder()
		g.mock.ServeHTTP(w, user{toby.uid, tony.token, secret}.request(http.MethodGet, "/user/message/unread_total", nil))
		if got, _, _ := strings.Cut(w.Header().Get("Mock-Diagnosis"), ":"); got != want {
			t.Errorf("signed with %s: the diagnosis names %s, want %s", secret, got, want)
		}
	}
}
