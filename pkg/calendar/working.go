package calendar

import "time"

// WorkingDays says which days count as working days. With its zero value, as with
// Calendar, every day counts.
type WorkingDays struct {
	Weekdays [7]bool           // by time.Weekday, Sunday first; none set is all set
	Holidays map[Date]struct{} // days off; may be nil
	Calendar bool              // every calendar day counts, whatever else is set
}

// Is tells whether d is a working day.
func (w WorkingDays) Is(d Date) bool {
	if w.Calendar {
		return true
	}
	_, holiday := w.Holidays[d]
	return !holiday && w.weekday(d)
}

func (w WorkingDays) weekday(d Date) bool {
	return w.Weekdays == [7]bool{} || w.Weekdays[d.Weekday()]
}

// Count returns the number of working days from from to just before to; 0 when to
// is not after from.
func (w WorkingDays) Count(from, to Date) int {
	days := to.Sub(from)
	if days <= 0 {
		return 0
	}
	if w.Calendar {
		return days
	}
	perWeek := 0
	for i := range 7 {
		if w.weekday(from.Add(i)) {
			perWeek++
		}
	}
	count := days / 7 * perWeek
	for i := range days % 7 {
		if w.weekday(from.Add(i)) {
			count++
		}
	}
	for d := range w.Holidays {
		if !d.Before(from) && d.Before(to) && w.weekday(d) {
			count--
		}
	}
	return count
}

// Share returns the share, 0 to 1, of the working days from from to just before to
// that falls into r. A day partly inside r counts by the part of its length that is
// inside. Where there is no working day, calendar days are taken. The shares of
// ranges that make up the period add up to 1; the share of an empty period is 0.
func (c Calendar) Share(from, to Date, r Range) float64 {
	days := c.WorkingDays
	total := days.Count(from, to)
	if total == 0 {
		days = WorkingDays{Calendar: true}
		total = days.Count(from, to)
	}
	if total == 0 {
		return 0
	}
	return c.Inside(days, from, to, r) / float64(total)
}

// Inside returns the days, of those that count, from from to just before to that
// fall into r. A day partly inside r counts by the part of its length that is inside.
func (c Calendar) Inside(days WorkingDays, from, to Date, r Range) float64 {
	inside, ok := r.Intersect(Range{From: from.Start(c.location()), To: to.Start(c.location())})
	if !ok {
		return 0
	}
	if day := c.Date(inside.From); day == c.Date(inside.To) && day.Before(to) { // the difference of two parts would lose most digits of a short one
		if !days.Is(day) {
			return 0
		}
		return float64(inside.Duration()) / float64(c.lengthOf(day))
	}
	return c.elapsed(days, from, to, inside.To) - c.elapsed(days, from, to, inside.From)
}

func (c Calendar) lengthOf(day Date) time.Duration {
	return day.Add(1).Start(c.location()).Sub(day.Start(c.location()))
}

// elapsed returns the working days from from to just before to, with the fraction of
// the running one, that have passed at t. A day that the zone skips passes in an
// instant: at the end of the period t may already be a day after to.
func (c Calendar) elapsed(days WorkingDays, from, to Date, t time.Time) float64 {
	today := c.Date(t)
	if !today.Before(to) {
		return float64(days.Count(from, to))
	}
	passed := float64(days.Count(from, today))
	if days.Is(today) {
		passed += float64(t.Sub(today.Start(c.location()))) / float64(c.lengthOf(today))
	}
	return passed
}
