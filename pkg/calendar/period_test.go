package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// naivePeriod names the period that a zone's clock shows, from its date, hour and
// offset alone. Names of later periods sort after names of earlier ones, except for
// hours, whose names are only compared for equality.
func naivePeriod(c calendar.Calendar, g calendar.Grain, local time.Time) string {
	noon := time.Date(local.Year(), local.Month(), local.Day(), 12, 0, 0, 0, time.UTC)
	switch g {
	case calendar.Hour:
		return local.Format("2006-01-02 15 -07:00")
	case calendar.Week:
		for noon.Weekday() != c.WeekStart {
			noon = noon.AddDate(0, 0, -1)
		}
	case calendar.Month, calendar.Quarter, calendar.Year:
		noon = noon.AddDate(0, 0, 1-noon.Day())
		starts := func() bool {
			begun := int(noon.Month()) - int(max(c.FiscalStart, 1)) + 12
			return g == calendar.Month || g == calendar.Quarter && begun%3 == 0 || begun%12 == 0
		}
		for !starts() {
			noon = noon.AddDate(0, -1, 0)
		}
	}
	return noon.Format(time.DateOnly)
}

// walkPeriods steps through a span and checks Floor and Next of every instant
// against the instants at which the clock was seen to enter another period.
func walkPeriods(t *testing.T, c calendar.Calendar, g calendar.Grain, begin, end time.Time, step time.Duration) {
	t.Helper()
	name := naivePeriod(c, g, begin.In(c.Location))
	start := time.Time{} // unknown until the first change
	for instant := begin; instant.Before(end); instant = instant.Add(step) {
		seen := naivePeriod(c, g, instant.In(c.Location))
		if seen != name && (g == calendar.Hour || seen > name) {
			if !start.IsZero() && !instant.Equal(c.Next(start, g)) {
				requireTime(t, instant, c.Next(start, g), "next ", g, " in ", c.Location, " after ", start)
			}
			name, start = seen, instant
		}
		if !start.IsZero() && !start.Equal(c.Floor(instant, g)) {
			requireTime(t, start, c.Floor(instant, g), g, " in ", c.Location, " of ", instant.In(c.Location))
		}
	}
}

func TestPeriodsAreThoseSeenOnTheClock(t *testing.T) {
	for _, odd := range oddYears {
		t.Run(odd.zone, func(t *testing.T) {
			c := calendar.Calendar{Location: zone(t, odd.zone)}
			begin := time.Date(odd.year-1, time.December, 1, 0, 0, 0, 0, time.UTC)
			end := begin.AddDate(0, 15, 0)
			// Clocks change at quarters of an hour, except in Newfoundland before 2011.
			step := 15 * time.Minute
			if odd.zone == "America/St_Johns" {
				begin, end, step = begin.AddDate(0, 10, 20), begin.AddDate(0, 12, 0), time.Minute
			}
			for _, g := range []calendar.Grain{calendar.Hour, calendar.Day, calendar.Month} {
				walkPeriods(t, c, g, begin, end, step)
			}
			for _, c.WeekStart = range []time.Weekday{time.Sunday, time.Monday, time.Friday, time.Saturday} {
				walkPeriods(t, c, calendar.Week, begin, end, step)
			}
		})
	}
}

func TestFiscalPeriodsAreThoseSeenOnTheClock(t *testing.T) {
	for _, odd := range oddYears {
		t.Run(odd.zone, func(t *testing.T) {
			c := calendar.Calendar{Location: zone(t, odd.zone)}
			begin := time.Date(odd.year-2, time.November, 20, 0, 0, 0, 0, c.Location)
			for c.FiscalStart = 0; c.FiscalStart <= 12; c.FiscalStart++ {
				for _, g := range []calendar.Grain{calendar.Quarter, calendar.Year} {
					// Months begin at quarters of an hour everywhere, but only near
					// their beginning does it matter.
					for month := range 28 {
						near := time.Date(begin.Year(), begin.Month()+time.Month(month)+1, 1, 0, 0, 0, 0, time.UTC)
						walkPeriods(t, c, g, near.Add(-30*time.Hour), near.Add(30*time.Hour), time.Hour/4)
					}
				}
			}
		})
	}
}

