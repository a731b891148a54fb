package query

import (
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// None is the value that stands for rows without one.
const None = "(none)"

// MaxFilters bounds the filters of one question, MaxFilterValues the values of one filter.
const (
	MaxFilters      = 50
	MaxFilterValues = 1000
)

// Operator compares a dimension with values. Text is looked for without regard to case, a [Pattern] with regard to it.
type Operator string

// The operators. A row without a value passes not_in, not_equals, not_contains and not_matches, unless [None] is among the values.
const (
	In          Operator = "in"
	NotIn       Operator = "not_in"
	Equals      Operator = "equals"
	NotEquals   Operator = "not_equals"
	IsNone      Operator = "is_none"
	IsNotNone   Operator = "is_not_none"
	Contains    Operator = "contains"
	NotContains Operator = "not_contains"
	StartsWith  Operator = "starts_with"
	EndsWith    Operator = "ends_with"
	Matches     Operator = "matches"
	NotMatches  Operator = "not_matches"
)

var operators = []Operator{In, NotIn, Equals, NotEquals, IsNone, IsNotNone, Contains, NotContains, StartsWith, EndsWith, Matches, NotMatches}

// Operators lists the operators.
func Operators() []Operator { return slices.Clone(operators) }

// Most is how many values the operator takes at most.
func (o Operator) Most() int {
	switch o {
	case IsNone, IsNotNone:
		return 0
	case In, NotIn:
		return MaxFilterValues
	case Between:
		return 2
	}
	return 1
}

// Filter keeps the rows whose dimension compares with the values, or whose field does, or is a group of filters. Values of a dimension are
// labels as shown; where two keys share a label, "label #key" means one of them.
type Filter struct {
	Dimension string   `json:"dimension,omitempty"`
	Operator  Operator `json:"operator,omitempty"`
	Values    []string `json:"values,omitempty"`

	// Field is a number or a time of the rows, or a path to one, as account.created_at, instead of a dimension.
	Field string `json:"field,omitempty"`

	Any []Filter `json:"any,omitempty"` // a group: keeps the rows that pass one of them
	All []Filter `json:"all,omitempty"` // a group: keeps the rows that pass each of them

	// Of is what the filter holds for alone: a side of a ratio, or an entity, before what the KPI counts is made of its rows; "" for all
	// rows that are counted. Filters within a group hold for what the group does, and have none of their own.
	Of string `json:"of,omitempty"`
}

// Validate checks the operator and the number of values; of a group, its form and each of its filters.
func (f Filter) Validate() error {
	if unreadable(f.Of) {
		return fault.New("question.unreadable", "field", "of").In("filters")
	}
	if f.IsGroup() {
		return f.validateGroup(1)
	}
	if f.Field != "" {
		if err := f.checkField(); err != nil {
			return fault.At(i18n.T("question.filter_on", "dimension", f.Field), err.In("filters"))
		}
		return nil
	}
	if f.Dimension == "" {
		return fault.New("question.filter_without_dimension").In("filters")
	}
	if err := f.check(); err != nil {
		return fault.At(i18n.T("question.filter_on", "dimension", f.Dimension), err.In("filters"))
	}
	return nil
}

func (f Filter) check() *fault.Error {
	if slices.Contains(comparators, f.Operator) {
		return fault.New("question.compares_fields", "operator", f.Operator)
	}
	if !slices.Contains(operators, f.Operator) {
		return fault.New("question.unknown_operator", "operator", f.Operator, "known", join(operators))
	}
	switch n := len(f.Values); {
	case f.Operator.Most() == 0:
		if n != 0 {
			return fault.New("question.filter_takes_no_values", "operator", f.Operator, "have", n)
		}
	case n == 0:
		return fault.New("question.filter_without_values", "operator", f.Operator)
	case n > MaxFilterValues:
		return fault.New("question.filter_too_many_values", "have", n, "most", MaxFilterValues)
	case n > f.Operator.Most():
		return fault.New("question.filter_takes_one_value", "operator", f.Operator, "have", n)
	}
	if slices.ContainsFunc(f.Values, unreadable) {
		return fault.New("question.filter_unreadable")
	}
	if f.Operator == Matches || f.Operator == NotMatches {
		_, err := ParsePattern(f.Values[0])
		return err
	}
	return nil
}

// unreadable reports whether no text of a database can have these characters: NUL, and bytes that are none.
func unreadable(text string) bool {
	return strings.ContainsRune(text, 0) || !utf8.ValidString(text)
}

// Normal reduces equals, not_equals, is_none and is_not_none to in and not_in; other filters are returned as they are.
func (f Filter) Normal() Filter {
	switch f.Operator {
	case Equals:
		f.Operator = In
	case NotEquals:
		f.Operator = NotIn
	case IsNone:
		f.Operator, f.Values = In, []string{None}
	case IsNotNone:
		f.Operator, f.Values = NotIn, []string{None}
	}
	return f
}

// Matches reports whether a row with this key and label passes a filter that is no group; a nil label is a row without a value.
// It is the meaning that the SQL of a filter has, too.
func (f Filter) Matches(key string, label *string) bool {
	f = f.Normal()
	switch f.Operator {
	case In, NotIn:
		found := slices.ContainsFunc(f.Values, func(v string) bool {
			if label == nil {
				return v == None
			}
			return v == *label && v != None || v == Qualified(*label, key)
		})
		return found == (f.Operator == In)
	case NotContains:
		return label == nil || !strings.Contains(strings.ToLower(*label), strings.ToLower(f.Values[0]))
	case Matches, NotMatches:
		pattern, err := ParsePattern(f.Values[0])
		found := err == nil && label != nil && pattern.Matches(*label)
		return found == (f.Operator == Matches)
	}
	if label == nil {
		return false
	}
	text, value := strings.ToLower(*label), strings.ToLower(f.Values[0])
	switch f.Operator {
	case Contains:
		return strings.Contains(text, value)
	case StartsWith:
		return strings.HasPrefix(text, value)
	default:
		return strings.HasSuffix(text, value)
	}
}

// Qualified tells apart two keys that share a label: "Anna Smith #17".
func Qualified(label, key string) string { return label + " #" + key }

func join[T ~string](items []T) string {
	texts := make([]string, len(items))
	for i, item := range items {
		texts[i] = string(item)
	}
	return strings.Join(texts, ", ")
}
