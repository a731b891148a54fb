package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// Over the deals of [wonInMarch]: revenue is 200, of five amounts, and six deals are won.
func TestFormulasOfQuestions(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	for entry, want := range map[string]struct {
		value float64
		unit  catalog.Unit
	}{
		"=revenue":                                 {200, catalog.Money},
		"=revenue / deals_won":                     {200.0 / 6, catalog.Money},
		"=revenue/deals_won*3":                     {100, catalog.Money},
		"=(revenue - 50) / 3":                      {50, catalog.Money},
		"=2 * (deals_won + deals_lost) - 1":        {11, catalog.Count},
		"=revenue:statistic=median / revenue":      {0.1, catalog.Times},
		"=revenue:statistic=p87.5 - 5":             {70, catalog.Money},
		"=win_rate * average_deal_size":            {40, catalog.Money},
		"=1 - win_rate":                            {0, catalog.Percent},
		"=max(deals_won, 7)":                       {7, catalog.Count},
		"=ceil(revenue / 150)":                     {2, catalog.Money},
		"=revenue / days":                          {200.0 / 31, catalog.MoneyPerDay},
		"=deals_won / revenue in points":           {0.03, catalog.Points},
		"=revenue + deals_won in points":           {206, catalog.Points},
		"=sales_cycle:statistic=sum / sales_cycle": {24 / 2.5, catalog.Times},
		"=change(revenue, revenue:statistic=mean)": {4, catalog.Percent},
	} {
		r := ask(t, e, query.Question{KPIs: []string{entry}, Grain: calendar.None}, march(t))
		require.Equal(t, want.unit, r.Columns[0].Unit, entry)
		require.NotNil(t, r.Values[0][0][0], entry)
		require.InDelta(t, want.value, *r.Values[0][0][0], 1e-9, entry)
	}
	// Nothing is lost, and nothing can be divided by it.
	require.Nil(t, ask(t, e, query.Question{KPIs: []string{"=revenue / deals_lost"}, Grain: calendar.None}, march(t)).Values[0][0][0])
}

// Ann has won 170 in four deals, Bob 30 in two: a formula orders them, a share is of both, and the rest has its own quotient.
func TestFormulasByGroup(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	q := query.Question{
		KPIs: []string{`=revenue / deals_won as "Per deal"`, "=share(revenue)", "deals_won"}, GroupBy: []string{"rep"}, Grain: calendar.None,
		Limit: &query.Limit{Top: 1, By: "=revenue / deals_won", Ascending: true, Rest: true},
	}
	r := ask(t, e, q, march(t))
	require.Equal(t, []string{"=revenue / deals_won", "=share(revenue)", "deals_won"}, idsOf(r))
	require.Equal(t, "Per deal", r.Columns[0].Title.In(i18n.English))
	require.Equal(t, "Per deal", r.Columns[0].Title.In(i18n.Russian))
	require.Equal(t, "Bob", r.Groups[0].Labels[0])
	require.Equal(t, answer.Rest, r.Groups[1].Labels[0])
	for c, want := range [][]float64{{15, 42.5}, {0.15, 0.85}, {2, 4}} {
		for g := range want {
			require.InDelta(t, want[g], *r.Values[c][g][0], 1e-9, r.Columns[c].ID)
		}
	}
	q.KPIs[0], q.Limit = "=revenue / deals_won", nil
	q.Filters = []query.Filter{{Dimension: "rep", Operator: query.Equals, Values: []string{"Ann"}}}
	r = ask(t, e, q, march(t))
	require.Len(t, r.Groups, 1)
	require.InDelta(t, 42.5, *r.Values[0][0][0], 1e-9)
	require.InDelta(t, 1, *r.Values[1][0][0], 1e-9)
}

func idsOf(r *answer.Result) (ids []string) {
	for _, c := range r.Columns {
		ids = append(ids, c.ID)
	}
	return ids
}

// Of the deals of [wonAround] each operand has its own time, a comparison moves all of them, and a running total adds up both sides.
func TestFormulasOverTime(t *testing.T) {
	e := over(t, handMade(t, wonAround), crm.Reference())
	q := query.Question{Grain: calendar.Month, KPIs: []string{
		"=revenue / revenue:offset=1M", "=revenue:rolling=2M - revenue", "=revenue:to_date=year / deals_won:to_date=year",
	}}
	q.Compare, q.CompareAs = query.PreviousPeriod, nil
	r := ask(t, e, q, fourMonths(t))
	now := map[string][4]float64{ // January to April, which has not begun
		"=revenue / revenue:offset=1M":                   {2, 6, 60, nobody},        // 2 / 1, 12 / 2, 240 / 4 (1 to 18 February, 12:00)
		"=revenue:rolling=2M - revenue":                  {1, 2, 124 - 240, nobody}, // 3, 14, 124 less the month
		"=revenue:to_date=year / deals_won:to_date=year": {2, 14.0 / 3, 126.0 / 6, nobody},
	}
	for c, column := range r.Columns {
		for b, want := range now[column.ID] {
			if want == nobody || column.Compare != "" {
				continue
			}
			require.NotNil(t, r.Values[c][0][b], "%s in month %d", column.ID, b+1)
			require.InDelta(t, want, *r.Values[c][0][b], 1e-9, "%s in month %d", column.ID, b+1)
		}
		require.Nil(t, r.Values[c][0][3], "%s in April", column.ID)
	}
	require.Equal(t, "=revenue / revenue:offset=1M_previous_period", r.Columns[1].ID)

	q = query.Question{Grain: calendar.Month, Transform: query.RunningTotal, KPIs: []string{"=revenue / deals_won"}}
	r = ask(t, e, q, fourMonths(t))
	for b, want := range []float64{2, 14.0 / 3, 254.0 / 7} { // Σ / Σ
		require.InDelta(t, want, *r.Values[0][0][b], 1e-9)
	}
}

