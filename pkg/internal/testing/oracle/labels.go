package oracle

import (
	"maps"
	"slices"
)

// Dimensions are the names that rows can be grouped and filtered by.
var Dimensions = []string{
	"rep", "team", "manager", "account", "segment", "industry", "region", "country", "pipeline", "stage", "deal_type", "lost_reason",
	"forecast_category", "source", "campaign", "channel", "currency", "activity_type", "agent", "support_team", "ticket_channel",
	"category", "priority", "ticket_kind", "sla_metric", "survey_kind", "feedback_kind", "commitment_kind", "standard", "training",
	"cost_kind", "lead_status", "order_status", "platform", "sentiment", "pipeline_move", "deal_status", "product", "product_category",
}

// Labels lists the labels that rows have, by dimension.
func (c *Company) Labels() map[string][]string {
	found := map[string]map[string]bool{}
	for _, d := range Dimensions {
		found[d] = map[string]bool{}
	}
	collect(found, c.deals)
	collect(found, c.versions)
	collect(found, c.touches)
	collect(found, c.accounts)
	collect(found, c.leads)
	collect(found, c.quotes)
	collect(found, c.activities)
	collect(found, c.orders)
	collect(found, c.lines)
	collect(found, c.costs)
	collect(found, c.sessions)
	collect(found, c.mentions)
	collect(found, c.slaTargets)
	collect(found, c.surveys)
	collect(found, c.feedback)
	collect(found, c.commitments)
	collect(found, c.checks)
	collect(found, c.enrollments)
	for _, kind := range pipelineMoves {
		found["pipeline_move"][kind] = true
	}
	labels := partLabels()
	for d, set := range found {
		labels[d] = slices.Sorted(maps.Keys(set))
	}
	return labels
}

func collect[R subject](found map[string]map[string]bool, rows []R) {
	for d, labels := range found {
		for _, r := range rows {
			if v, ok := r.dimension(d); ok && !v.none {
				labels[v.label] = true
			}
		}
	}
}
