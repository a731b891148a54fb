package oracle

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// weekdays are the opening hours of a company that works from Monday to Friday, from nine to five.
func weekdays(schedule string) (rows []*openingHours) {
	for weekday := 1; weekday <= 5; weekday++ {
		rows = append(rows, &openingHours{Schedule: schedule, Weekday: weekday, Opens: clock(9 * hour), Closes: clock(17 * hour), Timezone: "Europe/Berlin"})
	}
	return rows
}

// planner is a company with a target of 1000 for April 2024, of which 400 are sold; in the year before April it closed four
// deals, of which it won three, worth 600 of 800.
func planner() *Company {
	closed := func(id int64, status string, amount float64, at string) *deal {
		return &deal{ID: id, Owner: ptr(int64(1)), Status: status, Amount: &amount, CreatedAt: local(at).Add(-10 * day), ClosedAt: ptr(local(at))}
	}
	expects := func(id int64, on string, amount float64) *deal {
		return &deal{ID: id, Owner: ptr(int64(1)), Status: "open", Amount: &amount, ExpectedCloseOn: ptr(date(on))}
	}
	return &Company{
		users: []*user{{ID: 1, Name: "Anna", IsQuotaCarrying: true, HiredAt: ptr(local("2020-01-01 00:00"))}, {ID: 2, Name: "Ben", IsQuotaCarrying: true, FTE: ptr(0.0)}},
		deals: []*deal{
			closed(1, "won", 100, "2023-04-01 00:00"), closed(2, "won", 200, "2023-10-01 00:00"), closed(3, "won", 300, "2024-03-31 23:00"),
			closed(4, "lost", 200, "2024-01-01 00:00"), closed(5, "won", 5000, "2023-03-31 00:00"), // before the year
			closed(6, "won", 400, "2024-04-02 00:00"),
			expects(7, "2024-02-01", 90), expects(8, "2024-04-30", 210), expects(9, "2024-05-01", 1000), {ID: 10, Status: "open", Amount: ptr(1000.0)},
		},
		targets: []*target{
			{Metric: "revenue", Scope: "company", PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01"), Value: 1000},
			{Metric: "revenue", Scope: "user", ScopeID: ptr("1"), PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01"), Value: 300},
			{Metric: "revenue", Scope: "user", ScopeID: ptr("2"), PeriodStart: date("2024-04-01"), PeriodEnd: date("2024-05-01"), Value: 300},
		},
		openingHours: weekdays("default"),
		holidays:     []*holiday{{"default", date("2024-04-25")}},
		leads:        []*lead{{CreatedAt: local("2023-05-01 00:00"), Deal: ptr(int64(1))}, {CreatedAt: local("2023-03-25 00:00"), Deal: ptr(int64(1))}},
	}
}

func TestPlanning(t *testing.T) {
	q := query.Question{KPIs: []string{"revenue_gap", "required_run_rate", "deals_needed", "pipeline_needed", "reps_needed", "pipeline_coverage"}}
	a := ask(t, planner(), q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.InDelta(t, 600.0, a.series("revenue_gap", 0)[0], 1e-9)
	require.InDelta(t, 600.0/6, a.series("required_run_rate", 0)[0], 1e-9, "from Monday the 22nd: seven weekdays, one of them a holiday")
	require.InDelta(t, 4.0, a.series("deals_needed", 0)[0], 1e-9, "three deals of 200, of which three quarters are won")
	require.InDelta(t, 800.0, a.series("pipeline_needed", 0)[0], 1e-9)
	require.InDelta(t, 21.0, a.series("reps_needed", 0)[0], 1e-9, "one rep sold 600 in 366 days, which is 49.18 in 30")
	require.InDelta(t, 0.35, a.series("pipeline_coverage", 0)[0], 1e-9, "210 of 600: the 90 of February are past due")

	a = ask(t, planner(), q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-05-02 15:00")
	require.Equal(t, []any{nil}, a.series("required_run_rate", 0), "no day is left")
	a = ask(t, planner(), q, "2024-04-10 00:00", "2024-04-11 00:00", "2024-04-10 15:00")
	require.InDelta(t, 600.0/14, a.series("required_run_rate", 0)[0], 1e-9, "all of the period that the range touches")
}

func TestAssumptions(t *testing.T) {
	q := query.Question{KPIs: []string{"revenue_gap", "leads_needed", "deals_needed", "pipeline_needed", "reps_needed", "required_run_rate"}, Parameters: map[string]string{
		"revenue_target": "1400", "win_rate": "50%", "average_deal_size": "100", "win_rate_value": "0.25", "lead_conversion_rate": "10 %", "revenue_per_ramped_rep": "3660"}}
	c := planner()
	for _, d := range c.deals {
		d.Probability = ptr(0.0) // not known would leave the gap after the pipeline unknown
	}
	a := ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.InDelta(t, 1000.0, a.series("revenue_gap", 0)[0], 1e-9)
	require.InDelta(t, 100.0, a.series("leads_needed", 0)[0], 1e-9)
	require.InDelta(t, 20.0, a.series("deals_needed", 0)[0], 1e-9)
	require.InDelta(t, 4000.0, a.series("pipeline_needed", 0)[0], 1e-9)
	require.InDelta(t, 5.0, a.series("reps_needed", 0)[0], 1e-9, "a rep sells 300 in 30 of 366 days")
	require.InDelta(t, 1000.0/6, a.series("required_run_rate", 0)[0], 1e-9)

	q.KPIs, q.GroupBy = []string{"revenue_gap"}, []string{"rep"}
	a = ask(t, planner(), q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.InDelta(t, 1000, a.byLabel("revenue_gap")["Anna"], 1e-9)
	require.InDelta(t, 1400, a.byLabel("revenue_gap")["Ben"], 1e-9, "the same for everybody")
}

// What is likely to close in the rest of the period is taken off the gap: half of the 210 of April 30, nothing of what is past due, of
// May or without a date.
func TestGapAfterPipeline(t *testing.T) {
	c := planner()
	for _, d := range c.deals {
		if d.Status == "open" {
			d.Probability = ptr(0.5)
		}
	}
	q := query.Question{KPIs: []string{"revenue_gap_after_pipeline", "leads_needed"}, Parameters: map[string]string{"lead_conversion_rate": "10%", "average_deal_size": "99"}}
	asked := func(from, to, now string) (gap, leads any) {
		a := ask(t, c, q, from, to, now)
		return round(a.series("revenue_gap_after_pipeline", 0)[0].(float64)), a.series("leads_needed", 0)[0]
	}
	gap, leads := asked("2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.Equal(t, []any{495.0, 50.0}, []any{gap, leads}, "600 - 105; 495 / 9.9")
	gap, _ = asked("2024-04-01 00:00", "2024-05-01 00:00", "2024-04-30 23:59")
	require.Equal(t, 495.0, gap, "a deal expected today is not past due")
	gap, leads = asked("2024-04-01 00:00", "2024-05-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{600.0, nil}, []any{gap, leads}, "nothing is left of the period")
	c.deals[5].ClosedAt = ptr(local("2024-03-01 00:00")) // the sale of April
	gap, leads = asked("2024-04-10 00:00", "2024-04-11 00:00", "2024-03-20 00:00")
	require.Equal(t, []any{895.0, 91.0}, []any{gap, leads}, "not begun: 1000 - 105; 895 / 9.9 = 90.4")
	q.Parameters["count_pipeline"] = "no"
	_, leads = asked("2024-04-10 00:00", "2024-04-11 00:00", "2024-03-20 00:00")
	require.Equal(t, 102.0, leads, "1000 / 9.9 = 101.01")
	c.targets = append(c.targets, &target{Metric: "revenue", Scope: "company", PeriodStart: date("2024-05-01"), PeriodEnd: date("2024-06-01"), Value: 500})
	c.deals[5].ClosedAt = ptr(local("2024-04-02 00:00"))
	gap, leads = asked("2024-04-01 00:00", "2024-06-01 00:00", "2024-05-01 00:00")
	require.Equal(t, []any{600.0, 112.0}, []any{gap, leads}, "one over, one to come: 1500 - 400 - 500 of May; (1500 - 400) / 9.9 = 111.1")
}

func TestVelocity(t *testing.T) {
	c := planner()
	c.versions = []*version{{Deal: ptr(int64(7)), Status: "open", ValidFrom: local("2024-04-01 00:00")}, {Deal: ptr(int64(8)), Status: "open", ValidFrom: local("2024-04-01 00:00")}}
	a := ask(t, c, query.Question{KPIs: []string{"sales_velocity"}}, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.InDelta(t, 4*0.75*200/10, a.series("sales_velocity", 0)[0], 1e-9, "two by their history, two without one")
}

func TestReachedTargets(t *testing.T) {
	a := ask(t, planner(), query.Question{KPIs: []string{"rep_target_hit_rate"}}, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.Equal(t, []any{0.5}, a.series("rep_target_hit_rate", 0))
	a = ask(t, planner(), query.Question{KPIs: []string{"rep_target_hit_rate"}, GroupBy: []string{"rep"}}, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-22 15:00")
	require.Equal(t, map[string]any{"Anna": 1.0, "Ben": 0.0}, a.byLabel("rep_target_hit_rate"))
	a = ask(t, planner(), query.Question{KPIs: []string{"rep_target_hit_rate"}}, "2024-06-01 00:00", "2024-07-01 00:00", "2024-06-22 15:00")
	require.Equal(t, []any{nil}, a.series("rep_target_hit_rate", 0), "nobody has a target")
}

func TestVersusThePeriodBefore(t *testing.T) {
	q := query.Question{KPIs: []string{"revenue_vs_previous"}, Compare: query.PreviousPeriod, CompareAs: []query.CompareAs{query.AsValue}}
	sold := func(amount float64, at string) *deal {
		return &deal{Status: "won", Amount: &amount, ClosedAt: ptr(local(at))}
	}
	c := &Company{deals: []*deal{
		sold(100, "2024-02-05 00:00"), sold(70, "2024-02-20 00:00"), sold(150, "2024-03-05 00:00"), sold(50, "2024-03-20 00:00"), sold(180, "2024-04-05 00:00"),
	}}
	a := ask(t, c, q, "2024-04-01 00:00", "2024-05-01 00:00", "2024-04-15 00:00")
	require.InDelta(t, 0.2, a.series("revenue_vs_previous", 0)[0], 1e-9, "equal parts of both months")
	require.InDelta(t, 0.5, a.series("revenue_vs_previous_previous_period", 0)[0], 1e-9, "once more back")
}

// A change is a part of the size of what was there before, so that it is above 0 where something has become better.
func TestChangesFromLossesAndFromNothing(t *testing.T) {
	in := func(month string, amount float64) *deal {
		return &deal{Status: "won", Amount: &amount, ClosedAt: ptr(local("2024-" + month + "-05 12:00"))}
	}
	c := &Company{deals: []*deal{in("01", -200), in("02", -150), in("03", 30), in("05", 8), in("06", 2)}}
	q := query.Question{KPIs: []string{"revenue_vs_previous", "revenue"}, Grain: calendar.Month, Compare: query.PreviousPeriod, CompareAs: []query.CompareAs{query.AsRatio}}
	for month, want := range map[string]any{"02": 0.25, "03": 1.2, "04": -1.0, "05": nil, "06": -0.75} {
		from := local("2024-" + month + "-01 00:00")
		a := ask(t, c, q, from.Format("2006-01-02 15:04"), from.AddDate(0, 1, 0).Format("2006-01-02 15:04"), "2024-12-01 00:00")
		require.Equal(t, []any{want}, a.series("revenue_vs_previous", 0), month)
		require.Equal(t, []any{want}, a.series("revenue_previous_period_ratio", 0), month)
	}
}
