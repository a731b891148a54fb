package calendar

import (
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

// Hours are the weekly opening hours of a business.
type Hours struct {
	Location *time.Location // zone of the opening times; nil is UTC
	Weekdays [7][]Opening   // by time.Weekday, Sunday first; they may overlap
	Holidays map[Date]struct{}
}

// Opening is open time within a day, as the clock's distance from midnight: 9 h to
// 17 h 30 min. Closes can be up to 24 h after Opens, on the next day.
type Opening struct{ Opens, Closes time.Duration }

// Validate tells which opening is out of bounds.
func (h Hours) Validate() error {
	for weekday, openings := range h.Weekdays {
		for _, o := range openings {
			if o.Opens < 0 || o.Opens >= day || o.Closes <= o.Opens || o.Closes > o.Opens+day {
				name := i18n.T("calendar.weekday_" + strings.ToLower(time.Weekday(weekday).String()))
				return fault.New("calendar.bad_opening_hours", "weekday", name, "opens", onClock(o.Opens), "closes", onClock(o.Closes))
			}
		}
	}
	return nil
}

// Between returns the open time from a to b; negative when b is before a. The span
// must be less than 292 years.
func (h Hours) Between(a, b time.Time) time.Duration {
	if b.Before(a) {
		return -h.Between(b, a)
	}
	var open time.Duration
	for _, r := range h.Open(Range{From: a, To: b}) {
		open += r.Duration()
	}
	return open
}

// Open returns the parts of r in which the business is open, in order and apart.
func (h Hours) Open(r Range) []Range {
	zone := Calendar{Location: h.Location}
	var open []Range
	// What opened the day before may still be open.
	last := zone.Date(r.To)
	for d := zone.Date(r.From).Add(-1); !last.Before(d); d = d.Add(1) {
		for _, o := range h.openings(d) {
			part, ok := r.Intersect(o)
			if !ok {
				continue
			}
			if n := len(open); n > 0 && !part.From.After(open[n-1].To) {
				if part.To.After(open[n-1].To) {
					open[n-1].To = part.To
				}
				continue
			}
			open = append(open, part)
		}
	}
	return open
}

// openings returns the openings of one day, by their beginning.
func (h Hours) openings(d Date) []Range {
	if _, holiday := h.Holidays[d]; holiday {
		return nil
	}
	zone := Calendar{Location: h.Location}.location()
	at := func(sinceMidnight time.Duration) time.Time {
		shown := d.midnight() + clock(sinceMidnight/time.Second)
		return shown.first(zone, int(sinceMidnight%time.Second))
	}
	ranges := make([]Range, 0, len(h.Weekdays[d.Weekday()]))
	for _, o := range h.Weekdays[d.Weekday()] {
		ranges = append(ranges, Range{From: at(o.Opens), To: at(o.Closes)})
	}
	slices.SortFunc(ranges, func(a, b Range) int { return a.From.Compare(b.From) })
	return ranges
}

// farthest bounds how far After looks for open time.
const farthest = 400

// After returns the instant by which so much open time has passed since t; after 400 days with too little of it, their end.
func (h Hours) After(t time.Time, open time.Duration) time.Time {
	end := t.AddDate(0, 0, farthest)
	for _, r := range h.Open(Range{From: t, To: end}) {
		if open <= r.Duration() {
			return r.From.Add(open)
		}
		open -= r.Duration()
	}
	return end
}
