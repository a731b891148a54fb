//go:build unix

package embedded

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"syscall"
	"time"
)

// guard is a small shell that waits for our end, however it comes, then stops the server and
// removes a temporary folder. We speak to it through a pipe that closes when we die.
type guard struct {
	remove string // the folder to remove, "" for none
	cmd    *exec.Cmd
	pipe   io.WriteCloser
}

const guardScript = `
while read -r line; do pid=$line; done
if [ "${pid:-0}" != 0 ]; then
	kill -INT "$pid" 2>/dev/null
	tries=0
	while kill -0 "$pid" 2>/dev/null && [ $tries -lt 100 ]; do sleep 0.1; tries=$((tries + 1)); done
	kill -KILL "$pid" 2>/dev/null
fi
if [ -n "$1" ]; then rm -rf -- "$1"; fi
`

func startGuard(remove string) (*guard, error) {
	cmd := exec.Command("/bin/sh", "-c", guardScript, "crmkpi-postgres-guard", remove)
	cmd.Dir = "/"
	cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true}
	pipe, err := cmd.StdinPipe()
	if err != nil {
		return nil, err
	}
	if err := cmd.Start(); err != nil {
		return nil, fmt.Errorf("start the guard of the embedded PostgreSQL: %w", err)
	}
	return &guard{remove: remove, cmd: cmd, pipe: pipe}, nil
}

// watch tells which process to stop at our end; 0 for none. Losing the guard costs the clean-up
// after a crash and nothing else, so a failure to reach it is no error.
func (g *guard) watch(pid int) { _, _ = fmt.Fprintln(g.pipe, pid) }

// close lets the guard do its work and waits for it.
func (g *guard) close() error {
	return errors.Join(g.pipe.Close(), g.cmd.Wait())
}

// haveLocks: holding the lock proves that no server runs in the folder.
const haveLocks = true

// lockFile opens and locks a file, waiting while a server of a process that just ended stops.
func lockFile(ctx context.Context, path string) (*os.File, error) {
	const patience, interval = 15 * time.Second, 50 * time.Millisecond
	ctx, cancel := context.WithTimeoutCause(ctx, patience, errors.New("it is locked"))
	defer cancel()
	file, err := os.OpenFile(path, os.O_CREATE|os.O_RDWR, 0o600)
	if err != nil {
		return nil, err
	}
	for {
		err := syscall.Flock(int(file.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
		if err == nil {
			return file, nil
		}
		if !errors.Is(err, syscall.EWOULDBLOCK) {
			return nil, errors.Join(err, file.Close())
		}
		select {
		case <-ctx.Done():
			return nil, errors.Join(context.Cause(ctx), file.Close())
		case <-time.After(interval):
		}
	}
}

func interrupt(cmd *exec.Cmd) error { return cmd.Process.Signal(syscall.SIGINT) }

func isReadOnly(err error) bool { return errors.Is(err, syscall.EROFS) }
