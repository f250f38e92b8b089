package main

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features"
	"contractmock/features/output"
	"contractmock/features/report"
	"contractmock/features/steps"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
)

// maxRetries is how often a request may be sent again: the last time waits minutes.
const maxRetries = 10

// runFlags are the flags of run.
type runFlags struct {
	target, adminToken string
	tags, format       string
	concurrency        int
	coverageFlags
	shard, rerun     string
	failFast         bool
	retries, slowest int
}

func newRun(env command.Environment) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [paths…]",
		Short: "Run scenarios and say which fail",
		Long: `Run the embedded scenarios, or the feature files and folders that are given.
FILE:LINE runs the scenario that begins there, or the row of an outline; a path
that is not on the disk is looked for among the embedded ones.`,
		Example: `  contract run
  contract run --tags '@T04.1,@T13'
  contract run --target http://127.0.0.1:4700 --concurrency 4 my/scenarios
  contract run --format pretty,junit:report.xml,cucumber:report.json,html:report.html
  contract run --format progress --coverage text,json:coverage.json --min-coverage 100
  contract run --target staging.yaml --tags @chaoqer
  contract run --shard 2/4 --rerun-failed failed.txt`,
		RunE:              func(cmd *cobra.Command, paths []string) error { return runScenarios(cmd, f, paths, env) },
		ValidArgsFunction: completePaths,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	addTarget(flags, &f.target, &f.adminToken, target.InProcess)
	flags.StringVar(&f.tags, "tags", "", "`tags` a scenario must have: @a,@b is either, @a&&@b both, ~@a not; a rule's tag includes its parts")
	flags.StringVar(&f.format, "format", "pretty", "`formats` of the report, a file after a colon: pretty, progress, junit, cucumber, html; several with commas")
	flags.IntVar(&f.concurrency, "concurrency", runtime.GOMAXPROCS(0), "`number` of scenarios at once")
	f.add(flags)
	flags.StringVar(&f.shard, "shard", "", "`i/n`: run the i-th of n parts, which together are the whole")
	flags.StringVar(&f.rerun, "rerun-failed", "", "`file` that gets FILE:LINE of each scenario that failed, or did not run to its end; if there are any in it, only these run")
	flags.BoolVar(&f.failFast, "fail-fast", false, "begin no further scenario after one has failed")
	flags.IntVar(&f.retries, "retries", 0, "`number` of times that a request is sent again if the network failed, and to repeat it changes nothing")
	flags.IntVar(&f.slowest, "slowest", 0, "`number` of scenarios, the slowest ones, to list after the run with their slowest steps")
	return cmd
}

// prepared is a run whose flags can be followed.
type prepared struct {
	flags             runFlags
	suite             godog.TestSuite
	files             fs.FS // with all scenarios
	scenarios         []planned
	whole             bool // they are all that there are
	reports, coverage []output.Output
}

// prepare looks at all that can be wrong before a target is there.
func (f runFlags) prepare(ctx context.Context, paths []string) (prepared, error) {
	none := prepared{}
	if f.concurrency < 1 {
		return none, command.Usagef("--concurrency must be above 0")
	}
	if f.retries < 0 || f.retries > maxRetries {
		return none, command.Usagef("--retries must be from 0 to %d", maxRetries)
	}
	if f.slowest < 0 {
		return none, command.Usagef("--slowest must be 0 or above")
	}
	tags, err := withParts(f.tags)
	if err != nil {
		return none, err
	}
	files, paths, err := find(paths)
	if err != nil {
		return none, err
	}
	p := prepared{flags: f, files: files, suite: godog.TestSuite{Options: &godog.Options{
		Tags: tags, Concurrency: f.concurrency, Strict: true, FS: files, Paths: paths, DefaultContext: ctx, StopOnFailure: f.failFast,
	}}}
	part, err := parseShard(f.shard)
	if err != nil {
		return none, err
	}
	places := stripLines(p.suite.Options)
	if err := checkScenarios(p.suite, f.tags); err != nil {
		return none, err
	}
	if p.reports, p.coverage, err = f.outputs(); err != nil {
		return none, command.Usage{Err: err}
	}
	p.scenarios, p.whole, err = plan(p.suite, places, part, rerunFile(f.rerun))
	if errors.Is(err, errNone) && f.tags != "" {
		err = command.Usagef("no scenario has the tags %s", f.tags)
	}
	return p, err
}

