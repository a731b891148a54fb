package engine_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// answers are eight more of a day shift, all of them good: ten with those that there are, of which nine are.
const answers = `
	insert into crm.surveys (id, kind, ticket, agent, sent_at, responded_at, score, scale_max)
		select 10 + n, 'csat', 1, 1, '2026-03-05', '2026-03-06', 5, 5 from generate_series(1, 8) as n;
	insert into crm.users (id, name, team) values (3, 'Kim', 2), (4, 'Lea', null);
	insert into crm.targets (metric, scope, scope_id, period_start, period_end, value) values
		('tickets_solved', 'user', '1', '2026-03-01', '2026-04-01', 2), ('tickets_solved', 'user', '2', '2026-03-01', '2026-04-01', 44),
		('tickets_solved', 'user', '3', '2026-03-01', '2026-04-01', 22)`

// missed are the values of an answer by the labels of its groups.
func missed(r *answer.Result) map[string]float64 {
	found := map[string]float64{}
	for i, g := range r.Groups {
		name := ""
		if len(g.Labels) > 0 {
			name = g.Labels[0]
		}
		found[name] = *r.Values[0][i][0] // null is no value that a rule may get
	}
	return found
}

func TestAnAlertSaysByHowMuchATargetIsMissed(t *testing.T) {
	e := over(t, handMade(t, goals, answers), crm.Reference())
	for name, test := range map[string]struct {
		asked query.Question
		want  map[string]float64
	}{
		"more is better, of what is due by now": {query.Question{KPIs: []string{"tickets_solved"}}, map[string]float64{"": 1 - 2.0/21}},
		"less is better":                        {query.Question{KPIs: []string{"first_response_time"}}, map[string]float64{"": 48.0/60 - 1}},
		"less is better, by team": {query.Question{KPIs: []string{"first_response_time"}, GroupBy: []string{"support_team"}},
			map[string]float64{"Day shift": 40.0/50 - 1, "Night shift": 56.0/80 - 1}},
		"an amount with less as better": {query.Question{KPIs: []string{"complaints_created"}}, map[string]float64{"": 1/10.5 - 1}},
		"a ratio of enough rows":        {query.Question{KPIs: []string{"csat"}}, map[string]float64{"": 1 - (11.0/12)/0.8}},
		"a ratio of a group with enough": {query.Question{KPIs: []string{"csat"}, GroupBy: []string{"agent"}},
			map[string]float64{"Ida": 1 - 1/0.5}}, // two answers of Jon's say nothing
		"who has done nothing, of those with a target": {query.Question{KPIs: []string{"tickets_solved"}, GroupBy: []string{"agent"}},
			map[string]float64{"Ida": 1 - 1/(2*10.5/22), "Jon": 1 - 1.0/21, "Kim": 1}},
		"a panel of the KPI, its target and its attainment": {query.Question{
			KPIs: []string{"first_response_time", "first_response_time.target", "first_response_time.attainment"}, Grain: calendar.Month,
			Compare: query.PreviousYear, Transform: query.RunningTotal}, map[string]float64{"": 48.0/60 - 1}},
		"the target alone":  {query.Question{KPIs: []string{"first_response_time.target"}}, map[string]float64{"": 48.0/60 - 1}},
		"another statistic": {query.Question{KPIs: []string{"first_response_time:statistic=maximum"}}, map[string]float64{"": 56.0/60 - 1}},
		"a level of 0":      {query.Question{KPIs: []string{"sla_overdue"}}, map[string]float64{}},
		"without a target":  {query.Question{KPIs: []string{"resolution_time"}}, map[string]float64{}},
		"a condition of the asker's": {query.Question{KPIs: []string{"first_response_time"}, GroupBy: []string{"support_team"},
			Having: []query.Having{{KPI: "first_response_time", Operator: query.Above, Values: []string{"50"}}}}, map[string]float64{"Night shift": 56.0/80 - 1}},
		"the worst one of a panel": {query.Question{KPIs: []string{"first_response_time"}, GroupBy: []string{"support_team"}, Limit: &query.Limit{Top: 1}},
			map[string]float64{"Day shift": 40.0/50 - 1, "Night shift": 56.0/80 - 1}},
	} {
		t.Run(name, func(t *testing.T) {
			test.asked.Alert = query.AlertMissed
			r := ask(t, e, test.asked, marchOfSpring(t))
			require.Len(t, r.Columns, 1)
			require.Equal(t, calendar.None, r.Grain)
			got := missed(r)
			require.Len(t, got, len(test.want), "%v", got)
			for group, want := range test.want {
				require.InDelta(t, want, got[group], 1e-12, group)
			}
		})
	}
	title := ask(t, e, query.Question{KPIs: []string{"csat"}, Alert: query.AlertMissed}, marchOfSpring(t)).Columns[0].Title
	require.Equal(t, "Customer satisfaction: missed by", title.In(i18n.English))
}

func TestWhatHasNoTargetToMissIsRefused(t *testing.T) {
	e := helpDesk(t)
	for want, kpis := range map[string][]string{
		"whether a target is missed is asked of one KPI at a time, and the question has csat, first_response_time; leave one of them, and make a rule for each": {"csat", "first_response_time"},
		"the formula csat * 2 has no target; ask for a KPI that has one, or set `alert` to value and let the rule compare it":                                   {"=csat * 2"},
		"neither more nor less is better of pipeline_change, so it has a target, pipeline_change.target, but no pace":                                           {"pipeline_change"},
	} {
		_, err := e.Ask(t.Context(), query.Question{Type: query.KPI, KPIs: kpis, Alert: query.AlertMissed}, marchOfSpring(t))
		require.EqualError(t, err, want)
	}
}
