package crm

import (
	"cmp"
	"maps"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Unavailable says which canonical field a mapping lacks.
type Unavailable struct {
	Entity, Field string // Field is "" when the whole entity is unmapped
	Reason        error  // why what is mapped cannot be read; nil for what is not mapped
}

func (u *Unavailable) Error() string { return u.Text().In(i18n.English) }

// Unwrap returns the reason.
func (u *Unavailable) Unwrap() error { return u.Reason }

// Text is the error in every language.
func (u *Unavailable) Text() i18n.Text {
	switch {
	case u.Reason != nil:
		return i18n.T("mapping.unreadable", "name", u.Name(), "reason", u.Reason)
	case u.Field == "":
		return i18n.T("mapping.unavailable_entity", "entity", u.Entity)
	}
	return i18n.T("mapping.unavailable_field", "entity", u.Entity, "field", u.Field)
}

// Name is the entity, or entity.field, that is missing.
func (u *Unavailable) Name() string {
	if u.Field == "" {
		return u.Entity
	}
	return u.Entity + "." + u.Field
}

// resolve returns how a field is had under the mapping: a mapped field, or a computed one.
// A computed field whose optional inputs are unmapped falls back as the model says.
func (m Mapping) resolve(e *Entity, f *Field) (*Field, error) {
	if c := e.Completes; c != nil && f.As.Empty() { // it has what the entity has that it completes
		own := f.Name
		if own == InferredFlag {
			own = c.Key
		}
		if err := m.Available(c.Entity, own); err != nil {
			return nil, err
		}
		return f, nil
	}
	if f.As.Empty() {
		if e.Derived() || m.Has(e.Name, f.Name) {
			return f, nil
		}
		return nil, m.missing(e.Name, f.Name)
	}
	if why := m.Unreadable[e.Name+"."+f.Name]; why != nil {
		return nil, &Unavailable{Entity: e.Name, Field: f.Name, Reason: why}
	}
	var missing error
	for _, input := range f.As.Paths() {
		if f.Own { // it may be a path, or of a computed field
			missing = cmp.Or(missing, m.Available(e.Name, input))
			continue
		}
		if m.Has(e.Name, input) {
			continue
		}
		if instead, ok := f.Without[input]; ok {
			other, _ := e.Field(instead)
			return m.resolve(e, other)
		}
		missing = m.missing(e.Name, input)
	}
	if missing != nil {
		return nil, missing
	}
	return f, nil
}

func (m Mapping) missing(entity, field string) error {
	u := &Unavailable{Entity: entity}
	if _, ok := m.Entities[entity]; ok {
		u.Field = field
	}
	u.Reason = m.Unreadable[u.Name()]
	return u
}

// Field returns the field that stands for the named one under the mapping, or [*Unavailable].
func (m Mapping) Field(entity, name string) (*Field, error) {
	e, err := m.Model.Entity(entity)
	if err != nil {
		return nil, err
	}
	f, ok := e.Field(name)
	if !ok {
		return nil, fault.New("mapping.unknown_field", "entity", entity, "field", name, "known", e.order)
	}
	if err := m.derivable(e); err != nil {
		return nil, err
	}
	return m.resolve(e, f)
}

// derivable checks that what a derived entity reads is mapped.
func (m Mapping) derivable(e *Entity) error {
	for _, other := range slices.Sorted(maps.Keys(e.Needs)) {
		for _, field := range e.Needs[other] {
			if _, err := m.Field(other, field); err != nil {
				return err
			}
		}
	}
	return nil
}

// Available checks that a path can be followed from an entity under the mapping: nil, or an error that holds an [*Unavailable].
func (m Mapping) Available(entity, path string) error {
	for _, step := range strings.Split(path, ".") {
		f, err := m.Field(entity, step)
		if err != nil {
			return err
		}
		if entity = f.To; entity == "" {
			break
		}
		// A relation needs only its own key; whether its entity is mapped is asked by the next step.
	}
	return nil
}
