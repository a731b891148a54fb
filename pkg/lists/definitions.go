package lists

import (
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// definitionEvents are the changes of definitions in the range as annotations, at the midnight of their day.
func (l *lister) definitionEvents(kpis []*catalog.KPI) [][]any {
	var rows [][]any
	for _, k := range kpis {
		for _, change := range k.Changes {
			at := change.On.Start(l.Settings.Calendar.Location)
			if !l.request.Range.Contains(at) {
				continue
			}
			id := query.Definitions + ":" + k.ID + ":" + change.On.String()
			rows = append(rows, []any{at, nil, titledEvent(query.Definitions, k.Title), change.Note, tag(query.Definitions), nil, id})
		}
	}
	return rows
}
