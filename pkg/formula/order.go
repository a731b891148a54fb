package formula

import (
	"context"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Order finds the groups of the answer and their order. With a limit it keeps the best ones and folds the others into the rest where
// the question asks for it: what adds up is added up; it reports whether the other values are to be read again, over the rows of the
// groups that are folded. It fails only when the context ends.
func (d *Data) Order(ctx context.Context) (again bool, err error) {
	g := d.Groups[0]
	if g.dimensions == 0 {
		g.Show(g.Of(nil), true)
	}
	for _, inner := range d.Groups[1:] {
		for _, n := range inner.Shown() {
			inner.outer(n, g)
		}
	}
	d.All = g.sorted(g.Shown())
	if err := d.judge(ctx); err != nil {
		return false, err
	}
	d.Ordered = slices.DeleteFunc(slices.Clone(d.All), func(group int) bool { return d.failing[group] })
	r := d.Plan.Ranking
	if r == nil {
		return false, nil
	}
	ranked, same, err := d.ranking(ctx, r)
	if err != nil {
		return false, err
	}
	if r.Top == 0 || len(ranked) <= r.Top {
		d.Ordered = ranked
		return false, nil
	}
	last := r.Top
	for last < len(ranked) && same(ranked[r.Top-1], ranked[last]) {
		last++
	}
	if last > r.Top {
		d.Tied = last
	}
	top := slices.Clone(ranked[:last])
	d.Ordered = top
	if !r.Rest || last == len(ranked) {
		return false, nil
	}
	d.Others = ranked[last:]
	d.fold(top)
	d.Ordered = append(slices.Clone(top), g.Rest())
	return slices.ContainsFunc(d.Plan.Scans, func(s plan.Scan) bool { return s.Rest }), nil
}

// NoRest are the groups that are not folded: those that a limit keeps, and those that pass no condition on groups.
func (r Rank) NoRest() []int {
	return append(slices.Clone(r.Ordered[:len(r.Ordered)-1]), slices.Sorted(maps.Keys(r.failing))...)
}

// ranking orders the groups that pass all conditions by the limit's KPIs: highest first unless ascending, null last, those that have the
// same values in the order of all. It also tells which have the same.
func (d *Data) ranking(ctx context.Context, r *plan.Ranking) (ranked []int, same func(x, y int) bool, err error) {
	first, valued, err := d.comparing(ctx, r.RankedBy, r.Ascending)
	if err != nil {
		return nil, nil, err
	}
	all := []func(x, y int) int{first}
	if r.Next != nil {
		second, _, err := d.comparing(ctx, *r.Next, r.Second())
		if err != nil {
			return nil, nil, err
		}
		all = append(all, second)
	}
	compare := func(x, y int) int {
		for _, c := range all {
			if order := c(x, y); order != 0 {
				return order
			}
		}
		return 0
	}
	ranked = slices.Clone(d.Ordered)
	slices.SortStableFunc(ranked, compare)
	d.Places = map[int]int{}
	for i, group := range ranked {
		switch {
		case !valued(group):
		case i > 0 && compare(ranked[i-1], group) == 0:
			d.Places[group] = d.Places[ranked[i-1]]
		default:
			d.Places[group] = i + 1
		}
	}
	return ranked, func(x, y int) bool { return compare(x, y) == 0 }, nil
}

// comparing returns what compares groups by a KPI, and tells which of them have a value. All are equal where it has no values yet.
func (d *Data) comparing(ctx context.Context, by plan.RankedBy, ascending bool) (compare func(x, y int) int, valued func(group int) bool, err error) {
	if !d.Plan.Query.Begun(0) && !by.KPI.KnownAhead() {
		return func(int, int) int { return 0 }, func(int) bool { return false }, nil
	}
	v, err := d.evaluator(ctx).vector(by.Formula, 0, d.Ordered)
	if err != nil {
		return nil, nil, err
	}
	values, there := map[int]float64{}, map[int]bool{}
	for i, group := range d.Ordered {
		value, ok := v.shown(i, 0, by.KPI.EmptyNull)
		values[group], there[group] = rounded(value), ok
	}
	return func(x, y int) int {
		switch {
		case there[x] != there[y]:
			if there[x] {
				return -1
			}
			return 1
		case !there[x] || values[x] == values[y]:
			return 0
		case (values[x] > values[y]) != ascending:
			return -1
		}
		return 1
	}, func(group int) bool { return there[group] }, nil
}

// fold adds the values of all groups but the top ones, and those that pass no condition, up into the rest, also those that only the year
// before the range has. What does not add up is left null, to be read again; the level of a target is nobody's but its group's.
func (d *Data) fold(top []int) {
	rest := d.Groups[0].Rest()
	kept := maps.Clone(d.failing)
	kept[rest] = true
	for _, g := range top {
		kept[g] = true
	}
	for n, o := range d.Plan.Operands {
		if o.Level > 0 || o.IsMeasure() && !o.Column.Additive() || o.Target.Steady {
			continue
		}
		s := d.seriesOf(n)
		groups := s.groups()
		for w := range s.width {
			var folded []float64
			var found state
			for group := range groups {
				v, st := s.at(group, w)
				if kept[group] {
					continue
				}
				if st.there() {
					folded = append(folded, v)
				}
				found = max(found, st)
			}
			switch {
			case len(folded) > 0:
				s.set(rest, w, joined(o, folded...), found)
			case found != null:
				s.set(rest, w, 0, found)
			}
		}
	}
}
