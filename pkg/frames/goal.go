package frames

import (
	"github.com/grafana/grafana-plugin-sdk-go/data"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// aim has what is aimed at look like a goal in charts, whatever the panel draws values as: a target is a dashed line that steps from period to
// period, or an empty bar; 100 % of one is a dashed line across the chart, which is in sight even where everything lies below.
func (l layout) aim(config *data.FieldConfig, column, group int) {
	switch c := l.Columns[column]; {
	case isTarget(c):
		add(config, map[string]any{
			"drawStyle": "line", "lineInterpolation": "stepAfter", "lineStyle": map[string]any{"fill": "dash", "dash": []int{6, 6}}, "lineWidth": 1,
			"stacking": map[string]any{"mode": "none"}, // on top of the values it would be a height that nobody aims at
		})
		if column > 0 || group != allGroups { // a bar chart with thresholds fills all bars as it does the first
			add(config, map[string]any{"fillOpacity": 0})
		}
	case c.Compare == "" && c.KPI != nil && (c.KPI.Goal == catalog.Attainment || c.KPI.Goal == catalog.Pace):
		add(config, map[string]any{"thresholdsStyle": map[string]any{"mode": "dashed"}, "axisSoftMax": 1})
	case l.Grain == calendar.None && l.targetOf(c, allGroups) != nil:
		add(config, map[string]any{"thresholdsStyle": map[string]any{"mode": "dashed"}})
	}
}

// add adds settings of a visualization to those of a field.
func add(config *data.FieldConfig, settings map[string]any) {
	if config.Custom == nil {
		config.Custom = map[string]any{}
	}
	for name, value := range settings {
		config.Custom[name] = value
	}
}

// isTarget reports whether a column is a target itself, not what one was before.
func isTarget(c answer.Column) bool {
	return c.Compare == "" && c.KPI != nil && c.KPI.Kind == catalog.TargetKind
}

// isTargetOf reports whether a column is the target of another one, over the same window.
func isTargetOf(c, of answer.Column) bool {
	if !isTarget(c) || of.Compare != "" || of.KPI == nil {
		return false
	}
	target, ok := c.KPI.Formula.(catalog.Target)
	return ok && target.Metric == of.KPI.ID && windowOf(c) == windowOf(of)
}

func windowOf(c answer.Column) query.Window {
	entry, err := query.ParseEntry(c.ID)
	if err != nil {
		return query.Window{}
	}
	return entry.Window
}
