package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

func TestPrevious(t *testing.T) {
	c := berlin(t)
	year, quarter, month := calendar.Shift{Years: 1}, calendar.Shift{Months: 3}, calendar.Shift{Months: 1}
	week, day := calendar.Shift{Days: 7}, calendar.Shift{Days: 1}
	for _, test := range []struct {
		name, from, to string
		shift          calendar.Shift
	}{
		{"a whole day", "2024-04-03", "2024-04-04", day},
		{"a whole day that starts a month and a week", "2024-04-01", "2024-04-02", day},
		{"a whole week", "2024-04-08", "2024-04-15", week},
		{"a whole week that starts a month", "2024-04-01", "2024-04-08", week},
		{"a whole month", "2024-03-01", "2024-04-01", month},
		{"January", "2024-01-01", "2024-02-01", month},
		{"a whole quarter", "2024-04-01", "2024-07-01", quarter},
		{"the first quarter", "2024-01-01", "2024-04-01", quarter},
		{"a whole year", "2024-01-01", "2025-01-01", year},
		{"today", "2024-04-03", "2024-04-03 10:00", day},
		{"week to date", "2024-04-08", "2024-04-10 10:00", week},
		{"month to date", "2024-03-01", "2024-03-20 10:00", month},
		{"month to date in January", "2024-01-01", "2024-01-20 10:00", month},
		{"month to date on the first", "2024-04-01", "2024-04-01 10:00", month},
		{"quarter to date", "2024-04-01", "2024-05-20 10:00", quarter},
		{"year to date", "2024-01-01", "2024-11-20 10:00", year},
		{"a half year from January", "2024-01-01", "2024-07-01", year},
		{"two months", "2024-05-01", "2024-07-01", calendar.Shift{Months: 2}},
		{"months to date", "2024-05-01", "2024-09-20", calendar.Shift{Months: 5}},
		{"two years", "2023-01-01", "2025-01-01", calendar.Shift{Months: 24}},
		{"two weeks", "2024-04-08", "2024-04-22", calendar.Shift{Days: 14}},
		{"days", "2024-04-09", "2024-04-12", calendar.Shift{Days: 3}},
		{"days to date", "2024-04-09", "2024-04-11 00:01", calendar.Shift{Days: 3}},
		{"days over a clock change", "2024-03-30", "2024-04-02", calendar.Shift{Days: 3}},
		{"any time", "2024-04-09 10:00", "2024-04-11 10:30", calendar.Shift{Duration: 48*time.Hour + 30*time.Minute}},
	} {
		require.Equal(t, test.shift, c.Previous(between(t, c.Location, test.from, test.to)), test.name)
	}
}

func TestPreviousInTheFiscalYear(t *testing.T) {
	c := berlin(t)
	c.FiscalStart = time.February
	require.Equal(t, calendar.Shift{Months: 3}, c.Previous(between(t, c.Location, "2024-02-01", "2024-04-20")))
	require.Equal(t, calendar.Shift{Years: 1}, c.Previous(between(t, c.Location, "2024-02-01", "2024-05-20")))
	require.Equal(t, calendar.Shift{Months: 4}, c.Previous(between(t, c.Location, "2024-01-01", "2024-05-01")))
}

func TestPreviousPeriodEndsBeforeTheRangeBegins(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		r := drawRange(t, c, year)
		if rapid.Bool().Draw(t, "from a start") {
			r.From = c.Floor(r.From, rapid.SampledFrom(calendar.Grains()).Draw(t, "start of"))
		}
		s := c.Previous(r)
		require.False(t, c.Back(r.To, s).After(r.From))
		require.True(t, c.Back(r.From, s).Before(r.From))
	})
}

func TestPreviousYear(t *testing.T) {
	c := berlin(t)
	for _, g := range calendar.Grains() {
		if g != calendar.Week {
			require.Equal(t, calendar.Shift{Years: 1}, c.PreviousYear(g))
		}
	}
	monday := at(t, c.Location, "2024-04-08")
	before := c.Back(monday, c.PreviousYear(calendar.Week))
	require.Equal(t, time.Monday, before.Weekday())
	requireTime(t, before, c.Floor(before, calendar.Week))
	requireTime(t, at(t, c.Location, "2023-04-10"), before)
}

