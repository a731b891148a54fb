// Package axis lays out the time axes of a question: its own, that of its comparison, and those that functions of formulas derive
// from them. An [Axis] is a value of a plan; its windows are a [Layout], which may have to wait for the periods of targets.
package axis

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// Axis is a row of windows of time, one for each value of a series.
type Axis struct {
	Name string
	// Silent says that rows found on this axis alone do not make a group of the answer.
	Silent bool
	// Waits says that the windows are known only once targets have been read.
	Waits bool
	// Overlaps says that windows side by side may overlap, so that a row can lie in several of them.
	Overlaps bool
	// Span is the whole range of the question or of its comparison.
	Span calendar.Range

	base   *Axis // nil for an axis that is laid out
	derive func(l *Layouts, from *Layout, into *Layout)
	layout *Layout
}

// Layout is the windows of an axis. An empty window has no value: null.
type Layout struct {
	Axis    *Axis
	Windows []calendar.Range
	// Full are the windows that targets are looked at over: the whole periods, where Windows holds their elapsed parts.
	Full []calendar.Range
	// At are the instants just before which the state is looked at; nil means the end of each window or now.
	At []time.Time
}

// Instant is when a state is looked at in a window: just before its end or now, whichever is earlier; false when the window has not begun.
func (l *Layout) Instant(i int, now time.Time) (time.Time, bool) {
	w := l.Windows[i]
	if Empty(w) || !w.From.Before(now) {
		return time.Time{}, false
	}
	if l.At != nil {
		return l.At[i].UTC(), true
	}
	return Before(w, now).To.UTC(), true
}

// Whole is the range from the beginning of the first window in full to the end of the last one.
func (l *Layout) Whole() calendar.Range {
	return calendar.Range{From: l.Full[0].From, To: l.Full[len(l.Full)-1].To}
}

// Layouts are the windows of the axes of one question, once the periods of its targets are known.
type Layouts struct {
	// Periods are the union of the target periods that an axis touches; without any, whole periods are empty.
	Periods map[Within]calendar.Range
	laid    map[*Axis]*Layout
}

// Within is an axis within a set: each set has target periods of its own.
type Within struct {
	Set  *Set
	Axis *Axis
}

// Of returns the windows of an axis, which are laid out once.
func (l *Layouts) Of(a *Axis) *Layout {
	if a.layout != nil {
		return a.layout
	}
	if known := l.laid[a]; known != nil {
		return known
	}
	into := &Layout{Axis: a}
	a.derive(l, l.Of(a.base), into)
	if into.Full == nil {
		into.Full = into.Windows
	}
	if l.laid == nil {
		l.laid = map[*Axis]*Layout{}
	}
	l.laid[a] = into
	return into
}

// Known returns the windows of an axis that waits for nothing; nil for one that does.
func (a *Axis) Known() *Layout {
	if a.Waits {
		return nil
	}
	return (&Layouts{}).Of(a)
}

// Empty reports whether no instant lies in a window.
func Empty(r calendar.Range) bool { return !r.From.Before(r.To) }

// Before is the part of a window before an instant.
func Before(r calendar.Range, t time.Time) calendar.Range {
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

// Normal makes equal windows equal as keys.
func Normal(r calendar.Range) calendar.Range {
	return calendar.Range{From: r.From.UTC(), To: r.To.UTC()}
}
