package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Deals won in March, in USD: Ann's 10, 20, 20 and 80 EUR at 1.5 (120), Bob's 30 and one without an amount. Ann's took 1, 1, 3 and 11
// days, Bob's 2 and 6. Two more are open, of 40 and 60.
const wonInMarch = `
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.5);
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob');
	insert into crm.deals (id, owner, status, amount, currency, created_at, closed_at) values
		(1, 1, 'won', 10, 'USD', '2026-03-01 12:00+00', '2026-03-02 12:00+00'), (2, 1, 'won', 20, 'USD', '2026-03-04 12:00+00', '2026-03-05 12:00+00'),
		(3, 1, 'won', 20, 'USD', '2026-03-03 12:00+00', '2026-03-06 12:00+00'), (4, 1, 'won', 80, 'EUR', '2026-03-01 12:00+00', '2026-03-12 12:00+00'),
		(5, 2, 'won', 30, 'USD', '2026-03-05 12:00+00', '2026-03-07 12:00+00'), (6, 2, 'won', null, 'USD', '2026-03-05 12:00+00', '2026-03-11 12:00+00'),
		(7, 1, 'open', 40, 'USD', '2026-03-01 12:00+00', null), (8, 2, 'open', 60, 'USD', '2026-03-01 12:00+00', null)`

// columnOf is the value of a column of a single group and bucket.
func columnOf(t *testing.T, r *answer.Result, column string) *float64 {
	t.Helper()
	for c := range r.Columns {
		if r.Columns[c].ID == column {
			return r.Values[c][0][0]
		}
	}
	require.Fail(t, "no column "+column)
	return nil
}

func TestStatisticsOfAmountsAndDurations(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	for entry, want := range map[string]float64{
		// Of 10, 20, 20, 30 and 120.
		"revenue":                     200,
		"revenue:statistic=sum":       200,
		"revenue:statistic=mean":      40,
		"revenue:statistic=median":    20,
		"revenue:statistic=minimum":   10,
		"revenue:statistic=maximum":   120,
		"revenue:statistic=distinct":  4,
		"revenue:statistic=p90":       84,   // 30 + 0.6 × 90
		"revenue:statistic=p87.5":     75,   // half of the way from the 4th to the 5th
		"revenue:statistic=p90_disc":  120,  // the least of which 90 % are not above
		"revenue:statistic=p80_disc":  30,   // four of five exactly
		"revenue:statistic=p60_disc":  20,   // three of five exactly
		"revenue:statistic=p0_disc":   10,   // the least
		"revenue:statistic=p100":      120,  // the greatest
		"sales_cycle":                 2.5,  // of 1, 1, 2, 3, 6 and 11 days
		"sales_cycle:statistic=mean":  4,    // 24 / 6
		"sales_cycle:statistic=sum":   24,   // days
		"sales_cycle:statistic=p75":   5.25, // 3 + 0.75 × 3
		"sales_cycle:statistic=p99.5": 10.875,
		// Different lengths, counted.
		"sales_cycle:statistic=distinct": 5,
		// Of the open ones, 40 and 60.
		"pipeline_value:statistic=mean":    50,
		"pipeline_value:statistic=maximum": 60,
	} {
		r := ask(t, e, query.Question{KPIs: []string{entry}, Grain: calendar.None}, thisMarch(t))
		got := columnOf(t, r, entry)
		require.NotNil(t, got, entry)
		require.InDelta(t, want, *got, 1e-9, entry)
	}
}

