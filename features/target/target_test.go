package target_test

import (
	"context"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"contractmock/features/target"
)

// control is a mock of which there is a control plane and nothing else; it has sent
// SMS to the mobiles that are given with their codes.
func control(t *testing.T, codes map[string]string) *target.Target {
	t.Helper()
	mux := http.NewServeMux()
	mux.HandleFunc("GET /__admin/health", func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Mock-Request", "1")
		fmt.Fprint(w, `{"status":"ok","apis":["chaoqer"]}`)
	})
	mux.HandleFunc("GET /__admin/clock", func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, `{"start":"2021-05-11T12:36:43.909Z"}`) })
	mux.HandleFunc("PUT /__admin/clock", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("PATCH /__admin/sessions/", func(http.ResponseWriter, *http.Request) {})
	mux.HandleFunc("GET /__admin/chaoqer/sms", func(w http.ResponseWriter, r *http.Request) {
		mobile := r.URL.Query().Get("mobile")
		code, sent := codes[mobile]
		switch {
		case !strings.HasPrefix(r.Header.Get("Mock-Session"), "run-"):
			w.WriteHeader(http.StatusBadRequest)
		case sent:
			fmt.Fprintf(w, `{"countryCode":"86","mobile":%q,"code":%q,"sent":"2021-05-11T12:36:43.909Z"}`, mobile, code)
		default:
			w.WriteHeader(http.StatusNotFound)
			fmt.Fprintf(w, `{"error":"no SMS was sent to %s"}`, mobile)
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	there, err := target.Open(context.Background(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	return there
}

func TestAControlPlaneIsToldItsToken(t *testing.T) {
	t.Parallel()
	var refused []string
	mux := http.NewServeMux()
	mux.HandleFunc("/__admin/", func(w http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "Bearer admin-token" {
			refused = append(refused, r.URL.Path)
		}
		w.Header().Set("Mock-Request", "1")
		fmt.Fprint(w, `{"status":"ok","apis":["chaoqer"],"start":"2021-05-11T12:36:43.909Z","code":"1"}`)
	})
	mux.HandleFunc("/", func(_ http.ResponseWriter, r *http.Request) {
		if r.Header.Get("Authorization") != "" {
			t.Error("the token is the control plane's alone")
		}
	})
	server := httptest.NewServer(mux)
	t.Cleanup(server.Close)
	p, err := target.ParseProfile("p.yaml", []byte("base: "+server.URL+"\ncontrol-plane: {token: '${TOKEN}'}"), environment(map[string]string{"TOKEN": "admin-token"}))
	if err != nil {
		t.Fatal(err)
	}
	there, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	w := world(t, there)
	if _, err := w.SMS(t.Context(), "1"); err != nil {
		t.Error(err)
	}
	if _, err := w.Raw(t.Context(), http.MethodGet, "/v1/status/getTicket", nil, nil); err != nil {
		t.Error(err)
	}
	if refused != nil {
		t.Errorf("asked without the token: %v", refused)
	}
}

func TestSMS(t *testing.T) {
	there := control(t, map[string]string{"13800138000": "1234", "+1 650": "5678", "13800138001": ""})
	w, err := there.World(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ name, mobile, code, err string }{
		{"a mobile that was sent one", "13800138000", "1234", ""},
		{"a mobile with characters of its own", "+1 650", "5678", ""},
		{"one that was sent none", "13900000000", "", "the control plane refuses GET /chaoqer/sms?mobile=13900000000: no SMS was sent to 13900000000"},
		{"an SMS without code", "13800138001", "", "the control plane tells of an SMS to 13800138001, but not its code"},
	} {
		t.Run(c.name, func(t *testing.T) {
			code, err := w.SMS(context.Background(), c.mobile)
			if got := fmt.Sprint(err); code != c.code || (c.err == "") != (err == nil) || err != nil && got != c.err {
				t.Errorf("%q, %v, want %q, %s", code, err, c.code, c.err)
			}
		})
	}
	if w.Now == nil || w.Now().IsZero() {
		t.Error("the world's client has no clock to sign with")
	}
}
