package embedded

import (
	"bytes"
	"context"
	"net"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"
)

func TestThrowAwayServer(t *testing.T) {
	tmp := t.TempDir()
	t.Setenv("TMPDIR", tmp)
	var log bytes.Buffer
	server, err := Start(t.Context(), Options{Settings: map[string]string{"work_mem": "12MB"}, Log: &log})
	require.NoError(t, err)
	db := connect(t, server.DSN("postgres"))

	require.Equal(t, "12MB", setting(t, db, "work_mem"))
	require.Equal(t, "off", setting(t, db, "fsync"), "nothing to lose")
	require.Equal(t, "127.0.0.1", setting(t, db, "listen_addresses"))
	require.Empty(t, setting(t, db, "unix_socket_directories"))
	require.Equal(t, "UTF8", setting(t, db, "server_encoding"))
	require.True(t, strings.HasPrefix(server.Version(), strings.Split(setting(t, db, "server_version"), ".")[0]))

	var sorted string
	require.NoError(t, db.QueryRow(`SELECT string_agg(x, ',' ORDER BY x) FROM unnest(ARRAY['b','Я','a','Z','é','B']) x`).Scan(&sorted))
	require.Equal(t, "B,Z,a,b,é,Я", sorted, "by code point, whatever the machine's locale")
	require.NoError(t, db.QueryRow(`SELECT lower('ÉЯ')`).Scan(&sorted))
	require.Equal(t, "éя", sorted)

	require.ErrorContains(t, connect(t, dsn(server.Port(), "guess", "postgres")).Ping(), "password authentication failed")

	require.NoError(t, server.Stop())
	require.NoError(t, server.Stop(), "stopping twice is fine")
	require.Error(t, db.Ping())
	require.Contains(t, log.String(), "ready to accept connections")
	left, err := os.ReadDir(tmp)
	require.NoError(t, err)
	require.Empty(t, left)
}

// A PostgreSQL that the machine has, usually older than the one from npm, does as well.
func TestInstalledServer(t *testing.T) {
	dirs := installed(t.Context())
	if len(dirs) == 0 {
		t.Skip("this machine has no PostgreSQL of its own")
	}
	db := connect(t, start(t, Options{Binaries: dirs[0]}).DSN("postgres"))
	var lower string
	require.NoError(t, db.QueryRow(`SELECT lower('ABC')`).Scan(&lower))
	require.Equal(t, "abc", lower)
}

func TestRestartKeepsData(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "pg")
	first, err := Start(t.Context(), Options{DataDir: dir})
	require.NoError(t, err)
	require.NoError(t, first.CreateDatabase(t.Context(), `odd "name"`))
	require.NoError(t, first.CreateDatabase(t.Context(), `odd "name"`), "creating it again is fine")
	db := connect(t, first.DSN(`odd "name"`))
	_, err = db.Exec(`CREATE TABLE t AS SELECT 42 AS x`)
	require.NoError(t, err)
	require.Equal(t, "on", setting(t, db, "fsync"), "data that is kept is kept safe")
	require.NoError(t, first.Stop())
	info, err := os.Stat(dir)
	require.NoError(t, err)
	require.Zero(t, info.Mode().Perm()&0o077)

	second := start(t, Options{DataDir: dir})
	var x int
	require.NoError(t, connect(t, second.DSN(`odd "name"`)).QueryRow(`SELECT x FROM t`).Scan(&x))
	require.Equal(t, 42, x)
}

// A machine that restarted may have given the process id to someone else.
func TestStalePostmasterPid(t *testing.T) {
	dir := t.TempDir()
	first, err := Start(t.Context(), Options{DataDir: dir})
	require.NoError(t, err)
	require.NoError(t, first.Stop())
	stale := "1\n" + filepath.Join(dir, "data") + "\n1700000000\n5432\n\n127.0.0.1\n"
	require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "postmaster.pid"), []byte(stale), 0o600))
	require.NoError(t, connect(t, start(t, Options{DataDir: dir}).DSN("postgres")).Ping())
}

