package axis

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// The axes of columns that are not of the buckets themselves. Each value of theirs still stands at its bucket: one that has not begun
// has none, and the running one goes to now.

// Rolling is the time of a length that ends with each window, or now in the running one.
func (s *Set) Rolling(from *Axis, length calendar.Distance) *Axis {
	return s.reaching("rolling "+length.String(), from, func(end time.Time) time.Time { return s.calendar.Back(end, length.Shift()) })
}

// PeriodToDate is the time from the start of the period of a grain in which each window ends, or now in the running one, to that end.
func (s *Set) PeriodToDate(from *Axis, period calendar.Grain) *Axis {
	return s.reaching(string(period)+" to date", from, func(end time.Time) time.Time { return s.calendar.Floor(end.Add(-1), period) })
}

// reaching is the time from where a function says to the end of each window or now.
func (s *Set) reaching(name string, from *Axis, start func(end time.Time) time.Time) *Axis {
	a := s.of(name, from, func(from, into *Layout) {
		for _, w := range from.Windows {
			if w = Before(w, s.now); !Empty(w) {
				w.From = start(w.To)
			}
			into.Windows = append(into.Windows, w)
		}
	})
	a.Overlaps = true
	return a
}

// Offset is each window moved back by a distance, so that equal elapsed parts are compared.
func (s *Set) Offset(from *Axis, distance calendar.Distance) *Axis {
	by := distance.ShiftOf(s.calendar, s.Grain)
	a := s.of("offset "+distance.String(), from, func(from, into *Layout) {
		for i, w := range from.Windows {
			elapsed, full := s.back(Before(w, s.now), from.Full[i], by)
			into.Windows, into.Full = append(into.Windows, elapsed), append(into.Full, full)
		}
	})
	_, a.Span = s.back(calendar.Range{}, from.Span, by)
	return a
}

// Memberships is how many pairs there are of a window and a stretch between two boundaries of windows that lies in it: what it takes to
// put rows into windows that overlap.
func Memberships(windows []calendar.Range) int {
	var points []time.Time
	for _, w := range windows {
		if !Empty(w) {
			points = append(points, w.From, w.To)
		}
	}
	slices.SortFunc(points, time.Time.Compare)
	points = slices.CompactFunc(points, time.Time.Equal)
	place := func(t time.Time) int {
		at, _ := slices.BinarySearchFunc(points, t, time.Time.Compare)
		return at
	}
	pairs := 0
	for _, w := range windows {
		if !Empty(w) {
			pairs += place(w.To) - place(w.From)
		}
	}
	return pairs
}
