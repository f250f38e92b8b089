package steps_test

import (
	"bytes"
	"context"
	"fmt"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/cucumber/godog"
	"github.com/google/go-cmp/cmp"

	"contractmock/features/steps"
	"contractmock/features/target"
)

// TestEveryPhraseIsUnderstoodInOneWay types a sample of every phrase.
func TestEveryPhraseIsUnderstoodInOneWay(t *testing.T) {
	for _, p := range steps.Phrasebook {
		for _, phrase := range []string{p.English, p.Chinese} {
			sentence := steps.Sample(phrase)
			var found []string
			for _, m := range steps.Matches(sentence) {
				found = append(found, m.English)
			}
			if len(found) != 1 || found[0] != p.English {
				t.Errorf("%q is understood as %q, want %q alone", sentence, found, p.English)
			}
			if count := steps.Patterns(sentence); count != 1 {
				t.Errorf("%q matches %d patterns, so that godog finds it ambiguous", sentence, count)
			}
		}
		if diff := cmp.Diff(steps.SlotsOf(p.English), steps.SlotsOf(p.Chinese)); diff != "" {
			t.Errorf("%q / %q: the slots are not the same, or in another order, so that they would be confused:\n%s", p.English, p.Chinese, diff)
		}
		if english, chinese := steps.SlotsOf(p.English), steps.SlotsOf(p.Chinese); !slices.Equal(english, chinese) {
			t.Errorf("%q / %q: the slots are %q and %q; one function takes both in one order", p.English, p.Chinese, english, chinese)
		}
		if strings.HasSuffix(p.English, ":") != (p.Argument != "") || strings.HasSuffix(p.Chinese, ":") != (p.Argument != "") {
			t.Errorf("%q / %q: a phrase ends in a colon if something follows it, and only then", p.English, p.Chinese)
		}
	}
}

// TestEverySlotTakesItsSample, and a phrase has it.
func TestEverySlotTakesItsSample(t *testing.T) {
	for _, s := range steps.Slots {
		if !regexp.MustCompile("^" + s.Pattern() + "$").MatchString(s.Sample) {
			t.Errorf("{%s} does not take %s", s.Name, s.Sample)
		}
		if !slices.ContainsFunc(steps.Phrasebook, func(p steps.Phrase) bool { return slices.Contains(steps.SlotsOf(p.English), "{"+s.Name+"}") }) {
			t.Errorf("no phrase has {%s}", s.Name)
		}
	}
}

// run runs a scenario of the given steps against a mock of its own, and is what the
// report says.
func run(t *testing.T, sentences string) (passed bool, report string) {
	t.Helper()
	return runFeature(t, "@tickets @T01\nFeature: F\n  Scenario: S\n"+sentences, &steps.Suite{})
}

