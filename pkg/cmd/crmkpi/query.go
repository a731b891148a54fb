package main

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// autoPoints bounds the periods that --grain auto chooses: about what a screen shows.
const autoPoints = 60

// asking are the flags of a KPI question.
type asking struct {
	business
	kpis, columns, groupBy, filters, compareAs, having []string
	grain, from, to                                    string
	compare, transform                                 string
	top                                                int
	by, then, groups                                   string
	ascending, rest, details                           bool
	thenAscending, rank                                bool
	second                                             *bool // thenAscending, where it is given
	parameters                                         map[string]string
}

func newQuery() *cobra.Command {
	var a asking
	cmd := &cobra.Command{
		Use:   "query --kpis KPI,… --from TIME --to TIME",
		Short: "Answer a KPI question",
		Long: "Answers a KPI question: one row for each period and group, one column for each KPI. The column of a KPI that is unavailable is\n" +
			"empty, and a notice says why; without any other KPI it is an error.\n\n" +
			"--to is the first moment that no longer counts: January is --from 2024-01-01 --to 2024-02-01. Times without a zone are\n" +
			"in the business time zone; a relative end such as now/M goes to the end of the month.\n\n" +
			"What holds for one column stands behind its KPI: revenue:statistic=median (or " +
			strings.Join(measure.Statistics()[1:], ", ") + ",\n" +
			"p99.5, p90_disc), revenue:rolling=28d (d, w, M, Q, y), revenue:to_date=year (week, month, quarter),\nrevenue:offset=1y.\n\n" +
			"A column may be made of KPIs: --kpi '=revenue / new_customers as \"Revenue per new customer\" in money'. The formula is that of custom\n" +
			"KPIs, each KPI in it may have what stands behind one, and the title and the unit may be left out.\n\n" +
			filterForms,
		Example: `  crmkpi query --kpis revenue,revenue_target --grain month --from now-1y/M --to now/M
  crmkpi query --kpis revenue,win_rate --group-by team --from 2024-01-01 --to 2025-01-01 --compare previous_year --compare-as value,ratio
  crmkpi query --kpis pipeline_value --group-by account --top 10 --rest --from now-7d --to now --filter region=EMEA,APAC
  crmkpi query --kpis deals_won,revenue --group-by rep --groups all --top 5 --then revenue --from now/M --to now
  crmkpi query --kpis revenue,deals_won --group-by rep --by revenue --then deals_won --rank --from now/M --to now
  crmkpi query --kpis deals_won,revenue --group-by rep --having 'win_rate<40%' --having 'deals_won>=5' --from now-1y/M --to now/M
  crmkpi query --kpis win_rate_cohort --param window=60d --grain quarter --fiscal-start 4 --from 2023-04-01 --to 2024-04-01
  crmkpi query --kpis sales_cycle,sales_cycle:statistic=p90,revenue:rolling=28d,revenue:offset=1y --grain month --from now-1y/M --to now
  crmkpi query --kpi '=revenue / new_customers as "Revenue per new customer"' --kpi '=revenue / revenue:offset=1y - 1 in percent' --from now-1y/M --to now
  crmkpi query --kpis csat,csat.target,csat.attainment --grain month --from now-1y/M --to now
  crmkpi query --kpis open_tickets --group-by priority --from now-30d --to now --format json --explain`,
		Args: noArgs,
		RunE: func(cmd *cobra.Command, _ []string) error { return a.run(cmd) },
	}
	flags := cmd.Flags()
	flags.SortFlags = false
	flags.StringSliceVar(&a.kpis, "kpis", nil, "KPIs, as revenue,win_rate:rolling=28d; the command catalog lists them")
	flags.StringArrayVar(&a.columns, "kpi", nil, "one more KPI, or a formula over KPIs, as '=revenue / new_customers as \"Per customer\" in money'; may be repeated")
	flags.StringVar(&a.from, "from", "", "start of the range, as 2024-01-31, 2024-01-31T15:04:05Z, now-30d or now/M")
	flags.StringVar(&a.to, "to", "", "end of the range, not included")
	flags.StringVar(&a.grain, "grain", string(calendar.None), "periods: none, hour, day, week, month, quarter, year, or auto to fit the screen")
	flags.StringSliceVar(&a.groupBy, "group-by", nil, "dimensions, as team,region")
	flags.StringArrayVar(&a.filters, "filter", nil, filterHelp)
	flags.StringArrayVar(&a.having, "having", nil, "keep the groups whose KPI over the whole range compares with a number, as win_rate<80% or revenue between 100 and 200; repeat it for several that must all hold")
	flags.StringVar(&a.groups, "groups", "", "groups: rows (those with a row) or all (every member of the dimensions; default rows)")
	flags.StringVar(&a.compare, "compare", "", "compare with previous_period or previous_year")
	flags.StringSliceVar(&a.compareAs, "compare-as", nil, "show the comparison as value, difference, ratio (default value)")
	flags.StringVar(&a.transform, "transform", "", "running_total adds up from the start of the range")
	flags.IntVar(&a.top, "top", 0, "keep only so many groups, those with the highest value")
	flags.StringVar(&a.by, "by", "", "the KPI that --top goes by (default: the first); without --top, the one that all groups are sorted by")
	flags.StringVar(&a.then, "then", "", "the KPI that decides between groups with the same value; without it, all that share the last place of --top are kept")
	flags.BoolVar(&a.thenAscending, "then-ascending", false, "--then goes from the lowest value on, or with =false from the highest (default: as --by)")
	flags.BoolVar(&a.rank, "rank", false, "also show the place of each group; groups with the same values share one")
	flags.BoolVar(&a.ascending, "ascending", false, "the groups with the lowest value come first")
	flags.BoolVar(&a.rest, "rest", false, "--top folds the other groups into one")
	flags.BoolVar(&a.details, "details", false, "also show what the KPIs assume and how many people they compare")
	flags.StringToStringVar(&a.parameters, "param", nil, "parameters of the KPIs, as window=90d,statistic=p90")
	a.add(cmd)
	return cmd
}

