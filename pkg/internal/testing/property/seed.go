// Package property lets property tests draw the same values in each ordinary run, so that a change is not refused for a defect that
// was there before it. Tests import it for that effect. CRMKPI_PROPERTY_SEED is another seed; 0 draws other values each time, as the
// nightly run does.
package property

import (
	"cmp"
	"flag"
	"fmt"
	"os"

	_ "pgregory.net/rapid" // whose flag is set
)

func init() {
	if err := flag.Set("rapid.seed", cmp.Or(os.Getenv("CRMKPI_PROPERTY_SEED"), "1")); err != nil {
		panic(fmt.Sprintf("CRMKPI_PROPERTY_SEED must be a whole number: %v", err))
	}
}
