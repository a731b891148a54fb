package embedded

import (
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"
)

// The parent is killed: the server must end, and its data must be usable at once.
func TestServerDiesWithItsParent(t *testing.T) {
	dir := t.TempDir()
	cmd := exec.Command(os.Args[0])
	_, err := cmd.StdinPipe()
	require.NoError(t, err)
	dsn := startHelper(t, cmd, dir)
	db := connect(t, dsn)
	_, err = db.Exec(`CREATE TABLE t AS SELECT 42 AS x`)
	require.NoError(t, err)
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // "signal: killed"

	second := start(t, Options{DataDir: dir}) // waits until the first server has gone
	require.Error(t, db.Ping())
	var x int
	require.NoError(t, connect(t, second.DSN("postgres")).QueryRow(`SELECT x FROM t`).Scan(&x))
	require.Equal(t, 42, x)
}

func TestTemporaryDirectoryGoesWithAKilledParent(t *testing.T) {
	tmp := t.TempDir()
	cmd := exec.Command(os.Args[0])
	cmd.Env = []string{"TMPDIR=" + tmp}
	_, err := cmd.StdinPipe()
	require.NoError(t, err)
	startHelper(t, cmd, "-")
	require.NoError(t, cmd.Process.Kill())
	_ = cmd.Wait() // "signal: killed"
	require.Eventually(t, func() bool {
		left, err := os.ReadDir(tmp)
		return err == nil && len(left) == 0
	}, time.Minute, 20*time.Millisecond)
}

// The other tests run as whoever runs the tests; when that is root, this one is an ordinary user.
func TestOrdinaryUser(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("the other tests already run as an ordinary user")
	}
	bin, err := findBinaries(t.Context(), "")
	require.NoError(t, err)
	nobody := asNobody()

	// Everything the user needs, where it can reach it.
	base, err := os.MkdirTemp("/tmp", "crmkpi-test-")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(base)) })
	require.NoError(t, os.CopyFS(filepath.Join(base, "pg"), os.DirFS(filepath.Dir(bin.dir))))
	program := filepath.Join(base, "helper")
	content, err := os.ReadFile(os.Args[0])
	require.NoError(t, err)
	require.NoError(t, os.WriteFile(program, content, 0o755))
	require.NoError(t, nobody.own(base))

	cmd := exec.Command(program)
	cmd.Dir = base
	cmd.Env = []string{"TMPDIR=" + base, envBinaries + "=" + filepath.Join(base, "pg", filepath.Base(bin.dir))}
	cmd.SysProcAttr = &syscall.SysProcAttr{Credential: &syscall.Credential{Uid: uint32(nobody.uid), Gid: uint32(nobody.gid)}}
	stdin, err := cmd.StdinPipe()
	require.NoError(t, err)
	require.NoError(t, connect(t, startHelper(t, cmd, filepath.Join(base, "data"))).Ping())
	require.NoError(t, stdin.Close())
	require.NoError(t, cmd.Wait())
}

// Where user namespaces are forbidden, as in most containers, root's server runs as nobody, on a
// data directory that an earlier run may have left to root.
func TestRootWithoutUserNamespaces(t *testing.T) {
	if os.Geteuid() != 0 {
		t.Skip("only root becomes someone else")
	}
	bin, err := findBinaries(t.Context(), "")
	require.NoError(t, err)
	path := t.TempDir() // which only root can reach
	for _, id := range identities() {
		bin.identity = id
		dir, err := openDirectory(t.Context(), path)
		require.NoError(t, err)
		password, err := dir.initialize(t.Context(), bin)
		require.NoError(t, err, id.name)
		port, proc, err := startProcess(t.Context(), bin, dir, password, Options{Log: io.Discard})
		require.NoError(t, err, id.name)
		require.NoError(t, connect(t, dsn(port, password, "postgres")).Ping())
		require.NoError(t, proc.stop(stopTimeout))
		require.NoError(t, dir.close())
	}
}
