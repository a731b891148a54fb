package plan_test

import (
	"flag"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them; read them before they are committed")

// year is asked at noon of a day in it, as a company in Berlin would.
func year(t testing.TB) plan.Request {
	zone, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(t, err)
	return plan.Request{
		Range: calendar.Range{From: time.Date(2026, 1, 1, 0, 0, 0, 0, zone), To: time.Date(2027, 1, 1, 0, 0, 0, 0, zone)},
		Now:   time.Date(2026, 3, 18, 12, 0, 0, 0, zone),
	}
}

func business(t testing.TB) *plan.Business {
	return plan.New(catalog.Default(), crm.Reference(), plan.Settings{
		Calendar: calendar.Calendar{Location: year(t).Now.Location(), WeekStart: time.Monday}, ReportingCurrency: "USD",
	})
}

func compiled(t testing.TB, q query.Question) *plan.Plan {
	b := business(t)
	resolved, err := b.Resolve(q, year(t))
	require.NoError(t, err)
	return b.Compile(resolved)
}

// A question for each pass, on which it has something to do.
var passQuestions = map[string]query.Question{
	"sum windows":      {KPIs: []string{"revenue", "win_rate"}, GroupBy: []string{"team"}, Grain: calendar.Quarter, Limit: &query.Limit{Top: 3}},
	"share scans":      {KPIs: []string{"revenue", "win_rate", "open_deals", "revenue_vs_previous"}, Grain: calendar.Quarter, Compare: query.PreviousYear},
	"totals once":      {KPIs: []string{"revenue_share"}, GroupBy: []string{"account"}, Grain: calendar.Quarter, Compare: query.PreviousYear},
	"roll up":          {KPIs: []string{"revenue", "win_rate", "new_deals", "sales_cycle", "lead_conversion_rate", "revenue_pace", "open_tickets", "tickets_waiting", "open_deals", "pipeline_value", "stalled_deals", "longest_wait"}, Grain: calendar.Month},
	"push limit":       {KPIs: []string{"revenue", "deals_won"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10}},
	"know hours first": {KPIs: []string{"first_response_time", "sla_due_soon"}, Grain: calendar.None, Parameters: map[string]string{"hours": "business"}},
}

// Each pass alone makes the plan of the golden file's end of that of its beginning.
func TestPasses(t *testing.T) {
	b := business(t)
	b.Mapping = b.Mapping.WithRollups([]crm.Rollup{
		{Entity: "deals", Time: "closed_at", Keys: []string{"closed_by", "currency", "owner", "pipeline", "status"}, Values: []string{"amount", "id"}},
		{Entity: "deals", Time: "closed_at", Keys: []string{"currency", "status"}, Values: []string{"amount", "id"}},
		{Entity: "deals", Time: "created_at", Keys: []string{"source"}, Values: []string{"id"}},
		{Entity: "tickets", From: "created_at", To: "solved_at", Keys: []string{"agent", "channel"}, Values: []string{"id"}},
		{Entity: "deal_versions", From: "valid_from", To: "valid_to", Keys: []string{"owner", "status"}, Values: []string{"deal"}},
	})
	for _, pass := range b.Passes() {
		t.Run(pass.Name, func(t *testing.T) {
			q, ok := passQuestions[pass.Name]
			require.True(t, ok, "add a question for the pass to passQuestions")
			before := *compiled(t, q)
			if pass.Name == "push limit" { // what it looks for comes of sharing
				for _, earlier := range business(t).Passes()[:2] {
					before = earlier.Apply(before)
				}
			}
			text := before.String()
			after := pass.Apply(before)
			require.Equal(t, text, before.String(), "a pass leaves the plan it is given as it is")
			golden(t, strings.ReplaceAll(pass.Name, " ", "-"), "before:\n"+text+"\nafter:\n"+after.String())
		})
	}
}

// States of a history that is made of more than a table each are read of rows, and the plan says so.
func TestWhyAHistoryHasNoSums(t *testing.T) {
	for name, why := range map[string]struct{ from, says string }{
		"a table":            {"crm.deal_history", "of rows: no sums by valid_from until valid_to have deal by day, status"},
		"a log of changes":   {"(select deal, at as valid_from, lead(at) over (partition by deal order by at) as valid_to, stage, owner, status from crm.changes) as h", "of rows: the rows of deal_history are made of several: what they are depends on others than the one that changes"},
		"tables, joined":     {"crm.deal_history as h join crm.deals as d on d.id = h.deal", "of rows: the rows of deal_history are made of several"},
		"a query's versions": {"lateral (select 1) as h", "of rows: the rows of deal_history are made of several"},
	} {
		t.Run(name, func(t *testing.T) {
			b := business(t)
			b.Mapping.Entities = maps.Clone(b.Mapping.Entities)
			b.Mapping.Entities["deal_history"] = crm.Source{From: why.from}
			b.Mapping = b.Mapping.WithRollups([]crm.Rollup{{Entity: "deals", Time: "closed_at", Keys: []string{"status"}, Values: []string{"id"}}})
			after := b.Rewrite(compiled(t, query.Question{KPIs: []string{"open_deals"}, Grain: calendar.Month}))
			require.Contains(t, after.String(), why.says)
		})
	}
}

// Whole plans, of questions that take several steps.
var planQuestions = map[string]query.Question{
	"plan-goals":    {KPIs: []string{"first_response_time.attainment", "tickets_solved.pace", "cost_per_lead.target"}, Grain: calendar.Quarter, Compare: query.PreviousYear},
	"plan-targets":  {KPIs: []string{"revenue_pace", "revenue_gap"}, GroupBy: []string{"rep"}, Grain: calendar.None},
	"plan-hit-rate": {KPIs: []string{"rep_target_hit_rate"}, GroupBy: []string{"team"}, Grain: calendar.None},
	"plan-rest":     {KPIs: []string{"sales_cycle"}, GroupBy: []string{"rep"}, Grain: calendar.Quarter, Limit: &query.Limit{Top: 2, Rest: true}},
	"plan-planning": {KPIs: []string{"leads_needed"}, Grain: calendar.None, Parameters: map[string]string{"average_deal_size": "5000"}},
	"plan-health":   {KPIs: []string{"data_health"}, GroupBy: []string{"entity"}, Grain: calendar.None, Filters: []query.Filter{{Dimension: "entity", Operator: query.Equals, Values: []string{"deals"}}}},
	"plan-having": {KPIs: []string{"revenue", "sales_cycle"}, GroupBy: []string{"rep"}, Grain: calendar.Quarter, Limit: &query.Limit{Top: 3, By: "revenue", Rest: true},
		Filters: []query.Filter{{Any: []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"EMEA"}}, {Dimension: "region", Operator: query.IsNone}}}},
		Having:  []query.Having{{KPI: "win_rate", Operator: query.Below, Values: []string{"80%"}}, {KPI: "revenue:offset=1y", Operator: query.Between, Values: []string{"500", "1000"}}}},
	"plan-side": {KPIs: []string{"win_rate"}, GroupBy: []string{"rep"}, Grain: calendar.Quarter, Limit: &query.Limit{Top: 3},
		Filters: []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"EMEA"}, Of: query.Numerator}, {Dimension: "pipeline", Operator: query.IsNotNone}}},
	"plan-before": {KPIs: []string{"attributed_revenue"}, GroupBy: []string{"campaign"}, Grain: calendar.None,
		Filters: []query.Filter{{Dimension: "channel", Operator: query.In, Values: []string{"email"}, Of: "touches"}}},
	"plan-running": {KPIs: []string{"win_rate"}, Grain: calendar.Quarter, Transform: query.RunningTotal},
	"plan-effect":  {KPIs: []string{"training_effect"}, GroupBy: []string{"training"}, Grain: calendar.None},
	"plan-frozen":  {KPIs: []string{"forecast_accuracy"}, Grain: calendar.Quarter},
}

