package languages_test

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

// The tests of german_test.go are of a product to which a file of German texts has been added, and no Go.
func TestALanguageIsAFile(t *testing.T) {
	file, err := filepath.Abs("testdata/de.yaml")
	require.NoError(t, err)
	messages, err := filepath.Abs("../../../i18n/messages")
	require.NoError(t, err)
	overlay, err := json.Marshal(map[string]any{"Replace": map[string]string{filepath.Join(messages, "de.yaml"): file}})
	require.NoError(t, err)
	name := filepath.Join(t.TempDir(), "overlay.json")
	require.NoError(t, os.WriteFile(name, overlay, 0o600))

	out, err := exec.CommandContext(t.Context(), "go", "test", "-overlay", name, "-tags", "german", "-run", "German", ".").CombinedOutput()
	require.NoError(t, err, string(out))
	require.NotContains(t, string(out), "no tests to run")
}
