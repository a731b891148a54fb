package catalog

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Unit is the unit of a KPI's value.
type Unit string

// The units.
const (
	Money   Unit = "money"   // the reporting currency
	Count   Unit = "count"   // a number of things
	Percent Unit = "percent" // a share, 1 is 100 %
	Score   Unit = "score"   // a mean on a scale of 0 to 100
	Times   Unit = "times"   // a multiple
	Points  Unit = "points"  // on a scale, or the difference between two points of one
	Rating  Unit = "rating"  // stars
	Days    Unit = "days"
	Hours   Unit = "hours"
	Minutes Unit = "minutes"
	// MoneyPerDay is the reporting currency for each day.
	MoneyPerDay Unit = "money_per_day"
)

func (u Unit) validate() error {
	if slices.Contains(Units(), u) {
		return nil
	}
	return fault.New("catalog.unknown_unit", "unit", u)
}
