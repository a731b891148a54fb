package formula

import (
	"strconv"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// details adds what is behind the KPIs: the assumptions of planning, the sizes of the groups compared, the faults of the data. They
// are columns only where the question asks for details, so that a panel or an alert rule has no figures it does not want; a notice
// tells the assumptions and sizes of a single figure always.
func (c combiner) details() error {
	seen := map[string]bool{}
	for _, column := range c.Plan.Columns {
		k := column.KPI
		for _, one := range c.Plan.Assumed {
			if one.Of.Key() != k.Key() {
				continue
			}
			if id := "assumed_" + one.KPI.ID + k.Entry.Suffix(); c.Plan.Query.Question.Details && !seen[id] {
				seen[id] = true
				values, err := c.table(one.Formula)
				if err != nil {
					return err
				}
				c.add(answer.Column{ID: id, KPI: one.KPI, Title: i18n.T("answer.assumed", "kpi", one.KPI.Title), Unit: one.KPI.Unit}, values)
			}
		}
		if err := c.noticeAssumptions(k); err != nil {
			return err
		}
		if err := c.furtherValues(column); err != nil {
			return err
		}
	}
	return nil
}

// noticeAssumptions tells what a planning KPI assumes.
func (c combiner) noticeAssumptions(k plan.ResolvedKPI) error {
	var assumed []i18n.Text
	for _, one := range c.Plan.Assumed {
		if one.Of.Key() != k.Key() {
			continue
		}
		text := one.KPI.Title
		switch {
		case one.Given != nil:
			text = i18n.T("answer.given", "kpi", one.KPI.Title, "value", plain(*one.Given, one.KPI.Unit))
		case len(c.Plan.Query.Question.GroupBy) == 0:
			v, err := c.vector(one.Formula, 0, c.Ordered)
			if err != nil {
				return err
			}
			if value := v.At(0, 0); value != nil {
				text = i18n.T("answer.computed", "kpi", one.KPI.Title, "value", plain(*value, one.KPI.Unit))
			}
		}
		assumed = append(assumed, text)
	}
	if len(assumed) > 0 {
		c.notice(answer.Notice{Text: i18n.T("notice.assumes", "kpi", k.Title, "assumed", assumed)})
	}
	return nil
}

func (c combiner) notice(n answer.Notice) { c.result.Notices = append(c.result.Notices, n) }

// plain writes a value for a sentence.
func plain(v float64, unit catalog.Unit) string {
	if unit == catalog.Percent {
		return strconv.FormatFloat(100*v, 'f', 1, 64) + " %"
	}
	return strconv.FormatFloat(v, 'f', 2, 64)
}

// furtherValues are the columns behind a KPI: the group sizes of an effect, what a report has found.
func (c combiner) furtherValues(column plan.Column) error {
	values := map[string][][]*float64{}
	for _, detail := range column.Details {
		found, err := c.table(detail.Formula)
		if err != nil {
			return err
		}
		values[detail.Name] = found
		if c.Plan.Query.Question.Details {
			id, title := column.KPI.ID+"_"+detail.Name+column.KPI.Entry.Suffix(), i18n.T("answer.detail_"+detail.Name, "kpi", column.KPI.Title)
			c.add(answer.Column{ID: id, KPI: column.KPI.KPI, Unit: catalog.Count, Title: title}, found)
		}
	}
	if trained, others := values[measure.Trained], values[measure.Others]; trained != nil {
		for g := range c.Ordered {
			for i := range c.result.Buckets {
				c.noticeSizes(column.KPI, g, i, orZero(trained[g][i]), orZero(others[g][i]))
			}
		}
	}
	return nil
}

func orZero(v *float64) float64 {
	if v == nil {
		return 0
	}
	return *v
}

// noticeSizes tells the sizes of a single figure, and of every figure that is refused; of many, the first ones.
func (c combiner) noticeSizes(k plan.ResolvedKPI, g, i int, trained, others float64) {
	const most = 5
	single := len(c.Ordered) == 1 && len(c.result.Buckets) == 1
	few := measure.TooFew(trained, others)
	if !single && !few || len(c.result.Notices) > most || !c.Plan.Query.Begun(i) {
		return
	}
	message := "notice.group_sizes"
	if few {
		message = "notice.groups_too_small"
	}
	where := strings.Join(c.result.Groups[g].Labels, ", ")
	c.notice(answer.Notice{Warning: few, Text: i18n.T(message, "kpi", k.Title, "where", where, "trained", int(trained), "others", int(others), "enough", measure.Enough)})
}
