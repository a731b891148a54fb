package embedded

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// directory is the server's private folder:
//
//	data       what PostgreSQL calls the data directory
//	password   the superuser's password
//	lock       held by the server, and by us, for as long as either runs
type directory struct {
	path  string
	lock  *os.File
	guard *guard
}

func (d *directory) data() string     { return filepath.Join(d.path, "data") }
func (d *directory) password() string { return filepath.Join(d.path, "password") }
func (d *directory) temporary() bool  { return d.guard.remove != "" }

// openDirectory takes the folder for this process alone. An empty path means a temporary folder.
func openDirectory(ctx context.Context, path string) (_ *directory, err error) {
	temporary := path == ""
	if temporary {
		path, err = os.MkdirTemp("", "crmkpi-postgres-")
	} else if path, err = filepath.Abs(path); err == nil {
		err = os.MkdirAll(path, 0o700)
	}
	if err != nil {
		return nil, fmt.Errorf("data directory of the embedded PostgreSQL: %w", err)
	}
	if exists(filepath.Join(path, "PG_VERSION")) {
		return nil, fmt.Errorf("%s is the data directory of another PostgreSQL server: give an empty or a new one", path)
	}
	d := &directory{path: path}
	remove := ""
	if temporary {
		remove = path
	}
	if d.guard, err = startGuard(remove); err != nil {
		return nil, err
	}
	if d.lock, err = lockFile(ctx, filepath.Join(path, "lock")); err != nil {
		return nil, errors.Join(fmt.Errorf("%s is in use by another PostgreSQL server: stop that one or give another directory: %w", path, err), d.close())
	}
	return d, nil
}

func (d *directory) close() error {
	var err error
	if d.lock != nil {
		err = d.lock.Close()
	}
	return errors.Join(err, d.guard.close())
}

// initialize makes the folder ready for the server and returns the password. We hold the lock, so
// no server runs here: a postmaster.pid that is still there was left by a crash, and its process
// id may by now belong to a stranger, on whose account PostgreSQL would refuse to start.
func (d *directory) initialize(ctx context.Context, bin binaries) (string, error) {
	if !exists(d.data()) {
		if err := d.createCluster(ctx, bin); err != nil {
			return "", err
		}
	}
	version, err := os.ReadFile(filepath.Join(d.data(), "PG_VERSION"))
	if err != nil {
		return "", fmt.Errorf("%s is not a PostgreSQL data directory: remove it or give another: %w", d.data(), err)
	}
	if major := strings.TrimSpace(string(version)); major != strconv.Itoa(bin.major) {
		return "", fmt.Errorf("%s was made by PostgreSQL %s but %s has PostgreSQL %s: remove the directory, or name matching binaries in %s",
			d.path, major, bin.dir, bin.version, envBinaries)
	}
	if haveLocks {
		if err := os.Remove(filepath.Join(d.data(), "postmaster.pid")); err != nil && !errors.Is(err, fs.ErrNotExist) {
			return "", err
		}
	}
	password, err := os.ReadFile(d.password())
	if err != nil {
		return "", fmt.Errorf("password of the embedded PostgreSQL: %w", err)
	}
	return strings.TrimSpace(string(password)), bin.identity.own(d.path)
}

// createCluster runs initdb beside the final place and renames the result, so that a run cut short
// leaves nothing that looks complete.
func (d *directory) createCluster(ctx context.Context, bin binaries) error {
	unfinished := d.data() + ".new"
	if err := os.RemoveAll(unfinished); err != nil {
		return err
	}
	if err := os.WriteFile(d.password(), []byte(rand.Text()+"\n"), 0o600); err != nil {
		return err
	}
	if err := bin.identity.own(d.path); err != nil {
		return err
	}
	args := []string{
		"--pgdata", unfinished, "--username", superuser, "--pwfile", d.password(), "--auth", "scram-sha-256",
		"--encoding", "UTF8",
	}
	args = append(args, localeArgs(bin.major)...)
	if d.temporary() {
		args = append(args, "--no-sync")
	}
	cmd := bin.command("initdb", d.path, args...)
	output := &tail{}
	cmd.Stdout, cmd.Stderr = output, output
	proc, err := d.spawn(cmd)
	if err == nil {
		err = proc.wait(ctx)
	}
	if err != nil {
		return fmt.Errorf("initdb in %s: %w\n%s", d.path, err, output)
	}
	return os.Rename(unfinished, d.data())
}
