package task

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"runtime"
	"strconv"

	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
)

// TestedDist is the variable with the folder of executables that tests run; without it each package builds its own.
const TestedDist = "CRMKPI_TEST_DIST"

// TestGo runs the tests of all packages, with the executables in dist/ and one server, on which they share what takes long to fill.
func TestGo(ctx context.Context) (err error) {
	// As many packages are tested at once as there are processors.
	connections := max(200, 100*runtime.NumCPU())
	server, err := embedded.Start(ctx, embedded.Options{Settings: map[string]string{"max_connections": strconv.Itoa(connections)}})
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, server.Stop()) }()
	file, remove, err := remembered(server.DSN("postgres"))
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, remove()) }()
	dist, err := filepath.Abs(Dist)
	if err != nil {
		return err
	}
	// Lint has vetted the tests, and all that they are made of.
	return Run(ctx, []string{"CRMKPI_TEST_SERVER=" + file, TestedDist + "=" + dist}, "go", "test", "-vet=off", "-timeout=1h", "./...")
}

// remembered writes a text to a file and returns what removes it. The file is outside the project and, but for runs at the same time, has
// the same name in each: results of tests that nothing has changed for stay in Go's cache.
func remembered(text string) (name string, remove func() error, err error) {
	folder, err := os.Getwd()
	if err != nil {
		return "", nil, err
	}
	sum := sha256.Sum256([]byte(folder))
	name = filepath.Join(os.TempDir(), fmt.Sprintf("crmkpi-%d-%s", os.Getuid(), hex.EncodeToString(sum[:8])))
	file, err := os.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o600)
	if errors.Is(err, fs.ErrExist) {
		file, err = os.CreateTemp("", "crmkpi-*")
	}
	if err != nil {
		return "", nil, err
	}
	_, err = file.WriteString(text)
	name = file.Name()
	return name, func() error { return os.Remove(name) }, errors.Join(err, file.Close())
}
