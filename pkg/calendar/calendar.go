// Package calendar knows the business's time: its zone, the first day of its
// week, the first month of its fiscal year, its working days and opening hours.
// It turns instants into periods and back, and nothing else.
//
// Ranges and periods are half-open, [from, to). Periods of a grain follow each
// other without gaps or overlaps, whatever the zone's clock does: a day with a
// clock change is 23 or 25 hours long, a day whose midnight is skipped starts at
// its first existing instant, and a day the zone never had is empty.
package calendar

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Calendar is a business calendar. The zero value is usable: UTC, weeks from
// Sunday, fiscal years from January, every day a working day.
type Calendar struct {
	Location    *time.Location // business time zone; nil is UTC
	WeekStart   time.Weekday   // first day of the week
	FiscalStart time.Month     // first month of the fiscal year; 0 is January
	WorkingDays WorkingDays
}

// Validate tells which setting is out of bounds.
func (c Calendar) Validate() error {
	if c.WeekStart < time.Sunday || c.WeekStart > time.Saturday {
		return fault.New("calendar.bad_week_start", "weekday", int(c.WeekStart))
	}
	if c.FiscalStart < 0 || c.FiscalStart > time.December {
		return fault.New("calendar.bad_fiscal_start", "month", int(c.FiscalStart))
	}
	return nil
}

// Date returns the day that t lies in, Start ≤ t < the next day's Start. It is
// the date on the zone's clock, except where the clock is put back
// across midnight: time only moves on to the next day, so the repeated minutes
// before midnight belong to the new day.
func (c Calendar) Date(t time.Time) Date {
	d := DateOf(t.In(c.location()))
	if next := d.Add(1); !t.Before(next.Start(c.location())) {
		return next
	}
	return d
}

// FirstDayAtOrAfter returns the first day whose Start is t or later. A date
// column holds the days of [from, to) exactly when
// FirstDayAtOrAfter(from) <= date < FirstDayAtOrAfter(to).
func (c Calendar) FirstDayAtOrAfter(t time.Time) Date {
	d := c.Date(t)
	if d.Start(c.location()).Before(t) {
		return d.Add(1)
	}
	// A day that the zone skipped starts together with the day after it.
	for previous := d.Add(-1); !previous.Start(c.location()).Before(t); previous = d.Add(-1) {
		d = previous
	}
	return d
}

// Floor returns the start of the period that t lies in. For None it returns t.
func (c Calendar) Floor(t time.Time, g Grain) time.Time {
	switch g {
	case Hour:
		return floorClock(t.In(c.location()), time.Hour)
	case Day, Week, Month, Quarter, Year:
		return c.firstDay(c.Date(t), g).Start(c.location())
	default:
		return t.In(c.location())
	}
}

// Next returns the start of the period after the one that t lies in. For None,
// which has no next period, it returns t.
func (c Calendar) Next(t time.Time, g Grain) time.Time {
	switch g {
	case Hour:
		return nextClock(t.In(c.location()), time.Hour)
	case Day, Week, Month, Quarter, Year:
		return c.following(c.firstDay(c.Date(t), g), g).Start(c.location())
	default:
		return t.In(c.location())
	}
}
