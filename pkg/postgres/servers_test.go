package postgres_test

import (
	"context"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestServers(t *testing.T) {
	for text, want := range map[string][]postgres.Server{
		" db ":                           {{Host: "db", Port: 7}},
		"a,b":                            {{Host: "a", Port: 7}, {Host: "b", Port: 7}},
		" a:1 , b , [2001:db8::7]:65535": {{Host: "a", Port: 1}, {Host: "b", Port: 7}, {Host: "2001:db8::7", Port: 65535}},
		"2001:db8::7,[2001:db8::8]":      {{Host: "2001:db8::7", Port: 7}, {Host: "2001:db8::8", Port: 7}},
		"/run/a:b,db":                    {{Host: "/run/a:b", Port: 7}, {Host: "db", Port: 7}},
	} {
		servers, err := postgres.Servers(text, 7)
		require.NoError(t, err, text)
		require.Equal(t, want, servers, text)
	}
	servers, err := postgres.Servers("a,b:7", 0)
	require.NoError(t, err)
	require.Equal(t, []postgres.Server{{Host: "a", Port: 5432}, {Host: "b", Port: 7}}, servers)
	for text, want := range map[string]string{
		"db:1": `write "db" as the host`, "a,": "a comma too many", ",": "a comma too many", "a,b:x": `x is no port of the host "b"`, "a,b:0": "0 is no port", "a:65536,b": "65536 is no port",
		"a,b c": "neither a name nor an address", "me:secret@a:1,b": "neither a name nor an address", "a,postgres://me:secret@b:1/x": "whole URL",
	} {
		_, err := postgres.Servers(text, 7)
		require.ErrorContains(t, err, want, text)
		require.NotContains(t, err.Error(), "secret")
		require.Contains(t, i18n.Of(err).In(i18n.Russian), "в настройках соединения", text)
	}
	_, err = postgres.Open(postgres.Config{Host: "a,b", Database: "d", User: "u", Target: "secondary"})
	require.ErrorContains(t, err, `unknown choice of a server "secondary" in the connection settings: it is one of any, primary, standby, prefer-standby`)
}

// down is a server that is not there.
func down(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	return listener.Addr().String()
}

// silent is a server that takes connections and never says anything.
func silent(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	return listener.Addr().String()
}

func addressOf(s *embedded.Server) string { return "127.0.0.1:" + strconv.Itoa(s.Port()) }

// choosing connects to one of several servers, in their order.
func choosing(t *testing.T, of *embedded.Server, target postgres.Target, servers ...string) *postgres.DB {
	t.Helper()
	config := configOf(t, of.DSN("postgres"))
	config.Host, config.Port, config.Target, config.ConnectTimeout = strings.Join(servers, ","), 0, target, 2*time.Second
	return open(t, config)
}

// port is that of the server that answers.
func port(ctx context.Context, db *postgres.DB) (string, error) {
	result, err := query(ctx, db, `SELECT current_setting('port')`)
	if err != nil {
		return "", err
	}
	return result.Rows[0][0].(string), nil
}

func requirePort(t *testing.T, db *postgres.DB, of *embedded.Server) {
	t.Helper()
	found, err := port(t.Context(), db)
	require.NoError(t, err)
	require.Equal(t, strconv.Itoa(of.Port()), found)
}

// Of two servers one is down, or says nothing.
func TestTheNextServerIsRead(t *testing.T) {
	dsn := pgtest.DSN(t)
	config, admin := configOf(t, dsn), pgtest.Open(t, dsn)
	up := net.JoinHostPort(config.Host, strconv.Itoa(config.Port))
	config.Port, config.ConnectTimeout, config.QueryTimeout = 0, time.Second, time.Hour
	for name, hosts := range map[string]string{"down": down(t) + "," + up, "silent": silent(t) + "," + up, "the first": up + "," + down(t)} {
		t.Run(name, func(t *testing.T) {
			config.Host = hosts
			requireCancels(t, open(t, config), admin, fmt.Sprintf(`SELECT pg_sleep(3600) -- %s, which is a long query`, name))
		})
	}
	config.Host = down(t) + "," + silent(t)
	e := requireError(t, open(t, config).Ping(t.Context()), postgres.KindUnreachable, "", "None of the servers", "connection refused", "did not answer within the connect timeout")
	for host := range strings.SplitSeq(config.Host, ",") {
		require.Contains(t, e.Error(), host)
		require.Contains(t, e.Text().In(i18n.Russian), host)
	}
	config.Host, config.User = down(t)+","+up, "nobody"
	requireError(t, open(t, config).Ping(t.Context()), postgres.KindUnreachable, "", `password authentication failed for user "nobody"`)

	u, err := url.Parse(dsn)
	require.NoError(t, err)
	u.Host = down(t) + "," + up
	require.NoError(t, pingDSN(t, u.String()), "a connection string has several, too")
	password, _ := u.User.Password()
	_, ownPort, _ := net.SplitHostPort(up)
	require.NoError(t, pingDSN(t, fmt.Sprintf("host=127.0.0.1,%s port=1,%s user=%s password=%s dbname=%s sslmode=disable", configOf(t, dsn).Host, ownPort, u.User.Username(), password, u.Path[1:])))
	_, err = postgres.OpenDSN("postgres://u@a:1,b:x/d", postgres.Limits{})
	require.Error(t, err)
}

func TestWhichServerIsRead(t *testing.T) {
	primary, standby := replicated(t)
	p, s, none := addressOf(primary), addressOf(standby), down(t)
	for _, test := range []struct {
		target postgres.Target
		hosts  []string
		want   *embedded.Server
	}{
		{"", []string{p, s}, primary},
		{postgres.TargetAny, []string{s, p}, standby},
		{postgres.TargetPrimary, []string{none, s, p}, primary},
		{postgres.TargetReadWrite, []string{s, p}, primary},
		{postgres.TargetStandby, []string{p, none, s}, standby},
		{postgres.TargetPreferStandby, []string{p, s}, standby},
		{postgres.TargetPreferStandby, []string{none, p}, primary},
	} {
		requirePort(t, choosing(t, primary, test.target, test.hosts...), test.want)
	}
	requireError(t, choosing(t, primary, postgres.TargetStandby, p, none).Ping(t.Context()), postgres.KindUnreachable, "",
		p+": it is no standby, and one is wanted", none, "connection refused")
	requireError(t, choosing(t, primary, postgres.TargetPrimary, s, none).Ping(t.Context()), postgres.KindUnreachable, "", s+": it is a standby, and a primary is wanted")

	// The driver asks for what sessions are by default, which a standby does not say by itself.
	requireError(t, choosing(t, primary, postgres.TargetReadOnly, p, s).Ping(t.Context()), postgres.KindUnreachable, "", s+": it can be written to by default")

	u, err := url.Parse(primary.DSN("postgres"))
	require.NoError(t, err)
	u.Host, u.RawQuery = p+","+s, "sslmode=disable&target_session_attrs=standby"
	db, err := postgres.OpenDSN(u.String(), postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	requirePort(t, db, standby)

	// Failover: the pool has a connection to the standby, which goes.
	db = choosing(t, primary, postgres.TargetPreferStandby, p, s)
	requirePort(t, db, standby)
	require.NoError(t, standby.Stop())
	requirePort(t, db, primary)
}

// A role that is read-only by default, as that of a data source should be, finds a primary read-only.
func TestReadOnlyRoleAndTheChoiceOfAServer(t *testing.T) {
	dsn := pgtest.DSN(t)
	config, admin := configOf(t, dsn), pgtest.Open(t, dsn)
	role := config.Database + "_reader"
	exec(t, admin, fmt.Sprintf("CREATE ROLE %[1]s LOGIN PASSWORD 'p'; ALTER ROLE %[1]s SET default_transaction_read_only = on", role))
	t.Cleanup(func() { exec(t, admin, "DROP ROLE "+role) })
	config.User, config.Password = role, "p"
	for target, wrong := range map[postgres.Target]string{postgres.TargetReadWrite: "or the role is by default", postgres.TargetReadOnly: "", postgres.TargetPrimary: ""} {
		config.Target, config.Host = target, "127.0.0.1,"+down(t)
		err := open(t, config).Ping(t.Context())
		if wrong == "" {
			require.NoError(t, err, target)
		} else {
			require.ErrorContains(t, err, wrong)
		}
	}
}

// The certificate of each server is compared with the name of that server.
func TestTLSOfSeveralServers(t *testing.T) {
	ca := newAuthority(t)
	config := tlsServer(t, ca, ca.issue(t, "localhost", time.Hour))
	config.TLS = postgres.TLSConfig{Mode: postgres.TLSVerifyFull, CACert: ca.pair.cert}
	config.Host = "127.0.0.1,localhost"
	require.NoError(t, open(t, config).Ping(t.Context()))
	config.Host = "127.0.0.1," + down(t)
	requireError(t, open(t, config).Ping(t.Context()), postgres.KindUnreachable, "", "cannot validate certificate for 127.0.0.1")
}
