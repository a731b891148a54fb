package sqlgen

import (
	"fmt"
	"strings"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Entries lists rows of several entities together, in order of time: what is planned, what happened, what is to be marked.
type Entries struct {
	Columns    []EntryColumn
	Entries    []Entry
	Range      calendar.Range
	Descending bool
	Limit      int
}

// EntryColumn is a column behind the time. The one that is called [MissingRate] names a currency and day without a rate.
type EntryColumn struct {
	Name string
	Type crm.Type
}

// Entry is one entity's part of the list: the rows whose time lies in the range.
type Entry struct {
	Scope
	Time     expression.Expression
	TimeType crm.Type // crm.Date for a day, which begins at midnight; "" for an instant
	// Last is the path of the last day of what goes on for days from Time on, to be listed when it touches the range; null
	// is no end. "" for what happens at once.
	Last  string
	Where expression.Expression
	Cells []Cell // one for each column
	// Of keeps only the rows of one related row.
	Of *Related
	// AtLeast keeps only rows whose converted amount is as high; 0 keeps all of them, those without an amount too.
	AtLeast float64
}

// Related is one row that the rows of an entry relate to, by its key. Unlike a filter, which compares labels, it lets an index
// on the relation find them.
type Related struct {
	Path   string // the relation
	Entity string // it leads to
	Key    string // as text
}

// Cell is an entry's value in a column; the zero value is null.
type Cell struct {
	Text     string   // a constant
	Paths    []string // else the first of these that has a value; those that are not mapped are passed over
	Convert  bool     // the path is an amount, to be converted to the reporting currency at the rate of the row's day
	Currency string   // path to its currency
}

// Statement writes the statement. Its columns are time and [Entries.Columns]. Rows without a rate come first, so that no limit
// hides them; rows of the same time are in the order of the columns.
func (l Entries) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	needed := days{first: c.Calendar.Date(l.Range.From).String(), last: c.Calendar.Date(l.Range.To).String()}
	parts := make([]string, len(l.Entries))
	for i, e := range l.Entries {
		if e.Last != "" { // it may have begun at any time
			needed.first = ""
		}
		part, err := e.selection(t, l.Columns, l.Range)
		if err != nil {
			return Statement{}, err
		}
		parts[i] = part
	}
	body := strings.Join(parts, "\nunion all\n") + "\norder by " + strings.Join(l.order(), ", ") + "\nlimit " + t.arg(l.Limit, "int")
	return t.statement(body, needed)
}

func (l Entries) order() []string {
	order := []string{quote("time")}
	if l.Descending {
		order[0] += " desc"
	}
	for _, c := range l.Columns {
		if c.Name == MissingRate {
			order = append([]string{quote(c.Name)}, order...)
		} else {
			order = append(order, quote(c.Name))
		}
	}
	return order
}

func (e Entry) selection(t *text, columns []EntryColumn, r calendar.Range) (string, error) {
	s := &entryScope{fromClause: t.fromEntity(e.Entity, "e")}
	at, err := s.expression(e.Time)
	if err != nil {
		return "", err
	}
	s.day = t.dayOf(at, e.TimeType)
	list := []string{e.begin(t, at) + " as " + quote("time")}
	rate := -1
	for i, c := range columns {
		sql, err := s.cell(e.Cells[i], c.Type)
		if err != nil {
			return "", err
		}
		if c.Name == MissingRate {
			rate = len(list)
		}
		list = append(list, sql+" as "+quote(c.Name))
	}
	if rate > 0 && s.missing != "" {
		list[rate] = fmt.Sprintf("case when %s then %s end as %s", s.missing, s.name, quote(MissingRate))
	}
	times, err := e.times(s.fromClause, at, r)
	if err != nil {
		return "", err
	}
	where, err := s.condition(e.Where)
	if err != nil {
		return "", err
	}
	restriction, err := s.restrict(e.Scope)
	if err != nil {
		return "", err
	}
	related, err := s.related(e.Of)
	if err != nil {
		return "", err
	}
	from, err := s.from()
	if err != nil {
		return "", err
	}
	conditions := both(times, where, s.atLeast(e.AtLeast), related, restriction)
	return "select\n  " + strings.Join(list, ",\n  ") + "\n" + from + "\nwhere " + conditions, nil
}

