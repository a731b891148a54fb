package types

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// explain asks how one KPI is computed.
var explain = described(Type{
	ID:   query.Explain,
	Uses: []Use{ForPanels},
	Fields: []Field{
		Field{Name: "kpis", Input: InputKPI, Required: true, Placeholder: i18n.T("types.placeholders.search")}.named("explained"),
		filters,
		parameters,
	},
	Check: func(q query.Question) error {
		if len(q.KPIs) != 1 {
			return fmt.Errorf("an explain question names %d KPIs; name exactly one in `kpis`, as in [\"revenue\"]", len(q.KPIs))
		}
		return nil
	},
})
