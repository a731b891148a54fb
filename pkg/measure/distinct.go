package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() {
	aggregations.add("distinct", func() Aggregation { return &Distinct{} })
	named("distinct", distinct{})
}

// Distinct counts the different values of a field, of whatever type, among the rows that count.
type Distinct struct {
	aggregation
	Of expression.Expression
}

// Fields is the field.
func (d *Distinct) Fields() any { return &d.Of }

// Check wants rows that count by their own event, in a state or now.
func (*Distinct) Check(m *Measure) error {
	if !m.countsRows() {
		return fault.New("catalog.distinct_of_other_timing")
	}
	return nil
}

// countsRows reports whether each row counts whole, by its own event, in a state or now, so that statistics can be taken of rows.
func (m *Measure) countsRows() bool {
	switch m.Timing.(type) {
	case Event, *Snapshot, *Present:
		return true
	}
	return false
}

// Expressions are the field.
func (d *Distinct) Expressions() []expression.Expression { return []expression.Expression{d.Of} }

// Additive is false: a value can be in several groups.
func (*Distinct) Additive() bool { return false }

// Aggregate counts the values.
func (d *Distinct) Aggregate(Arguments) sqlgen.Aggregate {
	return sqlgen.Aggregate{Function: d, Value: d.Of}
}

// Operand is the field as it is.
func (*Distinct) Operand() sqlgen.Operand { return sqlgen.Plain }

// Call is SQL's.
func (*Distinct) Call(_ sqlgen.Writer, operand string) string {
	return "count(distinct " + operand + ")"
}

// Text tells the field.
func (d *Distinct) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_distinct", "expression", d.Of), none
}

// Words tell the field.
func (d *Distinct) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.distinct", "value", d.Of, "entity", m.Entity), none
}

// Pitfalls are those of distinct values.
func (*Distinct) Pitfalls() []Pitfall { return []Pitfall{CountsDistinct} }

// distinct is the number of different values as a statistic.
type distinct struct{}

// Additive is false: a value can be in several groups, and come again.
func (distinct) Additive() bool { return false }

// Countable is true: of no values there are 0.
func (distinct) Countable() bool { return true }

// Call is SQL's.
func (distinct) Call(_ sqlgen.Writer, operand string) string {
	return "count(distinct " + operand + ")"
}
