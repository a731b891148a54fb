package share_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/share"
)

func TestOf(t *testing.T) {
	all := []int{0, 1, 2, 3, 4, 5, 6}
	t.Setenv(share.Variable, "")
	require.Equal(t, []int{0, 3, 6}, share.Of(all, 3, 0))
	require.Equal(t, []int{2, 5}, share.Of(all, 3, 1))
	require.Equal(t, []int{1, 4}, share.Of(all, 3, 2))
	require.Equal(t, all, share.Of(all, 1, 5))
	require.Empty(t, share.Of([]int{}, 3, 0))
	t.Setenv(share.Variable, "1")
	require.Equal(t, all, share.Of(all, 3, 1))
}
