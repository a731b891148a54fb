package companies_test

import (
	"cmp"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var adventureworksCannot = map[string]string{}

var adventureworks = answers{
	"order_totals": func(c company) [][]any {
		all := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"orders", "order_value", "total_due"}})
		rep := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"orders"}, Filters: has("rep")})
		v := values(all, 0, 0)
		return [][]any{{v[0], *rep.Values[0][0][0], v[1], v[2]}}
	},
	"sales_by_channel_and_month": func(c company) [][]any {
		r := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"orders", "order_value"}, GroupBy: []string{"ordered_through"}, Grain: calendar.Month})
		online, rep := group(c.t, r, "online"), group(c.t, r, "rep")
		var rows [][]any
		for i, b := range r.Buckets {
			rows = append(rows, slices.Concat([]any{b.Start.Format(time.DateOnly)}, values(r, online, i), values(r, rep, i)))
		}
		return rows
	},
	"quota_attainment_by_rep_first_period": func(c company) [][]any {
		r := attainment(c, "2011-05-31", "2011-08-31", "rep")
		var rows [][]any
		for g, group := range r.Groups {
			id, err := strconv.ParseFloat(group.Keys[0], 64)
			require.NoError(c.t, err)
			rows = append(rows, append([]any{id}, values(r, g, 0)...))
		}
		slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(float64), b[0].(float64)) })
		return rows
	},
	// Grains are periods of the calendar, so each period of quotas is asked for by itself.
	"team_attainment_by_period": func(c company) [][]any {
		var rows [][]any
		for _, period := range [][2]string{{"2011-05-31", "2011-08-31"}, {"2011-08-31", "2011-12-01"}, {"2011-12-01", "2012-02-29"}} {
			team := values(attainment(c, period[0], period[1]), 0, 0)
			rates := reached(attainment(c, period[0], period[1], "rep"))
			rows = append(rows, slices.Concat([]any{period[0]}, team, []any{sum(rates) / float64(len(rates))}))
		}
		return rows
	},
	"reps_at_or_above_quota": func(c company) [][]any {
		rates := reached(attainment(c, "2011-05-31", "2011-08-31", "rep"))
		at := slices.DeleteFunc(slices.Clone(rates), func(rate float64) bool { return rate < 1 })
		return [][]any{{float64(len(at)), float64(len(rates))}}
	},
	"calendar_month_against_prorated_quota": func(c company) [][]any {
		v := values(attainment(c, "2011-07-01", "2011-08-01"), 0, 0)
		return [][]any{{v[1], v[0], v[2]}}
	},
	"reps_without_quota": func(c company) [][]any {
		r := c.ask("2011-01-01", "2016-01-01", query.Question{KPIs: []string{"people", "people_without_quota", "people_never_with_quota"}})
		return [][]any{values(r, 0, 0)}
	},
	// Quotas count whole in the year of their date, not spread over their days: this is a sum of quotas, not a target.
	"quota_sum_by_year": func(c company) [][]any {
		return byYear(c.ask("2011-01-01", "2015-01-01", query.Question{KPIs: []string{"people_with_quota", "quota"}, Grain: calendar.Year}))
	},
	"sales_by_territory_of_the_order": func(c company) [][]any {
		by := func(dimension string) map[any]any {
			sales := map[any]any{}
			for _, row := range groups(c.ask("2011-07-01", "2011-11-01", query.Question{
				KPIs: []string{"revenue"}, GroupBy: []string{dimension}, Filters: has("rep")})) {
				sales[row[0]] = row[1]
			}
			return sales
		}
		order, rep := by("order_territory"), by("rep_territory")
		var rows [][]any
		for _, territory := range c.list("2011-07-01", "2011-11-01", query.Question{Entity: "teams"}) {
			name := territory["name"]
			rows = append(rows, []any{name, order[name], rep[name]})
		}
		slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) })
		return rows
	},
	"orders_by_reason_fan_out": func(c company) [][]any {
		const from, to = "2011-05-01", "2011-11-01"
		all := c.ask(from, to, query.Question{KPIs: []string{"reasoned_orders"}})
		rows := groups(c.ask(from, to, query.Question{KPIs: []string{"reasoned_orders"}, GroupBy: []string{"reason"}}))
		for i := range rows {
			rows[i] = append(rows[i], *all.Values[0][0][0])
		}
		return rows
	},
	"average_order_and_median": func(c company) [][]any {
		r := c.ask("2011-08-01", "2011-09-01", query.Question{
			KPIs: []string{"average_order_value", "order_value:statistic=median", "orders"}, GroupBy: []string{"ordered_through"}})
		return [][]any{
			append([]any{false}, values(r, group(c.t, r, "rep"), 0)...),
			append([]any{true}, values(r, group(c.t, r, "online"), 0)...),
		}
	},
	// What an order was paid in is the currency of the deal: once in dollars at the rate of its day, once as it was paid.
	"foreign_currency_orders": func(c company) [][]any {
		const from, to = "2011-05-01", "2011-11-01"
		rows := groups(c.ask(from, to, query.Question{KPIs: []string{"deals_won", "revenue"}, GroupBy: []string{"currency"},
			Filters: []query.Filter{{Dimension: "currency", Operator: query.NotEquals, Values: []string{"USD"}}}}))
		for i, row := range rows {
			currency := row[0].(string)
			local := c.askOf(c.reporting(currency), from, to, query.Question{KPIs: []string{"revenue"}, Filters: is("currency", currency)})
			rows[i] = append(row, *local.Values[0][0][0])
		}
		return rows
	},
}

// group finds a group by its label.
func group(t testing.TB, r *answer.Result, label string) int {
	i := slices.IndexFunc(r.Groups, func(g answer.Group) bool { return g.Labels[0] == label })
	require.GreaterOrEqual(t, i, 0, label)
	return i
}

// attainment asks for the quota, the sales and their ratio of the sales people. Orders online have no rep, and no quota.
func attainment(c company, from, to string, by ...string) *answer.Result {
	return c.ask(from, to, query.Question{KPIs: []string{"revenue_target", "revenue", "revenue_attainment"}, GroupBy: by, Filters: has("rep")})
}

// reached returns the attainment of each group.
func reached(r *answer.Result) []float64 {
	rates := make([]float64, len(r.Groups))
	for g := range r.Groups {
		rates[g] = *r.Values[2][g][0]
	}
	return rates
}
