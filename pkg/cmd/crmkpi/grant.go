package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/privileges"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func newGrant() *cobra.Command {
	var l liveFlags
	var role string
	cmd := &cobra.Command{
		Use:   "grant",
		Short: "Print the SQL of a role that can read what a mapping reads, and nothing else",
		Long: "Prints the SQL of a role for the data source: CONNECT to the database, USAGE of the schemas and SELECT of the columns that\n" +
			"the mapping reads, read-only, with time limits. PostgreSQL itself says which columns these are, by temporary views that are\n" +
			"undone at once, so that the user must be able to read all of them, as their owner can. Nothing is changed: read the SQL,\n" +
			"then run it. A role that exists keeps its password and loses what it had in the same schemas. Run it anew after each change\n" +
			"of the mapping.",
		Example: `  crmkpi grant
  crmkpi grant --mapping company.yaml --role grafana | psql crm
  crmkpi grant --preset odoo_17 --lang ru`,
		Args: noArgs,
	}
	l.add(cmd, true)
	cmd.Flags().StringVar(&role, "role", privileges.Role, "name of the role")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		db, err := l.writing()
		if err != nil {
			return err
		}
		defer db.Close()
		setup, err := l.setup()
		if err != nil {
			return err
		}
		m, err := mapped(cmd.Context(), db, setup)
		if err != nil {
			return err
		}
		readable, err := probe.Read(cmd.Context(), db, m)
		if err != nil {
			return err
		}
		needs, err := privileges.Of(cmd.Context(), db.Pool(), readable.Mapping)
		if err != nil {
			return err
		}
		exists, err := privileges.Exists(cmd.Context(), db, role)
		if err != nil {
			return err
		}
		_, err = fmt.Fprint(cmd.OutOrStdout(), needs.SQL(role, exists, l.lang()))
		return err
	}
	return cmd
}
