package types

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

var listed = optional("valuesOf", options("valuesOf", query.KPIs, query.Departments))

// values asks for the values of a dimension, or for the KPIs or departments that there are.
var values = described(Type{
	ID:   query.Values,
	Uses: []Use{ForPanels, ForVariables},
	Fields: []Field{
		Field{Name: "about", Input: InputChoice, Options: listed}.named("valuesOf"),
		ofDimension(Field{Name: "dimension", Input: InputDimension, Required: true, Beside: true, Placeholder: i18n.T("types.placeholders.dimension")}.named("dimension")),
		Field{Name: "departments", Input: InputText, With: "about", Beside: true, Placeholder: i18n.T("types.placeholders.all")}.named("departments"),
		Field{Name: "search", Input: InputText}.named("search"),
		ofDimension(Field{Name: "prefer", Input: InputText, Beside: true, Placeholder: i18n.T("types.placeholders.prefer")}.named("prefer")),
		besides(allRows()),
		ofDimension(Field{Name: "kpis", Input: InputKPI, Placeholder: i18n.T("types.placeholders.any_rows")}.named("rowsOf")),
		ofDimension(filters),
	},
	Check: func(q query.Question) error {
		switch {
		case !offers(listed, q.About):
			return fault.New("question.unknown_about", "about", q.About, "known", strings.Join(ids(listed)[1:], ", ")).In("about")
		case q.Dimension == "" && q.About == "":
			return fault.New("question.no_dimension").In("dimension")
		}
		return nil
	},
})

// ofDimension is a field that means nothing where values are of no dimension.
func ofDimension(f Field) Field {
	f.Without = "about"
	return f
}

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
