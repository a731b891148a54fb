package formula

import (
	"context"

	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// Withhold makes unknown what is not told of each operand, by its number, in a window and for a group, by its keys, and orders the groups
// anew. What divides by a total divides by the true one, which is unknown where one of its operands is not told of no group in particular:
// nil. It reports whether anything is withheld, and then says no more of single rows. It fails only when the context ends.
func (d *Data) Withhold(ctx context.Context, told func(operand, window int, group []*string) bool) (withheld bool, err error) {
	for n, t := range d.Plan.Totals {
		total, err := d.evaluator(ctx).total(n)
		if err != nil {
			return false, err
		}
		for w := range total.width {
			if !d.toldOf(t.Formula, w, told) {
				total.states[w], withheld = unknown, true
			}
		}
	}
	for n, o := range d.Plan.Operands {
		s, g := d.seriesOf(n), d.Groups[o.Level]
		for _, group := range g.Shown() {
			keys := g.Keys(group)
			for w := range s.width {
				if _, st := s.at(group, w); st != null && !told(n, w, keys) {
					s.set(group, w, 0, unknown)
					withheld = true
				}
			}
		}
	}
	if withheld {
		clear(d.lacks)
		d.remarks = remarks{}
	}
	_, err = d.Order(ctx)
	return withheld, err
}

// toldOf reports whether all operands of a formula are told in a window.
func (d *Data) toldOf(f plan.Formula, window int, told func(operand, window int, group []*string) bool) bool {
	all := true
	plan.Map(f, func(f plan.Formula) plan.Formula {
		if v, ok := f.(plan.Value); ok {
			at := window
			if d.seriesOf(v.Operand).width == 1 {
				at = 0
			}
			all = all && told(v.Operand, at, nil)
		}
		return f
	})
	return all
}
