package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"
)

func TestParseClock(t *testing.T) {
	for text, want := range map[string]time.Duration{
		"09:00": 9 * time.Hour, "9:30": 9*time.Hour + 30*time.Minute, "17:30:15": 17*time.Hour + 30*time.Minute + 15*time.Second,
		"24:00": 24 * time.Hour, "00:00:00.000": 0,
	} {
		got, err := ParseClock(text)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
	}
	for _, text := range []string{"", "9", "9:5", "25:00", "24:01", "09:60", "nine", "-1:00"} {
		_, err := ParseClock(text)
		require.ErrorContains(t, err, "is not a time of the day", text)
	}
}

func TestDaysPartlyInsideCountByTheirLength(t *testing.T) {
	berlin, err := LoadZone("Europe/Berlin")
	require.NoError(t, err)
	c := Calendar{Location: berlin}
	at := func(day, hour int) time.Time { return time.Date(2026, time.March, day, hour, 0, 0, 0, berlin) }
	require.InDelta(t, 31, c.Days(Range{From: at(1, 0), To: at(32, 0)}), 1e-9, "the clock change does not matter")
	require.InDelta(t, 10.0/23, c.Days(Range{From: at(29, 0), To: at(29, 11)}), 1e-9, "ten hours of the day that has 23")
	require.InDelta(t, 1.5, c.Days(Range{From: at(2, 12), To: at(4, 0)}), 1e-9)
}

// So much open time lies between an instant and the one after it.
func TestAfterIsTheInverseOfBetween(t *testing.T) {
	berlin, err := LoadZone("Europe/Berlin")
	require.NoError(t, err)
	hours := Hours{Location: berlin}
	for weekday := 1; weekday <= 5; weekday++ {
		hours.Weekdays[weekday] = []Opening{{9 * time.Hour, 12 * time.Hour}, {13 * time.Hour, 17 * time.Hour}}
	}
	rapid.Check(t, func(t *rapid.T) {
		start := time.Unix(rapid.Int64Range(1.6e9, 1.9e9).Draw(t, "start"), 0)
		open := time.Duration(rapid.Int64Range(1, 500*3600).Draw(t, "open")) * time.Second
		after := hours.After(start, open)
		require.Equal(t, open, hours.Between(start, after))
		require.Less(t, hours.Between(start, after.Add(-time.Second)), open, "and no sooner")
	})
}

func TestAfterGivesUpWhereNothingOpens(t *testing.T) {
	start := time.Date(2026, time.March, 1, 0, 0, 0, 0, time.UTC)
	require.Equal(t, start.AddDate(0, 0, 400), Hours{}.After(start, time.Hour))
}
