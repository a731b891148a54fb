package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// sumWindows adds values over the whole range up from the buckets, where these are read and add up over time, instead of reading
// them once more.
func sumWindows(p Plan) Plan {
	axes := p.Query.Axes
	if axes.Grain == calendar.None {
		return p
	}
	total := axes.Total(axes.Main)
	var summed []Operand
	for n, o := range p.Operands {
		if o.Axis != total || !o.IsMeasure() || !o.Column.AddsUpOverTime() {
			continue
		}
		buckets := o
		buckets.Axis = axes.Main
		same := func(o Operand) bool {
			o.Silent = buckets.Silent
			return o == buckets
		}
		if of := slices.IndexFunc(p.Operands, same); of >= 0 {
			p.Sums = append(slices.Clone(p.Sums), Sum{n, of})
			summed = append(summed, o)
		}
	}
	return p.rewriteScans(func(s Scan) []Scan {
		if len(s.Columns) == 1 && slices.ContainsFunc(summed, func(o Operand) bool {
			return o.Level == s.Level && o.Side == s.Side && o.Column == s.Columns[0] && o.Axis == s.Axes[0]
		}) {
			return nil
		}
		return []Scan{s}
	})
}
