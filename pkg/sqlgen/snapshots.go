package sqlgen

import (
	"fmt"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Snapshots tells the state just before instants: the running sum of signed changes, +value when a row begins and −value when it
// ends, on top of the rows open at the first instant. Its cost is rows, not rows × instants.
type Snapshots struct {
	Scope
	Start, End expression.Expression // the row counts from start (null for always) until end (null for still)
	Instants   []time.Time           // in order, at least one
	Aggregates []Aggregate           // counts and sums
	// Rollup has the sums that are read instead of rows; nil for none. It has all that the statement uses, from start to end.
	Rollup *crm.Rollup
}

// OpenRows is the name of the column that counts the rows open in a group.
const OpenRows = "open_rows"

// Statement writes the statement. Its columns are bucket, a key and a label for each key, [Startless], [Inferred], [OpenRows], the
// aggregates as float8, each with the columns of [Aggregate.Counts], and, with money, [MissingRate]; where no row has the value it is 0.
// A row holds from instant number bucket (from 0) until the next row of its group.
func (n Snapshots) Statement(c Context) (Statement, error) {
	t := newText(c)
	changesOf := n.changes
	if n.Rollup != nil {
		changesOf = n.summedChanges
	}
	changes, money, err := changesOf(t)
	if err != nil {
		return Statement{}, err
	}
	return t.statement(n.runningSums(changes, money), days{last: c.Calendar.Date(n.Instants[len(n.Instants)-1]).String()})
}

// changes selects the changes of rows, and tells whether any of them is converted.
func (n Snapshots) changes(t *text) (sql string, money bool, err error) {
	s := t.fromEntity(n.Entity, "e")
	x, err := s.state(n.Start, n.End)
	if err != nil {
		return "", false, err
	}
	first, last := n.Instants[0], n.Instants[len(n.Instants)-1]
	a := newAmounts(s, x.day(t))
	// A change shows from the first instant after it on: its bucket is the number of instants up to it.
	columns := []string{fmt.Sprintf("width_bucket(change.at, %s) as bucket", t.instants(n.Instants))}
	keys, err := s.keyList(n.Keys)
	if err != nil {
		return "", false, err
	}
	columns = append(columns, keys...)
	any, err := s.any(n.Aggregates)
	if err != nil {
		return "", false, err
	}
	remarks, err := s.remarks(x, "change.sign > 0")
	if err != nil {
		return "", false, err
	}
	columns = append(append(columns, remarks...), "sum(change.sign) as "+quote(OpenRows))
	for i, g := range n.Aggregates {
		column, err := n.change(a, g, i)
		if err != nil {
			return "", false, err
		}
		columns = append(columns, column...)
	}
	restriction, err := s.restrict(n.Scope)
	if err != nil {
		return "", false, err
	}
	where := both(x.between(t.instant(first), t.instant(last)), any, restriction, fmt.Sprintf("change.at < %s", t.instant(last)))
	if len(a.missing) > 0 && len(n.Instants) > 1 { // what comes and goes between two instants adds up to nothing: nobody misses its rate
		at := t.instants(n.Instants)
		shows := fmt.Sprintf("(%[2]s is null or width_bucket(coalesce(%[1]s, '-infinity'), %[3]s) < width_bucket(%[2]s, %[3]s))", x.start, x.end, at)
		inferred, err := s.inferred()
		if err != nil {
			return "", false, err
		}
		if inferred != "" { // what is inferred is told of, whatever is asked of it
			for i, missing := range a.missing {
				a.missing[i] = both(missing, shows)
			}
			shows = fmt.Sprintf("(%s or %s)", inferred, shows)
		}
		where = both(where, shows)
	}
	if missing := a.missingRate(); missing != "" {
		columns = append(columns, missing)
	}
	a.suffix = fmt.Sprintf("\ncross join lateral (values (coalesce(%s, '-infinity'), 1), (%s, -1)) as change(at, sign)", x.start, x.end)
	sql, err = a.grouped(columns, 1+len(keys), where)
	return sql, len(a.missing) > 0, err
}

// change returns the signed changes of an aggregate, and of the rows that [Aggregate.Counts] counts.
func (n Snapshots) change(a *amounts, g Aggregate, number int) ([]string, error) {
	f, ok := g.Function.(SumFunction)
	if !ok {
		return nil, fmt.Errorf("%s is no sum of changes", g.Name)
	}
	value, err := a.value(g)
	if err != nil {
		return nil, err
	}
	where, err := a.of(g, g.Where)
	if err != nil {
		return nil, err
	}
	if sameWhere(n.Aggregates) {
		where = ""
	}
	columns := []string{fmt.Sprintf("sum(change.sign * coalesce(%s, 0))%s as %s", f.Change(value), filter(where), quote(g.Name))}
	if !g.Counts() {
		return columns, nil
	}
	own, err := a.of(g, g.Value)
	rows, known := counts(number)
	return append(columns, fmt.Sprintf("sum(change.sign)%s as %s", filter(where), rows),
		fmt.Sprintf("sum(change.sign)%s as %s", filter(both(where, own+" is not null")), known)), err
}

// runningSums adds the changes up, within each group and in the order of the instants. They are added as numeric: a group
// that empties is exactly 0.
func (n Snapshots) runningSums(changes string, money bool) string {
	columns, over := []string{"bucket"}, "over (order by bucket)"
	if len(n.Keys) > 0 {
		var by []string
		for i := range n.Keys {
			by = append(by, fmt.Sprintf("key_%d", i+1), fmt.Sprintf("label_%d", i+1))
		}
		columns = append(columns, by...)
		over = "over (partition by " + strings.Join(by, ", ") + " order by bucket)"
	}
	columns = append(columns, quote(Startless), quote(Inferred), fmt.Sprintf("sum(%s) %s as %s", quote(OpenRows), over, quote(OpenRows)))
	for i, g := range n.Aggregates {
		names := []string{quote(g.Name)}
		if g.Counts() {
			rows, known := counts(i)
			names = append(names, rows, known)
		}
		for _, name := range names {
			columns = append(columns, fmt.Sprintf("(sum(coalesce(%s, 0)) %s)::float8 as %s", name, over, name))
		}
	}
	if money {
		columns = append(columns, quote(MissingRate))
	}
	return "select\n  " + strings.Join(columns, ",\n  ") + "\nfrom (\n  " + indent(changes) + "\n) as changes\norder by bucket"
}
