package main

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"

	"github.com/cucumber/godog"
	"github.com/mattn/go-isatty"
	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/features"
	"contractmock/features/report"
	"contractmock/features/steps"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/nearest"
)

// exitUnreachable is the exit code of a target that does not answer.
const exitUnreachable = 3

// unreachable is the error that ends with it.
type unreachable struct{ error }

// ExitCode implements command.Coded.
func (unreachable) ExitCode() int { return exitUnreachable }

// addTarget adds the flags of commands that call a target.
func addTarget(flags *pflag.FlagSet, name, adminToken *string) {
	flags.StringVar(name, "target", target.InProcess, "`where` to run: mock is one in this process, else the URL of a mock")
	flags.StringVar(adminToken, "admin-token", "", "`token` that the target's control plane wants; better given as CONTRACT_ADMIN_TOKEN, where no list of processes shows it")
}

// openTarget opens the target of a command. Its errors end with the exit codes that
// the commands promise.
func openTarget(ctx context.Context, name, adminToken string) (*target.Target, error) {
	there, err := target.Open(ctx, name, adminToken)
	var silent target.Unreachable
	switch {
	case errors.As(err, &silent):
		return nil, unreachable{err}
	case err != nil:
		return nil, command.Usage{Err: err}
	}
	return there, nil
}

// runFlags are the flags of run.
type runFlags struct {
	target, adminToken string
	tags, format       string
	concurrency        int
}

func newRun(env command.Environment) *cobra.Command {
	var f runFlags
	cmd := &cobra.Command{
		Use:   "run [paths…]",
		Short: "Run scenarios and say which fail",
		Long: `Run the embedded scenarios, or the feature files and folders that are given.
FILE:LINE runs the scenario that begins there; a path that is not on the disk
is looked for among the embedded ones.`,
		Example: `  contract run
  contract run --tags '@T04.1,@T13'
  contract run --target http://127.0.0.1:4700 --concurrency 4 my/scenarios
  contract run --format pretty,junit:report.xml,cucumber:report.json`,
		RunE: func(cmd *cobra.Command, paths []string) error { return runScenarios(cmd, f, paths, env) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	addTarget(flags, &f.target, &f.adminToken)
	flags.StringVar(&f.tags, "tags", "", "`tags` a scenario must have: @a,@b is either, @a&&@b both, ~@a not; a rule's tag includes its parts")
	flags.StringVar(&f.format, "format", "pretty", "`formats` of the report, a file after a colon: pretty, progress, junit, cucumber, events; several with commas")
	flags.IntVar(&f.concurrency, "concurrency", runtime.GOMAXPROCS(0), "`number` of scenarios at once")
	return cmd
}

func runScenarios(cmd *cobra.Command, f runFlags, paths []string, env command.Environment) error {
	if f.concurrency < 1 {
		return command.Usagef("--concurrency must be above 0")
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
		Name: "contract",
		Options: &godog.Options{
			Tags: tags, Concurrency: f.concurrency, Strict: true, FS: files, Paths: paths,
			Output: cmd.OutOrStdout(), DefaultContext: cmd.Context(),
		},
	}
	if err := checkScenarios(suite, f.tags); err != nil {
		return err
	}
	there, err := openTarget(cmd.Context(), f.target, f.adminToken)
	if err != nil {
		return err
	}
	reports, err := report.Open(f.format, cmd.OutOrStdout(), coloured(cmd, env))
	if err != nil {
		return command.Usagef("--format: %w", err)
	}
	suite.Options.Format = reports.Formats
	run := steps.Suite{Target: there}
	suite.ScenarioInitializer = run.Initialize
	status := suite.Run()
	err = errors.Join(reports.Close(), there.Close())
	switch {
	case cmd.Context().Err() != nil:
		return errors.Join(errors.New("interrupted"), err)
	case status != 0:
		return errors.Join(errors.New("not all scenarios passed"), err)
	default:
		return err
	}
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

// checkScenarios refuses feature files that lose scenarios, and a run without any.
func checkScenarios(suite godog.TestSuite, tags string) error {
	for _, path := range suite.Options.Paths {
		if err := steps.LintAll(suite.Options.FS, lineNumber.ReplaceAllString(path, "")); err != nil {
			return command.Usage{Err: err}
		}
	}
	found, err := suite.RetrieveFeatures()
	if err != nil {
		return command.Usage{Err: err}
	}
	if err := checkTags(suite, tags); err != nil {
		return err
	}
	switch {
	case len(found) > 0:
		return nil
	case tags != "":
		return command.Usagef("no scenario has the tags %s", tags)
	default:
		return command.Usagef("there is no scenario to run; FILE:LINE must be the line of the scenario itself")
	}
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

// coloured tells whether the report may have colours.
func coloured(cmd *cobra.Command, env command.Environment) bool {
	file, ok := cmd.OutOrStdout().(*os.File)
	value, _ := env("NO_COLOR")
	return ok && value == "" && isatty.IsTerminal(file.Fd())
}
