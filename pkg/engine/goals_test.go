package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// goals is a help desk of two teams that works from Monday to Friday: March and April 2026 have 22 working days each, of which ten and
// a half have passed at noon of the 16th of March.
const goals = `
	insert into crm.business_hours (schedule, weekday, opens, closes, timezone)
		select 'default', day, '09:00', '17:00', 'Europe/Berlin' from generate_series(1, 5) as day;
	insert into crm.currency_rates (currency, valid_on, rate) values ('EUR', '2026-01-01', 1.5);
	insert into crm.teams (id, name, department) values (1, 'Day shift', 'support'), (2, 'Night shift', 'support');
	insert into crm.users (id, name, team) values (1, 'Ida', 1), (2, 'Jon', 2);
	insert into crm.tickets (id, subject, agent, team, kind, status, created_at, first_response_at, solved_at) values
		(1, 'a', 1, 1, 'question', 'solved', '2026-03-03 10:00+01', '2026-03-03 10:40+01', '2026-03-04 10:00+01'),
		(2, 'b', 2, 2, 'complaint', 'solved', '2026-03-04 10:00+01', '2026-03-04 10:56+01', '2026-03-05 10:00+01'),
		(3, 'c', 2, 2, 'question', 'open', '2026-03-09 10:00+01', null, null);
	insert into crm.surveys (id, kind, ticket, agent, sent_at, responded_at, score, scale_max) values
		(1, 'csat', 1, 1, '2026-03-05', '2026-03-06', 5, 5), (2, 'csat', 1, 1, '2026-03-05', '2026-03-06', 4, 5),
		(3, 'csat', 2, 2, '2026-03-05', '2026-03-06', 5, 5), (4, 'csat', 2, 2, '2026-03-05', '2026-03-06', 1, 5);
	insert into crm.sla_targets (ticket, metric, due_at, met_at, breached_at) values
		(1, 'first_response', '2026-03-03 11:00+01', '2026-03-03 10:40+01', null),
		(2, 'first_response', '2026-03-04 10:30+01', '2026-03-04 10:56+01', '2026-03-04 10:30+01');
	insert into crm.campaign_costs (spent_on, kind, amount, currency) values ('2026-03-02', 'media', 50, 'USD');
	insert into crm.leads (id, status, created_at) values (1, 'new', '2026-03-02 12:00+01'), (2, 'new', '2026-03-03 12:00+01');
	insert into crm.targets (metric, scope, scope_id, period_start, period_end, value, currency) values
		('first_response_time', 'company', null, '2026-03-01', '2026-04-01', 60, null),
		('first_response_time', 'company', null, '2026-04-01', '2026-05-01', 40, null),
		('first_response_time', 'team', '1', '2026-03-01', '2026-04-01', 50, null),
		('first_response_time', 'team', '2', '2026-03-01', '2026-04-01', 80, null),
		('resolution_time', 'team', '1', '2026-03-01', '2026-04-01', 12, null),
		('resolution_time', 'team', '2', '2026-03-01', '2026-04-01', 48, null),
		('csat', 'company', null, '2026-01-01', '2027-01-01', 0.8, null),
		('csat', 'user', '1', '2026-01-01', '2027-01-01', 0.5, null),
		('csat', 'user', '2', '2026-01-01', '2027-01-01', 0.9, null),
		('sla_met_rate', 'company', null, '2026-01-01', '2027-01-01', 0.5, null),
		('cost_per_lead', 'company', null, '2026-03-01', '2026-04-01', 20, 'EUR'),
		('tickets_solved', 'company', null, '2026-03-01', '2026-04-01', 44, null),
		('complaints_created', 'company', null, '2026-03-01', '2026-04-01', 22, null),
		('sla_overdue', 'company', null, '2026-03-01', '2026-04-01', 0, null),
		('longest_wait', 'company', null, '2026-03-01', '2026-04-01', 0, null)`

