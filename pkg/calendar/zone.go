package calendar

import (
	"strings"
	"time"
	_ "time/tzdata" // zones load on machines without a zone database

	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// LoadZone returns the time zone of an IANA name such as "Europe/Berlin" or "UTC".
// The machine's own zone ("Local") is refused: answers must not depend on the server.
func LoadZone(name string) (*time.Location, error) {
	if strings.EqualFold(name, "utc") {
		return time.UTC, nil
	}
	if name != "" && !strings.EqualFold(name, "local") {
		if zone, err := time.LoadLocation(name); err == nil {
			return zone, nil
		}
	}
	return nil, fault.New("calendar.unknown_zone", "zone", name)
}

func (c Calendar) location() *time.Location {
	if c.Location == nil {
		return time.UTC
	}
	return c.Location
}

// clock is what a zone's wall clock shows, as seconds since it showed 1970-01-01 00:00.
type clock int64

// clockAt returns what the clock of t's location shows at t, to the second.
func clockAt(t time.Time) clock {
	_, offset := t.Zone()
	return clock(t.Unix() + int64(offset))
}

// first returns the first instant at which the clock shows w and nsec nanoseconds
// or later: the earlier one of a time shown twice, the end of the gap for a time
// that is skipped. (time.Date leaves both open.)
func (w clock) first(zone *time.Location, nsec int) time.Time {
	const farther = 26 * 60 * 60 // than any zone is from UTC
	t := time.Unix(int64(w)-farther, int64(nsec)).In(zone)
	for {
		_, offset := t.Zone()
		shown := time.Unix(int64(w)-int64(offset), int64(nsec)).In(zone)
		if shown.Before(t) {
			return t
		}
		_, end := bounds(t)
		if end.IsZero() || shown.Before(end) {
			return shown
		}
		t = end
	}
}

// bounds is t.ZoneBounds, with its end always after t. In the years after those of
// the zone's table, Go takes each year to have 365 days, which on a leap year's last
// day puts the end before t.
func bounds(t time.Time) (start, end time.Time) {
	start, end = t.ZoneBounds()
	if !end.IsZero() && !end.After(t) {
		end = time.Date(t.UTC().Year()+1, time.January, 1, 0, 0, 0, 0, time.UTC).In(t.Location())
	}
	return start, end
}

// steady returns the span around t in which t's location keeps its distance from
// UTC; a zero time where it is open.
func steady(t time.Time) (start, end time.Time) {
	_, offset := t.Zone()
	start, end = bounds(t)
	for !start.IsZero() {
		before := start.Add(-1)
		if _, o := before.Zone(); o != offset {
			break
		}
		start, _ = bounds(before)
	}
	for !end.IsZero() {
		if _, o := end.Zone(); o != offset {
			break
		}
		_, end = bounds(end)
	}
	return start, end
}

// Changes are the instants from one to another at which a zone's rules may change its distance from UTC, in order.
func Changes(zone *time.Location, from, to time.Time) []time.Time {
	var all []time.Time
	for t := from.In(zone); ; {
		_, end := bounds(t)
		if end.IsZero() || !end.Before(to) {
			return all
		}
		all, t = append(all, end), end
	}
}

// floorClock returns the start of t's step (an hour, a minute) on the clock of t's
// location. A change of the clock starts a new step.
func floorClock(t time.Time, step time.Duration) time.Time {
	seconds := int(step / time.Second)
	into := mod(int(clockAt(t)), seconds)
	floor := time.Unix(t.Unix()-int64(into), 0).In(t.Location())
	if start, _ := steady(t); !start.IsZero() && floor.Before(start) {
		return start
	}
	return floor
}

// nextClock returns the start of the step after the one of t.
func nextClock(t time.Time, step time.Duration) time.Time {
	seconds := int(step / time.Second)
	into := mod(int(clockAt(t)), seconds)
	next := time.Unix(t.Unix()+int64(seconds-into), 0).In(t.Location())
	if _, end := steady(t); !end.IsZero() && end.Before(next) {
		return end
	}
	return next
}
