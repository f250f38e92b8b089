package main

import (
	"bytes"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver"
)

// TestASkippedScenarioThatCannotBeCleanedUpFails: to godog it is skipped, and the run has
// passed.
func TestASkippedScenarioThatCannotBeCleanedUpFails(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Method == http.MethodDelete {
			w.WriteHeader(http.StatusInternalServerError)
			return
		}
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	dir := t.TempDir()
	file := func(name, text string) string {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	feature := file("one.feature", "@tickets @T01\nFeature: One\n  Scenario: Waits\n    When a stranger calls getTicket\n    And 1h pass\n")
	profile := file("p.yaml", "base: "+server.URL+"\ncontrol-plane: {}\ncannot: [clock]\n")
	var out bytes.Buffer
	code := command.Run(t.Context(), newRoot(nothing), []string{"run", "--target", profile, "--format", "progress", feature}, nothing, &out, &out)
	if code != 1 || !strings.Contains(out.String(), "contract: not all scenarios passed") || !strings.Contains(out.String(), "     1  T01") {
		t.Errorf("%d %s", code, out.String())
	}
}
