package plan

import (
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Within returns the conditions that filters put on the rows of an entity among which its names are told apart: in the pipeline that a
// question is about, a stage needs no key, however many pipelines have one of that name.
func (b *Business) Within(entity string, filters []query.Filter) ([]sqlgen.Condition, error) {
	var kept []query.Filter
	for _, id := range b.Mapping.Model.Dimensions() {
		d, err := b.Dimension(id)
		if err != nil || d.Entity != entity || d.Within == "" {
			continue
		}
		within, err := b.Dimension(d.Within)
		if err != nil {
			return nil, err
		}
		path, ok := within.Path(entity)
		if !ok || b.Mapping.Available(entity, path) != nil {
			continue
		}
		for _, f := range filters {
			if f.Dimension == d.Within && f.Of == "" {
				kept = append(kept, f)
			}
		}
	}
	if len(kept) == 0 {
		return nil, nil
	}
	scope, err := b.Scope(entity, nil, kept)
	return scope.Conditions, err
}
