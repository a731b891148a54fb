package kit

import (
	"fmt"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Judged colours the values of a KPI by its target in the data: good where it is reached, a warning where it nearly is, bad beyond.
// nearly is the part of the target from where on it is only a warning, as 0.9; of a KPI that should be low it is above 1, as 1.25.
// Without a target nothing is good or bad.
func (p *Panel) Judged(kpi string, nearly float64) *Panel {
	if nearly > 1 {
		return p.Limited(kpi, Limit{"=" + kpi + ".target * 0", Good}, Limit{"=" + kpi + ".target", Warning}, Limit{fmt.Sprintf("=%s.target * %v", kpi, nearly), Bad})
	}
	return p.Limited(kpi, Limit{"=" + kpi + ".target * 0", Bad}, Limit{fmt.Sprintf("=%s.target * %v", kpi, nearly), Warning}, Limit{"=" + kpi + ".target", Good})
}

// Limit is from which value on a colour holds, where a formula over KPIs tells the value.
type Limit struct {
	Formula, Colour string
}

// Limited colours the values of a field by limits that come from the data, the lowest first: Grafana takes them from a question of
// the panel that it does not show.
func (p *Panel) Limited(field string, limits ...Limit) *Panel {
	refID := letter(len(p.questions))
	kpis, mappings := make([]string, len(limits)), make([]any, len(limits))
	for i, l := range limits {
		name := fmt.Sprintf("limit %d", i+1)
		kpis[i] = fmt.Sprintf("%s as %q", l.Formula, name)
		mappings[i] = map[string]any{"fieldName": name, "handlerKey": "threshold1", "handlerArguments": map[string]any{"threshold": map[string]any{"color": l.Colour}}}
	}
	p.Asks(Ask(kpis...))
	// Before all others, which may put several answers into one.
	p.panel.Transformations = append([]dashboard.DataTransformerConfig{{Id: "configFromData", Options: map[string]any{
		"configRefId": refID, "mappings": mappings, "applyTo": map[string]any{"id": "byName", "options": field},
	}}}, p.panel.Transformations...)
	p.panel.FieldConfig.Defaults.Thresholds = &dashboard.ThresholdsConfig{Mode: dashboard.ThresholdsModeAbsolute, Steps: []dashboard.Threshold{{Color: Muted}}}
	return p.Field(field, ByStep())
}

// letter names the questions of a panel in their order.
func letter(question int) string { return string(rune('A' + question)) }
