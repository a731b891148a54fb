package catalog

import (
	"slices"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// promised are the KPIs that people were promised: dashboards, alert rules and saved questions name them, so none may go.
const promised = `
	revenue deals_won deals_lost revenue_target revenue_attainment revenue_pace revenue_gap required_run_rate revenue_share revenue_per_rep
	revenue_vs_previous rep_target_hit_rate average_deal_size win_rate win_rate_value win_rate_cohort sales_cycle sales_velocity new_leads
	new_deals new_deal_value lead_conversion_rate lead_to_deal_rate speed_to_lead untouched_leads leads_needed deals_needed pipeline_needed
	reps_needed open_deals pipeline_value weighted_pipeline forecast forecast_commit forecast_best_case forecast_accuracy forecast_bias
	pipeline_coverage past_due_deals past_due_value stage_duration stage_conversion stage_loss_share stage_reached stage_reach_rate stalled_deals stalled_value
	pipeline_opening pipeline_change pipeline_closing slipped_deals open_quotes open_quote_value quote_acceptance_rate expansion_revenue
	renewal_revenue activities_done meetings_held hours_logged activities_overdue activities_upcoming activities_per_win

	marketing_cost media_cost budget_used new_customers cac cpa cost_per_lead attributed_revenue roi net_roi margin_roi campaign_attainment
	cltv cltv_to_cac average_order_value orders_per_customer repeat_purchase_rate retention_rate churn_rate customer_profit leads_by_source
	qualified_leads qualification_rate lead_target_pace session_to_lead_rate mentions reach net_sentiment share_of_voice review_rating
	social_response_time unanswered_mentions

	tickets_created tickets_solved complaints_created open_tickets unassigned_tickets backlog_change first_response_time tickets_waiting
	longest_wait resolution_time first_resolution_time reopen_rate escalation_rate escalated_tickets first_contact_resolution sla_met_rate
	sla_due_soon sla_overdue csat csat_response_rate professionalism friendliness usefulness quality_score nps complaints recommendations
	praise complaints_per_100_customers commitments_kept_rate commitments_due commitments_overdue on_time_delivery_rate
	standards_compliance order_accuracy goods_quality service_quality expectations_met training_completion_rate trainings_overdue
	training_gain training_effect tickets_per_customer customer_risk agent_load

	data_freshness data_health`

func TestTheCatalogueHasEveryPromisedKPI(t *testing.T) {
	require.NotPanics(t, func() { Default() })
	for _, id := range strings.Fields(promised) {
		_, err := Default().KPI(id)
		require.NoError(t, err)
	}
}

func TestTheCatalogueSpeaksEveryLanguage(t *testing.T) {
	for _, k := range Default().KPIs() {
		require.Empty(t, k.Title.Missing(), k.ID)
		require.Empty(t, k.Description.Missing(), k.ID)
		if k.Pitfall != (i18n.Text{}) {
			require.Empty(t, k.Pitfall.Missing(), k.ID)
		}
		for _, c := range k.Changes {
			require.Empty(t, c.Note.Missing(), k.ID)
		}
		require.Empty(t, DepartmentTitle(k.Department).Missing(), k.Department)
	}
}

func TestEveryParameterSaysWhatItCanBe(t *testing.T) {
	for _, k := range Default().KPIs() {
		for name := range k.Parameters {
			require.Empty(t, k.Form(name).Missing(), "%s of %s", name, k.ID)
			title := Default().ParameterTitle(name)
			require.Empty(t, title.Missing(), "%s of %s", name, k.ID)
			require.NotEqual(t, name, title.In(i18n.English), k.ID)
		}
	}
}

// What is made of a duration and more has the statistics that one duration could be, so that only those are offered.
func TestOnlyStatisticsThatAKPIHasAreOffered(t *testing.T) {
	for _, k := range Default().KPIs() {
		if _, has := k.Parameters["statistic"]; !has {
			continue
		}
		offered := Default().Options(k, "statistic")
		require.Contains(t, offered, "median", k.ID)
		for _, option := range []string{"sum", "distinct"} {
			_, err := Default().Taking(k, option)
			require.Equal(t, err == nil, slices.Contains(offered, option), "%s of %s", option, k.ID)
		}
	}
	velocity, err := Default().KPI("sales_velocity")
	require.NoError(t, err)
	require.Equal(t, slices.DeleteFunc(Options("statistic"), func(o string) bool { return o == "sum" || o == "distinct" }), Default().Options(velocity, "statistic"))
	cycle, err := Default().KPI("sales_cycle")
	require.NoError(t, err)
	require.Equal(t, Options("statistic"), Default().Options(cycle, "statistic"))
}

func TestEveryOptionOfAParameterHasATitle(t *testing.T) {
	for _, name := range ParameterNames() {
		require.Empty(t, Default().ParameterTitle(name).Missing(), name)
		for _, option := range Options(name) {
			require.Empty(t, OptionTitle(name, option).Missing(), "%s of %s", option, name)
		}
	}
}

func TestCoursesOfKPIs(t *testing.T) {
	for id, want := range map[string][2]calendar.Grain{
		"revenue": {calendar.Month, calendar.Day}, "forecast": {calendar.Month, calendar.Day}, "deals_won": {calendar.Day, calendar.Day},
		"win_rate": {calendar.Month, calendar.Week}, "first_response_time": {calendar.Month, calendar.Week}, "cac": {calendar.Month, calendar.Week},
	} {
		k, err := Default().KPI(id)
		require.NoError(t, err)
		require.Equal(t, want, [2]calendar.Grain{k.Usual(), k.Finest()}, id)
	}
}
