package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// pushLimit lets the database cut the groups where that is exact: one scan over one window reads all that the question asks for, the
// groups are those with a row on which nothing else decides, ranked by a sum or a count that it reads, and the others are not folded
// into a rest. A KPI that is nothing rather than 0 without rows ranks otherwise than the database. Groups that share the last place are
// kept, so that what decides between them sees all of them.
func pushLimit(p Plan) Plan {
	r := p.Ranking
	if r == nil || r.Top == 0 || r.Rest || len(p.Having)+len(p.Totals) > 0 || p.Query.Axes.Grain != calendar.None {
		return p
	}
	s, ok := p.onlyRows()
	if !ok {
		return p
	}
	ranked, ok := r.Formula.(Value)
	begun := p.Query.Begun(0) || r.KPI.KnownAhead()
	if !ok || !begun || r.KPI.EmptyNull || len(s.Axes) != 1 || s.Axes[0] != p.Query.Axes.Main {
		return p
	}
	o := p.Operands[ranked.Operand]
	if !o.IsMeasure() || !o.Column.CutsGroups() {
		return p
	}
	return p.rewriteScans(func(s Scan) []Scan {
		if _, rows := s.Subject.(Rows); rows {
			s.Top = &sqlgen.Top{Groups: r.Top, Aggregate: o.Column.Name(), Ascending: r.Ascending}
		}
		return []Scan{s}
	})
}

// onlyRows is the scan of rows that alone decides on the groups; false where something else has a say.
func (p Plan) onlyRows() (only Scan, ok bool) {
	for _, s := range p.Scans {
		switch subject := s.Subject.(type) {
		case Rows:
			if ok {
				return only, false
			}
			only, ok = s, true
		case Roster:
			if subject.Groups {
				return only, false
			}
		default:
			return only, false
		}
	}
	return only, ok
}
