package pluginclient_test

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

// What the binary really answers is tested in the package plugin.

func TestNoBinary(t *testing.T) {
	_, err := pluginclient.Start(t.Context(), filepath.Join(t.TempDir(), "gpx_crm"))
	require.ErrorContains(t, err, "gpx_crm")
	require.ErrorIs(t, err, os.ErrNotExist)
}

func TestBinaryThatIsNoPlugin(t *testing.T) {
	other, err := exec.LookPath("go")
	require.NoError(t, err)
	_, err = pluginclient.Start(t.Context(), other)
	require.ErrorContains(t, err, "start the plugin")
}

func TestCancelledStart(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := pluginclient.Start(ctx, "gpx_crm")
	require.ErrorIs(t, err, context.Canceled)
}
