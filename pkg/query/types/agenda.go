package types

import "github.com/crmkpi/crm-datasource/pkg/query"

// agenda asks for planned activities and commitments.
var agenda = described(Type{
	ID:     query.Agenda,
	Uses:   []Use{ForPanels, ForAnnotations},
	Fields: []Field{filters, rows},
})
