package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() {
	aggregations.add("sum", func() Aggregation { return &Sum{} })
	named("sum", total{})
}

// Sum adds a value up.
type Sum struct {
	aggregation
	Of expression.Expression
}

// Fields is the value.
func (s *Sum) Fields() any { return &s.Of }

// Check wants a number or an amount.
func (s *Sum) Check(m *Measure) error {
	return m.fits("sum", s.Of, "catalog.an_amount", crm.Number, crm.Money)
}

// Expressions are the value.
func (s *Sum) Expressions() []expression.Expression { return []expression.Expression{s.Of} }

// Amount is the value.
func (s *Sum) Amount() expression.Expression { return s.Of }

// Aggregate adds the values up.
func (s *Sum) Aggregate(Arguments) sqlgen.Aggregate {
	return sqlgen.Aggregate{Function: s, Value: s.Of}
}

// Operand is the value, converted.
func (*Sum) Operand() sqlgen.Operand { return sqlgen.Value }

// Call is SQL's.
func (*Sum) Call(_ sqlgen.Writer, operand string) string { return "sum(" + operand + ")" }

// Merge adds parts up.
func (*Sum) Merge(part string) string { return "sum(" + part + ")" }

// Row adds its value.
func (*Sum) Row(operand string) (value, where string) { return operand, "" }

// Change is the value.
func (*Sum) Change(operand string) string { return operand }

// Text tells the value.
func (s *Sum) Text(m *Measure) (what, when i18n.Text) {
	if _, frozen := m.Timing.(*Frozen); frozen {
		return none, none // the timing tells it
	}
	return i18n.T("catalog.measure_sum", "expression", s.Of), none
}

// Words tell the value.
func (s *Sum) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.sum", "value", s.Of, "entity", m.Entity), none
}

// total is the sum as a statistic: of durations.
type total struct{}

// Additive is true of sums.
func (total) Additive() bool { return true }

// Countable is true: the sum of nothing is 0.
func (total) Countable() bool { return true }

// Call is SQL's.
func (total) Call(_ sqlgen.Writer, operand string) string { return "sum(" + operand + ")" }

// Merge adds parts up.
func (total) Merge(part string) string { return "sum(" + part + ")" }
