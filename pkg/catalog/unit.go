package catalog

import "github.com/crmkpi/crm-datasource/pkg/fault"

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

// seconds gives the length of the units that are durations.
var seconds = map[Unit]int{Days: 86400, Hours: 3600, Minutes: 60}

// Seconds returns the length of a duration unit; false for any other unit.
func (u Unit) Seconds() (int, bool) {
	s, ok := seconds[u]
	return s, ok
}

func (u Unit) validate() error {
	switch u {
	case Money, MoneyPerDay, Count, Percent, Score, Points, Rating, Times, Days, Hours, Minutes:
		return nil
	}
	return fault.New("catalog.unknown_unit", "unit", u)
}