func (a *asking) run(cmd *cobra.Command) error {
	if cmd.Flags().Changed("then-ascending") {
		a.second = &a.thenAscending
	}
	q, err := a.question()
	if err != nil {
		return err
	}
	s, err := a.start(cmd.Context())
	if err != nil {
		return err
	}
	defer s.close()
	request := plan.Request{Now: s.time, MaxPoints: autoPoints}
	if request.Range, err = s.span(a.from, a.to); err != nil {
		return err
	}
	answered, err := s.ask(cmd.Context(), q, request)
	if err != nil {
		return s.placed(cmd, err)
	}
	return s.print(cmd, long(answered.Result, a.currency, a.lang()))
}

// placed says where in a mapping an error lies.
func (s *session) placed(cmd *cobra.Command, err error) error {
	if s.named() == "" {
		return err
	}
	return probe.Place(cmd.Context(), s.db, s.mapped, err)
}

// print writes a sheet as the flags say.
func (s *session) print(cmd *cobra.Command, what sheet) error {
	if !s.explain {
		what.statements = nil
	} else if what.statements == nil {
		what.statements = []answer.Statement{} // asked for, and none was needed
	}
	return what.print(s.format.value, s.lang(), cmd.OutOrStdout(), cmd.ErrOrStderr())
}

func (a *asking) question() (query.Question, error) {
	q := query.Question{
		Version: query.CurrentVersion, Type: query.KPI, KPIs: slices.Concat(a.kpis, a.columns), GroupBy: a.groupBy, Grain: calendar.Grain(a.grain),
		Compare: query.Compare(a.compare), Transform: a.transform, Parameters: a.parameters, Details: a.details, Groups: query.Groups(a.groups),
	}
	if len(q.KPIs) == 0 {
		return q, usage("cli.kpis_missing")
	}
	for _, as := range a.compareAs {
		q.CompareAs = append(q.CompareAs, query.CompareAs(as))
	}
	if a.compare == "" && len(a.compareAs) > 0 {
		return q, usage("cli.compare_as")
	}
	switch {
	case a.top < 0:
		return q, usage("cli.top", "top", a.top, "most", query.MaxTop)
	case a.top > 0, a.by != "" && !a.rest:
		q.Limit = &query.Limit{Top: a.top, By: a.by, Then: a.then, Ascending: a.ascending, ThenAscending: a.second, Rank: a.rank, Rest: a.rest}
	case a.by != "" || a.then != "" || a.ascending || a.rest || a.rank || a.second != nil:
		return q, usage("cli.top_missing")
	}
	var err error
	if q.Having, err = parseHaving(a.having); err != nil {
		return q, err
	}
	q.Filters, err = parseFilters(a.filters)
	return q, err
}
