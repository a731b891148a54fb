package companies_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var northwindCannot = map[string]string{}

var northwind = answers{
	"shipping_service": func(c company) [][]any {
		return byYear(c.ask("1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"orders_not_shipped", "orders_shipped_late", "days_to_ship"}, Grain: calendar.Year}))
	},
	"total_sales": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"revenue"}}))
	},
	"order_value_statistics": func(c company) [][]any {
		r := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{
			"average_order_value", "order_value:statistic=median", "order_value:statistic=minimum", "order_value:statistic=maximum"}})
		return [][]any{values(r, 0, 0)}
	},
	"sales_by_year": func(c company) [][]any {
		return byYear(c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"orders", "order_value"}, Grain: calendar.Year}))
	},
	"sales_by_rep": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"orders", "order_value", "average_order_value"}, GroupBy: []string{"rep"}, Limit: &query.Limit{Top: 9, By: "order_value"}}))
	},
	"monthly_sales_with_growth": func(c company) [][]any {
		r := c.ask("1997-01-01", "1998-01-01", query.Question{KPIs: []string{"revenue", "revenue_vs_previous"}, Grain: calendar.Month})
		var rows [][]any
		for i, b := range r.Buckets {
			v := values(r, 0, i)
			rows = append(rows, []any{b.Start.Format(time.DateOnly), v[0], 100 * v[1].(float64)})
		}
		return rows
	},
	"team_sales_by_manager": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"orders", "order_value"}, GroupBy: []string{"manager"}, Filters: has("manager")}))
	},
	"sales_by_region_many_to_many": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"selling_reps", "order_value"}, GroupBy: []string{"sales_region"}}))
	},
	// What there is now has a value in the period that now is in.
	"customers_without_orders": func(c company) [][]any {
		r := c.ask("1996-01-01", "2016-01-01", query.Question{KPIs: []string{"accounts", "customers_without_orders", "one_time_buyers"}})
		return [][]any{values(r, 0, 0)}
	},
	"new_and_returning_customers_by_quarter": func(c company) [][]any {
		return byDay(c.ask("1997-01-01", "1998-01-01", query.Question{
			KPIs: []string{"ordering_customers", "new_customers", "returning_customers"}, Grain: calendar.Quarter}))
	},
	"top_products_with_ties": func(c company) [][]any {
		return groups(c.ask("1996-01-01", "1999-01-01", query.Question{
			KPIs: []string{"order_lines"}, GroupBy: []string{"product"}, Limit: &query.Limit{Top: 5, Rank: true}}))
	},
}

func byBucket(r *answer.Result, label func(answer.Bucket) any) [][]any {
	var rows [][]any
	for i, b := range r.Buckets {
		rows = append(rows, append([]any{label(b)}, values(r, 0, i)...))
	}
	return rows
}

// byYear returns a row for each bucket of an ungrouped answer: its year, then the values.
func byYear(r *answer.Result) [][]any {
	return byBucket(r, func(b answer.Bucket) any { return float64(b.Start.Year()) })
}

// byDay returns a row for each bucket of an ungrouped answer: its first day, then the values.
func byDay(r *answer.Result) [][]any {
	return byBucket(r, func(b answer.Bucket) any { return b.Start.Format(time.DateOnly) })
}

// Each order is promised once and, all promises being past, kept or not: 772 of 830 are shipped by the required day.
func TestNorthwindDelivers(t *testing.T) {
	c := open(t, "northwind")
	var not float64
	for _, row := range c.published("shipping_service") {
		not += number(t, row[1]) + number(t, row[2])
	}
	r := c.ask("1996-01-01", "1999-01-01", query.Question{KPIs: []string{"on_time_delivery_rate"}})
	require.InDelta(t, (830-not)/830, *r.Values[0][0][0], 1e-12)
}
