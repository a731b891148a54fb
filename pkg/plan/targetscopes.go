package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// targetScopes returns the scopes that have all of the dimensions under the mapping, the one that holds first. Without dimensions it is
// the company's target, without one the sum of the teams', without those of the users'.
func (b *Business) targetScopes(dimensions []string) []string {
	var scopes []string
	for _, s := range b.Mapping.Model.TargetScopes() {
		lacks := func(dimension string) bool { return !b.scopeHas(s, dimension) }
		if (s.Whole || len(dimensions) > 0) && !slices.ContainsFunc(dimensions, lacks) {
			scopes = append(scopes, s.Name)
		}
	}
	return scopes
}

func (b *Business) scopeHas(s crm.TargetScope, dimension string) bool {
	if slices.Contains(s.Own(), dimension) {
		return true
	}
	missing := func(field string) bool { return b.Mapping.Available(s.Entity, field) != nil }
	field, has := s.Via[dimension]
	return has && !slices.ContainsFunc([]string{"id", "name", field}, missing)
}

// ownScopes keeps the scopes whose target is that of one group as a whole: the company's where there are no groups, and those whose own
// dimension tells the groups apart, or is filtered to one value. Levels of several do not add up, so no others can hold for a group.
func (b *Business) ownScopes(scopes, groupBy []string, filters []query.Filter) []string {
	pinned := slices.Clone(groupBy)
	for _, f := range query.Required(filters) {
		if (f.Operator == query.In || f.Operator == query.Equals) && len(f.Values) == 1 {
			pinned = append(pinned, f.Dimension)
		}
	}
	var own []string
	for _, s := range b.Mapping.Model.TargetScopes() {
		is := func(dimension string) bool { return slices.Contains(pinned, dimension) }
		whole := s.Dimension == "" && len(groupBy)+len(filters) == 0
		if slices.Contains(scopes, s.Name) && (whole || slices.ContainsFunc(s.Own(), is)) {
			own = append(own, s.Name)
		}
	}
	return own
}

// aimedAt reports whether the targets of a formula can be told apart by a dimension. A level needs a scope of its own for it, and what
// stands in the place of another dimension is one only where what is aimed at has it.
func (b *Business) aimedAt(formula catalog.Node, dimension string) bool {
	for _, t := range targetsOf(formula) {
		if len(b.targetScopes(append(membersOf(formula), dimension))) == 0 {
			return false
		}
		own := slices.ContainsFunc(b.Mapping.Model.TargetScopes(), func(s crm.TargetScope) bool { return slices.Contains(s.Own(), dimension) })
		if b.Catalog.Steady(t.Metric) && !own {
			return false
		}
		also := slices.ContainsFunc(b.Mapping.Model.TargetScopes(), func(s crm.TargetScope) bool { return slices.Contains(s.Also, dimension) })
		if k, err := b.Catalog.KPI(t.Metric); also && (err != nil || !slices.Contains(b.Dimensions(k), dimension)) {
			return false
		}
	}
	return true
}
