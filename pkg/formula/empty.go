package formula

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// whyEmpty tells why there is no group, or no value of a KPI in any, so that whoever sees an empty panel need not guess.
func (c combiner) whyEmpty(b *plan.Business) []answer.Notice {
	if len(c.result.Groups) == 0 {
		if c.noneLeft() != nil {
			return nil // they are told of already
		}
		return []answer.Notice{{Text: i18n.T("notice.no_groups")}}
	}
	var order []string
	kpis := map[string][]i18n.Text{}
	for i, column := range c.result.Columns {
		if column.Compare != "" || slices.ContainsFunc(c.result.Values[i], hasValue) {
			continue
		}
		at := slices.IndexFunc(c.Plan.Columns, func(p plan.Column) bool { return p.KPI.Key() == column.ID })
		if at < 0 || c.isTold(b, c.Plan.Columns[at].KPI) {
			continue
		}
		why := c.why(c.Plan.Columns[at].KPI)
		if kpis[why] == nil {
			order = append(order, why)
		}
		kpis[why] = append(kpis[why], column.Title)
	}
	var all []answer.Notice
	for _, why := range order {
		all = append(all, answer.Notice{Text: i18n.T(why, "kpis", kpis[why])})
	}
	return all
}

func hasValue(buckets []*float64) bool {
	return slices.ContainsFunc(buckets, func(v *float64) bool { return v != nil })
}

// isTold reports whether a notice of its own says why a KPI has no value.
func (c combiner) isTold(b *plan.Business, k plan.ResolvedKPI) bool {
	q := c.Plan.Query
	if k.Unavailable != nil {
		return true
	}
	if slices.ContainsFunc(k.Parts(), func(p plan.ResolvedKPI) bool { return p.Measured() == catalog.FutureKind }) && !q.Request.Range.To.After(q.Request.Now) {
		return true
	}
	if !axis.IsPresent(q.Request.Range, q.Request.Now) &&
		slices.ContainsFunc(k.Measures(), func(m *catalog.Measure) bool { return b.Effective(m).Has(measure.OnlyNow) }) {
		return true
	}
	window := q.LongestWindow()
	if young := q.Request.Range.To.After(q.Request.Now.Add(-window)); young && window != measure.Ever && k.HasCohorts() && q.Axes.Grain == calendar.None {
		return true
	}
	return k.Kind == catalog.EffectKind || plan.HasTarget(k.Formula) && slices.ContainsFunc(c.remarks.order, func(r measure.Remark) bool {
		return r.Kind == measure.LevelsOfParts || r.Kind == measure.Periodless
	})
}

// why is the notice of a KPI without a value.
func (c combiner) why(k plan.ResolvedKPI) string {
	begun := slices.ContainsFunc(c.result.Buckets, func(b answer.Bucket) bool { return b.Range.From.Before(c.Plan.Query.Request.Now) })
	switch {
	case !begun && !k.KnownAhead():
		return "notice.not_begun"
	case k.Kind == catalog.TargetKind:
		return "notice.no_target"
	case plan.HasTarget(k.Formula):
		return "notice.no_basis_or_target"
	}
	return "notice.no_basis"
}
