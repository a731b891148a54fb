package plugin

import (
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// columnArguments are what a column of a question may have behind its KPI.
func columnArguments(language i18n.Language) []parameterAnswer {
	statistics := parameterAnswer{
		Name: "statistic", Title: i18n.T("column.statistic").In(language), Options: options("statistic", catalog.Options("statistic"), language),
	}
	toDate := parameterAnswer{Name: "to_date", Title: i18n.T("column.to_date").In(language), Without: "rolling"}
	for _, grain := range query.ToDates() {
		toDate.Options = append(toDate.Options, optionAnswer{ID: string(grain), Title: i18n.T("column.to_date_" + string(grain)).In(language)})
	}
	return []parameterAnswer{
		statistics,
		{Name: "rolling", Title: i18n.T("column.rolling").In(language), Help: i18n.T("column.rolling_help").In(language), Without: toDate.Name},
		toDate,
		{Name: "offset", Title: i18n.T("column.offset").In(language), Help: i18n.T("column.offset_help").In(language)},
	}
}

// units are those that a formula may have.
func units(language i18n.Language) []named {
	var list []named
	for _, u := range catalog.Units() {
		list = append(list, named{string(u), i18n.T("reference.unit_" + string(u)).In(language)})
	}
	return list
}
