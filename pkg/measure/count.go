package measure

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() { aggregations.add("count", func() Aggregation { return &Count{} }) }

// Count counts the rows where a field has a value.
type Count struct {
	aggregation
	Of expression.Expression
}

// Fields is what must have a value.
func (c *Count) Fields() any { return &c.Of }

// Check finds nothing wrong.
func (*Count) Check(*Measure) error { return nil }

// Expressions are what must have a value.
func (c *Count) Expressions() []expression.Expression { return []expression.Expression{c.Of} }

// Aggregate counts.
func (c *Count) Aggregate(Arguments) sqlgen.Aggregate {
	return sqlgen.Aggregate{Function: c, Value: c.Of}
}

// Operand is the field as it is.
func (*Count) Operand() sqlgen.Operand { return sqlgen.Plain }

// Call is SQL's.
func (*Count) Call(_ sqlgen.Writer, operand string) string { return "count(" + operand + ")" }

// Merge adds parts up.
func (*Count) Merge(part string) string { return "sum(" + part + ")" }

// Row adds 1 where the field has a value.
func (*Count) Row(operand string) (value, where string) { return "1", operand + " is not null" }

// Change is 1 where the field has a value.
func (*Count) Change(operand string) string {
	return fmt.Sprintf("case when %s is not null then 1 else 0 end", operand)
}

// Text tells what must have a value.
func (c *Count) Text(*Measure) (what, when i18n.Text) {
	return i18n.T("catalog.measure_count", "expression", c.Of), none
}

// Words tell what must have a value.
func (c *Count) Words(m *Measure) (what, when i18n.Text) {
	return i18n.T("kind.count", "value", c.Of, "entity", m.Entity), none
}
