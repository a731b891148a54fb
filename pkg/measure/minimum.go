package measure

import "github.com/crmkpi/crm-datasource/pkg/sqlgen"

func init() {
	named("minimum", minimum{})
	ofValues("minimum")
}

// minimum is the least value, or the shortest duration.
type minimum struct{ position }

// Call is SQL's.
func (minimum) Call(_ sqlgen.Writer, operand string) string { return "min(" + operand + ")" }

// Merge is the least of the parts.
func (minimum) Merge(part string) string { return "min(" + part + ")" }
