package measure

// Unit is the unit of a value.
type Unit string

// The units of durations and ages.
const (
	Days    Unit = "days"
	Hours   Unit = "hours"
	Minutes Unit = "minutes"
)

// lengths of the units that are durations, in seconds.
var lengths = map[Unit]int{Days: 86400, Hours: 3600, Minutes: 60}

// Seconds returns the length of a duration unit; false for any other unit.
func (u Unit) Seconds() (int, bool) {
	s, ok := lengths[u]
	return s, ok
}
