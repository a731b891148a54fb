package postgres_test

import (
	"net"
	"strconv"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestHost(t *testing.T) {
	for text, want := range map[string]string{
		"": "", "db.example.com": "db.example.com", " db\t\n": "db", "192.0.2.7": "192.0.2.7", "db_1-b.": "db_1-b.", "xn--e1afmkfd.example": "xn--e1afmkfd.example",
		"2001:db8::7": "2001:db8::7", "[2001:db8::7]": "2001:db8::7", " [fe80::2%eth0] ": "fe80::2%eth0", "::ffff:192.0.2.7": "::ffff:192.0.2.7",
		"/run/postgresql": "/run/postgresql", "/run/a:b/": "/run/a:b/", "@abstract": "@abstract",
	} {
		host, err := postgres.Host(text)
		require.NoError(t, err, text)
		require.Equal(t, want, host, text)
	}
	for text, parts := range map[string]string{
		"db:6432":                         `"db:6432"|write "db" as the host and 6432 as the port`,
		"[2001:db8::7]:6432":              `write "2001:db8::7" as the host and 6432 as the port`,
		"postgres://me:secret@db:5432/x":  `"db:5432/x"|whole URL`,
		"https://db.example.com":          "whole URL",
		"jdbc:postgresql://db/x":          "whole URL",
		"me:secret@db:5432":               `"db:5432"|neither a name nor an address`,
		"db1,db2":                         "neither a name nor an address",
		"[2001:db8::7":                    "neither a name nor an address|2001:db8::7",
		"[192.0.2.7]":                     "neither a name nor an address",
		"db.example.com/x":                "neither a name nor an address",
		"db one":                          "neither a name nor an address",
		":5432":                           "neither a name nor an address",
		"db:":                             "neither a name nor an address",
		"2001:db8::7:zz":                  "neither a name nor an address",
		"postgres://me:se@cret@db:5432/x": `"db:5432/x"`,
	} {
		_, err := postgres.Host(text)
		for part := range strings.SplitSeq(parts, "|") {
			require.ErrorContains(t, err, part, text)
		}
		require.NotContains(t, err.Error(), "secret", "a password")
		require.NotContains(t, err.Error(), "cret@", "a password")
		require.Contains(t, i18n.Of(err).In(i18n.Russian), "в настройках соединения", text)
	}
}

// Brackets and blanks are dialled without.
func TestHostsThatPeopleWrite(t *testing.T) {
	good := configOf(t, pgtest.DSN(t))
	for _, host := range []string{" 127.0.0.1 ", "127.0.0.1\n", "[::ffff:127.0.0.1]"} {
		config := good
		config.Host = host
		require.NoError(t, open(t, config).Ping(t.Context()), host)
		require.ErrorContains(t, pingDSN(t, "host='"+strings.TrimSpace(host)+"' port=1 user=u dbname=d sslmode=disable"), "dial tcp")
	}
	listener, err := net.Listen("tcp6", "[::1]:0")
	if err != nil {
		t.Skip("this machine has no IPv6: ", err)
	}
	port := strconv.Itoa(listener.Addr().(*net.TCPAddr).Port)
	require.NoError(t, listener.Close())
	want := "[::1]:" + port
	config := good
	config.Host, config.Port = "[::1]", listener.Addr().(*net.TCPAddr).Port
	requireError(t, open(t, config).Ping(t.Context()), postgres.KindUnreachable, "", want)
	for _, dsn := range []string{" postgres://u@[::1]:" + port + "/d?sslmode=disable\n", "host=[::1] port=" + port + " user=u dbname=d sslmode=disable"} {
		require.ErrorContains(t, pingDSN(t, dsn), want, dsn)
	}
	_, err = postgres.OpenDSN("host=db:5432 user=u dbname=d", postgres.Limits{})
	require.ErrorContains(t, err, `write "db" as the host and 5432 as the port`)
}

func pingDSN(t *testing.T, dsn string) error {
	t.Helper()
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	defer db.Close()
	return db.Ping(t.Context())
}
