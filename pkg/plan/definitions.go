package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// definitionChange is a change of a KPI's definition: from that day on its numbers mean something else.
type definitionChange struct {
	on   calendar.Date
	note i18n.Text
}

// changesOf returns the changes of a KPI's definition. The catalogue records none yet.
func changesOf(*catalog.KPI) []definitionChange { return nil }

// definitionEvents are the changes in the range as annotations, at the midnight of their day.
func (p *planner) definitionEvents(changes func(*catalog.KPI) []definitionChange) [][]any {
	var rows [][]any
	for _, k := range p.catalog.KPIs() {
		for _, change := range changes(k) {
			at := change.on.Start(p.settings.Calendar.Location)
			if !p.request.Range.Contains(at) {
				continue
			}
			words := eventWords[query.Definitions]
			title := i18n.Text{En: titleOf(words[0].En, k.Title.En), Ru: titleOf(words[0].Ru, k.Title.Ru)}
			rows = append(rows, []any{at, nil, title, change.note, words[1], nil, query.Definitions + ":" + k.ID + ":" + change.on.String()})
		}
	}
	return rows
}
