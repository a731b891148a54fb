package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestCustomersOfAPeriod(t *testing.T) {
	bought := func(account int64, at ...string) (orders []*order) {
		for _, a := range at {
			orders = append(orders, &order{Account: &account, OrderedAt: local(a)})
		}
		return orders
	}
	c := &Company{accounts: []*account{{ID: 1}, {ID: 2}, {ID: 3}, {ID: 4}}, orders: []*order{{OrderedAt: local("2024-03-10 00:00")}}}
	c.orders = append(c.orders, bought(1, "2024-02-10 00:00", "2024-03-10 00:00", "2024-03-11 00:00", "2024-03-12 00:00")...)
	c.orders = append(c.orders, bought(2, "2024-02-10 00:00", "2024-02-11 00:00", "2024-03-31 00:00")...)
	c.orders = append(c.orders, bought(3, "2024-02-29 23:00", "2024-04-10 00:00")...)
	c.orders = append(c.orders, bought(4, "2024-03-20 00:00", "2024-03-21 00:00")...)
	q := query.Question{KPIs: []string{"orders_per_customer", "repeat_purchase_rate", "retention_rate", "churn_rate"}, Grain: calendar.Month}
	a := ask(t, c, q, "2024-03-01 00:00", "2024-06-01 00:00", "2024-05-10 00:00")
	require.Equal(t, []any{2.0, 1.0, nil}, a.series("orders_per_customer", 0))
	require.Equal(t, []any{2.0 / 3, 0.0, nil}, a.series("repeat_purchase_rate", 0))
	require.Equal(t, []any{2.0 / 3, 0.0, 0.0}, a.series("retention_rate", 0))
	require.InDelta(t, 1.0/3, a.series("churn_rate", 0)[0], 1e-9)
	require.Equal(t, []any{1.0, 1.0}, a.series("churn_rate", 0)[1:])

	a = ask(t, c, query.Question{KPIs: []string{"retention_rate"}}, "2024-03-01 00:00", "2024-04-01 00:00", "2024-03-15 00:00")
	require.Equal(t, []any{1.0 / 3}, a.series("retention_rate", 0), "of all customers of February, until now")
	a = ask(t, c, query.Question{KPIs: []string{"retention_rate"}, Compare: query.PreviousPeriod, CompareAs: []query.CompareAs{query.AsValue}},
		"2024-04-01 00:00", "2024-05-01 00:00", "2024-04-15 00:00")
	require.Equal(t, []any{1.0 / 3}, a.series("retention_rate_previous_period", 0), "until the 15th of March")
}

func TestTicketsPerCustomerAndAgent(t *testing.T) {
	one, two := ptr(int64(1)), ptr(int64(2))
	came := local("2024-03-10 00:00")
	solved := ptr(local("2024-03-20 00:00"))
	c := &Company{
		accounts: []*account{{ID: 1}, {ID: 2}}, users: []*user{{ID: 1, Name: "A"}, {ID: 2, Name: "B"}},
		tickets: []*ticket{
			{ID: 1, Account: one, Agent: one, CreatedAt: came, SolvedAt: solved}, {ID: 2, Account: one, Agent: one, CreatedAt: came, SolvedAt: solved},
			{ID: 3, Account: two, Agent: two, CreatedAt: came, SolvedAt: solved}, {ID: 4, CreatedAt: came}, {ID: 5, Agent: two, CreatedAt: came.Add(day)},
		},
		feedback: []*feedback{{Kind: "complaint", ReceivedAt: came}, {Kind: "complaint", ReceivedAt: came}},
		orders: []*order{{Account: one, OrderedAt: came}, {Account: one, OrderedAt: came}, {Account: two, OrderedAt: local("2023-04-01 00:00")},
			{Account: two, OrderedAt: local("2023-03-31 23:59")}},
	}
	a := ask(t, c, query.Question{KPIs: []string{"tickets_per_customer", "agent_load", "tickets_solved_per_agent", "unassigned_tickets", "backlog_change", "longest_wait",
		"complaints_per_100_customers"}}, "2024-03-01 00:00", "2024-04-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{2.5}, a.series("tickets_per_customer", 0))
	require.Equal(t, []any{1.5}, a.series("tickets_solved_per_agent", 0))
	require.Equal(t, []any{1.0}, a.series("agent_load", 0))
	require.Equal(t, []any{1.0}, a.series("unassigned_tickets", 0))
	require.Equal(t, []any{2.0}, a.series("backlog_change", 0))
	require.Equal(t, []any{22*24*60.0 - 60}, a.series("longest_wait", 0), "22 days, one of 23 hours")
	require.Equal(t, []any{100.0}, a.series("complaints_per_100_customers", 0))
	a = ask(t, c, query.Question{KPIs: []string{"agent_load"}}, "2024-03-01 00:00", "2024-03-15 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{2.0}, a.series("agent_load", 0))
}
