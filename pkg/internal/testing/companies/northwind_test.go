package companies_test

import (
	"cmp"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var northwindCannot = map[string]string{}

// shipping are KPIs of the company's own: the built-in ones judge deliveries by the day promised, not by the day of the order.
const shipping = `
measures:
  unshipped_orders: {entity: orders, time: ordered_at, count: id, where: delivered_at is null}
  late_orders: {entity: orders, time: ordered_at, count: id, where: delivered_at > promised_at}
  shipping_time: {entity: orders, time: ordered_at, duration: {from: ordered_at, to: delivered_at, in: days}}
kpis:
  orders_not_shipped: {title: Not shipped, description: Orders of the period without a shipment., measure: unshipped_orders, unit: count, horizon: past}
  orders_shipped_late: {title: Shipped late, description: Orders of the period shipped after the required day., measure: late_orders, unit: count, horizon: past}
  days_to_ship: {title: Days to ship, description: From order to shipment., measure: shipping_time, unit: days, horizon: past, parameters: {statistic: mean}}
`

var northwind = answers{
	"shipping_service": func(c company) [][]any {
		r := c.askOf(c.with(shipping), "1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"orders_not_shipped", "orders_shipped_late", "days_to_ship"}, Grain: calendar.Year})
		var rows [][]any
		for i, b := range r.Buckets {
			rows = append(rows, append([]any{float64(b.Start.Year())}, values(r, 0, i)...))
		}
		return rows
	},
	"total_sales": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue"}}))
	},
	"order_value_statistics": func(c company) [][]any {
		mean := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"average_deal_size", "average_order_value"}})
		require.Equal(c.t, mean.Values[0], mean.Values[1], "an order is a deal")
		amounts := numbers(c.list("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue"}}), "amount")
		return [][]any{{*mean.Values[0][0][0], median(amounts), slices.Min(amounts), slices.Max(amounts)}}
	},
	"sales_by_year": func(c company) [][]any {
		r := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"deals_won", "revenue"}, Grain: calendar.Year})
		var rows [][]any
		for i, b := range r.Buckets {
			rows = append(rows, append([]any{float64(b.Start.Year())}, values(r, 0, i)...))
		}
		return rows
	},
	"sales_by_rep": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"deals_won", "revenue", "average_deal_size"}, GroupBy: []string{"rep"}, Limit: &query.Limit{Top: 9, By: "revenue"}}))
	},
	// The period before a year is a year, so each month is asked for by itself.
	"monthly_sales_with_growth": func(c company) [][]any {
		var rows [][]any
		for month := time.January; month <= time.December; month++ {
			from := time.Date(1997, month, 1, 0, 0, 0, 0, time.UTC)
			r := c.ask(from.Format(time.DateOnly), from.AddDate(0, 1, 0).Format(time.DateOnly), query.Question{
				KPIs: []string{"revenue"}, Compare: query.PreviousPeriod, CompareAs: []query.CompareAs{query.AsRatio}})
			require.NotNil(c.t, r.Values[1][0][0])
			rows = append(rows, []any{from.Format(time.DateOnly), *r.Values[0][0][0], 100 * *r.Values[1][0][0]})
		}
		return rows
	},
	"team_sales_by_manager": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"deals_won", "revenue"}, GroupBy: []string{"manager"}, Filters: has("manager")}))
	},
	"sales_by_region_many_to_many": func(c company) [][]any {
		reps := map[string]float64{}
		for _, g := range c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"team", "rep"}}).Groups {
			reps[g.Labels[0]]++
		}
		var rows [][]any
		for _, row := range groups(c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"team"}})) {
			rows = append(rows, []any{row[0], reps[row[0].(string)], row[1]})
		}
		return rows
	},
	"customers_without_orders": func(c company) [][]any {
		customers := c.list("1996-01-01", "1999-01-01", query.Question{Entity: "accounts"})
		never := count(customers, func(r record) bool { return r["first_won_at"] == nil })
		once := 0.0
		for _, row := range groups(c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"deals_won"}, GroupBy: []string{"account"}})) {
			if row[1] == 1.0 {
				once++
			}
		}
		return [][]any{{float64(len(customers)), never, once}}
	},
	"new_and_returning_customers_by_quarter": func(c company) [][]any {
		fresh := c.ask("1997-01-01", "1998-01-01", query.Question{KPIs: []string{"new_customers"}, Grain: calendar.Quarter})
		orders := c.ask("1997-01-01", "1998-01-01", query.Question{KPIs: []string{"deals_won"}, GroupBy: []string{"account"}, Grain: calendar.Quarter})
		var rows [][]any
		for i, b := range fresh.Buckets {
			customers := c.list(b.Start.Format(time.DateOnly), b.End.Format(time.DateOnly), query.Question{KPIs: []string{"new_customers"}})
			first := distinct(customers, "name")
			var active, returning float64
			for g, group := range orders.Groups {
				if *orders.Values[0][g][i] == 0 {
					continue
				}
				active++
				if !first[group.Labels[0]] {
					returning++
				}
			}
			rows = append(rows, []any{b.Start.Format(time.DateOnly), active, *fresh.Values[0][0][i], returning})
		}
		return rows
	},
	"top_products_with_ties": func(c company) [][]any {
		lines := map[string]float64{}
		for _, line := range c.list("1996-01-01", "1999-01-01", query.Question{Entity: "order_lines"}) {
			lines[line["product"].(string)]++
		}
		var rows [][]any
		for product, n := range lines {
			rank := 1.0
			for _, other := range lines {
				if other > n {
					rank++
				}
			}
			rows = append(rows, []any{product, n, rank})
		}
		slices.SortFunc(rows, func(a, b []any) int {
			return cmp.Or(cmp.Compare(a[2].(float64), b[2].(float64)), cmp.Compare(a[0].(string), b[0].(string)))
		})
		return rows[:5]
	},
}

// What the deliveries come to over all years, as commitments: kept unless shipped late or not at all.
func TestNorthwindDeliveriesAreCommitments(t *testing.T) {
	c := open(t, "northwind")
	var open, late float64
	for _, row := range c.published("shipping_service") {
		open, late = open+number(t, row[1]), late+number(t, row[2])
	}
	r := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"commitments_overdue", "commitments_kept_rate"}})
	require.Equal(t, open, *r.Values[0][0][0])
	require.InDelta(t, (830-open-late)/830, *r.Values[1][0][0], 1e-12)
}
