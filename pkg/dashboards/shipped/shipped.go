// Package shipped holds the dashboards that the plugin ships, a file for each. `go generate ./pkg/dashboards` writes them as JSON.
package shipped

import "github.com/crmkpi/crm-datasource/pkg/dashboards/kit"

// All returns the dashboards by the names of their files, without the ending.
func All() map[string]*kit.Board {
	return map[string]*kit.Board{
		"data-health":     dataHealth(),
		"sales":           sales(),
		"service-quality": serviceQuality(),
		"support":         support(),
	}
}

// The filters that dashboards share.
var (
	team     = kit.Filter("team", "Team", "Team of the rep")
	rep      = kit.Filter("rep", "Rep", "Who the deal counts for")
	region   = kit.Filter("region", "Region", "Region of the customer")
	pipeline = kit.Filter("pipeline", "Pipeline", "Pipeline of the deal")
	stage    = kit.Filter("stage", "Stage", "Stage of the deal")
)
