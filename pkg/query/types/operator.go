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

// Comparators lists the operators that compare numbers and days.
func Comparators() []Operator {
	var list []Operator
	for _, id := range query.Comparators() {
		list = append(list, Operator{ID: id, Title: i18n.T("types.comparators." + names[id])})
	}
	return list
}

// names are those of the comparators in messages.
var names = map[query.Operator]string{query.Above: "above", query.AtLeast: "at_least", query.Below: "below", query.AtMost: "at_most", query.Between: "between"}

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
