package main

import (
	"encoding/json"
	"fmt"
	"text/tabwriter"

	"github.com/spf13/cobra"

	"contractmock/cmd/internal/command"
	"contractmock/mockserver"
	"contractmock/mockserver/admin"
)

func newRoutes() *cobra.Command {
	var asJSON bool
	var specs []string
	cmd := &cobra.Command{
		Use:   "routes",
		Short: "List every operation of every API",
		Args:  command.NoArguments,
		RunE: func(cmd *cobra.Command, _ []string) error {
			mock, err := mockserver.New(mockserver.Options{Specs: specs})
			if err != nil {
				return err
			}
			routes := []admin.Route{}
			for _, o := range mock.Operations() {
				routes = append(routes, admin.RouteOf(o))
			}
			if asJSON {
				encoder := json.NewEncoder(cmd.OutOrStdout())
				encoder.SetEscapeHTML(false)
				encoder.SetIndent("", "  ")
				return encoder.Encode(routes)
			}
			w := tabwriter.NewWriter(cmd.OutOrStdout(), 0, 0, 2, ' ', 0)
			fmt.Fprintln(w, "API\tOPERATION\tMETHOD\tPATH\tMODE\tTITLE")
			for _, r := range routes {
				fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%s\t%s\n", r.API, r.Operation, r.Method, r.Path, r.Mode, r.Title)
			}
			return w.Flush()
		},
	}
	cmd.Flags().BoolVar(&asJSON, "json", false, "as JSON")
	addSpecs(cmd.Flags(), &specs)
	return cmd
}
