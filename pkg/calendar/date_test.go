package calendar_test

import (
	"encoding/json"
	"slices"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

func TestDateStartsAtItsFirstInstant(t *testing.T) {
	for _, test := range []struct{ zone, date, start string }{
		{"Europe/Berlin", "2024-03-31", "2024-03-31T00:00:00+01:00"},
		{"Asia/Kathmandu", "1986-01-01", "1986-01-01T00:15:00+05:45"},    // no midnight
		{"America/Sao_Paulo", "2018-11-04", "2018-11-04T01:00:00-02:00"}, // no midnight
		{"America/Sao_Paulo", "2018-02-18", "2018-02-18T00:00:00-03:00"}, // 23:00 came twice the day before
		{"Africa/Cairo", "2023-04-28", "2023-04-28T01:00:00+03:00"},      // no midnight
		{"America/Havana", "2024-11-03", "2024-11-03T00:00:00-04:00"},    // midnight came twice
		{"America/St_Johns", "2010-11-07", "2010-11-07T00:00:00-02:30"},  // and a minute later Saturday came back
		{"Pacific/Apia", "2011-12-30", "2011-12-31T00:00:00+14:00"},      // never existed
		{"Pacific/Apia", "2011-12-31", "2011-12-31T00:00:00+14:00"},
	} {
		date, err := calendar.ParseDate(test.date)
		require.NoError(t, err)
		require.Equal(t, test.start, date.Start(zone(t, test.zone)).Format(time.RFC3339), "%s in %s", test.date, test.zone)
	}
	requireTime(t, time.Date(2024, time.May, 1, 0, 0, 0, 0, time.UTC), calendar.NewDate(2024, time.May, 1).Start(nil))
}

func TestDateOfAnInstant(t *testing.T) {
	for _, test := range []struct{ zone, instant, date string }{
		{"Europe/Berlin", "2024-03-30T22:59:59Z", "2024-03-30"},
		{"Europe/Berlin", "2024-03-30T23:00:00Z", "2024-03-31"},
		{"Pacific/Apia", "2011-12-30T09:59:59Z", "2011-12-29"},
		{"Pacific/Apia", "2011-12-30T10:00:00Z", "2011-12-31"},
		{"America/Sao_Paulo", "2018-02-18T02:59:59Z", "2018-02-17"}, // 23:59:59, shown the second time
		{"America/St_Johns", "2010-11-07T02:30:30Z", "2010-11-07"},  // 00:00:30
		{"America/St_Johns", "2010-11-07T03:00:00Z", "2010-11-07"},  // 23:30 on Saturday again, but Sunday has begun
	} {
		c := calendar.Calendar{Location: zone(t, test.zone)}
		require.Equal(t, test.date, c.Date(at(t, time.UTC, test.instant)).String(), "%s in %s", test.instant, test.zone)
	}
}

func TestDatesCutByInstants(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		instant := drawTime(t, c, year, "t")

		d := c.Date(instant)
		require.False(t, d.Start(c.Location).After(instant))
		require.True(t, d.Add(1).Start(c.Location).After(instant))

		first := c.FirstDayAtOrAfter(instant)
		require.False(t, first.Start(c.Location).Before(instant))
		require.True(t, first.Add(-1).Start(c.Location).Before(instant))
	})
}

func TestSkippedDayFallsToTheDayAfter(t *testing.T) {
	c := calendar.Calendar{Location: zone(t, "Pacific/Apia")}
	skipped := calendar.NewDate(2011, time.December, 30)
	require.Equal(t, skipped, c.FirstDayAtOrAfter(at(t, c.Location, "2011-12-31")))

	buckets, err := c.Buckets(between(t, c.Location, "2011-12-28", "2012-01-02"), calendar.Day, 0)
	require.NoError(t, err)
	days := make([]string, 0, len(buckets))
	for _, b := range buckets {
		days = append(days, b.Start.Format(time.DateOnly))
	}
	require.Equal(t, []string{"2011-12-28", "2011-12-29", "2011-12-31", "2012-01-01"}, days)
}

func TestDateArithmetic(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		// The oracle is the standard library's calendar at noon in UTC.
		noon := time.Date(1, time.January, 1, 12, 0, 0, 0, time.UTC).AddDate(0, 0, rapid.IntRange(0, 3_652_000).Draw(t, "day"))
		n := rapid.IntRange(-100_000, 100_000).Draw(t, "n")
		d := calendar.DateOf(noon)
		require.Equal(t, noon.Weekday(), d.Weekday())
		require.Equal(t, noon.Format(time.DateOnly), d.String())

		moved := d.Add(n)
		require.Equal(t, calendar.DateOf(noon.AddDate(0, 0, n)), moved)
		require.Equal(t, n, moved.Sub(d))
		require.Equal(t, n < 0, moved.Before(d))
	})
}

func TestDatesSort(t *testing.T) {
	dates := []calendar.Date{
		calendar.NewDate(2024, time.March, 1), calendar.NewDate(2023, time.December, 31),
		calendar.NewDate(2024, time.February, 29), calendar.NewDate(2024, time.February, 1),
	}
	slices.SortFunc(dates, calendar.Date.Compare)
	require.Equal(t, []calendar.Date{
		{2023, time.December, 31}, {2024, time.February, 1}, {2024, time.February, 29}, {2024, time.March, 1},
	}, dates)
}

func TestNewDateCarriesOver(t *testing.T) {
	require.Equal(t, "2024-02-29", calendar.NewDate(2024, time.March, 0).String())
	require.Equal(t, "2025-02-01", calendar.NewDate(2024, 14, 1).String())
}

func TestDateInStatementsAndJSON(t *testing.T) {
	leapDay := calendar.NewDate(2024, time.February, 29)
	value, err := leapDay.Value()
	require.NoError(t, err)
	require.Equal(t, "2024-02-29", value)

	for _, column := range []any{"2024-02-29", []byte("2024-02-29"), time.Date(2024, time.February, 29, 0, 0, 0, 0, time.UTC)} {
		var scanned calendar.Date
		require.NoError(t, scanned.Scan(column))
		require.Equal(t, leapDay, scanned)
	}
	var scanned calendar.Date
	require.ErrorContains(t, scanned.Scan(int64(5)), "cannot read int64 as a date")
	require.ErrorContains(t, scanned.Scan("2023-02-29"), "write it like 2024-01-31")

	text, err := json.Marshal(map[calendar.Date]calendar.Date{leapDay: leapDay})
	require.NoError(t, err)
	require.JSONEq(t, `{"2024-02-29": "2024-02-29"}`, string(text))
	var back map[calendar.Date]calendar.Date
	require.NoError(t, json.Unmarshal(text, &back))
	require.Equal(t, map[calendar.Date]calendar.Date{leapDay: leapDay}, back)
}
