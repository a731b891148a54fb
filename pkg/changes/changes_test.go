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
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
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
	dsn := demotest.Empty().Copy(t)
	c := company{owner: pgtest.Open(t, dsn), db: open(t, dsn)}
	c.owner.SetMaxIdleConns(0) // a session tells what it has counted at its end, if not before
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
	require.NoError(t, postgres.Write(t.Context(), c.owner, nil, changes.Installing(installable)))
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

const mapping = `
entities:
  deals:
    from: sales.deal_view as d left join sales.stages as s on s.id = d.stage
    where: not d.deleted
    tenant: d.company
    fields: {id: d.id, status: s.status, amount: d.amount, created_at: d.created}
  accounts:
    from: sales."Odd ""Name"" " as a
    fields: {id: a.id, name: "coalesce(a.name, (with n as (select text from sales.names) select max(n.text) from n))"}
    shared: true
  users:
    from: (with own as (select id from sales.people) select own.id from own where own.id > 0) as u
    fields: {id: u.id}
    shared: true
  teams:
    from: (select 1 as id) as t
    fields: {id: t.id}
    shared: true
`

// views is a company whose deals are read through a view over a partitioned table, and whose tables have names that need quotes.
func views(t *testing.T) (company, crm.Mapping) {
	t.Helper()
	c := newCompany(t)
	c.exec(t, `create schema sales`, `create table sales.stages (id int, status text)`,
		`create table sales.deals (id int, company int, stage int, amount numeric, created timestamptz, deleted bool default false) partition by range (id)`,
		`create table sales.deals_1 partition of sales.deals for values from (0) to (100)`,
		`create table sales.deals_2 partition of sales.deals for values from (100) to (200)`,
		`create view sales.inner_view as select * from sales.deals`,
		`create view sales.deal_view as select * from sales.inner_view`,
		`create table sales."Odd ""Name"" " (id int, name text)`, `create table sales.beside (id int)`,
		`create table sales.names (text text)`, `create table sales.people (id int)`)
	m, err := crm.Setup{Own: mapping, Tenant: crm.Tenant{Value: "7"}}.Mapping(nil)
	require.NoError(t, err)
	return c, m
}

func TestTablesBehindViewsAndPartitions(t *testing.T) {
	c, m := views(t)
	tables, err := changes.Tables(t.Context(), c.db, m)
	require.NoError(t, err)
	found := map[string][]string{}
	for _, one := range tables {
		require.Equal(t, "sales", one.Schema)
		found[one.Name] = one.Entities
	}
	deals := []string{"deals"}
	require.Equal(t, map[string][]string{"deals_1": deals, "deals_2": deals, "stages": deals, `Odd "Name" `: {"accounts"}, "names": {"accounts"}, "people": {"users"}}, found)

	installable, err := changes.Installable(t.Context(), c.db, tables)
	require.NoError(t, err)
	require.Contains(t, installable, crm.Table{Schema: "sales", Name: "deals"}, "a statement on it has its triggers alone")
}

func TestTriggersOfPartitionsAndOddNames(t *testing.T) {
	c, m := views(t)
	c.install(t, m)
	heard := follow(t, c.watcher(t, m, rarely))
	require.Eventually(t, func() bool { return c.connections(t, listening) == 1 }, time.Minute, 5*time.Millisecond)
	c.exec(t, `insert into sales.beside values (1)`)
	for statement, entity := range map[string]string{
		`insert into sales.deals (id, company) values (1, 7)`:        "deals",
		`insert into sales.deals_2 (id, company) values (101, 7)`:    "deals",
		`insert into sales."Odd ""Name"" " values (1, 'Acme')`:       "accounts",
		`insert into sales.stages values (1, 'won'), (2, 'lost')`:    "deals",
		`update sales.deals set stage = 1 where id in (1, 101, 102)`: "deals",
	} {
		c.exec(t, statement)
		require.Equal(t, []string{entity}, names(next(t, heard)), statement)
	}
}

