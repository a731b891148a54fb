package embedded

import (
	"bytes"
	"cmp"
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"github.com/lib/pq"
)

var errEnded = errors.New("it ended without an error")

// process is a running initdb or postgres.
type process struct {
	cmd  *exec.Cmd
	done chan struct{} // closed when the process has ended
	err  error         // how it ended; read after done
}

// spawn starts a command that dies with us. Linux ties a child to the thread that started it, so
// one goroutine keeps that thread until the child has ended.
func (d *directory) spawn(cmd *exec.Cmd) (*process, error) {
	proc := &process{cmd: cmd, done: make(chan struct{})}
	started := make(chan error, 1)
	go func() {
		runtime.LockOSThread()
		defer runtime.UnlockOSThread()
		defer close(proc.done)
		err := cmd.Start()
		if err == nil {
			d.guard.watch(cmd.Process.Pid)
		}
		started <- err
		if err == nil {
			proc.err = cmd.Wait()
			d.guard.watch(0)
		}
	}()
	return proc, <-started
}

// wait returns how the process ended; when ctx ends first, it kills the process.
func (p *process) wait(ctx context.Context) error {
	select {
	case <-p.done:
		return p.err
	case <-ctx.Done():
		return errors.Join(context.Cause(ctx), p.cmd.Process.Kill(), p.ended())
	}
}

// ended waits for the end, however it comes.
func (p *process) ended() error {
	<-p.done
	return nil
}

// stop asks for a fast shutdown: sessions end, work in flight is rolled back, the data is synced.
func (p *process) stop(timeout time.Duration) error {
	select {
	case <-p.done:
		return fmt.Errorf("the embedded PostgreSQL stopped before it was asked to: %w", cmp.Or(p.err, errEnded))
	default:
	}
	if err := interrupt(p.cmd); err != nil {
		return errors.Join(err, p.cmd.Process.Kill(), p.ended())
	}
	select {
	case <-p.done:
		return p.err
	case <-time.After(timeout):
		return errors.Join(fmt.Errorf("the embedded PostgreSQL did not stop within %s and was killed", timeout), p.cmd.Process.Kill(), p.ended())
	}
}

// startProcess starts postgres and waits until it answers.
func startProcess(ctx context.Context, bin binaries, dir *directory, password string, options Options) (int, *process, error) {
	const attempts = 5 // a port found free may be taken by another process before we use it
	for attempt := 1; ; attempt++ {
		port := options.Port
		if port == 0 {
			var err error
			if port, err = freePort(); err != nil {
				return 0, nil, err
			}
		}
		output := &tail{}
		cmd := bin.command("postgres", dir.path, serverArgs(dir, port, options.Settings)...)
		cmd.Stdout, cmd.Stderr = output, output
		if options.Log != nil {
			both := io.MultiWriter(output, options.Log)
			cmd.Stdout, cmd.Stderr = both, both
		}
		// The server inherits the lock: it stays locked should the server outlive us.
		if haveLocks {
			cmd.ExtraFiles = []*os.File{dir.lock}
		}
		proc, err := dir.spawn(cmd)
		if err == nil {
			err = proc.ready(ctx, dsn(port, password, "postgres"))
		}
		if err == nil {
			return port, proc, nil
		}
		if options.Port == 0 && attempt < attempts && ctx.Err() == nil && strings.Contains(output.String(), "could not bind") {
			continue
		}
		return 0, nil, fmt.Errorf("start PostgreSQL %s from %s on %s:%d: %w\n%s", bin.version, bin.dir, host, port, err, output)
	}
}

// ready returns nil once a connection works.
func (p *process) ready(ctx context.Context, dsn string) error {
	db, err := open(dsn)
	if err != nil {
		return err
	}
	defer db.Close()
	answer := make(chan error, 1)
	retry := time.NewTicker(10 * time.Millisecond)
	defer retry.Stop()
	for {
		// On the side: whoever else has the port may accept the connection and say nothing.
		go func() { answer <- db.PingContext(ctx) }()
		select {
		case err = <-answer:
			if err == nil {
				return nil
			}
		case <-p.done:
			return cmp.Or(p.err, errEnded)
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), p.cmd.Process.Kill(), p.ended())
		}
		select {
		case <-retry.C:
		case <-p.done:
			return cmp.Or(p.err, errEnded)
		case <-ctx.Done():
			return errors.Join(context.Cause(ctx), fmt.Errorf("last answer: %w", err), p.cmd.Process.Kill(), p.ended())
		}
	}
}

// open returns a pool whose connections give up on a server that does not answer.
func open(dsn string) (*sql.DB, error) {
	config, err := pq.NewConfig(dsn)
	if err != nil {
		return nil, err
	}
	config.ConnectTimeout = 10 * time.Second
	connector, err := pq.NewConnectorConfig(config)
	if err != nil {
		return nil, err
	}
	return sql.OpenDB(connector), nil
}

func serverArgs(dir *directory, port int, settings map[string]string) []string {
	all := map[string]string{
		"listen_addresses":        host,
		"port":                    strconv.Itoa(port),
		"unix_socket_directories": "",
		"max_connections":         "200",
		"timezone":                "UTC",
		"log_timezone":            "UTC",
		"jit":                     "off", // compiling costs more than the short queries of a dashboard gain
	}
	if dir.temporary() {
		maps.Copy(all, map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum_naptime": "1h"})
	}
	maps.Copy(all, settings)
	args := []string{"-D", dir.data()}
	for _, name := range slices.Sorted(maps.Keys(all)) {
		args = append(args, "-c", name+"="+all[name])
	}
	return args
}

// tail keeps the end of what a process says, for the error message.
type tail struct {
	mu  sync.Mutex
	buf []byte
}

func (t *tail) Write(p []byte) (int, error) {
	const limit = 4 << 10
	t.mu.Lock()
	defer t.mu.Unlock()
	t.buf = append(t.buf, p...)
	if len(t.buf) > limit {
		t.buf = t.buf[len(t.buf)-limit:]
	}
	return len(p), nil
}

func (t *tail) String() string {
	t.mu.Lock()
	defer t.mu.Unlock()
	return string(bytes.TrimSpace(t.buf))
}
