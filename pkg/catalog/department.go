package catalog

import "github.com/crmkpi/crm-datasource/pkg/i18n"

var departmentTitles = map[string]i18n.Text{
	"sales":     i18n.T("catalog.department_sales"),
	"marketing": i18n.T("catalog.department_marketing"),
	"support":   i18n.T("catalog.department_support"),
	"data":      i18n.T("catalog.department_data"),
	Custom:      i18n.T("catalog.department_custom"),
}

// DepartmentTitle is the name of a department as people see it; the id itself where it has none.
func DepartmentTitle(id string) i18n.Text {
	if t, ok := departmentTitles[id]; ok {
		return t
	}
	return i18n.Untranslated(id)
}
