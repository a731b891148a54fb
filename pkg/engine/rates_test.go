package engine_test

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// ratedRows are tables that refuse nothing, as those of companies do.
const ratedRows = `
	create table sold (id int primary key, amount numeric, cur text, made timestamptz, closed timestamptz);
	create table course (code text, on_day date, value numeric);`

const ratedMapping = `
entities:
  deals:
    from: sold as s
    fields: {id: s.id, name: s.id::text, amount: s.amount, currency: s.cur, created_at: s.made, closed_at: s.closed, status: "case when s.closed is null then 'open' else 'won' end"}
  targets:
    from: goal as g
    fields: {metric: "'revenue'", scope: "'company'", scope_id: "null::text", period_start: g.starts, period_end: g.ends, value: g.value, currency: g.cur}
  currency_rates: {from: course as c, fields: {currency: c.code, valid_on: c.on_day, rate: c.value}}
`

// rated is an engine over deals, rates and other rows.
func rated(t *testing.T, reporting string, rows ...string) *engine.Engine {
	t.Helper()
	dsn := pgtest.DSN(t)
	for _, sql := range append([]string{ratedRows, "create table goal (starts date, ends date, value numeric, cur text)"}, rows...) {
		_, err := pgtest.Open(t, dsn).Exec(sql)
		require.NoError(t, err)
	}
	m, err := crm.ParseMapping(ratedMapping)
	require.NoError(t, err)
	s := settings(t)
	s.ReportingCurrency = reporting
	return engine.New(catalog.Default(), m, s, over(t, dsn, m).DB)
}

// figure is the value of a KPI, or what there is instead.
func figure(t *testing.T, e *engine.Engine, kpi string) string {
	t.Helper()
	result, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{kpi}, Grain: calendar.None}, thisMarch(t)))
	if err != nil {
		return err.Error()
	}
	return fmt.Sprintf("%.4f", *result.Values[0][0][0])
}

// The newest rate on or before the day holds, whatever days have one.
func TestRateOfADay(t *testing.T) {
	const rates = `
		insert into course values ('EUR', '-infinity', 1.1), ('EUR', '2026-03-10', 1.2), ('EUR', 'infinity', 9),
			('GBP', '2026-02-01', 1.5), ('GBP', '2026-03-05', 1.6), ('GBP', '2999-12-31', 9), ('CHF', '1900-01-01', 0.9), (null, '2026-01-01', 7), ('', '2026-01-01', 7), ('GBP', null, 7)`
	deal := func(currency, closed string) string {
		return fmt.Sprintf("insert into sold values (1, 1000, %s, '2026-01-01', '%s 12:00Z')", currency, closed)
	}
	for _, c := range []struct{ deal, want string }{
		{deal("'EUR'", "2026-03-09"), "1100.0000"}, {deal("'EUR'", "2026-03-10"), "1200.0000"}, {deal("'EUR'", "2026-03-31"), "1200.0000"},
		{deal("'GBP'", "2026-03-04"), "1500.0000"}, {deal("'GBP'", "2026-03-05"), "1600.0000"}, {deal("'CHF'", "2026-03-31"), "900.0000"},
		{deal("null", "2026-03-05"), "1000.0000"}, {deal("''", "2026-03-05"), "1000.0000"}, {deal("'   '", "2026-03-05"), "1000.0000"},
		{deal("'USD'", "2026-03-05"), "1000.0000"}, {deal("'SEK'", "2026-03-05"), "there is no exchange rate for SEK on 2026-03-05"},
		{deal("'eur'", "2026-03-05"), "there is no exchange rate for eur on 2026-03-05"},
	} {
		require.Contains(t, figure(t, rated(t, "USD", rates, c.deal), "revenue"), c.want, c.deal)
	}
}

