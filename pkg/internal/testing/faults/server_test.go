package faults

import (
	"database/sql"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/postgres/embedded"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

const password = "choose one"

// server is a PostgreSQL that keeps its data and its port when it is started anew.
type server struct {
	options embedded.Options
	running *embedded.Server
}

func startServer(t *testing.T) *server {
	t.Helper()
	s := &server{options: embedded.Options{
		DataDir: t.TempDir(), Settings: map[string]string{"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off", "autovacuum": "off"},
	}}
	s.start(t)
	t.Cleanup(func() { require.NoError(t, s.running.Stop()) })
	return s
}

func (s *server) start(t *testing.T) {
	t.Helper()
	running, err := embedded.Start(t.Context(), s.options)
	require.NoError(t, err)
	s.running, s.options.Port = running, running.Port()
}

// major is PostgreSQL's version.
func (s *server) major(t *testing.T) int {
	t.Helper()
	text, _, _ := strings.Cut(s.running.Version(), ".")
	number, err := strconv.Atoi(text)
	require.NoError(t, err)
	return number
}

// restart stops the server, lets the test change its folder, and starts it.
func (s *server) restart(t *testing.T, stopped func()) {
	t.Helper()
	require.NoError(t, s.running.Stop())
	stopped()
	s.start(t)
}

// standby is the file that makes a server a replica, which cannot write.
func (s *server) standby() string { return filepath.Join(s.options.DataDir, "data", "standby.signal") }

// company is a database with deals enough for an answer of many packets.
type company struct {
	*server
	name, reader string  // its database, and who may read it
	owner        *sql.DB // beside all proxies
}

// newCompany is one to be copied.
func (s *server) newCompany(t *testing.T) company {
	t.Helper()
	c := s.open(t, "original", "")
	_, err := schema.Migrate(t.Context(), c.owner)
	require.NoError(t, err)
	c.exec(t, `insert into crm.users (id, name) select n, 'Rep ' || n from generate_series(1, 9) n`,
		`insert into crm.deals (id, name, owner, status, amount, created_at, closed_at) select n, 'A deal with a name of some length, number ' || n, n % 9 + 1, 'won', n,
			timestamptz '2024-01-01 12:00Z' + n % 365 * interval '1 day', timestamptz '2024-01-02 12:00Z' + n % 365 * interval '1 day' from generate_series(1, 4000) n`,
		`analyze`)
	require.NoError(t, c.owner.Close()) // what is copied must not be in use
	return c
}

// copy is another company with the same rows, and a reader of its own.
func (c company) copy(t *testing.T, name string) company {
	t.Helper()
	another := c.open(t, name, ` template `+c.name)
	another.grant(t)
	return another
}

// open creates a database with a reader.
func (s *server) open(t *testing.T, name, options string) company {
	t.Helper()
	admin := pgtest.Open(t, s.running.DSN("postgres"))
	admin.SetMaxIdleConns(0) // none is to outlive the server
	c := company{server: s, name: name, reader: name + "_reader"}
	for _, statement := range []string{`create database ` + name + options, `create role ` + c.reader + ` login password ` + pq.QuoteLiteral(password)} {
		_, err := admin.ExecContext(t.Context(), statement)
		require.NoError(t, err, statement)
	}
	c.owner = pgtest.Open(t, s.running.DSN(name))
	c.owner.SetMaxIdleConns(1)
	return c
}

func (c company) grant(t *testing.T) {
	t.Helper()
	c.exec(t, `grant usage on schema crm to `+c.reader, `grant select on all tables in schema crm to `+c.reader)
}

func (c company) failOver(t *testing.T) {
	t.Helper()
	c.restart(t, func() { require.NoError(t, os.WriteFile(c.standby(), nil, 0o644)) })
	require.True(t, one[bool](t, c, `select pg_is_in_recovery()`))
}

func (c company) failBack(t *testing.T) {
	t.Helper()
	c.restart(t, func() { require.NoError(t, os.Remove(c.standby())) })
}

func (c company) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		_, err := c.owner.ExecContext(t.Context(), statement)
		require.NoError(t, err, statement)
	}
}

// one is the only value of an answer.
func one[T any](t *testing.T, c company, statement string) (value T) {
	t.Helper()
	require.NoError(t, c.owner.QueryRowContext(t.Context(), statement).Scan(&value), statement)
	return value
}

// ours are the plugin's connections to the company.
const ours = ` from pg_stat_activity where application_name = 'Grafana CRM KPIs' and datname = current_database()`

// connections counts those of the plugin.
func (c company) connections(t *testing.T) int {
	t.Helper()
	return one[int](t, c, `select count(*)`+ours)
}

// asked counts the plugin's statements that run.
func (c company) asked(t *testing.T) int {
	t.Helper()
	return one[int](t, c, `select count(*)`+ours+` and state <> 'idle'`)
}

// disconnect ends the plugin's connections, and waits for that.
func (c company) disconnect(t *testing.T) {
	t.Helper()
	c.exec(t, `select pg_terminate_backend(pid)`+ours)
	eventually(t, func() bool { return c.connections(t) == 0 })
}

// hold lets every question about deals wait until release is called.
func (c company) hold(t *testing.T) (release func()) {
	t.Helper()
	tx, err := c.owner.Begin()
	require.NoError(t, err)
	if _, err = tx.Exec(`set local lock_timeout = '1min'; lock table crm.deals`); err != nil {
		require.NoError(t, err, "who has the table:\n%s", one[string](t, c, `select string_agg(concat_ws(' | ', application_name, state, wait_event, now() - state_change, left(query, 300)), E'\n')
			from pg_stat_activity where datname = current_database()`))
	}
	return func() { _ = tx.Rollback() } // the server may have ended it
}

// waiting waits until so many questions wait for the table of deals.
func (c company) waiting(t *testing.T, n int) {
	t.Helper()
	eventually(t, func() bool { return one[int](t, c, `select count(*)`+ours+` and wait_event_type = 'Lock'`) == n })
}
