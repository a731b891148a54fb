package measure

import (
	"github.com/crmkpi/crm-datasource/pkg/expression"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// aggregation is what most aggregations answer.
type aggregation struct{}

func (aggregation) Kind() string                         { return "" }
func (aggregation) Additive() bool                       { return true }
func (aggregation) Countable() bool                      { return true }
func (aggregation) Pitfalls() []Pitfall                  { return nil }
func (aggregation) Parameters() []string                 { return nil }
func (aggregation) Expressions() []expression.Expression { return nil }
func (aggregation) Span() (from, to expression.Expression, ok bool) {
	return expression.Expression{}, expression.Expression{}, false
}

// Rows is the function of measures whose timing makes the value: it only chooses rows.
type Rows struct{}

// Operand is nothing.
func (Rows) Operand() sqlgen.Operand { return sqlgen.Nothing }

// Call is null.
func (Rows) Call(sqlgen.Writer, string) string { return "max(null::float8)" }
