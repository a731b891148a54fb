package main

import (
	"fmt"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

func newMigrate() *cobra.Command {
	var c connection
	cmd := &cobra.Command{
		Use:   "migrate",
		Short: "Create the reference schema crm, or bring it up to date",
		Long: "Creates the reference schema crm with a table for each entity, or brings it up to date. Each migration runs in its own\n" +
			"transaction, and running the command again does no harm. The user needs the CREATE privilege on the database.",
		Example: "  crmkpi migrate --dsn postgres://owner:secret@localhost:5432/crm?sslmode=disable",
		Args:    noArgs,
	}
	c.addDSN(cmd.Flags())
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		db, err := c.writing()
		if err != nil {
			return err
		}
		defer db.Close()
		if err := db.Ping(cmd.Context()); err != nil {
			return err
		}
		applied, err := schema.Migrate(cmd.Context(), db.Pool())
		if err != nil {
			return err
		}
		for _, name := range applied {
			fmt.Fprintln(cmd.OutOrStdout(), i18n.T("cli.migrated", "migration", name).In(i18n.English))
		}
		current, _, err := schema.Version(cmd.Context(), db.Pool())
		if err != nil {
			return err
		}
		if len(applied) == 0 {
			fmt.Fprintln(cmd.OutOrStdout(), i18n.T("cli.migrated_before", "schema", schema.Name, "version", current).In(i18n.English))
			return nil
		}
		fmt.Fprintln(cmd.OutOrStdout(), i18n.T("cli.migrated_to", "schema", schema.Name, "version", current).In(i18n.English))
		return nil
	}
	return cmd
}
