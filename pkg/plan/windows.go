package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// checkWindows refuses windows of columns over which a KPI has no value.
func (b *Business) checkWindows(q *Query) error {
	for _, k := range q.used() {
		for _, p := range k.Parts() {
			w := p.Entry.Window
			if w == (query.Window{}) {
				continue
			}
			why := b.notAt(p)
			if why == nil && w.Overlaps() {
				why = b.notOver(p, q.Question.Transform == query.RunningTotal)
			}
			if function := ownTime(k.Formula); why == nil && k.Operands != nil && function != "" {
				why = fault.New("plan.windows_of_function", "function", function)
			}
			if why != nil {
				return fault.New("plan.no_window", "kpi", p.Key(), "reason", why).In("kpis")
			}
		}
	}
	return nil
}

// notAt returns why a KPI has values at its own place in time only; nil where it has some wherever it is moved to.
func (b *Business) notAt(k ResolvedKPI) error {
	switch {
	case k.SingleFigure():
		return fault.New("plan.windows_of_figure")
	case k.Horizon == catalog.Future:
		return fault.New("plan.windows_of_horizon")
	}
	for _, m := range k.Measures() {
		if m = b.Effective(m); m.Future || m.Has(measure.OnlyNow) {
			return m.Timing.Windowed(m)
		}
	}
	return nil
}

// overAny are the functions of formulas that make the same of any windows. The others say over what time their argument is found.
var overAny = []string{catalog.Ceil, catalog.Max, catalog.CappedRatio, catalog.RelativeGain, catalog.Share, catalog.Mature, catalog.ToDate}

// notOver returns why a KPI has values of buckets only; nil where it has some over any windows.
func (b *Business) notOver(k ResolvedKPI, running bool) error {
	if running {
		return fault.New("plan.windows_overlap")
	}
	var other string
	catalog.Walk(k.Formula, func(n catalog.Node) {
		if call, ok := n.(catalog.Call); ok && !slices.Contains(overAny, call.Name) {
			other = call.Name
		}
	})
	if other != "" {
		return fault.New("plan.windows_of_function", "function", other)
	}
	for _, m := range k.Measures() {
		m = b.Effective(m)
		if err := m.Timing.Windowed(m); err != nil {
			return err
		}
		if m.Trails() {
			return fault.New("plan.windows_of_range", "measure", m.ID)
		}
	}
	return nil
}

// maxMemberships bounds what it takes to put rows into windows that overlap, see [axis.Memberships].
const maxMemberships = 1_000_000

// checkOverlaps refuses windows that overlap too often for their buckets.
func (b *Business) checkOverlaps(q *Query) error {
	for _, k := range q.parts() {
		if !k.Entry.Window.Overlaps() {
			continue
		}
		for _, a := range []*axis.Axis{q.Axes.Main, q.Axes.Compare} {
			if a == nil {
				continue
			}
			if pairs := axis.Memberships(q.Over(k, a).Known().Windows); pairs > maxMemberships {
				return fault.New("plan.windows_overlap_too_often", "kpi", k.Key(), "grain", string(q.Axes.Grain)).In("grain")
			}
		}
	}
	return nil
}

// Over returns the axis of a KPI's column, where the buckets are those of an axis.
func (q *Query) Over(k ResolvedKPI, a *axis.Axis) *axis.Axis {
	w := k.Entry.Window
	if w.Offset.Count > 0 {
		a = q.Axes.Offset(a, w.Offset)
	}
	switch {
	case w.Rolling.Count > 0:
		a = q.Axes.Rolling(a, w.Rolling)
	case w.ToDate != "":
		a = q.Axes.PeriodToDate(a, w.ToDate)
	}
	return a
}
