package features_test

import (
	"bytes"
	"context"
	"flag"
	"fmt"
	"io/fs"
	"runtime"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	gherkin "github.com/cucumber/gherkin/go/v26"
	"github.com/cucumber/godog"
	messages "github.com/cucumber/messages/go/v21"

	"contractmock/features"
	"contractmock/features/client"
	"contractmock/features/coverage"
	"contractmock/features/output"
	"contractmock/features/report"
	"contractmock/features/steps"
	"contractmock/features/target"
	"contractmock/openapi"
)

// only runs the scenarios of some folders, until one fails: what is asked of a
// broken mock is whether anybody notices (features/mutants).
var only = flag.String("only", "", "run the scenarios of these `folders` alone, and stop at the first that fails")

// floor is the least number of scenarios: fewer means that some were lost.
const floor = 3500

// TestFeatures runs all scenarios in process, in parallel and in another order each
// time, and then asks what they have seen.
func TestFeatures(t *testing.T) {
	before := footingNow()
	mock, err := target.Open(context.Background(), target.InProcess)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { leavesNothing(t, mock, before) }()
	var printed bytes.Buffer
	reports, err := report.Open(report.Options{Outputs: []output.Output{{Format: "pretty"}}, Stdout: &printed, Now: time.Now})
	if err != nil {
		t.Fatal(err)
	}
	paths := []string{"."}
	if *only != "" {
		paths = strings.Split(*only, ",")
	}
	suite := steps.Suite{Target: mock}
	run := godog.TestSuite{
		ScenarioInitializer: suite.Initialize,
		Options: &godog.Options{
			Strict: true, Randomize: -1,
			FS: features.Files, Paths: paths, StopOnFailure: *only != "", Concurrency: 4 * runtime.GOMAXPROCS(0),
		},
	}
	reports.Watch(&run, &suite)
	var mu sync.Mutex
	began := 0
	said, silent := map[string]bool{}, []string{}          // the ids of findings; refusals without any
	planned, alone := map[string]bool{}, map[string]bool{} // answers that a planned fault provoked, and others
	begins, sees := suite.Began, suite.Seen
	suite.Began = func(of *godog.Scenario) {
		begins(of)
		mu.Lock()
		defer mu.Unlock()
		began++
	}
	suite.Seen = func(of *godog.Scenario, x *client.Exchange) {
		sees(of, x)
		mu.Lock()
		defer mu.Unlock()
		for _, id := range x.Diagnosis() {
			said[id] = true
		}
		if ok, _ := x.Succeeded(); !ok && x.Status/100 != 3 && x.Diagnosis() == nil {
			silent = append(silent, x.String())
		}
		if x.Operation == nil || x.Diagnosed("prefer-applied") {
			return
		}
		answer := fmt.Sprintf("%s %d", coverage.Name(x.Operation), x.Status)
		if x.Diagnosed("fault-planned") {
			planned[answer] = true
		} else {
			alone[answer] = true
		}
	}
	status := run.Run()
	if err := reports.Close(); err != nil {
		t.Error(err)
	}
	if status != 0 {
		t.Fatalf("the scenarios end with %d:\n%s", status, failures(printed.String()))
	}
	if *only != "" {
		return
	}
	if len(silent) > 0 {
		t.Errorf("%d refusals say nothing in Mock-Diagnosis, the first of them\n%s", len(silent), silent[0])
	}
	everyFindingIsProvoked(t, said)
	if began < floor {
		t.Errorf("%d scenarios ran, and there were at least %d once", began, floor)
	}
	for _, item := range reports.Coverage().NeverSeen() {
		t.Errorf("%s: no scenario has seen %s: %s", item.Kind, item.ID, item.Says)
	}
	for _, item := range reports.Coverage().Items {
		switch {
		case !item.FaultOnly:
		case !planned[item.ID]:
			t.Errorf("no scenario has planned %s", item.ID)
		case alone[item.ID]:
			t.Errorf("%s comes by itself, although its document says that only faults provoke it", item.ID)
		}
	}
}

