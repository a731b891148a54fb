package detect

import (
	"regexp"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

const utc = " at time zone 'UTC'"

var (
	zoned    = regexp.MustCompile(`(Z|[+-]\d\d(:?\d\d)?)$`)
	isoDate  = regexp.MustCompile(`^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)`)
	noZone   = i18n.T("detect.no_zone")
	midnight = i18n.T("detect.midnight")
)

// asTime fits a column of an instant.
func asTime(sql string, col *column) (string, float64, i18n.Text) {
	switch col.kind {
	case instant:
		return sql, 1, i18n.Text{}
	case local:
		return sql + utc, 0.95, noZone
	case day:
		return sql + "::timestamp" + utc, 0.9, midnight
	}
	if e, ok := epochOf(col); ok {
		return e.sql(sql, col), 0.8, e.name
	}
	if w, ok := writtenOf(col); ok {
		return w.instant(sql, col), w.confidence, w.reason
	}
	return sql, 0, i18n.Text{}
}

// asDay fits a column of a day.
func asDay(sql string, col *column) (string, float64, i18n.Text) {
	inUTC := i18n.T("detect.day_in_utc")
	switch col.kind {
	case day:
		return sql, 1, i18n.Text{}
	case local:
		return sql + "::date", 0.95, i18n.Text{}
	case instant:
		return "(" + sql + utc + ")::date", 0.9, inUTC
	}
	if e, ok := epochOf(col); ok {
		return "(" + e.sql(sql, col) + utc + ")::date", 0.75, joined(e.name, inUTC)
	}
	if w, ok := writtenOf(col); ok {
		return w.day(sql, col), w.confidence, w.reason
	}
	return sql, 0, i18n.Text{}
}

// epoch is a unit in which instants are counted from 1970 on.
type epoch struct {
	unit    int64 // of a second
	divisor string
	name    i18n.Text
}

var epochs = []epoch{
	{1, "", i18n.T("detect.seconds")},
	{1e3, " / 1000.0", i18n.T("detect.milliseconds")},
	{1e6, " / 1000000.0", i18n.T("detect.microseconds")},
}

// epochOf returns the unit in which all values are of the years 2000 to 2035; 0 stands for none.
func epochOf(col *column) (epoch, bool) {
	if col.kind != whole {
		return epoch{}, false
	}
	from, to := time.Date(2000, 1, 1, 0, 0, 0, 0, time.UTC).Unix(), time.Date(2036, 1, 1, 0, 0, 0, 0, time.UTC).Unix()
	for _, e := range epochs {
		if col.sample.without(isZero).between(from*e.unit, to*e.unit) {
			return e, true
		}
	}
	return epoch{}, false
}

func isZero(v string) bool { return v == "0" }

func (e epoch) sql(sql string, col *column) string {
	if col.sample.any(isZero) {
		sql = "nullif(" + sql + ", 0)"
	}
	return "to_timestamp(" + sql + e.divisor + ")"
}

// written is how a column writes days down: as ISO 8601, which PostgreSQL casts, or by a pattern of to_date.
type written struct {
	pattern    string // "" for ISO 8601
	clock      bool   // with a time of day
	zone       bool   // and a time zone
	confidence float64
	reason     i18n.Text
}

// A day and a month may have one digit or two, as in 2.1.2006, for Go and for to_date.
var writings = []struct{ layout, pattern string }{
	{"2.1.2006", "DD.MM.YYYY"}, {"1.2.2006", "MM.DD.YYYY"},
	{"2/1/2006", "DD/MM/YYYY"}, {"1/2/2006", "MM/DD/YYYY"},
	{"2-1-2006", "DD-MM-YYYY"}, {"1-2-2006", "MM-DD-YYYY"},
	{"2006/1/2", "YYYY/MM/DD"}, {"2006.1.2", "YYYY.MM.DD"}, {"20060102", "YYYYMMDD"},
}

var clocks = []struct{ layout, pattern string }{{"", ""}, {" 15:04", " HH24:MI"}, {" 15:04:05", " HH24:MI:SS"}}

// writtenOf finds the one pattern by which all values are days of our time. Where day and month may as well be the other way round,
// it is not sure.
func writtenOf(col *column) (written, bool) {
	seen := col.sample.without(isBlank)
	switch col.kind {
	case words:
	case whole:
		if seen.all(isDay("20060102")) {
			return written{pattern: "YYYYMMDD", confidence: 0.75, reason: i18n.T("detect.day_numbers")}, true
		}
		return written{}, false
	default:
		return written{}, false
	}
	if seen.all(func(v string) bool { return isoDate.MatchString(v) && isDay(time.DateOnly)(v[:len(time.DateOnly)]) }) {
		w := written{clock: seen.any(func(v string) bool { return len(v) > len(time.DateOnly) }), confidence: 0.7,
			reason: i18n.T("detect.text_dates")}
		w.zone = seen.all(func(v string) bool { return len(v) > len(time.DateOnly) && zoned.MatchString(v) })
		if w.clock {
			w.reason = i18n.T("detect.text_times")
		}
		return w, true
	}
	var found []written
	for _, clock := range clocks {
		for _, w := range writings {
			if seen.all(isDay(w.layout + clock.layout)) {
				found = append(found, written{pattern: w.pattern + clock.pattern, clock: clock.layout != "", confidence: 0.7})
			}
		}
	}
	if len(found) == 0 {
		return written{}, false
	}
	w := found[0]
	example := seen.values[0]
	if len(found) > 1 {
		w.confidence = 0.45
		w.reason = i18n.T("detect.text_days_unsure", "example", example, "pattern", found[1].pattern)
		return w, true
	}
	w.reason = i18n.T("detect.text_days", "example", example)
	return w, true
}

func isBlank(v string) bool { return strings.TrimSpace(v) == "" }

// isDay reports whether a text is, by a layout, a day that exists and that somebody alive may have written.
func isDay(layout string) func(string) bool {
	return func(v string) bool {
		t, err := time.Parse(layout, v)
		return err == nil && t.Year() >= 1900 && t.Year() < 2100
	}
}

// text is the column as text, null where it is blank.
func (w written) text(sql string, col *column) string {
	switch {
	case col.kind == whole:
		return sql + "::text"
	case col.sample.any(isBlank):
		return "nullif(" + sql + ", '')"
	}
	return sql
}

func (w written) instant(sql string, col *column) string {
	text := w.text(sql, col)
	switch {
	case w.zone:
		return text + "::timestamptz"
	case w.pattern == "":
		return text + "::timestamp" + utc
	case w.clock:
		// The clock on the wall, whatever the session's zone.
		return "to_timestamp(" + text + ", '" + w.pattern + "')::timestamp" + utc
	}
	return "to_date(" + text + ", '" + w.pattern + "')::timestamp" + utc
}

func (w written) day(sql string, col *column) string {
	text := w.text(sql, col)
	switch {
	case w.zone:
		return "(" + text + "::timestamptz" + utc + ")::date"
	case w.pattern == "":
		return text + "::date"
	}
	return "to_date(" + text + ", '" + w.pattern + "')"
}
