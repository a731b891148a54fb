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