// outputs are where a run writes to. Refused is, before anything runs, what would go to one
// place with another, and a file that cannot be written.
func (f runFlags) outputs() (reports, coverage []output.Output, err error) {
	if coverage, err = f.coverageFlags.outputs(); err != nil {
		return nil, nil, err
	}
	if reports, err = output.Parse("--format", f.format, report.Formats()); err != nil {
		return nil, nil, err
	}
	all := slices.Clone(reports)
	for _, o := range coverage {
		if o.Path != "" || o.Format == "json" { // text may follow a report
			all = append(all, o)
		}
	}
	if f.rerun != "" {
		all = append(all, output.Output{Flag: "--rerun-failed", Path: f.rerun})
	}
	return reports, coverage, output.Check(all)
}

func runScenarios(cmd *cobra.Command, f runFlags, paths []string, env command.Environment) error {
	p, err := f.prepare(cmd.Context(), paths)
	if err != nil {
		return err
	}
	if len(p.scenarios) == 0 { // others have them
		cmd.PrintErrf("shard %s has no scenario to run\n", f.shard)
		return nil
	}
	there, err := openTarget(cmd.Context(), cmd.ErrOrStderr(), f.target, f.adminToken, env)
	if err != nil {
		return err
	}
	there.Retries = f.retries
	if profile := there.Profile(); profile.ControlPlane == nil && !profile.ReadOnly && !cmd.Flags().Changed("concurrency") {
		p.suite.Options.Concurrency = 1 // what one scenario writes, another would read
	}
	return p.run(cmd, there, env)
}

// run runs the scenarios on the target, and closes it.
func (p prepared) run(cmd *cobra.Command, there *target.Target, env command.Environment) error {
	reports, err := report.Open(report.Options{
		Outputs: p.reports, Stdout: cmd.OutOrStdout(), Coloured: command.Coloured(cmd.OutOrStdout(), env), Terminal: terminal(cmd, env),
		Target: p.flags.target, Version: command.Version(), Now: target.Wall, Hide: there.Profile().Hide,
	})
	if err != nil {
		return command.Usagef("--format: %w", errors.Join(err, there.Close()))
	}
	tally := newTally()
	run := &steps.Suite{Target: there, Files: p.files, Ended: tally.ended}
	reports.Watch(&p.suite, run)
	p.suite.ScenarioInitializer = run.Initialize
	status := p.suite.Run()
	err = errors.Join(reports.Close(), there.Close(), writeCoverage(p.coverage, cmd.OutOrStdout(), reports.Coverage()))
	if p.flags.slowest > 0 {
		err = errors.Join(err, reports.WriteSlowest(cmd.OutOrStdout(), p.flags.slowest))
	}
	tally.write(cmd.ErrOrStderr(), p.reports)
	if p.flags.rerun != "" {
		err = errors.Join(err, rerunFile(p.flags.rerun).write(tally.places(p.scenarios), p.scenarios))
	}
	if cmd.Context().Err() != nil {
		return command.Interrupted{Err: errors.Join(tally.interrupted(len(p.scenarios)), err)}
	}
	err = errors.Join(err, reports.Coverage().Least(p.flags.minCoverage))
	return errors.Join(verdict(status, tally, len(p.scenarios), run.Missed(p.whole && !p.flags.failFast)), err)
}

// verdict is why the run fails, nil if it does not.
func verdict(status int, tally *tally, planned int, missed []target.Deviation) error {
	var wrong []error
	failed := status != 0 || tally.counts[steps.Failed] > 0 // to godog, one that was skipped and could not be cleaned up is skipped
	switch ran := tally.all(); {
	case failed && ran < planned:
		wrong = append(wrong, fmt.Errorf("not all scenarios passed, and %d of %d were not begun", planned-ran, planned))
	case failed:
		wrong = append(wrong, errors.New("not all scenarios passed"))
	case tally.counts[steps.Skipped] == ran:
		wrong = append(wrong, fmt.Errorf("nothing was checked: all %d scenarios were skipped", ran))
	}
	for _, d := range missed {
		wrong = append(wrong, d.Unseen())
	}
	return errors.Join(wrong...)
}

