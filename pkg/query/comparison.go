package query

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// The operators that compare a field's numbers, or days, with values. A day stands for all of its instants: what is after it is on a
// later day, and between two days are both of them. A row without a value passes none of them.
const (
	Above   Operator = ">"
	AtLeast Operator = ">="
	Below   Operator = "<"
	AtMost  Operator = "<="
	Between Operator = "between" // from the first value to the second one, both included
)

var comparators = []Operator{Above, AtLeast, Below, AtMost, Between}

// Comparators lists the operators of fields.
func Comparators() []Operator { return slices.Clone(comparators) }

// checkField checks a comparison of a field; whether its values are numbers or days, only the model knows.
func (f Filter) checkField() *fault.Error {
	switch {
	case f.Dimension != "":
		return fault.New("question.filter_on_both", "dimension", f.Dimension)
	case slices.ContainsFunc(f.Values, unreadable):
		return fault.New("question.filter_unreadable")
	}
	return checkComparison(f.Operator, f.Values)
}

// checkComparison checks the operator of a comparison, and that it has the values that it takes.
func checkComparison(operator Operator, values []string) *fault.Error {
	want := 1
	if operator == Between {
		want = 2
	}
	switch {
	case !slices.Contains(comparators, operator):
		return fault.New("question.unknown_comparator", "operator", operator, "known", join(comparators))
	case len(values) != want:
		return fault.New("question.comparator_values", "operator", operator, "want", want, "have", len(values))
	}
	return nil
}
