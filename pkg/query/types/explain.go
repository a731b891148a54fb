package types

import (
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// explain asks how one KPI is computed.
var explain = described(Type{
	ID:     query.Explain,
	Behind: i18n.T("types.behind.explain"),
	Uses:   []Use{ForPanels},
	Fields: []Field{
		Field{Name: "kpis", Input: InputKPI, Required: true, Placeholder: i18n.T("types.placeholders.search")}.named("explained"),
		filters,
		parameters,
	},
	Check: func(q query.Question) error {
		if len(q.KPIs) != 1 {
			return fault.New("question.explain_needs_one_kpi", "count", len(q.KPIs)).In("kpis")
		}
		return nil
	},
})
