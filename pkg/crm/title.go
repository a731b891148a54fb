package crm

import (
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Title returns the name of an entity or a field as people see it: that of the dimension of the same name, if there is one. What has
// no title has its name in English.
func (m *Model) Title(name string) i18n.Text {
	if d, err := m.Dimension(name); err == nil {
		return d.Title
	}
	if t, ok := m.titles[name]; ok {
		return t
	}
	return i18n.Text{En: strings.ReplaceAll(name, "_", " ")}
}

// Title is [Model.Title] of the canonical model, for those who have no mapping at hand.
func Title(name string) i18n.Text { return Canonical().Title(name) }
