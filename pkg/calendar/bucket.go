package calendar

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// DefaultMaxBuckets bounds Buckets where the caller sets no bound.
const DefaultMaxBuckets = 10_000

// Bucket is one period of a range's time axis.
type Bucket struct {
	Start, End time.Time // the whole calendar period
	Range      Range     // the part of it inside the range
}

// TooManyBucketsError says that a grain is too fine for a range.
type TooManyBucketsError struct {
	Count int   // buckets that the range would have
	Max   int   // buckets that are allowed
	Grain Grain // the grain asked for
	Fits  Grain // the finest grain that would fit
}

func (e *TooManyBucketsError) Error() string { return e.Text().In(i18n.English) }

// Text is the error in every language.
func (e *TooManyBucketsError) Text() i18n.Text {
	return i18n.T("calendar.too_many_buckets", "grain", e.Grain, "buckets", e.Count, "allowed", e.Max, "fits", e.Fits)
}

// Buckets cuts r into periods of g, in order, without gaps or overlaps. The first
// and the last are clipped to r in their Range. For None there is one bucket, r.
// More than max (DefaultMaxBuckets if 0 or less) is a *TooManyBucketsError, found
// before any is made.
func (c Calendar) Buckets(r Range, g Grain, max int) ([]Bucket, error) {
	if err := r.Validate(); err != nil {
		return nil, err
	}
	if _, err := ParseGrain(string(g)); err != nil {
		return nil, err
	}
	if max <= 0 {
		max = DefaultMaxBuckets
	}
	count := c.count(r, g)
	if count > max {
		return nil, &TooManyBucketsError{Count: count, Max: max, Grain: g, Fits: c.fitting(r, g.coarser(), max)}
	}
	r.From, r.To = r.From.In(c.location()), r.To.In(c.location())
	if g == None {
		return []Bucket{{Start: r.From, End: r.To, Range: r}}, nil
	}
	buckets := make([]Bucket, 0, count)
	for start := c.Floor(r.From, g); start.Before(r.To); {
		end := c.Next(start, g)
		inside, _ := r.Intersect(Range{From: start, To: end})
		buckets = append(buckets, Bucket{Start: start, End: end, Range: inside})
		start = end
	}
	return buckets, nil
}

// What a chart is cut into where nobody says how.
const (
	mostPoints = 60 // more are a thicket
	fewPoints  = 12 // fewer hardly show a course
)

// Auto returns the grain to cut r into: usual or, where that makes fewer than 12 points, the next finer one down to finest that makes more;
// where it makes more than 60, or maxPoints (0 or less: any number), or its periods are shorter than interval, the next coarser one that does
// not. Year if none is coarse enough.
func (c Calendar) Auto(r Range, interval time.Duration, maxPoints int, usual, finest Grain) Grain {
	most := mostPoints
	if maxPoints > 0 {
		most = min(most, maxPoints)
	}
	var long []Grain
	for _, g := range Hour.coarser() {
		if g.length() >= interval {
			long = append(long, g)
		}
	}
	at := slices.IndexFunc(long, func(g Grain) bool { return g.length() >= usual.length() && c.count(r, g) <= most })
	if at < 0 {
		return Year
	}
	for at > 0 && c.count(r, long[at]) < fewPoints && long[at-1].length() >= finest.length() && c.count(r, long[at-1]) <= most {
		at--
	}
	return long[at]
}

// fitting returns the first of the grains that cuts r into at most max buckets,
// None if none does.
func (c Calendar) fitting(r Range, grains []Grain, max int) Grain {
	for _, g := range grains {
		if c.count(r, g) <= max {
			return g
		}
	}
	return None
}

// count returns the number of buckets in r without making them; a day that the zone
// skipped counts.
func (c Calendar) count(r Range, g Grain) int {
	if g == None {
		return 1
	}
	if g == Hour {
		return c.countHours(r)
	}
	first, last := c.firstDay(c.Date(r.From), g), c.firstDay(c.Date(r.To.Add(-1)), g)
	switch g {
	case Month, Quarter, Year:
		return (12*(last.Year-first.Year)+int(last.Month-first.Month))/g.months() + 1
	case Week:
		return last.Sub(first)/7 + 1
	default:
		return last.Sub(first) + 1
	}
}

// countHours adds up the hours between changes of the clock, each of which starts
// a new hour.
func (c Calendar) countHours(r Range) int {
	const hour = 60 * 60
	count := 0
	for start := c.Floor(r.From, Hour); start.Before(r.To); {
		_, end := steady(start)
		if end.IsZero() || end.After(r.To) {
			end = r.To
		}
		into := mod(int(clockAt(start)), hour)
		last := end.Add(-1).Unix() - start.Unix() + int64(into)
		count += int(last/hour) + 1
		start = end.In(c.location())
	}
	return count
}
