// Package catalog holds the KPI definitions: YAML files embedded in the binary, one per department, with titles and
// descriptions in every language. It knows neither the SQL dialect nor Grafana.
package catalog

import (
	"embed"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// Catalog is a set of measures and KPIs.
type Catalog struct {
	model    *crm.Model
	measures map[string]*Measure
	kpis     map[string]*KPI
	order    []string
	goals    sync.Map // by id, made when they are asked for: few of so many are
}

//go:embed definitions/*.yaml
var definitions embed.FS

// departments in the order people expect them.
var departments = []string{"sales", "marketing", "support", "data"}

// builtIn are the built-in catalogues by the model that they are read over.
var builtIn sync.Map

// Over returns the built-in catalogue over a model. It is read once for each and must not be changed.
func Over(model *crm.Model) *Catalog {
	known, ok := builtIn.Load(model)
	if !ok {
		known, _ = builtIn.LoadOrStore(model, read(model))
	}
	return known.(*Catalog)
}

// Default is [Over] the model of the reference schema.
func Default() *Catalog { return Over(crm.Reference().Model) }

// Over is the catalogue over a model that has all of its own and what a company adds, so that KPIs which are added can name that. A
// dimension that has the name of a KPI, or of the column of places, is an error: an answer would have two columns of that name.
func (c *Catalog) Over(model *crm.Model) (*Catalog, error) {
	if model == c.model {
		return c, nil
	}
	for _, id := range model.Dimensions() {
		if id == query.RankColumn {
			return nil, fault.New("catalog.dimension_reserved", "dimension", id)
		}
		if c.kpis[id] != nil {
			return nil, fault.New("catalog.dimension_of_kpi", "dimension", id)
		}
	}
	return &Catalog{model: model, measures: c.measures, kpis: c.kpis, order: c.order}, nil
}

func read(model *crm.Model) *Catalog {
	l := newLoader(model)
	for _, department := range departments {
		file := department + ".yaml"
		text, err := definitions.ReadFile(path.Join("definitions", file))
		if err != nil {
			panic(fmt.Sprintf("the embedded catalogue is broken: %v", err))
		}
		l.add(department, file, string(text))
	}
	c, err := l.finish()
	if err != nil {
		panic(fmt.Sprintf("the embedded catalogue is broken: %v", err))
	}
	return c
}

// Parse reads a catalogue of its own from YAML, for one department.
func Parse(department, text string) (*Catalog, error) {
	l := newLoader(crm.Reference().Model)
	l.add(department, "", text)
	return l.finish()
}

// KPI returns the KPI of that id, which may be a goal of one; the error of an unknown one names similar ids.
func (c *Catalog) KPI(id string) (*KPI, error) {
	if k, g, ok := c.goalNamed(id); ok {
		return c.Goal(k, g)
	}
	k, ok := c.kpis[id]
	if !ok {
		return nil, fault.New("catalog.unknown_kpi", "kpi", id, "hint", c.suggest(id))
	}
	return k, nil
}

// KPIs returns all KPIs in the order of the catalogue, without their goals.
func (c *Catalog) KPIs() []*KPI {
	all := make([]*KPI, len(c.order))
	for i, id := range c.order {
		all[i] = c.kpis[id]
	}
	return all
}

// Measure returns the measure of that id.
func (c *Catalog) Measure(id string) (*Measure, bool) {
	m, ok := c.measures[id]
	return m, ok
}

// suggest names the ids that share a word with an unknown one, or says where all of them are.
func (c *Catalog) suggest(id string) i18n.Text {
	var similar []string
	for _, other := range slices.Sorted(maps.Keys(c.kpis)) {
		for _, word := range strings.FieldsFunc(id, func(r rune) bool { return r == '_' || r == ' ' || r == '-' }) {
			if len(word) > 2 && strings.Contains(other, strings.TrimSuffix(strings.ToLower(word), "s")) {
				similar = append(similar, other)
				break
			}
		}
	}
	if len(similar) > 0 {
		return i18n.T("catalog.similar_kpis", "known", similar)
	}
	return i18n.T("catalog.kpis_listed")
}

// Measures returns all measures by their ids.
func (c *Catalog) Measures() []*Measure {
	all := make([]*Measure, 0, len(c.measures))
	for _, id := range slices.Sorted(maps.Keys(c.measures)) {
		all = append(all, c.measures[id])
	}
	return all
}
