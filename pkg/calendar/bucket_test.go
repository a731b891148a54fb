package calendar_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"
	"pgregory.net/rapid"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

func TestBucketsTileTheRange(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		r := drawRange(t, c, year)
		g := rapid.SampledFrom(calendar.Grains()).Draw(t, "grain")
		buckets, err := c.Buckets(r, g, 25_000)
		require.NoError(t, err)

		reached := r.From
		for i, b := range buckets {
			requireTime(t, reached, b.Range.From, "bucket ", i)
			require.NoError(t, b.Range.Validate())
			require.False(t, b.Start.After(b.Range.From))
			require.False(t, b.End.Before(b.Range.To))
			if g != calendar.None {
				requireTime(t, c.Floor(b.Range.From, g), b.Start)
				requireTime(t, c.Next(b.Start, g), b.End)
			}
			if i > 0 {
				requireTime(t, b.Start, b.Range.From, "only the first is clipped at its start")
				requireTime(t, buckets[i-1].End, buckets[i-1].Range.To, "only the last is clipped at its end")
			}
			reached = b.Range.To
		}
		requireTime(t, r.To, reached)
	})
}

func TestBucketsAreCountedBeforeTheyAreMade(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		c, year := drawCalendar(t)
		r := drawRange(t, c, year)
		g := rapid.SampledFrom(calendar.Grains()[1:]).Draw(t, "grain")
		buckets, err := c.Buckets(r, g, 25_000)
		require.NoError(t, err)
		count := len(buckets)
		skipped := at(t, time.UTC, "2011-12-30T10:00:00Z")
		if g == calendar.Day && c.Location.String() == "Pacific/Apia" && r.From.Before(skipped) && r.To.After(skipped) {
			count++
		}
		if count == 1 {
			return
		}
		_, err = c.Buckets(r, g, count)
		require.NoError(t, err)

		_, err = c.Buckets(r, g, count-1)
		var tooMany *calendar.TooManyBucketsError
		require.ErrorAs(t, err, &tooMany)
		require.Equal(t, count, tooMany.Count)
		require.Equal(t, count-1, tooMany.Max)
		require.Equal(t, g, tooMany.Grain)
		_, err = c.Buckets(r, tooMany.Fits, count-1)
		require.NoError(t, err, "the grain that is said to fit")
	})
}

func TestTooManyBuckets(t *testing.T) {
	c := berlin(t)
	_, err := c.Buckets(between(t, c.Location, "1900-01-01", "2024-01-01"), calendar.Hour, 0)
	require.EqualError(t, err,
		"grain hour cuts the range into 1086960 buckets, more than the 10000 allowed: use grain week or a shorter range")

	allTime := between(t, time.UTC, "0001-01-02", "9999-12-31")
	_, err = c.Buckets(allTime, calendar.Hour, 0)
	require.ErrorContains(t, err, "use grain year")
	_, err = c.Buckets(allTime, calendar.Year, 100)
	require.ErrorContains(t, err, "use grain none")
}

func TestBucketsOfBadQuestions(t *testing.T) {
	c := berlin(t)
	march := between(t, c.Location, "2024-03-01", "2024-04-01")
	for _, test := range []struct {
		r     calendar.Range
		g     calendar.Grain
		wrong string
	}{
		{march, "fortnight", `unknown grain "fortnight"`},
		{march, "auto", `unknown grain "auto"`},
		{calendar.Range{From: march.To, To: march.From}, calendar.Day, "from must be before to"},
		{calendar.Range{From: march.To, To: march.To}, calendar.Day, "from must be before to"},
		{calendar.Range{To: march.To}, calendar.Day, "the range has no from"},
		{calendar.Range{From: march.From}, calendar.Day, "the range has no to"},
		{calendar.Range{From: march.From, To: march.To.AddDate(10_000, 0, 0)}, calendar.Day, "use years 1 to 9999"},
	} {
		_, err := c.Buckets(test.r, test.g, 0)
		require.ErrorContains(t, err, test.wrong)
	}
}

func TestDayOfAClockChange(t *testing.T) {
	c := berlin(t)
	for _, test := range []struct {
		from, to string
		hours    int
	}{{"2024-03-31", "2024-04-01", 23}, {"2024-10-27", "2024-10-28", 25}, {"2024-05-01", "2024-05-02", 24}} {
		r := between(t, c.Location, test.from, test.to)
		days, err := c.Buckets(r, calendar.Day, 0)
		require.NoError(t, err)
		require.Len(t, days, 1)
		require.Equal(t, time.Duration(test.hours)*time.Hour, days[0].Range.Duration())
		hours, err := c.Buckets(r, calendar.Hour, 0)
		require.NoError(t, err)
		require.Len(t, hours, test.hours)
	}
}

