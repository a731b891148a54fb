package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Plan is what is read for a question, in order, and what is made of it.
type Plan struct {
	Query    *Query
	Orders   []crm.Order    // of the dimensions that the question groups by
	Levels   []Level        // the question's grouping, and those of hit rates
	Scans    []Scan         // each after those that it waits for
	Operands []Operand      // what formulas take from scans
	Sums     []Sum          // operands that need no scan
	Totals   []LevelFormula // formulas added up over all groups
	Columns  []Column
	Having   []Having // that groups must pass
	Ranking  *Ranking // nil without a limit
	// Assumed are the values that the KPIs rest on and the question may replace.
	Assumed []Assumption
}

// Level is a grouping. Targets have periods of their own in each.
type Level struct {
	GroupBy []string
	Axes    *axis.Set
	// Whole are the metrics whose targets are asked for over whole periods.
	Whole []string
	// Scopes are those of targets that have all of the level's dimensions and the question's conditions, the one that holds first.
	Scopes []string
	// Own are those of the scopes whose target is that of a single group, so that a level which holds for it holds for the group.
	Own []string
}

// LevelFormula is a formula over the groups of a level.
type LevelFormula struct {
	Level   int
	Formula Formula
}

// Sum is an operand over the whole range that is added up from another one over the buckets.
type Sum struct{ Operand, Of int }

// Column is a column of the answer: a KPI, or its value in the period compared with.
type Column struct {
	KPI     ResolvedKPI
	Formula Formula
	Then    Formula // in the period compared with; nil without a comparison
	Details []Detail
}

// Detail is a further column of the answer, behind a KPI.
type Detail struct {
	Name    string // of [measure.Timing.Details], or of what a report finds
	Formula Formula
}

// Assumption is a KPI's value that the question may replace.
type Assumption struct {
	Of      ResolvedKPI  // that rests on it
	KPI     *catalog.KPI // whose value it is
	Given   *float64     // instead of it; nil for what is computed
	Formula Formula
}

// Ranking orders the groups by a KPI over the whole range: highest first unless ascending, null last. Those that have the same value
// are ordered by the next KPI, or else as groups are without a limit.
type Ranking struct {
	query.Limit
	RankedBy
	Next *RankedBy // nil for none
}

// RankedBy is what groups are ranked by.
type RankedBy struct {
	KPI     ResolvedKPI
	Formula Formula
}

// Waits returns the scans that must be read before one, by their numbers.
func (p *Plan) Waits(scan int) []int {
	s := p.Scans[scan]
	var waits []int
	for i, before := range p.Scans[:scan] {
		if s.waitsFor(before) {
			waits = append(waits, i)
		}
	}
	return waits
}

// waitsFor reports whether a scan needs what one before it reads.
func (s Scan) waitsFor(before Scan) bool {
	switch subject := before.Subject.(type) {
	case Targets:
		for _, a := range s.Axes {
			if a.Waits {
				return true
			}
		}
	case OpeningHours:
		rows, ok := s.Subject.(Rows)
		return ok && rows.Source.Hours != ""
	case Lasting:
		rows, ok := s.Subject.(Rows)
		return ok && rows.Source == subject.Source && s.Level == before.Level && s.Side == before.Side && s.Rest == before.Rest && slices.Equal(s.Columns, before.Columns) && slices.Equal(s.Axes, before.Axes)
	case Rows:
		return s.Rest && !before.Rest // the limit ranks by all of them
	}
	return false
}