func TestUnfinishedInitdbIsRepeated(t *testing.T) {
	dir := t.TempDir()
	require.NoError(t, os.MkdirAll(filepath.Join(dir, "data.new", "base"), 0o700))
	require.NoError(t, connect(t, start(t, Options{DataDir: dir}).DSN("postgres")).Ping())
}

func TestErrorsSayWhatToDo(t *testing.T) {
	t.Run("binaries missing where they were said to be", func(t *testing.T) {
		_, err := Start(t.Context(), Options{Binaries: t.TempDir()})
		require.ErrorContains(t, err, "initdb")
		require.ErrorContains(t, err, "CRMKPI_POSTGRES_BIN")
	})
	t.Run("binaries missing altogether", func(t *testing.T) {
		_, err := firstUsable(t.Context(), func(func(string, error) bool) {}, "")
		require.ErrorContains(t, err, "npm ci")
		require.ErrorContains(t, err, "CRMKPI_POSTGRES_BIN")
	})
	t.Run("binaries that do not run", func(t *testing.T) {
		dir := filepath.Join(fakePackage(t, goodLinks), "native", "bin")
		_, err := firstUsable(t.Context(), func(yield func(string, error) bool) { yield(dir, nil) }, "")
		require.ErrorContains(t, err, "npm ci")
		require.ErrorContains(t, err, dir)
	})
	t.Run("binaries of another version", func(t *testing.T) {
		bin, err := findBinaries(t.Context(), "")
		require.NoError(t, err)
		_, err = firstUsable(t.Context(), func(yield func(string, error) bool) { yield(bin.dir, nil) }, "9")
		require.ErrorContains(t, err, "found no PostgreSQL 9 to run, which CRMKPI_POSTGRES_VERSION names: `go tool mage versions` in the project installs 13 and 15")
		require.ErrorContains(t, err, bin.dir+": it is PostgreSQL "+bin.version)
	})
	t.Run("bad setting", func(t *testing.T) {
		_, err := Start(t.Context(), Options{Settings: map[string]string{"no_such_setting": "1"}})
		require.ErrorContains(t, err, `unrecognized configuration parameter "no_such_setting"`)
	})
	t.Run("port taken", func(t *testing.T) {
		listener, err := net.Listen("tcp", "127.0.0.1:0")
		require.NoError(t, err)
		defer listener.Close()
		_, err = Start(t.Context(), Options{Port: listener.Addr().(*net.TCPAddr).Port})
		require.ErrorContains(t, err, "Address already in use")
	})
	t.Run("directory in use", func(t *testing.T) {
		dir := t.TempDir()
		start(t, Options{DataDir: dir})
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := openDirectory(ctx, dir)
		require.ErrorContains(t, err, "in use by another PostgreSQL server")
	})
	t.Run("directory of another version", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.MkdirAll(filepath.Join(dir, "data"), 0o700))
		require.NoError(t, os.WriteFile(filepath.Join(dir, "data", "PG_VERSION"), []byte("9\n"), 0o600))
		_, err := Start(t.Context(), Options{DataDir: dir})
		require.ErrorContains(t, err, "was made by PostgreSQL 9")
	})
	t.Run("directory of another server", func(t *testing.T) {
		dir := t.TempDir()
		require.NoError(t, os.WriteFile(filepath.Join(dir, "PG_VERSION"), []byte("15\n"), 0o600))
		_, err := Start(t.Context(), Options{DataDir: dir})
		require.ErrorContains(t, err, "another PostgreSQL server")
	})
	t.Run("cancelled", func(t *testing.T) {
		ctx, cancel := context.WithCancel(t.Context())
		cancel()
		_, err := Start(ctx, Options{})
		require.ErrorIs(t, err, context.Canceled)
	})
}
