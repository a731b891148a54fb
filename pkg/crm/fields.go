package crm

import (
	"reflect"
	"slices"
	"strings"
)

// MappingFields lists the fields of a mapping as it is written, by the part that has them: "mapping", "entity", "dimension" and "tenant".
func MappingFields() map[string][]string {
	return map[string][]string{
		"mapping":   YAMLNames(reflect.TypeFor[mappingYAML]()),
		"entity":    YAMLNames(reflect.TypeFor[sourceYAML]()),
		"dimension": YAMLNames(reflect.TypeFor[ownDimension]()),
		"tenant":    YAMLNames(reflect.TypeFor[Tenant]()),
	}
}

// Conversions lists the conversions with what each takes beside its subject.
func Conversions() map[string][]string {
	all := map[string][]string{}
	for name, r := range conversions {
		all[name] = slices.Clone(r.options)
	}
	return all
}

// OwnFieldTypes lists the types that fields of a company's own may have.
func OwnFieldTypes() []string { return slices.Clone(ownTypes) }

// YAMLNames are the names of a struct's fields in YAML, in their order.
func YAMLNames(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
