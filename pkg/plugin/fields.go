package plugin

import (
	"cmp"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// fields describes the fields by which the rows of KPIs, or of entities, can be filtered, each once, by title. The title of a path names
// what it leads to.
func (m *mapped) fields(answer catalogAnswer, language i18n.Language) []fieldOfRows {
	list, seen := []fieldOfRows{}, map[string]bool{}
	add := func(path string, describe func() (i18n.Text, bool)) {
		if !seen[path] {
			seen[path] = true
			title, days := describe()
			list = append(list, fieldOfRows{path, title.In(language), days})
		}
	}
	var ofKPIs func([]kpiAnswer)
	ofKPIs = func(kpis []kpiAnswer) {
		for _, k := range kpis {
			for _, path := range k.Fields {
				add(path, func() (i18n.Text, bool) { return m.engine.FieldOfRows(k.ID, path) })
			}
			ofKPIs(k.Goals)
		}
	}
	ofKPIs(answer.KPIs)
	for _, e := range answer.Entities {
		for _, path := range e.Fields {
			add(path, func() (i18n.Text, bool) { return m.engine.FieldOfEntity(e.ID, path) })
		}
	}
	slices.SortFunc(list, func(x, y fieldOfRows) int {
		return cmp.Or(strings.Compare(strings.ToLower(x.Title), strings.ToLower(y.Title)), strings.Compare(x.ID, y.ID))
	})
	return list
}
