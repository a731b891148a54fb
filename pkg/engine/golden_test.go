package engine_test

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var update = flag.Bool("update", false, "write the golden files instead of comparing with them; read them before they are committed")

// One question of each shape, and the SQL it becomes.
var goldenQuestions = map[string]query.Question{
	"events-two-dimensions-three-kpis-comparison": {
		KPIs: []string{"revenue", "win_rate", "average_deal_size"}, GroupBy: []string{"team", "region"}, Grain: calendar.Quarter, Compare: query.PreviousYear,
		Filters: []query.Filter{{Dimension: "pipeline", Operator: query.NotIn, Values: []string{"Partner sales"}}},
	},
	"events-of-days": {KPIs: []string{"marketing_cost"}, GroupBy: []string{"channel"}, Grain: calendar.Month},
	"snapshot":       {KPIs: []string{"open_deals", "pipeline_value"}, GroupBy: []string{"stage"}, Grain: calendar.Month},
	"cohort":         {KPIs: []string{"lead_conversion_rate"}, GroupBy: []string{"source"}, Grain: calendar.Quarter},
	"duration-p90":   {KPIs: []string{"first_response_time"}, Parameters: map[string]string{"statistic": "p90"}, Grain: calendar.Week},
	"stage-visits":   {KPIs: []string{"stage_duration"}, GroupBy: []string{"stage", "rep"}, Grain: calendar.None},
	"stalls":         {KPIs: []string{"stalled_deals"}, GroupBy: []string{"stage"}, Grain: calendar.None},
	"goals":          {KPIs: []string{"csat.attainment", "csat.target"}, GroupBy: []string{"agent"}, Grain: calendar.None},
	"targets":        {KPIs: []string{"revenue_pace"}, GroupBy: []string{"rep"}, Grain: calendar.None},
	"planning":       {KPIs: []string{"leads_needed"}, Grain: calendar.None},
	"attribution":    {KPIs: []string{"roi"}, GroupBy: []string{"campaign"}, Grain: calendar.None},
	"members":        {KPIs: []string{"cltv"}, GroupBy: []string{"segment"}, Grain: calendar.Quarter},
	"forecast":       {KPIs: []string{"forecast"}, Grain: calendar.Month},
	"funnel":         {KPIs: []string{"stage_reached"}, GroupBy: []string{"pipeline", "stage"}, Grain: calendar.None},
	"stage-entries":  {KPIs: []string{"stage_conversion", "stage_loss_share"}, GroupBy: []string{"stage"}, Grain: calendar.None},
	"waterfall":      {KPIs: []string{"pipeline_change"}, GroupBy: []string{"pipeline_move"}, Grain: calendar.None},
	"opening":        {KPIs: []string{"pipeline_opening", "pipeline_closing"}, Grain: calendar.Quarter},
	"slips":          {KPIs: []string{"slipped_deals"}, GroupBy: []string{"rep"}, Grain: calendar.Quarter},
	"heads":          {KPIs: []string{"revenue_per_rep"}, GroupBy: []string{"team"}, Grain: calendar.Quarter},
	"budgets":        {KPIs: []string{"budget_used"}, GroupBy: []string{"channel"}, Grain: calendar.Quarter},
	"hit-rate":       {KPIs: []string{"rep_target_hit_rate"}, GroupBy: []string{"team"}, Grain: calendar.None},
	"frozen":         {KPIs: []string{"forecast_accuracy", "forecast_bias"}, GroupBy: []string{"rep"}, Grain: calendar.Quarter},
	"effect":         {KPIs: []string{"training_effect"}, GroupBy: []string{"training"}, Grain: calendar.None},
	"states":         {KPIs: []string{"longest_wait", "agent_load"}, GroupBy: []string{"support_team"}, Grain: calendar.Quarter},
	"retention":      {KPIs: []string{"retention_rate", "orders_per_customer"}, GroupBy: []string{"segment"}, Grain: calendar.Quarter},
	"risk":           {KPIs: []string{"customer_risk"}, GroupBy: []string{"account"}, Grain: calendar.None, Parameters: map[string]string{"segment_weights": "Enterprise=2"}},
	"business-hours": {KPIs: []string{"first_response_time"}, Parameters: map[string]string{"hours": "business"}, GroupBy: []string{"support_team"}, Grain: calendar.None},
	"sla-business":   {KPIs: []string{"sla_due_soon"}, Parameters: map[string]string{"hours": "business"}, Grain: calendar.None},
	"health":         {KPIs: []string{"data_health", "data_freshness"}, GroupBy: []string{"entity"}, Grain: calendar.None, Filters: []query.Filter{{Dimension: "entity", Operator: query.In, Values: []string{"deals", "campaign_costs"}}}},
	"future":         {KPIs: []string{"activities_upcoming"}, GroupBy: []string{"activity_type"}, Grain: calendar.None},
	"filters": {
		KPIs: []string{"new_leads"}, Grain: calendar.None,
		Filters: []query.Filter{
			{Dimension: "source", Operator: query.In, Values: []string{"blog", query.None}},
			{Dimension: "channel", Operator: query.NotEquals, Values: []string{"email"}},
			{Dimension: "rep", Operator: query.In, Values: []string{"Anna Smith #17"}},
			{Dimension: "campaign", Operator: query.StartsWith, Values: []string{"Content"}},
		},
	},
	"filter-of-a-side": {
		KPIs: []string{"win_rate"}, GroupBy: []string{"team"}, Grain: calendar.None,
		Filters: []query.Filter{{Dimension: "region", Operator: query.In, Values: []string{"EMEA"}, Of: query.Numerator}, {Dimension: "pipeline", Operator: query.IsNotNone}},
	},
	"filter-before-attribution": {
		KPIs: []string{"attributed_revenue"}, GroupBy: []string{"campaign"}, Grain: calendar.None,
		Filters: []query.Filter{{Of: "touches", Any: []query.Filter{
			{Dimension: "channel", Operator: query.In, Values: []string{"email"}}, {Dimension: "campaign", Operator: query.StartsWith, Values: []string{"Content"}},
		}}},
	},
	"windows":          {KPIs: []string{"revenue", "revenue:rolling=28d", "revenue:rolling=28d:statistic=median", "sales_cycle:statistic=p90_disc:to_date=year"}, GroupBy: []string{"team"}, Grain: calendar.Week},
	"rest-of-a-median": {KPIs: []string{"sales_cycle"}, GroupBy: []string{"rep"}, Grain: calendar.None, Limit: &query.Limit{Top: 2, Rest: true}},
}

