package types

import (
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Operator is a way to compare a dimension in a filter.
type Operator struct {
	ID    query.Operator
	Title i18n.Text
}

// Operators lists the operators in the order in which editors offer them: first those that take values.
func Operators() []Operator {
	var list, unary []Operator
	for _, id := range query.Operators() {
		o := Operator{ID: id, Title: i18n.T("types.operators." + string(id))}
		if id.Most() == 0 {
			unary = append(unary, o)
		} else {
			list = append(list, o)
		}
	}
	return append(list, unary...)
}
