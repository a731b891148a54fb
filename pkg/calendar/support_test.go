package calendar_test

import (
	"fmt"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	_ "github.com/crmkpi/crm-datasource/pkg/internal/testing/property" // the same draws in each run
)

// oddYears are zones, each with a year in which its clock does something special.
var oddYears = []struct {
	zone string
	year int
}{
	{"UTC", 2024},
	{"Europe/Berlin", 2024},
	{"America/New_York", 2024},
	{"Asia/Kolkata", 2024},
	{"Asia/Kathmandu", 1986},      // from +5:30 to +5:45 at New Year
	{"Australia/Lord_Howe", 2024}, // changes by half an hour
	{"America/St_Johns", 2010},    // changes at 00:01, back into the day before
	{"Pacific/Apia", 2011},        // no 30 December
	{"America/Sao_Paulo", 2018},   // no midnight on 4 November, 17 February ends twice
	{"Africa/Cairo", 2023},        // no midnight on 28 April
	{"America/New_York", 2040},    // a leap year after the table of clock changes
	{"America/Havana", 2024},      // midnight shown twice
}

func zone(t require.TestingT, name string) *time.Location {
	loaded, err := calendar.LoadZone(name)
	require.NoError(t, err)
	return loaded
}

// at reads a time in RFC 3339 or, in the zone, like "2006-01-02 15:04:05".
func at(t require.TestingT, zone *time.Location, s string) time.Time {
	instant, err := calendar.Calendar{Location: zone}.ParseTime(s, time.Time{})
	require.NoError(t, err)
	return instant
}

func between(t require.TestingT, zone *time.Location, from, to string) calendar.Range {
	return calendar.Range{From: at(t, zone, from), To: at(t, zone, to)}
}

func berlin(t require.TestingT) calendar.Calendar {
	return calendar.Calendar{Location: zone(t, "Europe/Berlin"), WeekStart: time.Monday}
}

func drawCalendar(t *rapid.T) (calendar.Calendar, int) {
	odd := rapid.SampledFrom(oddYears).Draw(t, "zone")
	c := calendar.Calendar{
		Location:    zone(t, odd.zone),
		WeekStart:   rapid.SampledFrom([]time.Weekday{time.Sunday, time.Monday, time.Saturday}).Draw(t, "week start"),
		FiscalStart: time.Month(rapid.IntRange(0, 12).Draw(t, "fiscal start")),
	}
	require.NoError(t, c.Validate())
	return c, odd.year
}

// drawTime draws an instant in or near a year, often one at or next to the start of
// a period, where mistakes live.
func drawTime(t *rapid.T, c calendar.Calendar, year int, label string) time.Time {
	begin := time.Date(year-1, time.December, 1, 0, 0, 0, 0, time.UTC)
	seconds := rapid.Int64Range(0, 500*24*60*60).Draw(t, label)
	instant := begin.Add(time.Duration(seconds) * time.Second)
	if rapid.Bool().Draw(t, label+" near a start") {
		g := rapid.SampledFrom(calendar.Grains()).Draw(t, label+" of")
		instant = c.Floor(instant, g).Add(time.Duration(rapid.IntRange(-1, 1).Draw(t, label+" off")))
	}
	return instant
}

func drawRange(t *rapid.T, c calendar.Calendar, year int) calendar.Range {
	a, b := drawTime(t, c, year, "a"), drawTime(t, c, year, "b")
	if b.Before(a) {
		a, b = b, a
	}
	if a.Equal(b) {
		b = b.Add(1)
	}
	return calendar.Range{From: a, To: b}
}

func requireTime(t require.TestingT, want, got time.Time, what ...any) {
	require.True(t, want.Equal(got), "want %s, got %s: %s", want, got, fmt.Sprint(what...))
}
