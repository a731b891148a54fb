package catalog

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// ParameterTitle is the name of a parameter as people see it. One that replaces the value of a KPI is named after that KPI.
func (c *Catalog) ParameterTitle(name string) i18n.Text {
	if slices.Contains(ParameterNames(), name) {
		return i18n.T("parameters.titles." + name)
	}
	if k, ok := c.kpis[name]; ok {
		return i18n.T("parameters.assumed", "kpi", k.Title)
	}
	return i18n.Same(name)
}

// OptionTitle is the name of a value that a parameter chooses from. Statistics have theirs whether a parameter names them or not.
func OptionTitle(parameter, option string) i18n.Text {
	if parameter == "statistic" {
		return measure.StatisticTitle(option)
	}
	return i18n.T("parameters.options." + parameter + "." + option)
}
