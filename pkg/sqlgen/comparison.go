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
		return fmt.Sprintf("%s >= %s", t.sql, t.bound(to)), nil
	case query.AtLeast:
		return fmt.Sprintf("%s >= %s", t.sql, t.bound(from)), nil
	case query.Below:
		return fmt.Sprintf("%s < %s", t.sql, t.bound(from)), nil
	case query.AtMost:
		return fmt.Sprintf("%s < %s", t.sql, t.bound(to)), nil
	}
	return "(" + t.within(from, to) + ")", nil
}

// instantOf writes an instant; before all years there is none that PostgreSQL reads as such.
func instantOf(at time.Time) string {
	if at.UTC().Year() < 1 {
		return "-infinity"
	}
	return instant(at)
}
