package embedded

import (
	"os"
	"path/filepath"
	"testing"

	"github.com/stretchr/testify/require"
	"golang.org/x/sync/errgroup"
)

// fakePackage is laid out like the npm package before its links exist.
func fakePackage(t *testing.T, links string) string {
	t.Helper()
	pkg := t.TempDir()
	files := map[string]string{
		"package.json":                       `{"version": "18.4.0-beta.17"}`,
		"native/pg-symlinks.json":            links,
		"native/lib/libpq.so.5.18":           "library",
		executable("native/bin", "initdb"):   "#!/bin/sh\n",
		executable("native/bin", "postgres"): "#!/bin/sh\n",
		executable("native/bin", "pg_ctl"):   "#!/bin/sh\n",
	}
	for name, content := range files {
		path := filepath.Join(pkg, name)
		require.NoError(t, os.MkdirAll(filepath.Dir(path), 0o755))
		require.NoError(t, os.WriteFile(path, []byte(content), 0o644))
	}
	return pkg
}

const goodLinks = `[{"source":"native/lib/libpq.so.5.18","target":"native/lib/libpq.so.5"}]`

func requireComplete(t *testing.T, native string) {
	t.Helper()
	content, err := os.ReadFile(filepath.Join(native, "lib", "libpq.so.5"))
	require.NoError(t, err)
	require.Equal(t, "library", string(content))
	info, err := os.Stat(executable(filepath.Join(native, "bin"), "initdb"))
	require.NoError(t, err)
	require.NotZero(t, info.Mode()&0o111)
}

func TestHydrateByManyAtOnce(t *testing.T) {
	pkg := fakePackage(t, goodLinks)
	var group errgroup.Group
	for range 16 {
		group.Go(func() error {
			_, err := hydrate(pkg)
			return err
		})
	}
	require.NoError(t, group.Wait())
	requireComplete(t, filepath.Join(pkg, "native"))
}

func TestHydrateRefusesLinksOutOfThePackage(t *testing.T) {
	for name, links := range map[string]string{
		"target above":    `[{"source":"native/lib/x","target":"../../x"}]`,
		"source above":    `[{"source":"../../etc/passwd","target":"native/lib/x"}]`,
		"absolute source": `[{"source":"/etc/passwd","target":"native/lib/x"}]`,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := hydrate(fakePackage(t, links))
			require.ErrorContains(t, err, "outside of the package")
		})
	}
}

func TestHydrateRefusesABrokenList(t *testing.T) {
	_, err := hydrate(fakePackage(t, `{`))
	require.ErrorContains(t, err, "pg-symlinks.json")
}

func TestCopyToCacheByManyAtOnce(t *testing.T) {
	t.Setenv("XDG_CACHE_HOME", t.TempDir())
	pkg := fakePackage(t, goodLinks)
	var group errgroup.Group
	for range 8 {
		group.Go(func() error {
			copied, err := copyToCache(pkg)
			if err != nil {
				return err
			}
			return complete(copied)
		})
	}
	require.NoError(t, group.Wait())
	copied, err := copyToCache(pkg)
	require.NoError(t, err)
	require.NotEqual(t, pkg, copied)
	requireComplete(t, filepath.Join(copied, "native"))
	siblings, err := os.ReadDir(filepath.Dir(copied))
	require.NoError(t, err)
	require.Len(t, siblings, 1, "no half copies stay behind")
}
