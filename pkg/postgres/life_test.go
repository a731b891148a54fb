package postgres_test

import (
	"context"
	"net"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

const longQuery = `SELECT pg_sleep(3600)`

// started asks a long query and returns, once it runs, what becomes of it.
func started(t *testing.T, db *postgres.DB, sleeping func() int) <-chan error {
	t.Helper()
	failed := make(chan error, 1)
	go func() {
		_, err := query(context.Background(), db, longQuery)
		failed <- err
	}()
	require.Eventually(t, func() bool { return sleeping() == 1 }, time.Minute, 5*time.Millisecond)
	return failed
}

func TestCloseEndsStatements(t *testing.T) {
	dsn := pgtest.DSN(t)
	config, admin := configOf(t, dsn), pgtest.Open(t, dsn)
	config.QueryTimeout = time.Hour
	db := open(t, config)
	sleeping := func() (n int) {
		require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`).Scan(&n))
		return n
	}
	failed := started(t, db, sleeping)
	require.NoError(t, db.Close())
	require.Zero(t, sleeping(), "it has waited for the server")
	requireError(t, <-failed, postgres.KindCancelled, "", "Grafana stops")
	_, err := query(t.Context(), db, `SELECT 1`)
	requireError(t, err, postgres.KindCancelled, "", "ask again")
}

// A client that vanishes, which can cancel nothing, does not leave its statement behind.
func TestServerLooksForItsClient(t *testing.T) {
	dsn := pgtest.DSN(t)
	config, admin := configOf(t, dsn), pgtest.Open(t, dsn)
	config.QueryTimeout = time.Hour
	conns := make(chan net.Conn, 1)
	config.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
		conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
		conns <- conn
		return conn, err
	}
	db := open(t, config)
	if version, _, err := db.ServerVersion(t.Context()); err != nil || version < 140000 {
		t.Skip("PostgreSQL 14 brought it")
	}
	sleeping := func() (n int) {
		require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`).Scan(&n))
		return n
	}
	failed := started(t, db, sleeping)
	require.NoError(t, (<-conns).Close())
	requireError(t, <-failed, postgres.KindUnreachable, "")
	require.Eventually(t, func() bool { return sleeping() == 0 }, time.Minute, 5*time.Millisecond)
}

func TestSettingOfAnAdministratorStays(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	config := configOf(t, dsn)
	if version, _, err := open(t, config).ServerVersion(t.Context()); err != nil || version < 140000 {
		t.Skip("PostgreSQL 14 brought it")
	}
	config.User = limitedRole(t, dsn, "")
	for setting, want := range map[string]string{"0": "2s", "7s": "7s"} {
		exec(t, admin, `ALTER ROLE `+config.User+` SET client_connection_check_interval = '`+setting+`'`)
		result, err := query(t.Context(), open(t, config), `SELECT current_setting('client_connection_check_interval')`)
		require.NoError(t, err)
		require.Equal(t, want, result.Rows[0][0])
	}
}

// resettable is a connection that the network resets.
type resettable struct {
	net.Conn
	reset *atomic.Bool
}

func (r resettable) Read(p []byte) (int, error) {
	if r.reset.Load() {
		return 0, &net.OpError{Op: "read", Net: "tcp", Err: syscall.ECONNRESET}
	}
	return r.Conn.Read(p)
}

// The network ends an idle connection with a reset, of which the driver makes an error of its own: nobody reads it.
func TestIdleConnectionsThatWereReset(t *testing.T) {
	var first atomic.Bool
	dials := 0
	db, _ := database(t, func(c *postgres.Config) {
		c.MaxOpenConns = 1
		c.Dial = func(ctx context.Context, network, address string) (net.Conn, error) {
			conn, err := (&net.Dialer{}).DialContext(ctx, network, address)
			if dials++; dials > 1 {
				return conn, err
			}
			return resettable{conn, &first}, err
		}
	})
	require.NoError(t, db.Ping(t.Context()))
	first.Store(true)
	_, err := query(t.Context(), db, `SELECT 1`)
	require.NoError(t, err)
	require.Equal(t, 2, dials)
}
