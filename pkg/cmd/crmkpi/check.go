package main

import (
	"context"
	"errors"
	"fmt"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
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
			"can be read; of custom KPIs the SQL is tried as well. The rows of a mapping are read for keys that are not unique: a join\n" +
			"would count rows several times. The exit status is 1 when there are such, or when no KPI is available.\n\n" +
			"Of every entity it says how many rows there are, when the newest changed and how many are usable, and what is wrong with\n" +
			"the data: keys that lead nowhere, times in the wrong order, words that no KPI asks for, numbers kept as text, currencies\n" +
			"without a rate, sales without a target and targets without sales. These are warnings; they leave the exit status as it is.",
		Example: `  crmkpi check
  crmkpi check --mapping company.yaml --lang ru
  crmkpi check --preset odoo_17 --preset chatwoot=support --preset-except chatwoot.users
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
	multiplied, err := s.multiplies(cmd.Context(), found.Mapping, &facts)
	if err != nil {
		return err
	}
	health, findings, err := probe.Inspect(cmd.Context(), s.db, engine, found.Mapping, s.time)
	if err != nil {
		return err
	}
	out.parts = []part{s.entities(health, found), s.findings(findings)}
	for _, fact := range facts {
		out.notices = append(out.notices, plan.Notice{Text: fact})
	}
	if err := s.print(cmd, out); err != nil {
		return err
	}
	switch {
	case multiplied > 0:
		return fmt.Errorf("keys that must be unique are not, so that rows would count several times; correct the mapping in %s", s.named())
	case available > 0:
		return nil
	case s.named() != "":
		return fmt.Errorf("no KPI is available; correct the mapping in %s", s.named())
	}
	return errors.New("no KPI is available; create the reference schema with `crmkpi migrate`, or give the mapping of the company's own with --mapping FILE")
}

// multiplies adds keys that are not unique to the facts, and returns in how many places there are such. The reference schema has
// primary keys, and is not read.
func (s *session) multiplies(ctx context.Context, m crm.Mapping, facts *[]i18n.Text) (int, error) {
	if s.named() == "" {
		return 0, nil
	}
	found, err := probe.Multiplies(ctx, s.db, m)
	count := 0
	for _, d := range found {
		name := d.Entity + "." + d.Field
		if d.Err != nil {
			*facts = append(*facts, i18n.Text{
				En: fmt.Sprintf("%s: whether keys are unique could not be found out: %s", name, d.Err),
				Ru: fmt.Sprintf("%s: не удалось узнать, единственны ли ключи: %s", name, d.Err),
			})
			continue
		}
		count++
		if d.To == "" {
			*facts = append(*facts, i18n.Text{
				En: fmt.Sprintf("%s: several rows have the same key: %s", name, d.Named()),
				Ru: fmt.Sprintf("%s: у нескольких строк один ключ: %s", name, d.Named()),
			})
			continue
		}
		*facts = append(*facts, i18n.Text{
			En: fmt.Sprintf("%s: it finds several rows of %s, and counts its own row as often, for the keys %s", name, d.To, d.Named()),
			Ru: fmt.Sprintf("%s: находит несколько строк %s и столько же раз считает свою строку, для ключей %s", name, d.To, d.Named()),
		})
	}
	return count, err
}

func (s *session) text(en, ru string) string { return i18n.Text{En: en, Ru: ru}.In(s.lang()) }

// facts says what the connection leads to.
func (s *session) facts(ctx context.Context) ([]i18n.Text, error) {
	_, version, err := s.db.ServerVersion(ctx)
	if err != nil {
		return nil, err
	}
	facts := []i18n.Text{{En: "PostgreSQL " + version, Ru: "PostgreSQL " + version}}
	if s.tenant != "" {
		facts = append(facts, i18n.Text{En: "Only the rows of the tenant " + s.tenant, Ru: "Только строки арендатора " + s.tenant})
	}
	if name := s.named(); name != "" {
		return append(facts, i18n.Text{En: "Mapping " + name, Ru: "Сопоставление " + name}), nil
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
