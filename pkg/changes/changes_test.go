package changes_test

import (
	"context"
	"database/sql"
	"maps"
	"net/url"
	"slices"
	"strconv"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// name is that of the watcher's connections.
const name = "changes test"

// company is a database with the reference schema: as its owner, who writes, and as whoever reads.
type company struct {
	owner *sql.DB
	db    *postgres.DB
}

func newCompany(t *testing.T) company {
	t.Helper()
	dsn := pgtest.DSN(t)
	c := company{owner: pgtest.Open(t, dsn), db: open(t, dsn)}
	c.owner.SetMaxIdleConns(0) // a session tells what it has counted at its end, if not before
	_, err := schema.Migrate(t.Context(), c.owner)
	require.NoError(t, err)
	return c
}

func open(t *testing.T, dsn string) *postgres.DB {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	password, _ := u.User.Password()
	db, err := postgres.Open(postgres.Config{
		Host: u.Hostname(), Port: port, Database: u.Path[1:], User: u.User.Username(), Password: password,
		TLS: postgres.TLSConfig{Mode: postgres.TLSDisable}, ApplicationName: name,
	})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	return db
}

func (c company) exec(t *testing.T, statements ...string) {
	t.Helper()
	for _, s := range statements {
		_, err := c.owner.Exec(s)
		require.NoError(t, err, s)
	}
}

func (c company) install(t *testing.T, m crm.Mapping) {
	t.Helper()
	tables, err := changes.Tables(t.Context(), c.db, m)
	require.NoError(t, err)
	installable, err := changes.Installable(t.Context(), c.db, tables)
	require.NoError(t, err)
	require.NoError(t, changes.Run(t.Context(), c.owner, changes.Installing(installable)))
}

// connections counts the watcher's own.
func (c company) connections(t *testing.T, condition string) (n int) {
	t.Helper()
	require.NoError(t, c.owner.QueryRow(`select count(*) from pg_stat_activity where datname = current_database() and application_name = $1 and `+condition, name).Scan(&n))
	return n
}

const listening = "query like 'LISTEN%'"

// watcher watches a mapping. It looks at counters as often as every says.
func (c company) watcher(t *testing.T, m crm.Mapping, every time.Duration) *changes.Watcher {
	t.Helper()
	w := changes.New(changes.Config{
		DB: c.db, Mapping: func(context.Context) (crm.Mapping, error) { return m, nil }, Every: every,
		Pause: time.Millisecond, Linger: time.Millisecond, Warn: func(message string, err error) { t.Log(message, err) },
	})
	t.Cleanup(w.Close)
	return w
}

// follow returns what a follower hears. What was known is heard already.
func follow(t *testing.T, w *changes.Watcher) <-chan changes.State {
	t.Helper()
	ctx, cancel := context.WithCancel(t.Context())
	heard, ended := make(chan changes.State, 100), make(chan struct{})
	go func() {
		defer close(ended)
		_ = w.Follow(ctx, func(s changes.State) error {
			heard <- s
			return nil
		})
	}()
	t.Cleanup(func() {
		cancel()
		<-ended
	})
	first := next(t, heard)
	require.False(t, first.Since.IsZero())
	require.Empty(t, first.Changed)
	return heard
}

func next(t *testing.T, heard <-chan changes.State) changes.State {
	t.Helper()
	select {
	case s := <-heard:
		return s
	case <-time.After(time.Minute):
		require.Fail(t, "nothing was heard")
		return changes.State{}
	}
}

func names(s changes.State) []string { return slices.Sorted(maps.Keys(s.Changed)) }

// rarely is so seldom that counters tell nothing during a test.
const (
	rarely = time.Hour
	often  = 20 * time.Millisecond
)

func TestCountersTellOfEachTable(t *testing.T) {
	c := newCompany(t)
	heard := follow(t, c.watcher(t, crm.Reference(), often))
	for _, test := range []struct{ statement, entity string }{
		{`insert into crm.accounts (id, name, created_at) values (1, 'Acme', now())`, "accounts"},
		{`insert into crm.deals (id, account, status, created_at) values (1, 1, 'open', now())`, "deals"},
		{`update crm.deals set status = 'won', closed_at = now()`, "deals"},
		{`delete from crm.deals`, "deals"},
		{`truncate crm.holidays`, "holidays"},
	} {
		c.exec(t, test.statement)
		require.Equal(t, []string{test.entity}, names(next(t, heard)), test.statement)
	}
}

func TestTriggersTellAtOnce(t *testing.T) {
	c := newCompany(t)
	c.install(t, crm.Reference())
	heard := follow(t, c.watcher(t, crm.Reference(), rarely))
	require.Eventually(t, func() bool { return c.connections(t, listening) == 1 }, time.Minute, 5*time.Millisecond)
	c.exec(t, `insert into crm.accounts (id, name, created_at) values (1, 'Acme', now())`)
	require.Equal(t, []string{"accounts"}, names(next(t, heard)))
	c.exec(t, `truncate crm.holidays`)
	require.Equal(t, []string{"holidays"}, names(next(t, heard)))

	tx, err := c.owner.Begin()
	require.NoError(t, err)
	_, err = tx.Exec(`update crm.accounts set name = 'Ajax'`)
	require.NoError(t, err)
	require.NoError(t, tx.Rollback())
	c.exec(t, `insert into crm.users (id, name) values (1, 'Una')`)
	require.Equal(t, []string{"users"}, names(next(t, heard)), "what was rolled back has not changed")
}
