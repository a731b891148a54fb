package calendar

import (
	"strings"
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

func TestParseOpening(t *testing.T) {
	at := func(hours float64) time.Duration { return time.Duration(hours * float64(time.Hour)) }
	for text, want := range map[string]Opening{
		"09:00 17:30": {at(9), at(17.5)}, "00:00 24:00": {0, at(24)}, "8:00:00 12:00:00.000": {at(8), at(12)},
		"21:30 05:00": {at(21.5), at(29)}, "21:30 29:00": {at(21.5), at(29)}, "23:00 00:00": {at(23), at(24)}, "17:00 25:30": {at(17), at(25.5)},
		"09:00 33:00": {at(9), at(33)}, "23:59 47:59": {at(23) + 59*time.Minute, at(47) + 59*time.Minute}, "12:00 11:59": {at(12), at(35) + 59*time.Minute},
	} {
		opens, closes, _ := strings.Cut(text, " ")
		got, err := ParseOpening(opens, closes)
		require.NoError(t, err, text)
		require.Equal(t, want, got, text)
		require.NoError(t, Hours{Weekdays: [7][]Opening{{got}}}.Validate(), text)
	}
	for text, want := range map[string]string{
		"09:00 09:00": "from 09:00 to 09:00 may be a whole day or no time at all: write 09:00 to 33:00 for the whole day, or leave the row out",
		"00:00 0:00":  "write 00:00 to 24:00 for the whole day",
		"25:00 26:00": "a day ends at 24:00", "09:00 48:01": "the day after, which ends at 48:00", "nine 17:00": "write it as in 09:00", "09:00 noon": "write it as in 09:00",
	} {
		opens, closes, _ := strings.Cut(text, " ")
		_, err := ParseOpening(opens, closes)
		require.ErrorContains(t, err, want, text)
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

func TestChanges(t *testing.T) {
	zone, err := LoadZone("Europe/Berlin")
	require.NoError(t, err)
	at := func(text string) time.Time {
		found, err := time.Parse(time.RFC3339, text)
		require.NoError(t, err)
		return found
	}
	var found []string
	for _, change := range Changes(zone, at("2026-01-01T00:00:00Z"), at("2027-01-01T00:00:00Z")) {
		found = append(found, change.UTC().Format(time.RFC3339))
	}
	require.Equal(t, []string{"2026-03-29T01:00:00Z", "2026-10-25T01:00:00Z"}, found)
	require.Empty(t, Changes(time.UTC, at("1990-01-01T00:00:00Z"), at("2050-01-01T00:00:00Z")))
	require.Less(t, len(Changes(zone, at("1990-01-01T00:00:00Z"), at("2100-01-01T00:00:00Z"))), 400, "it ends in far years, too")
}
