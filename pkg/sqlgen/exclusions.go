package sqlgen

import "fmt"

// Exclusions counts, of the rows that a measure looks at, those that it does not count, and why. A row is counted under the first
// reason that it has.
type Exclusions struct{ Records } // of one contribution

// ExclusionColumns are the counts of [Exclusions]: all rows of the range or instant, those that fail the condition, those that have
// no value, those whose duration is negative, and the rows that lie nowhere because they have no time.
var ExclusionColumns = []string{"looked_at", "condition", "empty", "negative", "timeless"}

// Statement writes the statement. Its columns are [ExclusionColumns] as float8.
func (x Exclusions) Statement(c Context) (Statement, error) {
	t := newText(c)
	s := t.fromEntity(x.Entity, "e")
	inside, _, err := x.rows(s)
	if err != nil {
		return Statement{}, err
	}
	begins := x.Time
	if x.Open != nil {
		begins = x.Open.Start
	}
	at, err := s.expression(begins)
	if err != nil {
		return Statement{}, err
	}
	restriction, err := s.restrict(x.Scope)
	if err != nil {
		return Statement{}, err
	}
	condition, empty, negative, err := x.reasons(s)
	if err != nil {
		return Statement{}, err
	}
	counts := both("("+condition+") is true", "("+empty+") is not true")
	count := func(where string) string {
		return fmt.Sprintf("(count(*) filter (where (%s) and %s))::float8", inside, where)
	}
	from, err := s.from()
	if err != nil {
		return Statement{}, err
	}
	columns := ""
	for i, sql := range []string{
		fmt.Sprintf("(count(*) filter (where %s))::float8", inside), count("(" + condition + ") is not true"),
		count("(" + condition + ") is true and (" + empty + ")"), count(counts + " and (" + negative + ")"),
		fmt.Sprintf("(count(*) filter (where %s is null))::float8", at),
	} {
		if i > 0 {
			columns += ",\n  "
		}
		columns += sql + " as " + quote(ExclusionColumns[i])
	}
	where := both(fmt.Sprintf("(%s or %s is null)", inside, at), restriction)
	return Statement{SQL: "select\n  " + columns + "\n" + from + "\nwhere " + where, Args: t.args}, nil
}

// reasons returns the condition that a row must meet, and those under which it has no value or a negative one.
func (x Exclusions) reasons(s *fromClause) (condition, empty, negative string, err error) {
	g := x.Contributions[0]
	if condition, err = s.of(g, g.Where); err != nil {
		return "", "", "", err
	}
	condition, negative = orTrue(condition), "false"
	switch g.Function.Operand() {
	case Elapsed:
		from, to, err := newAmounts(s, nil).ends(g)
		return condition, fmt.Sprintf("%s is null or %s is null", from, to), fmt.Sprintf("%s < %s", to, from), err
	case Value, Plain:
		value, err := s.of(g, g.Value)
		if value == "" {
			return condition, "false", negative, err
		}
		return condition, value + " is null", negative, err
	}
	return condition, "false", negative, nil
}
