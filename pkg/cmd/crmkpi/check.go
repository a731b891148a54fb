package main

import (
	"context"
	"errors"
	"slices"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/privileges"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func newCheck() *cobra.Command {
	var b business
	var listed bool
	var advise indexing
	var budget time.Duration
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check a database and a mapping: which KPIs are available, which are not and why",
		Long: "Connects, reads the server's version and tries every field of the mapping. A KPI is available when everything it needs\n" +
			"can be read and its own statements have run over some rows of each entity. The rows of a mapping are read for values that\n" +
			"cannot be, and for keys that are not unique: a join would count rows several times. The exit status is 1 when there are\n" +
			"such, when a field cannot be read, whether a KPI needs it or not, when a built-in KPI fails or the newest of several rows\n" +
			"is not clear, and when no KPI is available.\n\n" +
			"What is wrong comes first, then each entity with its rows, when the newest changed and how many are usable. Warnings leave\n" +
			"the exit status as it is: keys that lead nowhere, times in the wrong order, words that no KPI asks for or no row has,\n" +
			"numbers kept as text, missing amounts and starts, currencies without a rate, sales without a target and the reverse, deals\n" +
			"without history, rows of several tenants. What there was no time for is said at the end. --kpis lists every KPI and what it misses.\n\n" +
			"--indexes looks for something else: the indexes that large tables lack for the statements of dashboards, each as SQL to run, with\n" +
			"what it would save. Where the database has the extension hypopg, that is PostgreSQL's own estimate; else it is the time of\n" +
			"reading the table, the most that can be saved. Only the statements that an index is proposed for are run, within the budget.\n" +
			"Nothing is created. Like warnings, proposals leave the exit status as it is.",
		Example: `  crmkpi check
  crmkpi check --mapping company.yaml --lang ru
  crmkpi check --preset odoo_17 --preset-except odoo_17.tickets,odoo_17.ticket_events --preset chatwoot=support \
    --preset-except chatwoot.users,chatwoot.teams,chatwoot.accounts,chatwoot.contacts
  crmkpi check --custom-kpis kpis.yaml
  crmkpi check --mapping company.yaml --indexes --dashboards dashboards --budget 1m`,
		Args: noArgs,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	b.addDSN(flags)
	b.addTimeout(flags)
	b.addMapping(flags)
	b.addCustom(flags)
	flags.StringVar(&b.now, "now", "", "the time to take for now (default: the clock's)")
	flags.BoolVar(&listed, "kpis", false, "also list every KPI, and what those that are unavailable miss")
	flags.DurationVar(&budget, "budget", checkBudget, "how long to read rows, and to run KPIs or what indexes are for; 0 is until all is known")
	flags.BoolVar(&advise.wanted, "indexes", false, "look for indexes that large tables lack, instead of all else")
	flags.StringVar(&advise.folder, "dashboards", "", "with --indexes: folder with dashboards as JSON (default: those of the plugin, and every KPI)")
	b.addOutput(cmd)
	b.timezone, b.weekStart, b.currency = "UTC", "monday", "USD" // they make no difference here
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if advise.folder != "" && !advise.wanted {
			return usage("cli.dashboards_of_indexes")
		}
		s, err := b.start(cmd.Context())
		if err != nil {
			return err
		}
		defer s.close()
		if advise.wanted {
			return s.indexes(cmd, advise, budget)
		}
		return s.check(cmd, listed, budget)
	}
	return cmd
}

// checkBudget leaves of ten seconds some for the connection and for what PostgreSQL only plans.
const checkBudget = 8 * time.Second