func TestSeveralStatisticsOfOneKPI(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	q := query.Question{Grain: calendar.None, KPIs: []string{"revenue", "revenue:statistic=median", "revenue:statistic=distinct", "sales_cycle:statistic=p90", "sales_cycle"},
		GroupBy: []string{"rep"}, Limit: &query.Limit{Top: 1, By: "revenue:statistic=median", Rest: true}}
	r := ask(t, e, q, thisMarch(t))
	var ids, titles, units []string
	for _, c := range r.Columns {
		ids, titles, units = append(ids, c.ID), append(titles, c.Title.In(i18n.English)), append(units, string(c.Unit))
	}
	require.EqualValues(t, q.KPIs, ids)
	require.Equal(t, []string{"Revenue", "Revenue (median)", "Revenue (distinct values)", "Sales cycle (p90)", "Sales cycle"}, titles)
	require.Equal(t, []string{"money", "money", "count", "days", "days"}, units)
	require.Equal(t, []string{"Bob"}, r.Groups[0].Labels, "a median of 30 against one of 20")
	require.InDelta(t, 170, *r.Values[0][1][0], 1e-9, "the rest's sum")
	require.InDelta(t, 20, *r.Values[1][1][0], 1e-9, "the rest's own median, not that of medians")
	require.InDelta(t, 3, *r.Values[2][1][0], 1e-9, "10, 20 and 120")
	require.Len(t, r.Statements, 3, "one for the groups, one that tells them apart, and one for what does not add up of the rest")

	short := query.Question{KPIs: []string{" revenue : statistic = p90", "revenue"}, Grain: calendar.None}
	require.Equal(t, "revenue:statistic=p90", ask(t, e, short, thisMarch(t)).Columns[0].ID, "entries have one form")
}

// Of no rows there is no median, but a sum and a number of values.
func TestStatisticsOfNothing(t *testing.T) {
	e := over(t, pgtestEmpty(t), crm.Reference())
	for entry, zero := range map[string]bool{
		"revenue:statistic=sum": true, "revenue:statistic=distinct": true, "revenue:statistic=mean": false, "revenue:statistic=p5_disc": false,
		"sales_cycle:statistic=sum": true, "sales_cycle:statistic=distinct": true, "sales_cycle": false,
	} {
		got := columnOf(t, ask(t, e, query.Question{KPIs: []string{entry}, Grain: calendar.None}, thisMarch(t)), entry)
		require.Equal(t, zero, got != nil && *got == 0, entry)
	}
}

// Sums of durations add up; other statistics do not.
func TestStatisticsThatAddUp(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	q := query.Question{KPIs: []string{"sales_cycle:statistic=sum"}, Grain: calendar.Week, Transform: query.RunningTotal}
	r := ask(t, e, q, thisMarch(t))
	require.InDelta(t, 24, *r.Values[0][0][2], 1e-9, "of the third week, with those before")
	for _, entry := range []string{"sales_cycle:statistic=mean", "revenue:statistic=median", "revenue:statistic=distinct"} {
		q.KPIs = []string{entry}
		_, err := e.Ask(context.Background(), q, thisMarch(t))
		require.ErrorContains(t, err, "has no running total", entry)
	}
}

func TestWhatHasNoStatistics(t *testing.T) {
	e := over(t, pgtestEmpty(t), crm.Reference())
	for want, q := range map[string]query.Question{
		"deals_won: deals_won has no median: won_deals counts rows, each of which counts as one; ask it of a KPI that does, as revenue": {KPIs: []string{"deals_won:statistic=median"}},
		"average_deal_size has no p90: it is made of several figures, and a statistic needs one value for each row; ask it of a KPI that does, as revenue": {
			KPIs: []string{"average_deal_size:statistic=p90"}},
		"revenue.attainment has no mean: it is made of several figures":                                {KPIs: []string{"revenue.attainment:statistic=mean"}},
		"sales_velocity has no distinct values: it is made of several figures":                         {KPIs: []string{"sales_velocity:statistic=distinct"}},
		`there is no statistic "mode"; it can be median, `:                                             {KPIs: []string{"revenue:statistic=mode"}},
		`there is no statistic "p101"`:                                                                 {KPIs: []string{"sales_cycle:statistic=p101"}},
		`there is no statistic "p5.001"`:                                                               {KPIs: []string{"sales_cycle"}, Parameters: map[string]string{"statistic": "p5.001"}},
		`"revenue:statistic=median" stands twice in kpis; name it once`:                                {KPIs: []string{"revenue:statistic=median", "revenue: statistic=median"}},
		`"sales_cycle" and "sales_cycle:statistic=median" are the same KPI with the same arguments`:    {KPIs: []string{"sales_cycle", "sales_cycle:statistic=median"}},
		`revenue has no argument "window"; it can have statistic, rolling, to_date, offset`:            {KPIs: []string{"revenue:window=90d"}},
		`"median" in "revenue:median" is not an argument; write a name and a value behind the KPI`:     {KPIs: []string{"revenue:median"}},
		`statistic stands twice in "revenue:statistic=p5:statistic=p6"; give it once`:                  {KPIs: []string{"revenue:statistic=p5:statistic=p6"}},
		`the parameter statistic holds for durations; ask it of the KPI itself, as revenue:statistic=`: {KPIs: []string{"revenue"}, Parameters: map[string]string{"statistic": "p90"}},
	} {
		q.Grain = calendar.None
		_, err := e.Ask(context.Background(), q, thisMarch(t))
		require.ErrorContains(t, err, want, want)
	}
}

