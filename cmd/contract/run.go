package main

import (
	"cmp"
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
	"contractmock/features/report"
	"contractmock/features/steps"
	"contractmock/features/target"
	"contractmock/mockserver/clock"
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
	coverage           string
	minCoverage        int
	shard, rerun       string
	failFast           bool
	retries, slowest   int
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
	coverageFlags(flags, &f)
	flags.StringVar(&f.shard, "shard", "", "`i/n`: run the i-th of n parts, which together are the whole")
	flags.StringVar(&f.rerun, "rerun-failed", "", "`file` that gets FILE:LINE of each scenario that failed, or did not run to its end; if there are any in it, only these run")
	flags.BoolVar(&f.failFast, "fail-fast", false, "begin no further scenario after one has failed")
	flags.IntVar(&f.retries, "retries", 0, "`number` of times that a request is sent again if the network failed, and to repeat it changes nothing")
	flags.IntVar(&f.slowest, "slowest", 0, "`number` of scenarios, the slowest ones, to list after the run with their slowest steps")
	return cmd
}

func runScenarios(cmd *cobra.Command, f runFlags, paths []string, env command.Environment) error {
	if f.concurrency < 1 {
		return command.Usagef("--concurrency must be above 0")
	}
	if f.retries < 0 || f.retries > maxRetries {
		return command.Usagef("--retries must be from 0 to %d", maxRetries)
	}
	if f.slowest < 0 {
		return command.Usagef("--slowest must be 0 or above")
	}
	tags, err := withParts(f.tags)
	if err != nil {
		return err
	}
	files, paths, err := find(paths)
	if err != nil {
		return err
	}
	suite := godog.TestSuite{
		Options: &godog.Options{
			Tags: tags, Concurrency: f.concurrency, Strict: true, FS: files, Paths: paths,
			DefaultContext: cmd.Context(),
		},
	}
	part, err := parseShard(f.shard)
	if err != nil {
		return err
	}
	places := stripLines(suite.Options)
	if err := checkScenarios(suite, f.tags); err != nil {
		return err
	}
	if err := f.checkCoverage(); err != nil {
		return err
	}
	if err := f.checkOutputs(); err != nil {
		return err
	}
	planned, whole, err := plan(suite, places, part, rerunFile(f.rerun))
	switch {
	case errors.Is(err, errNone) && f.tags != "":
		return command.Usagef("no scenario has the tags %s", f.tags)
	case err != nil:
		return err
	}
	if len(planned) == 0 { // others have them
		cmd.PrintErrf("shard %s has no scenario to run\n", part)
		return nil
	}
	there, err := openTarget(cmd.Context(), cmd.ErrOrStderr(), f.target, f.adminToken, env)
	switch {
	case cmd.Context().Err() != nil:
		return command.Interrupted{Err: errors.New("interrupted before anything ran")}
	case err != nil:
		return err
	}
	there.Retries = f.retries
	if p := there.Profile(); p.ControlPlane == nil && !p.ReadOnly && !cmd.Flags().Changed("concurrency") {
		suite.Options.Concurrency = 1 // what one scenario writes, another would read
	}
	tally := newTally()
	reports, err := report.Open(report.Options{
		Formats: f.format, Stdout: cmd.OutOrStdout(), Coloured: coloured(cmd.OutOrStdout(), env), Terminal: terminal(cmd, env),
		Target: f.target, Version: command.Version(), Now: clock.Wall, Hide: there.Profile().Hide,
	})
	if err != nil {
		return command.Usagef("--format: %w", errors.Join(err, there.Close()))
	}
	run := &steps.Suite{Target: there, Files: files, Ended: tally.ended}
	reports.Watch(&suite, run)
	suite.Options.StopOnFailure = f.failFast
	suite.ScenarioInitializer = run.Initialize
	status := suite.Run()
	err = errors.Join(reports.Close(), there.Close(), f.writeCoverage(cmd.OutOrStdout(), reports.Coverage()))
	if f.slowest > 0 {
		err = errors.Join(err, reports.WriteSlowest(cmd.OutOrStdout(), f.slowest))
	}
	tally.write(cmd.ErrOrStderr())
	if f.rerun != "" {
		err = errors.Join(err, rerunFile(f.rerun).write(tally.places(planned)))
	}
	if cmd.Context().Err() != nil {
		return command.Interrupted{Err: errors.Join(tally.interrupted(len(planned)), err)}
	}
	err = errors.Join(err, reports.Coverage().Least(f.minCoverage))
	return errors.Join(verdict(status, tally, len(planned), run.Missed(whole && !f.failFast)), err)
}

// verdict is why the run fails, nil if it does not.
func verdict(status int, tally *tally, planned int, missed []target.Deviation) error {
	var wrong []error
	switch ran := tally.all(); {
	case status != 0 && ran < planned:
		wrong = append(wrong, fmt.Errorf("not all scenarios passed, and %d of %d were not begun", planned-ran, planned))
	case status != 0:
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

// checkOutputs refuses, before anything runs, what would go to one place with another, and
// a file that cannot be written.
func (f runFlags) checkOutputs() error {
	var reports []output
	for report := range strings.SplitSeq(f.format, ",") {
		_, path, _ := strings.Cut(report, ":")
		reports = append(reports, output{"--format " + report, path})
	}
	for _, o := range f.coverageOutputs() {
		if path := o[1]; path != "" || o[0] == "json" { // text may follow a report
			reports = append(reports, output{strings.TrimSuffix("--coverage "+o[0]+":"+path, ":"), path})
		}
	}
	if f.rerun != "" {
		reports = append(reports, output{"--rerun-failed", f.rerun})
	}
	for i, o := range reports {
		for _, other := range reports[:i] {
			if o.same(other) {
				return command.Usagef("%s and %s both go to %s; give each a file of its own", other.flag, o.flag, cmp.Or(o.path, "the standard output"))
			}
		}
		if err := o.writable(); err != nil {
			return command.Usagef("%s: %s cannot be written: %w", o.flag, o.path, err)
		}
	}
	return nil
}

// output is where a run writes to, as a flag has it.
type output struct{ flag, path string }

// same tells whether both go to the same file, or to the standard output. A device takes
// whatever it is given.
func (o output) same(other output) bool {
	if filepath.Clean(o.path) != filepath.Clean(other.path) {
		return false
	}
	there, err := os.Stat(o.path)
	return err != nil || there.Mode().IsRegular()
}

// writable opens the file and leaves it as it was, or not there.
func (o output) writable() error {
	if o.path == "" {
		return nil
	}
	_, missing := os.Stat(o.path)
	file, err := os.OpenFile(o.path, os.O_WRONLY|os.O_CREATE, 0o644) //nolint:gosec // reports are for others to read
	if err != nil {
		return errors.Unwrap(err) // without the path, which the message has
	}
	err = file.Close()
	if errors.Is(missing, fs.ErrNotExist) {
		err = errors.Join(err, os.Remove(o.path))
	}
	return err
}

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
