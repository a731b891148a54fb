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
	want := 1
	if f.Operator == Between {
		want = 2
	}
	switch {
	case f.Dimension != "":
		return fault.New("question.filter_on_both", "dimension", f.Dimension)
	case !slices.Contains(comparators, f.Operator):
		return fault.New("question.unknown_comparator", "operator", f.Operator, "known", join(comparators))
	case len(f.Values) != want:
		return fault.New("question.comparator_values", "operator", f.Operator, "want", want, "have", len(f.Values))
	case slices.ContainsFunc(f.Values, unreadable):
		return fault.New("question.filter_unreadable")
	}
	return nil
}
