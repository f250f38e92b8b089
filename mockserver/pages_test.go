package mockserver

import (
	"bytes"
	"compress/gzip"
	"io"
	"net/http"
	"net/http/httptest"
	"regexp"
	"strings"
	"testing"
)

// parts are what a page is made of, as it links to it.
var parts = regexp.MustCompile(`(?:src|href)="(/__admin/console/[^"]+)"`)

// TestThePagesArriveWhole with every part that they link to, each of which says what it
// is; nothing of them is in line, and nothing comes from elsewhere.
func TestThePagesArriveWhole(t *testing.T) {
	t.Parallel()
	mock, err := New(Options{Answers: AnswersFatal})
	if err != nil {
		t.Fatal(err)
	}
	get := func(path, encoding string) *httptest.ResponseRecorder {
		t.Helper()
		r := here(httptest.NewRequest(http.MethodGet, path, nil))
		r.Header.Set("Accept-Encoding", encoding)
		w := httptest.NewRecorder()
		mock.ServeHTTP(w, r)
		if w.Code != http.StatusOK || w.Header().Get("X-Content-Type-Options") != "nosniff" {
			t.Fatalf("GET %s: %d %v %.200s", path, w.Code, w.Header(), w.Body)
		}
		return w
	}
	for _, page := range []string{"/__admin/", "/__admin", "/__admin/docs"} {
		w := get(page, "")
		html := w.Body.String()
		for _, inline := range []string{"<style", "style=", " on", "javascript:", "http:", "https:"} {
			if strings.Contains(html, inline) {
				t.Errorf("%s has %q in it", page, inline)
			}
		}
		if n := strings.Count(html, "<script"); n != strings.Count(html, "<script src=")+strings.Count(html, `<script type="module" src=`) {
			t.Errorf("%s has a script in line", page)
		}
		policy := w.Header().Get("Content-Security-Policy")
		for _, rule := range []string{"default-src 'none'", "script-src 'self'", "style-src 'self'", "connect-src 'self'", "frame-ancestors 'none'"} {
			if !strings.Contains(policy, rule) {
				t.Errorf("the policy of %s does not say %s: %s", page, rule, policy)
			}
		}
		if strings.Contains(policy, "unsafe") {
			t.Errorf("the policy of %s is %s", page, policy)
		}
		linked := parts.FindAllStringSubmatch(html, -1)
		if len(linked) < 4 {
			t.Errorf("%s links to %d parts", page, len(linked))
		}
		for _, part := range linked {
			plain, zipped := get(part[1], ""), get(part[1], "br, gzip")
			if plain.Header().Get("Content-Encoding") != "" || !strings.Contains(plain.Header().Get("Cache-Control"), "immutable") {
				t.Errorf("%s: %v", part[1], plain.Header())
			}
			if !strings.Contains(part[1], "swagger") {
				continue
			}
			reader, err := gzip.NewReader(zipped.Body)
			if err != nil || zipped.Header().Get("Content-Encoding") != "gzip" {
				t.Fatalf("%s: %v %v", part[1], err, zipped.Header())
			}
			if text, err := io.ReadAll(reader); err != nil || !bytes.Equal(text, plain.Body.Bytes()) {
				t.Errorf("%s is not the same as gzip (%v)", part[1], err)
			}
		}
	}
}

// TestThePagesObeyTheRulesOfAccess: where there is a token everybody gets them, since a
// browser cannot send it before it has been asked for, and what they show nobody; without
// one they are for this machine.
func TestThePagesObeyTheRulesOfAccess(t *testing.T) {
	t.Parallel()
	open, err := New(Options{})
	if err != nil {
		t.Fatal(err)
	}
	guarded, err := New(Options{AdminToken: adminToken})
	if err != nil {
		t.Fatal(err)
	}
	file := parts.FindStringSubmatch(ask(open, http.MethodGet, "/__admin/", nil).Body.String())[1]
	for _, c := range []struct {
		path          string
		open, guarded int // for another machine, without a token
	}{
		{"/__admin/", http.StatusForbidden, http.StatusOK},
		{"/__admin/docs", http.StatusForbidden, http.StatusOK},
		{file, http.StatusForbidden, http.StatusOK},
		{"/__admin/openapi/tickets", http.StatusForbidden, http.StatusUnauthorized},
		{"/__admin/rules", http.StatusForbidden, http.StatusUnauthorized},
		{"/__admin/routes", http.StatusForbidden, http.StatusUnauthorized},
	} {
		for mock, want := range map[*Server]int{open: c.open, guarded: c.guarded} {
			r := httptest.NewRequest(http.MethodGet, c.path, nil)
			r.RemoteAddr = "192.0.2.1:50000"
			w := httptest.NewRecorder()
			mock.ServeHTTP(w, r)
			if w.Code != want {
				t.Errorf("GET %s from another machine, with a token set %v: %d, want %d", c.path, mock == guarded, w.Code, want)
			}
		}
	}
}
