package measure

import (
	"fmt"

	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

func init() {
	ofDurations(Median, percentile(0.5))
	ofDurations("p90", percentile(0.9))
}

// Median is the statistic that is taken unless another one is asked for.
const Median = "median"

// percentile interpolates between the two values next to it.
type percentile float64

// Call is SQL's.
func (p percentile) Call(w sqlgen.Writer, operand string) string {
	return fmt.Sprintf("percentile_cont(%s) within group (order by %s)", w.Arg(float64(p), "float8"), operand)
}
