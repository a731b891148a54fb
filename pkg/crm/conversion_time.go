package crm

import (
	"fmt"
	"regexp"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/fault"
)

// epoch is a time counted from 1970-01-01 00:00 UTC. A day needs the zone in which it is that day.
func epoch(inSeconds string) func(conversion) (string, error) {
	return func(c conversion) (string, error) {
		subject, err := c.subject()
		if err != nil {
			return "", err
		}
		sql := "to_timestamp(" + subject + inSeconds + ")"
		if c.field.Type == Time {
			return sql, c.withoutZone("mapping.zone_of_epoch")
		}
		zone, err := c.zone()
		return "(" + sql + " at time zone " + zone + ")::date", err
	}
}

// local is a timestamp without zone, or a day, as the clocks of a zone showed it. The interval makes a day its midnight, and
// leaves an instant one, whose type then tells that there was nothing to convert.
func local(c conversion) (string, error) {
	subject, err := c.subject()
	if err != nil {
		return "", err
	}
	zone, err := c.zone()
	return "(" + subject + " + interval '0') at time zone " + zone, err
}

// zone returns the conversion's zone as SQL.
func (c conversion) zone() (string, error) {
	name, err := c.text("zone")
	switch {
	case err != nil:
		return "", err
	case name == "":
		return "", fault.New("mapping.no_zone")
	}
	_, err = calendar.LoadZone(name)
	return pq.QuoteLiteral(name), err
}

// withoutZone refuses a zone that would mean nothing, with the fault that says why.
func (c conversion) withoutZone(id string) error {
	if _, given := c.options["zone"]; given {
		return fault.New(id)
	}
	return nil
}

// patterns are the parts of a format, as PostgreSQL's to_timestamp names them, and what a text must have in their place:
// to_timestamp itself would read "1.2.24" as a day of the year 24, and say of a month 18 neither field nor format.
var patterns = map[string]string{
	"YYYY": "[0-9]{4}", "YY": "[0-9]{2}", "MM": "(?:0?[1-9]|1[0-2])", "DD": "(?:0?[1-9]|[12][0-9]|3[01])",
	"HH24": "(?:[01]?[0-9]|2[0-3])", "HH12": "(?:0?[1-9]|1[0-2])", "MI": "[0-5][0-9]", "SS": "[0-5][0-9]", "MS": "[0-9]{1,3}", "US": "[0-9]{1,6}",
	"AM": "[AaPp][Mm]", "PM": "[AaPp][Mm]", "Month": "[[:alpha:]]+", "Mon": "[[:alpha:]]{3}",
	"TZH": "[-+][0-9]{2}", "TZM": "[0-9]{2}",
}

var formatPart = regexp.MustCompile(`"[^"]*"|YYYY|YY|MM|DD|HH24|HH12|MI|SS|MS|US|AM|PM|Month|Mon|TZH|TZM|[^A-Za-z"]+|.`)

// textTime reads a time or a day from a text of one format.
func textTime(c conversion) (string, error) {
	text, err := c.plainText()
	if err != nil {
		return "", err
	}
	format, err := c.text("format")
	if err != nil {
		return "", err
	}
	shape, zoned, err := shapeOf(format)
	if err != nil {
		return "", err
	}
	// A text of another form is no time at all, so that PostgreSQL refuses it.
	fit := fmt.Sprintf("case when %s ~ %s then %s else (%s)::timestamp::text end", text, pq.QuoteLiteral("^"+shape+"$"), text, c.misfit(text, format))
	switch {
	case c.field.Type == Date:
		return fmt.Sprintf("to_date(%s, %s)", fit, pq.QuoteLiteral(format)), c.withoutZone("mapping.zone_of_day")
	case zoned:
		return fmt.Sprintf("to_timestamp(%s, %s)", fit, pq.QuoteLiteral(format)), c.withoutZone("mapping.zone_twice")
	}
	zone, err := c.zone()
	return fmt.Sprintf("to_timestamp(%s, %s)::timestamp at time zone %s", fit, pq.QuoteLiteral(format), zone), err
}

// shapeOf returns a regular expression for the texts of a format, and whether they tell their zone.
func shapeOf(format string) (shape string, zoned bool, err error) {
	if format == "" {
		return "", false, fault.New("mapping.no_text_format")
	}
	var b strings.Builder
	for _, part := range formatPart.FindAllString(format, -1) {
		pattern, known := patterns[part]
		switch {
		case known:
			zoned = zoned || part == "TZH"
			b.WriteString(pattern)
		case strings.HasPrefix(part, `"`) && len(part) > 1:
			b.WriteString(regexp.QuoteMeta(part[1 : len(part)-1]))
		case strings.ContainsAny(part, `"\`) || formatLetter.MatchString(part):
			return "", false, fault.New("mapping.unknown_format_part", "format", format, "part", part)
		default:
			b.WriteString(regexp.QuoteMeta(part))
		}
	}
	if !strings.Contains(format, "YY") {
		return "", false, fault.New("mapping.format_without_year", "format", format)
	}
	return b.String(), zoned, nil
}

var formatLetter = regexp.MustCompile(`[A-Za-z]`)
