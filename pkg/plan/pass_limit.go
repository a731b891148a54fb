package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// pushLimit lets the database cut the groups where that is exact: one scan over one window reads all that the question asks for, the
// groups are ranked by a sum or a count that it reads, and the others are not folded into a rest.
func pushLimit(p Plan) Plan {
	r := p.Ranking
	if r == nil || r.Rest || len(p.Scans) != 1 || len(p.Totals) > 0 || p.Query.Axes.Grain != calendar.None {
		return p
	}
	s := p.Scans[0]
	ranked, ok := r.Formula.(Value)
	begun := p.Query.Begun(0) || r.KPI.KnownAhead()
	if _, rows := s.Subject.(Rows); !rows || !ok || !begun || len(s.Axes) != 1 || s.Axes[0] != p.Query.Axes.Main {
		return p
	}
	o := p.Operands[ranked.Operand]
	if !o.IsMeasure() || !o.Column.CutsGroups() {
		return p
	}
	return p.rewriteScans(func(s Scan) []Scan {
		s.Top = &sqlgen.Top{Groups: r.Top, Aggregate: o.Column.Name(), Ascending: r.Ascending}
		return []Scan{s}
	})
}
