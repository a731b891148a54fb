package crm

import (
	_ "embed"
	"fmt"
	"strings"
	"sync"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

//go:embed titles.yaml
var titlesYAML []byte

var titles = sync.OnceValue(func() map[string]i18n.Text {
	var all map[string]i18n.Text
	if err := strict(titlesYAML, &all); err != nil {
		panic(fmt.Sprintf("the embedded titles are broken: %v", err))
	}
	return all
})

// Title returns the name of an entity or a field as people see it.
func Title(name string) i18n.Text {
	if d, ok := Canonical().dimensions[name]; ok {
		return d.Title
	}
	if t, ok := titles()[name]; ok {
		return t
	}
	return i18n.Text{En: strings.ReplaceAll(name, "_", " ")}
}
