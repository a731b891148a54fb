package types

import (
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// values asks for the values of a dimension.
var values = described(Type{
	ID:   query.Values,
	Uses: []Use{ForPanels, ForVariables},
	Fields: []Field{
		Field{Name: "dimension", Input: InputDimension, Required: true, Placeholder: i18n.T("types.placeholders.dimension")}.named("dimension"),
		Field{Name: "search", Input: InputText, Beside: true}.named("search"),
		Field{Name: "prefer", Input: InputText, Placeholder: i18n.T("types.placeholders.prefer")}.named("prefer"),
		besides(allRows()),
		Field{Name: "kpis", Input: InputKPI, Placeholder: i18n.T("types.placeholders.any_rows")}.named("rowsOf"),
		filters,
	},
	Check: func(q query.Question) error {
		if q.Dimension == "" {
			return fault.New("question.no_dimension").In("dimension")
		}
		return nil
	},
})

// allRows is the number of rows of a list that shows all of them where none is given.
func allRows() Field {
	f := rows
	f.Placeholder = i18n.T("types.placeholders.all")
	return f
}

// besides puts a field into the row of the one before it.
func besides(f Field) Field {
	f.Beside = true
	return f
}