func TestBucketsAreClippedToTheRange(t *testing.T) {
	c := berlin(t)
	r := between(t, c.Location, "2024-01-15 10:00", "2024-03-02 08:00")
	buckets, err := c.Buckets(r, calendar.Month, 0)
	require.NoError(t, err)
	month := func(from, to string, inside calendar.Range) calendar.Bucket {
		period := between(t, c.Location, from, to)
		return calendar.Bucket{Start: period.From, End: period.To, Range: inside}
	}
	require.Equal(t, []calendar.Bucket{
		month("2024-01-01", "2024-02-01", between(t, c.Location, "2024-01-15 10:00", "2024-02-01")),
		month("2024-02-01", "2024-03-01", between(t, c.Location, "2024-02-01", "2024-03-01")),
		month("2024-03-01", "2024-04-01", between(t, c.Location, "2024-03-01", "2024-03-02 08:00")),
	}, buckets)
}

func TestAuto(t *testing.T) {
	c := berlin(t)
	const day = 24 * time.Hour
	for _, test := range []struct {
		from, to  string
		interval  time.Duration
		maxPoints int
		usual     calendar.Grain
		finest    calendar.Grain
		grain     calendar.Grain
	}{
		{"2024-03-01", "2024-03-02", time.Second, 1000, calendar.Day, calendar.Day, calendar.Day},
		{"2024-03-01", "2024-04-01", time.Hour, 1000, calendar.Day, calendar.Day, calendar.Day},
		{"2024-03-01", "2024-04-01", time.Hour, 1000, calendar.Month, calendar.Day, calendar.Day}, // a month is no course, nor are 5 weeks
		{"2024-03-01", "2024-04-01", time.Hour, 1000, calendar.Month, calendar.Week, calendar.Week},
		{"2024-03-04", "2024-03-11", time.Hour, 1000, calendar.Month, calendar.Week, calendar.Week}, // but no days
		{"2024-01-01", "2024-04-01", time.Hour, 1000, calendar.Month, calendar.Day, calendar.Week},  // 13 weeks are enough
		{"2024-03-01", "2024-04-30", time.Hour, 1000, calendar.Day, calendar.Day, calendar.Day},     // 60 days
		{"2024-03-01", "2024-05-01", time.Hour, 1000, calendar.Day, calendar.Day, calendar.Week},    // 61
		{"2024-01-01", "2024-12-31", time.Hour, 1000, calendar.Quarter, calendar.Week, calendar.Month},
		{"2020-01-01", "2024-12-31", time.Hour, 1000, calendar.Quarter, calendar.Week, calendar.Quarter},
		{"2024-01-01", "2024-12-31", time.Hour, 1000, calendar.Month, calendar.Day, calendar.Month},
		{"2024-01-01", "2024-03-01", 8 * day, 1000, calendar.Quarter, calendar.Week, calendar.Month}, // weeks are shorter than a point
		{"2024-01-01", "2025-01-01", 8 * time.Hour, 1000, calendar.Day, calendar.Day, calendar.Week},
		{"2024-01-01", "2025-01-01", 8 * time.Hour, 1000, calendar.None, calendar.None, calendar.Week},
		{"2024-01-01", "2025-01-01", 2 * day, 200, calendar.Day, calendar.Day, calendar.Week},
		{"2024-01-01", "2025-01-01", 7 * day, 1000, calendar.Day, calendar.Day, calendar.Week},
		{"2024-01-01", "2025-01-01", day, 12, calendar.Day, calendar.Day, calendar.Month},
		{"2024-01-01", "2025-01-01", 8 * day, 1000, calendar.Day, calendar.Day, calendar.Month},
		{"2024-01-01", "2025-01-01", day, 11, calendar.Day, calendar.Day, calendar.Quarter},
		{"2024-01-01", "2025-01-01", day, 3, calendar.Day, calendar.Day, calendar.Year},
		{"2020-01-01", "2025-01-01", day, 3, calendar.Day, calendar.Day, calendar.Year},
		{"2020-01-01", "2025-01-01", 1000 * day, 1000, calendar.Day, calendar.Day, calendar.Year},
		{"2020-01-01", "2025-01-01", 0, 0, calendar.Day, calendar.Day, calendar.Month},
		{"1950-01-01", "2025-01-01", 0, 0, calendar.Day, calendar.Day, calendar.Year},
	} {
		require.Equal(t, test.grain, c.Auto(between(t, c.Location, test.from, test.to), test.interval, test.maxPoints, test.usual, test.finest), "%+v", test)
	}
}

func TestRanges(t *testing.T) {
	day := func(from, to string) calendar.Range { return between(t, time.UTC, from, to) }
	march := day("2024-03-01", "2024-04-01")
	require.True(t, march.Contains(march.From))
	require.False(t, march.Contains(march.To))
	require.Equal(t, 31*24*time.Hour, march.Duration())

	inside, ok := march.Intersect(day("2024-03-20", "2024-05-01"))
	require.True(t, ok)
	require.Equal(t, day("2024-03-20", "2024-04-01"), inside)
	require.True(t, march.Overlaps(day("2024-03-05", "2024-03-06")))
	require.False(t, march.Overlaps(day("2024-04-01", "2024-04-02")), "ranges that touch")
	_, ok = march.Intersect(day("2024-05-01", "2024-06-01"))
	require.False(t, ok)
}
