package plan

import (
	"context"
	"maps"
	"slices"
	"strconv"
	"strings"
)

// limit keeps the best groups and folds the others into the rest: sums add up, everything else is asked for again over the
// rows of the other groups.
func (p *planner) limit(ctx context.Context) error {
	if len(p.question.GroupBy) == 0 {
		p.groups.add(nil)
	}
	p.ordered = p.sorted(p.groups.order)
	p.everyone = p.ordered
	l := p.question.Limit
	if l == nil {
		return nil
	}
	ranked := p.ranking()
	if len(ranked) <= l.Top {
		p.ordered = ranked
		return nil
	}
	top, others := ranked[:l.Top], ranked[l.Top:]
	p.ordered = top
	if !l.Rest {
		return nil
	}
	p.ordered, p.others = append(slices.Clone(top), restID), others
	n := p.needs()
	var again []leaf
	for _, leaf := range n.leaves {
		if leaf.measure.Additive() {
			p.leaves.fold(leaf.id(), top)
		} else {
			again = append(again, leaf)
		}
	}
	for _, t := range n.targets {
		p.leaves.fold(t.id(), top)
	}
	if len(again) == 0 {
		return nil
	}
	return p.measure(ctx, again, keysOf(top))
}

// ranking orders all groups by the limit's KPI over the whole range: highest first unless ascending, null last, ties by label.
func (p *planner) ranking() []string {
	l := p.question.Limit
	by := p.kpis[slices.IndexFunc(p.kpis, func(k asked) bool { return k.ID == l.By })]
	a := p.axes.main
	if p.ranked(by) {
		a = p.axes.total(a)
	}
	values := map[string]*float64{}
	if p.begun(0) || known(by) {
		for _, id := range p.ordered {
			values[id] = rounded(p.evaluate(by, by.Formula, a, id, 0, false))
		}
	}
	ranked := slices.Clone(p.ordered)
	slices.SortStableFunc(ranked, func(x, y string) int {
		a, b := values[x], values[y]
		switch {
		case a == nil && b == nil:
			return 0
		case a == nil:
			return 1
		case b == nil:
			return -1
		case *a == *b:
			return 0
		case (*a > *b) != l.Ascending:
			return -1
		}
		return 1
	})
	return ranked
}

// rounded drops the digits that depend on the order in which numbers were added up, so that equal sums rank as equal.
func rounded(v *float64) *float64 {
	if v == nil {
		return nil
	}
	value, err := strconv.ParseFloat(strconv.FormatFloat(*v, 'g', 12, 64), 64)
	if err != nil {
		return v // infinite
	}
	return &value
}

// fold adds the values of all groups but the top ones up into the rest, also those that only the year before the range has.
func (v leaves) fold(id string, top []string) {
	s := v[id]
	if s == nil {
		return
	}
	var sums []*float64
	for _, group := range slices.Sorted(maps.Keys(s)) {
		if group == restID || slices.Contains(top, group) {
			continue
		}
		for i, value := range s[group] {
			if sums == nil {
				sums = make([]*float64, len(s[group]))
			}
			if value == nil {
				continue
			}
			if sums[i] == nil {
				sums[i] = new(float64)
			}
			*sums[i] += *value
		}
	}
	if sums != nil {
		s[restID] = sums
	}
}

// keysOf returns the keys of groups.
func keysOf(ids []string) [][]string {
	keys := make([][]string, len(ids))
	for i, id := range ids {
		keys[i] = strings.Split(id, "\x1f")
	}
	return keys
}