func TestPeriodProperties(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		instant := drawTime(t, c, year, "t")
		later := drawTime(t, c, year, "later")
		g := rapid.SampledFrom(calendar.Grains()[1:]).Draw(t, "grain")

		start, next := c.Floor(instant, g), c.Next(instant, g)
		require.False(t, start.After(instant))
		require.True(t, next.After(instant))
		requireTime(t, start, c.Floor(start, g), "floor of a floor")
		requireTime(t, next, c.Floor(next, g), "floor of a next")
		requireTime(t, next, c.Next(start, g), "next of a floor")
		requireTime(t, start, c.Floor(next.Add(-1), g), "floor of a period's last instant")
		if later.Before(instant) {
			instant, later = later, instant
		}
		require.False(t, c.Floor(later, g).Before(c.Floor(instant, g)), "floor is monotone")
	})
}

func TestFinerPeriodsNestInCoarserOnes(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		instant := drawTime(t, c, year, "t")
		for _, pair := range [][2]calendar.Grain{
			{calendar.Hour, calendar.Day}, {calendar.Day, calendar.Week}, {calendar.Day, calendar.Month},
			{calendar.Month, calendar.Quarter}, {calendar.Quarter, calendar.Year},
		} {
			coarse := c.Floor(instant, pair[1])
			requireTime(t, coarse, c.Floor(coarse, pair[0]), pair)
			requireTime(t, coarse, c.Floor(c.Floor(instant, pair[0]), pair[1]), pair)
		}
	})
}

func TestPeriodsOfNoGrain(t *testing.T) {
	c := berlin(t)
	instant := at(t, c.Location, "2024-05-05 05:05")
	requireTime(t, instant, c.Floor(instant, calendar.None))
	requireTime(t, instant, c.Next(instant, calendar.None))
}

func TestZeroCalendarIsUTC(t *testing.T) {
	c := calendar.Calendar{}
	require.NoError(t, c.Validate())
	noon := time.Date(2024, time.May, 15, 12, 0, 0, 0, time.UTC)
	requireTime(t, time.Date(2024, time.May, 12, 0, 0, 0, 0, time.UTC), c.Floor(noon, calendar.Week))
	requireTime(t, time.Date(2024, time.April, 1, 0, 0, 0, 0, time.UTC), c.Floor(noon, calendar.Quarter))
	requireTime(t, time.Date(2025, time.January, 1, 0, 0, 0, 0, time.UTC), c.Next(noon, calendar.Year))
}

func TestCalendarSettingsOutOfBounds(t *testing.T) {
	require.EqualError(t, calendar.Calendar{WeekStart: 7}.Validate(),
		"the week cannot start on weekday 7: use 0 (Sunday) to 6 (Saturday)")
	require.EqualError(t, calendar.Calendar{FiscalStart: 13}.Validate(),
		"the fiscal year cannot start in month 13: use 1 (January) to 12 (December)")
}

func TestParseGrain(t *testing.T) {
	for _, g := range calendar.Grains() {
		parsed, err := calendar.ParseGrain(string(g))
		require.NoError(t, err)
		require.Equal(t, g, parsed)
	}
	for _, wrong := range []string{"", "auto", "Day", "minute"} {
		_, err := calendar.ParseGrain(wrong)
		require.ErrorContains(t, err, "use one of none, hour, day, week, month, quarter, year")
	}
}

func TestLoadZone(t *testing.T) {
	for _, name := range []string{"UTC", "utc"} {
		require.Equal(t, time.UTC, zone(t, name))
	}
	for _, wrong := range []string{"", "Local", "local", "browser", "Europe/Bonn", "../etc/passwd"} {
		_, err := calendar.LoadZone(wrong)
		require.ErrorContains(t, err, "use an IANA name such as Europe/Berlin")
	}
}