// What is open since no day or for ever has one meaning, too.
func TestRateOfAnInfiniteDay(t *testing.T) {
	const since = "insert into course values ('EUR', '-infinity', 1.1), ('EUR', '2026-03-10', 1.2)"
	require.Equal(t, "110.0000", figure(t, rated(t, "USD", since, "insert into sold values (1, 100, 'EUR', '-infinity', null)"), "pipeline_value"))
	// What was always there is worth what was known first.
	require.Equal(t, "110.0000", figure(t, rated(t, "USD", "insert into course values ('EUR', '1900-01-01', 1.1), ('EUR', '2026-03-10', 1.2)",
		"insert into sold values (1, 100, 'EUR', '-infinity', null)"), "pipeline_value"))
	require.Equal(t, "110.0000", figure(t, rated(t, "USD", since, "insert into sold values (1, 100, 'EUR', '2026-03-02', 'infinity')"), "pipeline_value"))
}

// A rate that is none is missing until the next one: neither a sum of nothing nor an older rate.
func TestUnusableRates(t *testing.T) {
	const deal = "insert into sold values (1, 1000, 'EUR', '2026-01-01', '2026-03-05 12:00Z'), (2, 1, 'USD', '2026-01-01', '2026-03-05 12:00Z')"
	const missing = "there is no exchange rate for EUR on 2026-03-05"
	for _, none := range []string{"0", "-1.1", "null", "'NaN'"} {
		bad := fmt.Sprintf("insert into course values ('EUR', '2026-01-01', 1.1), ('EUR', '2026-03-05', %s)", none)
		require.Contains(t, figure(t, rated(t, "USD", bad, deal), "revenue"), missing, none)
		require.Equal(t, "1201.0000", figure(t, rated(t, "USD", bad, "insert into course values ('EUR', '2026-03-05', 1.2)", deal), "revenue"), none)
		require.Equal(t, "1101.0000", figure(t, rated(t, "USD", strings.Replace(bad, "2026-03-05", "2026-03-06", 1), deal), "revenue"), none)
		base := fmt.Sprintf("insert into course values ('EUR', '2026-01-01', 1.1), ('USD', '2026-01-01', %s)", none)
		require.Contains(t, figure(t, rated(t, "USD", base, deal), "revenue"), missing, none)
	}
}

// Of two rates of one currency and day the higher one holds, in whichever order they come.
func TestTwoRatesOfADay(t *testing.T) {
	const deal = "insert into sold values (1, 1000, 'EUR', '2026-01-01', '2026-03-05 12:00Z')"
	for _, rates := range []string{"1.1), ('EUR', '2026-01-01', 1.3", "1.3), ('EUR', '2026-01-01', 1.1"} {
		require.Equal(t, "1300.0000", figure(t, rated(t, "USD", "insert into course values ('EUR', '2026-01-01', "+rates+")", deal), "revenue"))
	}
}

// Rates in another currency than the reporting one change on the days of both.
func TestRatesThroughTheReportingCurrency(t *testing.T) {
	const rates = `insert into course values ('EUR', '-infinity', 1.1), ('EUR', '2026-03-10', 1.2), ('GBP', '2026-03-03', 1.5), ('GBP', '2026-03-12', 1.6), ('CHF', '2026-03-20', 0.9)`
	const deal = "insert into sold values (1, 1000, '%s', '2026-01-01', '2026-03-%s 12:00Z')"
	for _, c := range []struct{ currency, day, want string }{
		{"EUR", "03", fmt.Sprintf("%.4f", 1000*1.1/1.5)}, {"EUR", "11", fmt.Sprintf("%.4f", 1000*1.2/1.5)}, {"EUR", "12", fmt.Sprintf("%.4f", 1000*1.2/1.6)},
		{"CHF", "21", fmt.Sprintf("%.4f", 1000*0.9/1.6)}, {"GBP", "01", "1000.0000"},
		{"EUR", "02", "there is no exchange rate for EUR on 2026-03-02"}, {"CHF", "19", "there is no exchange rate for CHF on 2026-03-19"},
	} {
		require.Contains(t, figure(t, rated(t, "GBP", rates, fmt.Sprintf(deal, c.currency, c.day)), "revenue"), c.want, c)
	}
}

