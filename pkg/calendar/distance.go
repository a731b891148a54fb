package calendar

import (
	"regexp"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Distance is a number of days, weeks, months, quarters or years, written as 28d, 4w, 3M, 2Q or 1y. The zero value is none.
type Distance struct {
	Count int
	Unit  Grain
}

// distanceUnits are the letters of units: those that Grafana writes in its time ranges.
var distanceUnits = map[string]Grain{"d": Day, "w": Week, "M": Month, "Q": Quarter, "y": Year}

var distanceForm = regexp.MustCompile(`^([1-9][0-9]{0,4})([dwMQy])$`)

// MaxDistance bounds distances, in years.
const MaxDistance = 100

// ParseDistance reads a distance.
func ParseDistance(text string) (Distance, error) {
	parts := distanceForm.FindStringSubmatch(text)
	if parts == nil {
		return Distance{}, fault.New("calendar.not_a_distance", "text", text)
	}
	count, _ := strconv.Atoi(parts[1])
	d := Distance{count, distanceUnits[parts[2]]}
	if int64(count)*int64(d.Unit.length()) > MaxDistance*int64(Year.length()) {
		return Distance{}, fault.New("calendar.distance_too_long", "text", text, "most", MaxDistance)
	}
	return d, nil
}

// String writes the distance as it is read; "" for none.
func (d Distance) String() string {
	for letter, unit := range distanceUnits {
		if unit == d.Unit && d.Count > 0 {
			return strconv.Itoa(d.Count) + letter
		}
	}
	return ""
}

// Text writes the distance for people, as 28 days.
func (d Distance) Text() i18n.Text {
	return i18n.T("calendar.distance_"+string(d.Unit), "count", d.Count)
}

// Shift is the distance on the calendar.
func (d Distance) Shift() Shift {
	switch d.Unit {
	case Day:
		return Shift{Days: d.Count}
	case Week:
		return Shift{Days: 7 * d.Count}
	case Year:
		return Shift{Years: d.Count}
	}
	return Shift{Months: d.Count * d.Unit.months()}
}

// ShiftOf is the distance by which the periods of a grain are shifted: years are whole weeks where the periods are weeks, as in a
// comparison with the year before, so that weeks are shifted onto weeks.
func (d Distance) ShiftOf(c Calendar, g Grain) Shift {
	if d.Unit != Year {
		return d.Shift()
	}
	one := c.PreviousYear(g)
	return Shift{Years: d.Count * one.Years, Days: d.Count * one.Days}
}
