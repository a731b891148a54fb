// Package shipped holds the dashboards that the plugin ships, a file for each. `go generate ./pkg/dashboards` writes them as JSON.
package shipped

import "github.com/crmkpi/crm-datasource/pkg/dashboards/kit"

// All returns the dashboards by the names of their files, without the ending.
func All() map[string]*kit.Board {
	return map[string]*kit.Board{
		"customer":        customer(),
		"my-desk":         myDesk(),
		"pipeline":        pipelines(),
		"data-health":     dataHealth(),
		"marketing":       marketing(),
		"overview":        overview(),
		"plan":            plan(),
		"plugin":          pluginItself(),
		"sales":           sales(),
		"service-quality": serviceQuality(),
		"support":         support(),
		"team-review":     teamReview(),
	}
}

// whileOpen is 1 as long as not all target periods of the range are over, then nothing: a closed period asks for nothing any more.
const whileOpen = "((1 + open_periods(revenue_gap)) / (1 + revenue_gap))"

// coverage is the pipeline coverage as long as there is something to cover.
const coverage = "=pipeline_coverage * " + whileOpen

// The filters that dashboards share.
var (
	team     = kit.Filter("team", "Team", "Team of the rep")
	rep      = kit.Filter("rep", "Rep", "Who the deal counts for")
	region   = kit.Filter("region", "Region", "Region of the customer")
	pipeline = kit.Filter("pipeline", "Pipeline", "Pipeline of the deal")
	stage    = kit.Filter("stage", "Stage", "Stage of the deal")
	channel  = kit.Filter("channel", "Channel", "Where the lead came from")
	campaign = kit.Filter("campaign", "Campaign", "Campaign that the lead or deal came from")
	platform = kit.Filter("platform", "Platform", "Where the company is mentioned")
	category = kit.Filter("category", "Category", "What the case or the complaint is about")
	account  = kit.Filter("account", "Customer", "Company that buys or may buy")
)
