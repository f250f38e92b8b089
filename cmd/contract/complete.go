package main

import (
	"context"
	"io"
	"io/fs"
	"maps"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

	"contractmock/cmd/internal/command"
	"contractmock/features"
	"contractmock/features/check"
	"contractmock/features/client"
	"contractmock/features/report"
	"contractmock/features/target"
	"contractmock/openapi"
	"contractmock/openapi/spec"
)

// completeCall completes the arguments of call: the operation, then its parameters.
func completeCall(_ *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	if len(args) == 0 {
		return completeOperation(typed)
	}
	operation, err := client.FindAnywhere(args[0])
	if err != nil {
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	if _, value, ok := strings.Cut(typed, "="); ok {
		if strings.HasPrefix(value, "@") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		return nil, cobra.ShellCompDirectiveNoFileComp
	}
	given := map[string]bool{}
	for _, argument := range args[1:] {
		name, _, _ := strings.Cut(argument, "=")
		given[strings.TrimSuffix(name, ":")] = true
	}
	var found []cobra.Completion
	for _, p := range operation.Parameters {
		for _, leaf := range p.Leaves() {
			if !given[leaf.Name] && strings.HasPrefix(leaf.Name, typed) {
				found = append(found, cobra.CompletionWithDesc(leaf.Name+"=", leaf.Want))
			}
		}
	}
	return found, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
}

// completeOperation offers every operation with its title: by its operationId, and by
// its full name where several APIs have that, or where it has been begun.
func completeOperation(typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	var all []*spec.Operation
	apis := map[string]int{} // how many have an operationId
	for _, name := range append(openapi.APIs(), openapi.Admin) {
		document, err := openapi.Document(name)
		if err != nil {
			return nil, cobra.ShellCompDirectiveError
		}
		all = append(all, document.Operations...)
		for _, o := range document.Operations {
			apis[o.ID]++
		}
	}
	var found []cobra.Completion
	for _, o := range all {
		name := o.ID
		if full := o.API + "." + o.ID; apis[o.ID] > 1 || typed != "" && strings.HasPrefix(full, typed) {
			name = full
		}
		if strings.HasPrefix(name, typed) || strings.HasPrefix(o.ID, typed) {
			found = append(found, cobra.CompletionWithDesc(name, o.Title))
		}
	}
	return found, cobra.ShellCompDirectiveNoFileComp
}

// patience is how long a completion waits for a target to say whom it knows.
const patience = 3 * time.Second

// completesFlags completes the flags of call.
func completesFlags(cmd *cobra.Command, f *callFlags, env command.Environment) {
	for flag, complete := range map[string]cobra.CompletionFunc{
		"place":   cobra.FixedCompletions([]cobra.Completion{client.InJSON, client.InForm, client.InQuery}, cobra.ShellCompDirectiveNoFileComp),
		"session": cobra.NoFileCompletions, "secret": cobra.NoFileCompletions, "header": cobra.NoFileCompletions,
		"as": func(cmd *cobra.Command, args []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
			return completePersona(cmd, f, args, typed, env), cobra.ShellCompDirectiveNoFileComp
		},
	} {
		if err := cmd.RegisterFlagCompletionFunc(flag, complete); err != nil {
			panic(err) // the flag is not there
		}
	}
}

// completesAll completes what several commands have: targets, which may be files too, and
// the formats of reports, of which several stand behind one another with commas.
func completesAll(root *cobra.Command) {
	targets := append([]string{defaultMock}, target.Profiles()...)
	listed := map[string][]string{"run.format": report.Formats(), "run.coverage": slices.Collect(maps.Keys(coverageFormats)), "check.format": check.Formats(), "coverage.coverage": slices.Collect(maps.Keys(coverageFormats))}
	words := map[string][]string{"steps.format": slices.Collect(maps.Keys(stepsFormats))}
	for _, cmd := range root.Commands() {
		cmd.Flags().VisitAll(func(f *pflag.Flag) {
			var complete cobra.CompletionFunc
			switch name := cmd.Name() + "." + f.Name; {
			case f.Name == "target":
				complete = cobra.FixedCompletions(slices.Sorted(slices.Values(targets)), cobra.ShellCompDirectiveDefault)
			case listed[name] != nil:
				complete = completeList(listed[name])
			case words[name] != nil:
				complete = cobra.FixedCompletions(slices.Sorted(slices.Values(words[name])), cobra.ShellCompDirectiveNoFileComp)
			default:
				return
			}
			if err := cmd.RegisterFlagCompletionFunc(f.Name, complete); err != nil {
				panic(err) // another has registered one
			}
		})
	}
}

// completeList completes the last of several words with commas between them; behind a
// colon there is a file, which a shell knows.
func completeList(words []string) cobra.CompletionFunc {
	return func(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
		at := strings.LastIndex(typed, ",") + 1
		if strings.Contains(typed[at:], ":") {
			return nil, cobra.ShellCompDirectiveDefault
		}
		var found []cobra.Completion
		for _, word := range slices.Sorted(slices.Values(words)) {
			found = append(found, typed[:at]+word)
		}
		return found, cobra.ShellCompDirectiveNoSpace | cobra.ShellCompDirectiveNoFileComp
	}
}

// completePaths completes what run takes: files of the disk, and embedded ones.
func completePaths(_ *cobra.Command, _ []string, typed string) ([]cobra.Completion, cobra.ShellCompDirective) {
	found, err := fs.Glob(features.Files, "*/*.feature")
	if err != nil {
		return nil, cobra.ShellCompDirectiveError
	}
	return slices.DeleteFunc(found, func(path string) bool { return !strings.HasPrefix(path, typed) }), cobra.ShellCompDirectiveDefault
}

// completePersona offers whom the target knows: those of the operation's API, or of
// all without one. None if the target does not say so at once.
func completePersona(cmd *cobra.Command, f *callFlags, args []string, typed string, env command.Environment) []cobra.Completion {
	ctx, cancel := context.WithTimeout(cmd.Context(), patience)
	defer cancel()
	if err := cmd.Root().PersistentPreRunE(cmd, nil); err != nil { // flags may stand in the environment
		return nil
	}
	apis := openapi.APIs()
	if len(args) > 0 {
		if operation, err := client.FindAnywhere(args[0]); err == nil {
			apis = []string{operation.API}
		}
	}
	there, err := openTarget(ctx, io.Discard, f.target, f.adminToken, env)
	if err != nil {
		return nil
	}
	defer func() { _ = there.Close() }() // a completion has nobody to tell
	var found []cobra.Completion
	for _, api := range apis {
		personas, err := there.Visitor(f.session, nil).Personas(ctx, api)
		if err != nil {
			return nil
		}
		for _, p := range personas {
			if strings.HasPrefix(p.Persona, typed) {
				found = append(found, cobra.CompletionWithDesc(p.Persona, api))
			}
		}
	}
	return found
}
