package crm

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Title returns the name of an entity or a field as people see it: that of the dimension of the same name, if there is one. What has
// no title has its name in English.
func (m *Model) Title(name string) i18n.Text {
	if d, ok := m.dimensions[name]; ok {
		return d.Title
	}
	if e, ok := m.entities[name]; ok && e.Own {
		return e.Title
	}
	if t, ok := m.titles[name]; ok {
		return t
	}
	return i18n.New(i18n.Forms{"en": strings.ReplaceAll(name, "_", " ")})
}

func (m *Model) readTitles(text []byte) error {
	err := Strict(text, &m.titles)
	for name, title := range m.titles {
		m.titles[name] = i18n.Defined("titles."+name, title)
	}
	return err
}

// FieldTitle returns the name of a field of an entity as people see it.
func (m *Model) FieldTitle(entity, field string) i18n.Text {
	e, err := m.Entity(entity)
	if err != nil {
		return m.Title(field)
	}
	f, ok := e.Field(field)
	if !ok || !f.Own {
		return m.Title(field)
	}
	if f.Title != (i18n.Text{}) {
		return f.Title
	}
	_, dimension := m.dimensions[field]
	if _, known := m.titles[field]; known || dimension {
		return m.Title(field)
	}
	return ownTitle{}.or(field)
}
