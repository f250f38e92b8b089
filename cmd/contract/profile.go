package main

import (
	"errors"
	"strings"

	"github.com/spf13/cobra"
	"github.com/spf13/pflag"

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
		Use:   "show NAME",
		Short: "Print a profile, to copy and change: " + nearest.List(target.Profiles(), "or"),
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

// addTarget adds the flags of commands that call a target.
func addTarget(flags *pflag.FlagSet, name, adminToken *string) {
	flags.StringVar(name, "target", target.InProcess, "`where` to run: mock is one in this process, else the URL of a mock, or the profile of a deployment (contract profile --help)")
	flags.StringVar(adminToken, "admin-token", "", "`token` that the target's control plane wants; better given as CONTRACT_ADMIN_TOKEN, where no list of processes shows it")
}

// openTarget opens the target of a command, and says on stderr what whoever uses it
// should know. The admin token wins over the profile's.
func openTarget(cmd *cobra.Command, name, adminToken string, env command.Environment) (*target.Target, error) {
	profile, err := target.Load(name, env)
	if err != nil {
		return nil, command.Usage{Err: err}
	}
	if profile.ControlPlane != nil && adminToken != "" {
		profile.ControlPlane.Token = adminToken
	}
	there, err := profile.Open(cmd.Context())
	var silent target.Unreachable
	switch {
	case errors.As(err, &silent):
		return nil, unreachable{err}
	case err != nil:
		return nil, command.Usage{Err: err}
	}
	for _, warning := range there.Warnings() {
		cmd.PrintErrln("warning: " + strings.TrimSpace(warning))
	}
	return there, nil
}
