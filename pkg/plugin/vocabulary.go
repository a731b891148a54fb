package plugin

import (
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// vocabulary are the names that a company's settings may use, those that its saved settings add among them.
type vocabulary struct {
	model    *crm.Model
	catalog  *catalog.Catalog
	language i18n.Language
}

// entities are those of the model; derived says whether those that no mapping gives are among them.
func (v vocabulary) entities(derived bool) []named {
	var all []named
	for _, id := range v.model.Entities() {
		if e, err := v.model.Entity(id); err == nil && (derived || !e.Derived()) {
			all = append(all, named{id, v.model.Title(id).In(v.language)})
		}
	}
	return all
}

// own reports whether an entity is the company's own.
func (v vocabulary) own(entity string) bool {
	e, err := v.model.Entity(entity)
	return err == nil && e.Own
}

// fields are those of an entity that a mapping gives, of some types or of all.
func (v vocabulary) fields(entity string, types ...crm.Type) []named {
	own := v.own(entity)
	var all []named
	for _, f := range v.readable(entity) {
		if f.As.Empty() && f.Own == own && (len(types) == 0 || slices.Contains(types, f.Type)) {
			all = append(all, named{f.Name, v.model.FieldTitle(entity, f.Name).In(v.language)})
		}
	}
	return all
}

// readable are the fields of an entity that expressions read.
func (v vocabulary) readable(entity string) []*crm.Field {
	e, err := v.model.Entity(entity)
	if err != nil {
		return nil
	}
	var all []*crm.Field
	for _, name := range e.Fields() {
		if f, ok := e.Field(name); ok {
			all = append(all, f)
		}
	}
	return all
}

// words are those that a field may hold, as people write them; none of a field that may hold any.
func (v vocabulary) words(entity, field string) []named {
	f, err := v.model.Resolve(entity, field)
	if err != nil {
		return nil
	}
	written := map[string]i18n.Text{}
	for _, id := range v.model.Dimensions() {
		if d, err := v.model.Dimension(id); err == nil {
			if path, ok := d.Path(entity); ok && path == field {
				maps.Copy(written, d.Wording)
			}
		}
	}
	var all []named
	for _, word := range f.Words.Allowed {
		all = append(all, named{word, written[word].In(v.language)})
	}
	return all
}

func (v vocabulary) dimensions() []named {
	var all []named
	for _, id := range v.model.Dimensions() {
		if d, err := v.model.Dimension(id); err == nil {
			all = append(all, named{id, d.Title.In(v.language)})
		}
	}
	return all
}

func (v vocabulary) kpis() []named {
	var all []named
	for _, k := range v.catalog.KPIs() {
		all = append(all, named{k.ID, k.Title.In(v.language)})
	}
	return all
}

func (v vocabulary) measures() []named {
	var all []named
	for _, m := range v.catalog.Measures() {
		all = append(all, named{m.ID, m.Text().In(v.language)})
	}
	return all
}

func (v vocabulary) goals() []named {
	var all []named
	for _, k := range v.catalog.KPIs() {
		for _, goal := range v.catalog.GoalsOf(k) {
			all = append(all, named{goal.ID, goal.Title.In(v.language)})
		}
	}
	return all
}

func (v vocabulary) dayCounts() []named {
	var all []named
	for _, name := range catalog.DayCounts() {
		all = append(all, named{name, catalog.DayCountText(name).In(v.language)})
	}
	return all
}

// parameters are those that a KPI may have a default of.
func (v vocabulary) parameters() []named { return v.titled(catalog.ParameterNames()) }

// choices are the parameters that choose from a list.
func (v vocabulary) choices() []named { return v.titled(catalog.Choices()) }

func (v vocabulary) titled(parameters []string) []named {
	var all []named
	for _, name := range parameters {
		all = append(all, named{name, v.catalog.ParameterTitle(name).In(v.language)})
	}
	return all
}

// options are the values that a parameter chooses from; none of one that is written freely.
func (v vocabulary) options(parameter string) []named {
	var all []named
	for _, option := range catalog.Options(parameter) {
		all = append(all, named{option, catalog.OptionTitle(parameter, option).In(v.language)})
	}
	return all
}

// instants are the parameters that every expression may read, as it writes them.
func (v vocabulary) instants() []named {
	var all []named
	for _, name := range catalog.Instants() {
		all = append(all, named{":" + name, catalog.InstantText(name).In(v.language)})
	}
	return all
}

// rowParameters are those of a question that expressions of measures may read, as they write them.
func (v vocabulary) rowParameters() []named {
	all := v.titled(catalog.RowParameters())
	for i := range all {
		all[i].ID = ":" + all[i].ID
	}
	return all
}
