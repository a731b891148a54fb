package catalog

import "github.com/crmkpi/crm-datasource/pkg/i18n"

var departmentTitles = map[string]i18n.Text{
	"sales":     {En: "Sales", Ru: "Продажи"},
	"marketing": {En: "Marketing", Ru: "Маркетинг"},
	"support":   {En: "Support", Ru: "Поддержка"},
	"data":      {En: "Data", Ru: "Данные"},
	Custom:      {En: "Custom", Ru: "Свои"},
}

// DepartmentTitle is the name of a department as people see it; the id itself where it has none.
func DepartmentTitle(id string) i18n.Text {
	if t, ok := departmentTitles[id]; ok {
		return t
	}
	return i18n.Text{En: id}
}
