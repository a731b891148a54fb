package sqlgen

import "fmt"

// Exclusions counts, of the rows that a measure looks at, those that it does not count, and why. A row is counted under the first
// reason that it has.
type Exclusions struct{ Records } // of one contribution

// ExclusionColumns are the counts of [Exclusions]: all rows of the range or instant, those that fail the condition, those that have
// no value, those whose duration is negative, and the rows that lie nowhere because they have no time; then, of those looked at, the
// rows of a state without a start and those that are inferred, which are no exclusions.
var ExclusionColumns = []string{"looked_at", "condition", "empty", "negative", "timeless", Startless, Inferred}

// Statement writes the statement. Its columns are [ExclusionColumns] as float8.
func (x Exclusions) Statement(c Context) (Statement, error) {
	t := newFinite(c)
	s := t.fromEntity(x.Entity, "e")
	inside, _, err := x.rows(s)
	if err != nil {
		return Statement{}, err
	}
	timeless, startless, err := x.timeless(s)
	if err != nil {
		return Statement{}, err
	}
	inferred, err := s.inferred()
	if err != nil {
		return Statement{}, err
	}
	if inferred == "" {
		inferred = "false"
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
		fmt.Sprintf("(count(*) filter (where %s))::float8", timeless), count("(" + condition + ") is true and " + startless), count("(" + condition + ") is true and " + inferred),
	} {
		if i > 0 {
			columns += ",\n  "
		}
		columns += sql + " as " + quote(ExclusionColumns[i])
	}
	where := both(fmt.Sprintf("((%s) or %s)", inside, timeless), restriction)
	return t.statement("select\n  "+columns+"\n"+from+"\nwhere "+where, days{})
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
	case Age:
		from, err := s.of(g, g.From)
		return condition, from + " is null", negative, err
	case Value, Plain:
		value, err := s.of(g, g.Value)
		if value == "" {
			return condition, "false", negative, err
		}
		return condition, value + " is null", negative, err
	}
	return condition, "false", negative, nil
}

// timeless returns the conditions that a row lies nowhere, and that it is in a state of which nobody knows the start: a state without a
// start was always there.
func (x Exclusions) timeless(s *fromClause) (timeless, startless string, err error) {
	if x.Open != nil {
		state, err := s.state(x.Open.Start, x.Open.End)
		return "false", state.startless(), err
	}
	at, err := s.expression(x.Time)
	return at + " is null", "false", err
}
