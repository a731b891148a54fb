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
	if t, ok := m.titles[name]; ok {
		return t
	}
	return i18n.Text{En: strings.ReplaceAll(name, "_", " ")}
}
