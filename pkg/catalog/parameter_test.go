package catalog

import (
	"testing"

	"github.com/stretchr/testify/require"
)

func TestNumbers(t *testing.T) {
	for text, want := range map[string]float64{"0": 0, "250000": 250000, "0.8": 0.8, "80%": 0.8, "12.5 %": 0.125} {
		got, err := ParseNumber(text)
		require.NoError(t, err, text)
		require.InDelta(t, want, got, 1e-12, text)
	}
	for _, text := range []string{"", "-1", "1e9", "1,000", "NaN", "Inf", "80%%", "0x10", "1;drop table x"} {
		_, err := ParseNumber(text)
		require.ErrorContains(t, err, "is not a number; write digits", text)
	}
}

func TestWeights(t *testing.T) {
	weights, err := ParseWeights("Enterprise=2, SMB = 0.5;Mid-market=150%")
	require.NoError(t, err)
	require.Equal(t, map[string]float64{"Enterprise": 2, "SMB": 0.5, "Mid-market": 1.5}, weights)
	weights, err = ParseWeights("")
	require.NoError(t, err)
	require.Empty(t, weights)
	_, err = ParseWeights("Enterprise")
	require.ErrorContains(t, err, `"Enterprise" is not a weight; write names and numbers, as in Enterprise=2,SMB=0.5`)
	_, err = ParseWeights("a=1,a=2")
	require.ErrorContains(t, err, `"a" has two weights`)
}

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
