package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Records lists rows of an entity.
type Records struct {
	Scope
	Fields []string // fields of the entity, and paths along its relations
	Where  expression.Expression
	// Time puts rows into the range; empty for no restriction by time.
	Time     expression.Expression
	TimeType crm.Type
	Range    calendar.Range
	// Open keeps the rows that count at an instant instead: start ≤ instant and (end is null or end > instant).
	Open       *Open
	Descending bool
	Limit      int
}

// Open is the state of rows at an instant.
type Open struct {
	Start, End expression.Expression
	At         calendar.Range // the instant is its end
}

// Statement writes the statement. Its columns are the fields, in order; numbers as float8, keys as text. The newest come first.
func (r Records) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.scope(r.Entity, "e")
	columns := make([]string, len(r.Fields))
	for i, path := range r.Fields {
		sql, err := s.path(path)
		if err != nil {
			return Statement{}, err
		}
		f, err := crm.Canonical().Resolve(r.Entity, path)
		if err != nil {
			return Statement{}, err
		}
		columns[i] = fmt.Sprintf("%s%s as %s", sql, castOf(f.Type), quote(path))
	}
	where, order, err := r.rows(s)
	if err != nil {
		return Statement{}, err
	}
	condition, err := s.condition(r.Where)
	if err != nil {
		return Statement{}, err
	}
	restriction, err := s.restrict(r.Scope)
	if err != nil {
		return Statement{}, err
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	sql := "select\n  " + strings.Join(columns, ",\n  ") + "\n" + from
	if all := both(where, condition, restriction); all != "" {
		sql += "\nwhere " + all
	}
	if order != "" {
		sql += "\norder by " + order
	}
	return Statement{SQL: sql + "\nlimit " + t.arg(r.Limit, "int"), Args: t.args}, nil
}

// rows returns the condition that selects rows by time, and their order.
func (r Records) rows(s *scope) (where, order string, err error) {
	if r.Open != nil {
		start, err := s.expression(r.Open.Start)
		if err != nil {
			return "", "", err
		}
		end, err := s.expression(r.Open.End)
		if err != nil {
			return "", "", err
		}
		at := s.instant(r.Open.At.To)
		return fmt.Sprintf("%s <= %s and (%s is null or %s > greatest(%s, %s))", start, at, end, end, start, at), start + " desc", nil
	}
	if r.Time.Empty() {
		return "", "1", nil
	}
	at, err := s.expression(r.Time)
	if err != nil {
		return "", "", err
	}
	from, to, cast := instant(r.Range.From), instant(r.Range.To), "timestamptz"
	if r.TimeType == crm.Date {
		from, to, cast = s.Calendar.FirstDayAtOrAfter(r.Range.From).String(), s.Calendar.FirstDayAtOrAfter(r.Range.To).String(), "date"
	}
	order = at
	if r.Descending {
		order += " desc"
	}
	return fmt.Sprintf("%s >= %s and %s < %s", at, s.arg(from, cast), at, s.arg(to, cast)), order + ", 1", nil
}

// castOf returns the cast that gives a field's type one Go type.
func castOf(t crm.Type) string {
	switch t {
	case crm.Key, crm.String, crm.Currency:
		return "::text"
	case crm.Number, crm.Money:
		return "::float8"
	}
	return ""
}