var aTag = regexp.MustCompile(`^~?@?[^\s@~,&]+$`)

// withParts checks a filter of tags, and lets a rule's tag stand for its parts too.
func withParts(filter string) (string, error) {
	if filter == "" {
		return "", nil
	}
	var all []string
	for alternatives := range strings.SplitSeq(filter, "&&") {
		clauses := []string{""} // all of which must hold
		for tag := range strings.SplitSeq(alternatives, ",") {
			tag = strings.TrimSpace(tag)
			if !aTag.MatchString(tag) {
				return "", command.Usagef("--tags: %q is no tag; write @a,@b for either, @a&&@b for both, ~@a for not", tag)
			}
			family, err := withOwnParts(tag)
			if err != nil {
				return "", err
			}
			if !strings.HasPrefix(tag, "~") {
				family = []string{strings.Join(family, ",")} // any of them will do; of "not" all must
			}
			var widened []string
			for _, clause := range clauses {
				for _, member := range family {
					widened = append(widened, strings.TrimPrefix(clause+","+member, ","))
				}
			}
			clauses = widened
		}
		all = append(all, clauses...)
	}
	return strings.Join(all, "&&"), nil
}

// withOwnParts is a tag, and for a rule's with a "not" or without the tags of its parts.
func withOwnParts(tag string) ([]string, error) {
	rules, err := openapi.Rules()
	if err != nil {
		return nil, err
	}
	family := []string{tag}
	id := strings.TrimLeft(tag, "~@")
	for _, r := range rules {
		if r.ID != id && r.Parent() == id {
			family = append(family, strings.TrimSuffix(tag, id)+r.ID)
		}
	}
	return family, nil
}

// overlay looks for files on the disk, and then among the embedded ones.
type overlay struct{}

// Open implements fs.FS, for the disk's own names too.
func (overlay) Open(name string) (fs.File, error) {
	file, err := os.Open(name)
	if errors.Is(err, fs.ErrNotExist) {
		return features.Files.Open(filepath.ToSlash(name))
	}
	return file, err
}

var lineNumber = regexp.MustCompile(`:\d+$`)

// find is where the scenarios are, and their paths there: the embedded ones if no
// paths are given.
func find(paths []string) (fs.FS, []string, error) {
	if len(paths) == 0 {
		return features.Files, []string{"."}, nil
	}
	for _, path := range paths {
		path = lineNumber.ReplaceAllString(path, "")
		file, err := overlay{}.Open(path)
		if err != nil {
			return nil, nil, command.Usagef("there is no feature file or folder %s, neither on the disk nor among the embedded scenarios", path)
		}
		if err := file.Close(); err != nil {
			return nil, nil, err
		}
	}
	return overlay{}, paths, nil
}

// checkScenarios refuses feature files that lose scenarios, and tags that no scenario has.
func checkScenarios(suite godog.TestSuite, tags string) error {
	for _, path := range suite.Options.Paths {
		if err := steps.LintAll(suite.Options.FS, path); err != nil {
			return command.Usage{Err: err}
		}
	}
	if tags == "" {
		return nil
	}
	return checkTags(suite, tags)
}

// checkTags refuses a tag that no scenario has: it is misspelt.
func checkTags(suite godog.TestSuite, filter string) error {
	untagged := *suite.Options
	untagged.Tags = ""
	suite.Options = &untagged
	all, err := suite.RetrieveFeatures()
	if err != nil {
		return command.Usage{Err: err}
	}
	var known []string
	for _, f := range all {
		for _, pickle := range f.Pickles {
			for _, tag := range pickle.Tags {
				rule, _, isPart := strings.Cut(tag.Name, ".")
				known = append(known, tag.Name)
				if isPart {
					known = append(known, rule)
				}
			}
		}
	}
	slices.Sort(known)
	known = slices.Compact(known)
	for _, tag := range strings.FieldsFunc(filter, func(r rune) bool { return strings.ContainsRune(" ,&~", r) }) {
		if name := "@" + strings.TrimPrefix(tag, "@"); !slices.Contains(known, name) {
			return command.Usagef("--tags: no scenario has the tag %s%s", name, nearest.Hint(name, known))
		}
	}
	return nil
}
