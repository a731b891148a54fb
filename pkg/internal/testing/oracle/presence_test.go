package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestPeopleWhoComeAndGo(t *testing.T) {
	c := &Company{
		users: []*user{
			{ID: 1, Name: "Always", IsQuotaCarrying: true},
			{ID: 2, Name: "Half", IsQuotaCarrying: true, FTE: ptr(0.5)},
			{ID: 3, Name: "Comes", IsQuotaCarrying: true, HiredAt: ptr(local("2024-06-16 00:00")), RampedAt: ptr(local("2024-06-22 00:00"))},
			{ID: 4, Name: "Goes", IsQuotaCarrying: true, HiredAt: ptr(local("2020-01-01 00:00")), LeftAt: ptr(local("2024-06-11 00:00"))},
			{ID: 5, Name: "Gone", IsQuotaCarrying: true, LeftAt: ptr(local("2024-06-01 00:00"))},
			{ID: 6, Name: "Other"},
		},
		deals: []*deal{{ID: 1, Owner: ptr(int64(1)), Status: "won", Amount: ptr(700.0), ClosedAt: ptr(local("2024-06-10 12:00"))}},
	}
	q := query.Question{KPIs: []string{"revenue_per_rep", "revenue_per_ramped_rep"}}
	a := ask(t, c, q, "2024-06-01 00:00", "2024-07-01 00:00", "2024-08-01 00:00")
	require.InDelta(t, 700/(1+0.5+0.5+1.0/3), a.series("revenue_per_rep", 0)[0], 1e-9, "June has 30 days")
	require.InDelta(t, 700/(1+0.5+0.3+1.0/3), a.series("revenue_per_ramped_rep", 0)[0], 1e-9)

	a = ask(t, c, q, "2024-06-01 00:00", "2024-07-01 00:00", "2024-06-21 00:00")
	require.InDelta(t, 700/(1+0.5+0.25+0.5), a.series("revenue_per_rep", 0)[0], 1e-9, "of the 20 days that have elapsed")
	require.InDelta(t, 700/(1+0.5+0.5), a.series("revenue_per_ramped_rep", 0)[0], 1e-9)

	q.KPIs, q.GroupBy = []string{"revenue_per_rep"}, []string{"rep"}
	a = ask(t, c, q, "2024-06-01 00:00", "2024-07-01 00:00", "2024-08-01 00:00")
	require.Equal(t, map[string]any{"Always": 700.0, "Half": 0.0, "Comes": 0.0, "Goes": 0.0}, a.byLabel("revenue_per_rep"))
}

func TestBudgetsAreSpreadOverTheirDays(t *testing.T) {
	runs := func(id int64, from, to string, budget float64) *campaign {
		return &campaign{ID: id, Name: string(rune('A' + id - 1)), StartsOn: ptr(date(from)), EndsOn: ptr(date(to)), Budget: &budget}
	}
	c := &Company{
		campaigns: []*campaign{
			runs(1, "2024-03-22", "2024-04-10", 200), // ten of twenty days in April
			runs(2, "2024-04-15", "2024-04-15", 50),  // one day
			runs(3, "2024-05-01", "2024-05-31", 1000), runs(4, "2024-04-10", "2024-04-09", 1000),
			{ID: 5, Name: "E", StartsOn: ptr(date("2024-04-01")), EndsOn: ptr(date("2024-04-30"))},
		},
		costs: []*cost{{Campaign: ptr(int64(1)), SpentOn: date("2024-04-05"), Amount: ptr(30.0)}, {Campaign: ptr(int64(5)), SpentOn: date("2024-04-05"), Amount: ptr(15.0)}},
	}
	q := query.Question{KPIs: []string{"budget_used"}}
	a := ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-06-01 00:00")
	require.InDelta(t, 45.0/150, a.series("budget_used", 0)[0], 1e-9)
	a = ask(t, c, q, "2024-04-15 06:00", "2024-04-15 18:00", "2024-06-01 00:00")
	require.Equal(t, []any{0.0}, a.series("budget_used", 0), "half of the day, but nothing spent")
	a = ask(t, c, q, "2024-04-20 00:00", "2024-04-21 00:00", "2024-06-01 00:00")
	require.Equal(t, []any{nil}, a.series("budget_used", 0), "no budget")
	q.GroupBy = []string{"campaign"}
	a = ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-06-01 00:00")
	require.Equal(t, map[string]any{"A": 0.3, "B": 0.0, "E": nil}, a.byLabel("budget_used"))
	require.InDelta(t, 0.5, (&asking{calendar: calendar.Calendar{Location: berlin}}).daysOf(
		calendar.Range{From: local("2024-03-31 00:00"), To: local("2024-04-01 00:00")},
		calendar.Range{From: local("2024-03-31 00:00"), To: local("2024-03-31 12:30")}), 1e-9, "the day has 23 hours, 11.5 of them until half past twelve")
}
