package plan

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// nothingMapped is the error of what any entity would do for.
type nothingMapped struct{}

func (e nothingMapped) Error() string { return e.Text().En }

// Text is the error in every language.
func (nothingMapped) Text() i18n.Text {
	return i18n.Text{
		En: "no entity is mapped; add one to the mapping in the data source's settings",
		Ru: "нет сопоставления ни для одной сущности; добавьте её в сопоставление в настройках источника данных",
	}
}

// Available checks that the company's mapping has what a KPI needs: nil, or an error that names what is missing.
func (e *Engine) Available(k *catalog.KPI) error {
	for _, m := range k.Measures() {
		if err := e.measurable(e.effective(m)); err != nil {
			return err
		}
	}
	if k.Kind == catalog.ReportKind && !e.mapsAnything() {
		return nothingMapped{}
	}
	if frozen(k) {
		for _, path := range []string{"rep", "status", "closed_at", "amount"} {
			if err := e.mapping.Available("deals", path); err != nil {
				return err
			}
		}
	}
	if hasTarget(k.Formula) {
		for _, field := range []string{"metric", "scope", "scope_id", "period_start", "period_end", "value"} {
			if err := e.mapping.Available("targets", field); err != nil {
				return err
			}
		}
	}
	return nil
}

// mapsAnything reports whether any field of any entity is mapped.
func (e *Engine) mapsAnything() bool {
	for name := range e.mapping.Entities {
		entity, err := e.mapping.Model.Entity(name)
		if err == nil && slices.ContainsFunc(entity.Fields(), func(field string) bool { return e.mapping.Has(name, field) }) {
			return true
		}
	}
	return false
}

func (e *Engine) measurable(m *catalog.Measure) error {
	for _, path := range m.Paths() {
		if err := e.mapping.Available(m.Entity, path); err != nil {
			return err
		}
	}
	if m.Effect != "" {
		if err := e.mapping.Available(m.Entity, "user"); err != nil {
			return err
		}
		return outcomes[m.Effect].missing(e)
	}
	if m.Frozen != "" {
		for _, field := range frozenFields[m.Entity] {
			if err := e.mapping.Available(m.Entity, field); err != nil {
				return err
			}
		}
	}
	return nil
}

// effective returns the measure, or the one that stands in for it where the mapping lacks what it needs.
func (e *Engine) effective(m *catalog.Measure) *catalog.Measure {
	for m.Otherwise != "" && e.measurable(m) != nil {
		other, ok := e.catalog.Measure(m.Otherwise)
		if !ok {
			break
		}
		m = other
	}
	return m
}

// Dimensions returns the ids of the dimensions that every entity in a KPI's formula has under the mapping, sorted.
func (e *Engine) Dimensions(k *catalog.KPI) []string {
	var possible []string
	for _, id := range e.mapping.Model.Dimensions() {
		if e.has(k, id) {
			possible = append(possible, id)
		}
	}
	return possible
}

func (e *Engine) has(k *catalog.KPI, dimension string) bool {
	d, err := e.dimension(dimension)
	if err != nil {
		return false
	}
	if k.Kind == catalog.ReportKind {
		return dimension == entityDimension
	}
	for _, m := range k.Measures() {
		m = e.effective(m)
		if m.Frozen != "" && !slices.Contains(forecastDimensions, dimension) {
			return false
		}
		path, ok := d.Path(m.Entity)
		if !ok || e.mapping.Available(m.Entity, path) != nil {
			return false
		}
	}
	return !hasTarget(k.Formula) || len(e.scopesFor(append(membersOf(k.Formula), dimension))) > 0
}

func (e *Engine) dimension(id string) (*crm.Dimension, error) { return e.mapping.Model.Dimension(id) }

func hasTarget(n catalog.Node) bool {
	found := false
	catalog.Walk(n, func(n catalog.Node) {
		if _, ok := n.(catalog.Target); ok {
			found = true
		}
	})
	return found
}
