package mockserver

import (
	"bytes"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"os"
	"strings"
	"testing"
	"testing/fstest"
)

// provocations are what it takes to see a finding that no scenario can provoke: a mock
// that is broken or configured otherwise, or a client that is. Each answers with what
// the mock answered.
var provocations = map[string]func(t *testing.T) *httptest.ResponseRecorder{
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
	"internal": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		return ask(mock, http.MethodPost, "/count/panic", nil)
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
	"url-too-long": func(t *testing.T) *httptest.ResponseRecorder {
		mock, _, _ := counterMock(t, Options{})
		return ask(mock, http.MethodGet, "/count/ok?"+strings.Repeat("a", 9<<10), nil)
	},
}

// control asks the control plane.
func control(mock http.Handler, method, path, body string) *httptest.ResponseRecorder {
	r := httptest.NewRequest(method, "/__admin"+path, strings.NewReader(body))
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
