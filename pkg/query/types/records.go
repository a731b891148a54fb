package types

import (
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// records asks for the rows of an entity, or behind a KPI.
var records = described(Type{
	ID:     query.Records,
	Behind: i18n.T("types.behind.records"),
	Uses:   []Use{ForPanels, ForAnnotations},
	Fields: []Field{
		Field{Name: "entity", Input: InputEntity, Options: optional("entity", nil)}.named("entity"),
		Field{Name: "kpis", Input: InputKPI, Required: true, Without: "entity", Placeholder: i18n.T("types.placeholders.search")}.named("behind"),
		filters,
		parametersBehind(),
		rows,
	},
	Check: func(q query.Question) error {
		if q.Entity == "" && len(q.KPIs) == 0 {
			return fault.New("question.no_entity").In("entity")
		}
		return nil
	},
})

// parametersBehind are those of the KPI whose rows are listed.
func parametersBehind() Field {
	f := parameters
	f.Without = "entity"
	return f
}
