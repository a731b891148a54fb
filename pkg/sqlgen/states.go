package sqlgen

import (
	"fmt"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// States looks at the rows that hold just before instants, for what no running sum tells: distinct values and the age of the oldest row.
// Its cost is rows × instants, of the rows that hold at some time from the first instant to the last.
type States struct {
	Scope
	Start, End expression.Expression // the row counts from start (null for always) until end (null for still)
	Instants   []time.Time           // in order, at least one
	Aggregates []Aggregate
}

// stateInstant is the instant that a row of a [States] statement is looked at.
const stateInstant = "instant.at"

// Statement writes the statement. Its columns are bucket (the number of the instant, from 0), a key and a label for each key,
// [Startless], [Inferred], the aggregates as float8, each with the columns of [Aggregate.Counts], and, with money, [MissingRate].
func (n States) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(n.Entity, "e")
	x, err := s.state(n.Start, n.End)
	if err != nil {
		return Statement{}, err
	}
	a := newAmounts(s, x.day(t))
	columns := []string{"(instant.number - 1)::int as bucket"}
	keys, err := s.keyList(n.Keys)
	if err != nil {
		return Statement{}, err
	}
	// A row that holds at several instants is told of once, at the first instant after its start.
	remarks, err := s.remarks(x, fmt.Sprintf("instant.number = 1 + coalesce(width_bucket(%s, %s), 0)", x.start, t.instants(n.Instants)))
	if err != nil {
		return Statement{}, err
	}
	columns = append(append(columns, keys...), remarks...)
	values, err := a.columns(n.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	columns = append(columns, values...)
	if missing := a.missingRate(); missing != "" {
		columns = append(columns, missing)
	}
	any, err := s.any(n.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	restriction, err := s.restrict(n.Scope)
	if err != nil {
		return Statement{}, err
	}
	first, last := n.Instants[0], n.Instants[len(n.Instants)-1]
	where := both(x.between(t.instant(first), t.instant(last)), any, restriction)
	a.suffix = fmt.Sprintf("\njoin unnest(%s) with ordinality as instant(at, number) on %s", t.instants(n.Instants), x.at(stateInstant))
	body, err := a.grouped(columns, 1+len(keys), where)
	if err != nil {
		return Statement{}, err
	}
	return t.statement(body, days{last: c.Calendar.Date(last).String()})
}
