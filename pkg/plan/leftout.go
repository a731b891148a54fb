package plan

import (
	"errors"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// leftOut notes what a list has no rows of, and why.
type leftOut struct {
	unmapped []i18n.Text
	lacking  []lacking
}

// lacking are entities without the dimensions of some filters.
type lacking struct {
	dimensions []string
	entities   []i18n.Text
}

// misses notes that an entity, or a field of it, is not mapped.
func (o *leftOut) misses(entity string, err error) {
	name := entityName(entity)
	var missing *crm.Unavailable
	if errors.As(err, &missing) {
		name = entityName(missing.Entity)
		if missing.Field != "" {
			id := missing.Entity + "." + missing.Field
			name = i18n.Text{En: id, Ru: crm.Title(missing.Entity).Ru + ": " + crm.Title(missing.Field).Ru + " (" + id + ")"}
		}
	}
	o.unmapped = include(o.unmapped, name)
}

// lacks notes that an entity does not have dimensions.
func (o *leftOut) lacks(entity string, dimensions []string) {
	for i := range o.lacking {
		if slices.Equal(o.lacking[i].dimensions, dimensions) {
			o.lacking[i].entities = include(o.lacking[i].entities, entityName(entity))
			return
		}
	}
	o.lacking = append(o.lacking, lacking{dimensions: dimensions, entities: []i18n.Text{entityName(entity)}})
}

// notices says what is left out.
func (o *leftOut) notices() []Notice {
	var all []Notice
	if len(o.unmapped) > 0 {
		names := joined(o.unmapped)
		all = append(all, Notice{Text: i18n.Text{
			En: "Left out because not mapped: " + names.En + "; add what is missing to the mapping in the data source's settings.",
			Ru: "Не показаны, так как не сопоставлены: " + names.Ru + "; добавьте недостающее в сопоставление в настройках источника данных.",
		}})
	}
	for _, l := range o.lacking {
		names, dimensions := joined(l.entities), joined(dimensionNames(l.dimensions))
		all = append(all, Notice{Text: i18n.Text{
			En: "Left out because they cannot be filtered by " + dimensions.En + ": " + names.En + ".",
			Ru: "Не показаны, так как для них нет фильтра по " + dimensions.Ru + ": " + names.Ru + ".",
		}})
	}
	return all
}

// err is the error of a list that has nothing else.
func (o *leftOut) err() error {
	reasons := make([]string, 0, 2)
	for _, n := range o.notices() {
		reasons = append(reasons, n.Text.En)
	}
	return invalid("there is nothing to list. %s", strings.Join(reasons, " "))
}

// entityName is an entity as it is called in a mapping, in Russian with the name that people see.
func entityName(id string) i18n.Text {
	return i18n.Text{En: id, Ru: crm.Title(id).Ru + " (" + id + ")"}
}

func dimensionNames(ids []string) []i18n.Text {
	names := make([]i18n.Text, len(ids))
	for i, id := range ids {
		names[i] = i18n.Text{En: id, Ru: "«" + crm.Title(id).Ru + "»"}
	}
	return names
}

func include(texts []i18n.Text, text i18n.Text) []i18n.Text {
	if slices.Contains(texts, text) {
		return texts
	}
	return append(texts, text)
}

func joined(texts []i18n.Text) i18n.Text {
	var en, ru []string
	for _, t := range texts {
		en, ru = append(en, t.En), append(ru, t.Ru)
	}
	return i18n.Text{En: strings.Join(en, ", "), Ru: strings.Join(ru, ", ")}
}
