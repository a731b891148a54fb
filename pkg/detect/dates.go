package detect

import (
	"regexp"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
)

var (
	noZone   = i18n.T("detect.no_zone")
	midnight = i18n.T("detect.midnight")
)

// asTime fits a column of an instant.
func asTime(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	sql := col.as(alias)
	switch col.kind {
	case instant:
		return plain(sql), 1, i18n.Text{}
	case local:
		return converted(entity, f, "local", sql, inUTC), 0.95, noZone
	case day:
		return converted(entity, f, "local", sql, inUTC), 0.9, midnight
	}
	if e, ok := epochOf(col); ok {
		return converted(entity, f, e.conversion, e.subject(sql, col)), 0.8, e.name
	}
	if w, ok := writtenOf(col); ok {
		return w.formula(entity, f, sql), w.confidence, w.reason
	}
	return plain(sql), 0, i18n.Text{}
}

// asDay fits a column of a day. The day of an instant is that of the business's time zone.
func asDay(entity string, f *crm.Field, col *column, alias string) (formula, float64, i18n.Text) {
	sql := col.as(alias)
	switch col.kind {
	case day:
		return plain(sql), 1, i18n.Text{}
	case local:
		return plain(sql + "::date"), 0.95, i18n.Text{}
	case instant:
		return plain(sql), 0.9, i18n.T("detect.day_of_instant")
	}
	if e, ok := epochOf(col); ok {
		return converted(entity, f, e.conversion, e.subject(sql, col), inUTC), 0.75, joined(e.name, i18n.T("detect.day_in_utc"))
	}
	if w, ok := writtenOf(col); ok && !w.clock {
		return w.formula(entity, f, sql), w.confidence, w.reason
	}
	return plain(sql), 0, i18n.Text{}
}

// epoch is a unit in which instants are counted from 1970 on.
type epoch struct {
	unit       int64 // of a second
	conversion string
	name       i18n.Text
}

