package crm

import (
	"slices"
	"strings"
)

// A blank text, empty or of nothing but spaces, tabs and line breaks, is no value, as null is: in a relation, in another key and in a
// text. As an id it stays what it is: the row counts, but nothing can refer to it.

// IsBlank reports whether a text is one that means nothing.
func IsBlank(text string) bool { return strings.Trim(text, " \t\r\n") == "" }

// MayBeBlank reports whether a field is a text, or a key that the company keeps as a text, so that a blank may stand where there is no
// value. The parts of a computed field are looked at instead.
func (m Mapping) MayBeBlank(entity string, f *Field) bool {
	e, err := m.Model.Entity(entity)
	if err != nil || !f.As.Empty() || f.Type != String && f.Type != Key && f.Type != Currency {
		return false
	}
	if c := e.Completes; c != nil && f.Name == c.Key {
		return false // those that were blank are looked at where the entity is completed
	}
	if e.Derived() {
		return m.mayInheritBlank(e, f.Name)
	}
	got := m.Entities[entity].Types[f.Name]
	return got.IsText() || got == "" && f.Type != Key
}

// mayInheritBlank reports whether one of the sources of a derived entity has a field of that name that may be blank.
func (m Mapping) mayInheritBlank(e *Entity, field string) bool {
	return slices.ContainsFunc(e.Sources(), func(name string) bool {
		source, err := m.Model.Entity(name)
		if err != nil || e.Query != "" && !slices.Contains(e.Needs[name], field) {
			return false
		}
		f, ok := source.Field(field)
		return ok && (m.MayBeBlank(name, f) || slices.ContainsFunc(f.As.Paths(), func(part string) bool {
			own, ok := source.Field(part)
			return ok && own.Type == f.Type && m.MayBeBlank(name, own)
		}))
	})
}
