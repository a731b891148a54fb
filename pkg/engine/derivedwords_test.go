package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// derivedRows are deals in several currencies. A euro is 1.5 dollars, from the 3rd of March on 3; nobody knows what a krona is. Deal 1
// closes at 150 dollars, deal 2 at 300, deal 3 is of 150, deal 4 of kronor. Deal 5 is open since February, at 150 dollars, and has been
// in two stages: three days in one, since then in the other, where it is of 300 euros.
const derivedRows = `
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.5), ('EUR', '2026-03-03', 3);
	insert into crm.pipelines (id, name) values (1, 'Sales');
	insert into crm.stages (id, pipeline, name, position, kind) values (1, 1, 'Offer', 1, 'open'), (2, 1, 'Close', 2, 'open');
	insert into crm.deals (id, status, amount, currency, created_at, closed_at, stage) values
		('1', 'won', 100, 'EUR', '2026-02-01 12:00Z', '2026-03-02 12:00Z', null), ('2', 'won', 100, 'EUR', '2026-02-01 12:00Z', '2026-03-04 12:00Z', null),
		('3', 'won', 150, 'USD', '2026-02-01 12:00Z', '2026-03-04 12:00Z', null), ('4', 'lost', 100, 'SEK', '2026-02-01 12:00Z', '2026-03-04 12:00Z', null),
		('5', 'open', 100, 'EUR', '2026-02-01 12:00Z', null, 2);
	insert into crm.deal_history (deal, valid_from, valid_to, stage, status, amount, currency) values
		('5', '2026-02-01 12:00Z', '2026-03-04 12:00Z', 1, 'open', 100, 'EUR'), ('5', '2026-03-04 12:00Z', null, 2, 'open', 300, 'EUR');
	insert into crm.activities (id, deal, type, status, created_at, completed_at) values
		('1', '2', 'call', 'done', '2026-03-01', '2026-03-01 12:00Z'), ('2', '5', 'call', 'done', '2026-03-01', '2026-03-01 12:00Z'), ('3', null, 'call', 'done', '2026-03-01', '2026-03-01 12:00Z')`

const derivedMapping = `
base: reference
dimensions:
  deal_size: {entity: deals, buckets: amount, at: [200], labels: [{en: Small, ru: Малая}, {en: Large, ru: Крупная}]}
  large: {entity: deals, flag: amount >= 120}
  version_size: {entity: deal_history, buckets: amount, at: [500]}
  stay: {entity: stage_visits, age: entered_at, until: left_at, at: [30]}
  entered_weekday: {entity: stage_visits, weekday: entered_at}
  credited: {entity: deal_credits, flag: touched}
  sold_size: {entity: deal_credits, buckets: amount, at: [200]}
`

const derivedKPIs = `
measures:
  entered: {entity: stage_visits, time: entered_at, count: deal}
  large_won: {entity: deals, time: closed_at, count: id, where: status = 'won' and deal_size = '>=200'}
kpis:
  stays: {title: Stays, description: Stays., measure: entered, unit: count, better: higher, horizon: past}
  large_deals: {title: Large, description: Large., measure: large_won, unit: count, better: higher, horizon: past}
`

// Amounts are put into buckets in the reporting currency, also where a row reaches the dimension along a relation, and entities that are
// derived from others have dimensions, too.
func TestDerivedDimensions(t *testing.T) {
	e := over(t, handMade(t, derivedRows), ownMapping(t, derivedMapping))
	c, err := e.Catalog.Over(crm.Setup{Own: derivedMapping}.Words())
	require.NoError(t, err)
	c, err = c.With("kpis", derivedKPIs)
	require.NoError(t, err)
	e.Catalog = c
	for _, test := range []struct {
		kpi, by string
		values  map[string]float64
	}{
		{"revenue", "deal_size", map[string]float64{"Small": 300, "Large": 300}},
		{"deals_won", "deal_size", map[string]float64{"Small": 2, "Large": 1}},
		{"deals_lost", "deal_size", map[string]float64{"(none)": 1}},
		{"open_deals", "deal_size", map[string]float64{"Small": 1}},
		{"pipeline_value", "version_size", map[string]float64{"500 and more": 900}},
		{"open_deals", "version_size", map[string]float64{"500 and more": 1}},
		{"activities_done", "deal_size", map[string]float64{"Small": 1, "Large": 1, "(none)": 1}},
		{"unattributed_revenue", "sold_size", map[string]float64{"under 200": 300, "200 and more": 300}},
		{"unattributed_revenue", "credited", map[string]float64{"No": 600}},
		{"stays", "stay", map[string]float64{"(none)": 1}},
		{"stays", "entered_weekday", map[string]float64{"Wednesday": 1}},
	} {
		_, values := grouped(t, e, query.Question{KPIs: []string{test.kpi}, GroupBy: []string{test.by}})
		require.Equal(t, test.values, values, "%s by %s", test.kpi, test.by)
	}
	large := []query.Filter{{Dimension: "deal_size", Operator: query.Equals, Values: []string{"Крупная"}}}
	r := ask(t, e, query.Question{KPIs: []string{"revenue", "activities_done", "large_deals"}, Filters: large, Grain: calendar.None}, thisMarch(t))
	require.InDelta(t, 300, *r.Values[0][0][0], 1e-9)
	require.InDelta(t, 1, *r.Values[1][0][0], 1e-9)
	require.InDelta(t, 1, *r.Values[2][0][0], 1e-9)
	limited := query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"deal_size"}, Limit: &query.Limit{Top: 1, By: "revenue"}, Grain: calendar.None}
	require.Len(t, ask(t, e, limited, thisMarch(t)).Groups, 2, "both have 300")
}

// Records show derived dimensions as they are called.
func TestRecordsShowDerivedDimensions(t *testing.T) {
	e := over(t, handMade(t, derivedRows), ownMapping(t, derivedMapping))
	of := func(q query.Question, column string) (shown []any) {
		table, err := take.Table(e.Ask(t.Context(), take.Of(query.Records, q), thisMarch(t)))
		require.NoError(t, err)
		i := table.Column(column)
		require.GreaterOrEqual(t, i, 0, column)
		for _, row := range table.Rows {
			if text, ok := row[i].(i18n.Text); ok {
				shown = append(shown, text.In(i18n.Russian))
			} else {
				shown = append(shown, row[i])
			}
		}
		return shown
	}
	require.ElementsMatch(t, []any{"Малая", "Крупная", "Малая"}, of(query.Question{KPIs: []string{"revenue"}}, "deal_size"))
	require.ElementsMatch(t, []any{"Нет", "Нет", "Да"}, of(query.Question{KPIs: []string{"revenue"}}, "large"))
	require.ElementsMatch(t, []any{"Среда"}, of(query.Question{Entity: "stage_visits"}, "entered_weekday"))
}

// ownMapping is a mapping of the company's own.
func ownMapping(t testing.TB, own string) crm.Mapping {
	setup := crm.Setup{Own: own}
	require.NoError(t, setup.Check())
	m, err := setup.Mapping(nil)
	require.NoError(t, err)
	return m
}
