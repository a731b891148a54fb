package measure

import (
	"slices"
	"strings"
	"time"

	"github.com/crmkpi/crm-datasource/pkg/axis"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Source is which rows a column is made of and when they count. It is comparable: columns of one source are read by one statement.
type Source struct {
	Entity    string
	Time      string
	TimeType  string
	Currency  string
	RatedAt   string
	Timing    any       // the [Timing.Shape]
	Hours     string    // path to the schedule of business hours; "" for calendar time
	Arguments Arguments // that decide which rows there are
}

// Source returns the source of a column.
func (c Column) Source() Source {
	return Source{
		Entity: c.Entity, Time: c.Time.String(), TimeType: string(c.TimeType), Currency: c.Currency.String(), RatedAt: c.RatedAt.String(),
		Timing: c.Timing.Shape(c.Measure), Hours: c.BusinessHours().String(), Arguments: c.rowArguments(),
	}
}

// BusinessHours is the path to the schedule by whose business hours the column is measured; empty for calendar time.
func (c Column) BusinessHours() expression.Expression {
	if c.Arguments.Hours != Business {
		return expression.Expression{}
	}
	return c.Measure.Hours()
}

func (c Column) rowArguments() Arguments {
	kept := c.Arguments.Only(c.RowParameters())
	if !c.BusinessHours().Empty() {
		kept.Horizon = c.Horizon
	}
	return kept
}

// Reading is what is to be read: columns of one source over axes, grouped by the keys of a scope.
type Reading struct {
	Columns []Column
	Layouts []*axis.Layout
	Scope   sqlgen.Scope
	Context sqlgen.Context
	// Top cuts the groups in the database; nil for all of them.
	Top *sqlgen.Top
	// Rollup has the sums that are read instead of rows; nil for none.
	Rollup *crm.Rollup
	// Hours are the opening hours of all schedules, by name; nil where nothing is measured by them.
	Hours map[string]calendar.Hours
	// Lasts is from when to when the durations of the rows last, for those measured in business hours; nil without rows.
	Lasts *calendar.Range
	// Put takes a value: of a column (by number), or of its detail number part from 1 on, at a window of an axis, for a group.
	Put func(column, part int, at axis.Place, keys []*string, value Value)
	// Cut takes of how many rows the value of a column is in the groups that Top has cut.
	Cut func(column int, at axis.Place, value Value)
	// Remark takes how many rows are counted of which something is not known; nil where nobody is told.
	Remark func(Remark, Found)
}

// Value is what has been found for a column. Where rows may lack what is counted of them, it tells how many count, and how many of
// those have it.
type Value struct {
	Number      *float64 // nil for none
	Rows, Known float64
}

// Unknown reports whether there are rows, but none has the value: not 0, but not known.
func (v Value) Unknown() bool { return v.Rows > 0 && v.Known == 0 }

// Row is a row of an answer of the database.
type Row interface{ Scan(dest ...any) error }

// Run is how a reading is run: its statements one after the other, and what is to be done at the end; nil for nothing.
type Run struct {
	Parts  []Part
	Finish func()
}

// Part is a statement, and where its rows go.
type Part struct {
	Statement sqlgen.Statement
	Row       func(Row) error
}

// cells are the columns that all shapes share.
type cells struct {
	bucket  int
	keys    []*string // key and label of each dimension
	values  []*float64
	missing *string
}

// taken returns the values of aggregates, each from its columns.
func (c cells) taken(aggregates []sqlgen.Aggregate) []Value {
	values, next := make([]Value, len(aggregates)), c.values
	for i, g := range aggregates {
		values[i].Number, next = next[0], next[1:]
		if !g.Counts() {
			if v := values[i].Number; v != nil && *v == 0 && countsRows(g.Function) {
				values[i].Number = nil // there are no rows
			}
			continue
		}
		values[i].Rows, values[i].Known, next = *next[0], *next[1], next[2:]
		if values[i].Known == 0 {
			values[i].Number = nil
		}
	}
	return values
}

// countsRows reports whether 0 says that there are no rows.
func countsRows(f sqlgen.Function) bool {
	switch f := f.(type) {
	case *Count, *Distinct:
		return true
	case elapsed:
		_, counts := f.Statistic.(distinct)
		return counts
	}
	return false
}

// width is the number of the columns of aggregates.
func width(aggregates []sqlgen.Aggregate) int {
	n := len(aggregates)
	for _, g := range aggregates {
		if g.Counts() {
			n += 2
		}
	}
	return n
}

// rows returns a function that scans rows of a bucket, keys, values and, with money, the missing rate, which is a fault.
func rows(keys, values int, money bool, each func(cells)) func(Row) error {
	return func(row Row) error {
		r := cells{keys: make([]*string, 2*keys), values: make([]*float64, values)}
		dest := make([]any, 0, 2+len(r.keys)+values)
		dest = append(dest, &r.bucket)
		for i := range r.keys {
			dest = append(dest, &r.keys[i])
		}
		for i := range r.values {
			dest = append(dest, &r.values[i])
		}
		if money {
			dest = append(dest, &r.missing)
		}
		if err := row.Scan(dest...); err != nil {
			return err
		}
		if r.missing != nil {
			return MissingRate(*r.missing)
		}
		each(r)
		return nil
	}
}

// MissingRate is the fault of an amount that cannot be converted: what is a value of [sqlgen.MissingRate].
func MissingRate(what string) error {
	end := strings.LastIndexByte(what, ' ') // a day has no blanks
	currency, day := what[:end], what[end+1:]
	if day == "" {
		return fault.New("plan.rate_without_day", "currency", currency)
	}
	return fault.New("plan.missing_rate", "currency", currency, "day", day)
}

// first is the measure whose rows and time all columns share.
func (r *Reading) first() Column { return r.Columns[0] }

func (r *Reading) windows() []calendar.Range { return axis.Windows(r.Layouts) }

// put notes the values of a row, one for each column, at each of the places.
func (r *Reading) put(keys []*string, values []Value, places []axis.Place) {
	for _, at := range places {
		for column, v := range values {
			r.Put(column, 0, at, keys, v)
		}
	}
}

// cut notes what the groups come to that [Reading.Top] has cut.
func (r *Reading) cut(values []Value, places []axis.Place) {
	for _, at := range places {
		for column, v := range values {
			r.Cut(column, at, v)
		}
	}
}

// aggregates are the value columns of the statement.
func (r *Reading) aggregates() ([]sqlgen.Aggregate, error) {
	all := make([]sqlgen.Aggregate, len(r.Columns))
	for i, c := range r.Columns {
		g, err := c.Aggregate(r.Context)
		if err != nil {
			return nil, err
		}
		all[i] = g
	}
	return all, nil
}

// Aggregate is the value column of a statement.
func (c Column) Aggregate(in sqlgen.Context) (sqlgen.Aggregate, error) {
	g := sqlgen.Aggregate{Function: Rows{}}
	if c.Aggregation != nil {
		g = c.Aggregation.Aggregate(c.Arguments)
	}
	g.Name, g.Where, g.Currency = c.Name(), c.Where, c.CurrencyIn(in)
	arguments, err := c.Arguments.SQL()
	g.Arguments = &arguments
	return g, err
}

// CurrencyIn returns the path to the currency of an amount under a mapping; "" when there is nothing to convert.
func (m *Measure) CurrencyIn(c sqlgen.Context) string {
	if !m.IsMoney() || !c.HasCurrency(m.Entity, m.CurrencyPath()) {
		return ""
	}
	return m.CurrencyPath()
}

// AnyMoney reports whether any of a statement's values is converted, so that the statement also tells what has no rate.
func AnyMoney(aggregates []sqlgen.Aggregate) bool {
	return slices.ContainsFunc(aggregates, func(g sqlgen.Aggregate) bool { return g.Currency != "" })
}

func later(a, b time.Time) time.Time {
	if b.After(a) {
		return b
	}
	return a
}

// Trails reports whether the rows of a measure depend on the axis itself, so that no other axis can share them.
func (m *Measure) Trails() bool {
	return slices.ContainsFunc(m.Parameters(), func(name string) bool {
		return strings.HasPrefix(name, "trailing_") || strings.HasPrefix(name, "range_")
	})
}

// CutsGroups reports whether the database can rank groups by the column: values by the row's own event that add up.
func (c Column) CutsGroups() bool {
	_, event := c.Timing.(Event)
	return event && c.Additive() && c.Countable() && c.BusinessHours().Empty()
}

// disjoint reads windows part by part, since those that overlap take a statement each, and with each part what is to be said of it; a
// nil part has nothing to read.
func (r *Reading) disjoint(read func(*Reading, []calendar.Range) (*Part, error)) (Run, error) {
	return r.parts(axis.Disjoint(r.windows()), read)
}

// parts reads lists of windows one by one, see [Reading.disjoint].
func (r *Reading) parts(lists [][]calendar.Range, read func(*Reading, []calendar.Range) (*Part, error)) (Run, error) {
	var run Run
	for _, windows := range lists {
		part, err := read(r, windows)
		if err != nil {
			return run, err
		}
		if part == nil {
			continue
		}
		run.Parts = append(run.Parts, *part)
		remark, err := r.inferred(windows)
		if err != nil {
			return run, err
		}
		if remark != nil {
			run.Parts = append(run.Parts, *remark)
		}
	}
	return run, nil
}
