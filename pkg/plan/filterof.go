package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// FiltersOf returns what a filter may be of, besides all rows that a KPI counts: the sides of a ratio, then the entities, sorted, that its
// rows are made of.
func (b *Business) FiltersOf(k *catalog.KPI) []string {
	var all []string
	for _, side := range []string{query.Numerator, query.Denominator} {
		if b.sideOf(k, side) != nil {
			all = append(all, side)
		}
	}
	return append(all, b.madeOf(k)...)
}

// RowsOf returns the ids of the dimensions, and the numbers and times, that a filter of something of [Business.FiltersOf] may have, sorted.
func (b *Business) RowsOf(k *catalog.KPI, of string) (dimensions, fields []string) {
	if query.IsSide(of) {
		side := b.sideOf(k, of)
		return b.possible(side), b.Fields(side)
	}
	return b.DimensionsOf(of), b.FieldsOf(of)
}

// sideOf is one side of a KPI as a KPI: of a ratio without targets, whose side counts rows. It is nil of any other.
func (b *Business) sideOf(k *catalog.KPI, side string) *catalog.KPI {
	ratios := outermost(k.Formula)
	if len(ratios) != 1 || HasTarget(k.Formula) {
		return nil
	}
	of := &catalog.KPI{ID: k.ID, Title: k.Title, Formula: ratios[0].X}
	if side == query.Denominator {
		of.Formula = ratios[0].Y
	}
	if len(of.Measures()) == 0 {
		return nil
	}
	return of
}

// outermost are the divisions of a formula that stand in no other one.
func outermost(n catalog.Node) []catalog.Binary {
	if division, ok := n.(catalog.Binary); ok && division.Op == '/' {
		return []catalog.Binary{division}
	}
	var all []catalog.Binary
	for _, part := range catalog.Parts(n) {
		all = append(all, outermost(part)...)
	}
	return all
}

// madeOf are the entities that the rows of a KPI are made of, sorted; none where they are the rows of tables, and of a KPI with targets,
// which are not for some of the rows.
func (b *Business) madeOf(k *catalog.KPI) []string {
	if HasTarget(k.Formula) {
		return nil
	}
	var all []string
	var add func(entity string)
	add = func(entity string) {
		e, err := b.Mapping.Model.Entity(entity)
		if err != nil || e.Query == "" {
			return
		}
		for name := range e.Needs {
			if !slices.Contains(all, name) {
				all = append(all, name)
				add(name)
			}
		}
	}
	for _, m := range k.Measures() {
		add(b.Effective(m).Entity)
	}
	slices.Sort(all)
	return all
}

// checkFilter refuses a filter that a KPI cannot have. Dimensions of all rows are looked at as those to group by are.
func (b *Business) checkFilter(k *catalog.KPI, f query.Filter) error {
	if f.Of == "" {
		return b.checkComparisons(k, f)
	}
	if possible := b.FiltersOf(k); !slices.Contains(possible, f.Of) {
		if len(possible) == 0 {
			return fault.New("plan.no_filter_of", "kpi", k.ID, "of", f.Of).In("filters")
		}
		return fault.New("plan.unknown_filter_of", "kpi", k.ID, "of", f.Of, "possible", possible).In("filters")
	}
	if f.IsSide() {
		return b.checkComparisons(b.sideOf(k, f.Of), f)
	}
	return b.CheckFilters(f.Of, []query.Filter{f})
}

func (b *Business) checkComparisons(k *catalog.KPI, filter query.Filter) error {
	for _, f := range query.Comparisons([]query.Filter{filter}) {
		var err error
		if f.Field != "" {
			err = b.checkField(k, f)
		} else {
			err = b.checkDimension(k, f.Dimension, filteredBy)
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// CheckFilters refuses filters by what the rows of an entity do not have.
func (b *Business) CheckFilters(entity string, filters []query.Filter) error {
	for _, f := range query.Comparisons(filters) {
		if f.Field != "" {
			if err := b.CheckField(entity, f); err != nil {
				return err
			}
			continue
		}
		d, err := b.Dimension(f.Dimension)
		if err != nil {
			return fault.ByAsker(err)
		}
		if err := b.lacksDimension(entity, d); err != nil {
			return err
		}
	}
	return nil
}

// DimensionsOf returns the ids of the dimensions that the rows of an entity are filtered by under the mapping, sorted.
func (b *Business) DimensionsOf(entity string) []string {
	return slices.DeleteFunc(b.Mapping.Model.Dimensions(), func(id string) bool {
		d, err := b.Dimension(id)
		return err != nil || b.lacksDimension(entity, d) != nil
	})
}

// lacksDimension is the fault of filtering an entity by a dimension that it does not have; nil for none.
func (b *Business) lacksDimension(entity string, d *crm.Dimension) error {
	path, ok := d.Path(entity)
	if at, kind := b.Happens(entity); HasPart(d, at, kind) {
		path, ok = at.String(), true
	}
	if !ok {
		return fault.New("plan.entity_without_dimension", "entity", entity, "dimension", d.ID).In("filters")
	}
	if err := b.Mapping.Available(entity, path); err != nil {
		return fault.New("plan.entity_dimension_unmapped", "entity", entity, "dimension", d.ID, "reason", err).In("filters")
	}
	return nil
}

// filtered are the entities whose rows a filter of something restricts for a KPI that can have it.
func (b *Business) filtered(k *catalog.KPI, of string) []string {
	side := k
	if query.IsSide(of) {
		side = b.sideOf(k, of)
	} else if of != "" {
		return []string{of}
	}
	var all []string
	for _, m := range side.Measures() {
		all = append(all, b.Effective(m).Entity)
	}
	return all
}

// Filters are those of the rows of a side: of all rows, and its own.
func (q *Query) Filters(side string) []query.Filter {
	all := query.Of(q.Question.Filters, "")
	if side == "" {
		return all
	}
	return append(all, query.Of(q.Question.Filters, side)...)
}

// side is a side of a ratio where filters hold for it alone; "" for one whose rows are those of everything else.
func (q *Query) side(side string) string {
	if len(query.Of(q.Question.Filters, side)) == 0 {
		return ""
	}
	return side
}

// Before are the conditions on the rows of entities before others are made of them, by the entity.
func (b *Business) Before(q *Query) (map[string][]sqlgen.Condition, error) {
	var before map[string][]sqlgen.Condition
	for _, f := range q.Question.Filters {
		if f.Of == "" || f.IsSide() {
			continue
		}
		scope, err := b.Scope(f.Of, nil, []query.Filter{f})
		if err != nil {
			return nil, err
		}
		if before == nil {
			before = map[string][]sqlgen.Condition{}
		}
		before[f.Of] = append(before[f.Of], scope.Conditions...)
	}
	return before, nil
}
