package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

const soldNoTickets = `
	insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob');
	insert into crm.deals (id, owner, status, amount, created_at, closed_at) values
		(1, 1, 'won', 100, '2026-02-01', '2026-03-02'), (2, 2, 'won', 80, '2026-02-20', '2026-03-05');`

// withoutTickets is the reference schema with an entity that nobody has mapped.
func withoutTickets() crm.Mapping {
	m := crm.Reference()
	delete(m.Entities, "tickets")
	return m
}

// A KPI that is unavailable has an empty column where it stands, and leaves the others alone.
func TestAnUnavailableKPILeavesTheOthers(t *testing.T) {
	e := over(t, handMade(t, soldNoTickets), withoutTickets())
	q := query.Question{
		KPIs: []string{"tickets_solved", "revenue", "open_tickets", "deals_won"}, GroupBy: []string{"rep"}, Grain: calendar.None,
		Compare: query.PreviousYear, CompareAs: []query.CompareAs{query.AsValue, query.AsRatio},
	}
	r := ask(t, e, q, thisMarch(t))
	var ids []string
	for c, column := range r.Columns {
		ids = append(ids, column.ID)
		for g := range r.Groups {
			if column.KPI.ID == "tickets_solved" || column.KPI.ID == "open_tickets" {
				require.Nil(t, r.Values[c][g][0], column.ID)
			}
		}
	}
	require.Equal(t, []string{
		"tickets_solved", "tickets_solved_previous_year", "tickets_solved_previous_year_ratio", "revenue", "revenue_previous_year", "revenue_previous_year_ratio",
		"open_tickets", "open_tickets_previous_year", "open_tickets_previous_year_ratio", "deals_won", "deals_won_previous_year", "deals_won_previous_year_ratio",
	}, ids)
	require.Len(t, r.Groups, 2)
	require.InDelta(t, 100, *r.Values[3][0][0], 1e-9)
	require.Len(t, r.Notices, 2)
	require.True(t, r.Notices[0].Warning)
	require.Contains(t, r.Notices[0].Text.In(i18n.English), "Without values: tickets_solved is unavailable: tickets is not mapped")
	require.Contains(t, r.Notices[1].Text.In(i18n.Russian), "Без значений: показатель open_tickets недоступен")
}

// What the parameters ask for may be what is not mapped.
func TestBusinessHoursThatAreNotMappedLeaveTheOthers(t *testing.T) {
	m := crm.Reference()
	delete(m.Entities, "business_hours")
	q := query.Question{KPIs: []string{"deals_won", "first_response_time"}, Grain: calendar.None, Parameters: map[string]string{"hours": "business"}}
	r := ask(t, over(t, handMade(t, soldNoTickets), m), q, thisMarch(t))
	require.InDelta(t, 2, *r.Values[0][0][0], 1e-9)
	require.Nil(t, r.Values[1][0][0])
	require.Contains(t, r.Notices[0].Text.In(i18n.English), "cannot be measured in business hours")
}

// A question that cannot do without is an error: it would say nothing, wake nobody, or keep other groups than those asked for.
func TestQuestionsThatCannotDoWithoutAKPI(t *testing.T) {
	e := over(t, handMade(t, soldNoTickets), withoutTickets())
	both := query.Question{KPIs: []string{"revenue", "open_tickets"}, Grain: calendar.None}
	ranked := both
	ranked.GroupBy, ranked.Limit = []string{"rep"}, &query.Limit{Top: 1, By: "revenue", Then: "open_tickets"}
	alert := thisMarch(t)
	alert.Viewer.Alerts = true
	failure := func(q query.Question, r plan.Request) error {
		_, err := e.Ask(context.Background(), q, r)
		return err
	}
	for name, err := range map[string]error{
		"alone":  failure(query.Question{KPIs: []string{"tickets_solved", "open_tickets"}, Grain: calendar.None}, thisMarch(t)),
		"alert":  failure(both, alert),
		"ranked": failure(ranked, thisMarch(t)),
	} {
		require.ErrorContains(t, err, "is unavailable: tickets is not mapped", name)
	}
	require.NoError(t, failure(both, thisMarch(t)))
	_, err := e.Ask(context.Background(), query.Question{Type: query.Explain, KPIs: []string{"open_tickets"}}, thisMarch(t))
	require.ErrorContains(t, err, "open_tickets is unavailable")
}
