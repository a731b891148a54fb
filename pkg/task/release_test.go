package task

import (
	"archive/zip"
	"crypto/sha256"
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

func write(t *testing.T, path, text string) {
	t.Helper()
	require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
	require.NoError(t, os.WriteFile(path, []byte(text), 0o600))
}

// built writes what a build leaves in dist/.
func built(t *testing.T) {
	write(t, "package.json", `{"version": "1.2.3"}`)
	write(t, "dist/plugin.json", "{}")
	write(t, "dist/img/logo.svg", "<svg/>")
	for _, p := range Platforms {
		write(t, Binary(p), "program for "+p.String())
	}
	write(t, Command(), "not part of the plugin")
}

func TestArchives(t *testing.T) {
	t.Chdir(t.TempDir())
	built(t)
	require.NoError(t, Archives())

	programs := map[string]os.FileMode{
		"crmkpi-crm-datasource/gpx_crm_linux_amd64": 0o755, "crmkpi-crm-datasource/gpx_crm_linux_arm64": 0o755,
		"crmkpi-crm-datasource/gpx_crm_darwin_amd64": 0o755, "crmkpi-crm-datasource/gpx_crm_darwin_arm64": 0o755,
		"crmkpi-crm-datasource/gpx_crm_windows_amd64.exe": 0o755, "crmkpi-crm-datasource/gpx_crm_windows_arm64.exe": 0o755,
	}
	requireArchive(t, "crmkpi-crm-datasource-1.2.3.zip", programs)
	requireArchive(t, "crmkpi-crm-datasource-1.2.3.linux_amd64.zip", map[string]os.FileMode{"crmkpi-crm-datasource/gpx_crm_linux_amd64": 0o755})
	requireArchive(t, "crmkpi-crm-datasource-1.2.3.windows_arm64.zip", map[string]os.FileMode{"crmkpi-crm-datasource/gpx_crm_windows_arm64.exe": 0o755})
	all, err := filepath.Glob("release/*.zip")
	require.NoError(t, err)
	require.Len(t, all, 1+len(Platforms))
}

func requireArchive(t *testing.T, name string, programs map[string]os.FileMode) {
	t.Helper()
	path := filepath.Join("release", name)
	archive, err := zip.OpenReader(path)
	require.NoError(t, err)
	defer archive.Close()
	want := map[string]os.FileMode{"crmkpi-crm-datasource/plugin.json": 0o644, "crmkpi-crm-datasource/img/logo.svg": 0o644}
	for program, mode := range programs {
		want[program] = mode
	}
	modes := map[string]os.FileMode{}
	for _, f := range archive.File {
		modes[f.Name] = f.Mode()
	}
	require.Equal(t, want, modes)

	whole, err := os.ReadFile(path)
	require.NoError(t, err)
	sum, err := os.ReadFile(path + ".sha256")
	require.NoError(t, err)
	require.Equal(t, fmt.Sprintf("%x  %s\n", sha256.Sum256(whole), name), string(sum))
}

// The same files in another folder, written at another time, are the same archives.
func TestArchivesAreReproducible(t *testing.T) {
	var sums [2]map[string]string
	for i := range sums {
		t.Chdir(t.TempDir())
		built(t)
		require.NoError(t, eachFile(Dist, func(path, _ string) error {
			at := time.Date(2020+i, 5, 1, 12, 0, 0, 0, time.UTC)
			return os.Chtimes(path, at, at)
		}))
		require.NoError(t, Archives())
		sums[i] = map[string]string{}
		require.NoError(t, eachFile(Release, func(path, inside string) (err error) {
			sums[i][inside], err = checksum(path)
			return err
		}))
	}
	require.Equal(t, sums[0], sums[1])
}

func TestArchivesWithoutBuildLeaveNothing(t *testing.T) {
	t.Chdir(t.TempDir())
	write(t, "package.json", `{"version": "1.2.3"}`)
	require.Error(t, Archives())
	require.NoDirExists(t, Release)
}
