package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// shade is the colour of what has not happened yet, of which Grafana takes a tenth.
const shade = "#8e8e8e"

// ahead are the annotations that shade what of the range has not happened yet, on the charts over time that show the range. One with a range of
// its own lies ahead, or behind, as a whole; nil without such a chart. They are in the form of JSON: the type of the SDK has the numbers of panels as bytes.
func ahead(panels []*dashboard.Panel) ([]any, error) {
	var charts []uint32
	for _, p := range panels {
		if p.Type == "timeseries" && p.TimeFrom == nil && p.TimeShift == nil {
			charts = append(charts, *p.Id)
		}
	}
	if charts == nil {
		return nil, nil
	}
	question := Question{Question: query.Question{Version: query.CurrentVersion, Type: query.Annotations, Events: []string{query.Future}}}
	target, err := question.target("ahead")
	return []any{map[string]any{
		"name": "Still to come", "datasource": source(), "enable": true, "hide": true, "iconColor": shade, "target": target,
		"filter": map[string]any{"exclude": false, "ids": charts},
	}}, err
}
