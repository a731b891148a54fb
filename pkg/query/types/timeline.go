package types

import "github.com/crmkpi/crm-datasource/pkg/query"

// timeline asks what happened with one customer. A question without one is right: the dashboard's own filters may name the customer.
var timeline = described(Type{
	ID:   query.Timeline,
	Uses: []Use{ForPanels, ForAnnotations},
	Fields: []Field{
		Field{Name: "filters", Input: InputValue, Dimension: "account"}.named("customer"),
		filters,
		rows,
	},
})