func TestPlans(t *testing.T) {
	for name, q := range planQuestions {
		t.Run(name, func(t *testing.T) { golden(t, name, business(t).Rewrite(compiled(t, q)).String()) })
	}
}

// Equal questions have equal plans, whose scans are equal one by one; other ones differ somewhere.
func TestScansAreComparedAsValues(t *testing.T) {
	q := query.Question{KPIs: []string{"first_response_time"}, GroupBy: []string{"support_team"}, Grain: calendar.None}
	one, other := compiled(t, q), compiled(t, q)
	require.Equal(t, one.Scans[0].Subject, other.Scans[0].Subject)
	require.True(t, one.Scans[0].Equal(one.Scans[0]))
	q.Parameters = map[string]string{"statistic": "p90"}
	p90 := compiled(t, q)
	require.Equal(t, one.Scans[0].Subject, p90.Scans[0].Subject, "the rows are the same")
	require.False(t, one.Scans[0].Equal(p90.Scans[0]), "another statistic is another column")
	q.Parameters = map[string]string{"hours": "business"}
	require.NotEqual(t, one.Scans[0].Subject, compiled(t, q).Scans[0].Subject, "business hours are measured otherwise")
}

// A limit is pushed down only where that is exact.
func TestLimitsThatAreNotPushedDown(t *testing.T) {
	for name, q := range map[string]query.Question{
		"rest":        {KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10, Rest: true}},
		"buckets":     {KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.Month, Limit: &query.Limit{Top: 10}},
		"comparison":  {KPIs: []string{"revenue"}, GroupBy: []string{"account"}, Grain: calendar.None, Compare: query.PreviousYear, Limit: &query.Limit{Top: 10}},
		"ratio":       {KPIs: []string{"win_rate"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10}},
		"median":      {KPIs: []string{"sales_cycle"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10}},
		"state":       {KPIs: []string{"pipeline_value"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10}},
		"share":       {KPIs: []string{"revenue_share", "revenue"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10, By: "revenue"}},
		"other scans": {KPIs: []string{"revenue", "new_leads"}, GroupBy: []string{"account"}, Grain: calendar.None, Limit: &query.Limit{Top: 10}},
	} {
		t.Run(name, func(t *testing.T) {
			for _, s := range business(t).Rewrite(compiled(t, q)).Scans {
				require.Nil(t, s.Top)
			}
		})
	}
}

func golden(t *testing.T, name, got string) {
	file := filepath.Join("testdata", name+".txt")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run the test with -update, and read the file")
	require.Equal(t, string(want), got, fmt.Sprintf("%s differs", file))
}