// runFeature runs a feature, with lines of any indentation.
func runFeature(t *testing.T, text string, suite *steps.Suite) (passed bool, report string) {
	t.Helper()
	mock, err := target.Open(context.Background(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	defer mock.Close()
	var out bytes.Buffer
	suite.Target = mock
	feature := ""
	for line := range strings.SplitSeq(strings.TrimSpace(text), "\n") {
		feature += strings.TrimSpace(line) + "\n"
	}
	status := godog.TestSuite{ScenarioInitializer: suite.Initialize, Options: &godog.Options{
		Format: "pretty", Output: &out, NoColors: true, Strict: true,
		FeatureContents: []godog.Feature{{Name: "folder/f.feature", Contents: []byte(feature)}},
	}}.Run()
	return status == 0, out.String()
}

// TestAnExpectationCanFail: each phrase that expects something fails where it is not
// so, and says what it got and wanted.
func TestAnExpectationCanFail(t *testing.T) {
	const lin = "When \"Lin\" calls getTicket with:\n| uid | 12322 |\n| page | 4 |\n"
	for _, c := range []struct{ call, expectation, want string }{
		{"", "Then it succeeds", "nothing has been called yet"},
		{"When a stranger calls getTicket\n", "Then it succeeds", "it does not succeed: the status is 401"},
		{lin, "Then the status is 201", "the status is 200, want 201"},
		{lin, "Then data.0.id is 5", "data.0.id is 4, want 5"},
		{lin, `Then page is "4"`, `page is 4, want "4"`},
		{lin, "Then data.0.ids is 4", "the answer has no data.0.ids"},
		{lin, "Then page is not 4", "page is 4, want anything else"},
		{lin, `Then status contains "error"`, `status is "success", want a text with "error" in it`},
		{lin, `Then page contains "4"`, `page is 4, want a text`},
		{lin, "Then there is no data.0.id", "there is a data.0.id: "},
		{lin, "Then data has 4 items", "data has 3 items, want 4"},
		{lin, "Then page has 4 items", "page is no list but 4"},
		{lin, "Then every data.#.user_id is 1", "item 0 of data.#.user_id is 12322, want 1"},
		{lin, "Then every data.#.id is 4", "want 4"},
		{lin, "Then every data.#.nothing is 4", "there is no data.#.nothing at all"},
		{lin, `Then every data.#.repair_status is one of "Done, Closed"`, "want one of Done, Closed"},
		{lin, "Then every data.#.id is a valid text", "want a valid text"},
		{lin, "Then page is a valid text", "page is 4, want a valid text"},
		{lin, "Then success is a valid integer", "success is true, want a valid integer"},
		{lin, "Then status is a valid boolean", `status is "success", want a valid boolean`},
		{lin, "Then page is a valid list", "page is 4, want a valid list"},
		{lin, "Then data is a valid object", "want a valid object"},
		{lin, "Then status is a valid date", `status is "success", want a date in the form YYYY-MM-DD`},
		{lin, "Then data.0.machine_purchase_date is a valid time", "want a time in the form YYYY-MM-DD HH:MM:SS"},
		{lin, "Then data.#.user_id is in descending order", "12322 comes before 12322"},
		{lin, "Then data.0 is in descending order", "an order takes two"},
		{lin, "Then @this has exactly these members:\n| success |", "@this has other members"},
		{lin, "Then page equals:\n\"\"\"\n5\n\"\"\"", "page is not as expected: it is 4, want 5"},
		{lin, "Then data.0 equals:\n\"\"\"\n{}\n\"\"\"", "data.0 is not as expected: it has a "},
		{lin, "Then data.0 equals:\n\"\"\"\n{\"x\": 1}\n\"\"\"", "data.0 is not as expected: it has no x"},
		{lin, "Then data equals:\n\"\"\"\n[]\n\"\"\"", "want a list of 0"},
		{lin, "Then page equals:\n\"\"\"\n{\"a\":1}\n\"\"\"", "it is 4, want an object"},
		{lin, "Then page equals:\n\"\"\"\n\"<text>\"\n\"\"\"", "it is 4, want a valid text"},
		{lin, "Then page equals:\n\"\"\"\n{\n\"\"\"", "what is expected of page is no JSON"},
		{lin, "Then the body is exactly:\n\"\"\"\n{}\n\"\"\"", "the body is"},
		{lin, "Then the body is empty", "the body has "},
		{lin, `Then the answer's header "Content-Type" is "text/plain"`, `the header Content-Type is "application/json; charset=UTF-8", want "text/plain"`},
		{lin, "Then the answer is the same as before", "there is no answer before"},
		{"When a stranger calls getTicket\n" + lin, "Then the answer is the same as before", "the answer is not the one before"},
		{lin, "Then data.0.id is {first}", "nothing is remembered as first"},
		{lin, "Then the diagnosis names param-type", "the diagnosis does not name param-type"},
		{lin, `Then the diagnosis says "nonsense"`, `the diagnosis does not say "nonsense"`},
		{"When a stranger calls getTicket\n", "Then no diagnosis is given", "there is a diagnosis: authorization-missing"},
		{lin, `Then the journal names param-type about "uid"`, "the journal does not name param-type about uid"},
		{lin, "Then the journal's entry has the verdict not-permitted", "the journal's verdict is ok, want not-permitted"},
		{"", "When \"Lin\" calls getTicket and gets no whole answer", "the answer has come whole"},
		{"", "When \"Lin\" calls getTickets and gets no whole answer", "did you mean getTicket?"},
		{"Given getTicket will be cut off with empty\n", "When \"Lin\" calls getTicket", "no answer to GET /v1/status/getTicket: "},
		{"Given getTicket will be cut off with truncate\n", "When \"Lin\" calls getTicket", "the answer to GET /v1/status/getTicket breaks off: unexpected EOF"},
		{"Given getTicket will be cut off with empty\nWhen \"Lin\" calls getTicket and gets no whole answer\n", "Then it succeeds", "nothing has been called yet"},
		{"", "Given getTicket will answer with status 500", "tickets.getTicket does not document the status 500, but 401, 403, 404 and 405"},
		{"", "Given getTicket will fail with error code 100000", "the API has no error codes"},
		{"", "Given getTickets will answer with status 401", "did you mean getTicket?"},
		{"", "When \"Nobody\" calls getTicket", "the tickets API has no persona Nobody"},
		{"", "When \"Lin\" calls getTickets", "the tickets API has no operation getTickets; did you mean getTicket?"},
		{"", "When \"Lin\" calls tickts.getTicket", "has no operation tickts.getTicket"},
		{"", "When \"Lin\" calls getTicket with:\n| uid |", "the table has 1 columns; it needs two, name and value"},
		{"", "When this request is sent:\n\"\"\"\nGET\n\"\"\"", "a request begins with a method and a target"},
		{"", "When this request is sent:\n\"\"\"\nGET /\nx\n\"\"\"", `"x" is no header`},
		{"", "When \"Lin\" goes back to the token before", "Lin has not logged in again"},
		{"", "When \"Lin\" mumbles", `no phrase means "\"Lin\" mumbles"`},
		{"", "Then it suceeds", `no phrase means "it suceeds" (contract steps prints them all); did you mean it succeeds`},
		{"", "Then page is a valid int", "did you mean page is a valid {type}"},
		{"", "When \"Lin\" 用 getTicket", "no phrase means"},
		{"", "When 5 minutes pass", "did you mean {duration} pass"},
		{"", "Then 状态是 200", "did you mean 状态码是 200"},
		{"", "When \"Lin\" calls getTicket\n| uid | 12322 |", "takes no table, so that it would be lost; did you mean \"Lin\" calls getTicket with:"},
		{"", "When \"Lin\" calls getTicket with:", "takes a table, and a table must follow it"},
		{"", "When \"Lin\" calls getTicket with:\n\"\"\"\nx\n\"\"\"", "takes a table, and a table must follow it"},
		{lin, "Then it succeeds\n| uid | 12322 |", "takes no table"},
		{"", "When the tickets row 50 changes to:\n| user_id | 4 |", "the control plane refuses PATCH /state/tickets/tickets/50: tickets.tickets[50].user_id: there is no person with the id 4"},
		{lin, `Then it succeeds with the message "Success"`, "the answer has no message"},
		{"When a stranger calls getTicket\n", `Then it succeeds with the message "Success"`, "it does not succeed: the status is 401"},
		{lin, `Then it fails with 0 "名字不能为空"`, `the answer is not {"errorCode":0,"message":"名字不能为空","status":0}`},
		{"When a stranger calls getTicket\n", `Then it fails with -1 "短时间内重复调用"`, `the status is 401, want 200 with {"errorCode":-1,"message":"短时间内重复调用","status":0}`},
		{lin, "Then data.0.id is {Lin's token}", "data.0.id is 4, want "},
		{lin, "Then data.0.id is {Lin's uid}", "Lin has no uid; there is token"},
		{lin, "Then data.0.id is {Lin 的 uid}", "Lin has no uid; there is token"},
		{lin, "Then data.0.id is {Nobody's token}", "the tickets API has no persona Nobody"},
		{lin, "Then {Nobody's token} is 4", "the tickets API has no persona Nobody"},
		{"", "When the tickets row {Nobody's token} is deleted", "the tickets API has no persona Nobody"},
		{"", "When calls are signed with the default secret", "the tickets API signs nothing, so that it has no default secret"},
		{"", `When calls are signed with the secret of "Lin"`, "Lin has no secret in the tickets API"},
		{"", `When calls are signed with the secret ""`, "a secret cannot be empty"},
		{"", `When "Lin" uses the token of "Nobody"`, "the tickets API has no persona Nobody"},
		{lin, `When this log-in is remembered as "Nobody"`, "the answer has no result.uid"},
		{"", `When the SMS code sent to "13800138000" is remembered as "code"`, "the control plane refuses GET /chaoqer/sms?mobile=13800138000: "},
		{"When parameters are sent as JSON\n", "When \"Lin\" calls getTicket with:\n| uid (JSON) | x |", "the value of uid is no JSON: x; write a text in quotes, or leave (JSON) away"},
		{"When parameters are sent as JSON\n", "When \"Lin\" calls getTicket with:\n| uid（JSON） | x |", "the value of uid is no JSON: x"},
		{"When a stranger calls getTicket\n", "When \"Lin\" reads all pages of getTicket", "page 1 could not be read: the status is 403"},
		{"", "When a stranger calls admin.getRow", "needs a value for every parameter of its path"},
	} {
		t.Run(c.expectation, func(t *testing.T) {
			t.Parallel()
			passed, report := run(t, c.call+c.expectation)
			if passed || !strings.Contains(report, c.want) {
				t.Errorf("passed %v; the report lacks %q:\n%s", passed, c.want, report)
			}
		})
	}
}

func TestAScenarioThatLeavesBadRowsBehindFails(t *testing.T) {
	// Nothing but a defect of the mock can leave such rows, so that a mock is told a lie here: the person
	// who owns the tickets goes, although the control plane refuses that.
	passed, report := run(t, "When the persons row 12322 is deleted")
	if passed || !strings.Contains(report, "there is no person with the id 12322") {
		t.Errorf("passed %v:\n%s", passed, report)
	}
}

func TestLint(t *testing.T) {
	const head = "@tickets\nFeature: F\n"
	for _, c := range []struct{ name, file, want string }{
		{"a file as it must be", head + "  Prose: with a colon, and more.\n  Given names are prose here.\n\n  Scenario: S\n    Some prose.\n    Given x\n", ""},
		{"a full-width colon", "# language: zh-CN\n功能: F\n\n  场景: A\n    假如 x\n\n  场景大纲： B\n", "(7:3)"},
		{"a full-width colon before anything else", "# language: zh-CN\n功能: F\n\n  场景： A\n    假如 x\n", "f.feature:4: 场景： has a full-width colon"},
		{"a misspelt heading", head + "  Scenaro: S\n    Given x\n", "f.feature:3: Scenaro: is no keyword"},
		{"a misspelt step at the beginning", head + "  Scenario: S\n    Gven x\n    When y\n", "f.feature:4: Gven is no keyword"},
		{"a misspelt step in a background", head + "  Background:\n    Gven x\n  Scenario: S\n    When y\n", "f.feature:4: Gven is no keyword"},
		{"a misspelt heading in a rule", head + "  Rule: R\n    Exmple: E\n      Given x\n", "f.feature:4: Exmple: is no keyword"},
		{"a misspelt step in a rule", head + "  Rule: R\n    Example: E\n      Whan x\n", "f.feature:5: Whan is no keyword"},
		{"a byte order mark", "\ufeff" + head, "f.feature:1: the file begins with a byte order mark"},
		{"another encoding", head + "  Scenario: \xb2\xe2\n    Given x\n", "f.feature: the file is no UTF-8"},
		{"a language that is none", "# language: zh\n功能: F\n", "write # language: zh-CN for Chinese"},
		{"keywords of another language", "# language: zh-CN\n功能: F\n  场景: S\n    Given x\n    When y\n", "f.feature:3: the scenario has no steps; in the language zh-CN they begin with 假如, 当 or 那么"},
		{"nothing", "", "f.feature:1: there is no feature in the file"},
		{"no Gherkin", head + "  Scenario: S\n    Given x\n    nonsense\n", "f.feature: Parser errors:"},
	} {
		t.Run(c.name, func(t *testing.T) {
			err := steps.Lint("f.feature", []byte(c.file))
			if got := fmt.Sprint(err); (c.want == "") != (err == nil) || err != nil && !strings.HasPrefix(got, c.want) && !strings.Contains(got, c.want) {
				t.Errorf("error %v, want %q", err, c.want)
			}
		})
	}
}

func FuzzLint(f *testing.F) {
	f.Add("@tickets\nFeature: F\n  Scenario: S\n    Given x\n")
	f.Add("# language: zh-CN\n功能: F\n  场景： A\n")
	f.Fuzz(func(_ *testing.T, file string) { _ = steps.Lint("f.feature", []byte(file)) })
}

func TestIsRule(t *testing.T) {
	for tag, want := range map[string]bool{
		"T01": true, "T04.1": true, "C34.2": true, "L46": true, "C01.1": true,
		"tickets": false, "T": false, "Txx": false, "X01": false, "T01.": false, "": false, "chaoqer": false,
	} {
		if got := steps.IsRule(tag); got != want {
			t.Errorf("IsRule(%q) = %v, want %v", tag, got, want)
		}
	}
}
