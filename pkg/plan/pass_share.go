package plan

import (
	"cmp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// shareScans lets one scan read all columns of a source over the axes that they have in common, in the order in which they are first
// needed. Rows that depend on the axis itself are shared on one axis only; those that make groups, not with those that do not,
// and each side of a ratio with filters of its own apart.
func shareScans(p Plan) Plan {
	type grouping struct {
		level        int
		rest, silent bool
		side         string
	}
	together := map[grouping][]Scan{}
	for _, s := range p.Scans {
		if _, ok := s.Subject.(Rows); ok {
			g := grouping{s.Level, s.Rest, s.Silent, s.Side}
			together[g] = append(together[g], s)
		}
	}
	return p.rewriteScans(func(s Scan) []Scan {
		if _, ok := s.Subject.(Rows); !ok {
			return []Scan{s}
		}
		g := grouping{s.Level, s.Rest, s.Silent, s.Side}
		shared := share(together[g])
		delete(together, g) // all of them stand where the first one stood
		return shared
	})
}

// share merges the scans of one grouping.
func share(scans []Scan) []Scan {
	axesOf := map[measure.Column][]*axis.Axis{}
	var columns []measure.Column
	for _, s := range scans {
		c := s.Columns[0]
		if axesOf[c] == nil {
			columns = append(columns, c)
		}
		if !slices.Contains(axesOf[c], s.Axes[0]) {
			axesOf[c] = append(axesOf[c], s.Axes[0])
		}
	}
	var shared []Scan
	for _, c := range columns {
		axes := axesOf[c]
		slices.SortFunc(axes, func(a, b *axis.Axis) int { return cmp.Compare(a.Name, b.Name) })
		lists := [][]*axis.Axis{axes}
		if c.Trails() {
			lists = nil
			for _, a := range axes {
				lists = append(lists, []*axis.Axis{a})
			}
		}
		for _, axes := range lists {
			one := scans[0] // all but these are those of all
			one.Subject, one.Columns, one.Axes = Rows{c.Source()}, []measure.Column{c}, axes
			same := func(s Scan) bool { return s.Subject == one.Subject && slices.Equal(s.Axes, axes) }
			if i := slices.IndexFunc(shared, same); i >= 0 {
				shared[i].Columns = append(shared[i].Columns, c)
			} else {
				shared = append(shared, one)
			}
		}
	}
	return shared
}
