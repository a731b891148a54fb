package catalog

import (
	"reflect"
	"slices"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// KPIFields lists the fields of a KPI's definition, in the order of the definition.
func KPIFields() []string { return tags(reflect.TypeFor[kpiYAML]()) }

// MeasureFields lists the fields of a measure's definition, those of its kinds last.
func MeasureFields() []string { return append(tags(reflect.TypeFor[Measure]()), measure.Keys()...) }

// Functions lists the functions of a formula, sorted.
func Functions() []string { return functionNames() }

// Units lists the units of KPIs.
func Units() []Unit {
	return []Unit{Money, MoneyPerDay, Count, Percent, Score, Points, Rating, Times, Days, Hours, Minutes}
}

// tags are the names of a struct's fields in YAML.
func tags(t reflect.Type) []string {
	var names []string
	for i := range t.NumField() {
		if name, _, _ := strings.Cut(t.Field(i).Tag.Get("yaml"), ","); name != "" && !slices.Contains(names, name) {
			names = append(names, name)
		}
	}
	return names
}
