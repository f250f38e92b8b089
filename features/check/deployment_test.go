package check_test

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"io"
	"maps"
	"net/http"
	"net/http/httptest"
	"net/http/httputil"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"contractmock/features/check"
	"contractmock/features/client"
	"contractmock/features/target"
)

// passing is a time that goes on only where somebody waits.
type passing struct {
	world *target.World // whose clock is the deployment's
	mu    sync.Mutex
	now   time.Time
}

func (p *passing) wall() time.Time {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.now
}

func (p *passing) wait(ctx context.Context, d time.Duration) error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.now = p.now.Add(d)
	return p.world.Pass(ctx, d)
}

// deployed is a mock as a deployment, which a handler may stand before: with the
// fixtures and nothing of a mock. What waits there waits in no time.
func deployed(t *testing.T, around func(http.Handler) http.Handler) *target.Target {
	t.Helper()
	world, err := startMock(t).World(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	now, err := world.Time(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	clock := &passing{world: world, now: now}
	mock, err := url.Parse(world.Base)
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(around(&httputil.ReverseProxy{
		Rewrite: func(r *httputil.ProxyRequest) {
			r.SetURL(mock)
			r.Out.URL.RawQuery = r.In.URL.RawQuery
			r.Out.Header.Set("Mock-Session", world.Session())
		},
		ModifyResponse: func(answer *http.Response) error {
			maps.DeleteFunc(answer.Header, func(name string, _ []string) bool { return strings.HasPrefix(name, "Mock-") })
			return nil
		},
	}))
	t.Cleanup(server.Close)
	profile, err := os.ReadFile("testdata/deployment.yaml")
	if err != nil {
		t.Fatal(err)
	}
	env := map[string]string{"BASE": server.URL, "TICKETS_KEY": "qian-token"}
	p, err := target.ParseProfile(filepath.Join(t.TempDir(), "deployment.yaml"), profile, func(name string) (string, bool) {
		value, ok := env[name]
		return value, ok
	})
	if err != nil {
		t.Fatal(err)
	}
	there, err := p.Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { there.Close() })
	there.Wall, there.Wait = clock.wall, clock.wait
	return there
}

var everyCase = flag.Bool("every-case", false, "run cases of all kinds against a mock as a deployment")

// TestADeploymentThatIsRightHasNoFailures runs cases where nothing keeps them apart,
// twice: what a run does must not trouble the next. The usual kinds are those that
// repeat calls and change most.
func TestADeploymentThatIsRightHasNoFailures(t *testing.T) {
	t.Parallel()
	usual := check.Filter{Kinds: []string{"valid", "order", "ids"}}
	if *everyCase {
		usual = check.Filter{}
	}
	cases, err := usual.Apply(allCases(t))
	if err != nil {
		t.Fatal(err)
	}
	there := deployed(t, func(mock http.Handler) http.Handler { return mock })
	for range 2 {
		results, err := (&check.Runner{Target: there, Concurrency: 1}).Run(t.Context(), cases)
		if err != nil {
			t.Fatal(err)
		}
		report := check.Report{Results: results}
		if failed, passed := report.Count(check.Failed), report.Count(check.Passed); failed > 0 || passed < len(cases)/2 {
			t.Fatalf("%d passed, %d failed:\n%s", passed, failed, written(t, report, "text"))
		}
		reasons := map[string]string{
			"chaoqer.logOut/valid/required":      "logOut would end the log-in of Toby, and no session keeps that from other scenarios",
			"chaoqer.logIn/valid/required":       "logIn would end the log-in of Tony, and no session keeps that from other scenarios",
			"chaoqer.initProfile/valid/required": "initProfile succeeds but once for Newcomer, and nothing takes it back",
			"chaoqer.joinClub/valid/example":     "the target need not have the clubId of the document's example",
		}
		left := false
		for _, r := range results {
			if want := reasons[r.Case.ID]; want != "" && (r.Verdict != check.Skipped || r.Reason != want) {
				t.Errorf("%s %s: %q, want %q", r.Case.ID, r.Verdict, r.Reason, want)
			}
			left = left || slices.Contains(r.Left, "what chaoqer.sendFeedback did stays: the API has no call that takes it back")
		}
		if text := written(t, report, "text"); !left || !strings.Contains(text, "warning: the cases leave things behind:\n") || !strings.Contains(text, ": what chaoqer.sendFeedback did stays: the API") {
			t.Error("the run does not say what stays")
		}
		if !strings.Contains(written(t, report, "json"), `"what chaoqer.sendFeedback did stays: the API`) {
			t.Error("the JSON report does not say what stays")
		}
	}
}

// TestACallWithoutAnswerIsAFailure: a server that hangs up on what it does not
// understand answers everything else.
func TestACallWithoutAnswerIsAFailure(t *testing.T) {
	t.Parallel()
	there := deployed(t, func(mock http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			body, err := io.ReadAll(r.Body)
			if err != nil || len(body) > 0 && !strings.HasSuffix(string(body), "}") {
				panic(http.ErrAbortHandler)
			}
			r.Body = io.NopCloser(bytes.NewReader(body))
			mock.ServeHTTP(w, r)
		})
	})
	cases, err := check.Filter{Operations: []string{"createClub", "createRoom", "block"}, Kinds: []string{"missing", "json"}}.Apply(allCases(t))
	if err != nil {
		t.Fatal(err)
	}
	results, err := (&check.Runner{Target: there, Concurrency: 1}).Run(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range results {
		if failed := r.Mismatch != nil && r.Mismatch.Kind == "no answer"; failed != (r.Case.Kind == check.JSON) {
			t.Errorf("%s %s: %v", r.Case.ID, r.Verdict, r.Mismatch)
		}
	}
	text := written(t, check.Report{Target: "there", Results: results}, "text")
	for _, want := range []string{"  got       no answer: got no answer to POST /club: EOF, want an answer\n", "    < (no answer)\n"} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}
}