// spring is March and April, looked at in the middle of March.
func spring(t testing.TB) plan.Request {
	zone := berlin(t).Location
	return plan.Request{
		Range: calendar.Range{From: time.Date(2026, 3, 1, 0, 0, 0, 0, zone), To: time.Date(2026, 5, 1, 0, 0, 0, 0, zone)},
		Now:   time.Date(2026, 3, 16, 12, 0, 0, 0, zone),
	}
}

func marchOfSpring(t testing.TB) plan.Request {
	r := spring(t)
	r.Range.To = r.Range.To.AddDate(0, -1, 0)
	return r
}

func helpDesk(t testing.TB) *engine.Engine { return over(t, handMade(t, goals), crm.Reference()) }

func TestGoals(t *testing.T) {
	e := helpDesk(t)
	for id, want := range map[string]float64{
		"first_response_time.target": 60, "first_response_time.attainment": 1.2, "first_response_time.pace": 1.2, // 48 minutes
		"csat.target": 0.8, "csat.attainment": 0.75 / 0.8, "csat.pace": 0.75 / 0.8,
		"sla_met_rate.attainment": 1,
		"cost_per_lead.target":    30, "cost_per_lead.attainment": 2 - 25.0/30,
		"tickets_solved.target": 44, "tickets_solved.attainment": 2.0 / 44, "tickets_solved.pace": 2.0 / 21,
		"complaints_created.target": 22, "complaints_created.attainment": 2 - 1.0/22, "complaints_created.pace": 2 - 1/10.5,
		"sla_overdue.target": 0, "sla_overdue.attainment": 1, "longest_wait.attainment": 0, // a level of 0 is met, or missed
	} {
		value := ask(t, e, query.Question{KPIs: []string{id}, Grain: calendar.None}, marchOfSpring(t)).Values[0][0][0]
		require.NotNil(t, value, id)
		require.InDelta(t, want, *value, 1e-12, id)
	}
}

// An amount is spread, so that the parts of adjacent buckets add up; a level is not.
func TestGoalsOverTime(t *testing.T) {
	e := helpDesk(t)
	months := ask(t, e, query.Question{KPIs: []string{"first_response_time.target", "first_response_time.attainment", "first_response_time.pace"}, Grain: calendar.Month}, spring(t))
	require.InDelta(t, 60, *months.Values[0][0][0], 0)
	require.InDelta(t, 40, *months.Values[0][0][1], 0, "what is aimed at is known before")
	require.InDelta(t, 1.2, *months.Values[1][0][0], 1e-12)
	require.Nil(t, months.Values[1][0][1], "April has not begun")
	require.Nil(t, months.Values[2][0][1])

	whole := ask(t, e, query.Question{KPIs: []string{"first_response_time.target", "first_response_time.pace", "tickets_solved.target"}, Grain: calendar.None}, spring(t))
	require.InDelta(t, 50, *whole.Values[0][0][0], 1e-12, "as many working days of one as of the other")
	require.InDelta(t, 1.2, *whole.Values[1][0][0], 1e-12, "until now only March's level was in force")
	require.InDelta(t, 44, *whole.Values[2][0][0], 1e-9, "nothing is aimed at in April")

	weekend := marchOfSpring(t)
	weekend.Range.From, weekend.Range.To = weekend.Range.From.AddDate(0, 0, 6), weekend.Range.From.AddDate(0, 0, 8)
	days := ask(t, e, query.Question{KPIs: []string{"csat.target", "tickets_solved.target", "tickets_solved.attainment"}, Grain: calendar.Day}, weekend)
	require.InDelta(t, 0.8, *days.Values[0][0][0], 0, "a level holds at the weekend, too")
	require.InDelta(t, 0, *days.Values[1][0][0], 0, "nothing is due then")
	require.Nil(t, days.Values[2][0][0])
}

