package plan

import (
	"fmt"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Scope returns the restriction and grouping of an entity's rows. The parts of a time are those of the time by which they are listed.
func (b *Business) Scope(entity string, groupBy []string, filters []query.Filter) (sqlgen.Scope, error) {
	at, kind := b.Happens(entity)
	return b.scope(rows{entity, at, kind}, groupBy, filters)
}

// ScopeOf is [Business.Scope] for the rows of a measure, whose parts of a time are those of their own event.
func (b *Business) ScopeOf(m *measure.Measure, groupBy []string, filters []query.Filter) (sqlgen.Scope, error) {
	return b.scope(rows{m.Entity, m.Time, m.TimeType}, groupBy, filters)
}

// rows are those of an entity, with the time when they count.
type rows struct {
	entity string
	time   expression.Expression
	kind   crm.Type
}

func (b *Business) scope(r rows, groupBy []string, filters []query.Filter) (sqlgen.Scope, error) {
	s := sqlgen.Scope{Entity: r.entity}
	for _, id := range groupBy {
		_, k, err := b.key(r, id)
		if err != nil {
			return s, err
		}
		s.Keys = append(s.Keys, k)
	}
	conditions, err := sqlgen.Conditions(filters, func(f query.Filter) (sqlgen.Condition, error) { return b.condition(r, f) })
	s.Conditions = conditions
	return s, err
}

func (b *Business) condition(r rows, f query.Filter) (sqlgen.Condition, error) {
	if f.Field != "" {
		return b.comparison(r.entity, f)
	}
	d, k, err := b.key(r, f.Dimension)
	if err != nil {
		return sqlgen.Condition{}, err
	}
	return sqlgen.Condition{Key: k, Filter: byKey(d, f)}, nil
}

func (b *Business) key(r rows, dimension string) (*crm.Dimension, sqlgen.Key, error) {
	d, err := b.Dimension(dimension)
	if err != nil {
		return nil, sqlgen.Key{}, err
	}
	if HasPart(d, r.time, r.kind) {
		return d, sqlgen.Key{Part: &sqlgen.Part{Dimension: dimension, Time: r.time, Type: r.kind}}, nil
	}
	path, ok := d.Path(r.entity)
	if !ok {
		return nil, sqlgen.Key{}, fmt.Errorf("%s has no dimension %s", r.entity, dimension)
	}
	return d, sqlgen.Key{Path: path, Entity: d.Entity}, nil
}

// HasPart reports whether a dimension is a part that a time of rows, of the type, has. One that is made of now is that of no row.
func HasPart(d *crm.Dimension, at expression.Expression, kind crm.Type) bool {
	part, ofDays := d.PartOf()
	return part && !at.Empty() && !slices.Contains(at.Parameters(), "now") && (kind == crm.Time || kind == crm.Date && ofDays)
}
