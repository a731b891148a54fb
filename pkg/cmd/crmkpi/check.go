package main

import (
	"context"
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func newCheck() *cobra.Command {
	var b business
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check a database and a mapping: which KPIs are available, which are not and why",
		Long: "Connects, reads the server's version and tries every field of the mapping. A KPI is available when everything it needs\n" +
			"can be read; of custom KPIs the SQL is tried as well. The rows of a mapping are read for keys that are not unique: a join\n" +
			"would count rows several times. The exit status is 1 when there are such, when a field cannot be read, whether a KPI needs\n" +
			"it or not, and when no KPI is available.\n\n" +
			"Of every entity it says how many rows there are, when the newest changed and how many are usable, and what is wrong with\n" +
			"the data: keys that lead nowhere, times in the wrong order, words that no KPI asks for, numbers kept as text, currencies\n" +
			"without a rate, sales without a target and targets without sales. These are warnings; they leave the exit status as it is.",
		Example: `  crmkpi check
  crmkpi check --mapping company.yaml --lang ru
  crmkpi check --preset odoo_17 --preset-except odoo_17.tickets,odoo_17.ticket_events --preset chatwoot=support \
    --preset-except chatwoot.users,chatwoot.teams,chatwoot.accounts,chatwoot.contacts
  crmkpi check --custom-kpis kpis.yaml`,
		Args: noArgs,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	b.addDSN(flags)
	b.addTimeout(flags)
	b.addMapping(flags)
	b.addCustom(flags)
	flags.StringVar(&b.now, "now", "", "the time to take for now (default: the clock's)")
	b.addOutput(cmd)
	b.timezone, b.weekStart, b.currency = "UTC", "monday", "USD" // they make no difference here
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := b.start(cmd.Context())
		if err != nil {
			return err
		}
		defer s.close()
		return s.check(cmd)
	}
	return cmd
}

func (s *session) check(cmd *cobra.Command) error {
	facts, err := s.facts(cmd.Context())
	if err != nil {
		return err
	}
	found, err := probe.Check{
		DB: s.db, Catalog: s.catalog, Business: plan.Settings{Calendar: s.calendar, ReportingCurrency: s.currency},
		Mapping: s.mapped, Keyed: s.named() == "", Now: s.time,
	}.Run(cmd.Context(), query.KPIs, query.Entities, query.Findings)
	if err != nil {
		return err
	}
	facts = append(facts, i18n.T("cli.available", "available", found.Available(), "kpis", len(found.KPIs)))
	out := s.readable(found.Table(query.KPIs))
	for _, about := range []query.About{query.Entities, query.Findings} {
		t := found.Table(about)
		out.parts = append(out.parts, part{id: string(about), title: t.Title.In(s.lang()), sheet: s.sheet(t)})
	}
	for _, fact := range facts {
		out.notices = append(out.notices, answer.Notice{Text: fact})
	}
	if err := s.print(cmd, out); err != nil {
		return err
	}
	return s.verdict(found)
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
	case err != nil:
		return nil, err
	case current == 0:
		return append(facts, i18n.T("cli.no_schema")), nil
	case current < latest:
		return append(facts, i18n.T("cli.old_schema", "version", current, "newest", latest)), nil
	}
	return append(facts, i18n.T("cli.schema_version", "version", current)), nil
}
