package main

import (
	"fmt"
	"strconv"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/lists"
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
	l.addRowsOr(cmd, lists.DefaultRows, "at most so many rows")
}

func (l *listing) addRowsOr(cmd *cobra.Command, otherwise int, help string) {
	cmd.Flags().IntVar(&l.question.Rows, "rows", otherwise, help)
	l.add(cmd)
}

func newRecords() *cobra.Command {
	l := listing{question: query.Question{Type: query.Records}}
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
			return usage("cli.entity_or_kpi")
		}
		if l.kpi != "" {
			l.question.KPIs = []string{l.kpi}
		}
		return l.list(cmd)
	}
	return cmd
}

func newAgenda() *cobra.Command {
	l := listing{question: query.Question{Type: query.Agenda}}
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
		return l.list(cmd)
	}
	return cmd
}

func newTimeline() *cobra.Command {
	l := listing{question: query.Question{Type: query.Timeline}}
	var account string
	cmd := &cobra.Command{
		Use:   "timeline --account NAME --from TIME --to TIME",
		Short: "Tell what happened with one customer",
		Long: "Lists a customer's orders, deals, tickets, messages, activities, answers to surveys, feedback, quotes and payments, the newest\n" +
			"first. Where two customers share a name, \"Acme #17\" is the one with the key 17.\n\n" + filterForms,
		Example: `  crmkpi timeline --account 'Acme GmbH' --from now-1y --to now
  crmkpi timeline --account 'Acme GmbH #17' --from now-90d --to now+30d --filter rep='Anna Smith'`,
		Args: noArgs,
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&account, "account", "", "name of the customer; `crmkpi values --dimension account` lists them")
	l.addRange(cmd)
	l.addRows(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if account == "" {
			return usage("cli.account_missing")
		}
		l.question.Filters = []query.Filter{{Dimension: "account", Operator: query.In, Values: []string{account}}}
		return l.list(cmd)
	}
	return cmd
}

func newAnnotations() *cobra.Command {
	l := listing{question: query.Question{Type: query.Annotations}}
	cmd := &cobra.Command{
		Use:   "annotations --from TIME --to TIME",
		Short: "List the events to mark on charts",
		Long: "Lists won deals, runs of campaigns, escalations of tickets and changes of definitions, the newest first. A filter holds for the\n" +
			"events that have its dimension.\n\n" + filterForms,
		Example: `  crmkpi annotations --from now-1y --to now --events won_deals,campaigns --param threshold=50000`,
		Args:    noArgs,
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringSliceVar(&l.question.Events, "events", nil, "only these: "+strings.Join(query.Events(), ", ")+" (default: all that are mapped)")
	l.addRange(cmd)
	cmd.Flags().StringToStringVar(&l.question.Parameters, "param", nil, "threshold=50000 marks only deals of at least so much, in the reporting currency")
	l.addRows(cmd)
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		return l.list(cmd)
	}
	return cmd
}

func newValues() *cobra.Command {
	l := listing{question: query.Question{Type: query.Values}}
	cmd := &cobra.Command{
		Use:   "values --dimension DIMENSION",
		Short: "List the values of a dimension, as filters take them",
		Long:  "Lists the values of a dimension, as filters take them.\n\n" + filterForms,
		Example: `  crmkpi values --dimension account --search gmbh --rows 20
  crmkpi values --dimension rep --filter team=North --prefer anna.smith@example.com`,
		Args: noArgs,
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&l.question.Dimension, "dimension", "", "dimension, as region")
	cmd.Flags().StringVar(&l.question.Search, "search", "", "only the values that contain this text")
	cmd.Flags().StringVar(&l.question.Prefer, "prefer", "", "the values known by one of these texts, separated by commas, come first: by name or, for people, by e-mail address")
	cmd.Flags().StringArrayVar(&l.filters, "filter", nil, filterHelp)
	l.addRowsOr(cmd, 0, "at most so many rows (default all)")
	cmd.RunE = func(cmd *cobra.Command, _ []string) error {
		if l.question.Dimension == "" {
			return usage("cli.dimension_missing")
		}
		filters, err := parseFilters(l.filters)
		if err != nil {
			return err
		}
		l.question.Filters = filters
		s, err := l.start(cmd.Context())
		if err != nil {
			return err
		}
		defer s.close()
		found, err := s.ask(cmd.Context(), l.question, plan.Request{Now: s.time})
		if err != nil {
			return s.placed(cmd, err)
		}
		return s.print(cmd, s.sheet(found.Table()))
	}
	return cmd
}

// list asks for rows of a range and prints them.
func (l *listing) list(cmd *cobra.Command) error {
	filters, err := parseFilters(l.filters)
	if err != nil {
		return err
	}
	l.question.Filters = append(filters, l.question.Filters...)
	s, err := l.start(cmd.Context())
	if err != nil {
		return err
	}
	defer s.close()
	r := plan.Request{Now: s.time}
	if r.Range, err = s.span(l.from, l.to); err != nil {
		return err
	}
	found, err := s.ask(cmd.Context(), l.question, r)
	if err != nil {
		return s.placed(cmd, err)
	}
	if l.question.Type == query.Explain && l.format.value == "table" {
		return s.explained(cmd.OutOrStdout(), found.Table())
	}
	for i, t := range found.Tables {
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
func (s *session) sheet(t *answer.Table) sheet {
	out := sheet{notices: t.Notices, statements: t.Statements}
	for _, c := range t.Columns {
		show := func(v float64) string { return strconv.FormatFloat(v, 'f', -1, 64) }
		if c.Unit != "" {
			show = func(v float64) string { return terminal.Format(&v, c.Unit, s.currency) }
		} else if c.Type == crm.Money {
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
	if text, ok := value.(i18n.Text); ok {
		return text.In(s.lang())
	}
	at, ok := value.(time.Time)
	switch {
	case !ok:
		return value
	case kind == crm.Date:
		return day(at)
	}
	return instant(at, s.calendar.Location)
}
