package plan

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
)

// members answers the question of a hit rate for the members of a dimension one by one, within the groups of the question.
type members struct {
	*planner
	of map[string][]string // the members' groups, by group of the question
}

// hitRateOn is a hit rate that a formula asks for on an axis.
type hitRateOn struct {
	*catalog.HitRate
	by   asked
	axis *axis
}

// membersOf returns the dimensions whose members the hit rates of a formula look at.
func membersOf(formula catalog.Node) []string {
	var dimensions []string
	catalog.Walk(formula, func(n catalog.Node) {
		if h, ok := n.(*catalog.HitRate); ok {
			dimensions = append(dimensions, h.Dimension)
		}
	})
	return dimensions
}

// readHitRates asks for what hit rates need, grouped by the members of their dimension, too.
func (p *planner) readHitRates(ctx context.Context, rates []hitRateOn) error {
	for len(rates) > 0 {
		one := rates[0].HitRate
		var same []hitRateOn
		for _, r := range rates {
			if r.HitRate == one {
				same = append(same, r)
			}
		}
		rates = slices.DeleteFunc(slices.Clone(rates), func(r hitRateOn) bool { return r.HitRate == one })
		if err := p.readMembersOf(ctx, one, same); err != nil {
			return err
		}
	}
	return nil
}

func (p *planner) readMembersOf(ctx context.Context, h *catalog.HitRate, on []hitRateOn) error {
	inner := *p
	inner.question.Limit, inner.question.GroupBy = nil, slices.Clone(p.question.GroupBy)
	if !slices.Contains(inner.question.GroupBy, h.Dimension) {
		inner.question.GroupBy = append(inner.question.GroupBy, h.Dimension)
	}
	axes := *p.axes
	axes.periods, axes.derived = map[*axis]calendar.Range{}, map[string]*axis{}
	inner.axes, inner.leaves, inner.groups = &axes, leaves{}, newGroups()
	inner.targets, inner.totals = map[string]*targetSet{}, map[string][]*float64{}
	inner.kpis = []asked{{KPI: &catalog.KPI{Formula: h.Of}, arguments: on[0].by.arguments}, {KPI: &catalog.KPI{Formula: h.Target}, arguments: on[0].by.arguments}}
	if err := inner.readTargets(ctx); err != nil {
		return err
	}
	var n need
	for _, r := range on {
		for _, k := range inner.kpis {
			n.collect(&inner, k, k.Formula, r.axis)
		}
	}
	inner.spreadTargets(n.targets)
	if err := inner.measure(ctx, n.leaves, nil); err != nil {
		return err
	}
	m := &members{planner: &inner, of: map[string][]string{}}
	for _, id := range inner.groups.order {
		keys := inner.groups.keys[id][:2*len(p.question.GroupBy)]
		outer := p.groups.add(keys)
		m.of[outer] = append(m.of[outer], id)
	}
	p.hitRates[h] = m
	return nil
}

// hitRate returns the share of the members with a target that reach it; null where nobody has one.
func (p *planner) hitRate(k asked, h *catalog.HitRate, a *axis, group string, i int, running bool) *float64 {
	m := p.hitRates[h]
	ids := m.of[group]
	if group == restID {
		ids = nil
		for _, other := range p.others {
			ids = append(ids, m.of[other]...)
		}
	}
	var reached, all float64
	for _, id := range ids {
		target := m.evaluate(k, h.Target, a, id, i, running)
		if target == nil {
			continue
		}
		all++
		if of := m.evaluate(k, h.Of, a, id, i, running); of != nil && *of >= *target {
			reached++
		}
	}
	return binary('/', &reached, &all)
}
