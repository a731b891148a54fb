package calendar_test

import (
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

func TestParseTime(t *testing.T) {
	c := berlin(t)
	c.FiscalStart = time.February
	now := at(t, c.Location, "2024-05-15 10:20:30") // a Wednesday
	for _, test := range []struct{ text, from, to string }{
		{"now", "2024-05-15 10:20:30", ""},
		{"now-30d", "2024-04-15 10:20:30", ""},
		{"now-d", "2024-05-14 10:20:30", ""},
		{"now+2h", "2024-05-15 12:20:30", ""},
		{"now-90m", "2024-05-15 08:50:30", ""},
		{"now-30s", "2024-05-15 10:20:00", ""},
		{"now-2w", "2024-05-01 10:20:30", ""},
		{"now-1Q", "2024-02-15 10:20:30", ""},
		{"now-1fQ", "2024-02-15 10:20:30", ""},
		{"now-1fy", "2023-05-15 10:20:30", ""},
		{"now/s", "2024-05-15 10:20:30", "2024-05-15 10:20:31"},
		{"now/m", "2024-05-15 10:20:00", "2024-05-15 10:21:00"},
		{"now/h", "2024-05-15 10:00:00", "2024-05-15 11:00:00"},
		{"now/d", "2024-05-15", "2024-05-16"},
		{"now/w", "2024-05-13", "2024-05-20"},
		{"now/M", "2024-05-01", "2024-06-01"},
		{"now/Q", "2024-04-01", "2024-07-01"},
		{"now/fQ", "2024-05-01", "2024-08-01"},
		{"now/y", "2024-01-01", "2025-01-01"},
		{"now/fy", "2024-02-01", "2025-02-01"},
		{"now-1M/M", "2024-04-01", "2024-05-01"},
		{"now-1y/y", "2023-01-01", "2024-01-01"},
		{"now-1fQ/fQ", "2024-02-01", "2024-05-01"},
		{"now/d+9h", "2024-05-15 09:00", "2024-05-16 09:00"},
		{"now-1d/d-2h", "2024-05-13 22:00", "2024-05-14 22:00"},
		{"2024-03-01", "2024-03-01 00:00:00", ""},
		{"2024-03-01 15:04", "2024-03-01 15:04:00", ""},
		{"2024-03-01 15:04:05", "2024-03-01 15:04:05", ""},
		{"2024-03-01T15:04", "2024-03-01 15:04:00", ""},
		{"2024-03-01T15:04:05", "2024-03-01 15:04:05", ""},
	} {
		local := func(s string) time.Time {
			s += "2024-01-01 00:00:00"[len(s):] // what is left out is zero
			instant, err := time.ParseInLocation(time.DateTime, s, c.Location)
			require.NoError(t, err)
			return instant
		}
		from, err := c.ParseTime(test.text, now)
		require.NoError(t, err)
		requireTime(t, local(test.from), from, test.text)

		to, err := c.ParseTo(test.text, now)
		require.NoError(t, err)
		if test.to == "" {
			test.to = test.from
		}
		requireTime(t, local(test.to), to, test.text)
	}
}

func TestParseRFC3339(t *testing.T) {
	c := berlin(t)
	for _, parse := range []func(string, time.Time) (time.Time, error){c.ParseTime, c.ParseTo} {
		instant, err := parse("2024-03-01T15:04:05.123-05:00", time.Time{})
		require.NoError(t, err)
		requireTime(t, time.Date(2024, time.March, 1, 20, 4, 5, 123e6, time.UTC), instant)
		require.Equal(t, c.Location, instant.Location())
	}
}

func TestLastMonthOnThe31stIsTheMonthBefore(t *testing.T) {
	c := berlin(t)
	now := at(t, c.Location, "2024-03-31 10:00")
	from, err := c.ParseTime("now-1M/M", now)
	require.NoError(t, err)
	to, err := c.ParseTo("now-1M/M", now)
	require.NoError(t, err)
	require.Equal(t, between(t, c.Location, "2024-02-01", "2024-03-01"), calendar.Range{From: from, To: to})
}

func TestParseSkippedLocalTime(t *testing.T) {
	requireTime(t, at(t, time.UTC, "2024-03-31T01:00:00Z"), at(t, zone(t, "Europe/Berlin"), "2024-03-31 02:30"))
	requireTime(t, at(t, time.UTC, "2018-11-04T03:00:00Z"), at(t, zone(t, "America/Sao_Paulo"), "2018-11-04"))
}

func TestParseBadTimes(t *testing.T) {
	c := berlin(t)
	now := at(t, c.Location, "2024-05-15 10:20:30")
	for _, test := range []struct{ text, wrong string }{
		{"", `cannot read "" as a time: write it like 2024-01-31, 2024-01-31 15:04, 2024-01-31T15:04:05Z, now, now-30d or now/M`},
		{"yesterday", "write it like 2024-01-31"},
		{"2024-02-30", "write it like 2024-01-31"},
		{"31.01.2024", "write it like 2024-01-31"},
		{"now-30x", `cannot read "-30x" in the time "now-30x": after now, add like -30d`},
		{"now-30", `cannot read "-30" in the time "now-30"`},
		{"now-1d/d+", `cannot read "+" in the time "now-1d/d+"`},
		{"now /d", `cannot read " /d"`},
		{"nowish", `cannot read "ish"`},
		{"now/2d", `cannot read "/2d"`},
		{"now-1D", `cannot read "-1D"`},
		{"now-1234567d", `cannot read "-1234567d"`},
		{"now-999999d", "use years 1 to 9999"},
		{"now+999999y", "use years 1 to 9999"},
		{"now" + strings.Repeat("+999999y", 1000), "use years 1 to 9999"},
		{"now-999999h-999999w+999999w", "use years 1 to 9999"},
		{"0000-01-01", "use years 1 to 9999"},
	} {
		_, err := c.ParseTime(test.text, now)
		require.ErrorContains(t, err, test.wrong)
		_, err = c.ParseTo(test.text, now)
		require.ErrorContains(t, err, test.wrong)
	}
}

// monthsAfterRounding finds what may turn an end before its beginning: "now/d+1M" is
// the same last of a month for its last days.
var monthsAfterRounding = regexp.MustCompile(`/.*[+-]\d*(M|Q|y|fQ|fy)`)

func TestParseNeverPanics(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		now := drawTime(t, c, year, "now")
		text := rapid.OneOf(rapid.String(), rapid.StringMatching(`now([+-][0-9]{0,6}(fQ|fy|[smhdwMQyx])|/(fQ|fy|[smhdwMQyx])){0,4}`)).Draw(t, "text")
		from, err := c.ParseTime(text, now)
		if err != nil {
			return
		}
		require.NotZero(t, from)
		_, rounds := strings.CutPrefix(text, "now")
		if to, err := c.ParseTo(text, now); err == nil && rounds && !monthsAfterRounding.MatchString(text) {
			require.False(t, to.Before(from), "an end is not before the beginning of the same text")
		}
	})
}

func TestParseWeekday(t *testing.T) {
	for _, text := range []string{"saturday", "Saturday", "SATURDAY"} {
		day, err := calendar.ParseWeekday(text)
		require.NoError(t, err)
		require.Equal(t, time.Saturday, day)
	}
	_, err := calendar.ParseWeekday("sat")
	require.ErrorContains(t, err, "use sunday, monday")
}
