package formula

import (
	"context"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Order finds the groups of the answer and their order. With a limit it keeps the best ones and folds the others into the rest where
// the question asks for it: what adds up is added up; it reports whether the other values are to be read again, over the rows of the
// groups that are folded. It fails only when the context ends.
func (d *Data) Order(ctx context.Context) (again bool, err error) {
	g := d.Groups[0]
	if g.dimensions == 0 {
		g.Of(nil, true)
	}
	for _, inner := range d.Groups[1:] {
		for _, n := range inner.Shown() {
			inner.outer(n, g)
		}
	}
	d.All = g.sorted(g.Shown())
	d.Ordered = d.All
	r := d.Plan.Ranking
	if r == nil {
		return false, nil
	}
	ranked, err := d.ranking(ctx, r)
	if err != nil {
		return false, err
	}
	if len(ranked) <= r.Top {
		d.Ordered = ranked
		return false, nil
	}
	top := slices.Clone(ranked[:r.Top])
	d.Ordered = top
	if !r.Rest {
		return false, nil
	}
	d.Others = ranked[r.Top:]
	d.fold(top)
	d.Ordered = append(slices.Clone(top), g.Rest())
	return slices.ContainsFunc(d.Plan.Scans, func(s plan.Scan) bool { return s.Rest }), nil
}

// Top are the groups that a limit keeps.
func (r Rank) Top() []int { return r.Ordered[:len(r.Ordered)-1] }

// ranking orders all groups by the limit's KPI: highest first unless ascending, null last, ties by label.
func (d *Data) ranking(ctx context.Context, r *plan.Ranking) ([]int, error) {
	ranked := slices.Clone(d.All)
	if !d.Plan.Query.Begun(0) && !r.KPI.KnownAhead() {
		return ranked, nil
	}
	v, err := d.evaluator(ctx).vector(r.Formula, 0, d.All)
	if err != nil {
		return nil, err
	}
	values, there := map[int]float64{}, map[int]bool{}
	for i, group := range d.All {
		at := v.place(i, 0)
		values[group], there[group] = rounded(v.values[at]), v.states[at].there()
	}
	slices.SortStableFunc(ranked, func(x, y int) int {
		switch {
		case there[x] != there[y]:
			if there[x] {
				return -1
			}
			return 1
		case !there[x] || values[x] == values[y]:
			return 0
		case (values[x] > values[y]) != r.Ascending:
			return -1
		}
		return 1
	})
	return ranked, nil
}

// fold adds the values of all groups but the top ones up into the rest, also those that only the year before the range has. What
// does not add up is left null, to be read again.
func (d *Data) fold(top []int) {
	rest := d.Groups[0].Rest()
	kept := map[int]bool{rest: true}
	for _, g := range top {
		kept[g] = true
	}
	for n, o := range d.Plan.Operands {
		if o.Level > 0 || o.IsMeasure() && !o.Column.Additive() {
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
