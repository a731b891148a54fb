package measure_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/measure"
)

func TestNumbers(t *testing.T) {
	for text, want := range map[string]float64{"0": 0, "250000": 250000, "0.8": 0.8, "80%": 0.8, "12.5 %": 0.125} {
		got, err := measure.ParseNumber(text)
		require.NoError(t, err, text)
		require.InDelta(t, want, got, 1e-12, text)
	}
	for _, text := range []string{"", "-1", "1e9", "1,000", "NaN", "Inf", "80%%", "0x10", "1;drop table x"} {
		_, err := measure.ParseNumber(text)
		require.ErrorContains(t, err, "is not a number; write digits", text)
	}
}

func TestWeights(t *testing.T) {
	weights, err := measure.ParseWeights("Enterprise=2, SMB = 0.5;Mid-market=150%")
	require.NoError(t, err)
	require.Equal(t, map[string]float64{"Enterprise": 2, "SMB": 0.5, "Mid-market": 1.5}, weights)
	weights, err = measure.ParseWeights("")
	require.NoError(t, err)
	require.Empty(t, weights)
	_, err = measure.ParseWeights("Enterprise")
	require.ErrorContains(t, err, `"Enterprise" is not a weight; write names and numbers, as in Enterprise=2,SMB=0.5`)
	_, err = measure.ParseWeights("a=1,a=2")
	require.ErrorContains(t, err, `"a" has two weights`)
}

func TestSpans(t *testing.T) {
	for text, hours := range map[string]float64{"90d": 2160, "4h": 4, "2w": 336, "30m": 0.5} {
		d, err := measure.ParseSpan(text)
		require.NoError(t, err)
		require.Equal(t, hours, d.Hours(), text)
	}
	for _, text := range []string{"", "90", "d", "-1d", "0d", "1y", "999999d", "1.5h"} {
		_, err := measure.ParseSpan(text)
		require.ErrorContains(t, err, "as in 90d or 4h", text)
	}
}
