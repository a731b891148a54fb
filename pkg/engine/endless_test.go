package engine_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Deal 1 (1,000) was touched by Fair since ever and by Ads a week before it was won, deal 2 (300) by both since ever.
func TestCreditsOfATouchSinceEver(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.campaigns (id, name) values (1, 'Fair'), (2, 'Ads');
		insert into crm.deals (id, name, status, amount, created_at, closed_at) values (1, 'one', 'won', 1000, '2026-01-01', '2026-03-15'), (2, 'two', 'won', 300, '2026-01-01', '2026-03-16');
		insert into crm.touches (deal, campaign, channel, occurred_at) values (1, 1, 'events', '-infinity'), (1, 2, 'search', '2026-03-08'),
			(2, 1, 'events', '-infinity'), (2, 2, 'search', '-infinity')`), crm.Reference())
	for model, fair := range map[string]float64{
		"first": 1300, // of touches at one time, the campaign with the smaller key is the first
		"last":  0, "linear": 500 + 150, "position": 500 + 150,
		"time_decay": 150, // what is infinitely old has nothing of deal 1, and of deal 2 both are as old
	} {
		r := ask(t, e, query.Question{KPIs: []string{"attributed_revenue"}, GroupBy: []string{"campaign"}, Grain: calendar.None,
			Parameters: map[string]string{"attribution": model}}, thisMarch(t))
		require.InDelta(t, fair, byLabel(r, 0)["Fair"], 1e-9, model)
		require.InDelta(t, 1300-fair, byLabel(r, 0)["Ads"], 1e-9, model)
	}
}

// A budget is spread over the days of a campaign: 31 for Spring (March, 310), none for those without a first or last day.
func TestBudgetsOfEndlessCampaigns(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.campaigns (id, name, budget, starts_on, ends_on) values (1, 'Spring', 310, '2026-03-01', '2026-03-31'),
			(2, 'For ever', 1000, '2026-03-01', 'infinity'), (3, 'Since ever', 1000, '-infinity', '2026-03-31'), (4, 'Always', 1000, '-infinity', 'infinity');
		insert into crm.campaign_costs (campaign, spent_on, amount) values (1, '2026-03-05', 31), (2, '2026-03-06', 31)`), crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"budget_used"}, Grain: calendar.None}, thisMarch(t))
	require.InDelta(t, 62.0/310, *r.Values[0][0][0], 1e-9)
}

// Ann and Bob, who never sold anything, carry a quota: since ever and for ever they are there all of March, who is hired never is not.
func TestHeadsOfEndlessEmployment(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.users (id, name, is_quota_carrying, fte, hired_at, left_at) values (1, 'Ann', true, 1, '-infinity', 'infinity'), (2, 'Bob', true, 1, null, null),
			(3, 'Never', true, 1, 'infinity', null), (4, 'Gone', true, 1, null, '-infinity');
		insert into crm.deals (id, name, status, amount, created_at, closed_at) values (1, 'one', 'won', 1000, '2026-01-01', '2026-03-01')`), crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"revenue_per_rep"}, Grain: calendar.Month}, thisMarch(t))
	require.InDelta(t, 500, *r.Values[0][0][0], 1e-9)
}

// What is usual of a stage is what its visits with a beginning took: one day, and three. A deal is stalled after 2.5, their p75.
func TestUsualStaysOfVisitsSinceEver(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.pipelines (id, name) values (1, 'Sales');
		insert into crm.stages (id, pipeline, name, position, kind) values (1, 1, 'Offer', 1, 'open'), (2, 1, 'Won', 2, 'won');
		insert into crm.deals (id, name, status, stage, pipeline, amount, created_at, closed_at) values (1, 'a', 'won', 2, 1, 1, '2026-01-01', '2026-02-02'), (2, 'b', 'won', 2, 1, 1, '2026-01-01', '2026-02-04'),
			(3, 'c', 'won', 2, 1, 1, '2026-01-01', '2026-02-05'), (4, 'd', 'open', 1, 1, 1, '2026-03-01', null);
		insert into crm.deal_history (deal, valid_from, valid_to, stage, status) values (1, '2026-02-01', '2026-02-02', 1, 'open'), (1, '2026-02-02', null, 2, 'won'),
			(2, '2026-02-01', '2026-02-04', 1, 'open'), (2, '2026-02-04', null, 2, 'won'), (3, '-infinity', '2026-02-05', 1, 'open'), (3, '2026-02-05', null, 2, 'won'),
			(4, '2026-03-01', null, 1, 'open')`), crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"stalled_deals"}, Grain: calendar.Day}, thisMarch(t))
	require.Equal(t, []float64{0, 0, 1}, []float64{*r.Values[0][0][0], *r.Values[0][0][1], *r.Values[0][0][2]}, "after 1, 2 and 3 days")
}

