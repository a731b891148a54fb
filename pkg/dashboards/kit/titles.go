package kit

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// titlesOf are the names that a column can have before the dashboard renames it: its own, and those that the data source gives the
// KPI, dimension or field in each language.
func titlesOf(column string) []string {
	titles := []string{column}
	if k, err := catalog.Default().KPI(column); err == nil {
		return append(titles, k.Title.All()...)
	}
	if e, err := query.ParseEntry(column); err == nil && e.Formula.Text != "" {
		if e.Formula.Label != "" {
			return append(titles, e.Formula.Label)
		}
		return append(titles, e.Formula.Text, strings.TrimPrefix(column, "="))
	}
	return append(titles, crm.Reference().Model.Title(column).All()...)
}
