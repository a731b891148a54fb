package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
)

// Behind is the plan of a single figure with one scan for the rows of each source that the formula looks at over the range itself,
// rather than over the year before it: to list these rows. Members of hit rates are looked at as all rows together.
func Behind(p *Plan) *Plan {
	behind := *p
	var own []Scan
	for _, s := range p.Scans {
		if _, ok := s.Subject.(Rows); ok && !s.Rest {
			s.Level = 0
			own = append(own, s)
		}
	}
	ranged := slices.DeleteFunc(slices.Clone(own), func(s Scan) bool { return s.Axes[0].Silent || !s.Axes[0].Waits && neverBegins(s.Axes[0]) })
	if len(ranged) > 0 {
		own = ranged
	}
	behind.Scans = slices.DeleteFunc(slices.Clone(p.Scans), func(s Scan) bool { _, ok := s.Subject.(Rows); return ok })
	first := len(behind.Scans)
	for _, s := range own {
		same := func(o Scan) bool { return o.Subject == s.Subject && o.Side == s.Side && o.Axes[0] == s.Axes[0] }
		i := slices.IndexFunc(behind.Scans[first:], same)
		switch {
		case i < 0:
			behind.Scans = append(behind.Scans, s)
		case !slices.Contains(behind.Scans[first+i].Columns, s.Columns[0]):
			with := &behind.Scans[first+i]
			with.Columns = append(slices.Clip(with.Columns), s.Columns[0])
		}
	}
	behind = hoursFirst(behind)
	return &behind
}

// neverBegins reports whether the first window of an axis is empty.
func neverBegins(a *axis.Axis) bool {
	windows := a.Known().Windows
	return len(windows) == 0 || axis.Empty(windows[0])
}
