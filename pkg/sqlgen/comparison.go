package sqlgen

import (
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// compares returns the condition of a comparison of a field with numbers or days. What is no number compares with none.
func (s *fromClause) compares(c Condition) (string, error) {
	_, field, err := s.follow(c.Path)
	if err != nil {
		return "", err
	}
	sql, err := s.path(c.Path)
	if err != nil {
		return "", err
	}
	f := c.Filter
	if field.Type != crm.Time && field.Type != crm.Date {
		if f.Operator == query.Between {
			return fmt.Sprintf("(abs(%s) < 1e100 and %s between %s and %s)", sql, sql, s.arg(f.Values[0], "numeric"), s.arg(f.Values[1], "numeric")), nil
		}
		return fmt.Sprintf("(abs(%s) < 1e100 and %s %s %s)", sql, sql, f.Operator, s.arg(f.Values[0], "numeric")), nil
	}
	first, err := calendar.ParseDate(f.Values[0])
	if err != nil {
		return "", err
	}
	last, err := calendar.ParseDate(f.Values[len(f.Values)-1])
	if err != nil {
		return "", err
	}
	point, cast := func(d calendar.Date) string { return d.String() }, "date"
	if field.Type == crm.Time {
		point, cast = func(d calendar.Date) string { return instantOf(d.Start(s.Calendar.Location)) }, "timestamptz"
	}
	path, err := expression.Parse(c.Path)
	if err != nil {
		return "", err
	}
	t, err := s.bounded(path, sql, field.Type, cast)
	if err != nil {
		return "", err
	}
	from, to := point(first), point(last.Add(1))
	switch f.Operator {
	case query.Above:
		from, to = to, forEver
	case query.AtLeast:
		to = forEver
	case query.Below:
		return fmt.Sprintf("(%s > %s and %s < %s)", t.sql, t.bound("-"+forEver), t.sql, t.bound(from)), nil
	case query.AtMost:
		return fmt.Sprintf("(%s > %s and %s < %s)", t.sql, t.bound("-"+forEver), t.sql, t.bound(to)), nil
	}
	return "(" + t.within(from, to) + ")", nil
}

// forEver is behind all instants, and no instant itself: a row that has it as its time passes no comparison.
const forEver = "infinity"

// instantOf is [instant] for the first day of all, which begins before the year 1 in the east.
func instantOf(at time.Time) string {
	if year := at.UTC().Year(); year < 1 {
		return fmt.Sprintf("%04d-%s BC", 1-year, at.UTC().Format("01-02 15:04:05.999999Z07:00"))
	}
	return instant(at)
}
