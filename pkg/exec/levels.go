package exec

import (
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// levelOver gives a window of a group the level that the group's own targets set for it: their mean, weighted by the working days on
// which each holds, by calendar days in a window without one. It is null where none holds, and where several do at once, whose levels do
// not add up; which scopes have targets nevertheless is reported.
func (x *Execution) levelOver(g *targetGroup, own []string, w calendar.Range) (level *float64, parts []string) {
	if axis.Empty(w) {
		return nil, nil
	}
	var holds []holding
	clash := false
	for _, h := range g.holdings {
		switch {
		case !x.span(h.from, h.to).Overlaps(w):
			continue
		case !slices.Contains(own, h.scope):
			parts = append(parts, h.scope)
			continue
		case len(holds) > 0 && h.from.Before(holds[len(holds)-1].to):
			clash, parts = true, append(parts, h.scope)
		}
		holds = append(holds, h)
	}
	if clash || len(holds) == 0 {
		return nil, parts
	}
	days := x.data.WorkingDays
	works := func(h holding) bool { return x.business.Settings.Calendar.Inside(days, h.from, h.to, w) > 0 }
	if !slices.ContainsFunc(holds, works) {
		days = calendar.WorkingDays{Calendar: true}
	}
	mean, weight := 0.0, 0.0
	for _, h := range holds {
		if more := x.business.Settings.Calendar.Inside(days, h.from, h.to, w); more > 0 {
			weight += more
			mean += (h.value - mean) * more / weight // equal levels stay exactly what they are
		}
	}
	return &mean, nil
}

// reportParts tells that only parts of what is asked for have levels.
func (x *Execution) reportParts(operand int, t plan.Targets, scopes []string) {
	if len(scopes) == 0 {
		return
	}
	slices.Sort(scopes)
	what := measure.Remark{Kind: measure.LevelsOfParts, KPI: x.titleOf(t), Names: strings.Join(slices.Compact(scopes), ", ")}
	x.data.Remark(operand, what, measure.Found{})
}
