package query

import (
	"slices"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Window says over what time each value of a column is found, where it is not the bucket. It is comparable; the zero value is the bucket.
type Window struct {
	// Rolling is the time that ends with the bucket.
	Rolling calendar.Distance
	// ToDate is the period from whose start the time reaches to the end of the bucket; "" for none.
	ToDate calendar.Grain
	// Offset is how far before the bucket, or before the time of one of the above, the values are found.
	Offset calendar.Distance
}

// The arguments of an entry that make its window.
const (
	argRolling = "rolling"
	argToDate  = "to_date"
	argOffset  = "offset"
)

// WindowArguments lists the arguments of an entry that make its window.
func WindowArguments() []string { return []string{argRolling, argToDate, argOffset} }

// ToDates lists the periods to date.
func ToDates() []calendar.Grain {
	return []calendar.Grain{calendar.Week, calendar.Month, calendar.Quarter, calendar.Year}
}

// set takes an argument of the window; false for one that is something else's.
func (w *Window) set(name, value string) (mine bool, err error) {
	switch name {
	case argRolling:
		w.Rolling, err = calendar.ParseDistance(value)
	case argOffset:
		w.Offset, err = calendar.ParseDistance(value)
	case argToDate:
		w.ToDate = calendar.Grain(value)
		if !slices.Contains(ToDates(), w.ToDate) {
			err = fault.New("question.unknown_to_date", "period", value, "known", join(ToDates()))
		}
	default:
		return false, nil
	}
	return true, fault.At(name, err)
}

func (w Window) validate() error {
	if w.Rolling.Count > 0 && w.ToDate != "" {
		return fault.New("question.two_windows")
	}
	return nil
}

// Arguments are those of an entry that make the window, by name.
func (w Window) Arguments() map[string]string {
	all := map[string]string{argRolling: w.Rolling.String(), argToDate: string(w.ToDate), argOffset: w.Offset.String()}
	for name, value := range all {
		if value == "" {
			delete(all, name)
		}
	}
	return all
}

// Overlaps reports whether the windows of buckets side by side may overlap, so that their values cannot be added up.
func (w Window) Overlaps() bool { return w.Rolling.Count > 0 || w.ToDate != "" }
