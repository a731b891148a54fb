package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Treatments reads who completed something when: those that the scope keeps, and everybody else.
type Treatments struct {
	Scope
	User  string                // path to who did it
	Time  expression.Expression // when
	Range calendar.Range
}

// Statement writes the statement. Its columns are who did it, as text, when, whether the scope keeps it, and a key and a label
// for each key.
func (r Treatments) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	s := t.fromEntity(r.Entity, "e")
	user, err := s.path(r.User)
	if err != nil {
		return Statement{}, err
	}
	at, err := s.expression(r.Time)
	if err != nil {
		return Statement{}, err
	}
	keys, err := s.keyList(r.Keys)
	if err != nil {
		return Statement{}, err
	}
	restriction, err := s.restrict(r.Scope)
	if err != nil {
		return Statement{}, err
	}
	columns := append([]string{user + "::text as who", at + " as at", fmt.Sprintf("coalesce(%s, false) as counts", orTrue(restriction))}, keys...)
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	return t.statement(fmt.Sprintf("select\n  %s\n%s\nwhere %s is not null and %s >= %s and %s < %s", strings.Join(columns, ",\n  "), from,
		user, at, t.instant(r.Range.From), at, t.instant(r.Range.To)), days{})
}

// Outcomes reads what people achieved, row by row.
type Outcomes struct {
	Entity string
	Who    string // path to who achieved it
	Time   expression.Expression
	Value  expression.Expression // a number, or a condition that is worth 1 or 0
	Where  expression.Expression
	Range  calendar.Range
}

// Statement writes the statement. Its columns are who, as text, when, and how much as float8; the oldest come first.
func (o Outcomes) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	s := t.fromEntity(o.Entity, "e")
	parts := make([]string, 4)
	for i, e := range []expression.Expression{expression.MustParse(o.Who), o.Time, o.Value, o.Where} {
		sql, err := s.condition(e)
		if err != nil {
			return Statement{}, err
		}
		parts[i] = sql
	}
	who, at, value, where := parts[0], parts[1], parts[2], parts[3]
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	return t.statement(fmt.Sprintf("select %s::text as who, %s as at, %s::float8 as value\n%s\nwhere %s\norder by at", who, at, value, from,
		both(who+" is not null", value+" is not null", where, fmt.Sprintf("%s >= %s and %s < %s", at, t.instant(o.Range.From), at, t.instant(o.Range.To)))), days{})
}