// What happens at infinity never does: the target of ticket 1 and the commitment 1 are still to be met, ticket 2 is not escalated, the lead
// not qualified, Acme no customer. What was always so, is.
func TestWhatHappensAtInfinityNeverDoes(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.accounts (id, name, created_at, first_won_at) values (1, 'Acme', '2026-01-01', 'infinity'), (2, 'Beta', '2026-01-01', '-infinity');
		insert into crm.leads (id, status, created_at, qualified_at) values (1, 'new', '2026-03-02', 'infinity'), (2, 'qualified', '2026-03-02', '-infinity'), (3, 'new', '2026-03-02', null);
		insert into crm.tickets (id, status, created_at, escalated_at) values (1, 'open', '2026-03-02', '-infinity'), (2, 'open', '2026-03-02', 'infinity');
		insert into crm.sla_targets (ticket, metric, due_at, met_at, breached_at) values (1, 'resolution', '2026-03-10', 'infinity', null), (2, 'resolution', '2026-03-10', '2026-03-09', 'infinity');
		insert into crm.commitments (id, due_at_original, due_at, fulfilled_at, cancelled_at) values
			(1, '2026-03-10', '2026-03-10', 'infinity', 'infinity'), (2, '2026-03-10', '2026-03-10', '2026-03-09', 'infinity'), (3, '2026-03-10', '2026-03-10', null, '-infinity')`),
		crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"customers", "qualified_leads", "escalation_rate", "sla_met_rate", "commitments_kept_rate"}, Grain: calendar.None}, thisMarch(t))
	for i, want := range []float64{1, 1, 0.5, 1, 0.5} {
		require.InDelta(t, want, *r.Values[i][0][0], 1e-9, r.Columns[i].ID)
	}
	at := thisMarch(t)
	at.Now = time.Date(2026, 3, 8, 12, 0, 0, 0, time.UTC)
	r = ask(t, e, query.Question{KPIs: []string{"sla_due_soon", "commitments_due"}, Grain: calendar.None, Parameters: map[string]string{"horizon": "7d"}}, at)
	require.Equal(t, []float64{1, 1}, []float64{*r.Values[0][0][0], *r.Values[1][0][0]})
}

// A target without a first or a last day, or whose last day is not after its first, cannot be spread over working days: it counts nowhere, and
// who asks for targets is told how many there are. That of 310 for March is 10 a day; the one that ended before is of no interest.
func TestTargetsWithoutAPeriod(t *testing.T) {
	e := over(t, handMade(t, `
		alter table crm.targets drop constraint targets_check, alter period_start drop not null, alter period_end drop not null;
		insert into crm.users (id, name) values (1, 'Ann'), (2, 'Bob');
		insert into crm.deals (id, owner, name, status, amount, created_at, closed_at) values (1, 1, 'one', 'won', 155, '2026-01-01', '2026-03-02');
		insert into crm.surveys (id, kind, sent_at, responded_at, score, scale_max) values (1, 'csat', '2026-03-05', '2026-03-06', 5, 5);
		insert into crm.targets (metric, scope, scope_id, period_start, period_end, value) values
			('revenue', 'company', null, '2026-03-01', '2026-04-01', 310), ('revenue', 'company', null, '2026-03-01', 'infinity', 1),
			('revenue', 'company', null, '-infinity', '2026-04-01', 2), ('revenue', 'company', null, '-infinity', 'infinity', 3),
			('revenue', 'company', null, '2026-03-10', null, 4), ('revenue', 'company', null, null, null, 5),
			('revenue', 'company', null, '2026-03-20', '2026-03-10', 6), ('revenue', 'company', null, '-infinity', '2025-06-01', 7),
			('revenue', 'user', '1', '2026-03-01', '2026-04-01', 62), ('revenue', 'user', '2', '2026-03-01', 'infinity', 500),
			('csat', 'company', null, '2026-01-01', 'infinity', 0.8), ('deals_won', 'company', null, '-infinity', 'infinity', 0)`), crm.Reference())
	told := func(text string) []string { return []string{text + ", neither empty nor infinite."} }
	r := ask(t, e, query.Question{KPIs: []string{"revenue_target", "revenue_attainment"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, []float64{310, 0.5}, []float64{*r.Values[0][0][0], *r.Values[1][0][0]})
	require.Equal(t, told("Revenue: 7 targets have no period and count nowhere; each needs a period_start and a later period_end"), notices(r))

	gap := ask(t, e, query.Question{KPIs: []string{"revenue_gap"}, Grain: calendar.None}, thisMarch(t)) // of whole periods
	require.Equal(t, 155.0, *gap.Values[0][0][0])

	days := ask(t, e, query.Question{KPIs: []string{"revenue_target"}, Grain: calendar.Day}, thisMarch(t))
	require.InDelta(t, 10, *days.Values[0][0][9], 1e-9)

	byRep := ask(t, e, query.Question{KPIs: []string{"revenue_target", "revenue"}, GroupBy: []string{"rep"}, Grain: calendar.None}, thisMarch(t))
	require.Equal(t, map[string]float64{"Ann": 62}, byLabel(byRep, 0))
	require.Equal(t, told("Revenue: 1 target has no period and counts nowhere; it needs a period_start and a later period_end"), notices(byRep))
	ann := ask(t, e, query.Question{KPIs: []string{"revenue_target"}, Filters: []query.Filter{filterOn("rep", "Ann")}, Grain: calendar.None}, thisMarch(t))
	require.Empty(t, notices(ann), "Bob's is not asked for")

	level := ask(t, e, query.Question{KPIs: []string{"csat.target", "csat.attainment"}, Grain: calendar.None}, thisMarch(t))
	require.Nil(t, level.Values[0][0][0])
	require.Nil(t, level.Values[1][0][0])
	require.Equal(t, told("Customer satisfaction: 1 target has no period and counts nowhere; it needs a period_start and a later period_end"), notices(level))
	require.Empty(t, notices(ask(t, e, query.Question{KPIs: []string{"revenue"}, Grain: calendar.None}, thisMarch(t))), "nobody asked for targets")
}

// A holiday without a day is none, of the days over which targets are spread and of business hours: the whole week has 70, Tuesday 14 of it,
// and a ticket of Monday noon that is solved on Tuesday noon took the eight hours of a working day.
func TestHolidaysAtInfinity(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.business_hours (schedule, weekday, opens, closes, timezone) select 'default', day, '09:00', '17:00', 'Europe/Berlin' from generate_series(1, 5) as day;
		insert into crm.holidays (schedule, day) values ('default', 'infinity'), ('default', '-infinity');
		insert into crm.tickets (id, status, created_at, solved_at) values (1, 'solved', '2026-03-02 12:00+01', '2026-03-03 12:00+01');
		insert into crm.targets (metric, scope, period_start, period_end, value) values ('revenue', 'company', '2026-03-02', '2026-03-09', 70)`), crm.Reference())
	r := ask(t, e, query.Question{KPIs: []string{"revenue_target", "resolution_time"}, Grain: calendar.Day, Parameters: map[string]string{"hours": "business"}}, thisMarch(t))
	require.InDelta(t, 14, *r.Values[0][0][2], 1e-9)
	require.InDelta(t, 8, *r.Values[1][0][2], 1e-9)
}

