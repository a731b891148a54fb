package reference

import (
	"fmt"
	"path"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// trap is what KPIs of one nature are easily mistaken for.
type trap struct {
	applies func(*catalog.KPI) bool
	text    i18n.Text
}

// traps follow from what a KPI is, in the order in which they are told. What a single KPI is mistaken for is in its definition.
var traps = []trap{
	{isState, i18n.T("reference.mind_state")},
	{isStateOfNoSum, i18n.T("reference.mind_state_of_no_sum")},
	{isPresent, i18n.T("reference.mind_present")},
	{isRatio, i18n.T("reference.mind_ratio")},
	{hasTwoTimes, i18n.T("reference.mind_two_times")},
	{isCohort, i18n.T("reference.mind_cohort")},
	{isDuration, i18n.T("reference.mind_duration")},
	{understands("hours"), i18n.T("reference.mind_business_hours")},
	{isMoney, i18n.T("reference.mind_money")},
	{isMoneyOfAState, i18n.T("reference.mind_money_of_state")},
	{kind(catalog.FutureKind), i18n.T("reference.mind_future")},
	{looksAhead, i18n.T("reference.mind_looks_ahead")},
	{hasTarget, i18n.T("reference.mind_target")},
	{uses(catalog.WholePeriods), i18n.T("reference.mind_whole_periods")},
	{plans, i18n.T("reference.mind_plans")},
	{trails, i18n.T("reference.mind_trails")},
	{countsMembers, i18n.T("reference.mind_members")},
	{looksBackAYear, i18n.T("reference.mind_years")},
	{hits, i18n.T("reference.mind_hits")},
	{isFrozen, i18n.T("reference.mind_frozen")},
	{understands("attribution"), i18n.T("reference.mind_attribution")},
	{kind(catalog.EffectKind), i18n.T("reference.mind_effect")},
	{kind(catalog.ReportKind), i18n.T("reference.mind_report")},
}

// mind tells what to mind about a KPI: its own first.
func (w writer) mind(k *catalog.KPI) []string {
	var lines []string
	if text := w.in(k.Pitfall); text != "" {
		lines = append(lines, w.linked(text))
	}
	for _, t := range traps {
		if t.applies(k) {
			lines = append(lines, w.linked(w.in(t.text)))
		}
	}
	for _, c := range k.Changes {
		lines = append(lines, fmt.Sprintf("%s: %s", c.On, w.in(c.Note)))
	}
	return lines
}

func kind(is catalog.Kind) func(*catalog.KPI) bool {
	return func(k *catalog.KPI) bool { return k.Kind == is }
}

func uses(function string) func(*catalog.KPI) bool {
	return func(k *catalog.KPI) bool { return k.Uses(function) }
}

func understands(parameter string) func(*catalog.KPI) bool {
	return func(k *catalog.KPI) bool { _, ok := k.Parameters[parameter]; return ok }
}

// some reports whether a formula has a part that passes.
func some(k *catalog.KPI, passes func(catalog.Node) bool) bool {
	found := false
	catalog.Walk(k.Formula, func(n catalog.Node) { found = found || passes(n) })
	return found
}

// measured reports whether a measure of the formula passes.
func measured(k *catalog.KPI, passes func(*catalog.Measure) bool) bool {
	return slices.ContainsFunc(k.Measures(), passes)
}

func divides(k *catalog.KPI) bool {
	return k.Uses(catalog.RelativeGain) || some(k, func(n catalog.Node) bool { b, ok := n.(catalog.Binary); return ok && b.Op == '/' })
}

func snapshot(m *catalog.Measure) bool { return m.Kind() == "snapshot" }

func isPresent(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.Has(measure.OnlyNow) })
}

func isState(k *catalog.KPI) bool {
	return measured(k, snapshot) && !divides(k) && !measured(k, func(m *catalog.Measure) bool { return !m.Additive() })
}

func isStateOfNoSum(k *catalog.KPI) bool { return measured(k, snapshot) && !isState(k) }

// isRatio leaves out single figures of planning and what divides by a past value.
func isRatio(k *catalog.KPI) bool {
	return divides(k) && !k.SingleFigure() && !isStateOfNoSum(k) && !k.Uses(catalog.CappedRatio)
}

func hasTwoTimes(k *catalog.KPI) bool {
	if !divides(k) || k.SingleFigure() || k.Uses(catalog.Trailing) {
		return false
	}
	times := map[string]bool{}
	for _, m := range k.Measures() {
		if !m.Time.Empty() && !overYears(m) {
			times[path.Ext("."+m.Time.String())] = true
		}
	}
	return len(times) > 1
}

func isDuration(k *catalog.KPI) bool { return k.Kind == catalog.DurationKind }

func isCohort(k *catalog.KPI) bool { return k.Uses(catalog.Mature) && !k.SingleFigure() }

func isMoneyOfAState(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.IsMoney() && snapshot(m) })
}

func isMoney(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool {
		return m.IsMoney() && !snapshot(m) && m.Kind() != string(catalog.PresentKind)
	}) ||
		some(k, func(n catalog.Node) bool { t, ok := n.(catalog.Target); return ok && t.Money })
}

// looksAhead is true of forecasts: what is won, and what is expected.
func looksAhead(k *catalog.KPI) bool {
	return k.Horizon == catalog.Future && k.Kind != catalog.FutureKind
}

func hasTarget(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool { _, ok := n.(catalog.Target); return ok })
}

func plans(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool {
		a, ok := n.(catalog.Assumed)
		if !ok {
			return false
		}
		call, ok := a.Of.(catalog.Call)
		return ok && call.Name == catalog.Trailing
	})
}

func trails(k *catalog.KPI) bool { return k.Uses(catalog.Trailing) && !plans(k) }

func countsMembers(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.Has(measure.CountsDistinct) }) && !k.Uses(catalog.CappedRatio)
}

func overYears(m *catalog.Measure) bool { return m.Has(measure.LooksBackYears) }

// looksBackAYear is true of what looks at nothing but years.
func looksBackAYear(k *catalog.KPI) bool {
	return measured(k, overYears) && !measured(k, func(m *catalog.Measure) bool { return !overYears(m) })
}

func hits(k *catalog.KPI) bool {
	return some(k, func(n catalog.Node) bool { _, ok := n.(*catalog.HitRate); return ok })
}

func isFrozen(k *catalog.KPI) bool {
	return measured(k, func(m *catalog.Measure) bool { return m.Has(measure.FrozenForecasts) })
}
