package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestDefaultCatalogueLoads(t *testing.T) {
	require.NotPanics(t, func() { Default() })
	for _, id := range []string{"revenue", "deals_won", "deals_lost", "revenue_target", "revenue_attainment", "revenue_pace", "revenue_share", "win_rate",
		"win_rate_cohort", "average_deal_size", "sales_cycle", "new_leads", "new_deals", "lead_conversion_rate", "leads_needed", "open_deals",
		"pipeline_value", "forecast", "stage_duration", "stalled_deals", "activities_done", "activities_upcoming", "open_quotes", "marketing_cost",
		"new_customers", "cac", "cpa", "roi", "net_roi", "attributed_revenue", "cltv", "mentions", "net_sentiment", "tickets_created",
		"tickets_solved", "open_tickets", "first_response_time", "resolution_time", "sla_met_rate", "escalated_tickets", "csat", "professionalism",
		"friendliness", "usefulness", "complaints", "recommendations", "commitments_kept_rate", "standards_compliance", "training_completion_rate"} {
		_, err := Default().KPI(id)
		require.NoError(t, err)
	}
}
