package catalog

import (
	"reflect"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/measure"
)

// KPIFields lists the fields of a KPI's definition, in the order of the definition.
func KPIFields() []string { return crm.YAMLNames(reflect.TypeFor[kpiYAML]()) }

// MeasureFields lists the fields of a measure's definition, those of its kinds last.
func MeasureFields() []string {
	return append(crm.YAMLNames(reflect.TypeFor[Measure]()), measure.Keys()...)
}

// Units lists the units of KPIs.
func Units() []Unit {
	return []Unit{Money, MoneyPerDay, Count, Percent, Score, Points, Rating, Times, Days, Hours, Minutes}
}
