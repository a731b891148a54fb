package kit

import (
	"fmt"
	"slices"

	"github.com/grafana/grafana-foundation-sdk/go/dashboard"
)

// Divided shows the only KPI of a question divided by a number, under a name and without its unit, instead of it: where no formula
// can do that. Grafana finds a field to divide by the name that people read, which depends on the language: the sum of the question's
// numbers has a name of its own.
func (p *Panel) Divided(kpi string, by float64, name string) *Panel {
	question := slices.IndexFunc(p.questions, func(q *Question) bool { return len(q.KPIs) == 1 && q.KPIs[0] == kpi })
	if question < 0 {
		p.err = fmt.Errorf("no question asks for %s alone", kpi)
		return p
	}
	const undivided = "undivided"
	of := &dashboard.MatcherConfig{Id: "byRefId", Options: letter(question)}
	for _, t := range []dashboard.DataTransformerConfig{
		{Id: "calculateField", Options: map[string]any{"mode": "reduceRow", "alias": undivided, "reduce": map[string]any{"reducer": "sum"}, "replaceFields": false}},
		{Id: "calculateField", Options: map[string]any{"mode": "binary", "alias": name, "replaceFields": false, "binary": map[string]any{
			"operator": "/", "left": map[string]any{"matcher": map[string]any{"id": "byName", "options": undivided}}, "right": map[string]any{"fixed": fmt.Sprint(by)},
		}}},
		{Id: "filterFieldsByName", Options: map[string]any{"exclude": map[string]any{"names": []string{kpi, undivided}}}},
	} {
		t.Filter = of
		p.panel.Transformations = append(p.panel.Transformations, t)
	}
	return p
}
