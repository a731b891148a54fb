package postgres_test

import (
	"net"
	"net/url"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// replicated starts a server and a replica of it.
func replicated(t *testing.T) (primary, replica *embedded.Server) {
	t.Helper()
	dir := t.TempDir()
	first := embedded.Options{DataDir: filepath.Join(dir, "first"), Settings: map[string]string{"fsync": "off"}}
	stopped, err := embedded.Start(t.Context(), first)
	require.NoError(t, err)
	require.NoError(t, stopped.Stop())
	second := embedded.Options{DataDir: filepath.Join(dir, "second")}
	require.NoError(t, os.CopyFS(second.DataDir, os.DirFS(first.DataDir)))
	require.NoError(t, os.Chmod(filepath.Join(second.DataDir, "data"), 0o700))
	require.NoError(t, os.WriteFile(filepath.Join(second.DataDir, "data", "standby.signal"), nil, 0o644))

	primary = pgtest.Server(t, first)
	u, err := url.Parse(primary.DSN("postgres"))
	require.NoError(t, err)
	password, _ := u.User.Password()
	host, port, err := net.SplitHostPort(u.Host)
	require.NoError(t, err)
	second.Settings = map[string]string{"primary_conninfo": "host=" + host + " port=" + port + " user=" + u.User.Username() + " password=" + password}
	replica = pgtest.Server(t, second)
	require.NotEqual(t, strconv.Itoa(replica.Port()), port)
	return primary, replica
}

// What a replica says when it repeats all, and when it is behind.
func TestReplica(t *testing.T) {
	primary, replica := replicated(t)
	db, owner := open(t, configOf(t, replica.DSN("postgres"))), pgtest.Open(t, primary.DSN("postgres"))
	exec(t, owner, `CREATE TABLE t AS SELECT 1 AS x`)
	behind := func() *time.Duration {
		found, err := db.Replica(t.Context())
		require.NoError(t, err)
		require.True(t, found.Is)
		return found.Behind
	}
	require.Eventually(t, func() bool { b := behind(); return b != nil && *b == 0 }, time.Minute, 5*time.Millisecond)
	other := pgtest.Open(t, replica.DSN("postgres"))
	exec(t, other, `SELECT pg_wal_replay_pause()`)
	exec(t, owner, `INSERT INTO t VALUES (2)`)
	require.Eventually(t, func() bool { b := behind(); return b != nil && *b > 0 }, time.Minute, 5*time.Millisecond)

	found, err := open(t, configOf(t, primary.DSN("postgres"))).Replica(t.Context())
	require.NoError(t, err)
	require.False(t, found.Is)
	require.Nil(t, found.Behind)
}