func TestCountersBehindViews(t *testing.T) {
	c, m := views(t)
	heard := follow(t, c.watcher(t, m, often))
	c.exec(t, `insert into sales.beside values (1)`, `insert into sales.deals (id, company) values (101, 7)`)
	require.Equal(t, []string{"deals"}, names(next(t, heard)))
	c.exec(t, `update sales.stages set status = 'won'`, `insert into sales."Odd ""Name"" " values (1, 'Acme')`)
	require.Equal(t, []string{"accounts"}, names(next(t, heard)), "an update of no row changes nothing")
}

func TestATableThatIsLackingLeavesTheOthers(t *testing.T) {
	c, m := views(t)
	c.exec(t, `drop table sales."Odd ""Name"" "`)
	tables, err := changes.Tables(t.Context(), c.db, m)
	require.NoError(t, err)
	require.Len(t, tables, 4)
	c.exec(t, `drop schema sales cascade`)
	_, err = changes.Tables(t.Context(), c.db, m)
	require.ErrorContains(t, err, "does not exist")
}

// While the connection that listens is gone, the counters tell; then there is a new one.
func TestLostConnectionsAreReplaced(t *testing.T) {
	c := newCompany(t)
	c.install(t, crm.Reference())
	heard := follow(t, c.watcher(t, crm.Reference(), often))
	listens := func() bool { return c.connections(t, listening) == 1 }
	require.Eventually(t, listens, time.Minute, 5*time.Millisecond)
	c.exec(t, `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = '`+name+`'`)
	c.exec(t, `insert into crm.users (id, name) values (1, 'Una')`)
	require.Equal(t, []string{"users"}, names(next(t, heard)))
	require.Eventually(t, listens, time.Minute, 5*time.Millisecond)
	c.exec(t, `insert into crm.users (id, name) values (2, 'Ulf')`)
	require.Equal(t, []string{"users"}, names(next(t, heard)))
}

func TestWhoBeginsKnowsWhatChangesLater(t *testing.T) {
	c := newCompany(t)
	w := c.watcher(t, crm.Reference(), often)
	began := w.Begin(t.Context())
	require.False(t, began.Since.IsZero())
	require.False(t, began.Since.After(time.Now()))
	ended, cancel := context.WithCancel(t.Context())
	cancel()
	require.True(t, c.watcher(t, crm.Reference(), often).Begin(ended).Since.IsZero(), "nobody waits for longer than his context")
}

func TestManyFollowersShareOneWatch(t *testing.T) {
	c := newCompany(t)
	c.install(t, crm.Reference())
	w := c.watcher(t, crm.Reference(), rarely)
	var all []<-chan changes.State
	for range 20 {
		all = append(all, follow(t, w))
	}
	require.Eventually(t, func() bool { return c.connections(t, listening) == 1 }, time.Minute, 5*time.Millisecond)
	c.exec(t, `insert into crm.users (id, name) values (1, 'Una')`)
	for _, heard := range all {
		require.Equal(t, []string{"users"}, names(next(t, heard)))
	}
	require.Equal(t, 1, c.connections(t, listening))
}

func TestTheWatchEndsWithItsFollowers(t *testing.T) {
	c := newCompany(t)
	c.install(t, crm.Reference())
	w := c.watcher(t, crm.Reference(), often)
	ctx, cancel := context.WithCancel(t.Context())
	ended := make(chan error, 1)
	go func() { ended <- w.Follow(ctx, func(changes.State) error { return nil }) }()
	require.Eventually(t, func() bool { return c.connections(t, listening) == 1 }, time.Minute, 5*time.Millisecond)
	cancel()
	require.NoError(t, <-ended)
	require.Eventually(t, func() bool { return c.connections(t, listening) == 0 }, time.Minute, 5*time.Millisecond)
	require.False(t, w.Begin(t.Context()).Since.IsZero(), "it begins anew when somebody wants to know")

	w.Close()
	require.ErrorIs(t, w.Follow(t.Context(), func(changes.State) error { return nil }), changes.ErrClosed)
	require.Zero(t, w.Begin(t.Context()))
}