// Levels of several do not add up: each is its own group's, and nobody else's.
func TestLevelsOfGroups(t *testing.T) {
	e := helpDesk(t)
	teams := ask(t, e, query.Question{KPIs: []string{"first_response_time.target", "first_response_time.attainment"}, GroupBy: []string{"support_team"}, Grain: calendar.None}, marchOfSpring(t))
	require.Equal(t, []string{"Day shift"}, teams.Groups[0].Labels)
	require.InDelta(t, 50, *teams.Values[0][0][0], 0)
	require.InDelta(t, 2-40.0/50, *teams.Values[1][0][0], 1e-12)
	require.InDelta(t, 2-56.0/80, *teams.Values[1][1][0], 1e-12)

	agents := ask(t, e, query.Question{KPIs: []string{"csat.attainment"}, GroupBy: []string{"agent"}, Grain: calendar.None}, marchOfSpring(t))
	require.InDelta(t, 1/0.5, *agents.Values[0][0][0], 1e-12)
	require.InDelta(t, 0.5/0.9, *agents.Values[0][1][0], 1e-12)

	none := ask(t, e, query.Question{KPIs: []string{"resolution_time.target", "resolution_time.attainment"}, Grain: calendar.None}, marchOfSpring(t))
	require.Nil(t, none.Values[0][0][0])
	require.Nil(t, none.Values[1][0][0])
	require.Len(t, none.Notices, 1)
	require.Equal(t, "Resolution time: its targets are levels, which do not add up, and only parts have one (team): set one for the whole, or group by what they are set for.", none.Notices[0].Text.In(i18n.English))

	only := func(labels ...string) *float64 {
		q := query.Question{KPIs: []string{"resolution_time.target"}, Grain: calendar.None, Filters: []query.Filter{{Dimension: "support_team", Operator: query.In, Values: labels}}}
		return ask(t, e, q, marchOfSpring(t)).Values[0][0][0]
	}
	require.InDelta(t, 12, *only("Day shift"), 0, "a filter leaves one team, whose level it is")
	require.Nil(t, only("Day shift", "Night shift"))

	top := ask(t, e, query.Question{KPIs: []string{"resolution_time.target"}, GroupBy: []string{"support_team"}, Grain: calendar.None, Limit: &query.Limit{Top: 1, Rest: true}}, marchOfSpring(t))
	require.InDelta(t, 48, *top.Values[0][0][0], 0)
	require.Nil(t, top.Values[0][1][0], "the others have no level together")
}

// The targets of agents are those of the agents of the team that is asked about, alone or by agent.
func TestGoalsOfTheAgentsOfATeam(t *testing.T) {
	e := over(t, handMade(t, goals, `
		insert into crm.users (id, name, team) values (3, 'Kim', 2), (4, 'Lea', null);
		insert into crm.targets (metric, scope, scope_id, period_start, period_end, value) values
			('tickets_solved', 'user', '1', '2026-03-01', '2026-04-01', 11), ('tickets_solved', 'user', '2', '2026-03-01', '2026-04-01', 22),
			('tickets_solved', 'user', '3', '2026-03-01', '2026-04-01', 44), ('tickets_solved', 'user', '4', '2026-03-01', '2026-04-01', 88)`), crm.Reference())
	night := []query.Filter{{Dimension: "support_team", Operator: query.In, Values: []string{"Night shift"}}}
	solved := query.Question{KPIs: []string{"tickets_solved", "tickets_solved.target"}, Grain: calendar.None, GroupBy: []string{"agent"}, Filters: night}
	r := ask(t, e, solved, marchOfSpring(t))
	found := map[string][]*float64{}
	for g, group := range r.Groups {
		found[group.Labels[0]] = []*float64{r.Values[0][g][0], r.Values[1][g][0]}
	}
	require.Len(t, found, 2, "Ida is of the day shift, Lea of none")
	require.InDelta(t, 1, *found["Jon"][0], 0)
	require.InDelta(t, 22, *found["Jon"][1], 1e-9)
	require.InDelta(t, 44, *found["Kim"][1], 1e-9)

	solved.GroupBy = nil
	require.InDelta(t, 66, *ask(t, e, solved, marchOfSpring(t)).Values[1][0][0], 1e-9, "the team has no target of its own")

	solved.KPIs, solved.GroupBy = []string{"csat.target", "csat.attainment"}, []string{"agent"}
	r = ask(t, e, solved, marchOfSpring(t))
	require.Equal(t, "Jon", r.Groups[0].Labels[0])
	require.InDelta(t, 0.9, *r.Values[0][0][0], 0)
	require.InDelta(t, 0.5/0.9, *r.Values[1][0][0], 1e-12)
}

