package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// summable splits off the leaves over the whole range that need no statement: what adds up over time is added up from the buckets.
func (p *planner) summable(all []leaf) (asked, summed []leaf) {
	if p.axes.grain == calendar.None {
		return all, nil
	}
	total := p.axes.total(p.axes.main)
	for _, l := range all {
		if l.axis == total && l.measure.AddsUpOverTime() && slices.ContainsFunc(all, func(o leaf) bool { return o.axis == p.axes.main && o.column() == l.column() }) {
			summed = append(summed, l)
		} else {
			asked = append(asked, l)
		}
	}
	return asked, summed
}

// sumWindows adds leaves up over the buckets of the question.
func (p *planner) sumWindows(summed []leaf) {
	for _, l := range summed {
		buckets := leaf{measure: l.measure, arguments: l.arguments, axis: p.axes.main}
		for group, values := range p.leaves[buckets.id()] {
			var sum float64
			for i := range values {
				if v := p.leaves.value(buckets, group, i); v != nil {
					sum += *v
				}
			}
			p.leaves.set(l, group, 0, &sum)
		}
	}
}
