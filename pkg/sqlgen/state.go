package sqlgen

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
)

// Columns that tell of the rows of a state, beside those that count them.
const (
	// Startless counts the rows without a start, which are there from the beginning.
	Startless = "startless"
	// Inferred counts the rows that the company has not recorded, see [crm.Completion].
	Inferred = "inferred"
)

// beginning stands for the day of a row without a start: the first known rate holds then.
const beginning = "date '-infinity'"

// state is the SQL of from when to when rows are in a state. What is looked at is the state just before an instant, so that a row
// that begins there is not yet in it, and one that ends there still is: opening + begun − ended = closing for half-open buckets. A
// row without a start was always there, one without an end still is, and one that ends when it begins never was.
type state struct{ start, end string }

func (s *fromClause) state(start, end expression.Expression) (x state, err error) {
	if x.start, err = s.expression(start); err != nil {
		return x, err
	}
	x.end, err = s.expression(end)
	return x, err
}

// at is the condition that a row is in the state just before an instant.
func (x state) at(instant string) string {
	return fmt.Sprintf("(%s is null or %s < %s) and (%s is null or %s >= %s)", x.start, x.start, instant, x.end, x.end, instant)
}

// between is the condition that a row can be in the state just before some instant from first to last.
func (x state) between(first, last string) string {
	return fmt.Sprintf("(%s is null or %s < %s) and (%s is null or %s >= %s and %s)", x.start, x.start, last, x.end, x.end, first, x.lasts())
}

// lasts is the condition that a row is in the state at all.
func (x state) lasts() string { return fmt.Sprintf("(%s > %s) is not false", x.end, x.start) }

// startless is the condition that nobody knows when a row began.
func (x state) startless() string { return x.start + " is null" }

// day returns a function that writes the SQL of the day whose rate holds: that of the start, or the beginning.
func (x state) day(t *text) func() string { return t.dayOrBeginning(x.start) }

// dayOrBeginning is [text.dayOf] an instant that may not be known.
func (t *text) dayOrBeginning(at string) func() string {
	day := t.dayOf(at, crm.Time)
	return func() string {
		t.beginnings = true
		return fmt.Sprintf("coalesce(%s, %s)", day(), beginning)
	}
}

// inferred returns the condition that a row of the scope's entity is not recorded; "" where all are.
func (s *fromClause) inferred() (string, error) {
	some, err := s.infers(s.root.entity)
	if err != nil || !some {
		return "", err
	}
	return s.path(crm.InferredFlag)
}

// infers reports whether some rows of an entity may not be recorded.
func (t *text) infers(entity string) (bool, error) {
	e, err := t.Mapping.Model.Entity(entity)
	return err == nil && e.Inferred != "", err
}

// remarks returns the columns [Startless] and [Inferred], which count the rows that meet a condition; "" for all.
func (s *fromClause) remarks(x state, where string) ([]string, error) {
	inferred, err := s.inferred()
	if err != nil {
		return nil, err
	}
	if inferred == "" {
		inferred = "false"
	}
	column := func(condition, name string) string {
		return fmt.Sprintf("count(*) filter (where %s)::float8 as %s", both(condition, where), quote(name))
	}
	return []string{column(x.startless(), Startless), column(inferred, Inferred)}, nil
}
