package presets_test

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
)

// The test of presets itself, on a preset that is no system's.
func TestExample(t *testing.T) {
	folder := filepath.Join("testdata", "example")
	text, err := os.ReadFile(filepath.Join(folder, "preset.yaml"))
	require.NoError(t, err)
	p, err := crm.ParsePreset("example", text)
	require.NoError(t, err)
	s := open(t, p, folder)
	require.NotContains(t, s.mapping.Entities, "tickets", "its table is not there")
	s.test(t)
}
