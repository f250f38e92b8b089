package main

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver"
)

// TestAnInterruptedRunTellsWhatItDid: of four scenarios the first fails, and while the
// second waits for an answer the run is interrupted.
func TestAnInterruptedRunTellsWhatItDid(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	var mu sync.Mutex
	var after []string // what was asked once it was interrupted
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		mu.Lock()
		if ctx.Err() != nil {
			after = append(after, r.Method+" "+strings.TrimRight(r.URL.Path, "0123456789"))
		}
		mu.Unlock()
		if r.URL.Query().Get("page") == "4" {
			cancel()
			<-r.Context().Done()
			return
		}
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)

	dir := t.TempDir()
	feature := filepath.Join(dir, "four.feature")
	text := "@tickets\nFeature: Four\n"
	for i := 3; i < 7; i++ { // the first expects what is not so
		text += fmt.Sprintf("  @T%02d\n  Scenario: Page %d\n    When \"Sun\" calls getTicket with:\n      | page | %d |\n    Then it succeeds\n    And page is %d\n", i, i, i, max(i, 4))
	}
	if err := os.WriteFile(feature, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
	file := func(name string) string { return filepath.Join(dir, name) }
	var out, log bytes.Buffer
	args := []string{
		"run", "--target", server.URL, "--concurrency", "1", "--rerun-failed", file("failed.txt"), "--min-coverage", "100", "--coverage", "json:" + file("coverage.json"),
		"--format", "progress,junit:" + file("report.xml") + ",cucumber:" + file("report.json") + ",html:" + file("report.html"), feature,
	}
	code := command.Run(ctx, newRoot(nothing), args, nothing, &out, &log)
	if want := "scenarios of these rules have failed:\n     1  T03\ncontract: interrupted: 2 of 4 scenarios were not begun, 1 stopped under way; before that 1 failed\n"; code != 130 || log.String() != want {
		t.Errorf("%d %q, want 130 %q", code, log.String(), want)
	}
	if !strings.Contains(out.String(), "4 scenarios (1 failed, 3 skipped)") {
		t.Errorf("the progress says\n%s", out.String())
	}
	for i, request := range after {
		if !strings.HasPrefix(request, "DELETE /__admin/sessions/run-") {
			t.Errorf("request %d after the interrupt is %s", i, request)
		}
	}
	if len(after) != 1 {
		t.Errorf("after the interrupt there were %v, want the session to be deleted that was there", after)
	}

	var suites struct {
		Suites []struct {
			Tests    int `xml:"tests,attr"`
			Failures int `xml:"failures,attr"`
			Skipped  int `xml:"skipped,attr"`
			Cases    []struct {
				Time    string `xml:"time,attr"`
				Skipped *struct {
					Message string `xml:"message,attr"`
				} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	report, err := os.ReadFile(file("report.xml"))
	if err != nil || xml.Unmarshal(report, &suites) != nil {
		t.Fatalf("%v\n%s", err, report)
	}
	if s := suites.Suites[0]; s.Tests != 4 || s.Failures != 1 || s.Skipped != 3 || s.Cases[1].Skipped.Message != "the run was interrupted" ||
		s.Cases[2].Skipped.Message != "the run was interrupted before it" || s.Cases[3].Time != "0.000" {
		t.Errorf("JUnit has\n%s", report)
	}
	for _, name := range []string{"report.json", "coverage.json"} {
		data, err := os.ReadFile(file(name))
		if err != nil || !json.Valid(data) {
			t.Errorf("%s: %v\n%s", name, err, data)
		}
	}
	if page, err := os.ReadFile(file("report.html")); err != nil || !strings.HasSuffix(strings.TrimSpace(string(page)), "</html>") {
		t.Errorf("the page breaks off: %v", err)
	}
	again, err := os.ReadFile(file("failed.txt"))
	var want strings.Builder
	for _, line := range []int{4, 10, 16, 22} { // all: one failed, one was stopped, two were not begun
		fmt.Fprintf(&want, "%s:%d\n", feature, line)
	}
	if err != nil || string(again) != want.String() {
		t.Errorf("%v; the next run would be\n%swant\n%s", err, again, want.String())
	}
}

func TestWhatIsInterruptedBeforeItBeginsAsksForNothing(t *testing.T) {
	t.Parallel()
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, args := range [][]string{{"run", "tickets/shape.feature"}, {"check", "--api", "tickets"}} {
		var out bytes.Buffer
		code := command.Run(ctx, newRoot(nothing), append(args, "--target", "http://127.0.0.1:9"), nothing, &out, &out)
		if code != 130 || out.String() != "contract: interrupted before anything ran\n" {
			t.Errorf("%s: %d %s", args[0], code, out.String())
		}
	}
}

func TestAnInterruptedCheckEndsAsARunDoes(t *testing.T) {
	t.Parallel()
	mock, err := mockserver.New(mockserver.Options{})
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path == "/v1/status/getTicket" {
			cancel()
			<-r.Context().Done()
			return
		}
		mock.ServeHTTP(w, r)
	}))
	t.Cleanup(server.Close)
	var out bytes.Buffer
	code := command.Run(ctx, newRoot(nothing), []string{"check", "--target", server.URL, "--api", "tickets", "--concurrency", "1"}, nothing, &out, &out)
	if code != 130 || !strings.Contains(out.String(), "contract: interrupted") {
		t.Errorf("%d %s", code, out.String())
	}
}
