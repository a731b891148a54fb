package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func newCheck() *cobra.Command {
	var b business
	cmd := &cobra.Command{
		Use:   "check",
		Short: "Check a database and a mapping: which KPIs are available, which are not and why",
		Long: "Connects, reads the server's version and tries every field of the mapping. A KPI is available when everything it needs\n" +
			"can be read; of custom KPIs the SQL is tried as well. The exit status is 1 when none is.",
		Example: `  crmkpi check
  crmkpi check --mapping company.yaml --lang ru
  crmkpi check --custom-kpis kpis.yaml`,
		Args: noArgs,
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	b.addDSN(flags)
	b.addTimeout(flags)
	flags.StringVar(&b.mapping, "mapping", "", "YAML file that maps the company's schema (default: the reference schema crm)")
	b.addCustom(flags)
	b.addOutput(cmd)
	b.timezone, b.weekStart, b.currency = "UTC", "monday", "USD" // they make no difference here
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		s, err := b.start()
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
	found, err := probe.Read(cmd.Context(), s.db, s.mapped)
	if err != nil {
		return err
	}
	words := map[bool]string{true: s.text("yes", "да"), false: s.text("no", "нет")}
	out := sheet{columns: []column{
		{id: "kpi", title: "KPI"}, {id: "title", title: s.text("Title", "Название")},
		{id: "available", title: s.text("Available", "Доступен")}, {id: "reason", title: s.text("Reason", "Причина")},
	}}
	engine := plan.New(s.catalog, found.Mapping, plan.Settings{Calendar: s.calendar, ReportingCurrency: s.currency}, s.db)
	faults, err := probe.KPIs(cmd.Context(), engine, s.catalog.Of(catalog.Custom))
	if err != nil {
		return err
	}
	available := 0
	for _, k := range s.catalog.KPIs() {
		reason := ""
		if err := engine.Available(k); err != nil {
			reason = found.Reason(err).Error()
		} else if err := faults[k.ID]; err != nil {
			reason = err.Error()
		} else {
			available++
		}
		var cell any = reason == ""
		if s.format.value == "table" {
			cell = words[reason == ""]
		}
		out.rows = append(out.rows, []any{k.ID, k.Title.In(s.lang()), cell, reason})
	}
	total := len(out.rows)
	facts = append(facts, i18n.Text{
		En: fmt.Sprintf("%d of %d KPIs are available", available, total), Ru: fmt.Sprintf("Доступно показателей: %d из %d", available, total),
	})
	for _, fact := range facts {
		out.notices = append(out.notices, plan.Notice{Text: fact})
	}
	if err := s.print(cmd, out); err != nil {
		return err
	}
	switch {
	case available > 0:
		return nil
	case s.mapping != "":
		return fmt.Errorf("no KPI is available; correct the mapping in %s", s.mapping)
	}
	return errors.New("no KPI is available; create the reference schema with `crmkpi migrate`, or give the mapping of the company's own with --mapping FILE")
}

func (s *session) text(en, ru string) string { return i18n.Text{En: en, Ru: ru}.In(s.lang()) }

// facts says what the connection leads to.
func (s *session) facts(ctx context.Context) ([]i18n.Text, error) {
	_, version, err := s.db.ServerVersion(ctx)
	if err != nil {
		return nil, err
	}
	facts := []i18n.Text{{En: "PostgreSQL " + version, Ru: "PostgreSQL " + version}}
	if s.mapping != "" {
		return append(facts, i18n.Text{En: "Mapping " + s.mapping, Ru: "Сопоставление " + s.mapping}), nil
	}
	current, latest, err := schema.Version(ctx, s.db.Pool())
	switch {
	case err != nil:
		return nil, err
	case current == 0:
		return append(facts, i18n.Text{
			En: "The reference schema crm is not there; create it with `crmkpi migrate`",
			Ru: "Эталонной схемы crm нет; создайте её командой `crmkpi migrate`",
		}), nil
	case current < latest:
		return append(facts, i18n.Text{
			En: fmt.Sprintf("The reference schema crm has version %d, the newest is %d; update it with `crmkpi migrate`", current, latest),
			Ru: fmt.Sprintf("Версия эталонной схемы crm — %d, новейшая — %d; обновите её командой `crmkpi migrate`", current, latest),
		}), nil
	}
	return append(facts, i18n.Text{
		En: fmt.Sprintf("The reference schema crm has version %d", current), Ru: fmt.Sprintf("Версия эталонной схемы crm — %d", current),
	}), nil
}
