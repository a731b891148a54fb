package companies_test

import (
	"cmp"
	"fmt"
	"slices"
	"strconv"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var adventureworksCannot = map[string]string{}

var adventureworks = answers{
	"order_totals": func(c company) [][]any {
		all := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"deals_won", "revenue"}})
		rep := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"deals_won"}, Filters: has("rep")})
		due := numbers(c.list("2011-05-01", "2011-11-01", query.Question{Entity: "payments"}), "amount")
		return [][]any{{*all.Values[0][0][0], *rep.Values[0][0][0], *all.Values[1][0][0], sum(due)}}
	},
	"sales_by_channel_and_month": func(c company) [][]any {
		r := c.ask("2011-05-01", "2011-11-01", query.Question{KPIs: []string{"deals_won", "revenue"}, GroupBy: []string{"source"}, Grain: calendar.Month})
		require.Equal(c.t, []string{"online"}, r.Groups[0].Labels)
		require.Equal(c.t, []string{"rep"}, r.Groups[1].Labels)
		var rows [][]any
		for i, b := range r.Buckets {
			rows = append(rows, slices.Concat([]any{b.Start.Format(time.DateOnly)}, values(r, 0, i), values(r, 1, i)))
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
		people := c.list("2011-01-01", "2015-01-01", query.Question{Entity: "users"})
		with := distinct(c.list("2011-01-01", "2015-01-01", query.Question{Entity: "targets"}), "scope_id")
		return [][]any{{
			float64(len(people)),
			count(people, func(r record) bool { return r["is_quota_carrying"] == false }),
			count(people, func(r record) bool { return !with[r["id"]] }),
		}}
	},
	// Quotas count whole in the year of their date, not spread over their days: this is a list of quotas, not a target.
	"quota_sum_by_year": func(c company) [][]any {
		var rows [][]any
		for year := 2011; year <= 2014; year++ {
			quotas := c.list(fmt.Sprintf("%d-01-01", year), fmt.Sprintf("%d-01-01", year+1), query.Question{Entity: "targets"})
			rows = append(rows, []any{float64(year), float64(len(distinct(quotas, "scope_id"))), sum(numbers(quotas, "value"))})
		}
		return rows
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
		order, rep := by("region"), by("pipeline")
		var rows [][]any
		for _, territory := range c.list("2011-07-01", "2011-11-01", query.Question{Entity: "teams"}) {
			name := territory["name"]
			rows = append(rows, []any{name, order[name], rep[name]})
		}
		slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) })
		return rows
	},
	"orders_by_reason_fan_out": func(c company) [][]any {
		touches := c.list("2011-05-01", "2011-11-01", query.Question{Entity: "touches"})
		orders := float64(len(distinct(touches, "deal")))
		var rows [][]any
		for reason := range distinct(touches, "campaign") {
			of := c.list("2011-05-01", "2011-11-01", query.Question{Entity: "touches", Filters: is("campaign", reason.(string))})
			rows = append(rows, []any{reason, float64(len(distinct(of, "deal"))), orders})
		}
		slices.SortFunc(rows, func(a, b []any) int { return cmp.Compare(a[0].(string), b[0].(string)) })
		return rows
	},
	"average_order_and_median": func(c company) [][]any {
		r := c.ask("2011-08-01", "2011-09-01", query.Question{KPIs: []string{"average_order_value"}, GroupBy: []string{"order_status"}})
		var rows [][]any
		for g, status := range []string{"online", "rep"} {
			require.Equal(c.t, []string{status}, r.Groups[g].Labels)
			orders := c.list("2011-08-01", "2011-09-01", query.Question{Entity: "orders", Filters: is("order_status", status)})
			rows = append(rows, []any{status == "online", *r.Values[0][g][0], median(numbers(orders, "amount")), float64(len(orders))})
		}
		slices.Reverse(rows)
		return rows
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
