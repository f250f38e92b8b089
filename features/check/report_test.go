package check_test

import (
	"bytes"
	"encoding/json"
	"encoding/xml"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"contractmock/features/check"
)

// written is a report in a format.
func written(t *testing.T, report check.Report, format string) string {
	t.Helper()
	write, err := check.Writer(format)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if err := write(report, &b); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// mixed is a run in which a case passes, one fails and one is skipped.
func mixed(t *testing.T) check.Report {
	t.Helper()
	there := between(t, startMock(t), seeded{answer: answers("Unauthorized for no Bearer", "<Unauthorized>")})
	results := run(t, &check.Runner{Target: there, ReadOnly: true}, check.Filter{Only: []string{
		"tickets.getTicket/login/none", "tickets.getTicket/token/malformed", "chaoqer.createClub/login/none",
	}})
	return check.Report{Target: "http://mock.test", Seed: 7, Results: results, Took: 1234 * time.Millisecond}
}

func TestReportsOfAMixedRun(t *testing.T) {
	t.Parallel()
	report := mixed(t)
	text := written(t, report, "text")
	for _, want := range []string{
		"FAIL tickets.getTicket/token/malformed (T02)\n",
		"  expected  401, {\"error\":\"Unauthorized for no Bearer\"}\n",
		"  got       specification: got answer-enum: error: got \"<Unauthorized>\"",
		"  request   there is no smaller one\n    > GET /v1/status/getTicket   (as Qian)\n    > Authorization: ***\n",
		"  again     contract check --target http://mock.test --seed 7 --only tickets.getTicket/token/malformed\n",
		"  as sent   curl -gsSi --path-as-is -X GET -H 'Authorization: ***' http://mock.test/v1/status/getTicket\n",
		"skipped 1: it may write, and this run only reads\n",
		"3 cases (1 passed, 1 failed, 1 skipped) against http://mock.test with seed 7 in 1.23s\n",
	} {
		if !strings.Contains(text, want) {
			t.Errorf("the report does not say %q:\n%s", want, text)
		}
	}

	type one struct {
		ID, Operation, Kind, Rule, Verdict, Reason, Again string
		Mismatch                                          *struct{ Kind string }
	}
	var read struct {
		Passed, Failed, Skipped, Milliseconds int
		Cases                                 []one
	}
	if err := json.Unmarshal([]byte(written(t, report, "json")), &read); err != nil {
		t.Fatal(err)
	}
	want := []one{
		{ID: "tickets.getTicket/login/none", Operation: "tickets.getTicket", Kind: "login", Rule: "T01", Verdict: "passed"},
		{
			ID: "tickets.getTicket/token/malformed", Operation: "tickets.getTicket", Kind: "token", Rule: "T02", Verdict: "failed",
			Again: "contract check --target http://mock.test --seed 7 --only tickets.getTicket/token/malformed", Mismatch: &struct{ Kind string }{"specification"},
		},
		{ID: "chaoqer.createClub/login/none", Operation: "chaoqer.createClub", Kind: "login", Rule: "C05", Verdict: "skipped", Reason: "it may write, and this run only reads"},
	}
	if diff := cmp.Diff(want, read.Cases); diff != "" || read.Passed != 1 || read.Failed != 1 || read.Skipped != 1 || read.Milliseconds != 1234 {
		t.Errorf("%d, %d, %d, %d (-want +got):\n%s", read.Passed, read.Failed, read.Skipped, read.Milliseconds, diff)
	}

	for i := range report.Results {
		report.Results[i].Began, report.Results[i].Took = time.Date(2026, 5, 6, 7, 8, 9+i, 0, time.UTC), time.Second
	}
	var suites struct {
		Tests    int `xml:"tests,attr"`
		Failures int `xml:"failures,attr"`
		Suites   []struct {
			Name      string `xml:"name,attr"`
			Errors    string `xml:"errors,attr"`
			Time      string `xml:"time,attr"`
			Timestamp string `xml:"timestamp,attr"`
			Cases     []struct {
				Name    string `xml:"name,attr"`
				Time    string `xml:"time,attr"`
				Failure string `xml:"failure"`
				Skipped *struct {
					Message string `xml:"message,attr"`
				} `xml:"skipped"`
			} `xml:"testcase"`
		} `xml:"testsuite"`
	}
	if err := xml.Unmarshal([]byte(written(t, report, "junit")), &suites); err != nil {
		t.Fatal(err)
	}
	if suites.Tests != 3 || suites.Failures != 1 || len(suites.Suites) != 2 || suites.Suites[1].Name != "chaoqer.createClub" {
		t.Fatalf("%+v", suites)
	}
	if s := suites.Suites[0]; s.Errors != "0" || s.Time != "2.000" || s.Timestamp != "2026-05-06T07:08:09" || s.Cases[0].Time != "1.000" {
		t.Errorf("%+v", s)
	}
	if failed := suites.Suites[0].Cases[1]; failed.Name != "tickets.getTicket/token/malformed (T02)" || !strings.Contains(failed.Failure, "<Unauthorized>") {
		t.Errorf("%+v", failed)
	}
	if skipped := suites.Suites[1].Cases[0].Skipped; skipped == nil || skipped.Message != "it may write, and this run only reads" {
		t.Errorf("%+v", skipped)
	}
}

// TestReportsShowNoSecrets: what a server tells although it should not is masked too.
func TestReportsShowNoSecrets(t *testing.T) {
	t.Parallel()
	const secret = "5ec2e7f0000000000000000000000000"
	there := between(t, startMock(t), seeded{answer: func(_ *faulty, r *http.Request, _ []byte, a *answered) {
		if r.URL.Path == "/account/login/captcha" {
			a.become(http.StatusOK, `{"result":{"uid":"2701a6fbd0464da99789c9ad1ca1c654","expireTime":1,"accessToken":"`+secret+`","accessSecret":"`+secret+`"},"message":"登录成功","status":1}`)
		}
	}})
	results := run(t, &check.Runner{Target: there}, check.Filter{Only: []string{"chaoqer.logIn/missing/captcha", "chaoqer.logIn/token/malformed"}})
	report := check.Report{Target: "mock", Seed: 1, Results: results}
	if report.Count(check.Failed) != 2 {
		t.Fatalf("%d failed", report.Count(check.Failed))
	}
	for _, format := range []string{"text", "json", "junit"} {
		text := written(t, report, format)
		for _, hidden := range []string{secret, "70b70000000000000000000000000001", "toby-weixin-code", "8888"} {
			if strings.Contains(text, hidden) {
				t.Errorf("the %s report shows %s:\n%s", format, hidden, text)
			}
		}
	}
}

func TestAFormatThatThereIsNot(t *testing.T) {
	t.Parallel()
	if _, err := check.Writer("jnit"); err == nil || err.Error() != `there is no format "jnit"; did you mean junit?` {
		t.Error(err)
	}
}

func TestTheListSaysWhatIsExpected(t *testing.T) {
	t.Parallel()
	cases, err := check.Filter{Only: []string{
		"tickets.getTicket/type/page=text", "tickets.getTicket/enum/list=done", "chaoqer.closeRoom/method/patch", "lexiang.createEvent/missing/data.attributes",
	}}.Apply(allCases(t))
	if err != nil {
		t.Fatal(err)
	}
	var b strings.Builder
	if err := check.List(&b, cases); err != nil {
		t.Fatal(err)
	}
	want := `tickets.getTicket/type/page=text             T23  the same answer as without it
tickets.getTicket/enum/list=done             T23  another answer than without it
chaoqer.closeRoom/method/patch               C01  405, (no body), a header Allow
lexiang.createEvent/missing/data.attributes  L07  400, errors of data.attributes.ended_at, data.attributes.location, data.attributes.started_at, data.attributes.title
`
	if diff := cmp.Diff(want, b.String()); diff != "" {
		t.Error(diff)
	}
}
