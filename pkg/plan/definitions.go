package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// definitionEvents are the changes of definitions in the range as annotations, at the midnight of their day.
func (p *planner) definitionEvents(kpis []*catalog.KPI) [][]any {
	var rows [][]any
	for _, k := range kpis {
		for _, change := range k.Changes {
			at := change.On.Start(p.settings.Calendar.Location)
			if !p.request.Range.Contains(at) {
				continue
			}
			words := eventWords[query.Definitions]
			title := i18n.Text{En: titleOf(words[0].En, k.Title.En), Ru: titleOf(words[0].Ru, k.Title.In(i18n.Russian))}
			rows = append(rows, []any{at, nil, title, change.Note, words[1], nil, query.Definitions + ":" + k.ID + ":" + change.On.String()})
		}
	}
	return rows
}
