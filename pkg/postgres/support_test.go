package postgres_test

import (
	"context"
	"database/sql"
	"net"
	"net/url"
	"strconv"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// configOf turns a connection string of the test server into settings.
func configOf(t *testing.T, dsn string) postgres.Config {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	password, _ := u.User.Password()
	return postgres.Config{
		Host: u.Hostname(), Port: port, Database: u.Path[1:], User: u.User.Username(), Password: password,
		TLS:             postgres.TLSConfig{Mode: postgres.TLSDisable},
		ApplicationName: "crmkpi test",
	}
}

// dsnOf is the way back, without TLS.
func dsnOf(c postgres.Config) string {
	u := url.URL{
		Scheme: "postgres", User: url.UserPassword(c.User, c.Password), Host: net.JoinHostPort(c.Host, strconv.Itoa(c.Port)),
		Path: "/" + c.Database, RawQuery: "sslmode=disable",
	}
	return u.String()
}

func open(t *testing.T, config postgres.Config) *postgres.DB {
	t.Helper()
	db, err := postgres.Open(config)
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

// database returns a pool on a new database and an administrator's pool on the same.
func database(t *testing.T, change ...func(*postgres.Config)) (*postgres.DB, *sql.DB) {
	t.Helper()
	dsn := pgtest.DSN(t)
	config := configOf(t, dsn)
	for _, c := range change {
		c(&config)
	}
	return open(t, config), pgtest.Open(t, dsn)
}

func exec(t *testing.T, db *sql.DB, statement string) {
	t.Helper()
	_, err := db.Exec(statement)
	require.NoError(t, err)
}

func query(ctx context.Context, db *postgres.DB, statement string, args ...any) (*postgres.Result, error) {
	return db.Query(ctx, postgres.Statement{SQL: statement, Args: args})
}

// requireError checks what people and programs see of an error.
func requireError(t *testing.T, err error, kind postgres.Kind, sqlstate string, parts ...string) *postgres.Error {
	t.Helper()
	var e *postgres.Error
	require.ErrorAs(t, err, &e)
	require.Equal(t, kind, e.Kind, e)
	require.Equal(t, sqlstate, e.SQLState, e)
	for _, part := range parts {
		require.Contains(t, e.Error(), part)
	}
	require.NotContains(t, e.Error(), "\n")
	require.Regexp(t, "[а-я]|«", e.Text().In(i18n.Russian), "what is not PostgreSQL's own words is translated")
	return e
}
