package sqlgen

import (
	"fmt"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Records lists rows of an entity.
type Records struct {
	Scope
	Fields []string // fields of the entity, and paths along its relations
	// Time puts rows into the range; empty for no restriction by time.
	Time     expression.Expression
	TimeType crm.Type
	Range    calendar.Range // whose zero From is before all rows, those since ever included
	// Open keeps the rows that count just before an instant instead.
	Open *Open
	// Overlap keeps the rows that have time in common with its window instead.
	Overlap *Overlaps
	// Lives keeps, of the rows of the range, those of the campaigns that live in its window.
	Lives *Lives
	// Contributions are the aggregates that the rows add up to; without any, every row is listed.
	Contributions []Aggregate
	RatedAt       expression.Expression // as of [Events]
	Within        *Within               // as of [Events]
	Descending    bool
	Limit         int
}

// Open is the state of rows just before an instant, as of [Snapshots].
type Open struct {
	Start, End expression.Expression
	At         time.Time
}

// Statement writes the statement. Its columns are the fields, in order, numbers as float8 and keys as text, then what each row
// adds to the contributions and, with money, [MissingRate]. The newest come first.
func (r Records) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	s := t.fromEntity(r.Entity, "e")
	columns := make([]string, len(r.Fields))
	for i, path := range r.Fields {
		sql, err := s.path(path)
		if err != nil {
			return Statement{}, err
		}
		f, err := t.Mapping.Model.Resolve(r.Entity, path)
		if err != nil {
			return Statement{}, err
		}
		columns[i] = fmt.Sprintf("%s%s as %s", sql, castOf(f.Type), quote(path))
	}
	where, order, err := r.rows(s)
	if err != nil {
		return Statement{}, err
	}
	a, err := r.amounts(s)
	if err != nil {
		return Statement{}, err
	}
	more, err := r.contributions(a)
	if err != nil {
		return Statement{}, err
	}
	columns = append(columns, more...)
	condition := ""
	if len(r.Contributions) > 0 {
		if condition, err = s.any(r.Contributions); err != nil {
			return Statement{}, err
		}
	}
	restriction, err := s.restrict(r.Scope)
	if err != nil {
		return Statement{}, err
	}
	if r.Lives != nil {
		lives, err := r.Lives.join(s)
		if err != nil {
			return Statement{}, err
		}
		a.suffix += lives
	}
	from, err := a.from()
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
	return t.statement(sql+"\nlimit "+t.arg(r.Limit, "int"), days{})
}

// amounts prepares the conversion of what the rows add up to.
func (r Records) amounts(s *fromClause) (*amounts, error) {
	at, kind, known := r.Time, r.TimeType, true
	switch {
	case !r.RatedAt.Empty():
		at, kind, known = r.RatedAt, crm.Time, false
	case r.Open != nil:
		at, kind, known = r.Open.Start, crm.Time, false
	case r.Overlap != nil:
		at, kind = r.Overlap.Start, r.Overlap.Type
	}
	if at.Empty() {
		return newAmounts(s, s.today), nil
	}
	sql, err := s.expression(at)
	if err != nil {
		return nil, err
	}
	a := newAmounts(s, s.dayOf(sql, kind))
	if !known {
		a.day = s.dayOrBeginning(sql)
	}
	a.suffix, err = s.hours(Events{Aggregates: r.Contributions, Within: r.Within}.hours())
	return a, err
}

// contributions returns the columns of what a row adds to each aggregate, and of the rate that it lacks.
func (r Records) contributions(a *amounts) ([]string, error) {
	share := ""
	if r.Overlap != nil {
		part, meets, err := r.Overlap.share(a.fromClause)
		if err != nil {
			return nil, err
		}
		share = " * " + part
		a.suffix += r.Overlap.panes(a.text, meets)
	}
	var columns []string
	for _, g := range r.Contributions {
		f, ok := g.Function.(RowFunction)
		if !ok {
			continue
		}
		sql, err := a.contribution(g, f)
		if err != nil {
			return nil, err
		}
		columns = append(columns, sql+share+" as "+quote(g.Name))
	}
	if len(a.missing) > 0 {
		columns = append(columns, fmt.Sprintf("case when %s then %s end as %s", strings.Join(bracket(a.missing), " or "), a.name, quote(MissingRate)))
	}
	return columns, nil
}

// rows returns the condition that selects rows by time, and their order.
func (r Records) rows(s *fromClause) (where, order string, err error) {
	if r.Open != nil {
		x, err := s.state(r.Open.Start, r.Open.End)
		return x.at(s.instant(r.Open.At)), x.start + " desc nulls last", err
	}
	if r.Overlap != nil {
		start, err := s.expression(r.Overlap.Start)
		return "", start + ", 1", err
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
	if r.Range.From.IsZero() {
		from = "-infinity" // which is before the first instant that a time can be
	}
	time, err := s.bounded(r.Time, at, r.TimeType, cast)
	if err != nil {
		return "", "", err
	}
	order = time.sql
	if r.Descending {
		order += " desc"
	}
	near := Events{Within: r.Within}.near(s, at)
	return both(time.within(from, to), near), order + ", 1", nil
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