func TestBack(t *testing.T) {
	month, year, day := calendar.Shift{Months: 1}, calendar.Shift{Years: 1}, calendar.Shift{Days: 1}
	for _, test := range []struct {
		name, zone, from string
		shift            calendar.Shift
		to               string
	}{
		{"nothing", "Europe/Berlin", "2024-03-20T10:00:00+01:00", calendar.Shift{}, "2024-03-20T10:00:00+01:00"},
		{"the clock is kept", "Europe/Berlin", "2024-04-20T10:00:00+02:00", month, "2024-03-20T10:00:00+01:00"},
		{"everything at once", "Europe/Berlin", "2024-04-20T10:00:00+02:00",
			calendar.Shift{Years: 1, Months: 1, Days: 1, Duration: time.Hour}, "2023-03-19T09:00:00+01:00"},
		{"over a new year", "Europe/Berlin", "2024-02-20T10:00:00+01:00", calendar.Shift{Months: 14}, "2022-12-20T10:00:00+01:00"},
		{"ahead", "Europe/Berlin", "2024-11-20T10:00:00+01:00", calendar.Shift{Months: -2}, "2025-01-20T10:00:00+01:00"},
		{"a missing day", "Europe/Berlin", "2024-03-31T10:00:00+02:00", month, "2024-03-01T00:00:00+01:00"},
		{"another missing day", "Europe/Berlin", "2023-03-29T10:00:00+02:00", month, "2023-03-01T00:00:00+01:00"},
		{"the last day there is", "Europe/Berlin", "2024-03-29T10:00:00+01:00", month, "2024-02-29T10:00:00+01:00"},
		{"a leap day", "Europe/Berlin", "2024-02-29T10:00:00+01:00", year, "2023-03-01T00:00:00+01:00"},
		{"nanoseconds are kept", "Europe/Berlin", "2024-05-20T23:59:59.999999999+02:00", month, "2024-04-20T23:59:59.999999999+02:00"},
		{"into a gap", "Europe/Berlin", "2024-04-01T02:30:00.5+02:00", day, "2024-03-31T03:00:00+02:00"},
		{"into a repetition", "Europe/Berlin", "2024-10-28T02:30:00+01:00", day, "2024-10-27T02:30:00+02:00"},
		{"from a repetition's first showing", "Europe/Berlin", "2024-10-27T02:30:00+02:00", day, "2024-10-26T02:30:00+02:00"},
		{"from a repetition's second showing", "Europe/Berlin", "2024-10-27T02:30:00.5+01:00", day, "2024-10-26T03:00:00+02:00"},
		{"after a repetition", "Europe/Berlin", "2024-10-27T03:00:00+01:00", day, "2024-10-26T03:00:00+02:00"},
		{"into a skipped midnight", "America/Sao_Paulo", "2018-11-05T00:00:00-02:00", day, "2018-11-04T01:00:00-02:00"},
		{"from a skipped midnight", "America/Sao_Paulo", "2018-11-04T01:00:00-02:00", day, "2018-11-03T00:00:00-03:00"},
		{"from a skipped midnight that ends a month", "Asia/Kathmandu", "1986-01-01T00:15:00+05:45", month, "1985-12-01T00:00:00+05:30"},
		{"into a skipped day", "Pacific/Apia", "2011-12-31T10:00:00+14:00", day, "2011-12-31T00:00:00+14:00"},
		{"over a skipped day", "Pacific/Apia", "2011-12-31T10:00:00+14:00", calendar.Shift{Days: 2}, "2011-12-29T10:00:00-10:00"},
		{"by half an hour's change", "Australia/Lord_Howe", "2024-04-08T09:00:00+10:30", calendar.Shift{Days: 2}, "2024-04-06T09:00:00+11:00"},
		{"an exact duration", "Europe/Berlin", "2024-03-31T12:00:00+02:00", calendar.Shift{Duration: 24 * time.Hour}, "2024-03-30T11:00:00+01:00"},
	} {
		c := calendar.Calendar{Location: zone(t, test.zone)}
		from, err := time.Parse(time.RFC3339, test.from)
		require.NoError(t, err)
		require.Equal(t, test.to, c.Back(from, test.shift).Format(time.RFC3339Nano), test.name)
	}
}

func TestMonthToDateOnTheLastDayComparesWithTheWholeMonthBefore(t *testing.T) {
	c := berlin(t)
	r := between(t, c.Location, "2024-03-01", "2024-03-31 18:00")
	s := c.Previous(r)
	requireTime(t, at(t, c.Location, "2024-02-01"), c.Back(r.From, s))
	requireTime(t, at(t, c.Location, "2024-03-01"), c.Back(r.To, s))
}

func drawShift(t *rapid.T) calendar.Shift {
	return calendar.Shift{
		Years:    rapid.IntRange(-3, 3).Draw(t, "years"),
		Months:   rapid.IntRange(-30, 30).Draw(t, "months"),
		Days:     rapid.IntRange(-400, 400).Draw(t, "days"),
		Duration: time.Duration(rapid.Int64Range(-1e15, 1e15).Draw(t, "duration")),
	}
}

func TestBackNeverReversesOrder(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		r := drawRange(t, c, year)
		if rapid.Bool().Draw(t, "close") {
			r.To = r.From.Add(time.Duration(rapid.Int64Range(1, 2*int64(time.Hour)).Draw(t, "apart")))
		}
		s := drawShift(t)
		require.False(t, c.Back(r.To, s).Before(c.Back(r.From, s)))
	})
}

// TestBackKeepsTheClock looks for the shifted time on the zone's clock, minute by
// minute: the first minute that shows it, or a later one where it is skipped.
func TestBackKeepsTheClock(t *testing.T) {
	const layout = "2006-01-02 15:04"
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		local := drawTime(t, c, year, "t").In(c.Location).Truncate(time.Minute)
		if again := local.Add(-25 * time.Hour); again.Format("-07:00") != local.Format("-07:00") {
			return // perhaps a time's second showing
		}
		s := calendar.Shift{Months: rapid.IntRange(-30, 30).Draw(t, "months"), Days: rapid.IntRange(-400, 400).Draw(t, "days")}

		civil, err := time.Parse(layout, local.Format(layout))
		require.NoError(t, err)
		shifted := time.Date(civil.Year(), civil.Month()-time.Month(s.Months), civil.Day(), civil.Hour(), civil.Minute(), 0, 0, time.UTC)
		if shifted.Day() != civil.Day() {
			shifted = time.Date(shifted.Year(), shifted.Month(), 1, 0, 0, 0, 0, time.UTC)
		}
		shifted = shifted.AddDate(0, 0, -s.Days)
		want := shifted.Add(-26 * time.Hour)
		for want.In(c.Location).Format(layout) < shifted.Format(layout) {
			want = want.Add(time.Minute)
		}
		requireTime(t, want, c.Back(local, s))
	})
}