func TestFaultsOfFormulas(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	for entry, want := range map[string]string{
		"=revenue / customers_new":                  `formula "revenue / customers_new": there is no KPI "customers_new"`,
		"=revenue / won_amount":                     `there is no KPI "won_amount"`,
		"=revenue:statistic=median /":               "1:27: expected operand",
		"=revenue ** 2":                             "use names, numbers, + - * /",
		"=revenue; drop table crm.deals":            `formula "revenue; drop table crm.deals"`,
		"=revenue / (select 1)":                     "1:12: expected",
		"=revenue % 2":                              `there is no operator "%"`,
		"=sqrt(revenue)":                            `there is no function "sqrt"`,
		"=1 + 1":                                    "the formula names no KPI",
		"=":                                         "a formula is empty",
		"=revenue + deals_won":                      "one part is in money, the other in count",
		"=deals_won / revenue":                      "what unit the formula has does not follow",
		"=revenue in roubles":                       `there is no unit "roubles"`,
		"=revenue as Sales":                         "1:9: expected",
		`=revenue as "Sales`:                        "cannot be read",
		"=(revenue / deals_won).target":             "a formula has no target",
		"=data_health / 2":                          "tells about the data",
		"=assumed(win_rate)":                        "are for KPIs that are defined",
		"=mature(win_rate)":                         "are for KPIs that are defined",
		"=choose(attribution, revenue, 1, 1, 1, 1)": "are for KPIs that are defined",
		"=trailing(revenue:rolling=28d)":            "revenue:rolling=28d",
		"=share(revenue:statistic=median)":          "won_amount",
		"=win_rate:statistic=median * 2":            "win_rate",
		"=revenue:colour=red / 2":                   "colour",
	} {
		_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{entry}, Grain: calendar.None}, march(t)))
		require.ErrorContains(t, err, want, entry)
	}
	for _, two := range [][]string{{"=revenue * 2", `=revenue * 2 as "Twice"`}} {
		_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: two, Grain: calendar.None}, march(t)))
		require.ErrorContains(t, err, "=revenue * 2")
	}
	_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{"=revenue / csat"}, GroupBy: []string{"priority"}, Grain: calendar.None}, march(t)))
	require.ErrorContains(t, err, "=revenue / csat cannot be grouped by priority")
}

// A formula is unavailable where one of its KPIs is; others of the question are answered, but not to an alert rule.
func TestFormulasOfUnavailableKPIs(t *testing.T) {
	m, err := crm.ParseMapping(`
entities:
  deals: {from: crm.deals d, fields: {id: d.id, status: d.status, amount: d.amount, closed_at: d.closed_at}}`)
	require.NoError(t, err)
	e := over(t, handMade(t, wonInMarch), m)
	q := query.Question{KPIs: []string{"=revenue / new_customers", "=deals_won * 2"}, Grain: calendar.None}
	r := ask(t, e, q, march(t))
	require.Nil(t, r.Values[0][0][0])
	require.InDelta(t, 12, *r.Values[1][0][0], 0)
	require.Contains(t, r.Notices[0].Text.In(i18n.English), "new_customers")
	request := march(t)
	request.Viewer.Alerts = true
	_, err = take.Figures(e.Ask(context.Background(), q, request))
	require.ErrorContains(t, err, "new_customers")
}

// JSON gives a formula as an object, too; an explanation tells which KPIs it uses, and records which rows are behind it.
func TestFormulasInJSON(t *testing.T) {
	e := over(t, handMade(t, wonInMarch), crm.Reference())
	q, err := types.Parse([]byte(`{"kpis": [{"formula": "revenue  / deals_won", "label": "R & \"D\"", "unit": "money"}, "revenue"], "grain": "none"}`))
	require.NoError(t, err)
	require.Equal(t, query.Entries{`=revenue / deals_won as "R & \"D\"" in money`, "revenue"}, q.KPIs)
	require.Equal(t, `R & "D"`, ask(t, e, q, march(t)).Columns[0].Title.In(i18n.English))

	table, err := take.Table(e.Ask(context.Background(), query.Question{Type: query.Explain, KPIs: []string{"=revenue:statistic=median / deals_won"}}, march(t)))
	require.NoError(t, err)
	var operands []string
	for _, row := range table.Rows {
		if row[0].(i18n.Text).In(i18n.English) == "part of the formula" {
			operands = append(operands, row[1].(string))
		}
	}
	require.Equal(t, []string{"revenue:statistic=median", "revenue:statistic=median", "deals_won", "deals_won"}, operands)

	table, err = take.Table(e.Ask(context.Background(), query.Question{Type: query.Records, KPIs: []string{"=revenue / deals_won"}}, march(t)))
	require.NoError(t, err)
	require.NotEmpty(t, table.Rows)
}
