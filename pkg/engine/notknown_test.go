package engine_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// shop is a mapping of rows that are written out. What is spent in February and by North in March is not known, or no number.
const shop = `entities:
  campaign_costs:
    from: (values (date '2026-01-10', 'a', 8::float8), ('2026-01-11', 'b', 2), ('2026-02-10', 'a', null), ('2026-02-11', 'a', 'NaN'),
      ('2026-03-10', 'a', 'infinity'), ('2026-03-10', 'b', 6), ('2026-03-11', 'b', -6)) as c(day, channel, cost)
    fields: {spent_on: c.day, channel: c.channel, kind: "'media'", amount: c.cost}
  leads:
    from: (values (1, timestamptz '2026-01-06', 'a'), (2, '2026-02-06', 'a'), (3, '2026-03-07', 'b'), (4, '2026-04-07', 'b')) as l(id, at, channel)
    fields: {id: l.id, created_at: l.at, channel: l.channel}
  deals:
    from: (values (1, timestamptz '2026-01-05', timestamptz '2026-02-20', 'won', null::float8), (2, '2026-01-08', '2026-03-10', 'lost', 'NaN'),
      (3, '2026-03-03', null, 'open', 40), (4, '2026-03-04', null, 'open', '-infinity')) as d(id, at, closed, status, amount)
    fields: {id: d.id, created_at: d.at, closed_at: d.closed, status: d.status, amount: d.amount}
  orders:
    from: (values (1, timestamptz '2026-01-05', 7, 10::float8), (2, '2026-02-05', 7, 'NaN'), (3, '2026-02-06', 8, null), (4, '2026-03-06', 9, null)) as o(id, at, who, amount)
    fields: {id: o.id, ordered_at: o.at, account: o.who, amount: o.amount}
  accounts:
    from: (values (7, 'x'), (8, 'y'), (9, 'z')) as a(id, name)
    fields: {id: a.id, name: a.name}
`

// firstMonths are the first four months of 2026, looked at in May.
func firstMonths() plan.Request {
	return plan.Request{Range: calendar.Range{From: time.Date(2026, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2026, 5, 1, 0, 0, 0, 0, time.UTC)},
		Now: time.Date(2026, 5, 10, 0, 0, 0, 0, time.UTC)}
}

func inShop(t *testing.T, custom string) *engine.Engine {
	m, err := crm.ParseMapping(shop)
	require.NoError(t, err)
	e := over(t, pgtest.DSN(t), m)
	utc := settings(t)
	utc.Calendar.Location = time.UTC
	c, err := catalog.Default().With("kpis", custom)
	require.NoError(t, err)
	return engine.New(c, m, utc, e.DB)
}

// shown are the values of a column for a group, nil for null.
func shown(r *answer.Result, column string, group int) (values []any) {
	at := slices.IndexFunc(r.Columns, func(c answer.Column) bool { return c.ID == column })
	for _, v := range r.Values[at][group] {
		if v == nil {
			values = append(values, nil)
		} else {
			values = append(values, *v)
		}
	}
	return values
}

func TestWhatIsNotKnownIsNotZero(t *testing.T) {
	e := inShop(t, "")
	q := query.Question{KPIs: []string{"media_cost", "cpa", "new_leads", "pipeline_value", "open_deals"}, Grain: calendar.Month}
	r := ask(t, e, q, firstMonths())
	require.Equal(t, []any{10.0, nil, 0.0, 0.0}, shown(r, "media_cost", 0), "in March 6 − 6, in April nothing happened")
	require.Equal(t, []any{10.0, nil, 0.0, 0.0}, shown(r, "cpa", 0))
	require.Equal(t, []any{nil, nil, 40.0, 40.0}, shown(r, "pipeline_value", 0), "what is open without an amount is not worth 0")
	require.Equal(t, []any{2.0, 1.0, 2.0, 2.0}, shown(r, "open_deals", 0))
	require.Equal(t, []string{
		"Media cost: 3 of 7 rows have no value in campaign_costs.amount (empty, NaN or infinite) and are left out.",
		"Pipeline value: 2 of 2 rows have no value in deals.amount (empty, NaN or infinite) and are left out.",
	}, notices(r)[:2])

	q.KPIs, q.Transform = []string{"media_cost"}, query.RunningTotal
	require.Equal(t, []any{10.0, 10.0, 10.0, 10.0}, shown(ask(t, e, q, firstMonths()), "media_cost", 0))
	q.Transform, q.GroupBy = "", []string{"channel"}
	r = ask(t, e, q, firstMonths())
	require.Equal(t, []any{8.0, nil, nil, 0.0}, shown(r, "media_cost", 0), "a")
	require.Equal(t, []any{2.0, 0.0, 0.0, 0.0}, shown(r, "media_cost", 1), "b")

	from := firstMonths()
	from.Range.From = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
	q.GroupBy, q.Transform = nil, query.RunningTotal
	require.Equal(t, []any{nil, 0.0, 0.0}, shown(ask(t, e, q, from), "media_cost", 0), "nothing is known up to February")
	q.Transform, q.Compare, q.CompareAs = "", query.PreviousPeriod, []query.CompareAs{query.AsValue, query.AsDifference, query.AsRatio}
	from.Range.To = time.Date(2026, 3, 1, 0, 0, 0, 0, time.UTC)
	r = ask(t, e, q, from)
	require.Equal(t, []any{nil}, shown(r, "media_cost", 0))
	require.Equal(t, []any{10.0}, shown(r, "media_cost_previous_period", 0))
	require.Equal(t, []any{nil}, shown(r, "media_cost_previous_period_ratio", 0))
}

