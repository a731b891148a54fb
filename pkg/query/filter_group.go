package query

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// MaxFilterDepth bounds the groups of filters within each other.
const MaxFilterDepth = 5

// IsGroup reports whether the filter is a group of others, even one of none.
func (f Filter) IsGroup() bool { return f.Any != nil || f.All != nil }

// Parts are the filters of a group, nil of one that is none.
func (f Filter) Parts() []Filter {
	if f.Any != nil {
		return f.Any
	}
	return f.All
}

// with is the group with other parts.
func (f Filter) with(parts []Filter) Filter {
	if f.Any != nil {
		return Filter{Any: parts, Of: f.Of}
	}
	return Filter{All: parts, Of: f.Of}
}

func (f Filter) validateGroup(depth int) error {
	switch {
	case f.Any != nil && f.All != nil, f.Dimension != "", f.Field != "", f.Operator != "", f.Values != nil:
		return fault.New("question.filter_group_mixed").In("filters")
	case len(f.Parts()) == 0:
		return fault.New("question.filter_group_empty").In("filters")
	case depth > MaxFilterDepth:
		return fault.New("question.filter_group_too_deep", "most", MaxFilterDepth).In("filters")
	}
	for _, part := range f.Parts() {
		if part.Of != "" {
			return fault.New("question.filter_of_inside", "of", part.Of).In("filters")
		}
		err := part.Validate
		if part.IsGroup() {
			err = func() error { return part.validateGroup(depth + 1) }
		}
		if err := err(); err != nil {
			return err
		}
	}
	return nil
}

// Comparisons are the filters that are no groups, those within groups included, in their order; each holds for what its group does.
func Comparisons(filters []Filter) []Filter {
	var all []Filter
	for _, f := range filters {
		if f.IsGroup() {
			for _, part := range Comparisons(f.Parts()) {
				part.Of = f.Of
				all = append(all, part)
			}
		} else {
			all = append(all, f)
		}
	}
	return all
}

// Required are the filters that each row has to pass on its own account: groups of all, and of one, are taken apart.
func Required(filters []Filter) []Filter {
	var all []Filter
	for _, f := range filters {
		if f.All != nil || len(f.Any) == 1 {
			all = append(all, Required(f.Parts())...)
		} else {
			all = append(all, f)
		}
	}
	return all
}

// Known is what filters say of rows of which only the comparisons that are known can be made: those that they leave out do not pass the
// filters, whatever the others would say.
func Known(filters []Filter, known func(Filter) bool) []Filter {
	var kept []Filter
	for _, f := range filters {
		if !f.IsGroup() {
			if known(f) {
				kept = append(kept, f)
			}
			continue
		}
		parts := Known(f.Parts(), known)
		if len(parts) > 0 && (f.Any == nil || len(parts) == len(f.Any)) { // of alternatives, one that is not known may hold
			kept = append(kept, f.with(parts))
		}
	}
	return kept
}

// Pass reports whether a row passes all filters, of which passes judges a comparison.
func Pass(filters []Filter, passes func(Filter) bool) bool {
	return !slices.ContainsFunc(filters, func(f Filter) bool { return !f.pass(passes) })
}

func (f Filter) pass(passes func(Filter) bool) bool {
	switch {
	case f.Any != nil:
		return slices.ContainsFunc(f.Any, func(f Filter) bool { return f.pass(passes) })
	case f.All != nil:
		return Pass(f.All, passes)
	}
	return passes(f)
}
