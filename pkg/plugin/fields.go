package plugin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// fields describes the fields by which the rows of KPIs can be filtered, each once, by title. The title of a path names what it leads to.
func (m *mapped) fields(kpis []kpiAnswer, language i18n.Language) []fieldOfRows {
	list, seen := []fieldOfRows{}, map[string]bool{}
	var add func([]kpiAnswer)
	add = func(kpis []kpiAnswer) {
		for _, k := range kpis {
			for _, path := range k.Fields {
				if !seen[path] {
					seen[path] = true
					title, days := m.engine.FieldOfRows(k.ID, path)
					list = append(list, fieldOfRows{path, title.In(language), days})
				}
			}
			add(k.Goals)
		}
	}
	add(kpis)
	slices.SortFunc(list, func(x, y fieldOfRows) int {
		return cmp.Or(strings.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)), strings.Compare(x.ID, y.ID))
	})
	return list
}
