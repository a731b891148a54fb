package types

import (
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var events = helped("events", options("events", query.Events()...))

// annotations asks for events to mark on charts.
var annotations = described(Type{
	ID:   query.Annotations,
	Uses: []Use{ForPanels, ForAnnotations},
	Fields: []Field{
		Field{Name: "events", Input: InputChoices, Options: events, Placeholder: i18n.T("types.placeholders.all")}.named("events"),
		threshold(),
		filters,
		rows,
	},
	Check: func(q query.Question) error {
		for _, event := range q.Events {
			if !offers(events, event) {
				return fault.New("question.unknown_event", "event", event, "known", query.Events()).In("events")
			}
		}
		if event, twice := repeated(q.Events); twice {
			return fault.New("question.repeated", "name", event, "field", "events").In("events")
		}
		return nil
	},
})

// threshold is the parameter that says which won deals are worth a mark.
func threshold() Field {
	f := besides(parameters)
	f.Parameters = []Parameter{{
		Name: "threshold", Title: i18n.T("types.fields.threshold.title"), Help: i18n.T("types.fields.threshold.help"), Default: "0",
	}}
	return f
}
