package shipped

import (
	"github.com/crmkpi/crm-datasource/pkg/dashboards/kit"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Panels that several dashboards draw alike.

// forecastAgainstGoal is revenue as bars, the forecast as a dashed line and the target as an outline.
func forecastAgainstGoal(description string) *kit.Panel {
	return kit.Series("Revenue, forecast and goal", description).MostPoints(31).
		Asks(kit.Ask("revenue", "forecast", "revenue_target").Over(query.Auto)).
		Field("revenue", kit.In(kit.Good), kit.Bars()).
		Field("forecast", kit.Dashed()).
		Field("revenue_target", kit.Outline())
}

// plannedActivities tells of activities and commitments when they are, what about and with whom.
func plannedActivities(time string, customer kit.Link, p *kit.Panel) *kit.Panel {
	return p.Columns(time, "subject", "account", "type", "deal", "url").
		Field(time, kit.Wide(138), kit.When()).
		Field("subject", kit.Least(120), kit.Leads(kit.InCRM())).
		Field("account", kit.Least(130), kit.Leads(customer)).
		Field("type", kit.Words(kinds), kit.Wide(118)).
		Field("url", kit.OutOfSight())
}
