package main

import (
	"cmp"
	"errors"
	"fmt"
	"runtime"
	"strings"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features/check"
	"contractmock/features/client"
	"contractmock/features/target"
	"contractmock/openapi"
)

// checkFlags are the flags of check.
type checkFlags struct {
	target, adminToken string
	format             string
	filter             check.Filter
	seed               int64
	readonly, list     bool
	concurrency        int
}

func newCheck(env command.Environment) *cobra.Command {
	var f checkFlags
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Make calls that the specifications allow, and others with one fault each",
		Long: `Derive calls from the specifications and run them: for each operation valid ones,
then calls with one fault each. Every call has the answer that the documents
promise, and the rule that promises it. A failure is shrunk to the smallest
request that fails in the same way, and printed with the command that runs it
again, newly signed.`,
		Example: `  contract check
  contract check --target http://127.0.0.1:4700 --api chaoqer --kind sign,order
  contract check --operation createClub --list
  contract check --readonly --format text,junit:check.xml
  contract check --only chaoqer.createClub/missing/name`,
		Args: command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error { return runCheck(cmd, f, env) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	addTarget(flags, &f.target, &f.adminToken, target.InProcess)
	flags.StringSliceVar(&f.filter.APIs, "api", nil, "`APIs` to check: tickets, chaoqer, lexiang; all without it")
	flags.StringSliceVar(&f.filter.Operations, "operation", nil, "`operations` to check, by operationId or title: createClub, chaoqer.createEvent")
	flags.StringSliceVar(&f.filter.Kinds, "kind", nil, "`kinds` of cases to run: "+kinds())
	flags.StringSliceVar(&f.filter.Only, "only", nil, "`ids` of the cases to run")
	flags.Int64Var(&f.seed, "seed", 1, "`number` that decides the values that nothing else does")
	flags.BoolVar(&f.readonly, "readonly", false, "run only what cannot write")
	flags.BoolVar(&f.list, "list", false, "print the cases, their rules and expectations, and run none")
	flags.StringVar(&f.format, "format", "text", "`formats` of the report, a file after a colon: text, json, junit; several with commas")
	flags.IntVar(&f.concurrency, "concurrency", runtime.GOMAXPROCS(0), "`number` of cases at once")
	return cmd
}

// kinds are the kinds of cases, as a flag takes them.
func kinds() string {
	var names []string
	for _, kind := range check.Kinds() {
		names = append(names, string(kind))
	}
	return strings.Join(names, ", ")
}

func runCheck(cmd *cobra.Command, f checkFlags, env command.Environment) error {
	if f.concurrency < 1 {
		return command.Usagef("--concurrency must be above 0")
	}
	cases, err := f.cases()
	if err != nil {
		return err
	}
	if f.list {
		return check.List(cmd.OutOrStdout(), cases)
	}
	outputs, err := openOutputs(f.format, cmd.OutOrStdout())
	if err != nil {
		return command.Usage{Err: err}
	}
	there, err := openTarget(cmd.Context(), cmd.ErrOrStderr(), f.target, f.adminToken, env)
	if err != nil {
		return err
	}
	began := there.Now()
	runner := check.Runner{Target: there, ReadOnly: f.readonly || there.Profile().ReadOnly, Concurrency: f.concurrency}
	if p := there.Profile(); p.ControlPlane == nil && !runner.ReadOnly && !cmd.Flags().Changed("concurrency") {
		runner.Concurrency = 1 // what one case writes, another would read
	}
	results, err := runner.Run(cmd.Context(), cases)
	report := check.Report{Target: f.target, Seed: f.seed, Results: results, Took: there.Now().Sub(began), Hide: there.Profile().Hide}
	if f.target != target.InProcess {
		report.Base = func(api string) string { return cmp.Or(there.Profile().Bases[api], there.Profile().Base) }
	}
	ended := err
	err = errors.Join(outputs.write(report), there.Close())
	switch {
	case cmd.Context().Err() != nil:
		return command.Interrupted{Err: errors.Join(errors.New("interrupted"), err)}
	case errors.Is(ended, client.ErrNoAnswer):
		return unreachable{errors.Join(fmt.Errorf("the target %s does not answer any more: %s", f.target, there.Profile().Hide(ended.Error())), err)}
	case ended != nil:
		return errors.Join(ended, err)
	}
	if report.Count(check.Skipped) == len(results) {
		err = errors.Join(fmt.Errorf("nothing was checked: all %d cases were skipped", len(results)), err)
	}
	for _, d := range runner.Missed(f.filter.Whole()) {
		err = errors.Join(d.Unseen(), err)
	}
	if failed := report.Count(check.Failed); failed > 0 {
		err = errors.Join(fmt.Errorf("%d of %d cases are not answered as documented", failed, len(results)), err)
	}
	return err
}

// cases are those that the flags ask for.
func (f checkFlags) cases() ([]check.Case, error) {
	var all []check.Case
	for _, api := range openapi.APIs() {
		document, err := openapi.Document(api)
		if err != nil {
			return nil, err
		}
		cases, err := check.Derive(document, f.seed)
		if err != nil {
			return nil, err
		}
		all = append(all, cases...)
	}
	wanted, err := f.filter.Apply(all)
	switch {
	case err != nil:
		return nil, command.Usage{Err: err}
	case len(wanted) == 0:
		return nil, command.Usagef("no case is of all that --api, --operation, --kind and --only ask for")
	}
	return wanted, nil
}
