package check_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"net/http/httptest"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/check"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// derived are the cases of all APIs with a seed.
func derived(seed int64) ([]check.Case, error) {
	var all []check.Case
	for _, api := range openapi.APIs() {
		document, err := openapi.Document(api)
		if err != nil {
			return nil, err
		}
		cases, err := check.Derive(document, seed)
		if err != nil {
			return nil, err
		}
		all = append(all, cases...)
	}
	return all, nil
}

// usual are the cases with the usual seed.
var usual = sync.OnceValues(func() ([]check.Case, error) { return derived(1) })

func allCases(t *testing.T) []check.Case {
	t.Helper()
	all, err := usual()
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// run runs the wanted cases.
func run(t *testing.T, runner *check.Runner, wanted check.Filter) []check.Result {
	t.Helper()
	cases, err := wanted.Apply(allCases(t))
	if err != nil {
		t.Fatal(err)
	}
	return runAll(t, runner, cases)
}

func runAll(t *testing.T, runner *check.Runner, cases []check.Case) []check.Result {
	t.Helper()
	runner.Concurrency = 2 * runtime.GOMAXPROCS(0)
	results, err := runner.Run(context.Background(), cases)
	if err != nil {
		t.Fatal(err)
	}
	return results
}

// TestTheMockAnswersEveryCaseAsDocumented runs every case; with -short one in ten.
func TestTheMockAnswersEveryCaseAsDocumented(t *testing.T) {
	t.Parallel()
	cases := allCases(t)
	if testing.Short() {
		cases = slices.Clone(cases)
		chance := rand.New(rand.NewPCG(1, 1))
		chance.Shuffle(len(cases), func(i, j int) { cases[i], cases[j] = cases[j], cases[i] })
		cases = cases[:len(cases)/10]
	}
	report := check.Report{Target: target.InProcess, Seed: 1, Results: runAll(t, &check.Runner{Target: startMock(t)}, cases)}
	if report.Count(check.Passed) == len(cases) {
		return
	}
	write, err := check.Writer("text")
	if err != nil {
		t.Fatal(err)
	}
	var text bytes.Buffer
	if err := write(report, &text); err != nil {
		t.Fatal(err)
	}
	t.Error(text.String())
}

// TestOtherSeedsHoldToo derives the cases with other values, and runs the valid ones.
func TestOtherSeedsHoldToo(t *testing.T) {
	t.Parallel()
	mock := startMock(t)
	for _, seed := range []int64{-7, 0, 2, 1 << 40} {
		cases, err := derived(seed)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(ids(allCases(t)), ids(cases)); diff != "" {
			t.Errorf("the ids of cases depend on the seed %d:\n%s", seed, diff)
		}
		cases, err = check.Filter{Kinds: []string{"valid"}}.Apply(cases)
		if err != nil {
			t.Fatal(err)
		}
		for _, r := range runAll(t, &check.Runner{Target: mock}, cases) {
			if r.Verdict != check.Passed {
				t.Errorf("seed %d: %s %s: %s%v", seed, r.Case.ID, r.Verdict, r.Reason, r.Mismatch)
			}
		}
	}
}

func ids(cases []check.Case) string {
	var all []string
	for _, c := range cases {
		all = append(all, c.ID)
	}
	return strings.Join(all, "\n")
}

func TestTheSameSeedGivesTheSameCases(t *testing.T) {
	t.Parallel()
	again, err := derived(1)
	if err != nil {
		t.Fatal(err)
	}
	first, second := describe(allCases(t)), describe(again)
	if diff := cmp.Diff(first, second); diff != "" {
		t.Error(diff)
	}
}

// describe is what cases send and expect.
func describe(cases []check.Case) []string {
	var all []string
	for _, c := range cases {
		text := fmt.Sprintf("%s %s %s %d %s", c.ID, c.As, c.Rule, c.Proof, c.Expect)
		for _, p := range c.Parameters {
			text += " " + p.Name + "=" + p.Value
		}
		all = append(all, text)
	}
	return all
}

// TestCasesCiteRulesThatThereAre: a case that is named by a rule must be so by one of
// the operation's API.
func TestCasesCiteRulesThatThereAre(t *testing.T) {
	t.Parallel()
	rules, err := openapi.Rules()
	if err != nil {
		t.Fatal(err)
	}
	of := map[string]string{}
	for _, r := range rules {
		of[r.ID] = r.API
	}
	seen := map[string]bool{}
	for _, c := range allCases(t) {
		if seen[c.ID] {
			t.Errorf("two cases are named %s", c.ID)
		}
		seen[c.ID] = true
		if c.Rule == "" {
			t.Errorf("%s cites no rule", c.ID)
		}
		if c.Rule != "" && of[c.Rule] != c.Operation.API {
			t.Errorf("%s cites %s, which is no rule of the %s API", c.ID, c.Rule, c.Operation.API)
		}
	}
}

// TestEveryConstraintIsChecked walks the specifications another way: each operation, each
// parameter that must be there, each bound, length, value and pattern has its cases.
func TestEveryConstraintIsChecked(t *testing.T) {
	t.Parallel()
	there := map[string]bool{}
	for _, c := range allCases(t) {
		there[c.ID] = true
	}
	want := func(o *spec.Operation, kind check.Kind, names ...string) {
		for _, name := range names {
			if id := fmt.Sprintf("%s.%s/%s/%s", o.API, o.ID, kind, name); !there[id] {
				t.Errorf("there is no case %s", id)
			}
		}
	}
	for _, api := range openapi.APIs() {
		document, err := openapi.Document(api)
		if err != nil {
			t.Fatal(err)
		}
		for _, o := range document.Operations {
			want(o, check.Valid, "required")
			want(o, check.Method, "patch")
			if len(o.Security) > 1 || len(o.Security) == 1 && !o.Signed {
				want(o, check.Login, "none")
				want(o, check.Token, "malformed", "unknown", "superseded", "expired", "last-second")
			}
			if o.Signed {
				want(o, check.Signature, "missing", "no-time", "wrong-secret", "altered-time", "added")
				want(o, check.Order, "backwards", "json", "form", "query")
				want(o, check.JSON, "malformed", "list")
			}
			for _, f := range o.Fields() {
				if place := f.Parameter.Places[0]; place == "path" || place == "header" {
					continue
				}
				if f.Required {
					want(o, check.Missing, f.Path)
				}
				if f.Min != nil {
					want(o, check.Bounds, f.Path+"=least", f.Path+"<least", f.Path+"<<least")
				}
				if f.Max != nil {
					want(o, check.Bounds, f.Path+"=most", f.Path+">most", f.Path+">>most")
				}
				if f.MaxLength != nil {
					want(o, check.Length, f.Path+">longest")
				}
				if f.MaxItems != nil && f.Type == "array" {
					want(o, check.Length, f.Path+"=longest", f.Path+">longest")
				}
				if f.MinLength > 0 || f.MinItems > 0 {
					want(o, check.Length, f.Path+"<shortest")
				}
				if f.Enum != nil {
					want(o, check.Enum, f.Path+"=other")
				}
				if f.Type == "integer" || f.Type == "array" || f.Type == "boolean" {
					want(o, check.Type, f.Path+"=text")
				}
				if f.Pattern != "" && !there[fmt.Sprintf("%s.%s/format/%s=blank", api, o.ID, f.Path)] {
					want(o, check.Format, f.Path+"=other")
				}
			}
		}
	}
}

func TestFiltersSayWhatWasMeant(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		filter check.Filter
		want   string // the ids' number, or the error
	}{
		{"an API and a kind", check.Filter{APIs: []string{"tickets"}, Kinds: []string{"login"}}, "tickets.getTicket/login/none"},
		{"a title", check.Filter{Operations: []string{"获取工单"}, Kinds: []string{"login"}}, "tickets.getTicket/login/none"},
		{"an operation in full", check.Filter{Operations: []string{"lexiang.getEvent"}, Kinds: []string{"login"}}, "lexiang.getEvent/login/none"},
		{"an id", check.Filter{Only: []string{"chaoqer.createClub/missing/name"}}, "chaoqer.createClub/missing/name"},
		{"an API that there is not", check.Filter{APIs: []string{"ticket"}}, "there is no API ticket; did you mean tickets?"},
		{"an operation that there is not", check.Filter{Operations: []string{"createClubs"}}, "there is no operation createClubs; did you mean createClub? There are tickets.getTicket, "},
		{"an operation of another API", check.Filter{APIs: []string{"tickets"}, Operations: []string{"createClub"}}, "there is no operation createClub; there is tickets.getTicket"},
		{"a kind that there is not", check.Filter{Kinds: []string{"bound"}}, "there is no kind bound; did you mean bounds? There are valid, missing, type, bounds, enum, length, format, unknown, content-type, json, login, token, sign, order, ids and method"},
		{"a kind that is near to none", check.Filter{Kinds: []string{"foo"}}, "there is no kind foo; there are valid, missing, "},
		{"a kind that an operation has no cases of", check.Filter{Operations: []string{"getTicket"}, Kinds: []string{"sign"}}, "there is no kind sign; there are valid, type, bounds, enum, "},
		{"an operation that is near to none", check.Filter{Operations: []string{"foo"}}, "there is no operation foo; there are tickets.getTicket, chaoqer.sendCaptcha, "},
		{"an id that there is not", check.Filter{Only: []string{"chaoqer.createClub/missing/nam"}}, "there is no case chaoqer.createClub/missing/nam; did you mean chaoqer.createClub/missing/name"},
	} {
		kept, err := c.filter.Apply(allCases(t))
		got := ids(kept)
		if err != nil {
			got = err.Error()
		}
		if !strings.HasPrefix(got, c.want) {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

// TestAReadingRunWritesNothing: with ReadOnly no operation that writes is called, not
// even for a value that another call needs.
func TestAReadingRunWritesNothing(t *testing.T) {
	t.Parallel()
	var mu sync.Mutex
	var called []string
	there := between(t, startMock(t), seeded{answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
		mu.Lock()
		defer mu.Unlock()
		if a.status != http.StatusMethodNotAllowed {
			called = append(called, r.Method+" "+r.URL.Path)
		}
	}})
	results := run(t, &check.Runner{Target: there, ReadOnly: true}, check.Filter{Kinds: []string{"valid", "login", "ids", "method"}})
	for _, call := range called {
		method, path, _ := strings.Cut(call, " ")
		for _, api := range openapi.APIs() {
			document, err := openapi.Document(api)
			if err != nil {
				t.Fatal(err)
			}
			if o := document.Match(method, path); o != nil && o.Effect != spec.Reads {
				t.Errorf("%s was called, which may write", call)
			}
		}
	}
	report := check.Report{Results: results}
	if report.Count(check.Passed) == 0 || report.Count(check.Skipped) == 0 || report.Count(check.Failed) > 0 {
		t.Errorf("%d passed, %d skipped, %d failed", report.Count(check.Passed), report.Count(check.Skipped), report.Count(check.Failed))
	}
	for _, r := range results {
		if r.Verdict == check.Skipped && !strings.HasSuffix(r.Reason, "this run only reads") {
			t.Errorf("%s was skipped: %s", r.Case.ID, r.Reason)
		}
	}
}

// TestAFailureIsShrunk: a server that cannot bear a description fails with every
// parameter that may be there, and needs two of them.
func TestAFailureIsShrunk(t *testing.T) {
	t.Parallel()
	there := between(t, startMock(t), seeded{answer: func(_ *faulty, r *http.Request, body []byte, a *answered) {
		if r.Method == http.MethodPut && bytes.Contains(body, []byte(`"bio"`)) {
			a.become(http.StatusOK, `{"errorCode":0,"message":"Failure","status":0}`)
		}
	}})
	cases, err := check.Filter{Only: []string{"chaoqer.updateProfile/valid/schema", "chaoqer.updateProfile/length/bio=longest"}}.Apply(allCases(t))
	if err != nil {
		t.Fatal(err)
	}
	results := runAll(t, &check.Runner{Target: there}, cases)
	for i, want := range []string{`avatar bio nickname`, `avatar bio nickname`} {
		r := results[i]
		var names []string
		for _, p := range r.Case.Parameters {
			names = append(names, p.Name)
			if p.Name == "bio" && len(p.Value) != len(`"x"`) {
				t.Errorf("%s: bio is still %s", r.Case.ID, p.Value)
			}
		}
		slices.Sort(names)
		if got := strings.Join(names, " "); r.Verdict != check.Failed || got != want {
			t.Errorf("%s %s with %q, want %q", r.Case.ID, r.Verdict, got, want)
		}
	}
}

func TestWhatDoesNotMatterIsDropped(t *testing.T) {
	t.Parallel()
	there := between(t, startMock(t), seeded{answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
		if r.URL.Query().Get("sort") != "" {
			a.become(http.StatusTeapot, `{}`)
		}
	}})
	results := run(t, &check.Runner{Target: there}, check.Filter{Only: []string{"lexiang.listEvents/valid/schema"}})
	r := results[0]
	if len(r.Case.Parameters) != 1 || r.Case.Parameters[0].Name != "sort" || r.Dropped < 9 || r.Mismatch.Kind != "success" {
		t.Errorf("%s, %d dropped: %+v; %s", r.Verdict, r.Dropped, r.Case.Parameters, r.Mismatch)
	}
}

// TestObjectsAreDroppedAsAWhole: half a relationship would be another failure.
func TestObjectsAreDroppedAsAWhole(t *testing.T) {
	t.Parallel()
	there := between(t, startMock(t), seeded{answer: func(_ *faulty, _ *http.Request, body []byte, a *answered) {
		if bytes.Contains(body, []byte(`"category"`)) {
			a.become(http.StatusBadRequest, `{"errors":{"detail":"category"}}`)
		}
	}})
	r := run(t, &check.Runner{Target: there}, check.Filter{Only: []string{"lexiang.createEvent/valid/example-createRequest"}})[0]
	var names []string
	for _, p := range r.Case.Parameters {
		names = append(names, strings.TrimPrefix(p.Name, "data."))
	}
	slices.Sort(names)
	want := "attributes.ended_at attributes.location attributes.started_at attributes.title relationships.category.data.id relationships.category.data.type"
	if got := strings.Join(names, " "); got != want {
		t.Errorf("the smallest request has %s, want %s (%s)", got, want, r.Mismatch)
	}
}

// TestWhatCannotBeTriedIsSaid: where a value that a call needs is not to be had, the
// case is skipped with the reason.
func TestWhatCannotBeTriedIsSaid(t *testing.T) {
	t.Parallel()
	there := between(t, startMock(t), seeded{answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
		if r.URL.Path == "/club" {
			a.become(http.StatusOK, `{"errorCode":-1,"message":"短时间内重复调用","status":0}`)
		}
	}})
	r := run(t, &check.Runner{Target: there}, check.Filter{Only: []string{"chaoqer.getClub/valid/required"}})[0]
	want := "listClubs, which gives a value, failed for Toby: status is not 1"
	if r.Verdict != check.Skipped || !strings.HasPrefix(r.Reason, want) {
		t.Errorf("%s: %s, want %s", r.Verdict, r.Reason, want)
	}
}

