package main

import (
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// listing are the flags of the questions that are answered by rows.
type listing struct {
	business
	from, to, kpi string
	filters       []string
	question      query.Question
}

func (l *listing) addRange(cmd *cobra.Command) {
	cmd.Flags().StringVar(&l.from, "from", "", "start of the range, as 2024-01-31, 2024-01-31T15:04:05Z, now-30d or now/M")
	cmd.Flags().StringVar(&l.to, "to", "", "end of the range, not included")
	cmd.Flags().StringArrayVar(&l.filters, "filter", nil, filterHelp)
}

func (l *listing) addRows(cmd *cobra.Command) {
	cmd.Flags().IntVar(&l.question.Rows, "rows", plan.DefaultRows, "at most so many rows")
	l.add(cmd)
}

func newRecords() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:   "records (--entity ENTITY | --kpi KPI) --from TIME --to TIME",
		Short: "List the rows of an entity, or those behind a KPI",
		Long: "Lists the rows of an entity that came into being in the range, or the rows behind a KPI: those it counts in the range or,\n" +
			"for the state at an instant such as open_deals, those open at the end. The newest come first.\n\n" + filterForms,
		Example: `  crmkpi records --kpi deals_won --from now/M --to now --filter team=Alpha
  crmkpi records --entity tickets --from now-1d --to now --format csv`,
		Args: noArgs,
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&l.question.Entity, "entity", "", "entity of the model, as deals")
	cmd.Flags().StringVar(&l.kpi, "kpi", "", "KPI whose rows are listed")
	l.addRange(cmd)
	cmd.Flags().StringToStringVar(&l.question.Parameters, "param", nil, "parameters of the KPI, as window=90d")
	l.addRows(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if (l.question.Entity == "") == (l.kpi == "") {
			return usage("give either --entity, as in --entity deals, or --kpi, as in --kpi revenue")
		}
		if l.kpi != "" {
			l.question.KPIs = []string{l.kpi}
		}
		return l.list(cmd, func(s *session, q query.Question, r plan.Request) ([]*plan.Table, error) {
			return s.engine.Records(cmd.Context(), q, r)
		})
	}
	return cmd
}

func newAgenda() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:     "agenda --from TIME --to TIME",
		Short:   "List planned activities and open commitments",
		Long:    "Lists planned activities and open commitments in the order of their times.\n\n" + filterForms,
		Example: `  crmkpi agenda --from now --to now+7d --filter rep='Anna Smith' --timezone Europe/Berlin`,
		Args:    noArgs,
	}
	cmd.Flags().SortFlags = false
	l.addRange(cmd)
	l.addRows(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return l.list(cmd, func(s *session, q query.Question, r plan.Request) ([]*plan.Table, error) {
			t, err := s.engine.Agenda(cmd.Context(), q, r)
			return []*plan.Table{t}, err
		})
	}
	return cmd
}

func newValues() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:     "values --dimension DIMENSION",
		Short:   "List the values of a dimension, as filters take them",
		Example: `  crmkpi values --dimension account --search gmbh --rows 20`,
		Args:    noArgs,
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&l.question.Dimension, "dimension", "", "dimension, as region")
	cmd.Flags().StringVar(&l.question.Search, "search", "", "only the values that contain this text")
	l.addRows(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if l.question.Dimension == "" {
			return usage("--dimension is missing; name one, as in --dimension region")
		}
		s, err := l.start()
		if err != nil {
			return err
		}
		defer s.close()
		t, err := s.engine.Values(cmd.Context(), l.question)
		if err != nil {
			return err
		}
		return s.print(cmd, s.sheet(t))
	}
	return cmd
}

// list asks for rows of a range and prints them.
func (l *listing) list(cmd *cobra.Command, ask func(*session, query.Question, plan.Request) ([]*plan.Table, error)) error {
	var err error
	if l.question.Filters, err = parseFilters(l.filters); err != nil {
		return err
	}
	s, err := l.start()
	if err != nil {
		return err
	}
	defer s.close()
	r := plan.Request{Now: s.time}
	if r.Range, err = s.span(l.from, l.to); err != nil {
		return err
	}
	tables, err := ask(s, l.question, r)
	if err != nil {
		return err
	}
	for i, t := range tables {
		if i > 0 {
			fmt.Fprintln(cmd.OutOrStdout())
		}
		if err := s.print(cmd, s.sheet(t)); err != nil {
			return err
		}
	}
	return nil
}

// sheet lays out a table of the engine.
func (s *session) sheet(t *plan.Table) sheet {
	out := sheet{notices: t.Notices, statements: t.Statements}
	for _, c := range t.Columns {
		show := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
		if c.Type == crm.Money {
			show = func(v float64) string { return terminal.Number(v, 2) }
		}
		out.columns = append(out.columns, column{
			id: c.ID, title: c.Title.In(s.lang()), number: c.Type == crm.Number || c.Type == crm.Money, show: show,
		})
	}
	for _, row := range t.Rows {
		cells := make([]any, len(row))
		for i, value := range row {
			cells[i] = s.cell(value, t.Columns[i].Type)
		}
		out.rows = append(out.rows, cells)
	}
	return out
}

func (s *session) cell(value any, kind crm.Type) any {
	at, ok := value.(time.Time)
	switch {
	case !ok:
		return value
	case kind == crm.Date:
		return day(at)
	}
	return instant(at, s.calendar.Location)
}
