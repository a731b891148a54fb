package embedded

import (
	"context"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
)

// guard only removes the temporary folder: there is no shell to leave behind.
type guard struct{ remove string }

func startGuard(remove string) (*guard, error) { return &guard{remove: remove}, nil }

func (g *guard) watch(int) {}

func (g *guard) close() error {
	if g.remove == "" {
		return nil
	}
	return os.RemoveAll(g.remove)
}

const haveLocks = false

// lockFile leaves the locking to PostgreSQL.
func lockFile(_ context.Context, path string) (*os.File, error) {
	return os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
}

// interrupt asks through pg_ctl, since Windows has no signals.
func interrupt(cmd *exec.Cmd) error {
	data := filepath.Join(cmd.Dir, "data")
	return exec.Command(executable(filepath.Dir(cmd.Path), "pg_ctl"), "stop", "-D", data, "-m", "fast", "-W").Run()
}

func isReadOnly(error) bool { return false }

func attributes() *syscall.SysProcAttr { return &syscall.SysProcAttr{} }
