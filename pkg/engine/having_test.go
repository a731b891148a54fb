package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Deals of March by rep: A won 1 of 2 for 100, B won 4 of 5 for 800, C won 1 of 1 for 3000, D lost its only one, E has an open one only
// and F won 1 of 4 for 50. A sold 5 the year before.
const rates = `
	insert into crm.users (id, name) values (1, 'A'), (2, 'B'), (3, 'C'), (4, 'D'), (5, 'E'), (6, 'F');
	insert into crm.deals (id, owner, status, amount, created_at, closed_at) values
		(1, 1, 'won', 100, '2026-01-01', '2026-03-02'), (2, 1, 'lost', 1, '2026-01-01', '2026-03-03'),
		(3, 2, 'won', 200, '2026-01-01', '2026-03-02'), (4, 2, 'won', 200, '2026-01-01', '2026-03-09'), (5, 2, 'won', 200, '2026-01-01', '2026-03-10'),
		(6, 2, 'won', 200, '2026-01-01', '2026-03-17'), (7, 2, 'lost', 1, '2026-01-01', '2026-03-03'),
		(8, 3, 'won', 3000, '2026-01-01', '2026-03-16'), (9, 4, 'lost', 1, '2026-01-01', '2026-03-03'), (10, 5, 'open', 70, '2026-01-01', null),
		(11, 6, 'won', 50, '2026-01-01', '2026-03-02'), (12, 6, 'lost', 1, '2026-01-01', '2026-03-02'), (13, 6, 'lost', 1, '2026-01-01', '2026-03-02'),
		(14, 6, 'lost', 1, '2026-01-01', '2026-03-02'), (15, 1, 'won', 5, '2025-01-01', '2025-03-02')`

func having(kpi string, operator query.Operator, values ...string) query.Having {
	return query.Having{KPI: kpi, Operator: operator, Values: values}
}

// byRep asks for revenue by rep and returns the reps that are left, with their revenue.
func byRep(t *testing.T, e *engine.Engine, q query.Question) (reps []string, revenue []float64, r *answer.Result) {
	q.KPIs, q.GroupBy = append([]string{"revenue"}, q.KPIs...), []string{"rep"}
	if q.Grain == "" {
		q.Grain = calendar.None
	}
	r = ask(t, e, q, thisMarch(t))
	for i, g := range r.Groups {
		reps, revenue = append(reps, g.Labels[0]), append(revenue, *r.Values[0][i][0])
	}
	return reps, revenue, r
}

func TestHavingKeepsGroupsByTheValueOfAKPI(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	for _, test := range []struct {
		having []query.Having
		want   []string
	}{
		{[]query.Having{having("win_rate", query.Below, "80%")}, []string{"A", "D", "F"}},
		{[]query.Having{having("win_rate", query.AtMost, "0.8")}, []string{"A", "B", "D", "F"}},
		{[]query.Having{having("win_rate", query.AtLeast, "0.8")}, []string{"B", "C"}},
		{[]query.Having{having("win_rate", query.Above, "80%")}, []string{"C"}},
		{[]query.Having{having("win_rate", query.Between, "25%", "50%")}, []string{"A", "F"}},
		{[]query.Having{having("revenue", query.AtLeast, "100"), having("deals_won", query.Below, "2")}, []string{"A", "C"}},
		{[]query.Having{having("revenue", query.Below, "-1")}, nil},
		{[]query.Having{having("average_deal_size", query.Above, "0")}, []string{"A", "B", "C", "F"}}, // D has none
		{[]query.Having{having("revenue:offset=1y", query.Above, "4")}, []string{"A"}},
		{[]query.Having{having("revenue_share", query.Above, "20%")}, []string{"B", "C"}}, // of 3950 in all
	} {
		reps, _, r := byRep(t, e, query.Question{KPIs: []string{"win_rate"}, Having: test.having})
		require.Equal(t, test.want, reps, "%v", test.having)
		require.Equal(t, test.want == nil, len(r.Notices) == 1 && r.Notices[0].Text.In(i18n.English) == "None of the 5 groups passes the conditions on groups.", "%v", r.Notices)
	}
}

// A KPI that only a condition looks at makes no groups: E has an open deal, and no revenue.
func TestHavingAddsNoGroups(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	reps, revenue, _ := byRep(t, e, query.Question{Having: []query.Having{having("open_deals", query.Below, "5")}})
	require.Equal(t, []string{"A", "B", "C", "F"}, reps)
	require.Equal(t, []float64{100, 800, 3000, 50}, revenue)
	reps, _, _ = byRep(t, e, query.Question{Having: []query.Having{having("open_deals", query.AtLeast, "1")}})
	require.Empty(t, reps)
	reps, _, _ = byRep(t, e, query.Question{Having: []query.Having{having("deals_lost", query.AtLeast, "1")}})
	require.Equal(t, []string{"A", "B", "F"}, reps, "D has a row of what the condition looks at, and none of revenue")
	reps, _, _ = byRep(t, e, query.Question{Having: []query.Having{having("win_rate", query.Below, "80%")}})
	require.Equal(t, []string{"A", "F"}, reps)
	reps, _, _ = byRep(t, e, query.Question{Groups: query.AllGroups, Having: []query.Having{having("open_deals", query.AtLeast, "1")}})
	require.Equal(t, []string{"E"}, reps)
}

// Over time, the whole range decides: B has no deal in the last of these weeks, C in the first.
func TestHavingLooksAtTheWholeRange(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	reps, _, r := byRep(t, e, query.Question{Grain: calendar.Week, Having: []query.Having{having("win_rate", query.AtLeast, "80%")}})
	require.Equal(t, []string{"B", "C"}, reps)
	require.Greater(t, len(r.Buckets), 3)
	reps, _, _ = byRep(t, e, query.Question{Grain: calendar.Week, Having: []query.Having{having("revenue", query.Above, "700")}})
	require.Equal(t, []string{"B", "C"}, reps)
}

