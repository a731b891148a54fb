package plugin

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/query/types"
)

// catalogAnswer is all that can be asked for under the company's mapping, and how.
type catalogAnswer struct {
	Departments []named          `json:"departments"`
	KPIs        []kpiAnswer      `json:"kpis"`
	Dimensions  []named          `json:"dimensions"`
	Entities    []entityAnswer   `json:"entities"`
	Sides       []named          `json:"sides"` // of a ratio, for which a filter can hold alone
	Operators   []operatorAnswer `json:"operators"`
	Fields      []fieldOfRows    `json:"fields"`      // numbers, amounts and times of rows that filters compare
	Comparators []operatorAnswer `json:"comparators"` // of fields, and of the values of KPIs
	NoValue     string           `json:"noValue"`     // stands for rows without a value
	Types       []typeAnswer     `json:"types"`
	// Arguments are those that a column of a question may have behind its KPI, such as revenue:rolling=28d.
	Arguments []parameterAnswer `json:"arguments"`
	// Units are those that a formula of a question may have.
	Units []named `json:"units"`
}

type kpiAnswer struct {
	ID           string            `json:"id"`
	Title        string            `json:"title"`
	Names        []string          `json:"names,omitempty"` // others by which people look for it, in all languages
	Description  string            `json:"description"`
	Descriptions []string          `json:"descriptions,omitempty"` // in the other languages
	Department   string            `json:"department"`
	Kind         catalog.Kind      `json:"kind"`
	Unit         catalog.Unit      `json:"unit"`
	Better       catalog.Better    `json:"better"`
	Horizon      catalog.Horizon   `json:"horizon"`
	DefaultGrain calendar.Grain    `json:"defaultGrain,omitempty"`
	Usual        calendar.Grain    `json:"usual"` // the grain at which its course is looked at
	Dimensions   []string          `json:"dimensions"`
	Fields       []string          `json:"fields,omitempty"` // by which its rows can be filtered
	Parameters   []parameterAnswer `json:"parameters"`
	Available    bool              `json:"available"`
	Reason       string            `json:"reason"`               // why it is not available
	Statistics   bool              `json:"statistics,omitempty"` // can be asked of its values, as revenue:statistic=median
	// Of is what a filter can hold for alone: the sides of a ratio, and the entities that its rows are made of.
	Of []ofAnswer `json:"of,omitempty"`
	// Goals are its target, and how far that is reached: KPIs that are offered as variants of this one, not beside it.
	Goals []kpiAnswer `json:"goals,omitempty"`
}

// ofAnswer is a side of a ratio with what its rows are filtered by, or an entity, which says so itself.
type ofAnswer struct {
	ID         string   `json:"id"`
	Dimensions []string `json:"dimensions,omitempty"`
	Fields     []string `json:"fields,omitempty"`
}

// entityAnswer is an entity with what its rows are filtered by.
type entityAnswer struct {
	named
	Dimensions []string `json:"dimensions,omitempty"`
	Fields     []string `json:"fields,omitempty"`
}

type parameterAnswer struct {
	Name    string         `json:"name"`
	Title   string         `json:"title"`
	Help    string         `json:"help,omitempty"` // how it is written
	Default string         `json:"default"`
	Options []optionAnswer `json:"options,omitempty"` // none for what is written freely
	Without string         `json:"without,omitempty"` // another one that is none beside it
}

// fieldOfRows is a number or a time of rows, or a path to one.
type fieldOfRows struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Days  bool   `json:"days,omitempty"` // compared by day
}

type named struct {
	ID    string `json:"id"`
	Title string `json:"title"`
}

// describe lists the catalogue. Dimensions and entities are those that the mapping has.
func (d *Datasource) describe(known *mapped, reader audience) catalogAnswer {
	language := reader.language
	answer := catalogAnswer{
		Departments: departments(d.catalog, language), KPIs: []kpiAnswer{}, Entities: []entityAnswer{}, Sides: sides(language),
		Operators: operators(types.Operators(), language), Comparators: operators(types.Comparators(), language), NoValue: query.None, Types: queryTypes(language),
		Arguments: columnArguments(language), Units: units(language),
	}
	dimensions := map[string]bool{}
	for _, k := range d.catalog.KPIs() {
		described := d.describeKPI(known, k, reader)
		for _, goal := range d.catalog.GoalsOf(k) {
			described.Goals = append(described.Goals, d.describeKPI(known, goal, reader))
		}
		for _, id := range described.Dimensions {
			dimensions[id] = true
		}
		for _, of := range described.Of {
			for _, id := range of.Dimensions {
				dimensions[id] = true
			}
		}
		answer.KPIs = append(answer.KPIs, described)
	}
	known.addOwn(dimensions)
	answer.Dimensions = known.dimensionTitles(slices.Sorted(maps.Keys(dimensions)), language)
	for _, name := range known.entities() {
		shown := named{name, known.mapping.Model.Title(name).In(language)}
		answer.Entities = append(answer.Entities, entityAnswer{shown, known.engine.DimensionsOf(name), known.engine.FieldsOf(name)})
	}
	answer.Fields = known.fields(answer, language)
	return answer
}

