package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Agenda lists what is due or planned between two instants, of several entities.
type Agenda struct {
	Range   calendar.Range
	Entries []Entry
	Limit   int
}

// Entry is one entity's part of an agenda.
type Entry struct {
	Scope
	Time    expression.Expression
	Where   expression.Expression
	Columns []string // paths for the columns behind time, "" for none; the first is a constant text
}

// Statement writes the statement. Its columns are time and those of the entries, as text, ordered by time.
func (a Agenda) Statement(c Context, columns []string) (Statement, error) {
	t := newText(c)
	parts := make([]string, len(a.Entries))
	for i, e := range a.Entries {
		part, err := e.selection(t, columns, a.Range)
		if err != nil {
			return Statement{}, err
		}
		parts[i] = part
	}
	sql := strings.Join(parts, "\nunion all\n") + "\norder by \"time\", " + quote(columns[1]) + "\nlimit " + t.arg(a.Limit, "int")
	return Statement{SQL: sql, Args: t.args}, nil
}

func (e Entry) selection(t *text, columns []string, r calendar.Range) (string, error) {
	s := t.scope(e.Entity, "e")
	at, err := s.expression(e.Time)
	if err != nil {
		return "", err
	}
	list := []string{at + " as \"time\"", t.arg(e.Columns[0], "text") + " as " + quote(columns[0])}
	for i, path := range e.Columns[1:] {
		sql := "null::text"
		if path != "" && t.Mapping.Available(e.Entity, path) == nil {
			if sql, err = s.path(path); err != nil {
				return "", err
			}
			sql += "::text"
		}
		list = append(list, sql+" as "+quote(columns[i+1]))
	}
	where, err := s.condition(e.Where)
	if err != nil {
		return "", err
	}
	restriction, err := s.restrict(e.Scope)
	if err != nil {
		return "", err
	}
	from, err := s.from()
	if err != nil {
		return "", err
	}
	times := fmt.Sprintf("%s >= %s and %s < %s", at, t.instant(r.From), at, t.instant(r.To))
	return "select\n  " + strings.Join(list, ",\n  ") + "\n" + from + "\nwhere " + both(times, where, restriction), nil
}
