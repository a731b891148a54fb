package sqlgen

import (
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// amounts renders the aggregates of one statement. All of its money is converted on the same day of a row.
type amounts struct {
	*fromClause
	day      func() string // SQL of the day whose rate holds; asked for only when money is converted
	currency string        // path to that of all amounts
	missing  []string      // conditions under which a rate is missing
	name     string        // SQL of the text that names what is missing
	suffix   string        // what else the FROM clause holds
	parts    bool          // values are parts, to be merged, and as exact as the database has them
}

func newAmounts(s *fromClause, day func() string) *amounts {
	return &amounts{fromClause: s, day: day}
}

// value returns the SQL of an aggregate's value, converted if it is money.
func (a *amounts) value(g Aggregate) (string, error) {
	sql, err := a.amount(g)
	if err != nil || g.Currency == "" {
		return sql, err
	}
	c, err := a.convert(g.Currency, a.day())
	if err != nil {
		return "", err
	}
	if a.currency != "" && a.currency != g.Currency {
		return "", fmt.Errorf("one statement cannot convert by two currencies (%s and %s)", a.currency, g.Currency)
	}
	a.currency, a.name = g.Currency, c.name
	where, err := a.of(g, g.Where)
	if err != nil {
		return "", err
	}
	a.missing = append(a.missing, both(where, c.missing, sql+" is not null"))
	return fmt.Sprintf("%s * %s", sql, c.factor), nil
}

// columns returns the SQL of aggregates over the rows of a group, with the columns of [Aggregate.Counts].
func (a *amounts) columns(aggregates []Aggregate) ([]string, error) {
	var all []string
	filtered := sameWhere(aggregates) // the statement's WHERE holds the condition
	for i, g := range aggregates {
		operand, counts, err := a.operand(g)
		if err != nil {
			return nil, err
		}
		call, err := a.call(g, operand)
		if err != nil {
			return nil, err
		}
		column, err := a.withCounts(g, i, filtered, call, counts)
		if err != nil {
			return nil, err
		}
		all = append(all, column...)
	}
	return all, nil
}

// withCounts returns the columns of a call: its value over the rows that meet both conditions, and what [Aggregate.Counts] adds.
func (a *amounts) withCounts(g Aggregate, number int, filtered bool, call, condition string) ([]string, error) {
	where, err := a.of(g, g.Where)
	if err != nil {
		return nil, err
	}
	if filtered {
		where = ""
	}
	columns := []string{a.number(call+filter(both(where, condition))) + " as " + quote(g.Name)}
	if !g.Counts() {
		return columns, nil
	}
	rows, known := counts(number)
	if r := a.root.rolled; r != nil {
		n, err := r.number(g.Value)
		return append(columns, a.summed(rolledRows, where)+" as "+rows, a.summed(rolledKnown(n), where)+" as "+known), err
	}
	value, err := a.of(g, g.Value)
	return append(columns, a.number("count(*)"+filter(where))+" as "+rows, a.number(fmt.Sprintf("count(%s)%s", value, filter(where)))+" as "+known), err
}

// amount returns the SQL of an aggregate's value as it is: of a row, or what rows come to of which there are only sums.
func (a *amounts) amount(g Aggregate) (string, error) {
	if r := a.root.rolled; r != nil {
		n, err := r.number(g.Value)
		return a.summary(rolledValue(n)), err
	}
	return a.of(g, g.Value)
}

// call returns the SQL of an aggregate over a group's rows, or over what there is of them as sums.
func (a *amounts) call(g Aggregate, operand string) (string, error) {
	r := a.root.rolled
	if r == nil {
		return g.Function.Call(a.text, operand), nil
	}
	f, ok := g.Function.(MergeFunction)
	if _, adds := g.Function.(SumFunction); !ok || !adds {
		return "", fmt.Errorf("%s is no sum", g.Name)
	}
	if g.Function.Operand() == Plain { // what is counted
		n, err := r.number(g.Value)
		return f.Merge(a.known(g, n)), err
	}
	return f.Merge(operand), nil
}

// known returns the SQL of how many rows have an aggregate's value, by its number in the sums. Of numbers it is none where they come to none, as
// one of them is: which of them are to be left out, only the rows tell.
func (a *amounts) known(g Aggregate, number int) string {
	known := a.summary(rolledKnown(number))
	if a.Mapping.OnlyCounted(a.root.entity, g.Value) {
		return known
	}
	return fmt.Sprintf("%s + coalesce(0 * %s, 0)", known, a.summary(rolledValue(number)))
}

// summary returns the SQL of a column that a rollup has beside the fields.
func (a *amounts) summary(column string) string { return quote(a.root.alias) + "." + column }

// summed returns the sum of such a column over the rows that meet a condition.
func (a *amounts) summed(column, where string) string {
	return "coalesce(sum(" + a.summary(column) + ")" + filter(where) + ", 0)::float8"
}

// number returns a call as the answer has it.
func (a *amounts) number(call string) string {
	if a.parts {
		return call
	}
	return "(" + call + ")::float8"
}

// filter returns the FILTER clause of an aggregate; "" without a condition.
func filter(where string) string {
	if where == "" {
		return ""
	}
	return " filter (where " + where + ")"
}

// operand returns the SQL of what of a row goes into an aggregate, and of the condition that it counts; "" where all rows do.
func (a *amounts) operand(g Aggregate) (sql, counts string, err error) {
	switch g.Function.Operand() {
	case Elapsed:
		return a.elapsed(g)
	case Age:
		from, err := a.of(g, g.From)
		return fmt.Sprintf("extract(epoch from %s - %s)::float8 / %d", stateInstant, from, g.Seconds), finite(from), err
	case Plain:
		sql, err = a.amount(g)
	case Value:
		sql, err = a.value(g)
	}
	return sql, "", err
}

// elapsed returns the SQL of a row's duration, and of the condition that it counts.
func (a *amounts) elapsed(g Aggregate) (elapsed, counts string, err error) {
	from, to, err := a.ends(g)
	if err != nil {
		return "", "", err
	}
	elapsed = fmt.Sprintf("extract(epoch from %s - %s)::float8 / %d", to, from, g.Seconds)
	if g.Hours != nil {
		elapsed = fmt.Sprintf("(%s - %s) / %d", openUntil(to), openUntil(from), g.Seconds)
	}
	return elapsed, both(fmt.Sprintf("%s >= %s", to, from), finite(from), finite(to)), nil
}

// finite is the condition that a time is an instant: since or until ever is no duration, and PostgreSQL refuses to subtract it.
func finite(at string) string { return fmt.Sprintf("isfinite(%s)", at) }

// contribution returns the SQL of what one row adds to an aggregate that it contributes to: null where the row does not count.
func (a *amounts) contribution(g Aggregate, f RowFunction) (string, error) {
	where, err := a.of(g, g.Where)
	if err != nil {
		return "", err
	}
	operand, counts, err := a.operand(g)
	if err != nil {
		return "", err
	}
	value, has := f.Row(operand)
	if where = both(where, counts, has); where != "" {
		value = "case when " + where + " then " + value + " end"
	}
	return "(" + value + ")::float8", err
}

func (a *amounts) ends(g Aggregate) (from, to string, err error) {
	if from, err = a.of(g, g.From); err != nil {
		return "", "", err
	}
	to, err = a.of(g, g.To)
	return from, to, err
}

// missingRate returns the column [MissingRate], "" when no money is converted.
func (a *amounts) missingRate() string {
	if len(a.missing) == 0 {
		return ""
	}
	return fmt.Sprintf("min(%s) filter (where %s) as %s", a.name, strings.Join(bracket(a.missing), " or "), quote(MissingRate))
}

// from is [fromClause.from] with what else the FROM clause holds.
func (a *amounts) from() (string, error) {
	from, err := a.fromClause.from()
	return from + a.suffix, err
}

// any returns the condition under which at least one of the aggregates counts a row; "" when one of them counts every row.
func (s *fromClause) any(aggregates []Aggregate) (string, error) {
	// A statement may have no argument that it does not use: nothing is written where nothing is needed.
	if slices.ContainsFunc(aggregates, func(g Aggregate) bool { return g.Where.Empty() }) {
		return "", nil
	}
	var all []string
	seen := map[string]bool{}
	for _, g := range aggregates {
		where, err := s.of(g, g.Where)
		if err != nil {
			return "", err
		}
		if !seen[where] {
			seen[where] = true
			all = append(all, where)
		}
	}
	if len(all) == 1 {
		return all[0], nil
	}
	return "(" + strings.Join(all, " or ") + ")", nil
}

// sameWhere reports whether all aggregates have one condition, so that the statement's WHERE can hold it.
func sameWhere(aggregates []Aggregate) bool {
	for _, g := range aggregates[1:] {
		first := aggregates[0]
		if g.Where.String() != first.Where.String() || len(g.Where.Parameters()) > 0 && !reflect.DeepEqual(g.Arguments, first.Arguments) {
			return false
		}
	}
	return true
}

func bracket(conditions []string) []string {
	out := make([]string, len(conditions))
	for i, c := range conditions {
		out[i] = "(" + c + ")"
	}
	return out
}

// selection returns the columns of a statement: bucket, what else it groups by, the aggregates and, with money, [MissingRate]; and how many of
// them, the first ones, it groups by.
func (a *amounts) selection(bucket string, list []string, aggregates []Aggregate) (columns []string, by int, err error) {
	values, err := a.columns(aggregates)
	if err != nil {
		return nil, 0, err
	}
	columns = slices.Concat([]string{bucket + " as bucket"}, list, values)
	if missing := a.missingRate(); missing != "" {
		columns = append(columns, missing)
	}
	return columns, 1 + len(list), nil
}

// counted returns the condition that a row is within a scope, and that one of the aggregates counts it; "" for all rows.
func (s *fromClause) counted(scope Scope, aggregates []Aggregate) (string, error) {
	any, err := s.any(aggregates)
	if err != nil {
		return "", err
	}
	restriction, err := s.restrict(scope)
	return both(any, restriction), err
}
