package measure

import "github.com/crmkpi/crm-datasource/pkg/sqlgen"

func init() {
	named("maximum", maximum{})
	ofValues("maximum")
}

// maximum is the greatest value, or the longest duration.
type maximum struct{ position }

// Call is SQL's.
func (maximum) Call(_ sqlgen.Writer, operand string) string { return "max(" + operand + ")" }

// Merge is the greatest of the parts.
func (maximum) Merge(part string) string { return "max(" + part + ")" }
