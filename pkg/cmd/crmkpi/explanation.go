package main

import (
	"fmt"
	"io"
	"math"
	"strings"

	"github.com/jedib0t/go-pretty/v6/text"
	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/terminal"
)

// textWidth is how wide lines of text are.
const textWidth = 100

func newExplain() *cobra.Command {
	var l listing
	cmd := &cobra.Command{
		Use:   "explain KPI",
		Short: "Tell how a KPI is computed",
		Long: "Tells the definition of a KPI, how many rows it looks at in the range and how many it leaves out, and why, how fresh they are, and\n" +
			"what the reader of its number must know; with --sql also its plan and the statements that compute it.\n\n" + filterForms,
		Example: `  crmkpi explain win_rate
  crmkpi explain win_rate --from 2024-01-01 --to 2025-01-01 --filter team=Alpha --sql`,
		Args: func(_ *cobra.Command, args []string) error {
			if l.kpi != "" {
				return noArgs(nil, args)
			}
			if len(args) > 1 {
				return noArgs(nil, args[1:])
			}
			return nil
		},
	}
	cmd.Flags().SortFlags = false
	cmd.Flags().StringVar(&l.kpi, "kpi", "", "KPI to explain, instead of the argument")
	l.addRange(cmd)
	for flag, otherwise := range map[string]string{"from": "now/M", "to": "now"} {
		f := cmd.Flags().Lookup(flag)
		f.DefValue = otherwise
		_ = f.Value.Set(otherwise) // a text takes any
	}
	cmd.Flags().StringToStringVar(&l.question.Parameters, "param", nil, "parameters of the KPI, as window=90d")
	l.add(cmd)
	cmd.Flags().Lookup("explain").Hidden = true
	cmd.Flags().BoolVar(&l.explain, "sql", false, "also print the plan and the SQL statements, their arguments, rows and durations")
	cmd.RunE = func(cmd *cobra.Command, args []string) error {
		if len(args) == 1 {
			l.kpi = args[0]
		}
		if l.kpi == "" {
			return usage("cli.kpi_missing")
		}
		l.question.Type, l.question.KPIs = query.Explain, []string{l.kpi}
		return l.list(cmd)
	}
	return cmd
}

// explained prints an explanation as text: each part below its heading, then the notices. The plan and the statements come last, and only
// if they are asked for.
func (s *session) explained(w io.Writer, t *answer.Table) error {
	said := s.sheet(t)
	heading, width := "", 0
	for _, row := range said.rows {
		width = max(width, text.StringWidthWithoutEscSequences(said.columns[1].forPeople(row[1])))
	}
	for i, row := range said.rows {
		part := t.Rows[i][0]
		if part == engine.StatementsPart || part == engine.PlanPart && !s.explain {
			continue
		}
		if title := said.columns[0].forPeople(row[0]); title != heading {
			if heading != "" {
				fmt.Fprintln(w)
			}
			heading = title
			fmt.Fprintln(w, title)
		}
		what := said.columns[2].forPeople(row[2])
		if count, ok := row[3].(float64); ok {
			what = countOf(count) + " " + what
		}
		if err := writeItem(w, said.columns[1].forPeople(row[1]), width, what); err != nil {
			return err
		}
	}
	if len(t.Notices) > 0 {
		fmt.Fprintf(w, "\n%s\n", i18n.T("cli.notices").In(s.lang()))
	}
	for _, n := range t.Notices {
		if err := writeItem(w, "", 0, n.Text.In(s.lang())); err != nil {
			return err
		}
	}
	if !s.explain {
		return nil
	}
	return writeStatements(w, t.Statements, s.lang())
}

// countOf is a number of rows, or of hours.
func countOf(count float64) string {
	if count == math.Trunc(count) {
		return terminal.Number(count, 0)
	}
	return terminal.Number(count, 1)
}

// writeItem prints a text behind what it is about, wrapped beside it.
func writeItem(w io.Writer, item string, width int, what string) error {
	indent := "  "
	if width > 0 {
		indent += text.Pad(item, width, ' ') + "  "
	}
	lines := strings.Split(text.WrapSoft(what, max(textWidth-text.StringWidthWithoutEscSequences(indent), 40)), "\n")
	blank := strings.Repeat(" ", text.StringWidthWithoutEscSequences(indent))
	for _, line := range lines {
		if _, err := fmt.Fprintln(w, strings.TrimRight(indent+line, " ")); err != nil {
			return err
		}
		indent = blank
	}
	return nil
}
