package oracle

import (
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
)

// PostgreSQL's infinite times, -infinity and infinity, are before and after all others. They are no instants: what began ever was always
// there, what ends never goes on, and nothing took a time from one or until one.
var (
	ever  = time.Time{}
	never = time.Date(30000, time.January, 1, 0, 0, 0, 0, time.UTC)
)

// The same of days.
var firstOfAll, lastOfAll = calendar.DateOf(ever), calendar.DateOf(never)

// endless tells whether a time is an infinite one.
func endless(t time.Time) bool { return !t.After(ever) || !t.Before(never) }

// happens tells whether something ever comes to pass at a time that a row may not have.
func happens(t *time.Time) bool { return t != nil && t.Before(never) }

// instantOf is a time that a row may not have; nil for an infinite one, too.
func instantOf(t *time.Time) *time.Time {
	if t == nil || endless(*t) {
		return nil
	}
	return t
}

// later is a time so much later, which of an infinite one is no other.
func later(t time.Time, by time.Duration) time.Time {
	if endless(t) {
		return t
	}
	return t.Add(by)
}

// between is how long it took from one time to another; false for less than nothing, and where either is none.
func between(from, to *time.Time) (time.Duration, bool) {
	from, to = instantOf(from), instantOf(to)
	if from == nil || to == nil || to.Before(*from) {
		return 0, false
	}
	return to.Sub(*from), true
}

// isDay tells whether a day is not an infinite one, nor the one after it.
func isDay(d calendar.Date) bool { return firstOfAll.Add(1).Before(d) && d.Before(lastOfAll) }
