package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Width is how many columns the answer has: those of comparisons and details, and that of the rank, included.
func (p *Plan) Width() int {
	q := p.Query.Question
	width := 0
	assumed := map[string]bool{}
	for _, c := range p.Columns {
		width++
		if c.Then != nil {
			width += len(q.CompareAs)
		}
		if !q.Details {
			continue
		}
		width += len(c.Details)
		for _, a := range p.Assumed {
			if id := a.KPI.ID + c.KPI.Entry.Suffix(); a.Of.Key() == c.KPI.Key() && !assumed[id] {
				assumed[id] = true
				width++
			}
		}
	}
	if p.Ranking != nil && p.Ranking.Rank {
		width++
	}
	return width
}

// Bound refuses an answer that has so many groups or more at a level: its own are at level 0, the members that hit rates look at are those of
// the others, which have one value each. It is known before any group is, for one, and again while they are read.
func (b *Business) Bound(p *Plan, level, groups int) error {
	columns := 1
	if level == 0 {
		if most := b.Settings.MaxGroups; groups > most {
			return fault.New("plan.too_many_groups", "groups", groups, "allowed", most).In("groupBy")
		}
		columns = p.Width()
	}
	buckets, most := len(p.Query.Axes.Buckets), b.Settings.MaxCells
	if cells := groups * buckets * columns; cells > most {
		return fault.New("plan.too_many_cells", "cells", cells, "groups", groups, "buckets", buckets, "columns", columns, "allowed", most).In("grain")
	}
	return nil
}
