package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
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
	if dimension == s.Dimension {
		return true
	}
	missing := func(field string) bool { return b.Mapping.Available(s.Entity, field) != nil }
	return slices.Contains(s.Via, dimension) && !slices.ContainsFunc([]string{"id", "name", dimension}, missing)
}
