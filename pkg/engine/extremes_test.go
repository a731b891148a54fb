package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// extremes are the greatest and the least of amounts, of what happened and of what is open, and of durations.
const extremes = `
measures:
  greatest_amount: {entity: deals, time: closed_at, maximum: amount, where: status = 'won'}
  least_amount: {entity: deals, time: closed_at, minimum: amount, where: status = 'won'}
  greatest_open: {entity: deals, snapshot: {start: created_at, end: closed_at}, maximum: amount}
kpis:
  biggest_deal: {title: Biggest deal, description: The biggest of the deals won., measure: greatest_amount, unit: money, horizon: past}
  smallest_deal: {title: Smallest deal, description: The smallest of the deals won., measure: least_amount, unit: money, horizon: past}
  biggest_open_deal: {title: Biggest open deal, description: The biggest of the open deals., measure: greatest_open, unit: money, horizon: current}
`

// Five deals: in March 100 USD, 80 EUR (which are 120 USD) and one without an amount are won, 500 USD are lost, 70 USD stay open.
const fiveDeals = `
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.5);
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob'), (3, 'Cem');
	insert into crm.deals (id, owner, status, amount, currency, created_at, closed_at) values
		(1, 1, 'won', 100, 'USD', '2026-02-01', '2026-03-02'), (2, 1, 'won', 80, 'EUR', '2026-02-20', '2026-03-05'),
		(3, 2, 'won', null, 'USD', '2026-03-01', '2026-03-07'), (4, 2, 'lost', 500, 'USD', '2026-03-01', '2026-03-09'),
		(5, 3, 'open', 70, 'USD', '2026-03-01', null)`

func TestExtremes(t *testing.T) {
	c, err := catalog.Default().With("extremes", extremes)
	require.NoError(t, err)
	over := over(t, handMade(t, fiveDeals), crm.Reference())
	e := engine.New(c, crm.Reference(), settings(t), over.DB)
	value := func(q query.Question) *float64 {
		q.Grain = calendar.None
		return ask(t, e, q, thisMarch(t)).Values[0][0][0]
	}
	require.InDelta(t, 120, *value(query.Question{KPIs: []string{"biggest_deal"}}), 1e-9, "80 EUR at 1.5")
	require.InDelta(t, 100, *value(query.Question{KPIs: []string{"smallest_deal"}}), 1e-9, "no amount is not 0")
	require.InDelta(t, 70, *value(query.Question{KPIs: []string{"biggest_open_deal"}}), 1e-9)
	longest := query.Question{KPIs: []string{"sales_cycle"}, Parameters: map[string]string{"statistic": "maximum"}}
	require.InDelta(t, 29, *value(longest), 1.0/24, "from the 1st of February to the 2nd of March")
	longest.Parameters["statistic"] = "minimum"
	require.InDelta(t, 6, *value(longest), 1.0/24)

	byRep := ask(t, e, query.Question{KPIs: []string{"biggest_deal"}, GroupBy: []string{"rep"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, Rest: true}}, thisMarch(t))
	require.Equal(t, []string{"Ann"}, byRep.Groups[0].Labels)
	require.InDelta(t, 120, *byRep.Values[0][0][0], 1e-9)
	require.Nil(t, byRep.Values[0][1][0], "of the others, nobody won a deal with an amount")
}

// What is not a number has neither.
func TestExtremesOfTexts(t *testing.T) {
	_, err := catalog.Default().With("kpis", "measures:\n  last: {entity: deals, time: closed_at, maximum: name}")
	require.ErrorContains(t, err, "measure last.maximum: name is a text, not a number or an amount")
}