// A limit, its ranks and its rest are of the groups that pass: C with 3000 is nowhere, and the whole of a share stays the whole.
func TestALimitComesAfterTheConditions(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	for _, grain := range []calendar.Grain{calendar.None, calendar.Year} {
		limit := query.Limit{Top: 1, By: "revenue", Rest: true, Rank: true}
		reps, revenue, r := byRep(t, e, query.Question{Grain: grain, KPIs: []string{"revenue_share", "sales_cycle", "win_rate"}, Limit: &limit, Having: []query.Having{having("revenue", query.Below, "1000"), having("win_rate", query.Above, "0")}})
		require.Equal(t, []string{"B", "Other"}, reps)
		require.Equal(t, []float64{800, 150}, revenue)
		require.Equal(t, 800.0/3950, *r.Values[1][0][0])
		require.InDelta(t, 150.0/3950, *r.Values[1][1][0], 1e-12)
		require.Equal(t, 60.0, *r.Values[2][1][0], "A and F took from the first of January to the second of March, and C, which took longer, is no part of the rest")
		require.InDelta(t, 2.0/6, *r.Values[3][1][0], 1e-12)
		require.Equal(t, 1.0, *r.Values[4][0][0])
	}
	reps, _, _ := byRep(t, e, query.Question{Limit: &query.Limit{Top: 2, By: "revenue"}, Having: []query.Having{having("revenue", query.Below, "3000")}})
	require.Equal(t, []string{"B", "A"}, reps)
	reps, _, _ = byRep(t, e, query.Question{Limit: &query.Limit{By: "revenue", Ascending: true}, Having: []query.Having{having("revenue", query.AtLeast, "100")}})
	require.Equal(t, []string{"A", "B", "C"}, reps)
}

func TestHavingByAttainment(t *testing.T) {
	e := over(t, handMade(t, rates, `insert into crm.targets (id, metric, scope, scope_id, period_start, period_end, value) values
		(1, 'revenue', 'user', '1', '2026-03-01', '2026-04-01', 200), (2, 'revenue', 'user', '2', '2026-03-01', '2026-04-01', 400), (3, 'revenue', 'user', '5', '2026-03-01', '2026-04-01', 400)`), crm.Reference())
	r := thisMarch(t)
	r.Now = r.Range.To
	q := query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.None, Having: []query.Having{having("revenue.attainment", query.Below, "80%")}}
	answered := ask(t, e, q, r)
	require.Len(t, answered.Groups, 1, "A reaches half; who has no target has no attainment, and E sold nothing at all")
	require.Equal(t, []string{"A"}, answered.Groups[0].Labels)
	q.Having[0].Operator = query.AtLeast
	answered = ask(t, e, q, r)
	require.Len(t, answered.Groups, 1)
	require.Equal(t, []string{"B"}, answered.Groups[0].Labels)
}

func TestConditionsOnGroupsThatCannotBeMade(t *testing.T) {
	e := over(t, handMade(t, rates), crm.Reference())
	of := func(h query.Having) query.Question {
		return query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Having: []query.Having{h}}
	}
	for want, q := range map[string]query.Question{
		"needs groups":                    {KPIs: []string{"revenue"}, Having: []query.Having{having("revenue", query.Above, "1")}},
		"KPI":                             of(having("revenu", query.Above, "1")),
		`revenue is a number, and "much"`: of(having("revenue", query.Above, "much")),
		"revenue between 2 and 1 keeps":   of(having("revenue", query.Between, "2", "1")),
		"condition on revenue: > takes 1": of(having("revenue", query.Above, "1", "2")),
		"condition on revenue: numbers and days are not": of(having("revenue", query.In, "1")),
		"csat cannot be grouped by rep":                  of(having("csat", query.Above, "1")),
		`has no argument "window"`:                       of(having("revenue:window=3d", query.Above, "1")),
	} {
		_, err := e.Ask(context.Background(), q, thisMarch(t))
		require.ErrorContains(t, err, want, want)
	}
}

// A condition on a share asks for the share of all there is, also where no other KPI of the question has rows of some groups.
func TestSharesOfConditionsAreOfEverything(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.accounts (id, name, region, created_at) values (1, 'A', 'EMEA', '2025-01-01'), (2, 'B', 'APAC', '2025-01-01'), (3, 'C', null, '2025-01-01');
		insert into crm.deals (id, name, account, status, amount, currency, created_at, closed_at) values
			(1, 'a', 1, 'won', 40, 'USD', '2026-03-01', '2026-03-02'), (2, 'b', 2, 'won', 10, 'USD', '2026-03-01', '2026-03-02'), (3, 'c', 3, 'won', 50, 'USD', '2026-03-01', '2026-03-02');
		insert into crm.tickets (id, account, status, created_at) values (1, 1, 'open', '2026-03-05'), (2, 2, 'open', '2026-03-05')`), crm.Reference())
	for least, want := range map[string][]string{"0.39": {"EMEA"}, "0.41": nil, "0.09": {"APAC", "EMEA"}} {
		for _, groups := range []query.Groups{"", query.AllGroups} {
			labels, _ := grouped(t, e, query.Question{KPIs: []string{"tickets_created"}, GroupBy: []string{"region"}, Groups: groups, Having: []query.Having{having("revenue_share", query.AtLeast, least)}})
			require.ElementsMatch(t, want, labels, "%s of %q", least, groups)
		}
	}
}
