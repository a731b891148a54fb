package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Deals that are told apart by powers of ten, at the borders of days in Berlin: the third one is of February there, the fourth one of
// March, and the fifth one has neither an expected day nor an account.
const borders = `
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 2);
	insert into crm.accounts (id, name, created_at) values (1, 'A', '2025-01-01T12:00Z'), (2, 'B', '2026-01-01T12:00Z');
	insert into crm.deals (id, account, status, amount, currency, probability, expected_close_on, created_at, closed_at) values
		(1, 1, 'won', 1, 'USD', 0.5, '2026-03-01', '2026-01-31T12:00Z', '2026-03-02'), (2, 1, 'won', 10, 'EUR', 0.25, '2026-03-02', '2026-02-01T12:00Z', '2026-03-02'),
		(3, 2, 'won', 100, 'USD', null, '2026-03-03', '2026-02-28T22:59:59Z', '2026-03-02'), (4, 2, 'won', 1000, 'USD', 0.75, '2026-03-04', '2026-02-28T23:00Z', '2026-03-02'),
		(5, null, 'won', 10000, 'USD', 1, null, '2026-03-01T22:59:59Z', '2026-03-02'), (6, 1, 'won', null, 'USD', 1, '2026-03-02', '2026-02-01T12:00Z', '2026-03-02')`

func compares(field string, operator query.Operator, values ...string) query.Filter {
	return query.Filter{Field: field, Operator: operator, Values: values}
}

func TestFiltersCompareNumbersAndDays(t *testing.T) {
	e := over(t, handMade(t, borders), crm.Reference())
	for _, test := range []struct {
		filter query.Filter
		want   float64 // the euros are two dollars each
	}{
		{compares("amount", query.AtLeast, "10"), 11120}, {compares("amount", query.Above, "10"), 11100}, {compares("amount", query.Below, "100"), 21},
		{compares("amount", query.AtMost, "100"), 121}, {compares("amount", query.Between, "10", "1000"), 1120}, {compares("amount", query.Above, "1000000000"), 0},
		{compares("amount", query.Above, "-0.5"), 11121}, {compares("probability", query.AtLeast, "50%"), 11001}, {compares("probability", query.Below, "0.5"), 20},
		{compares("created_at", query.Below, "2026-03-01"), 121}, {compares("created_at", query.AtMost, "2026-03-01"), 11121},
		{compares("created_at", query.AtLeast, "2026-03-01"), 11000}, {compares("created_at", query.Above, "2026-02-28"), 11000},
		{compares("created_at", query.Above, "2026-03-01"), 0}, {compares("created_at", query.Between, "2026-02-01", "2026-02-28"), 120},
		{compares("created_at", query.AtLeast, "0001-01-01"), 11121}, {compares("created_at", query.AtMost, "9999-12-31"), 11121},
		{compares("expected_close_on", query.Between, "2026-03-02", "2026-03-03"), 120}, {compares("expected_close_on", query.Above, "2026-03-02"), 1100},
		{compares("expected_close_on", query.AtMost, "2026-03-02"), 21}, {compares("expected_close_on", query.AtLeast, "2026-03-03"), 1100},
		{compares("expected_close_on", query.Below, "2026-03-02"), 1}, {compares("account.created_at", query.Below, "2026-01-01"), 21},
		{anyOf(compares("amount", query.Below, "10"), allOf(filterOn("account", "B"), compares("amount", query.Above, "100"))), 1001},
	} {
		filters := []query.Filter{test.filter}
		answered := ask(t, e, query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: filters}, thisMarch(t))
		require.Equal(t, test.want, *answered.Values[0][0][0], "%v", test.filter)
		tables, err := take.Tables(e.Ask(context.Background(), take.Of(query.Records, query.Question{KPIs: []string{"revenue"}, Filters: filters}), thisMarch(t)))
		require.NoError(t, err)
		sum := 0.0
		for _, added := range column(t, tables[0], "won_amount") {
			if added != nil {
				sum += added.(float64)
			}
		}
		require.Equal(t, test.want, sum, "the rows behind %v", test.filter)
	}
}

func TestComparedAmountsAreInTheCurrencyOfTheirRow(t *testing.T) {
	e := over(t, handMade(t, borders), crm.Reference())
	q := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: []query.Filter{compares("amount", query.Above, "10"), compares("amount", query.Below, "200")}}
	answered := ask(t, e, q, thisMarch(t))
	require.Equal(t, 100.0, *answered.Values[0][0][0], "ten euros are not more than ten, although they are twenty dollars")
	require.Len(t, answered.Notices, 1)
	require.Contains(t, answered.Notices[0].Text.In(i18n.English), "in the currency of its row")
	q.Filters = []query.Filter{compares("probability", query.Above, "10")}
	require.Empty(t, ask(t, e, q, thisMarch(t)).Notices)
}