func (d *Datasource) describeKPI(known *mapped, k *catalog.KPI, reader audience) kpiAnswer {
	language := reader.language
	described := kpiAnswer{
		ID: k.ID, Title: k.Title.In(language), Names: names(k, language),
		Description: k.Description.In(language), Descriptions: descriptions(k, language), Department: k.Department,
		Kind: k.Kind, Unit: k.Unit, Better: k.Better, Horizon: k.Horizon, DefaultGrain: k.Grain, Usual: k.Usual(),
		Dimensions: append([]string{}, known.engine.Dimensions(k)...), Fields: known.engine.Fields(k), Parameters: parameters(d.catalog, k, language), Available: true,
		Statistics: k.HasStatistics(),
	}
	for _, of := range known.engine.FiltersOf(k) {
		one := ofAnswer{ID: of}
		if query.IsSide(of) {
			one.Dimensions, one.Fields = known.engine.RowsOf(k, of)
		}
		described.Of = append(described.Of, one)
	}
	if err := known.engine.Available(k); err != nil {
		described.Available, described.Reason = false, reader.reads(i18n.Of(err))
	}
	return described
}

// sides are those of a ratio.
func sides(language i18n.Language) []named {
	return []named{
		{query.Numerator, i18n.T("types.sides.numerator").In(language)}, {query.Denominator, i18n.T("types.sides.denominator").In(language)},
	}
}

// departments are those that have KPIs, in the order of the catalogue.
func departments(c *catalog.Catalog, language i18n.Language) []named {
	list := []named{}
	for _, k := range c.KPIs() {
		if !slices.ContainsFunc(list, func(n named) bool { return n.ID == k.Department }) {
			list = append(list, named{k.Department, catalog.DepartmentTitle(k.Department).In(language)})
		}
	}
	return list
}

func parameters(c *catalog.Catalog, k *catalog.KPI, language i18n.Language) []parameterAnswer {
	list := []parameterAnswer{}
	for _, name := range slices.Sorted(maps.Keys(k.Parameters)) {
		described := parameterAnswer{Name: name, Title: c.ParameterTitle(name).In(language), Default: k.Parameters[name]}
		described.Options = options(name, c.Options(k, name), language)
		if described.Options == nil {
			described.Help = k.Form(name).In(language)
		}
		list = append(list, described)
	}
	return list
}

// options are what a parameter may be; nil for none.
func options(parameter string, ids []string, language i18n.Language) []optionAnswer {
	var list []optionAnswer
	for _, id := range ids {
		list = append(list, optionAnswer{ID: id, Title: catalog.OptionTitle(parameter, id).In(language)})
	}
	return list
}

func (m *mapped) dimensionTitles(ids []string, language i18n.Language) []named {
	list := []named{}
	for _, id := range ids {
		title := id
		if dimension, err := m.mapping.Model.Dimension(id); err == nil {
			title = dimension.Title.In(language)
		}
		list = append(list, named{id, title})
	}
	return list
}

// addOwn adds the dimensions that the records of the company's own entities are filtered by, whether a KPI has them or not.
func (m *mapped) addOwn(dimensions map[string]bool) {
	for _, name := range m.entities() {
		entity, err := m.mapping.Model.Entity(name)
		if err != nil || !entity.Own {
			continue
		}
		for _, id := range m.mapping.Model.Dimensions() {
			d, err := m.mapping.Model.Dimension(id)
			if err != nil {
				continue
			}
			if path, ok := d.Path(name); ok && m.mapping.Available(name, path) == nil {
				dimensions[id] = true
			}
		}
	}
}

// entities are those whose records can be listed under the mapping.
func (m *mapped) entities() []string {
	var names []string
	for _, name := range m.mapping.Model.Entities() {
		entity, err := m.mapping.Model.Entity(name)
		if err != nil {
			continue
		}
		available := func(field string) bool { return m.mapping.Available(name, field) == nil }
		if slices.ContainsFunc(entity.Fields(), available) {
			names = append(names, name)
		}
	}
	return names
}

// presetAnswer is a preset to choose in the settings.
type presetAnswer struct {
	ID        string   `json:"id"`
	Title     string   `json:"title"`
	Versions  string   `json:"versions"`
	Schema    string   `json:"schema"` // where its tables usually are
	Entities  []string `json:"entities"`
	Available string   `json:"available"`
	Limits    string   `json:"limits"`
}

func presets(language i18n.Language) map[string][]presetAnswer {
	list := []presetAnswer{}
	for _, p := range crm.Presets() {
		list = append(list, presetAnswer{
			ID: p.ID, Title: p.Title.In(language), Versions: p.Versions, Schema: p.Schema, Entities: slices.Sorted(maps.Keys(p.Entities)),
			Available: p.Available.In(language), Limits: p.Limits.In(language),
		})
	}
	return map[string][]presetAnswer{"presets": list}
}