func (s *session) check(cmd *cobra.Command, listed bool, budget time.Duration) error {
	facts, err := s.facts(cmd.Context())
	if err != nil {
		return err
	}
	found, err := probe.Check{
		DB: s.db, Catalog: s.catalog, Business: plan.Settings{Calendar: s.calendar, ReportingCurrency: s.currency},
		Mapping: s.mapped, Keyed: s.named() == "", Now: s.time, Budget: budget,
	}.Run(cmd.Context(), query.KPIs, query.Entities, query.Findings)
	if err != nil {
		return err
	}
	facts = append(facts, i18n.T("cli.available", "available", found.Available(), "kpis", len(found.KPIs)))
	out := s.readable(named(found.Table(query.Findings)))
	below := []query.About{query.Entities}
	if listed {
		below = append(below, query.KPIs)
	}
	for _, about := range below {
		t := found.Table(about)
		out.parts = append(out.parts, part{id: string(about), title: t.Title.In(s.lang()), sheet: s.readable(t)})
	}
	for _, fact := range facts {
		out.notices = append(out.notices, answer.Notice{Text: fact})
	}
	out.notices = append(out.notices, found.Notices()...)
	excess, err := privileges.Excess(cmd.Context(), s.db, found.Mapping)
	if err != nil {
		return err
	}
	if len(excess) > 0 {
		out.notices = append(out.notices, answer.Notice{Warning: true, Text: i18n.T("grant.advice", "powers", excess)})
	}
	if err := s.print(cmd, out); err != nil {
		return err
	}
	return s.verdict(found)
}

// named leaves the titles of entities and fields out, which stand there by the names that a mapping has.
func named(t *answer.Table) *answer.Table {
	out := *t
	out.Columns, out.Rows = nil, make([][]any, len(t.Rows))
	for i, c := range t.Columns {
		if c.ID == "title" || c.ID == "field_title" {
			continue
		}
		out.Columns = append(out.Columns, c)
		for n, row := range t.Rows {
			out.Rows[n] = append(out.Rows[n], row[i])
		}
	}
	return &out
}

// readable lays a table out with yes and no in the place of truth values, where it is for people.
func (s *session) readable(t *answer.Table) sheet {
	out := s.sheet(t)
	if s.format.value != "table" {
		return out
	}
	words := map[bool]string{true: i18n.T("cli.answer_yes").In(s.lang()), false: i18n.T("cli.answer_no").In(s.lang())}
	for _, row := range out.rows {
		for i, cell := range row {
			if truth, ok := cell.(bool); ok {
				row[i] = words[truth]
			}
		}
	}
	return out
}

// verdict is the error of a mapping, or a database, that must not stay as it is.
func (s *session) verdict(found *probe.Result) error {
	switch names := strings.Join(found.Names(), ", "); {
	case slices.ContainsFunc(found.Findings, probe.Finding.Multiplies):
		return fault.New("cli.doubled", "mapping", s.named())
	case found.Available() == 0 && s.named() != "":
		return fault.New("cli.no_kpis", "mapping", s.named())
	case found.Available() == 0:
		return fault.New("cli.no_kpis_no_schema")
	case names != "" && s.named() != "":
		return fault.New("cli.unreadable", "names", names, "mapping", s.named())
	case names != "":
		return fault.New("cli.unreadable_reference", "names", names)
	case slices.ContainsFunc(found.Findings, probe.Finding.Fails):
		return fault.New("cli.failing")
	}
	return nil
}

// facts says what the connection leads to.
func (s *session) facts(ctx context.Context) ([]i18n.Text, error) {
	_, version, err := s.db.ServerVersion(ctx)
	if err != nil {
		return nil, err
	}
	facts := []i18n.Text{i18n.Same("PostgreSQL " + version)}
	if s.tenant != "" {
		facts = append(facts, i18n.T("cli.tenant", "tenant", s.tenant))
	}
	if name := s.named(); name != "" {
		return append(facts, i18n.T("cli.mapping", "mapping", name)), nil
	}
	current, latest, err := schema.Version(ctx, s.db.Pool())
	switch {
	case errors.Is(err, schema.ErrHidden):
		return append(facts, i18n.T("cli.schema_version_hidden")), nil
	case err != nil:
		return nil, err
	case current == 0:
		return append(facts, i18n.T("cli.no_schema")), nil
	case current < latest:
		return append(facts, i18n.T("cli.old_schema", "version", current, "newest", latest)), nil
	}
	return append(facts, i18n.T("cli.schema_version", "version", current)), nil
}
