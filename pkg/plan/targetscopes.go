package plan

import "slices"

// scopeDimensions says which dimensions a target of each scope has, and by which entity's field; by none where it is the scope's own id.
var scopeDimensions = map[string]map[string][2]string{
	"company": nil, "team": {"team": {}}, "user": {"rep": {}, "team": {"users", "team"}, "manager": {"users", "manager"}}, "channel": {"channel": {}},
	"campaign": {"campaign": {}, "channel": {"campaigns", "channel"}}, "pipeline": {"pipeline": {}}, "region": {"region": {}},
}

// targetScopes returns the scopes that have all of the dimensions under the mapping, the one that holds first. Without dimensions it is
// the company's target, without one the sum of the teams', without those of the users'.
func (b *Business) targetScopes(dimensions []string) []string {
	order := []string{"company", "team", "user", "channel", "campaign", "pipeline", "region"}
	if len(dimensions) == 0 {
		return order[:3]
	}
	return slices.DeleteFunc(order, func(scope string) bool {
		return slices.ContainsFunc(dimensions, func(d string) bool { return !b.scopeHas(scope, d) })
	})
}

func (b *Business) scopeHas(scope, dimension string) bool {
	by, ok := scopeDimensions[scope][dimension]
	if !ok || by[0] == "" {
		return ok
	}
	return !slices.ContainsFunc([]string{"id", "name", by[1]}, func(field string) bool { return b.Mapping.Available(by[0], field) != nil })
}
