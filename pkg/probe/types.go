package probe

import (
	"errors"
	"maps"
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Misfit is a field whose SQL has another type than the model wants. A question that needs it fails, unless it is [Misfit.Read].
type Misfit struct {
	Entity, Field string
	Type          crm.ColumnType // of the field's SQL
	Wanted        crm.Type       // of the model
	To            string         // the entity whose key has the type Key, which cannot be compared with Type; "" for a misfit by itself
	Key           crm.ColumnType
}

// Read reports whether questions read the field all the same: a day, or a timestamp without zone, for an instant, and the
// reverse. They take a zone for granted that nobody may have meant.
func (m *Misfit) Read() bool {
	return (m.Wanted == crm.Time || m.Wanted == crm.Date) && m.Wanted.Reads(m.Type)
}

func (m *Misfit) Error() string { return m.Text().In(i18n.English) }

// Text says what is wrong and what would be right, in every language.
func (m *Misfit) Text() i18n.Text {
	switch {
	case m.To != "":
		return i18n.T("check.misfit_key", "type", m.Type, "key", m.Key, "entity", m.To, "field", m.Field)
	case m.Wanted == crm.Time && m.Read():
		return i18n.T("check.misfit_time", "type", m.Type, "field", m.Field)
	case m.Read() && m.Type == crm.Time.Column():
		return i18n.T("check.misfit_instant", "type", m.Type, "field", m.Field)
	case m.Read():
		return i18n.T("check.misfit_day", "type", m.Type, "field", m.Field)
	}
	return i18n.T("check.misfit", "type", m.Type, "wanted", m.Wanted.Column())
}

// fit compares the types of the fields that can be selected, by entity and field, with those of the model and with the keys that
// relations lead to. What fails questions becomes a fault.
func (f *Found) fit() error {
	f.selectable = crm.Mapping{Model: f.Mapping.Model, Entities: maps.Clone(f.Mapping.Entities)}
	for _, entity := range slices.Sorted(maps.Keys(f.Mapping.Entities)) {
		source := f.Mapping.Entities[entity]
		e, err := f.Mapping.Model.Entity(entity)
		if err != nil {
			return err
		}
		for _, name := range e.Fields() {
			field, _ := e.Field(name)
			m := misfit(entity, field, source.Types[name], f.selectable.Entities[field.To].Types["id"])
			switch {
			case m == nil:
			case m.Read():
				f.Misfits = append(f.Misfits, m)
			default:
				f.Faults[entity+"."+name] = m
				if source.Fields, err = Fields(f.Mapping.Model, entity, source); err != nil {
					return err
				}
				delete(source.Fields, name)
				f.Mapping.Entities[entity] = source
			}
		}
	}
	return nil
}

// textNumbers are the fields of an entity that must be numbers and are texts, in the order of the model.
func (f *Found) textNumbers(entity string) []string {
	e, err := f.Mapping.Model.Entity(entity)
	if err != nil {
		return nil
	}
	return slices.DeleteFunc(e.Fields(), func(name string) bool {
		m, ok := errors.AsType[*Misfit](f.Faults[entity+"."+name])
		return !ok || m.To != "" || !m.Type.IsText() || m.Wanted != crm.Number && m.Wanted != crm.Money
	})
}

// misfit returns nil for a field that fits, that is not mapped, or of a type that the driver does not know.
func misfit(entity string, field *crm.Field, got, key crm.ColumnType) *Misfit {
	m := &Misfit{Entity: entity, Field: field.Name, Type: got, Wanted: field.Type}
	switch {
	case got == "":
		return nil
	case field.Type != crm.Time && field.Type != crm.Date && field.Type.Reads(got), field.Type.Exactly(got):
	default:
		return m
	}
	if key != "" && !key.Comparable(got) {
		m.To, m.Key = field.To, key
		return m
	}
	return nil
}