// begin is the instant of a row.
func (e Entry) begin(t *text, at string) string {
	if e.TimeType == crm.Date {
		return fmt.Sprintf("(%s::timestamp at time zone %s)", at, t.zone())
	}
	return at
}

// times is the condition under which a row belongs into the range. A day does when its midnight does.
func (e Entry) times(s *fromClause, at string, r calendar.Range) (string, error) {
	if e.TimeType != crm.Date {
		time, err := s.bounded(e.Time, at, crm.Time, "timestamptz")
		if err != nil {
			return "", err
		}
		return time.within(instant(r.From), instant(r.To)), nil
	}
	before := fmt.Sprintf("%s < %s", at, s.arg(s.Calendar.FirstDayAtOrAfter(r.To).String(), "date"))
	if e.Last == "" {
		return fmt.Sprintf("%s >= %s and %s", at, s.arg(s.Calendar.FirstDayAtOrAfter(r.From).String(), "date"), before), nil
	}
	last, err := s.path(e.Last)
	return fmt.Sprintf("%s and (%s is null or %s >= %s)", before, last, last, s.arg(s.Calendar.Date(r.From).String(), "date")), err
}

// entryScope writes the cells of an entry.
type entryScope struct {
	*fromClause
	day                   func() string // SQL of the row's day
	amount, missing, name string        // of the converted amount, once there is one
}

func (s *entryScope) cell(c Cell, kind crm.Type) (string, error) {
	if c.Text != "" {
		return s.arg(c.Text, "text"), nil
	}
	var found []string
	for _, path := range c.Paths {
		if !s.Reaches(s.root.entity, path) {
			continue
		}
		sql, err := s.path(path)
		if err == nil && c.Convert {
			sql, err = s.converted(sql, c.Currency)
		}
		if err != nil {
			return "", err
		}
		found = append(found, sql+castOf(kind))
	}
	switch len(found) {
	case 0:
		return "null::" + nullOf(kind), nil
	case 1:
		return found[0], nil
	}
	return "coalesce(" + strings.Join(found, ", ") + ")", nil
}

// converted is an amount in the reporting currency. It is noted for the conditions of the entry.
func (s *entryScope) converted(amount, currency string) (string, error) {
	s.amount = amount
	if !s.HasCurrency(s.root.entity, currency) {
		return s.amount, nil
	}
	c, err := s.convert(currency, s.day())
	if err != nil {
		return "", err
	}
	s.amount = fmt.Sprintf("(%s * %s)", amount, c.factor)
	s.name, s.missing = c.name, both(amount+" is not null", c.missing)
	return s.amount, nil
}

// atLeast keeps high amounts, and those that nobody can tell because a rate is missing.
func (s *entryScope) atLeast(threshold float64) string {
	if threshold == 0 || s.amount == "" {
		return ""
	}
	high := fmt.Sprintf("%s::float8 >= %s", s.amount, s.arg(threshold, "float8"))
	if s.missing == "" {
		return high
	}
	return fmt.Sprintf("(%s or (%s))", high, s.missing)
}

// Reaches reports whether a path can be followed by joins: its fields are mapped, and so is the key of each entity on the way.
func (c Context) Reaches(entity, path string) bool {
	for i, r := range path {
		if r == '.' && c.Mapping.Available(entity, path[:i]+".id") != nil {
			return false
		}
	}
	return c.Mapping.Available(entity, path) == nil
}

// related keeps the rows of one related row. Its key is compared as text, the relation with the key as it is.
func (s *entryScope) related(r *Related) (string, error) {
	if r == nil {
		return "", nil
	}
	relation, err := s.comparedPath(r.Path)
	if err != nil {
		return "", err
	}
	source, err := s.selection(r.Entity, []string{"id"})
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%s = any(array(select related.id from %s as related where related.id::text = %s))", relation, source, s.arg(r.Key, "text")), nil
}

// nullOf is the SQL type of a column, for the entries that have no value in it.
func nullOf(t crm.Type) string {
	switch t {
	case crm.Number, crm.Money:
		return "float8"
	case crm.Bool:
		return "bool"
	case crm.Time:
		return "timestamptz"
	case crm.Date:
		return "date"
	}
	return "text"
}