// Targets are converted by the rates of their first days.
func TestRateOfATarget(t *testing.T) {
	const rates = "insert into course values ('EUR', '-infinity', 1.1), ('EUR', '2026-03-02', 1.2)"
	const goal = "insert into goal values ('2026-03-01', '2026-04-01', 100, %s)"
	require.Equal(t, "110.0000", figure(t, rated(t, "USD", rates, fmt.Sprintf(goal, "'EUR'")), "revenue_target"))
	require.Equal(t, "100.0000", figure(t, rated(t, "USD", rates, fmt.Sprintf(goal, "' '")), "revenue_target"))
	require.Contains(t, figure(t, rated(t, "USD", rates, fmt.Sprintf(goal, "'SEK'")), "revenue_target"), "there is no exchange rate for SEK on 2026-03-01")
}

// A rate costs as much since ever as since today: no step of a statement has more rows than there are rates and deals.
func TestRatesSinceEverCostNothing(t *testing.T) {
	e := rated(t, "USD",
		"insert into course select 'C' || i, '-infinity', 1 from generate_series(1, 30) as i",
		"insert into course select 'C' || i, '1900-01-01', 2 from generate_series(1, 30) as i",
		"insert into sold values (1, 100, 'C7', '2026-03-01', null), (2, 50, 'C8', '2026-03-01', '2026-03-05')")
	for _, kpi := range []string{"pipeline_value", "revenue"} {
		s := ask(t, e, query.Question{KPIs: []string{kpi}, Grain: calendar.None}, thisMarch(t)).Statements
		require.NotEmpty(t, s)
		for _, s := range s {
			var plan []byte
			require.NoError(t, e.DB.Pool().QueryRow("explain (analyze, format json) "+s.SQL, s.Args...).Scan(&plan))
			var nodes []struct{ Plan planNode }
			require.NoError(t, json.Unmarshal(plan, &nodes))
			require.LessOrEqual(t, nodes[0].Plan.most(), 4.0*30, "%s", plan)
		}
	}
	require.Equal(t, "200.0000", figure(t, e, "pipeline_value"))
	require.Equal(t, "100.0000", figure(t, e, "revenue"))
}

type planNode struct {
	Rows  float64    `json:"Actual Rows"`
	Loops float64    `json:"Actual Loops"`
	Plans []planNode `json:"Plans"`
}

// most is the number of rows of the step that has most.
func (n planNode) most() float64 {
	most := n.Rows * n.Loops
	for _, p := range n.Plans {
		most = max(most, p.most())
	}
	return most
}

// What was open only between two ends of months is in the pipeline of none: it asks for no rate. What was open at one does.
func TestRatesOfWhatComesAndGoesBetweenSnapshots(t *testing.T) {
	open := func(rows string) (string, error) {
		e := rated(t, "USD", `insert into sold values (1, 100, 'USD', '2026-01-05', null)`, rows)
		r, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.Month}, thisMarchQuarter(t)))
		if err != nil {
			return "", err
		}
		var all []string
		for _, value := range r.Values[0][0] {
			all = append(all, fmt.Sprint(*value))
		}
		return strings.Join(all, " "), nil
	}
	for _, between := range []string{
		`insert into sold values (2, 100, 'JPY', '2026-01-06', '2026-01-20')`, `insert into sold values (2, 100, 'JPY', '2025-12-06', '2025-12-20')`,
	} {
		values, err := open(between)
		require.NoError(t, err, between)
		require.Equal(t, "100 100 100", values)
	}
	for _, across := range []string{
		`insert into sold values (2, 100, 'JPY', '2026-01-06', '2026-02-20')`, `insert into sold values (2, 100, 'JPY', null, '2026-02-20')`, `insert into sold values (2, 100, 'JPY', '2026-02-20', null)`,
	} {
		_, err := open(across)
		require.ErrorContains(t, err, "JPY", across)
	}
}

// thisMarchQuarter asks in April for the three months before.
func thisMarchQuarter(t *testing.T) plan.Request {
	zone := berlin(t).Location
	return plan.Request{Range: calendar.Range{From: time.Date(2026, 1, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 4, 1, 0, 0, 0, 0, zone)}, Now: time.Date(2026, 4, 2, 12, 0, 0, 0, zone)}
}
