package kit

import (
	"github.com/grafana/grafana-foundation-sdk/go/dashboard"

	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Groups shows the values of a dimension along an axis as the data have them, those without one in the reader's language.
func Groups() Look { return look("mappings", []any{withoutValue()}) }

// withoutValue shows rows without a value of a dimension in the reader's language: the data source calls them the same in all languages, so
// that filters and saved questions know them.
func withoutValue() dashboard.ValueMapping {
	return dashboard.ValueMapping{ValueMap: &dashboard.ValueMap{
		Type: dashboard.MappingTypeValueToText, Options: map[string]dashboard.ValueMappingResult{query.None: {Text: to(query.None), Index: to(int32(0))}},
	}}
}
