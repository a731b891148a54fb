package postgres_test

import (
	"net/url"
	"os"
	"path/filepath"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// A connection string gets by TLS all that the settings of a data source get.
func TestTLSOfAConnectionString(t *testing.T) {
	t.Setenv("HOME", t.TempDir())
	ca, stranger := newAuthority(t), newAuthority(t)
	config := tlsServer(t, ca, ca.issue(t, "localhost", time.Hour))
	admin := pgtest.Open(t, dsnOf(config))
	const password = "ﬁve №5" // which SCRAM takes as "five No5"
	exec(t, admin, "ALTER ROLE postgres PASSWORD '"+password+"'")
	file := func(name string, a authority) string {
		path := filepath.Join(t.TempDir(), name)
		require.NoError(t, os.WriteFile(path, []byte(a.pair.cert), 0o600))
		return path
	}
	trusted, other := file("ca.crt", ca), file("stranger.crt", stranger)
	dsn := func(host, options string) string {
		u, err := url.Parse(dsnOf(config))
		require.NoError(t, err)
		u.Host, u.User, u.RawQuery = host+":"+u.Port(), url.UserPassword("postgres", password), options
		return u.String()
	}
	for options, wrong := range map[string]string{
		"": "", "sslmode=require": "", "sslmode=require&sslrootcert=/nowhere/ca.crt": "", "sslmode=require&sslrootcert=" + other: "unknown authority",
		"sslmode=verify-ca&sslrootcert=" + trusted: "", "sslmode=verify-ca": "unknown authority", "sslmode=verify-ca&sslrootcert=" + other: "unknown authority",
		"sslmode=verify-full&sslrootcert=" + trusted: "TLS server name",
	} {
		err := pingDSN(t, dsn("127.0.0.1", options))
		if wrong == "" {
			require.NoError(t, err, options)
		} else {
			require.ErrorContains(t, err, wrong, options)
		}
	}
	_, err := postgres.OpenDSN(dsn("127.0.0.1", "sslmode=verify-full&sslrootcert=/nowhere/ca.crt"), postgres.Limits{})
	require.ErrorContains(t, err, "/nowhere/ca.crt")
	require.NoError(t, pingDSN(t, dsn("localhost", "sslmode=verify-full&sslrootcert="+trusted)))

	db, err := postgres.OpenDSN(dsn("127.0.0.1", "sslmode=require"), postgres.Limits{QueryTimeout: time.Hour})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	result, err := query(t.Context(), db, `SELECT ssl FROM pg_stat_ssl WHERE pid = pg_backend_pid()`)
	require.NoError(t, err)
	require.Equal(t, true, result.Rows[0][0])
	requireCancels(t, db, admin, `SELECT pg_sleep(3600) -- a long query`)
}
