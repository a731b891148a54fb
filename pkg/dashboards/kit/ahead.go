package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// shade is the colour of what has not happened yet, of which Grafana takes a tenth.
const shade = "#8e8e8e"

// ahead shades what of the range has not happened yet, on the charts over time that show the range. One with a range of its own lies
// ahead, or behind, as a whole.
func ahead(panels []*dashboard.Panel) ([]dashboard.AnnotationQuery, error) {
	if chartsOf(panels) == nil {
		return []dashboard.AnnotationQuery{}, nil
	}
	question := Question{Question: query.Question{Version: query.CurrentVersion, Type: query.Annotations, Events: []string{query.Future}}}
	target, err := question.target("ahead")
	return []dashboard.AnnotationQuery{{
		Name: "Still to come", Datasource: source(), Enable: true, Hide: to(true), IconColor: shade, Target: target,
		Filter: &dashboard.AnnotationPanelFilter{Exclude: to(false)},
	}}, err
}

// chartsOf are the numbers of the panels that are charts over the range; nil for none.
func chartsOf(panels []*dashboard.Panel) []any {
	var charts []any
	for _, p := range panels {
		if p.Type == "timeseries" && p.TimeFrom == nil && p.TimeShift == nil {
			charts = append(charts, *p.Id)
		}
	}
	return charts
}

// aheadOn writes the charts that are shaded into a dashboard: the type of the SDK has them as bytes, which JSON makes a text of.
func aheadOn(fields map[string]any, charts []any) {
	annotations, _ := fields["annotations"].(map[string]any)
	list, _ := annotations["list"].([]any)
	for _, one := range list {
		if filter, ok := one.(map[string]any)["filter"].(map[string]any); ok {
			filter["ids"] = charts
		}
	}
}
