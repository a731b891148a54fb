package main

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/jedib0t/go-pretty/v6/table"
	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func newLive() *cobra.Command {
	cmd := &cobra.Command{
		Use:   "live",
		Short: "Triggers by which changes reach open dashboards at once",
		Long: "Open panels ask again when what they read has changed. Without triggers, the data source looks every few seconds at what\n" +
			"PostgreSQL counts of each table; triggers announce each change as it is committed. They are optional: install them on\n" +
			"purpose, as the owner of the tables. They send no data, only the number that PostgreSQL gives to the table.",
		Example: `  crmkpi live status
  crmkpi live install --print --mapping company.yaml
  crmkpi live install --dsn postgres://owner:secret@localhost:5432/crm?sslmode=disable
  crmkpi live remove --dsn postgres://owner:secret@localhost:5432/crm?sslmode=disable`,
		Args: unknownCommand,
		RunE: func(cmd *cobra.Command, _ []string) error { return cmd.Help() },
	}
	cmd.AddCommand(newLiveStatus(), newLiveInstall(), newLiveRemove())
	return cmd
}

// liveFlags are those of the commands about triggers.
type liveFlags struct {
	connection
	mappingFlags
	language *choice
}

func (l *liveFlags) add(cmd *cobra.Command, mapping bool) {
	flags := cmd.Flags()
	flags.SortFlags = false
	l.addDSN(flags)
	if mapping {
		l.addMapping(flags)
	}
	l.language = choices(flags, "lang", "language of what is said", i18n.Tags()...)
}

func (l *liveFlags) lang() i18n.Language { return i18n.Language(l.language.value) }

// tables are those behind the entities of the mapping.
func (l *liveFlags) tables(ctx context.Context, db *postgres.DB) ([]changes.Table, error) {
	setup, err := l.setup()
	if err != nil {
		return nil, err
	}
	m, err := mapped(ctx, db, setup)
	if err != nil {
		return nil, err
	}
	readable, err := probe.Read(ctx, db, m)
	if err != nil {
		return nil, err
	}
	return changes.Tables(ctx, db, readable.Mapping)
}

func newLiveStatus() *cobra.Command {
	var l liveFlags
	cmd := &cobra.Command{
		Use: "status", Short: "List the tables behind the mapping, and how their changes are seen", Args: noArgs,
		Long: "Lists the tables behind each entity, as PostgreSQL plans to read them, and whether triggers announce their changes.",
	}
	l.add(cmd, true)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		db, err := l.open()
		if err != nil {
			return err
		}
		defer db.Close()
		tables, err := l.tables(cmd.Context(), db)
		if err != nil {
			return err
		}
		announced, err := changes.Announced(cmd.Context(), db, tables)
		if err != nil {
			return err
		}
		t := newTable()
		t.AppendHeader(header(l.lang(), "live_table", "live_entities", "live_seen"))
		for _, one := range tables {
			seen := i18n.T("cli.live_counters")
			if announced[one.ID] {
				seen = i18n.T("cli.live_triggers")
			}
			t.AppendRow(table.Row{one.Schema + "." + one.Name, strings.Join(one.Entities, ", "), seen.In(l.lang())})
		}
		return render(cmd.OutOrStdout(), t)
	}
	return cmd
}

func newLiveInstall() *cobra.Command {
	var l liveFlags
	var print bool
	cmd := &cobra.Command{
		Use: "install", Short: "Install the triggers on the tables behind the mapping", Args: noArgs,
		Long: "Installs a trigger on each table behind the mapping, and its function in the schema of the table, in one transaction. Running\n" +
			"the command again does no harm. The user must own the tables, or have the TRIGGER privilege on them, and CREATE on their\n" +
			"schemas. Each statement that writes then also notifies; commits that notify wait for one another for a moment, which is felt\n" +
			"where thousands write each second.",
	}
	l.add(cmd, true)
	cmd.Flags().BoolVar(&print, "print", false, "print the SQL and run nothing")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return l.change(cmd, print, "cli.live_installed", func(ctx context.Context, db *postgres.DB) ([]crm.Table, []string, error) {
			tables, err := l.tables(ctx, db)
			if err != nil {
				return nil, nil, err
			}
			found, err := changes.Installable(ctx, db, tables)
			return found, changes.Installing(found), err
		})
	}
	return cmd
}

func newLiveRemove() *cobra.Command {
	var l liveFlags
	var print bool
	cmd := &cobra.Command{
		Use: "remove", Short: "Remove the triggers from all tables of the database", Args: noArgs,
		Long: "Removes the triggers from all tables that have one, whatever the mapping, and their functions, in one transaction.",
	}
	l.add(cmd, false)
	cmd.Flags().BoolVar(&print, "print", false, "print the SQL and run nothing")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return l.change(cmd, print, "cli.live_removed", func(ctx context.Context, db *postgres.DB) ([]crm.Table, []string, error) {
			found, err := changes.Installed(ctx, db)
			return found, changes.Removing(found), err
		})
	}
	return cmd
}

// change prints statements, or runs them and says how many tables it was.
func (l *liveFlags) change(cmd *cobra.Command, print bool, said string, find func(context.Context, *postgres.DB) ([]crm.Table, []string, error)) error {
	db, err := l.writing()
	if err != nil {
		return err
	}
	defer db.Close()
	tables, statements, err := find(cmd.Context(), db)
	if err != nil {
		return err
	}
	if print {
		statements = slices.Concat([]string{"begin"}, statements, []string{"commit"})
		_, err := fmt.Fprintln(cmd.OutOrStdout(), strings.Join(statements, ";\n")+";")
		return err
	}
	if err := postgres.Write(cmd.Context(), db.Pool(), nil, statements); err != nil {
		return err
	}
	_, err = fmt.Fprintln(cmd.OutOrStdout(), i18n.T(said, "number", len(tables)).In(l.lang()))
	return err
}