// Neither NaN nor infinity leads a ranking, in either direction, whether the database cuts the groups or not.
func TestWhatIsNotKnownComesLast(t *testing.T) {
	e := inShop(t, "")
	for _, rest := range []bool{false, true} {
		for _, ascending := range []bool{false, true} {
			q := query.Question{KPIs: []string{"media_cost"}, GroupBy: []string{"channel"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, By: "media_cost", Rest: rest, Ascending: ascending}}
			from := firstMonths()
			from.Range.From = time.Date(2026, 2, 1, 0, 0, 0, 0, time.UTC)
			r := ask(t, e, q, from)
			require.Equal(t, []string{"b"}, r.Groups[0].Labels)
			require.Equal(t, []any{0.0}, shown(r, "media_cost", 0))
			if rest {
				require.Equal(t, []any{nil}, shown(r, "media_cost", 1), "the others are not known")
			}
		}
	}
}

// Ann would lead if both of her deals were known. She is cut by the database, or folded into the rest: either way it is said that the
// ranking rests on what is known, of how many rows of all groups.
func TestARankingSaysWhatIsNotKnownOfThoseItLeavesOut(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob'), (3, 'Cem'), (4, 'Dee');
		insert into crm.deals (id, owner, status, amount, created_at, closed_at) values
			(1, 1, 'won', 10, '2026-03-01', '2026-03-02'), (2, 1, 'won', 'NaN', '2026-03-01', '2026-03-02'), (3, 2, 'won', 90, '2026-03-01', '2026-03-02'),
			(4, 2, 'won', 5, '2026-03-01', '2026-03-02'), (5, 2, 'won', 5, '2026-03-01', '2026-03-02'), (6, 3, 'won', null, '2026-03-01', '2026-03-02'),
			(7, 4, 'won', 20, '2026-03-01', '2026-03-02')`), crm.Reference())
	told := []string{"Revenue: 2 of 7 rows have no value in deals.amount (empty, NaN or infinite) and are left out."}
	for _, by := range []string{"revenue", "deals_won"} { // which is no number of Ann, and which is one
		for _, rest := range []bool{false, true} {
			q := query.Question{KPIs: []string{"revenue", "deals_won"}, GroupBy: []string{"rep"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, By: by, Rest: rest}}
			r := ask(t, e, q, thisMarch(t))
			require.Equal(t, []string{"Bob"}, r.Groups[0].Labels)
			require.Equal(t, []any{100.0}, shown(r, "revenue", 0))
			require.Equal(t, told, notices(r), "by %s, rest %v", by, rest)
		}
	}
}

const ofOrders = `measures:
  largest: {entity: orders, time: ordered_at, maximum: amount}
  smallest: {entity: orders, time: ordered_at, minimum: amount}
  with_amount: {entity: orders, time: ordered_at, count: amount}
  over_five: {entity: orders, time: ordered_at, count: id, where: amount > 5}
  buyers_amount: {entity: orders, time: ordered_at, members: {of: account, count: amount, over: bucket}, sum: amount}
kpis:
  largest_order: {title: A, description: A., measure: largest, unit: money, horizon: past}
  smallest_order: {title: A, description: A., measure: smallest, unit: money, horizon: past}
  orders_known: {title: A, description: A., measure: with_amount, unit: count, horizon: past}
  orders_over_five: {title: A, description: A., measure: over_five, unit: count, horizon: past}
  of_buyers: {title: A, description: A., measure: buyers_amount, unit: money, horizon: past}
  share_of_orders: {title: A, description: A., share: customer_value, unit: percent, horizon: past}
  customer_value: {title: A, description: A., measure: order_amount, unit: money, horizon: past}
`

// NaN is greater than all numbers in PostgreSQL: a count, a condition or a greatest value must not take it for one.
func TestStatisticsCountsAndConditionsKnowNumbers(t *testing.T) {
	e := inShop(t, ofOrders)
	r := ask(t, e, query.Question{KPIs: []string{"largest_order", "smallest_order", "orders_known", "orders_over_five", "of_buyers"}, Grain: calendar.Month}, firstMonths())
	require.Equal(t, []any{10.0, nil, nil, nil}, shown(r, "largest_order", 0))
	require.Equal(t, []any{10.0, nil, nil, nil}, shown(r, "smallest_order", 0))
	require.Equal(t, []any{1.0, 0.0, 0.0, 0.0}, shown(r, "orders_known", 0))
	require.Equal(t, []any{1.0, 0.0, 0.0, 0.0}, shown(r, "orders_over_five", 0))
	require.Equal(t, []any{10.0, nil, nil, 0.0}, shown(r, "of_buyers", 0))
	r = ask(t, e, query.Question{KPIs: []string{"share_of_orders"}, GroupBy: []string{"account"}, Grain: calendar.None}, firstMonths())
	require.Equal(t, []any{1.0}, shown(r, "share_of_orders", 0))
	require.Equal(t, []any{nil}, shown(r, "share_of_orders", 1))
}

// The rows behind a number show what is none as empty, and add nothing to it.
func TestRecordsOfWhatIsNoNumber(t *testing.T) {
	e := inShop(t, "")
	r := firstMonths()
	table, err := take.Table(e.Ask(t.Context(), take.Of(query.Records, query.Question{KPIs: []string{"media_cost"}}), r))
	require.NoError(t, err)
	require.Len(t, table.Rows, 7)
	amount := slices.IndexFunc(table.Columns, func(c answer.TableColumn) bool { return c.ID == "amount" })
	adds := slices.IndexFunc(table.Columns, func(c answer.TableColumn) bool { return c.ID == "media_spend" })
	sum, empty := 0.0, 0
	for _, row := range table.Rows {
		require.Equal(t, row[amount], row[adds])
		if row[adds] == nil {
			empty++
		} else {
			sum += row[adds].(float64)
		}
	}
	require.Equal(t, 3, empty)
	require.Equal(t, 10.0, sum)
}

// Where there are no rows a definition may ask for nothing instead of 0; 0 that rows add up to stays.
func TestEmptyBucketsMayBeNull(t *testing.T) {
	e := inShop(t, `kpis:
  spent: {title: A, description: A., measure: media_spend, unit: money, horizon: past, empty: null}
  arrivals: {title: A, description: A., measure: created_leads, unit: count, horizon: past, empty: null}
  open_now: {title: A, description: A., measure: open_deal_count_now, unit: count, horizon: current, empty: null}
  both: {title: A, description: A., derived: spent + arrivals, unit: count, horizon: past, empty: null}
  plain: {title: A, description: A., derived: spent + arrivals, unit: count, horizon: past, empty: 0}
`)
	r := firstMonths()
	r.Range.From = r.Range.From.AddDate(0, -1, 0)
	r.Range.To = r.Range.To.AddDate(0, -1, 0)
	a := ask(t, e, query.Question{KPIs: []string{"spent", "arrivals", "both", "plain", "open_now"}, Grain: calendar.Month}, r)
	require.Equal(t, []any{nil, 10.0, nil, 0.0}, shown(a, "spent", 0))
	require.Equal(t, []any{nil, 1.0, 1.0, 1.0}, shown(a, "arrivals", 0))
	require.Equal(t, []any{nil, 11.0, nil, 1.0}, shown(a, "both", 0))
	require.Equal(t, []any{0.0, 11.0, nil, 1.0}, shown(a, "plain", 0))
	require.Equal(t, []any{nil, 2.0, 1.0, 2.0}, shown(a, "open_now", 0))
	_, err := catalog.Default().With("kpis", "kpis: {a: {title: A, description: A., measure: media_spend, unit: money, horizon: past, empty: nothing}}")
	require.ErrorContains(t, err, "a.empty: where there are no rows a KPI is 0 or null, not \"nothing\"")
}

// An explanation tells all that a panel tells of the same figure: the rows that lack a value as well as those without a start or a history.
func TestExplanationsTellWhatPanelsTell(t *testing.T) {
	e := inShop(t, "")
	for kpi, want := range map[string]string{
		"media_cost":     "Media cost: 3 of 7 rows have no value in campaign_costs.amount (empty, NaN or infinite) and are left out.",
		"pipeline_value": "Pipeline value: 1 of 2 rows has no value in deals.amount (empty, NaN or infinite) and is left out.",
	} {
		panel := notices(ask(t, e, query.Question{KPIs: []string{kpi}, Grain: calendar.None}, firstMonths()))
		explained, err := e.Ask(t.Context(), query.Question{Type: query.Explain, KPIs: []string{kpi}}, firstMonths())
		require.NoError(t, err)
		require.Equal(t, panel, noticesOf(explained, "en"))
		require.Contains(t, panel, want)
	}

	m, err := crm.ParseMapping(`entities:
  deals:
    from: (values (1, null::timestamptz, 10), (2, '2026-02-01Z', null)) as d(id, at, amount)
    fields: {id: d.id, created_at: d.at, closed_at: "null::timestamptz", status: "'open'", amount: d.amount}`)
	require.NoError(t, err)
	startless := over(t, pgtest.DSN(t), m)
	explained, err := startless.Ask(t.Context(), query.Question{Type: query.Explain, KPIs: []string{"pipeline_value"}}, thisMarch(t))
	require.NoError(t, err)
	told := strings.Join(noticesOf(explained, "en"), "\n")
	require.Equal(t, strings.Join(notices(ask(t, startless, query.Question{KPIs: []string{"pipeline_value"}, Grain: calendar.None}, thisMarch(t))), "\n"), told)
	require.Contains(t, told, "1 of 2 rows has no value in deals.amount")
	require.Contains(t, told, "1 row of deals has no start (created_at)")
}