// TestATargetWithoutClockSkips: what a target cannot do is not tried otherwise.
func TestATargetWithoutClockSkips(t *testing.T) {
	t.Parallel()
	world, err := startMock(t).World(context.Background(), nil)
	if err != nil {
		t.Fatal(err)
	}
	f := &faulty{t: t, base: world.Base, transport: &http.Transport{}}
	server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		if bytes.Contains(body, []byte("advance")) || r.URL.Path == "/__admin/tokens" {
			w.WriteHeader(http.StatusNotImplemented)
			return
		}
		r.Body = io.NopCloser(bytes.NewReader(body))
		f.ServeHTTP(w, r)
	}))
	defer server.Close()
	there, err := target.Open(context.Background(), server.URL)
	if err != nil {
		t.Fatal(err)
	}
	for _, r := range run(t, &check.Runner{Target: there}, check.Filter{APIs: []string{"tickets"}, Kinds: []string{"token"}}) {
		want := map[string]string{
			"expired":     "no time can be let pass: the control plane refuses PUT /clock: status 501",
			"last-second": "no time can be let pass: the control plane refuses PUT /clock: status 501",
			"superseded":  "Qian cannot be logged in: the control plane refuses POST /tokens: status 501",
		}[r.Case.Name]
		if r.Reason != want || (r.Verdict == check.Skipped) != (want != "") {
			t.Errorf("%s %s: %s, want %s", r.Case.ID, r.Verdict, r.Reason, want)
		}
	}
}
