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
	return title
}
