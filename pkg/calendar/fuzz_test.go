package calendar

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// Whatever is read as the end of a range is no earlier than the same text as its beginning.
func FuzzTime(f *testing.F) {
	for _, seed := range []string{"", "now", "now-6M/fQ", "now/d", "now+1w", "2024-02-29", "2024-03-31T02:30:00", "now-999999999999y", "now--1d", "now-1d/d+3h", "0000-01-01", "9999-12-31", "now/x", "\x00"} {
		f.Add(seed)
	}
	berlin, err := LoadZone("Europe/Berlin")
	require.NoError(f, err)
	c := Calendar{Location: berlin, FiscalStart: time.April}
	now := time.Date(2024, time.October, 27, 0, 30, 0, 0, time.UTC)
	f.Fuzz(func(t *testing.T, text string) {
		from, err := c.ParseTime(text, now)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		to, err := c.ParseTo(text, now)
		if err != nil {
			return
		}
		require.False(t, to.Before(from), "%q is from %s to %s", text, from, to)
	})
}

// Whatever is read as a distance is written as it was read, and leads back, of two instants none past the other.
func FuzzDistance(f *testing.F) {
	for _, seed := range []string{"28d", "4w", "3M", "2Q", "1y", "100y", "101y", "0d", "36525d", "99999w", "+1d", "1D", "", "1d1d", "٣d"} {
		f.Add(seed, int64(1_729_990_800), uint32(1800)) // an hour before clocks change
	}
	berlin, err := LoadZone("Europe/Berlin")
	require.NoError(f, err)
	c := Calendar{Location: berlin}
	f.Fuzz(func(t *testing.T, text string, seconds int64, more uint32) {
		d, err := ParseDistance(text)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		require.Equal(t, text, d.String())
		at := time.Unix(seconds%(1<<33), 0)
		for _, g := range []Grain{Day, Week, Month} {
			by := d.ShiftOf(c, g)
			there := c.Back(at, by)
			require.True(t, there.Before(at), "%s is not before %s", there, at)
			require.False(t, c.Back(at.Add(time.Duration(more)*time.Second), by).Before(there))
		}
	})
}

// Whatever are read as the hours of a day, somebody is there no longer than the time that passes, and reaches what is due.
func FuzzOpening(f *testing.F) {
	for _, seed := range [][2]string{{"09:00", "17:30"}, {"22:00", "06:00"}, {"00:00", "24:00"}, {"9:00:00", "33:00"}, {"02:30", "03:00:59"}, {"12:00", "12:00"}, {"24:00", "25:00"}, {"", "x"}, {"٠٩:00", "1:0"}} {
		f.Add(seed[0], seed[1], int64(1_711_846_800), int64(86_400))
	}
	berlin, err := LoadZone("Europe/Berlin")
	require.NoError(f, err)
	f.Fuzz(func(t *testing.T, opens, closes string, from, seconds int64) {
		o, err := ParseOpening(opens, closes)
		if err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		h := Hours{Location: berlin}
		for weekday := range h.Weekdays {
			h.Weekdays[weekday] = []Opening{o}
		}
		if err := h.Validate(); err != nil {
			require.NotEmpty(t, err.Error())
			return
		}
		begin := time.Unix(from%(1<<33), 0)
		passes := time.Duration(seconds%(60*86_400)) * time.Second
		open := h.Between(begin, begin.Add(passes))
		require.LessOrEqual(t, open.Abs(), passes.Abs())
		if open > 0 {
			due := h.After(begin, open)
			require.False(t, due.After(begin.Add(passes)))
			require.Equal(t, open, h.Between(begin, due))
		}
	})
}