// A value, its target and what becomes of both read as much as the value and the targets do.
func TestGoalsShareWhatTheyRead(t *testing.T) {
	ids := []string{"first_response_time", "first_response_time.target", "first_response_time.attainment", "first_response_time.pace"}
	require.Len(t, ask(t, helpDesk(t), query.Question{KPIs: ids, Grain: calendar.Month}, marchOfSpring(t)).Statements, 3, "rows, targets and working days")
}

func TestGoalsThatThereAreNot(t *testing.T) {
	e := helpDesk(t)
	for id, want := range map[string]string{
		"tickets_created.attainment": "neither more nor less is better of tickets_created, so it has a target, tickets_created.target, but no attainment",
		"revenue_target.target":      "revenue_target is a target itself, and has none",
		"csat.goal":                  `csat has no "goal"; ask for csat.target, csat.attainment or csat.pace`,
		"csat.target.target":         `csat has no "target.target"; ask for csat.target, csat.attainment or csat.pace`,
		"cstat.target":               `there is no KPI "cstat.target"`,
	} {
		_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{id}, Grain: calendar.None}, marchOfSpring(t)))
		require.ErrorContains(t, err, want)
	}
	_, err := take.Figures(e.Ask(context.Background(), query.Question{KPIs: []string{"csat.attainment"}, Transform: query.RunningTotal, Grain: calendar.Month}, marchOfSpring(t)))
	require.ErrorContains(t, err, "csat.attainment has no running total: the target of csat is a level, which does not add up over time")
}

// The KPIs that there were before goals are the same goals under their own names.
func TestGoalsOfOldNames(t *testing.T) {
	e := company(t)
	for old, goal := range map[string][2]string{ // and by what there are targets of it
		"revenue_target": {"revenue.target", "rep"}, "revenue_attainment": {"revenue.attainment", "team"}, "revenue_pace": {"revenue.pace", "region"},
		"lead_target": {"new_leads.target", "channel"}, "lead_attainment": {"new_leads.attainment", "channel"}, "lead_target_pace": {"new_leads.pace", "channel"},
		"campaign_attainment": {"attributed_revenue.attainment", "campaign"},
	} {
		for _, groupBy := range [][]string{nil, {goal[1]}} {
			r := ask(t, e, query.Question{KPIs: []string{old, goal[0]}, GroupBy: groupBy, Grain: calendar.Month}, thisYear(t))
			require.NotEmpty(t, r.Groups)
			require.Equal(t, r.Values[0], r.Values[1], old)
		}
	}
}

// A company's own KPIs have goals, and its formulas may name them.
func TestGoalsOfCustomKPIs(t *testing.T) {
	c, err := catalog.Default().With("kpis", `
kpis:
  solved_a_day: {title: Solved a day, description: Solved., derived: tickets_solved / 10, unit: count, better: higher, horizon: past}
  both: {title: Both, description: Both., derived: (csat.attainment + first_response_time.attainment) / 2, unit: percent, better: higher, horizon: past}
  level: {title: Level, description: A level., target: csat, unit: percent, horizon: past}`)
	require.NoError(t, err)
	over := helpDesk(t)
	e := engine.New(c, crm.Reference(), settings(t), over.DB)
	r := ask(t, e, query.Question{KPIs: []string{"both", "level", "solved_a_day.target"}, Grain: calendar.None}, marchOfSpring(t))
	require.InDelta(t, (0.75/0.8+1.2)/2, *r.Values[0][0][0], 1e-12)
	require.InDelta(t, 0.8, *r.Values[1][0][0], 0, "a target of a share is none of a sum")
	require.Nil(t, r.Values[2][0][0], "nobody has set one")
	_, err = catalog.Default().With("kpis", "kpis:\n  x: {title: X, description: X., derived: tickets_created.pace + 1, unit: count, horizon: past}")
	require.ErrorContains(t, err, "neither more nor less is better of tickets_created")
}