// failures is the part of a report that says what failed.
func failures(report string) string {
	if _, failed, ok := strings.Cut(report, "--- Failed steps:"); ok {
		return failed
	}
	return report
}

// scenario is a scenario as a feature file has it, one for each row of its examples.
type scenario struct {
	file, name, language string
	tags, sentences      []string
}

// scenarios are all scenarios of all feature files.
func scenarios(t *testing.T) []scenario {
	t.Helper()
	var all []scenario
	err := fs.WalkDir(features.Files, ".", func(file string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() {
			return err
		}
		data, err := fs.ReadFile(features.Files, file)
		if err != nil {
			return err
		}
		newID := (&messages.Incrementing{}).NewId
		document, err := gherkin.ParseGherkinDocument(bytes.NewReader(data), newID)
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		for _, pickle := range gherkin.Pickles(*document, file, newID) {
			s := scenario{file: file, name: pickle.Name, language: document.Feature.Language}
			for _, tag := range pickle.Tags {
				s.tags = append(s.tags, strings.TrimPrefix(tag.Name, "@"))
			}
			for _, step := range pickle.Steps {
				s.sentences = append(s.sentences, step.Text)
			}
			all = append(all, s)
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return all
}

// TestScenariosAndRulesAgree holds the tags of the scenarios against the
// catalogue of rules.
func TestScenariosAndRulesAgree(t *testing.T) {
	rules, err := openapi.Rules()
	if err != nil {
		t.Fatal(err)
	}
	known, covered := map[string]openapi.Rule{}, map[string]bool{}
	for _, r := range rules {
		known[r.ID] = r
	}
	for _, s := range scenarios(t) {
		var cited []string
		for _, tag := range s.tags {
			if !steps.IsRule(tag) {
				continue
			}
			cited = append(cited, tag)
			covered[tag] = true
			rule, ok := known[tag]
			switch {
			case !ok:
				t.Errorf("%s: %q cites %s, which rules.yaml does not have", s.file, s.name, tag)
			case len(rule.Parts) > 0:
				t.Errorf("%s: %q cites %s, which says several things; cite one of %s", s.file, s.name, tag, strings.Join(rule.Parts, ", "))
			case !slices.Contains(s.tags, rule.API):
				t.Errorf("%s: %q cites %s of the %s API but is not tagged @%s", s.file, s.name, tag, rule.API, rule.API)
			}
		}
		if len(cited) == 0 && !slices.Contains(s.tags, openapi.Admin) {
			t.Errorf("%s: %q cites no rule", s.file, s.name)
		}
	}
	for _, r := range rules {
		if len(r.Parts) == 0 && !covered[r.ID] {
			t.Errorf("no scenario cites %s: %s", r.ID, r.Says)
		}
	}
}

// TestEveryAPISpeaksBothLanguages: each folder has feature files in both.
func TestEveryAPISpeaksBothLanguages(t *testing.T) {
	languages := map[string]map[string]bool{}
	for _, s := range scenarios(t) {
		folder, _, _ := strings.Cut(s.file, "/")
		if languages[folder] == nil {
			languages[folder] = map[string]bool{}
		}
		languages[folder][s.language] = true
	}
	for folder, spoken := range languages {
		for _, language := range []string{"en", "zh-CN"} {
			if !spoken[language] {
				t.Errorf("%s has no feature file in %s", folder, language)
			}
		}
	}
}

// TestNoScenarioIsLost: godog drops what follows a full-width colon or a misspelt
// keyword without a word.
func TestNoScenarioIsLost(t *testing.T) {
	if err := steps.LintAll(features.Files, "."); err != nil {
		t.Fatal(err)
	}
}

// TestEveryPhraseIsUsed: a phrase that no scenario says, in either language, is untested.
func TestEveryPhraseIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, s := range scenarios(t) {
		for _, sentence := range s.sentences {
			for _, p := range steps.Matches(sentence) {
				used[s.language+p.English] = true
			}
		}
	}
	for _, p := range steps.Phrasebook {
		for _, language := range []string{"en", "zh-CN"} {
			if !used[language+p.English] {
				t.Errorf("no scenario in %s says %q / %q", language, p.English, p.Chinese)
			}
		}
	}
}
