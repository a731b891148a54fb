package task

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

func TestArchive(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "package.json", `{"version": "1.2.3"}`)
	write(t, "dist/plugin.json", "{}")
	write(t, "dist/img/logo.svg", "<svg/>")
	write(t, "dist/gpx_crm_linux_amd64", "program")
	write(t, Command(), "not part of the plugin")
	require.NoError(t, Archive())

	const name = "crmkpi-crm-datasource-1.2.3.zip"
	archive, err := zip.OpenReader(name)
	require.NoError(t, err)
	defer archive.Close()
	modes := map[string]os.FileMode{}
	for _, f := range archive.File {
		modes[f.Name] = f.Mode()
	}
	require.Equal(t, map[string]os.FileMode{
		"crmkpi-crm-datasource/plugin.json":         0o644,
		"crmkpi-crm-datasource/img/logo.svg":        0o644,
		"crmkpi-crm-datasource/gpx_crm_linux_amd64": 0o755,
	}, modes)

	whole, err := os.ReadFile(name)
	require.NoError(t, err)
	sum, err := os.ReadFile(name + ".sha256")
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%x  %s\n", sha256.Sum256(whole), name), string(sum))
}

func TestArchiveWithoutBuildLeavesNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "package.json", `{"version": "1.2.3"}`)
	require.Error(t, Archive())
	left, err := filepath.Glob("*.zip*")
	require.NoError(t, err)
	require.Empty(t, left)
}
