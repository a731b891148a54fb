package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestArgumentsOfAssumptions(t *testing.T) {
	k, err := Default().KPI("deals_needed")
	require.NoError(t, err)
	arguments, err := k.Arguments(map[string]string{"win_rate": " 40% ", "window": "90d"})
	require.NoError(t, err)
	require.Equal(t, "40%", arguments["win_rate"])
	require.Equal(t, "", arguments["average_deal_size"], "computed unless given")
	_, err = k.Arguments(map[string]string{"win_rate": "high"})
	require.ErrorContains(t, err, `deals_needed: parameter win_rate: "high" is not a number`)
}
