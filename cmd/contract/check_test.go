package main

import (
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"
)

// TestATargetThatGoesAwayIsStillReported: the run ends with 3, and the files say as much.
func TestATargetThatGoesAwayIsStillReported(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	server := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {
		if calls.Add(1) > 1 { // the first is whether anybody is there
			panic(http.ErrAbortHandler)
		}
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	profile, report := filepath.Join(dir, "p.yaml"), filepath.Join(dir, "c.json")
	if err := os.WriteFile(profile, fmt.Appendf(nil, "base: %s\npersonas: {tickets: {Qian: {token: t}}}\n", server.URL), 0o600); err != nil {
		t.Fatal(err)
	}
	code, said := contract(t.Context(), "check", "--target", profile, "--api", "tickets", "--format", "json:"+report)
	if code != 3 || !strings.Contains(said, "does not answer any more") {
		t.Errorf("%d %s", code, said)
	}
	if data, err := os.ReadFile(report); !strings.Contains(string(data), `"kind": "no answer"`) || !strings.Contains(string(data), `"reason": "the run had ended before it"`) {
		t.Errorf("the report is %q, %v", data, err)
	}
}
