package mockserver

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"contractmock/mockserver/fault"
	"contractmock/mockserver/journal"
	"contractmock/mockserver/session"
)

// provocations are what it takes to see a finding that no scenario can provoke: a mock
// that is broken or configured otherwise, or a client that is. Each answers with what
// the mock answered.
var provocations = map[string]func(t *testing.T) *httptest.ResponseRecorder{
	"admin-forwarded": func(t *testing.T) *httptest.ResponseRecorder {
		return steered(t, Options{}, func(r *http.Request) { here(r).Header.Set("Via", "1.1 nginx") })
	},
	"admin-host": func(t *testing.T) *httptest.ResponseRecorder {
		return steered(t, Options{}, func(r *http.Request) { here(r).Host = "evil.example" })
	},
	"admin-remote": func(t *testing.T) *httptest.ResponseRecorder {
		return steered(t, Options{}, func(r *http.Request) { r.RemoteAddr = "192.0.2.1:50000" })
	},
	"admin-token": func(t *testing.T) *httptest.ResponseRecorder {
		return steered(t, Options{AdminToken: adminToken}, func(r *http.Request) { here(r) })
	},
	"body-unreadable": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		return ask(mock, http.MethodPost, "/count/ok", io.MultiReader(strings.NewReader("x"), errorReader{}))
	},
	"bucket-full": func(t *testing.T) *httptest.ResponseRecorder {
		g := newGate(t, Options{})
		picture := append([]byte("\xff\xd8\xff"), make([]byte, 5<<20-3)...)
		var w *httptest.ResponseRecorder
		for range 64/5 + 1 {
			var upload struct{ UploadAddress string }
			g.must(toby, http.MethodPost, "/aliyun/image/upload", map[string]string{"imageDir": "avatar"}, &upload)
			r := httptest.NewRequest(http.MethodPut, upload.UploadAddress, bytes.NewReader(picture))
			r.Header.Set("Content-Type", "image/jpeg")
			w = httptest.NewRecorder()
			g.mock.ServeHTTP(w, r)
		}
		return w
	},
	"example-missing": func(t *testing.T) *httptest.ResponseRecorder {
		return ask(ownMock(t), http.MethodGet, "/picture", nil)
	},
	"fault-full": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		for range maxFaults {
			plan(t, mock, fault.Fault{Session: "another", Effect: fault.Effect{Status: 409}})
		}
		return control(mock, http.MethodPost, "/faults", `{"status":409}`)
	},
	"fault-off": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{NoAdmin: true})
		r := httptest.NewRequest(http.MethodPost, "/count/ok", nil)
		r.Header.Set("Mock-Fault", "reset")
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		return w
	},
	"internal": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		return ask(mock, http.MethodPost, "/count/panic", nil)
	},
	"journal-busy": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		for range journal.MaxReaders {
			reader, ok := mock.journal.Reader(journal.Filter{})
			if !ok {
				t.Fatal("there are too many readers already")
			}
			t.Cleanup(reader.Close)
		}
		return control(mock, http.MethodGet, "/requests/wait", "")
	},
	"persona-ambiguous": func(t *testing.T) *httptest.ResponseRecorder {
		mock, err := New(Options{Fixtures: fstest.MapFS{
			"tickets.yaml": {Data: []byte(`{persons: [{id: 1, name: lisi, role: user}]}`)},
		}})
		if err != nil {
			t.Fatal(err)
		}
		return control(mock, http.MethodPost, "/tokens", `{"persona":"lisi"}`)
	},
	"request-invalid": func(t *testing.T) *httptest.ResponseRecorder {
		return ask(ownMock(t), http.MethodGet, "/picture?size=huge", nil)
	},
	"session-pinned": func(t *testing.T) *httptest.ResponseRecorder {
		mock, err := New(Options{MaxSessions: 4})
		if err != nil {
			t.Fatal(err)
		}
		var w *httptest.ResponseRecorder
		for i := range 3 {
			w = control(mock, http.MethodPatch, fmt.Sprint("/sessions/s", i), `{"pinned":true}`)
		}
		return w
	},
	"snapshots-full": func(t *testing.T) *httptest.ResponseRecorder {
		mock, err := New(Options{})
		if err != nil {
			t.Fatal(err)
		}
		var w *httptest.ResponseRecorder
		for i := range session.MaxSnapshots + 1 {
			w = control(mock, http.MethodPost, fmt.Sprint("/snapshots/s", i), "")
		}
		return w
	},
	"url-too-long": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		return ask(mock, http.MethodGet, "/count/ok?"+strings.Repeat("a", 9<<10), nil)
	},
}

// ownMock is a mock with a specification of the user's own.
func ownMock(t *testing.T) *Server {
	t.Helper()
	file := filepath.Join(t.TempDir(), "pictures.yaml")
	document := `openapi: 3.0.3
info: {title: pictures, version: "1"}
paths:
  /picture:
    get:
      parameters: [{name: size, in: query, schema: {type: integer}}]
      responses: {"200": {description: a picture, content: {image/png: {}}}}
`
	if err := os.WriteFile(file, []byte(document), 0o600); err != nil {
		t.Fatal(err)
	}
	mock, err := New(Options{Specs: []string{file}})
	if err != nil {
		t.Fatal(err)
	}
	return mock
}

// steered asks the control plane of a mock from somewhere.
func steered(t *testing.T, options Options, from func(r *http.Request)) *httptest.ResponseRecorder {
	t.Helper()
	mock, err := New(options)
	if err != nil {
		t.Fatal(err)
	}
	r := httptest.NewRequest(http.MethodGet, "/__admin/sessions", nil)
	from(r)
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	return w
}

// control asks the control plane from this machine.
func control(mock http.Handler, method, path, body string) *httptest.ResponseRecorder {
	r := here(httptest.NewRequest(method, "/__admin"+path, strings.NewReader(body)))
	r.Header.Set("Content-Type", "application/json")
	w := httptest.NewRecorder()
	mock.ServeHTTP(w, r)
	return w
}

// TestFindingsThatNoScenarioProvokes provokes each finding of testdata/findings.txt,
// which the scenarios' own test takes for provoked here.
func TestFindingsThatNoScenarioProvokes(t *testing.T) {
	list, err := os.ReadFile("testdata/findings.txt")
	if err != nil {
		t.Fatal(err)
	}
	ids := strings.Fields(string(list))
	if len(ids) != len(provocations) {
		t.Errorf("testdata/findings.txt has %d findings, and %d are provoked here", len(ids), len(provocations))
	}
	for _, id := range ids {
		t.Run(id, func(t *testing.T) {
			t.Parallel()
			provoke, ok := provocations[id]
			if !ok {
				t.Fatal("nothing provokes it")
			}
			if got := provoke(t).Header().Get("Mock-Diagnosis"); !strings.HasPrefix(got, id+":") && !strings.HasPrefix(got, id+",") {
				t.Errorf("the diagnosis begins otherwise: %q", got)
			}
		})
	}
}