// What is expected to close at infinity is expected at no time: in no forecast, never past due, as if it had no day, now and in the history.
// Expected before all time it is past due since it is there.
func TestExpectedAtInfinity(t *testing.T) {
	e := over(t, handMade(t, `
		insert into crm.users (id, name) values (1, 'Ann');
		insert into crm.deals (id, owner, name, status, amount, probability, forecast_category, created_at, closed_at, expected_close_on) values
			(1, 1, 'never', 'open', 1, 1, 'commit', '2026-01-05', null, 'infinity'), (2, 1, 'no day', 'open', 10, 1, 'commit', '2026-01-05', null, null),
			(3, 1, 'ever', 'open', 100, 1, 'commit', '2026-01-05', null, '-infinity'), (4, 1, 'March', 'open', 1000, 1, 'commit', '2026-01-05', null, '2026-03-25');
		insert into crm.deal_history (deal, owner, valid_from, valid_to, status, amount, probability, forecast_category, expected_close_on) values
			(1, 1, '2026-01-05', '2026-02-03', 'open', 1, 1, 'commit', '2026-02-20'), (1, 1, '2026-02-03', null, 'open', 1, 1, 'commit', 'infinity'),
			(2, 1, '2026-01-05', '2026-02-03', 'open', 10, 1, 'commit', '2026-02-20'), (2, 1, '2026-02-03', null, 'open', 10, 1, 'commit', null),
			(3, 1, '2026-01-05', null, 'open', 100, 1, 'commit', '-infinity'),
			(4, 1, '2026-01-05', '2026-02-03', 'open', 1000, 1, 'commit', 'infinity'), (4, 1, '2026-02-03', null, 'open', 1000, 1, 'commit', '2026-03-25')`),
		crm.Reference())
	at := thisYear(t)
	value := func(grain calendar.Grain, bucket int, kpi string) float64 {
		v := ask(t, e, query.Question{KPIs: []string{kpi}, Grain: grain}, at).Values[0][0][bucket]
		require.NotNil(t, v, kpi)
		return *v
	}
	for kpi, want := range map[string]float64{
		"forecast": 1000, "forecast_commit": 1000, "forecast_past_due": 100, "past_due_deals": 1, "past_due_value": 100, "slipped_deals": 0,
	} {
		require.InDelta(t, want, value(calendar.None, 0, kpi), 1e-9, kpi)
	}
	require.InDelta(t, 1, value(calendar.Month, 0, "past_due_deals"), 1e-9, "since January")
}
