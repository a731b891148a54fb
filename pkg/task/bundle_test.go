package task

import (
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestTheBundleHasABound(t *testing.T) {
	sent, err := zipped(strings.NewReader(strings.Repeat("crm kpi ", 10_000)))
	require.NoError(t, err)
	require.Positive(t, sent)
	require.Less(t, sent, int64(1000))
	require.NoError(t, within(mostOfBundle))
	require.ErrorContains(t, within(mostOfBundle+1024), "101 KiB when it is sent, and may be 100")
}
