package lists

import (
	"errors"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// omissions are what a list has no rows of, and why.
type omissions struct {
	model    *crm.Model
	unmapped []i18n.Text
	lacking  []lacking
}

// lacking are entities without the dimensions of some filters.
type lacking struct {
	dimensions []string
	entities   []i18n.Text
}

// misses notes that an entity, or a field of it, is not mapped.
func (o *omissions) misses(entity string, err error) {
	name := entityName(o.model, entity)
	if missing, ok := errors.AsType[*crm.Unavailable](err); ok {
		name = entityName(o.model, missing.Entity)
		if missing.Field != "" {
			id := missing.Entity + "." + missing.Field
			name = i18n.T("lists.field_name", "id", id, "entity", o.model.Title(missing.Entity), "field", o.model.FieldTitle(missing.Entity, missing.Field))
		}
	}
	o.unmapped = include(o.unmapped, name)
}

// lacks notes that an entity does not have dimensions.
func (o *omissions) lacks(entity string, dimensions []string) {
	for i := range o.lacking {
		if slices.Equal(o.lacking[i].dimensions, dimensions) {
			o.lacking[i].entities = include(o.lacking[i].entities, entityName(o.model, entity))
			return
		}
	}
	o.lacking = append(o.lacking, lacking{dimensions: dimensions, entities: []i18n.Text{entityName(o.model, entity)}})
}

// notices says what is left out.
func (o *omissions) notices() []answer.Notice {
	var all []answer.Notice
	if len(o.unmapped) > 0 {
		all = append(all, answer.Notice{Text: i18n.T("notice.not_mapped", "names", o.unmapped)})
	}
	for _, l := range o.lacking {
		all = append(all, answer.Notice{Text: i18n.T("notice.cannot_be_filtered", "dimensions", dimensionNames(o.model, l.dimensions), "names", l.entities)})
	}
	return all
}

// err is the error of a list that has nothing else.
func (o *omissions) err() error {
	var reasons []i18n.Text
	for _, n := range o.notices() {
		reasons = append(reasons, n.Text)
	}
	return fault.New("lists.nothing_to_list", "reasons", reasons)
}

// entityName is an entity as it is called in a mapping, in other languages with the name that people see.
func entityName(m *crm.Model, id string) i18n.Text {
	return i18n.T("lists.entity_name", "id", id, "entity", m.Title(id))
}

func dimensionNames(m *crm.Model, ids []string) []i18n.Text {
	names := make([]i18n.Text, len(ids))
	for i, id := range ids {
		names[i] = i18n.T("lists.dimension_name", "id", id, "dimension", m.Title(id))
	}
	return names
}

func include(texts []i18n.Text, text i18n.Text) []i18n.Text {
	if slices.Contains(texts, text) {
		return texts
	}
	return append(texts, text)
}
