package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// office is open from 9:00 to 17:30 on weekdays, with a break on Friday, and on
// Saturday night.
func office(t require.TestingT, zoneName string) calendar.Hours {
	h := calendar.Hours{Location: zone(t, zoneName), Holidays: map[calendar.Date]struct{}{}}
	day := calendar.Opening{Opens: 9 * time.Hour, Closes: 17*time.Hour + 30*time.Minute}
	for weekday := time.Monday; weekday <= time.Thursday; weekday++ {
		h.Weekdays[weekday] = []calendar.Opening{day}
	}
	h.Weekdays[time.Friday] = []calendar.Opening{{Opens: 13 * time.Hour, Closes: 16 * time.Hour}, {Opens: 8 * time.Hour, Closes: 12 * time.Hour}}
	h.Weekdays[time.Saturday] = []calendar.Opening{{Opens: 22 * time.Hour, Closes: 26 * time.Hour}}
	require.NoError(t, h.Validate())
	return h
}

func TestOpenTime(t *testing.T) {
	h := office(t, "Europe/Berlin")
	h.Holidays[calendar.NewDate(2024, time.April, 1)] = struct{}{} // Easter Monday
	for _, test := range []struct {
		name, from, to string
		open           time.Duration
	}{
		{"within a day", "2024-04-09 10:00", "2024-04-09 11:15", 75 * time.Minute},
		{"over a night", "2024-04-09 17:00", "2024-04-10 09:30", time.Hour},
		{"over a break", "2024-04-12 11:00", "2024-04-12 14:00", 2 * time.Hour},
		{"a week", "2024-04-08", "2024-04-15", 4*8*time.Hour + 2*time.Hour + 7*time.Hour + 4*time.Hour},
		{"closed", "2024-04-09 18:00", "2024-04-10 08:00", 0},
		{"a holiday", "2024-04-01", "2024-04-02", 0},
		{"opened the day before", "2024-04-14 01:00", "2024-04-14 09:00", time.Hour},
		{"no time", "2024-04-09 10:00", "2024-04-09 10:00", 0},
	} {
		r := between(t, h.Location, test.from, test.to)
		require.Equal(t, test.open, h.Between(r.From, r.To), test.name)
		require.Equal(t, -test.open, h.Between(r.To, r.From), test.name)
	}
}

func TestOpenTimeOverAClockChange(t *testing.T) {
	always := calendar.Hours{Location: zone(t, "Europe/Berlin")}
	for weekday := range always.Weekdays {
		always.Weekdays[weekday] = []calendar.Opening{{Closes: 24 * time.Hour}}
	}
	r := between(t, always.Location, "2024-03-30 12:00", "2024-04-01 12:00")
	require.Equal(t, 47*time.Hour, always.Between(r.From, r.To))
	require.Equal(t, []calendar.Range{r}, always.Open(r), "openings that touch are one")
}

func TestOverlappingOpeningsCountOnce(t *testing.T) {
	h := calendar.Hours{}
	h.Weekdays[time.Monday] = []calendar.Opening{
		{Opens: 8 * time.Hour, Closes: 20 * time.Hour}, {Opens: 9 * time.Hour, Closes: 10 * time.Hour}, {Opens: 19 * time.Hour, Closes: 21 * time.Hour},
	}
	r := between(t, time.UTC, "2024-04-08", "2024-04-09")
	require.Equal(t, []calendar.Range{between(t, time.UTC, "2024-04-08 08:00", "2024-04-08 21:00")}, h.Open(r))
	require.Empty(t, h.Open(between(t, time.UTC, "2024-04-09", "2024-04-15")))
}

func TestHoursOutOfBounds(t *testing.T) {
	for _, wrong := range []calendar.Opening{
		{}, {Opens: -1, Closes: time.Hour}, {Opens: 24 * time.Hour, Closes: 25 * time.Hour},
		{Opens: 9 * time.Hour, Closes: 8 * time.Hour}, {Opens: 9 * time.Hour, Closes: 34 * time.Hour},
	} {
		h := calendar.Hours{}
		h.Weekdays[time.Tuesday] = []calendar.Opening{wrong}
		require.ErrorContains(t, h.Validate(), "opening hours of Tuesday")
	}
}

// TestOpenTimeMinuteByMinute counts the minutes at which the clock shows an open time.
func TestOpenTimeMinuteByMinute(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		h := office(t, rapid.SampledFrom([]string{"Europe/Berlin", "America/New_York", "Asia/Kathmandu"}).Draw(t, "zone"))
		change := rapid.SampledFrom([]time.Month{time.March, time.November}).Draw(t, "month")
		holiday := calendar.NewDate(2024, change, rapid.IntRange(1, 15).Draw(t, "holiday"))
		h.Holidays[holiday] = struct{}{}
		from := time.Date(2024, change, 1, 0, rapid.IntRange(0, 20_000).Draw(t, "from"), 0, 0, time.UTC)
		to := from.Add(time.Duration(rapid.IntRange(0, 15_000).Draw(t, "minutes")) * time.Minute)

		open := time.Duration(0)
		for minute := from; minute.Before(to); minute = minute.Add(time.Minute) {
			local := minute.In(h.Location)
			today := calendar.DateOf(local)
			shown := time.Duration(local.Hour())*time.Hour + time.Duration(local.Minute())*time.Minute
			if isOpen(h, today, shown) || isOpen(h, today.Add(-1), shown+24*time.Hour) {
				open += time.Minute
			}
		}
		require.Equal(t, open, h.Between(from, to))
	})
}

func isOpen(h calendar.Hours, d calendar.Date, shown time.Duration) bool {
	if _, holiday := h.Holidays[d]; holiday {
		return false
	}
	for _, o := range h.Weekdays[d.Weekday()] {
		if o.Opens <= shown && shown < o.Closes {
			return true
		}
	}
	return false
}
