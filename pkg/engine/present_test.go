package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What there is now has a value in the window of now, and in no other one.
func TestPresent(t *testing.T) {
	e := over(t, handMade(t, fiveDeals+`;
		insert into crm.products (id, name, category) values (1, 'Desk', 'Furniture'), (2, 'Chair', 'Furniture'), (3, 'Lamp', null)`), crm.Reference())
	r := thisMarch(t)
	r.Range.To = r.Now

	products := query.Question{KPIs: []string{"products"}, GroupBy: []string{"product_category"}, Grain: calendar.None}
	a := ask(t, e, products, r)
	require.Equal(t, []string{"Furniture"}, a.Groups[0].Labels)
	require.InDelta(t, 2, *a.Values[0][0][0], 0)
	require.InDelta(t, 1, *a.Values[0][1][0], 0, "without a category")

	deals := query.Question{KPIs: []string{"deals", "deal_value"}, GroupBy: []string{"deal_status"}, Grain: calendar.None}
	a = ask(t, e, deals, r)
	require.Equal(t, []string{"open"}, a.Groups[0].Labels)
	require.InDelta(t, 1, *a.Values[0][0][0], 0)
	require.InDelta(t, 3, *a.Values[0][1][0], 0, "won")
	require.InDelta(t, 220, *a.Values[1][1][0], 1e-9, "100 USD, 80 EUR at 1.5, and one without an amount")

	weeks := ask(t, e, query.Question{KPIs: []string{"products"}, Grain: calendar.Week, Compare: query.PreviousYear}, r)
	for i, v := range weeks.Values[0][0] {
		if i == len(weeks.Buckets)-1 {
			require.InDelta(t, 3, *v, 0)
		} else {
			require.Nil(t, v, "the week from %s", weeks.Buckets[i].Range.From)
		}
	}

	past := r
	past.Range.To = r.Now.Add(-24 * time.Hour)
	result, err := take.Figures(e.Ask(t.Context(), query.Question{KPIs: []string{"products"}, Grain: calendar.None}, past))
	require.NoError(t, err)
	require.Nil(t, result.Values[0][0][0])
	require.Contains(t, result.Notices[0].Text.In(i18n.English), "Products is known as of now only")

	late := r
	late.Range.To = r.Now.Add(-time.Minute)
	require.InDelta(t, 3, *ask(t, e, query.Question{KPIs: []string{"products"}, Grain: calendar.None}, late).Values[0][0][0], 0, "it was asked a minute ago")
}

// Statistics of what there is now, of deals of every status: 70, 100, 80 EUR at 1.5 and 500, and one without an amount. What there was
// before, nothing tells.
func TestStatisticsOfThePresent(t *testing.T) {
	e := over(t, handMade(t, fiveDeals), crm.Reference())
	r := thisMarch(t)
	r.Range.To = r.Now
	q := query.Question{Grain: calendar.None}
	for statistic, want := range map[string]float64{
		"mean": (70.0 + 100 + 120 + 500) / 4, "median": 110, "minimum": 70, "maximum": 500, "p75": 120 + 0.25*380, "distinct": 4} {
		q.KPIs = []string{"deal_value:statistic=" + statistic}
		require.InDelta(t, want, *ask(t, e, q, r).Values[0][0][0], 1e-9, statistic)
	}
	q.GroupBy, q.KPIs = []string{"deal_status"}, []string{"deal_value:statistic=median"}
	a := ask(t, e, q, r)
	for g, group := range a.Groups {
		require.InDelta(t, map[string]float64{"open": 70, "won": 110, "lost": 500}[group.Labels[0]], *a.Values[0][g][0], 1e-9, group.Labels[0])
	}
	past := r
	past.Range.To = r.Now.AddDate(0, 0, -1)
	q.GroupBy = nil
	require.Nil(t, ask(t, e, q, past).Values[0][0][0])
}

// A customer that left is none from then on; where nobody knows who left, those of now are counted.
func TestCustomers(t *testing.T) {
	const rows = `insert into crm.accounts (id, name, created_at, first_won_at, churned_at) values
		(1, 'A', '2026-01-01', '2026-02-10', null), (2, 'B', '2026-01-01', '2026-02-20', '2026-03-03'), (3, 'C', '2026-01-01', null, null)`
	dsn := handMade(t, rows)
	e := over(t, dsn, crm.Reference())
	february := thisMarch(t)
	february.Range = calendar.Range{From: february.Range.From.AddDate(0, -1, 0), To: february.Range.From}
	question := query.Question{KPIs: []string{"customers"}, Grain: calendar.None}
	require.InDelta(t, 2, *ask(t, e, question, february).Values[0][0][0], 0)
	now := thisMarch(t)
	now.Range.To = now.Now
	require.InDelta(t, 1, *ask(t, e, question, now).Values[0][0][0], 0)
	require.InDelta(t, 3, *ask(t, e, query.Question{KPIs: []string{"accounts"}, Grain: calendar.None}, now).Values[0][0][0], 0)

	m := crm.Reference()
	m.Entities["accounts"] = crm.Source{From: "crm.accounts a", Fields: map[string]string{"id": "a.id", "first_won_at": "a.first_won_at"}}
	require.InDelta(t, 2, *ask(t, over(t, dsn, m), question, now).Values[0][0][0], 0)
}

func TestPresentIsTrue(t *testing.T) {
	_, err := catalog.Default().With("kpis", "measures:\n  all: {entity: products, present: false, count: id}")
	require.ErrorContains(t, err, "`present: true`")
}
