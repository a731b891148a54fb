package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

var monToFri = [7]bool{false, true, true, true, true, true, false}

func drawWorkingDays(t *rapid.T, from calendar.Date) calendar.WorkingDays {
	w := calendar.WorkingDays{
		Calendar: rapid.IntRange(0, 9).Draw(t, "calendar days") == 0,
		Holidays: map[calendar.Date]struct{}{},
	}
	for i := range w.Weekdays {
		w.Weekdays[i] = rapid.Bool().Draw(t, "weekday")
	}
	for range rapid.IntRange(0, 20).Draw(t, "holidays") {
		w.Holidays[from.Add(rapid.IntRange(-10, 130).Draw(t, "holiday"))] = struct{}{}
	}
	return w
}

func TestZeroWorkingDaysAreAllDays(t *testing.T) {
	saturday := calendar.NewDate(2024, time.March, 2)
	for _, w := range []calendar.WorkingDays{
		{},
		{Calendar: true, Weekdays: monToFri, Holidays: map[calendar.Date]struct{}{saturday: {}}},
	} {
		require.True(t, w.Is(saturday))
		require.Equal(t, 31, w.Count(calendar.NewDate(2024, time.March, 1), calendar.NewDate(2024, time.April, 1)))
	}
}

func TestWorkingDaysOfAMonth(t *testing.T) {
	goodFriday, easterSunday := calendar.NewDate(2024, time.March, 29), calendar.NewDate(2024, time.March, 31)
	w := calendar.WorkingDays{Weekdays: monToFri, Holidays: map[calendar.Date]struct{}{goodFriday: {}, easterSunday: {}}}
	require.False(t, w.Is(goodFriday))
	require.True(t, w.Is(goodFriday.Add(-1)))
	require.Equal(t, 20, w.Count(calendar.NewDate(2024, time.March, 1), calendar.NewDate(2024, time.April, 1)))
	require.Zero(t, w.Count(goodFriday, calendar.NewDate(2024, time.April, 1)))
	require.Zero(t, w.Count(easterSunday, goodFriday), "an inverted period")
}

func TestCountIsTheNumberOfWorkingDays(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		from := calendar.NewDate(2024, time.January, rapid.IntRange(1, 60).Draw(t, "from"))
		to := from.Add(rapid.IntRange(-5, 120).Draw(t, "days"))
		w := drawWorkingDays(t, from)
		count := 0
		for d := from; d.Before(to); d = d.Add(1) {
			if w.Is(d) {
				count++
			}
		}
		require.Equal(t, count, w.Count(from, to))
	})
}

func TestShare(t *testing.T) {
	c := berlin(t)
	c.WorkingDays.Weekdays = monToFri
	from, to := calendar.NewDate(2024, time.April, 1), calendar.NewDate(2024, time.April, 15) // two weeks
	for _, test := range []struct {
		from, to string
		share    float64
	}{
		{"2024-04-01", "2024-04-15", 1},
		{"2024-01-01", "2024-12-31", 1},
		{"2024-04-01", "2024-04-02", 0.1},
		{"2024-04-01", "2024-04-02 12:00", 0.15},
		{"2024-04-05 18:00", "2024-04-08 06:00", 0.05},
		{"2024-04-06", "2024-04-08", 0},
		{"2024-03-01", "2024-04-01", 0},
		{"2024-05-01", "2024-06-01", 0},
	} {
		require.InDelta(t, test.share, c.Share(from, to, between(t, c.Location, test.from, test.to)), 1e-12, "%+v", test)
	}
}

func TestShareOfADayWithAClockChange(t *testing.T) {
	c := berlin(t)
	from := calendar.NewDate(2024, time.March, 31)
	r := between(t, c.Location, "2024-03-31", "2024-03-31 12:00")
	require.InDelta(t, 11.0/23, c.Share(from, from.Add(1), r), 1e-12)
}

func TestShareWithoutWorkingDaysIsOfCalendarDays(t *testing.T) {
	c := berlin(t)
	c.WorkingDays.Weekdays = monToFri
	saturday := calendar.NewDate(2024, time.April, 6)
	r := between(t, c.Location, "2024-04-06", "2024-04-07")
	require.InDelta(t, 0.5, c.Share(saturday, saturday.Add(2), r), 1e-12)
	require.Zero(t, c.Share(saturday, saturday, r), "an empty period")
	require.Zero(t, c.Share(saturday, saturday.Add(-3), r), "an inverted period")
}

func TestShareOfAPeriodThatEndsAtASkippedDay(t *testing.T) {
	c := calendar.Calendar{Location: zone(t, "Pacific/Apia")}
	from, skipped := calendar.NewDate(2011, time.December, 20), calendar.NewDate(2011, time.December, 30)
	require.InDelta(t, 1, c.Share(from, skipped, between(t, c.Location, "2011-12-20", "2011-12-31")), 1e-12)
}

// TestSharesAddUp cuts a period at random instants and compares each part with a
// count day by day.
func TestSharesAddUp(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		from := c.Date(drawTime(t, c, year, "from"))
		to := from.Add(rapid.IntRange(2, 120).Draw(t, "days"))
		c.WorkingDays = drawWorkingDays(t, from)
		start, end := from.Start(c.Location), to.Start(c.Location)

		sum, reached := 0.0, start.Add(-time.Hour)
		for reached.Before(end) {
			next := reached.Add(time.Duration(rapid.Int64Range(1, int64(40*24*time.Hour)).Draw(t, "part")))
			part := calendar.Range{From: reached, To: next}
			share := c.Share(from, to, part)
			require.GreaterOrEqual(t, share, 0.0)
			require.LessOrEqual(t, share, 1.0)
			require.InDelta(t, naiveShare(c, from, to, part), share, 1e-12)
			sum, reached = sum+share, next
		}
		require.InDelta(t, 1, sum, 1e-12)
	})
}

func naiveShare(c calendar.Calendar, from, to calendar.Date, r calendar.Range) float64 {
	worked, total, days, allDays := 0.0, 0.0, 0.0, 0.0
	for d := from; d.Before(to); d = d.Add(1) {
		day := calendar.Range{From: d.Start(c.Location), To: d.Add(1).Start(c.Location)}
		inside := 0.0
		if part, ok := day.Intersect(r); ok {
			inside = float64(part.Duration()) / float64(day.Duration())
		} else if day.Duration() == 0 && r.From.Before(day.From) && !r.To.Before(day.To) {
			inside = 1 // a day that the zone skipped passes in its instant
		}
		if c.WorkingDays.Is(d) {
			worked, total = worked+inside, total+1
		}
		days, allDays = days+inside, allDays+1
	}
	if total == 0 {
		return days / allDays
	}
	return worked / total
}

// A moment is exactly as long as it is, wherever in the day it lies: a target of it is divided by, to tell the pace.
func TestMomentsInside(t *testing.T) {
	c := berlin(t)
	day := calendar.Date{Year: 2024, Month: time.April, Day: 3}
	from := day.Start(c.Location).Add(4*time.Hour + 16*time.Minute + 44*time.Second)
	moment := calendar.Range{From: from, To: from.Add(time.Microsecond)}
	require.Equal(t, 1/86_400_000_000.0, c.Inside(calendar.WorkingDays{Calendar: true}, day, day.Add(30), moment))
	var sundays calendar.WorkingDays
	sundays.Weekdays[time.Sunday] = true
	require.Zero(t, c.Inside(sundays, day, day.Add(30), moment), "Wednesdays do not count")
}