// A question's own statistic holds for durations alone, as it always has: what was saved keeps its meaning.
func TestStatisticOfTheQuestionHoldsForDurations(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	q := query.Question{KPIs: []string{"revenue", "sales_cycle", "sales_cycle:statistic=mean"}, Grain: calendar.None, Parameters: map[string]string{"statistic": "maximum"}}
	r := ask(t, e, q, thisMarch(t))
	require.InDelta(t, 200, *r.Values[0][0][0], 1e-9)
	require.InDelta(t, 11, *r.Values[1][0][0], 1e-9)
	require.InDelta(t, 4, *r.Values[2][0][0], 1e-9, "an argument of the KPI itself comes first")
}

// The kinds of measures that definitions may have.
func TestStatisticsOfDefinitions(t *testing.T) {
	kpi := func(id, measure, unit string) string {
		return "  " + id + ": {title: " + id + ", description: " + id + ", measure: " + measure + ", unit: " + unit + ", horizon: past}\n"
	}
	c, err := catalog.Default().With("statistics", `
measures:
  median_amount: {entity: deals, time: closed_at, median: amount, where: status = 'won'}
  mean_amount: {entity: deals, time: closed_at, mean: amount, where: status = 'won'}
  most_amount: {entity: deals, time: closed_at, percentile: {of: amount, percent: 90}, where: status = 'won'}
  common_amount: {entity: deals, time: closed_at, percentile: {of: amount, percent: 60, discrete: true}, where: status = 'won'}
  sellers: {entity: deals, time: closed_at, distinct: owner, where: status = 'won'}
kpis:
`+kpi("typical_deal", "median_amount", "money")+kpi("mean_deal", "mean_amount", "money")+kpi("big_deal", "most_amount", "money")+kpi("common_deal", "common_amount", "money")+kpi("reps_selling", "sellers", "count"))
	require.NoError(t, err)
	dsn := handMade(t, wonInMarch)
	e := engine.New(c, crm.Reference(), settings(t), over(t, dsn, crm.Reference()).DB)
	q := query.Question{KPIs: []string{"typical_deal", "mean_deal", "big_deal", "common_deal", "reps_selling", "typical_deal:statistic=maximum", "big_deal:statistic=sum"}, Grain: calendar.None}
	r := ask(t, e, q, thisMarch(t))
	for i, want := range []float64{20, 40, 84, 20, 2, 120, 200} {
		require.InDelta(t, want, *r.Values[i][0][0], 1e-9, q.KPIs[i])
	}
	for text, want := range map[string]string{
		"percentile: {of: amount, percent: 101}":                          "percentile.percent: a percentile is from 0 to 100, not 101",
		"percentile: {of: amount}":                                        "percentile: give both `of` and `percent`",
		"percentile: {of: name, percent: 5}":                              "name is a text, not a number or an amount",
		"distinct: owner, overlap: {start: a, end: b}":                    "",
		"median: amount, sum: amount":                                     "give exactly one of",
		"distinct: owner, members: {of: account, count: active, over: x}": "",
	} {
		_, err := catalog.Default().With("kpis", "measures:\n  m: {entity: deals, time: closed_at, "+text+"}")
		require.ErrorContains(t, err, want, text)
	}
}
