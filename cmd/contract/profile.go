package main

import (
	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/features/target"
	"contractmock/openapi/nearest"
)

func newProfile() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "profile",
		Short: "Print the profiles of targets that come with the harness, and their JSON Schema",
		Args:  command.NoArguments,
		RunE:  func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(&cobra.Command{
		Use:               "show NAME",
		Short:             "Print a profile, to copy and change: " + nearest.List(target.Profiles(), "or"),
		ValidArgsFunction: cobra.FixedCompletions(target.Profiles(), cobra.ShellCompDirectiveNoFileComp),
		RunE: func(cmd *cobra.Command, names []string) error {
			if len(names) != 1 {
				return command.Usagef("profile show takes one name: %s", nearest.List(target.Profiles(), "or"))
			}
			text, err := target.Show(names[0])
			if err != nil {
				return command.Usage{Err: err}
			}
			_, err = cmd.OutOrStdout().Write(text)
			return err
		},
	}, &cobra.Command{
		Use:   "schema",
		Short: "Print the JSON Schema of profiles, for an editor",
		Args:  command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			_, err := cmd.OutOrStdout().Write(target.Schema)
			return err
		},
	})
	return cmd
}