func TestGoldenStatements(t *testing.T) {
	e, r := company(t), thisYear(t)
	for name, q := range goldenQuestions {
		t.Run(name, func(t *testing.T) {
			answered := ask(t, e, q, r)
			require.Len(t, answered.Columns, answered.Plan.(*plan.Plan).Width(), "columns that were counted before")
			golden(t, name, statements(answered.Statements))
		})
	}
}

// A mapped schema reaches the same shapes through a subquery with the fields used.
func TestGoldenStatementOfAMapping(t *testing.T) {
	m, err := crm.ParseMapping(`
entities:
  deals:
    from: crm.deals d
    where: d.name <> 'test'
    fields: {id: d.id, owner: d.owner, status: lower(d.status), amount: "d.amount / 1", closed_at: d.closed_at}
  users: {from: crm.users u, fields: {id: u.id, name: u.email}}`)
	require.NoError(t, err)
	result := ask(t, over(t, pgtestEmpty(t), m), query.Question{KPIs: []string{"revenue"}, GroupBy: []string{"rep"}, Grain: calendar.None}, thisYear(t))
	golden(t, "mapping", statements(result.Statements))
}

func statements(all []answer.Statement) string {
	var text strings.Builder
	for i, s := range all {
		fmt.Fprintf(&text, "-- statement %d of %d\n%s;\n", i+1, len(all), s.SQL)
		for n, arg := range s.Args {
			fmt.Fprintf(&text, "-- $%d = %v\n", n+1, arg)
		}
	}
	return text.String()
}

func golden(t *testing.T, name, got string) {
	file := filepath.Join("testdata", name+".sql")
	if *update {
		require.NoError(t, os.MkdirAll("testdata", 0o755))
		require.NoError(t, os.WriteFile(file, []byte(got), 0o644))
	}
	want, err := os.ReadFile(file)
	require.NoError(t, err, "run the test with -update, and read the file")
	require.Equal(t, string(want), got)
}
