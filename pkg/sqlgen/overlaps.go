package sqlgen

import (
	"fmt"
	"time"

	"github.com/lib/pq"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Overlaps adds up the part of each row's value that falls into a window, by the time they have in common.
type Overlaps struct {
	Scope
	Start, End expression.Expression // from start (inclusive, null for always) to end (exclusive, null for still)
	Type       crm.Type              // of both: crm.Time, or crm.Date for whole days
	// OfRow divides the common time by that of the row, which then must have a start and an end, instead of that of the window.
	OfRow      bool
	Windows    []calendar.Range
	Aggregates []Aggregate // sums
}

// Statement writes the statement. Its columns are bucket (the number of the window, from 0), a key and a label for each key,
// the aggregates as float8, each with the columns of [Aggregate.Counts], and, with money, [MissingRate].
func (o Overlaps) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(o.Entity, "e")
	share, meets, err := o.share(s)
	if err != nil {
		return Statement{}, err
	}
	start, err := s.expression(o.Start)
	if err != nil {
		return Statement{}, err
	}
	a := newAmounts(s, t.dayOf(start, o.Type))
	columns := []string{"(pane.number - 1)::int as bucket"}
	keys, err := s.keyList(o.Keys)
	if err != nil {
		return Statement{}, err
	}
	columns = append(columns, keys...)
	for i, g := range o.Aggregates {
		value, err := a.value(g)
		if err != nil {
			return Statement{}, err
		}
		column, err := a.withCounts(g, i, false, fmt.Sprintf("sum(%s * %s)", value, share), "")
		if err != nil {
			return Statement{}, err
		}
		columns = append(columns, column...)
	}
	if missing := a.missingRate(); missing != "" {
		columns = append(columns, missing)
	}
	kept, err := s.counted(o.Scope, o.Aggregates)
	if err != nil {
		return Statement{}, err
	}
	a.suffix = o.panes(t, meets)
	body, err := a.grouped(columns, 1+len(keys), orTrue(kept))
	if err != nil {
		return Statement{}, err
	}
	return t.statement(body, days{last: c.Calendar.Date(calendar.LastEnd(o.Windows)).String()})
}

// share returns the SQL of a row's share in a window, and of the condition that it has one.
func (o Overlaps) share(s *fromClause) (share, meets string, err error) {
	start, err := s.expression(o.Start)
	if err != nil {
		return "", "", err
	}
	end, err := s.expression(o.End)
	if err != nil {
		return "", "", err
	}
	from, to := o.position(start), o.position(end)
	common, whole := fmt.Sprintf("(least(%s, pane.stop) - greatest(%s, pane.start))", to, from), "(pane.stop - pane.start)"
	meets = common + " > 0"
	if o.OfRow { // a row without a beginning or an end, or with one that is infinite, has no time of its own
		whole = fmt.Sprintf("(%s - %s)", to, from)
		meets = both(fmt.Sprintf("%s and %s > %s", meets, end, start), finite(start), finite(end))
	}
	return common + " / " + whole, meets, nil
}

func orTrue(condition string) string {
	if condition == "" {
		return "true"
	}
	return condition
}

// position returns the SQL of a point on the axis, which may be infinite: seconds, or days where whole days are spread. An infinite day
// has no difference to another one, but an epoch.
func (o Overlaps) position(at string) string {
	seconds := fmt.Sprintf("extract(epoch from %s)::float8", at)
	if o.Type == crm.Date {
		return "(" + seconds + " / 86400)"
	}
	return seconds
}

// panes joins the windows that a row has a share in.
func (o Overlaps) panes(t *text, meets string) string {
	starts, stops := make(pq.Float64Array, len(o.Windows)), make(pq.Float64Array, len(o.Windows))
	for i, w := range o.Windows {
		starts[i], stops[i] = o.point(t, w.From), o.point(t, w.To)
	}
	return fmt.Sprintf("\njoin unnest(%s, %s) with ordinality as pane(start, stop, number) on %s", t.arg(starts, "float8[]"), t.arg(stops, "float8[]"), meets)
}

// point returns where an instant lies on the axis; within a day, by the fraction of its length.
func (o Overlaps) point(t *text, at time.Time) float64 {
	if o.Type == crm.Date {
		return t.Calendar.Position(at)
	}
	return float64(at.UnixMicro()) / 1e6
}
