package calendar

import "time"

// Shift is a distance on the calendar: years, months and days on the zone's clock,
// and an exact duration.
type Shift struct {
	Years, Months, Days int
	Duration            time.Duration
}

// PreviousYear returns the shift to the same period of the year before. For Week
// it is 52 weeks, so that weekdays and buckets align.
func (c Calendar) PreviousYear(g Grain) Shift {
	if g == Week {
		return Shift{Days: 52 * 7}
	}
	return Shift{Years: 1}
}

// Previous returns the shift to the previous equal period:
//
//   - of a whole day, week, month, quarter or year, one of it;
//   - of a month, quarter, year or week to date (the first of them that r starts with
//     and does not exceed), one of it, so that equal elapsed parts are compared;
//   - of a range from the start of a month or day, as many whole months or days as
//     it touches;
//   - of any other range, its exact duration.
//
// Ask it for the range as the user chose it, before cutting it at now: the whole
// first of a month is then told from a month to date.
func (c Calendar) Previous(r Range) Shift {
	for _, g := range []Grain{Day, Week, Month, Quarter, Year} {
		if c.starts(r.From, g) && r.To.Equal(c.Next(r.From, g)) {
			return one(g)
		}
	}
	for _, g := range []Grain{Month, Quarter, Year, Week} {
		if c.starts(r.From, g) && !r.To.After(c.Next(r.From, g)) {
			return one(g)
		}
	}
	switch {
	case c.starts(r.From, Month):
		return Shift{Months: c.count(r, Month)}
	case c.starts(r.From, Day):
		return Shift{Days: c.count(r, Day)}
	default:
		return Shift{Duration: r.Duration()}
	}
}

// starts tells whether t is the start of a period.
func (c Calendar) starts(t time.Time, g Grain) bool { return c.Floor(t, g).Equal(t) }

// one returns the shift by one period.
func one(g Grain) Shift {
	switch g {
	case Year:
		return Shift{Years: 1}
	case Month, Quarter:
		return Shift{Months: g.months()}
	case Week:
		return Shift{Days: 7}
	default:
		return Shift{Days: 1}
	}
}

// Back returns the instant s before t. Years, months and days keep the time on the
// zone's clock:
//
//   - a day that the month does not have becomes the first instant after that month,
//     so that a month to date on the 31st is compared with a whole shorter month;
//   - a time that the clock skips becomes the end of the gap, one that it shows
//     twice the earlier of the two;
//   - from the second showing of a time, it starts at the end of the repetition;
//   - from the first instant of a day whose midnight the clock skips, it is midnight,
//     so that whole periods are shifted onto whole periods.
//
// Later instants so never come out before earlier ones.
func (c Calendar) Back(t time.Time, s Shift) time.Time {
	t = t.In(c.location())
	if s.Years != 0 || s.Months != 0 || s.Days != 0 {
		from, sinceMidnight, nsec := reached(t)
		to, exists := from.addMonths(-12*s.Years - s.Months)
		if !exists {
			to, sinceMidnight, nsec = to.Add(1), 0, 0
		}
		t = (to.Add(-s.Days).midnight() + sinceMidnight).first(c.location(), nsec)
	}
	return t.Add(-s.Duration)
}

// reached returns the day and the time since its midnight up to which t's clock has
// come: what the clock shows, but for a time shown again the end of the repetition,
// and midnight for the first instant of a day whose midnight is skipped.
func reached(t time.Time) (day Date, sinceMidnight clock, nsec int) {
	shown, nsec := clockAt(t), t.Nanosecond()
	if start, _ := steady(t); !start.IsZero() {
		if before := clockAt(start.Add(-1)) + 1; before > shown {
			shown, nsec = before, 0
		}
	}
	day = DateOf(time.Unix(int64(shown), 0).UTC())
	if t.Equal(day.Start(t.Location())) {
		return day, 0, 0
	}
	return day, shown - day.midnight(), nsec
}
