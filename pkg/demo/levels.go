package demo

// levels are goals that stay as they are from month to month: what the company wants to reach or to keep. Minutes and hours are
// opening hours; retention is that of a year.
var levels = []struct {
	metric   string
	value    float64
	currency string
}{
	{"win_rate", 0.28, ""}, {"sales_cycle", 45, ""}, {"speed_to_lead", 240, ""}, {"lead_conversion_rate", 0.05, ""},
	{"pipeline_coverage", 3, ""}, {"average_deal_size", 6_500, reporting}, {"forecast_accuracy", 0.8, ""},
	{"roi", 2.5, ""}, {"campaign_roi", 2.5, ""}, {"cac", 3_000, reporting}, {"cltv", 12_000, reporting}, {"cltv_to_cac", 3, ""},
	{"retention_rate", 0.65, ""}, {"net_sentiment", 0.15, ""},
	{"first_response_time", 60, ""}, {"resolution_time", 24, ""}, {"sla_met_rate", 0.9, ""}, {"csat", 0.85, ""},
	{"nps", 30, ""}, {"professionalism", 80, ""}, {"friendliness", 80, ""}, {"usefulness", 75, ""}, {"quality_score", 80, ""},
	{"order_accuracy", 0.95, ""}, {"goods_quality", 0.95, ""}, {"service_quality", 0.85, ""}, {"expectations_met", 0.85, ""},
	{"standards_compliance", 0.92, ""}, {"on_time_delivery_rate", 0.85, ""}, {"commitments_kept_rate", 0.82, ""},
	{"training_completion_rate", 0.85, ""},
}

const (
	bestSatisfaction = 0.87   // of the first support team
	backlogPerDeal   = 0.0055 // open tickets
)

func (c *company) planLevels(first, next int) {
	for _, l := range levels {
		c.writeTarget(l.metric, "company", "", first, next, l.value, l.currency)
	}
	c.writeTarget("open_tickets", "company", "", first, next, float64(int(c.beside(backlogPerDeal))), "")
}