// TestATargetThatGoesAwayEndsTheRun: a few cases fail, and of the others it is said that
// they were not run.
func TestATargetThatGoesAwayEndsTheRun(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	there := deployed(t, func(mock http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			if calls.Add(1) > 30 {
				panic(http.ErrAbortHandler)
			}
			mock.ServeHTTP(w, r)
		})
	})
	cases := allCases(t)
	results, err := (&check.Runner{Target: there, Concurrency: 1}).Run(t.Context(), cases)
	if !errors.Is(err, client.ErrNoAnswer) {
		t.Fatalf("the run ends with %v", err)
	}
	report := check.Report{Results: results}
	if failed := report.Count(check.Failed); failed < 1 || failed > 10 || report.Count(check.Passed) == 0 {
		t.Errorf("%d passed, %d failed", report.Count(check.Passed), failed)
	}
	if last := results[len(cases)-1]; last.Verdict != check.Skipped || last.Reason != "the run had ended before it" || last.Case.ID != cases[len(cases)-1].ID {
		t.Errorf("the last case: %+v", last)
	}
}

// TestReportsShowNothingOfTheEnvironment: a server that echoes what it was sent says
// it in bodies, in reasons and where a text is cut.
func TestReportsShowNothingOfTheEnvironment(t *testing.T) {
	t.Parallel()
	there := deployed(t, func(http.Handler) http.Handler {
		return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			token := r.Header.Get("Authorization")
			w.Write([]byte(`{"success":false,"requesttype":"` + strings.Repeat("x", 152-len(token)) + token + " " + token + `","data":"权限不足"}`))
		})
	})
	cases, err := check.Filter{APIs: []string{"tickets"}, Kinds: []string{"valid", "ids", "enum"}}.Apply(allCases(t))
	if err != nil {
		t.Fatal(err)
	}
	results, err := (&check.Runner{Target: there, Concurrency: 1}).Run(t.Context(), cases)
	if err != nil {
		t.Fatal(err)
	}
	report := check.Report{Target: "there", Results: results, Hide: there.Profile().Hide}
	if report.Count(check.Failed) == 0 || report.Count(check.Skipped) == 0 {
		t.Fatalf("%d failed, %d skipped", report.Count(check.Failed), report.Count(check.Skipped))
	}
	for _, format := range []string{"text", "json", "junit"} {
		if text := written(t, report, format); strings.Contains(text, "qian-t") || !strings.Contains(text, "${TICKETS_KEY}") {
			t.Errorf("the %s report shows the token:\n%s", format, text)
		}
	}
}
