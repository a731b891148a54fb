package axis

import (
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Set is the axes of a question. Each derived one is made once.
type Set struct {
	Grain    calendar.Grain
	Buckets  []calendar.Bucket
	Main     *Axis
	Compare  *Axis // nil without a comparison
	calendar calendar.Calendar
	now      time.Time
	derived  map[string]*Axis
}

// New lays out the buckets of a range, and shifts them for a comparison; nil for none.
func New(c calendar.Calendar, now time.Time, r calendar.Range, g calendar.Grain, buckets []calendar.Bucket, compare *calendar.Shift) *Set {
	s := &Set{Grain: g, Buckets: buckets, calendar: c, now: now, derived: map[string]*Axis{}}
	windows := make([]calendar.Range, len(buckets))
	for i, b := range buckets {
		windows[i] = b.Range
	}
	s.Main = fixed("main", r, windows, windows)
	if compare != nil {
		s.Compare = s.shifted("compare", s.Main, *compare)
	}
	return s
}

// Again is the set with its derived axes to be made anew, for formulas over other groups, whose targets have other periods.
func (s *Set) Again() *Set {
	again := *s
	again.derived = map[string]*Axis{}
	return &again
}

func fixed(name string, span calendar.Range, windows, full []calendar.Range) *Axis {
	a := &Axis{Name: name, Span: span}
	a.layout = &Layout{Axis: a, Windows: windows, Full: full}
	return a
}

// shifted moves the elapsed part of each bucket back, so that equal parts are compared.
func (s *Set) shifted(name string, from *Axis, by calendar.Shift) *Axis {
	_, span := s.back(calendar.Range{}, from.Span, by)
	var windows, full []calendar.Range
	for i, w := range from.layout.Windows {
		elapsed, whole := s.back(Before(w, s.now), from.layout.Full[i], by)
		windows, full = append(windows, elapsed), append(full, whole)
	}
	return fixed(name, span, windows, full)
}

// back moves the elapsed part of a window, and the window in full, back.
func (s *Set) back(elapsed, full calendar.Range, by calendar.Shift) (calendar.Range, calendar.Range) {
	move := func(r calendar.Range) calendar.Range {
		return calendar.Range{From: s.calendar.Back(r.From, by), To: s.calendar.Back(r.To, by)}
	}
	if !Empty(elapsed) {
		elapsed = move(elapsed)
	}
	return elapsed, move(full)
}

// of returns an axis derived from another one, made once under its name.
func (s *Set) of(name string, from *Axis, derive func(from, into *Layout)) *Axis {
	return s.waiting(name, from, func(_ *Layouts, from, into *Layout) { derive(from, into) })
}

func (s *Set) waiting(name string, from *Axis, derive func(l *Layouts, from, into *Layout)) *Axis {
	id := name + " of " + from.Name
	if s.derived[id] == nil {
		s.derived[id] = &Axis{Name: id, Silent: from.Silent, Waits: from.Waits, Overlaps: from.Overlaps, Span: from.Span, base: from, derive: derive}
	}
	return s.derived[id]
}

// Elapsed is the part of each window before now. The windows of a comparison are elapsed parts already.
func (s *Set) Elapsed(from *Axis) *Axis {
	return s.of("elapsed", from, func(from, into *Layout) {
		for _, w := range from.Windows {
			into.Windows = append(into.Windows, Before(w, s.now))
		}
	})
}

// Whole is each window in full, where the windows hold elapsed parts; one that has not begun stays empty.
func (s *Set) Whole(from *Axis) *Axis {
	return s.of("whole", from, func(from, into *Layout) {
		for i, w := range from.Windows {
			if !Empty(w) {
				w = from.Full[i]
			}
			into.Windows = append(into.Windows, w)
		}
	})
}

// Previous is each window moved back to the equal period before it, so that equal parts are compared.
func (s *Set) Previous(from *Axis) *Axis {
	return s.of("previous", from, func(from, into *Layout) {
		for i, w := range from.Windows {
			elapsed, full := s.back(Before(w, s.now), from.Full[i], s.calendar.Previous(from.Full[i]))
			into.Windows, into.Full = append(into.Windows, elapsed), append(into.Full, full)
		}
	})
}

// Opening looks at the state just before each window.
func (s *Set) Opening(from *Axis) *Axis {
	return s.of("opening", from, func(from, into *Layout) {
		into.Windows, into.Full = from.Windows, from.Full
		for _, w := range from.Windows {
			into.At = append(into.At, w.From)
		}
	})
}

// lag is how long before now a window may end whose state is asked for as it is now: a panel's range ends when it was asked, an alert
// rule's when it was due, and neither arrives at once.
const lag = 5 * time.Minute

// IsPresent reports whether a window is that of now: it has begun, and has not ended, or has just done so.
func IsPresent(w calendar.Range, now time.Time) bool {
	return !Empty(w) && w.From.Before(now) && !w.To.Before(now.Add(-lag))
}

// Present keeps the window of now, the last one that is, and leaves the others empty.
func (s *Set) Present(from *Axis) *Axis {
	return s.of("present", from, func(from, into *Layout) {
		into.Windows, into.Full = make([]calendar.Range, len(from.Windows)), from.Full
		for i := len(from.Windows) - 1; i >= 0; i-- {
			if IsPresent(from.Windows[i], s.now) {
				into.Windows[i] = from.Windows[i]
				return
			}
		}
	})
}

// Mature leaves members of cohorts younger than the window out of a total. Buckets keep theirs and are marked instead.
func (s *Set) Mature(from *Axis, window time.Duration) *Axis {
	if s.Grain != calendar.None && !from.Silent {
		return from
	}
	return s.of("mature "+window.String(), from, func(from, into *Layout) {
		for _, w := range from.Windows {
			into.Windows = append(into.Windows, Before(w, s.now.Add(-window)))
		}
	})
}

// Trailing is the 12 months before the axis.
func (s *Set) Trailing(from *Axis) *Axis {
	a := s.of("trailing", from, func(from, into *Layout) {
		start := from.Full[0].From
		into.Windows = []calendar.Range{{From: s.calendar.Back(start, calendar.Shift{Years: 1}), To: start}}
	})
	a.Silent = true
	return a
}

// Total is the whole range of the axis as one window.
func (s *Set) Total(from *Axis) *Axis {
	a := s.of("total", from, func(from, into *Layout) {
		into.Windows = []calendar.Range{{From: from.Windows[0].From, To: from.Windows[len(from.Windows)-1].To}}
	})
	a.Silent = true
	return a
}

// WholePeriods is all target periods that the axis touches, known once the targets are read.
func (s *Set) WholePeriods(from *Axis) *Axis {
	a := s.waiting("whole periods", from, func(l *Layouts, from, into *Layout) {
		into.Windows = []calendar.Range{l.Periods[Within{s, from.Axis}]}
	})
	a.Waits = true
	return a
}

// Ahead is the part of each window from now on or, for a range that lies in the past and one that asks for it, the horizon from now.
func (s *Set) Ahead(from *Axis, horizon time.Duration, asked bool) *Axis {
	return s.of(fmt.Sprintf("ahead %s %t", horizon, asked), from, func(from, into *Layout) {
		past := !from.Full[len(from.Full)-1].To.After(s.now)
		for _, w := range from.Full {
			if from.Axis == s.Main && len(from.Full) == 1 && (asked || past && s.Grain == calendar.None) {
				w = calendar.Range{From: s.now, To: s.now.Add(horizon)}
			}
			into.Windows = append(into.Windows, after(w, s.now))
		}
	})
}
