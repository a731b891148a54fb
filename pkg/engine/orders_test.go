package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// What is asked of orders counts the same orders: of every status, or of those that a filter keeps.
func TestOrdersTimesTheirAverageIsTheirValue(t *testing.T) {
	e := over(t, handMade(t, `insert into crm.accounts (id, name, created_at) values (1, 'A', '2026-01-01');
		insert into crm.orders (id, account, status, ordered_at, amount) values
		(1, 1, 'delivered', '2026-03-02', 100), (2, 1, 'delivered', '2026-03-03', 50), (3, 1, 'cancelled', '2026-03-04', 30)`), crm.Reference())
	q := query.Question{KPIs: []string{"orders", "average_order_value", "order_value"}, Grain: calendar.None}
	for name, want := range map[string][]float64{"all": {3, 60, 180}, "not cancelled": {2, 75, 150}} {
		if name != "all" {
			q.Filters = []query.Filter{{Dimension: "order_status", Operator: query.NotEquals, Values: []string{"cancelled"}}}
		}
		a := ask(t, e, q, thisMarch(t))
		for i := range want {
			require.InDelta(t, want[i], *a.Values[i][0][0], 1e-9, "%s of %s", q.KPIs[i], name)
		}
		q.Filters = nil
	}
}

// Promised for days that are past: one in time, one late, one never delivered. One promised for a day that is still ahead, delivered
// early, and one that is on its way: neither is kept or broken yet.
func TestAnOrderIsLateOnceItsPromiseIsPast(t *testing.T) {
	r := thisMarch(t)
	r.Now = r.Range.From.AddDate(0, 0, 9)
	day := func(n int) string { return r.Range.From.AddDate(0, 0, n).Format("2006-01-02 15:04:05Z07:00") }
	e := over(t, handMade(t, `insert into crm.accounts (id, name, created_at) values (1, 'A', '2026-01-01');
		insert into crm.orders (id, account, status, ordered_at, promised_at_original, promised_at, amount, delivered_at) values
		(1, 1, 'placed', '`+day(0)+`', '`+day(3)+`', '`+day(3)+`', 10, '`+day(2)+`'), (2, 1, 'placed', '`+day(0)+`', '`+day(3)+`', '`+day(3)+`', 10, '`+day(5)+`'), (3, 1, 'placed', '`+day(0)+`', '`+day(4)+`', '`+day(4)+`', 10, null),
		(4, 1, 'placed', '`+day(0)+`', '`+day(20)+`', '`+day(20)+`', 10, '`+day(1)+`'), (5, 1, 'placed', '`+day(0)+`', '`+day(20)+`', '`+day(20)+`', 10, null)`), crm.Reference())
	q := query.Question{KPIs: []string{"on_time_delivery_rate"}, Grain: calendar.None}
	require.InDelta(t, 1.0/3, *ask(t, e, q, r).Values[0][0][0], 1e-9)
	r.Now = r.Range.From.AddDate(0, 1, 0)
	require.InDelta(t, 2.0/5, *ask(t, e, q, r).Values[0][0][0], 1e-9, "all promises are past")
}

// Touches count by their day, whoever they were with, by channel and by campaign.
func TestTouches(t *testing.T) {
	e := over(t, handMade(t, `insert into crm.campaigns (id, name) values (1, 'Spring');
		insert into crm.touches (campaign, channel, occurred_at) values
		(1, 'email', '2026-03-02'), (1, 'email', '2026-03-03'), (null, 'search', '2026-03-04'), (1, 'email', '2026-04-01 12:00')`), crm.Reference())
	q := query.Question{KPIs: []string{"touches"}, Grain: calendar.None}
	require.InDelta(t, 3, *ask(t, e, q, thisMarch(t)).Values[0][0][0], 0)
	for dimension, want := range map[string]map[string]float64{"channel": {"email": 2, "search": 1}, "campaign": {"Spring": 2, query.None: 1}} {
		q.GroupBy = []string{dimension}
		r, err := take.Figures(e.Ask(t.Context(), q, thisMarch(t)))
		require.NoError(t, err)
		got := map[string]float64{}
		for g, group := range r.Groups {
			got[group.Labels[0]] = *r.Values[0][g][0]
		}
		require.Equal(t, want, got, dimension)
	}
}
