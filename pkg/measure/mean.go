package measure

import "github.com/crmkpi/crm-datasource/pkg/sqlgen"

func init() {
	named("mean", mean{})
	ofValues("mean")
}

// mean is the arithmetic one.
type mean struct{ position }

// Call is SQL's.
func (mean) Call(_ sqlgen.Writer, operand string) string { return "avg(" + operand + ")" }
