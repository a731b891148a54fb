package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/measure"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Profile is what is looked at of the rows of an entity: their newest change and, with faults, what can be wrong with them.
func (b *Business) Profile(entity string, faults bool) sqlgen.Profile {
	return sqlgen.Profile{Entity: entity, Faults: faults, Spans: b.spans(entity), Began: b.began(entity), Rated: b.ratedAt(entity)}
}

// spans are the times of an entity's rows that the catalogue measures: from one field to another, which must not come before.
func (b *Business) spans(entity string) [][2]string {
	var spans [][2]string
	for _, m := range b.Catalog.Measures() {
		if m.Entity != entity {
			continue
		}
		from, to, ok := spanOf(m)
		if state, _, lasts := m.Timing.Span(m); lasts && state.String() != b.began(entity) {
			ok = false
		}
		span := [2]string{from.String(), to.String()}
		if !ok || slices.Contains(spans, span) || b.Mapping.Available(entity, span[0]) != nil || b.Mapping.Available(entity, span[1]) != nil {
			continue
		}
		spans = append(spans, span)
	}
	return spans
}

func spanOf(m *measure.Measure) (from, to expression.Expression, ok bool) {
	if m.Aggregation != nil {
		if from, to, ok = m.Aggregation.Span(); ok {
			return from, to, ok
		}
	}
	return m.Timing.Span(m)
}

// ratedAt returns the field of an entity at which the catalogue converts its amounts; "" when nothing is converted. An instant comes
// before a day: that is when something happened, not when it is expected to.
func (b *Business) ratedAt(entity string) string {
	in := sqlgen.Context{Mapping: b.Mapping}
	day := ""
	for _, m := range b.Catalog.Measures() {
		if m.Entity != entity || m.Timing.Aggregates() || m.CurrencyIn(in) != "currency" {
			continue
		}
		at := m.Timing.Begins(m)
		if e, err := b.Mapping.Model.Entity(entity); err == nil && at.IsPath() && b.Mapping.Available(entity, at.String()) == nil {
			f, own := e.Field(at.String())
			switch {
			case own && f.Type == crm.Time:
				return at.String()
			case own && day == "":
				day = at.String()
			}
		}
	}
	return day
}

// Happens is the time by which an entity's rows are listed; empty where they are of no time.
func (b *Business) Happens(entity string) (expression.Expression, crm.Type) {
	known, err := b.Mapping.Model.Entity(entity)
	if err != nil || known.Happens == "" {
		return expression.Expression{}, ""
	}
	f, _ := known.Field(known.Happens)
	return expression.MustParse(f.Name), f.Type
}

// began returns the field that tells when a row came into being, without which it counts nowhere; "" where rows have none.
func (b *Business) began(entity string) string {
	e, err := b.Mapping.Model.Entity(entity)
	if err != nil || e.Begins == "" || b.Mapping.Available(entity, e.Begins) != nil {
		return ""
	}
	return e.Begins
}