// A number that is none is not above all others.
func TestNotANumberComparesWithNothing(t *testing.T) {
	e := over(t, handMade(t, borders, `update crm.deals set amount = 'NaN' where id = 5`), crm.Reference())
	q := query.Question{KPIs: []string{"deals_won"}, Grain: calendar.None, Filters: []query.Filter{compares("amount", query.Above, "1")}}
	require.Equal(t, 3.0, *ask(t, e, q, thisMarch(t)).Values[0][0][0])
}

// A time that is none, since ever or for ever, is neither before nor after any day.
func TestInfiniteTimesCompareWithNothing(t *testing.T) {
	e := over(t, handMade(t, borders, `update crm.deals set created_at = '-infinity', expected_close_on = '-infinity' where id = 4;
		update crm.deals set created_at = 'infinity', expected_close_on = 'infinity' where id = 5`), crm.Reference())
	for _, field := range []string{"created_at", "expected_close_on"} {
		for _, f := range []query.Filter{compares(field, query.AtLeast, "0001-01-01"), compares(field, query.AtMost, "9999-12-31"),
			compares(field, query.Above, "0001-01-01"), compares(field, query.Below, "9999-12-31"), compares(field, query.Between, "0001-01-01", "9999-12-31")} {
			q := query.Question{KPIs: []string{"revenue"}, Grain: calendar.None, Filters: []query.Filter{f}}
			require.Equal(t, 121.0, *ask(t, e, q, thisMarch(t)).Values[0][0][0], "%v", f)
		}
	}
}

func TestRecordsAreFilteredByFields(t *testing.T) {
	e := over(t, handMade(t, borders), crm.Reference())
	r := thisMarch(t)
	r.Range.From = r.Range.From.AddDate(-1, 0, 0)
	table, err := take.Table(e.Ask(context.Background(), take.Of(query.Records, query.Question{Entity: "deals", Filters: []query.Filter{compares("amount", query.Below, "100")}}), r))
	require.NoError(t, err)
	require.Equal(t, []any{10.0, 1.0}, column(t, table, "amount"))
}

func TestComparisonsThatCannotBeMade(t *testing.T) {
	e := over(t, handMade(t, borders), crm.Reference())
	kpi := func(id string, f query.Filter) query.Question {
		return query.Question{KPIs: []string{id}, Filters: []query.Filter{f}}
	}
	for want, q := range map[string]query.Question{
		`revenue has no number or time "amont" to filter by; there are account.churned_at`: kpi("revenue", compares("amont", query.Above, "1")),
		`"name" to filter by`:                                         kpi("revenue", compares("name", query.Above, "1")),
		`lead_to_deal_rate has no number or time "amount"`:            kpi("lead_to_deal_rate", compares("amount", query.Above, "1")),
		`revenue_target cannot be filtered by "amount"`:               kpi("revenue_target", compares("amount", query.Above, "1")),
		`amount is a number, and "much" is none; write it as 1000`:    kpi("revenue", compares("amount", query.Above, "much")),
		`created_at is a time, and "2026-02-30" is no day`:            kpi("revenue", compares("created_at", query.Above, "2026-02-30")),
		`amount between 2 and 1 keeps nothing`:                        kpi("revenue", compares("amount", query.Between, "2", "1")),
		`created_at between 2026-02-02 and 2026-02-01 keeps`:          kpi("revenue", compares("created_at", query.Between, "2026-02-02", "2026-02-01")),
		"filter on amount: > takes 1 value(s), but has 2":             kpi("revenue", compares("amount", query.Above, "2", "1")),
		"between takes 2 value(s), but has 1":                         kpi("revenue", compares("amount", query.Between, "2")),
		`numbers and days are not compared by "in"; use one of >, >=`: kpi("revenue", compares("amount", query.In, "2")),
		"< compares numbers and days, which a dimension has not":      kpi("revenue", query.Filter{Dimension: "region", Operator: query.Below, Values: []string{"2"}}),
		"also the dimension region":                                   kpi("revenue", query.Filter{Dimension: "region", Field: "amount", Operator: query.Below, Values: []string{"2"}}),
		`deals has no number or time "opened_at"`:                     {Type: query.Records, Entity: "deals", Filters: []query.Filter{compares("opened_at", query.Above, "1")}},
		"filter KPIs and records only":                                {Type: query.Agenda, Filters: []query.Filter{compares("amount", query.Above, "1")}},
	} {
		_, err := e.Ask(context.Background(), q, thisMarch(t))
		require.ErrorContains(t, err, want)
	}
}
