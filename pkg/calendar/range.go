package calendar

import (
	"slices"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// Range is the time from From to just before To.
type Range struct{ From, To time.Time }

// LastEnd is the latest end of ranges in any order, of which there is at least one: of those that overlap it need not be the last one's.
func LastEnd(ranges []Range) time.Time {
	return slices.MaxFunc(ranges, func(a, b Range) int { return a.To.Compare(b.To) }).To
}

// Validate tells why r cannot be asked about: an end is missing, outside the years
// 1 to 9999, or From is not before To.
func (r Range) Validate() error {
	for _, end := range []struct {
		name string
		t    time.Time
	}{{"from", r.From}, {"to", r.To}} {
		if end.t.IsZero() {
			return fault.New("calendar.open_range", "end", end.name).In(end.name)
		}
		if !representable(end.t) {
			return fault.New("calendar.range_out_of_bounds", "end", end.name, "year", end.t.Year()).In(end.name)
		}
	}
	if !r.From.Before(r.To) {
		return fault.New("calendar.empty_range", "from", r.From.Format(time.RFC3339), "to", r.To.Format(time.RFC3339)).In("from")
	}
	return nil
}

// representable tells whether t can be written in RFC 3339 and sent to PostgreSQL.
func representable(t time.Time) bool {
	year := t.UTC().Year()
	return year >= 1 && year <= 9999
}

// Contains tells whether t is in r.
func (r Range) Contains(t time.Time) bool { return !t.Before(r.From) && t.Before(r.To) }

// Overlaps tells whether some instant is in both ranges.
func (r Range) Overlaps(s Range) bool {
	_, ok := r.Intersect(s)
	return ok
}

// Intersect returns the instants that are in both ranges, and whether there are any.
func (r Range) Intersect(s Range) (Range, bool) {
	if s.From.After(r.From) {
		r.From = s.From
	}
	if s.To.Before(r.To) {
		r.To = s.To
	}
	if !r.From.Before(r.To) {
		return Range{}, false
	}
	return r, true
}

// Union returns the range from the beginning of the first of two to the end of the last, with what is between them.
func (r Range) Union(s Range) Range {
	if s.From.Before(r.From) {
		r.From = s.From
	}
	if s.To.After(r.To) {
		r.To = s.To
	}
	return r
}

// Duration returns the time that passes in r, at most about 292 years.
func (r Range) Duration() time.Duration { return r.To.Sub(r.From) }
