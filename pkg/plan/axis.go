package plan

import (
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// axis is a row of windows of time, one for each value of a series. An empty window has no value: null.
type axis struct {
	name    string
	windows []calendar.Range
	// full are the windows that targets are looked at over: the whole periods, where windows holds their elapsed parts.
	full []calendar.Range
	// at are the instants at which the state is looked at; nil means at the end of each window or now.
	at []time.Time
	// span is the whole range of the question or of its comparison.
	span calendar.Range
	// silent says that rows found on this axis alone do not make a group of the answer.
	silent bool
}

// axes are the time axes of a question: its own, that of its comparison, and those that functions of formulas derive from them.
type axes struct {
	grain    calendar.Grain
	buckets  []calendar.Bucket
	calendar calendar.Calendar
	now      time.Time
	main     *axis
	compare  *axis // nil without a comparison
	periods  map[*axis]calendar.Range
	derived  map[string]*axis
}

// layOut cuts the question's range into buckets and shifts them for the comparison.
func (p *planner) layOut() (*axes, error) {
	grain, err := p.grain()
	if err != nil {
		return nil, err
	}
	c := p.settings.Calendar
	buckets, err := c.Buckets(p.request.Range, grain, p.settings.MaxBuckets)
	if err != nil {
		return nil, &InvalidError{Err: err}
	}
	a := &axes{grain: grain, buckets: buckets, calendar: c, now: p.request.Now, main: &axis{name: "main"},
		periods: map[*axis]calendar.Range{}, derived: map[string]*axis{}}
	for _, b := range buckets {
		a.main.windows = append(a.main.windows, b.Range)
	}
	a.main.full, a.main.span = a.main.windows, p.request.Range
	switch p.question.Compare {
	case query.PreviousPeriod:
		a.compare = a.shift("compare", a.main, c.Previous(p.request.Range))
	case query.PreviousYear:
		a.compare = a.shift("compare", a.main, c.PreviousYear(grain))
	}
	return a, nil
}

// shift moves the elapsed part of each bucket back, so that equal parts are compared.
func (a *axes) shift(name string, from *axis, s calendar.Shift) *axis {
	_, span := a.back(calendar.Range{}, from.span, s)
	shifted := &axis{name: name, span: span, silent: from.silent}
	for i, w := range from.windows {
		elapsed, full := a.back(before(w, a.now), from.full[i], s)
		shifted.windows, shifted.full = append(shifted.windows, elapsed), append(shifted.full, full)
	}
	return shifted
}

// derive returns an axis made from another one, made once under its name.
func (a *axes) derive(name string, from *axis, make func(*axis)) *axis {
	id := name + " of " + from.name
	if a.derived[id] == nil {
		d := &axis{name: id, silent: from.silent, span: from.span}
		make(d)
		a.derived[id] = d
	}
	return a.derived[id]
}

// elapsed is the part of each window before now. The windows of a comparison are elapsed parts already.
func (a *axes) elapsed(from *axis) *axis {
	return a.derive("elapsed", from, func(d *axis) {
		for _, w := range from.windows {
			d.windows = append(d.windows, before(w, a.now))
		}
		d.full = d.windows
	})
}

// whole is each window in full, where windows holds elapsed parts; one that has not begun stays empty.
func (a *axes) whole(from *axis) *axis {
	return a.derive("whole", from, func(d *axis) {
		for i, w := range from.windows {
			if !empty(w) {
				w = from.full[i]
			}
			d.windows = append(d.windows, w)
		}
		d.full = d.windows
	})
}

// before is each window moved back to the equal period before it, so that equal parts are compared.
func (a *axes) before(from *axis) *axis {
	return a.derive("previous", from, func(d *axis) {
		for i, w := range from.windows {
			elapsed, full := a.back(before(w, a.now), from.full[i], a.calendar.Previous(from.full[i]))
			d.windows, d.full = append(d.windows, elapsed), append(d.full, full)
		}
	})
}

// back moves the elapsed part of a window, and the window in full, back.
func (a *axes) back(elapsed, full calendar.Range, s calendar.Shift) (calendar.Range, calendar.Range) {
	move := func(r calendar.Range) calendar.Range {
		return calendar.Range{From: a.calendar.Back(r.From, s), To: a.calendar.Back(r.To, s)}
	}
	if !empty(elapsed) {
		elapsed = move(elapsed)
	}
	return elapsed, move(full)
}

// opening looks at the state just before each window, closing just before its end or now: what happens in a window leads from
// one to the other. An instant is a microsecond long.
func (a *axes) opening(from *axis) *axis {
	return a.derive("opening", from, func(d *axis) {
		d.windows, d.full = from.windows, from.full
		for _, w := range from.windows {
			d.at = append(d.at, w.From.Add(-time.Microsecond))
		}
	})
}

func (a *axes) closing(from *axis) *axis {
	return a.derive("closing", from, func(d *axis) {
		d.windows, d.full = from.windows, from.full
		for _, w := range from.windows {
			d.at = append(d.at, earlier(w.To.Add(-time.Microsecond), a.now))
		}
	})
}

// mature leaves members of cohorts younger than the window out of a total. Buckets keep theirs and are marked instead.
func (a *axes) mature(from *axis, window time.Duration) *axis {
	if a.grain != calendar.None && !from.silent {
		return from
	}
	return a.derive("mature "+window.String(), from, func(d *axis) {
		for _, w := range from.windows {
			d.windows = append(d.windows, before(w, a.now.Add(-window)))
		}
		d.full = d.windows
	})
}

// trailing is the 12 months before the axis.
func (a *axes) trailing(from *axis) *axis {
	return a.derive("trailing", from, func(d *axis) {
		d.silent = true
		start := from.full[0].From
		d.windows = []calendar.Range{{From: a.calendar.Back(start, calendar.Shift{Years: 1}), To: start}}
		d.full = d.windows
	})
}

// total is the whole range of the axis as one window.
func (a *axes) total(from *axis) *axis {
	return a.derive("total", from, func(d *axis) {
		d.silent = true
		d.windows = []calendar.Range{{From: from.windows[0].From, To: from.windows[len(from.windows)-1].To}}
		d.full = d.windows
	})
}

// wholePeriods is all target periods that the axis touches, known once the targets are read.
func (a *axes) wholePeriods(from *axis) *axis {
	return a.derive("whole periods", from, func(d *axis) {
		d.windows = []calendar.Range{a.periods[from]}
		d.full = d.windows
	})
}

// ahead is the part of each window from now on or, for a range that lies in the past and one that asks for it, the horizon from now.
func (a *axes) ahead(from *axis, horizon time.Duration, asked bool) *axis {
	return a.derive(fmt.Sprintf("ahead %s %t", horizon, asked), from, func(d *axis) {
		past := !from.full[len(from.full)-1].To.After(a.now)
		for _, w := range from.full {
			if from == a.main && len(from.full) == 1 && (asked || past && a.grain == calendar.None) {
				w = calendar.Range{From: a.now, To: a.now.Add(horizon)}
			}
			d.windows = append(d.windows, after(w, a.now))
		}
		d.full = d.windows
	})
}

// of returns the axis on which the argument of a formula's function is evaluated.
func (a *axes) of(function string, from *axis, arguments map[string]string) *axis {
	switch function {
	case catalog.ToDate:
		return a.elapsed(from)
	case catalog.Trailing:
		return a.trailing(from)
	case catalog.WholePeriods:
		return a.wholePeriods(from)
	case catalog.Previous:
		return a.before(from)
	case catalog.Opening:
		return a.opening(from)
	case catalog.Closing:
		return a.closing(from)
	case catalog.Mature:
		window, _ := catalog.ParseSpan(arguments["window"])
		return a.mature(from, window)
	}
	return from
}

func empty(r calendar.Range) bool { return !r.From.Before(r.To) }

func before(r calendar.Range, t time.Time) calendar.Range {
	if t.Before(r.To) {
		r.To = t
	}
	return r
}

func after(r calendar.Range, t time.Time) calendar.Range {
	if r.From.Before(t) {
		r.From = t
	}
	return r
}
