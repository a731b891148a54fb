package plan

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Scope returns the restriction and grouping of an entity's rows.
func (b *Business) Scope(entity string, groupBy []string, filters []query.Filter) (sqlgen.Scope, error) {
	s := sqlgen.Scope{Entity: entity}
	for _, id := range groupBy {
		k, err := b.key(entity, id)
		if err != nil {
			return s, err
		}
		s.Keys = append(s.Keys, k)
	}
	conditions, err := sqlgen.Conditions(filters, func(dimension string) (sqlgen.Key, error) { return b.key(entity, dimension) })
	s.Conditions = conditions
	return s, err
}

func (b *Business) key(entity, dimension string) (sqlgen.Key, error) {
	d, err := b.Dimension(dimension)
	if err != nil {
		return sqlgen.Key{}, err
	}
	path, ok := d.Path(entity)
	if !ok {
		return sqlgen.Key{}, fmt.Errorf("%s has no dimension %s", entity, dimension)
	}
	return sqlgen.Key{Path: path, Entity: d.Entity}, nil
}
