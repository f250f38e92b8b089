package report_test

import (
	"bytes"
	"context"
	"encoding/json"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/cucumber/godog"
	"github.com/google/go-cmp/cmp"

	"contractmock/features/client"
	"contractmock/features/output"
	"contractmock/features/report"
	"contractmock/features/steps"
	"contractmock/openapi"
)

const first = `@tickets @T01
Feature: First
  It has a description.

  Scenario: Waits
    When it waits
    Then it passes
      | a | 名字 |
      | b | 2  |

  @T05
  Scenario: Fails
    When it passes
    Then it fails
    And it passes

  Scenario Outline: Row <n>
    When it passes
      """
      <n>
      """
    Examples:
      | n |
      | 1 |
      | 1 |
`

const second = `@chaoqer @C34.2
Feature: Second
  Scenario: Is not for here
    When it is skipped
    Then it passes

  Scenario: Frees the one that waits
    When it frees
`

// run runs scenarios whose steps are what they say, and is what the reports have. One
// at a time, nobody waits.
type run struct {
	t           *testing.T
	features    []godog.Feature
	concurrency int
	stop        bool
	exchange    func() *client.Exchange // sent by every step that passes; nil is none
	options     report.Options
	slowest     int // how many are wanted
}

// at is when everything happens.
var at = time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)

func (r run) report(formats ...string) map[string]string {
	r.t.Helper()
	var stdout bytes.Buffer
	if r.features == nil {
		r.features = []godog.Feature{{Name: "a/first.feature", Contents: []byte(first)}, {Name: "second.feature", Contents: []byte(second)}}
	}
	files := map[string]string{}
	for _, format := range formats {
		files[format] = filepath.Join(r.t.TempDir(), format)
		r.options.Outputs = append(r.options.Outputs, output.Output{Format: format, Path: files[format]})
	}
	if r.options.Stdout == nil {
		r.options.Stdout = &stdout
	} else {
		r.options.Outputs = append(r.options.Outputs, output.Output{Format: "pretty"})
	}
	r.options.Target, r.options.Version = "http://example.com", "v1"
	if r.options.Now == nil {
		r.options.Now = func() time.Time { return at }
	}
	reports, err := report.Open(r.options)
	if err != nil {
		r.t.Fatal(err)
	}
	var suite steps.Suite
	free, once := make(chan struct{}), sync.Once{}
	godogs := godog.TestSuite{
		ScenarioInitializer: func(sc *godog.ScenarioContext) {
			var of *godog.Scenario
			sc.Before(func(ctx context.Context, scenario *godog.Scenario) (context.Context, error) {
				of = scenario
				suite.Began(of)
				return ctx, nil
			})
			sc.StepContext().After(func(ctx context.Context, step *godog.Step, _ godog.StepResultStatus, err error) (context.Context, error) {
				suite.Stepped(of, step, err)
				return ctx, nil
			})
			passes := func() {
				if r.exchange != nil {
					suite.Seen(of, r.exchange())
				}
			}
			sc.Step(`^it passes$`, passes)
			sc.Step(`^it passes$`, func(*godog.DocString) { passes() })
			sc.Step(`^it fails$`, func() error { return errors.New("it is 1, want 2\n> GET /it\n< 200 OK") })
			sc.Step(`^it is skipped$`, func() error { return fmt.Errorf("%w: the target has no clock", godog.ErrSkip) })
			sc.Step(`^it frees$`, func() { once.Do(func() { close(free) }) })
			sc.Step(`^it waits$`, func() {
				if r.concurrency > 1 {
					<-free
				}
			})
		},
		Options: &godog.Options{FeatureContents: r.features, Concurrency: max(r.concurrency, 1), StopOnFailure: r.stop},
	}
	reports.Watch(&godogs, &suite)
	godogs.Run()
	if err := reports.Close(); err != nil {
		r.t.Fatal(err)
	}
	var slowest strings.Builder
	if err := reports.WriteSlowest(&slowest, r.slowest); err != nil {
		r.t.Fatal(err)
	}
	texts := map[string]string{"slowest": slowest.String()}
	for format, name := range files {
		text, err := os.ReadFile(name)
		if err != nil {
			r.t.Fatal(err)
		}
		texts[format] = string(text)
	}
	return texts
}

// TestReportsAreTheSameHoweverScenariosEnd: the first scenario ends only after the last
// one has.
func TestReportsAreTheSameHoweverScenariosEnd(t *testing.T) {
	t.Parallel()
	all := []string{"pretty", "progress", "junit", "cucumber", "html"}
	alone := run{t: t}.report(all...)
	together := run{t: t, concurrency: 8}.report(all...)
	for _, format := range all {
		if diff := cmp.Diff(alone[format], together[format]); diff != "" {
			t.Errorf("%s (- one at a time, + eight at once):\n%s", format, diff)
		}
	}
}

