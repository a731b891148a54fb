package crm

import (
	"errors"
	"fmt"
	"regexp"
	"strings"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
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
			return sql, c.unwanted("zone", "seconds since 1970 are the same instant in every zone")
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
		return "", errors.New("say in which time zone, as in `zone: Europe/Berlin`")
	}
	_, err = calendar.LoadZone(name)
	return pq.QuoteLiteral(name), err
}

// unwanted refuses an option that would mean nothing.
func (c conversion) unwanted(option, why string) error {
	if _, given := c.options[option]; given {
		return fmt.Errorf("leave out %s: %s", option, why)
	}
	return nil
}

// patterns are the parts of a format, as PostgreSQL's to_timestamp names them, and what a text must have in their place:
// to_timestamp itself would read "1.2.24" as a day of the year 24.
var patterns = map[string]string{
	"YYYY": "[0-9]{4}", "YY": "[0-9]{2}", "MM": "[0-9]{1,2}", "DD": "[0-9]{1,2}",
	"HH24": "[0-9]{1,2}", "HH12": "[0-9]{1,2}", "MI": "[0-9]{2}", "SS": "[0-9]{2}", "MS": "[0-9]{1,3}", "US": "[0-9]{1,6}",
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
	fit := fmt.Sprintf("case when %s ~ %s then %s else (%s || %s)::timestamp::text end",
		text, pq.QuoteLiteral("^"+shape+"$"), text, text, pq.QuoteLiteral(" is not of the format "+format))
	switch {
	case c.field.Type == Date:
		return fmt.Sprintf("to_date(%s, %s)", fit, pq.QuoteLiteral(format)), c.unwanted("zone", "a day stays the day that the text names")
	case zoned:
		return fmt.Sprintf("to_timestamp(%s, %s)", fit, pq.QuoteLiteral(format)), c.unwanted("zone", "the format has one (TZH)")
	}
	zone, err := c.zone()
	return fmt.Sprintf("to_timestamp(%s, %s)::timestamp at time zone %s", fit, pq.QuoteLiteral(format), zone), err
}

// shapeOf returns a regular expression for the texts of a format, and whether they tell their zone.
func shapeOf(format string) (shape string, zoned bool, err error) {
	if format == "" {
		return "", false, errors.New("say how the text is written, as in `format: DD.MM.YYYY` or `format: YYYY-MM-DD HH24:MI`")
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
			return "", false, fmt.Errorf("the format %q has %q; it may have YYYY, YY, MM, DD, HH24, HH12, MI, SS, MS, US, AM, Month, Mon, TZH, TZM, signs, and letters in quotation marks, as in YYYY-MM-DD\"T\"HH24:MI", format, part)
		default:
			b.WriteString(regexp.QuoteMeta(part))
		}
	}
	if !strings.Contains(format, "YY") {
		return "", false, fmt.Errorf("the format %q has no year", format)
	}
	return b.String(), zoned, nil
}

var formatLetter = regexp.MustCompile(`[A-Za-z]`)
