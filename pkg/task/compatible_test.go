package task

import (
	"testing"

	"github.com/stretchr/testify/require"
)

const comparedAll = "✔ Successfully compared versions\n✔ Successfully compared versions\n✔ Successfully compared versions\n"

func TestWhatLevitateSays(t *testing.T) {
	require.NoError(t, judgement("13.2.3", comparedAll+"\n  INCOMPATIBILITIES (1)\n\nsrc/module.ts is not fully compatible"), "a change without a difference")
	require.ErrorContains(t, judgement("12.0.0", comparedAll+"1) Removed `DrilldownsApplicability` used in `src/drilldown.ts:6`\n"), "Removed `DrilldownsApplicability`")
	require.ErrorContains(t, judgement("12.0.0", "Could not process the package @grafana/ui"), "compared 0 of 3 packages")
}
