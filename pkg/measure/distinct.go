package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/fault"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { aggregations.add("distinct", func() Aggregation { return &Distinct{} }) }

// Distinct counts the values of a field among the rows of a state.
type Distinct struct {
	aggregation
	Of expression.Expression
}

// Fields is the field.
func (d *Distinct) Fields() any { return &d.Of }

// Check wants a state.
func (*Distinct) Check(m *Measure) error { return m.ofState() }

func (m *Measure) ofState() error {
	if _, ok := m.Timing.(*Snapshot); !ok {
		return fault.New("catalog.not_of_state")
	}
	return nil
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
