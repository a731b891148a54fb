package sqlgen

import "github.com/crmkpi/crm-datasource/pkg/expression"

// Present aggregates the rows that there are now.
type Present struct {
	Scope
	RatedAt    expression.Expression // the instant whose rate holds; empty for now
	Aggregates []Aggregate
}

// Statement writes the statement. Its columns are bucket (0), a key and a label for each key, the aggregates as float8, each with the
// columns of [Aggregate.Counts], and, with money, [MissingRate].
func (p Present) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(p.Entity, "e")
	a := newAmounts(s, t.today)
	if !p.RatedAt.Empty() {
		day, err := s.expression(p.RatedAt)
		if err != nil {
			return Statement{}, err
		}
		a.day = t.dayOrBeginning(day)
	}
	keys, err := s.keyList(p.Keys)
	if err != nil {
		return Statement{}, err
	}
	columns, by, err := a.selection("0", keys, p.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	kept, err := s.counted(p.Scope, p.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	body, err := a.grouped(columns, by, kept)
	if err != nil {
		return Statement{}, err
	}
	return t.statement(body, days{})
}

// today returns the business day of now.
func (t *text) today() string { return t.arg(t.Calendar.Date(t.Now).String(), "date") }