var epochs = []epoch{
	{1, "epoch", i18n.T("detect.seconds")},
	{1e3, "epoch_ms", i18n.T("detect.milliseconds")},
	{1e6, "epoch_us", i18n.T("detect.microseconds")},
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

// subject is what is converted: 0 stands for none.
func (e epoch) subject(sql string, col *column) string {
	if col.sample.any(isZero) {
		return "nullif(" + sql + ", 0)"
	}
	return sql
}

// written is how a column writes days or times down.
type written struct {
	format     string // of PostgreSQL; "" where there are several of ISO 8601, which PostgreSQL casts
	clock      bool   // with a time of day
	zone       bool   // and a time zone
	confidence float64
	reason     i18n.Text
}

// layout is a way to write something down, for Go and for PostgreSQL.
type layout struct{ of, format string }

// A day and a month may have one digit or two, as in 2.1.2006.
var days = []layout{
	{"2006-01-02", "YYYY-MM-DD"},
	{"2.1.2006", "DD.MM.YYYY"}, {"1.2.2006", "MM.DD.YYYY"},
	{"2/1/2006", "DD/MM/YYYY"}, {"1/2/2006", "MM/DD/YYYY"},
	{"2-1-2006", "DD-MM-YYYY"}, {"1-2-2006", "MM-DD-YYYY"},
	{"2006/1/2", "YYYY/MM/DD"}, {"2006.1.2", "YYYY.MM.DD"}, {"20060102", "YYYYMMDD"},
	{"2-Jan-2006", "DD-Mon-YYYY"}, {"2 Jan 2006", "DD Mon YYYY"}, {"Jan 2, 2006", "Mon DD, YYYY"},
}

var clocks = []layout{
	{"15:04", "HH24:MI"}, {"15:04:05", "HH24:MI:SS"}, {"15:04:05.000", "HH24:MI:SS.MS"}, {"15:04:05.000000", "HH24:MI:SS.US"},
	{"3:04 PM", "HH12:MI AM"}, {"3:04:05 PM", "HH12:MI:SS AM"},
}

// zones end a time of day.
var zones = []layout{{"", ""}, {"Z", `"Z"`}, {"-07:00", "TZH:TZM"}, {"-0700", "TZHTZM"}}

// writtenOf finds the one format by which all values are days, or times, of our age. Where day and month may as well be the other way
// round, it is not sure.
func writtenOf(col *column) (written, bool) {
	seen := col.sample.without(isBlank)
	switch {
	case col.kind == whole && seen.all(isTime("20060102")):
		return written{format: "YYYYMMDD", confidence: 0.75, reason: i18n.T("detect.day_numbers")}, true
	case col.kind != words || len(seen.values) == 0:
		return written{}, false
	}
	found := formats(seen)
	switch {
	case len(found) == 0 && seen.all(isISO):
		w := written{clock: seen.any(func(v string) bool { return len(v) > len(time.DateOnly) }), confidence: 0.6, reason: i18n.T("detect.text_dates")}
		w.zone = seen.all(func(v string) bool { return len(v) > len(time.DateOnly) && zoned.MatchString(v) })
		return w, true
	case len(found) == 0:
		return written{}, false
	}
	w := found[0]
	example := seen.values[0]
	if len(found) > 1 {
		w.confidence = 0.45
		w.reason = i18n.T("detect.text_days_unsure", "example", example, "pattern", found[1].format)
		return w, true
	}
	w.reason = i18n.T("detect.text_days", "example", example)
	return w, true
}

var (
	isoDate = regexp.MustCompile(`^\d{4}-\d\d-\d\d([T ]\d\d:\d\d|$)`)
	zoned   = regexp.MustCompile(`(Z|[+-]\d\d(:?\d\d)?)$`)
)

// isISO reports whether a text begins as ISO 8601 has it.
func isISO(v string) bool {
	return isoDate.MatchString(v) && isTime(time.DateOnly)(v[:len(time.DateOnly)])
}

// formats are those by which all values are days, or times.
func formats(seen sample) []written {
	var found []written
	try := func(of, format string, w written) {
		if isTime(of)(seen.values[0]) && seen.all(isTime(of)) {
			w.format, w.confidence = format, 0.7
			found = append(found, w)
		}
	}
	for _, day := range days {
		try(day.of, day.format, written{})
		for _, clock := range clocks {
			for _, zone := range zones {
				w := written{clock: true, zone: strings.HasPrefix(zone.format, "TZH")}
				try(day.of+" "+clock.of+zone.of, day.format+" "+clock.format+zone.format, w)
				try(day.of+"T"+clock.of+zone.of, day.format+`"T"`+clock.format+zone.format, w)
			}
		}
	}
	return found
}

func isBlank(v string) bool { return strings.TrimSpace(v) == "" }

// fraction is one of a second. Go reads it whether or not a layout has it.
var fraction = regexp.MustCompile(`:\d\d[.,]\d`)

// isTime reports whether a text is, by a layout, a time that exists and that somebody alive may have written.
func isTime(layout string) func(string) bool {
	whole := !strings.Contains(layout, ".0")
	return func(v string) bool {
		t, err := time.Parse(layout, v)
		return err == nil && t.Year() >= 1900 && t.Year() < 2100 && (!whole || !fraction.MatchString(v))
	}
}

// formula reads the column as a field that is an instant or a day.
func (w written) formula(entity string, f *crm.Field, sql string) formula {
	if w.format != "" {
		options := []option{{"format", flowFormat(w.format)}}
		if f.Type == crm.Time && !w.zone {
			options = append(options, inUTC)
		}
		return converted(entity, f, "text", sql, options...)
	}
	text := "nullif(trim(" + sql + "), '')"
	switch {
	case f.Type == crm.Date:
		return plain(text + "::date")
	case w.zone:
		return plain(text + "::timestamptz")
	}
	return plain(text + "::timestamp at time zone 'UTC'")
}
