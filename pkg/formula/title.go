package formula

import (
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/plan"
)

// titleOf names a column: the KPI, the statistic where it is not the usual one, and the window.
func titleOf(k plan.ResolvedKPI) i18n.Text {
	title := k.Title
	if statistic := k.Arguments["statistic"]; statistic != "" && statistic != k.Parameters["statistic"] {
		title = i18n.T("answer.with_statistic", "kpi", title, "statistic", measure.StatisticTitle(statistic))
	}
	w := k.Entry.Window
	switch {
	case w.Rolling.Count > 0:
		title = i18n.T("answer.rolling", "kpi", title, "length", w.Rolling.Text())
	case w.ToDate != "":
		title = i18n.T("answer.to_date_"+string(w.ToDate), "kpi", title)
	}
	if w.Offset.Count > 0 {
		title = i18n.T("answer.offset", "kpi", title, "distance", w.Offset.Text())
	}
	return title
}
