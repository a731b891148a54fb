// Package built gives tests the project's executables, which are linked once: by `go tool mage test` for all packages, else by the process.
package built

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"sync"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/task"
)

// Plugin returns the path of the plugin's executable. The package hands its TestMain to [pgtest.Main].
func Plugin(t testing.TB) string { return path(t, plugin) }

// Command returns the path of the crmkpi command. The package hands its TestMain to [pgtest.Main].
func Command(t testing.TB) string { return path(t, command) }

func path(t testing.TB, build func() (string, error)) string {
	t.Helper()
	file, err := build()
	require.NoError(t, err)
	return file
}

var (
	plugin  = once(task.Binary(task.Host), "github.com/crmkpi/crm-datasource/pkg")
	command = once(task.Command(), "github.com/crmkpi/crm-datasource/pkg/cmd/crmkpi")
)

// once finds the executable in the folder that has all, or builds it from a package.
func once(name, from string) func() (string, error) {
	name = filepath.Base(name)
	return sync.OnceValues(func() (string, error) {
		if all := os.Getenv(task.TestedDist); all != "" {
			return filepath.Join(all, name), nil
		}
		folder, err := os.MkdirTemp("", "crmkpi-built-")
		if err != nil {
			return "", err
		}
		pgtest.AtExit(func() error { return os.RemoveAll(folder) })
		file := filepath.Join(folder, name)
		if output, err := exec.Command("go", "build", "-o", file, from).CombinedOutput(); err != nil {
			return "", fmt.Errorf("build %s: %w\n%s", from, err, output)
		}
		return file, nil
	})
}
