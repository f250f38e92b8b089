package steps_test

import (
	"bytes"
	"context"
	"strings"
	"testing"
	"time"

	"github.com/cucumber/godog"

	"contractmock/features/steps"
	"contractmock/features/target"
)

// FuzzFeatures runs whatever can be read as a feature: no step breaks, whatever stands in
// a sentence and below it, and the next feature runs.
func FuzzFeatures(f *testing.F) {
	const head = "@tickets @T01\nFeature: F\n  Scenario: S\n    "
	for _, sentences := range []string{
		"When \"Lin\" calls getTicket with:\n      | uid | 12322 |\n      | page | 2 |\n    Then it succeeds\n    And data.0.id is 4\n",
		"When a stranger calls getTicket\n    Then the status is 401\n",
		"When \"Lin\" calls getTicket\n    Then data equals:\n      \"\"\"\n      [{\"id\": 1e999}]\n      \"\"\"\n",
		"When \"Lin\" calls getTicket\n    Then every data.#.id is in descending order\n    And data.#(id>1)#|@reverse.0 has 99999999999999999999 items\n",
		"When \"Nobody\" calls nothing with:\n      |  |\n      | \\n | \\| |\n",
		"Given it is 9999-12-31 23:59:59\n    When \"Lin\" calls getTicket with:\n      | page | -0 |\n    Then data has -1 items\n",
		"When \"Toby\" calls chaoqer.createClub with:\n      | name | 圈\\u0000 |\n      | cover | {{x}} |\n    Then result.memberTotal is 0\n",
		"When \"Lin\" calls getTicket\n    Then @this has exactly these members:\n      | success | @ | ### |\n",
	} {
		f.Add(head + sentences)
	}
	f.Add("# language: zh-CN\n@chaoqer @C34\n功能: F\n  场景大纲: A\n    当 \"Toby\" 调用 \"创建圈子\":\n      | name | <名> |\n    那么 调用成功\n\n    例子:\n      | 名 |\n      | 圈 |\n")
	f.Add("@tickets @T01\nFeature: F\n  Background:\n    When a stranger calls getTicket\n  Rule: R\n    Example: E\n      Then the status is 401\n")
	mock, err := target.Open(context.Background(), target.InProcess)
	if err != nil {
		f.Fatal(err)
	}
	f.Cleanup(func() { _ = mock.Close() })
	run := func(feature string) (status int, report string) {
		ctx, cancel := context.WithTimeout(context.Background(), 5*time.Second)
		defer cancel()
		var out bytes.Buffer
		suite := &steps.Suite{Target: mock}
		status = godog.TestSuite{ScenarioInitializer: suite.Initialize, Options: &godog.Options{
			Format: "pretty", Output: &out, NoColors: true, Strict: true, DefaultContext: ctx,
			FeatureContents: []godog.Feature{{Name: "folder/f.feature", Contents: []byte(feature)}},
		}}.Run()
		return status, out.String()
	}
	f.Fuzz(func(t *testing.T, feature string) {
		if steps.Lint("f.feature", []byte(feature)) != nil {
			return
		}
		_, report := run(feature)
		for _, broken := range []string{"runtime error:", "interface conversion:", "reflect:", "nil pointer"} {
			if strings.Contains(report, broken) && !strings.Contains(feature, broken) {
				t.Errorf("a step breaks:\n%s", report)
			}
		}
		if status, report := run(head + "When a stranger calls getTicket\n    Then the status is 401\n"); status != 0 {
			t.Errorf("the next feature does not pass:\n%s", report)
		}
	})
}
