package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// span is the time from the beginning of a day to that of another.
func (p *planner) span(from, to calendar.Date) calendar.Range {
	zone := p.settings.Calendar.Location
	return calendar.Range{From: from.Start(zone), To: to.Start(zone)}
}

// wholeMetrics returns the metrics whose targets the question asks for over whole periods.
func (p *planner) wholeMetrics() map[string]bool {
	metrics := map[string]bool{}
	for _, k := range p.kpis {
		catalog.Walk(k.Formula, func(n catalog.Node) {
			if call, ok := n.(catalog.Call); ok && call.Name == catalog.WholePeriods {
				catalog.Walk(call.Args[0], func(n catalog.Node) {
					if t, ok := n.(catalog.Target); ok {
						metrics[t.Metric] = true
					}
				})
			}
		})
	}
	return metrics
}

// touched returns the union of the target periods that an axis touches; empty without targets.
func (p *planner) touched(a *axis) calendar.Range {
	whole := calendar.Range{From: a.full[0].From, To: a.full[len(a.full)-1].To}
	var union calendar.Range
	for metric := range p.wholeMetrics() {
		for _, g := range p.targets[metric].groups {
			for _, h := range g.holdings {
				if !p.span(h.from, h.to).Overlaps(whole) {
					continue
				}
				period := p.span(h.start, h.end)
				if union.From.IsZero() {
					union = period
				}
				union = calendar.Range{From: earlier(union.From, period.From), To: later(union.To, period.To)}
			}
		}
	}
	return union
}

// spreadTargets spreads the targets over the windows of each axis: a period's value over its working days.
func (p *planner) spreadTargets(refs []targetRef) {
	for _, t := range refs {
		values := series{}
		set := p.targets[t.Metric]
		for _, id := range set.order {
			g := set.groups[id]
			for i, w := range t.axis.full {
				if empty(t.axis.windows[i]) {
					continue // a bucket that has not begun is not compared
				}
				value := p.spread(g.holdings, w)
				if value == nil {
					continue
				}
				if values[id] == nil {
					values[id] = make([]*float64, len(t.axis.full))
				}
				values[id][i] = value
			}
			if values[id] != nil && !t.axis.silent {
				p.groups.add(g.keys)
			}
		}
		p.leaves[t.id()] = values
	}
}

// spread returns what falls into a window; nil when no target holds in it.
func (p *planner) spread(holdings []holding, w calendar.Range) *float64 {
	if empty(w) {
		return nil
	}
	var sum *float64
	c := p.settings.Calendar
	c.WorkingDays = p.workingDays
	for _, h := range holdings {
		inside, ok := p.span(h.from, h.to).Intersect(w)
		if !ok {
			continue
		}
		value := h.value * c.Share(h.start, h.end, inside)
		if sum != nil {
			value += *sum
		}
		sum = &value
	}
	return sum
}
