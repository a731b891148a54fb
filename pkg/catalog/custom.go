package catalog

import (
	"go/token"
	"maps"
	"regexp"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Custom is the department of the KPIs that a company defines itself.
const Custom = "custom"

// maxDefined bounds the KPIs, and the measures, of one text.
const maxDefined = 500

// With returns a catalogue that also has the KPIs of a YAML text of the form of definitions/*.yaml. Their formulas may name the
// measures and KPIs of this catalogue, and their titles, descriptions and notes may be given in one language for both.
// The error joins all that is wrong with the text; each begins with the source, which says where the text comes from.
func (c *Catalog) With(source, text string) (*Catalog, error) {
	l := newLoader(c.model)
	l.plain = true
	l.catalog = &Catalog{model: c.model, measures: maps.Clone(c.measures), kpis: maps.Clone(c.kpis), order: slices.Clone(c.order)}
	l.builtIn = c
	for id := range c.kpis {
		l.definitions[id] = kpiYAML{}
	}
	l.add(Custom, source, text)
	return l.finish()
}

// Of returns the KPIs of a department, in the order of the catalogue.
func (c *Catalog) Of(department string) []*KPI {
	return slices.DeleteFunc(c.KPIs(), func(k *KPI) bool { return k.Department != department })
}

// identifier is what a formula can name and everything that shows an id can hold.
var identifier = regexp.MustCompile(`^[a-z][a-z0-9_]{0,62}$`)

// checkID refuses ids that no formula could name, and those that are taken.
func (l *loader) checkID(id string) error {
	_, measure := l.catalog.measures[id]
	_, kpi := l.definitions[id]
	switch {
	case !identifier.MatchString(id) || token.IsKeyword(id):
		return fault.New("catalog.bad_id", "id", id)
	case l.isDimension(id):
		return fault.New("catalog.id_of_dimension", "id", id)
	case slices.Contains(ParameterNames(), id) || id == days || id == workingDaysLeft || id == query.RankColumn:
		return fault.New("catalog.id_reserved", "id", id)
	case l.builtIn != nil && l.builtIn.kpis[id] != nil:
		return fault.New("catalog.id_of_kpi", "id", id)
	case l.builtIn != nil && l.builtIn.measures[id] != nil:
		return fault.New("catalog.id_of_measure", "id", id)
	case kpi, measure:
		return fault.New("catalog.id_taken", "id", id)
	}
	return nil
}

// isDimension reports whether an added KPI or measure would have the name of a dimension that a company has added: an answer would have
// two columns of it.
func (l *loader) isDimension(id string) bool {
	if l.builtIn == nil {
		return false
	}
	_, err := l.model.Dimension(id)
	return err == nil
}
