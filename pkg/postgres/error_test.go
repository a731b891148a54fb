package postgres_test

import (
	"context"
	"database/sql"
	"errors"
	"net"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestLoginErrors(t *testing.T) {
	good := configOf(t, pgtest.DSN(t))
	for name, test := range map[string]struct {
		change   func(*postgres.Config)
		kind     postgres.Kind
		sqlstate string
		parts    []string
	}{
		"wrong password": {func(c *postgres.Config) { c.Password = "wrong" }, postgres.KindAuth, "28P01", []string{"password", "Correct user and password"}},
		"no password":    {func(c *postgres.Config) { c.Password = "" }, postgres.KindAuth, "28P01", []string{"password"}},
		"no such user":   {func(c *postgres.Config) { c.User = "nobody_here" }, postgres.KindAuth, "28P01", []string{`"nobody_here"`}},
		"no such database": {func(c *postgres.Config) { c.Database = "nowhere" }, postgres.KindMissingObject, "3D000",
			[]string{`"nowhere" does not exist`, "Correct the database in the connection settings"}},
		"no such host": {func(c *postgres.Config) { c.Host = "db.invalid" }, postgres.KindUnreachable, "", []string{"db.invalid", "host and port in the connection settings"}},
		"TLS not offered": {func(c *postgres.Config) { c.TLS.Mode = postgres.TLSRequire }, postgres.KindTLS, "",
			[]string{"does not offer TLS", "set the TLS mode in the connection settings to disable"}},
	} {
		t.Run(name, func(t *testing.T) {
			config := good
			test.change(&config)
			db := open(t, config)
			requireError(t, db.Ping(t.Context()), test.kind, test.sqlstate, test.parts...)
			_, err := query(t.Context(), db, `SELECT 1`)
			requireError(t, err, test.kind, test.sqlstate, test.parts...)
		})
	}
}

func TestSettingsErrors(t *testing.T) {
	good := postgres.Config{Host: "h", Database: "d", User: "u"}
	for name, test := range map[string]struct {
		change func(*postgres.Config)
		part   string
	}{
		"no host":          {func(c *postgres.Config) { c.Host = "" }, "name no host"},
		"no database":      {func(c *postgres.Config) { c.Database = "" }, "name no database"},
		"no user":          {func(c *postgres.Config) { c.User = "" }, "name no user"},
		"port too large":   {func(c *postgres.Config) { c.Port = 70000 }, "the port 70000"},
		"negative limit":   {func(c *postgres.Config) { c.MaxOpenConns = -1 }, "maximum of open connections"},
		"unknown TLS mode": {func(c *postgres.Config) { c.TLS.Mode = "prefer" }, "disable, require, verify-ca, verify-full"},
		"CA is no PEM":     {func(c *postgres.Config) { c.TLS.CACert = "/etc/ssl/ca.pem" }, "-----BEGIN CERTIFICATE-----"},
		"key is missing":   {func(c *postgres.Config) { c.TLS.ClientCert = "x" }, "give both or neither"},
		"key is no PEM":    {func(c *postgres.Config) { c.TLS.ClientCert, c.TLS.ClientKey = "x", "y" }, "paste both as PEM"},
	} {
		t.Run(name, func(t *testing.T) {
			config := good
			test.change(&config)
			_, err := postgres.Open(config)
			require.ErrorContains(t, err, test.part)
		})
	}
}

func TestStatementErrors(t *testing.T) {
	db, admin := database(t)
	exec(t, admin, `CREATE TABLE t AS SELECT 0 AS x`)
	for statement, want := range map[string]struct {
		kind     postgres.Kind
		sqlstate string
		parts    []string
	}{
		`SELECT * FROM nowhere`:    {postgres.KindMissingObject, "42P01", []string{`"nowhere" does not exist`, "mapping"}},
		`SELECT y FROM t`:          {postgres.KindMissingObject, "42703", []string{`"y" does not exist`, "mapping"}},
		`SELECT * FROM s.t`:        {postgres.KindMissingObject, "42P01", []string{`"s.t" does not exist`}},
		`SELECT wrong(x) FROM t`:   {postgres.KindMissingObject, "42883", []string{"wrong(integer)"}},
		`SELECT x x x FROM t`:      {postgres.KindSyntax, "42601", []string{"syntax error", "Correct the SQL"}},
		`SELECT max(x), x FROM t`:  {postgres.KindSyntax, "42803", []string{"GROUP BY"}},
		`SELECT 1 / x FROM t`:      {postgres.KindOther, "22012", []string{"division by zero"}},
		`SELECT 'a'::int`:          {postgres.KindOther, "22P02", []string{"invalid input syntax"}},
		`SELECT pg_sleep(1), 2, x`: {postgres.KindMissingObject, "42703", nil},
	} {
		t.Run(statement, func(t *testing.T) {
			_, err := query(t.Context(), db, statement)
			e := requireError(t, err, want.kind, want.sqlstate, want.parts...)
			var cause *pq.Error
			require.ErrorAs(t, e, &cause, "the driver's error stays within reach")
		})
	}
	_, err := query(t.Context(), db, `SELECT y FROM t`)
	require.Equal(t, 8, requireError(t, err, postgres.KindMissingObject, "42703").Position)
}

func TestPermissionDenied(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	config := configOf(t, dsn)
	config.User = limitedRole(t, dsn, "")
	exec(t, admin, `CREATE TABLE secret AS SELECT 1 AS x`)
	_, err := query(t.Context(), open(t, config), `SELECT * FROM secret`)
	requireError(t, err, postgres.KindPermission, "42501", "secret", "Grant")
}

func TestTooManyConnections(t *testing.T) {
	dsn := pgtest.DSN(t)
	config := configOf(t, dsn)
	config.User = limitedRole(t, dsn, "CONNECTION LIMIT 1")
	db := open(t, config)
	require.NoError(t, db.Snapshot(t.Context(), func(*postgres.Snapshot) error {
		_, err := query(t.Context(), db, `SELECT 1`)
		requireError(t, err, postgres.KindTooManyConnections, "53300", "maximum of open connections in the connection settings")
		return nil
	}))
}

// limitedRole creates an ordinary user with the administrator's password.
func limitedRole(t *testing.T, dsn, options string) string {
	t.Helper()
	config := configOf(t, dsn)
	role := config.Database + "_role"
	admin := pgtest.Open(t, dsn)
	exec(t, admin, "CREATE ROLE "+role+" LOGIN PASSWORD "+pq.QuoteLiteral(config.Password)+" "+options)
	t.Cleanup(func() { exec(t, admin, "DROP ROLE "+role) })
	return role
}

func TestStatementTimeout(t *testing.T) {
	db, _ := database(t, func(c *postgres.Config) { c.QueryTimeout = 50 * time.Millisecond })
	_, err := query(t.Context(), db, `SELECT pg_sleep(3600)`)
	requireError(t, err, postgres.KindTimeout, "57014", "query timeout of 50ms", "raise the query timeout in the connection settings")
}

func TestDeadlineOfTheCaller(t *testing.T) {
	db, _ := database(t)
	require.NoError(t, db.Ping(t.Context()))
	ctx, cancel := context.WithTimeout(t.Context(), 50*time.Millisecond)
	defer cancel()
	_, err := query(ctx, db, `SELECT pg_sleep(3600)`)
	requireError(t, err, postgres.KindTimeout, "", "longer than its caller waits")
	require.ErrorIs(t, err, context.DeadlineExceeded)
}

func TestCancelReachesTheServer(t *testing.T) {
	db, admin := database(t)
	t.Run("without arguments", func(t *testing.T) { requireCancels(t, db, admin, `SELECT pg_sleep(3600) -- a long query`) })
	t.Run("with arguments", func(t *testing.T) { requireCancels(t, db, admin, `SELECT pg_sleep($1) -- a long query`, 3600) })
}

// requireCancels starts a statement marked as a long query and sees it vanish from the server.
func requireCancels(t *testing.T, db *postgres.DB, admin *sql.DB, statement string, args ...any) {
	t.Helper()
	running := func() (n int) {
		require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
			AND wait_event = 'PgSleep' AND query LIKE '%a long query%' AND pid <> pg_backend_pid()`).Scan(&n))
		return n
	}
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	failed := make(chan error, 1)
	go func() {
		_, err := query(ctx, db, statement, args...)
		failed <- err
	}()
	require.Eventually(t, func() bool { return running() == 1 }, time.Minute, 5*time.Millisecond)
	cancel()
	err := <-failed
	requireError(t, err, postgres.KindCancelled, "", "cancelled")
	require.ErrorIs(t, err, context.Canceled)
	require.Eventually(t, func() bool { return running() == 0 }, time.Minute, 5*time.Millisecond)
	_, err = query(t.Context(), db, `SELECT 1`)
	require.NoError(t, err, "the pool goes on")
}

func TestCancelledByAnAdministrator(t *testing.T) {
	db, _ := database(t)
	_, err := query(t.Context(), db, `SELECT pg_cancel_backend(pg_backend_pid()), pg_sleep(3600)`)
	requireError(t, err, postgres.KindCancelled, "57014")
}

func TestAlreadyCancelled(t *testing.T) {
	db, _ := database(t)
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	_, err := query(ctx, db, `SELECT 1`)
	requireError(t, err, postgres.KindCancelled, "")
}

func TestDeadServer(t *testing.T) {
	server, err := embedded.Start(t.Context(), embedded.Options{})
	require.NoError(t, err)
	db := open(t, configOf(t, server.DSN("postgres")))
	require.NoError(t, db.Ping(t.Context()))
	// Idle connections die with the server; so does the one that is in use.
	err = db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		require.NoError(t, server.Stop())
		_, err := s.Query(t.Context(), postgres.Statement{SQL: `SELECT 1`})
		return err
	})
	requireError(t, err, postgres.KindUnreachable, "57P01", "terminating connection", "Try again when the server is up")
	requireError(t, db.Ping(t.Context()), postgres.KindUnreachable, "", "127.0.0.1", "Check that the server runs")
}

// Something accepts the connection and then says nothing.
func TestSilentServer(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	for _, mode := range []postgres.TLSMode{postgres.TLSDisable, postgres.TLSRequire} {
		config := postgres.Config{
			Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Database: "d", User: "u",
			TLS:    postgres.TLSConfig{Mode: mode},
			Limits: postgres.Limits{ConnectTimeout: 20 * time.Millisecond},
		}
		requireError(t, open(t, config).Ping(t.Context()), postgres.KindUnreachable, "", "did not answer within the connect timeout")

		config.ConnectTimeout = time.Hour
		ctx, cancel := context.WithTimeout(t.Context(), 20*time.Millisecond)
		defer cancel()
		requireError(t, open(t, config).Ping(ctx), postgres.KindTimeout, "")
	}
}

func TestDialIsUsed(t *testing.T) {
	mine := errors.New("the proxy is down")
	db, _ := database(t, func(c *postgres.Config) {
		c.Dial = func(_ context.Context, network, address string) (net.Conn, error) {
			return nil, &net.OpError{Op: "dial", Net: network, Err: mine}
		}
	})
	err := db.Ping(t.Context())
	requireError(t, err, postgres.KindUnreachable, "", "the proxy is down")
	require.ErrorIs(t, err, mine)
}

func TestExplain(t *testing.T) {
	require.NoError(t, postgres.Explain(nil))
	requireError(t, postgres.Explain(errors.New("odd")), postgres.KindOther, "", "odd")
	requireError(t, postgres.Explain(&pq.Error{Code: "57P03", Message: "the database system is starting up"}), postgres.KindUnreachable, "57P03", "Try again")
	already := &postgres.Error{Kind: postgres.KindAuth}
	require.Same(t, already, postgres.Explain(already))
}

// The host's environment has no say.
func TestEnvironmentIsIgnored(t *testing.T) {
	config := configOf(t, pgtest.DSN(t))
	for _, name := range []string{"PGHOST", "PGPORT", "PGUSER", "PGPASSWORD", "PGDATABASE", "PGOPTIONS", "PGSSLMODE", "PGTZ"} {
		t.Setenv(name, "nonsense")
	}
	require.NoError(t, open(t, config).Ping(t.Context()))
}