func TestThePrettyReport(t *testing.T) {
	t.Parallel()
	want := `Feature: First
  It has a description.

  Scenario: Waits # a/first.feature:5
    When it waits
    Then it passes
      | a | 名字 |
      | b | 2  |

  Scenario: Fails # a/first.feature:12
    When it passes
    Then it fails
    it is 1, want 2
    > GET /it
    < 200 OK
    And it passes

  Scenario Outline: Row 1 # a/first.feature:17, row 24
    When it passes
      """
      1
      """

  Scenario Outline: Row 1 # a/first.feature:17, row 25
    When it passes
      """
      1
      """

Feature: Second

  Scenario: Is not for here # second.feature:3
    When it is skipped
    Then it passes
    skipped: the target has no clock

  Scenario: Frees the one that waits # second.feature:7
    When it frees

--- Failed steps:

  Scenario: Fails # a/first.feature:12
    Then it fails # a/first.feature:14
      Error: it is 1, want 2
      > GET /it
      < 200 OK


6 scenarios (4 passed, 1 failed, 1 skipped)
10 steps (6 passed, 1 failed, 3 skipped)
1 skipped: the target has no clock
0s
`
	if diff := cmp.Diff(want, run{t: t, concurrency: 4}.report("pretty")["pretty"]); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

// TestARunThatStopsEarly tells of what did not run any more.
func TestARunThatStopsEarly(t *testing.T) {
	t.Parallel()
	got := run{t: t, stop: true}.report("pretty", "junit", "cucumber", "html")
	if !strings.Contains(got["pretty"], "4 skipped: the run ended before it\n") {
		t.Errorf("the pretty report does not say what did not run:\n%s", got["pretty"])
	}
	if count := strings.Count(got["junit"], `<skipped message="the run ended before it"></skipped>`); count != 4 {
		t.Errorf("%d cases did not run, want 4:\n%s", count, got["junit"])
	}
}

// TestTheHTMLPageRunsNothingOfOthers: names, bodies and headers are shown and not read.
func TestTheHTMLPageRunsNothingOfOthers(t *testing.T) {
	t.Parallel()
	const hostile = `</pre><script>alert(1)</script><img src=x onerror=alert(1)>"'&`
	page := hostilePage(t, hostile)
	if !strings.Contains(page, "&lt;/pre&gt;&lt;script&gt;alert(1)&lt;/script&gt;") {
		t.Error("the hostile text is not shown at all")
	}
	for _, never := range []string{"<script>alert", "<img", "onerror=alert(1)>"} {
		if strings.Contains(page, never) {
			t.Errorf("the page has %s", never)
		}
	}
	if count := strings.Count(page, "<script"); count != 1 {
		t.Errorf("the page has %d scripts, want its own alone", count)
	}
	for _, outside := range []string{`src="`, `href="h`, "@import", "url(", "<link"} {
		if strings.Contains(page, outside) {
			t.Errorf("the page needs something else: it has %s", outside)
		}
	}
}

// hostilePage is the page of a run in which others could write this wherever they can.
func hostilePage(t *testing.T, hostile string) string {
	t.Helper()
	document, err := openapi.Document("tickets")
	if err != nil {
		t.Fatal(err)
	}
	operation, _ := document.Operation("getTicket")
	text := "@tickets @T01\nFeature: " + hostile + "\n  Scenario: " + hostile + "\n    When it passes\n      \"\"\"\n      " + hostile + "\n      \"\"\"\n    Then it fails\n"
	return run{
		t: t, features: []godog.Feature{{Name: "hostile.feature", Contents: []byte(text)}, {Name: "second.feature", Contents: []byte(second)}},
		exchange: func() *client.Exchange {
			return &client.Exchange{
				Operation: operation, Method: "GET", URL: "/" + hostile, As: hostile, Header: http.Header{"X": {hostile}, "Authorization": {"Bearer geheim"}},
				Status: 200, AnswerHeader: http.Header{"Y": {hostile}}, AnswerBody: []byte(`{"a":"` + hostile + `"}`),
			}
		},
	}.report("html")["html"]
}

func TestSecretsAreNotInThePage(t *testing.T) {
	t.Parallel()
	page := hostilePage(t, "harmless")
	if strings.Contains(page, "geheim") || !strings.Contains(page, "Authorization: Bearer ***") {
		t.Error("the page shows the token, or not that there was one")
	}
}

// TestThePageIsBounded: a scenario that passes has its share, one that failed keeps
// its last exchanges.
func TestThePageIsBounded(t *testing.T) {
	t.Parallel()
	count := 0
	big := run{
		t: t, features: []godog.Feature{{Name: "big.feature", Contents: []byte("@T01\nFeature: Big\n  Scenario: Passes\n" + strings.Repeat("    When it passes\n", 200) + "  Scenario: Fails\n" + strings.Repeat("    When it passes\n", 200) + "    Then it fails\n")}},
		exchange: func() *client.Exchange {
			count++
			return &client.Exchange{Method: "GET", URL: fmt.Sprintf("/%d", count), Status: 200, AnswerBody: bytes.Repeat([]byte("x"), 1<<20)}
		},
	}.report("html")["html"]
	if len(big) > 1<<20 {
		t.Errorf("the page has %d bytes", len(big))
	}
	for _, want := range []string{"GET /400 → 200</summary>", "and 170 more", "and 100 more", "Exchanges in grey"} {
		if !strings.Contains(big, want) {
			t.Errorf("the page has no %q", want)
		}
	}
	if kept := strings.Count(big, "<pre>&gt; GET /"); kept < 40 || kept > 100 {
		t.Errorf("%d exchanges are shown whole", kept)
	}
	if strings.Contains(big, "GET /1 ") {
		t.Error("the exchanges at the beginning of a scenario that went on for long are kept")
	}
}

// junitSchema is what JUnit's XSD as Jenkins has it (junit-10) allows: for each element
// its attributes, those that it must have in capitals, and the elements in it.
var junitSchema = map[string]struct{ attributes, elements string }{
	"testsuites": {"name time tests failures errors", "testsuite"},
	"testsuite":  {"NAME TESTS FAILURES ERRORS group time skipped timestamp hostname id package file log url", "testsuite properties testcase system-out system-err"},
	"testcase":   {"NAME classname time group", "skipped error failure rerunFailure rerunError flakyFailure flakyError system-out system-err"},
	"skipped":    {"type message", ""},
	"failure":    {"type message", ""},
}

func TestTheJUnitReportKeepsToItsSchema(t *testing.T) {
	t.Parallel()
	text := run{t: t, concurrency: 4}.report("junit")["junit"]
	decoder := xml.NewDecoder(strings.NewReader(text))
	within := []string{}
	for {
		token, err := decoder.Token()
		if errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		switch token := token.(type) {
		case xml.StartElement:
			name := token.Name.Local
			if len(within) == 0 && name != "testsuites" || len(within) > 0 && !slices.Contains(strings.Fields(junitSchema[within[len(within)-1]].elements), name) {
				t.Errorf("<%s> must not stand in %v", name, within)
			}
			within = append(within, name)
			var missing []string
			for _, a := range strings.Fields(junitSchema[name].attributes) {
				if a == strings.ToUpper(a) {
					missing = append(missing, strings.ToLower(a))
				}
			}
			for _, a := range token.Attr {
				if !slices.Contains(strings.Fields(strings.ToLower(junitSchema[name].attributes)), a.Name.Local) {
					t.Errorf("<%s> must not have %s", name, a.Name.Local)
				}
				missing = slices.DeleteFunc(missing, func(m string) bool { return m == a.Name.Local })
			}
			if len(missing) > 0 {
				t.Errorf("<%s> must have %v", name, missing)
			}
		case xml.EndElement:
			within = within[:len(within)-1]
		}
	}
}

func TestTheJUnitReport(t *testing.T) {
	t.Parallel()
	type testcase struct {
		Name    string `xml:"name,attr"`
		Class   string `xml:"classname,attr"`
		Skipped *struct {
			Message string `xml:"message,attr"`
		} `xml:"skipped"`
		Failure *struct {
			Message string `xml:"message,attr"`
			Text    string `xml:",chardata"`
		} `xml:"failure"`
	}
	type suite struct {
		Name  string     `xml:"name,attr"`
		Attrs []xml.Attr `xml:",any,attr"`
		Cases []testcase `xml:"testcase"`
	}
	var got struct {
		Suites []suite `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(run{t: t, concurrency: 4}.report("junit")["junit"]), &got); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, s := range got.Suites {
		sums := map[string]string{}
		for _, a := range s.Attrs {
			sums[a.Name.Local] = a.Value
		}
		told = append(told, fmt.Sprintf("%s: %s tests, %s failures, %s skipped, at %s", s.Name, sums["tests"], sums["failures"], sums["skipped"], sums["timestamp"]))
		for _, c := range s.Cases {
			line := c.Class + "/" + c.Name
			if c.Skipped != nil {
				line += " skipped: " + c.Skipped.Message
			}
			if c.Failure != nil {
				line += " failed: " + c.Failure.Message + " / " + c.Failure.Text
			}
			told = append(told, line)
		}
	}
	want := []string{
		"First: 4 tests, 1 failures, 0 skipped, at 2026-01-02T03:04:05",
		"a.first/Waits", "a.first/Fails failed: Then it fails: it is 1, want 2 / a/first.feature:14\nit is 1, want 2\n> GET /it\n< 200 OK",
		"a.first/Row 1 #1", "a.first/Row 1 #2",
		"Second: 2 tests, 0 failures, 1 skipped, at 2026-01-02T03:04:05",
		"second/Is not for here skipped: the target has no clock", "second/Frees the one that waits",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

func TestTheCucumberReport(t *testing.T) {
	t.Parallel()
	var got []struct {
		URI      string
		Tags     []struct{ Name string }
		Elements []struct {
			ID    string
			Line  int
			Tags  []struct{ Name string }
			Steps []struct {
				Keyword, Name string
				Line          int
				Rows          []struct{ Cells []string }
				Doc           *struct{ Value string } `json:"doc_string"`
				Match         struct{ Location string }
				Result        struct {
					Status   string
					Error    string `json:"error_message"`
					Duration *int64
				}
			}
		}
	}
	if err := json.Unmarshal([]byte(run{t: t, concurrency: 4}.report("cucumber")["cucumber"]), &got); err != nil {
		t.Fatal(err)
	}
	var told []string
	for _, f := range got {
		for _, e := range f.Elements {
			told = append(told, fmt.Sprintf("%s %s %v", f.URI, e.ID, e.Tags))
			for _, s := range e.Steps {
				line := fmt.Sprintf("%s%s %s %s", s.Keyword, s.Name, s.Match.Location, s.Result.Status)
				if s.Result.Error != "" {
					line += ": " + s.Result.Error
				}
				if (s.Result.Duration == nil) != (s.Result.Status == "skipped") {
					line += " (with a duration, or without)"
				}
				if s.Rows != nil {
					line += fmt.Sprint(s.Rows)
				}
				if s.Doc != nil {
					line += " " + s.Doc.Value
				}
				told = append(told, line)
			}
		}
	}
	want := []string{
		"a/first.feature first;waits;5 [{@tickets} {@T01}]", "When it waits a/first.feature:6 passed", "Then it passes a/first.feature:7 passed[{[a 名字]} {[b 2]}]",
		"a/first.feature first;fails;12 [{@tickets} {@T01} {@T05}]", "When it passes a/first.feature:13 passed",
		"Then it fails a/first.feature:14 failed: it is 1, want 2\n> GET /it\n< 200 OK", "And it passes a/first.feature:15 skipped",
		"a/first.feature first;row-1;24 [{@tickets} {@T01}]", "When it passes a/first.feature:18 passed 1",
		"a/first.feature first;row-1;25 [{@tickets} {@T01}]", "When it passes a/first.feature:18 passed 1",
		"second.feature second;is-not-for-here;3 [{@chaoqer} {@C34.2}]", "When it is skipped second.feature:4 skipped: the target has no clock", "Then it passes second.feature:5 skipped",
		"second.feature second;frees-the-one-that-waits;7 [{@chaoqer} {@C34.2}]", "When it frees second.feature:8 passed",
	}
	if diff := cmp.Diff(want, told); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

// TestTheLineOfATerminal is drawn at most ten times a second, and gone at the end.
func TestTheLineOfATerminal(t *testing.T) {
	t.Parallel()
	var terminal bytes.Buffer
	now := at
	run{t: t, options: report.Options{Terminal: &terminal, Now: func() time.Time {
		now = now.Add(20 * time.Millisecond)
		return now
	}}}.report("junit")
	lines := strings.Split(strings.TrimPrefix(terminal.String(), "\r\x1b[K"), "\r\x1b[K")
	want := []string{"1 of 6 scenarios, 0s", "3 of 6 scenarios, 1 failed, 0s", "5 of 6 scenarios, 1 failed, 0s", ""}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("(- want, + got):\n%s", diff)
	}
}

// TestTheLineStandsBelowTheReport, and never within, where both go to one terminal.
func TestTheLineStandsBelowTheReport(t *testing.T) {
	t.Parallel()
	var terminal bytes.Buffer
	file := run{t: t, options: report.Options{Stdout: &terminal, Terminal: &terminal}}.report("pretty")["pretty"]
	var printed strings.Builder
	lines := 0
	for part := range strings.SplitSeq(terminal.String(), "\r\x1b[K") {
		if strings.Contains(part, " of 6 scenarios") {
			lines++
			continue
		}
		printed.WriteString(part)
	}
	if diff := cmp.Diff(file, printed.String()); diff != "" || lines != 6 {
		t.Errorf("the line was drawn %d times, want once after each scenario; beside it (- want, + got):\n%s", lines, diff)
	}
}
