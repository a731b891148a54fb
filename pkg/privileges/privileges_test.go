package privileges_test

import (
	"database/sql"
	"fmt"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/changes"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/privileges"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// granted runs what is printed for a mapping and connects as the role that it makes.
func granted(t *testing.T, dsn string, admin *sql.DB, m crm.Mapping) (*postgres.DB, *privileges.Needs) {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	role := u.Path[1:] + ` "reader"`
	needs, err := privileges.Of(t.Context(), admin, m)
	require.NoError(t, err)
	for _, exists := range []bool{false, true} { // once more does no harm
		_, err = admin.Exec(needs.SQL(role, exists, i18n.Russian))
		require.NoError(t, err)
	}
	password, _ := u.User.Password()
	_, err = admin.Exec("alter role " + pq.QuoteIdentifier(role) + " password " + pq.QuoteLiteral(password))
	require.NoError(t, err)
	t.Cleanup(func() {
		_, err := admin.Exec(fmt.Sprintf("drop owned by %[1]s; drop role %[1]s", pq.QuoteIdentifier(role)))
		require.NoError(t, err)
	})
	u.User = url.UserPassword(role, password)
	db, err := postgres.OpenDSN(u.String(), postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	found, err := privileges.Exists(t.Context(), db, role)
	require.NoError(t, err)
	require.True(t, found)
	return db, needs
}

// refused checks that a role may not run a statement, read-only or not.
func refused(t *testing.T, db *postgres.DB, statements ...string) {
	t.Helper()
	for _, statement := range statements {
		tx, err := db.Pool().BeginTx(t.Context(), nil)
		require.NoError(t, err)
		_, err = tx.Exec("set transaction read write")
		require.NoError(t, err)
		_, err = tx.Exec(statement)
		require.NoError(t, tx.Rollback())
		require.Equal(t, "insufficient_privilege", pq.As(err).Code.Name(), statement)
	}
}

func TestTheRoleReadsTheReferenceSchema(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	admin := pgtest.Open(t, dsn)
	_, err := admin.Exec(`
		insert into crm.users (id, name) values (1, 'Ada');
		insert into crm.deals (id, owner, amount, currency, status, created_at, closed_at) values (1, 1, 10, 'USD', 'won', '2024-01-05Z', '2024-02-05Z');
		revoke create on schema public from public;
		create table crm.secret (id int); create schema other; create table other.secret (id int); alter table crm.deals add column secret text`)
	require.NoError(t, err)
	m := crm.Reference()
	db, needs := granted(t, dsn, admin, m)
	require.Equal(t, []string{"crm"}, needs.Schemas)
	require.NotContains(t, needs.Columns[crm.Table{Schema: "crm", Name: "deals"}], "secret")
	refused(t, db, `select secret from crm.deals`, `select * from crm.deals`, `select * from crm.secret`, `select * from other.secret`,
		`insert into crm.users (id) values (2)`, `update crm.deals set amount = 0`, `delete from crm.deals`, `truncate crm.deals`, `create table crm.mine (id int)`)
	_, err = db.Pool().Exec(`create temporary table mine (id int)`)
	require.Equal(t, "read_only_sql_transaction", pq.As(err).Code.Name())

	asked := probe.Check{DB: db, Catalog: catalog.Default(), Business: plan.Settings{ReportingCurrency: "USD"}, Mapping: m, Now: time.Date(2024, 6, 1, 0, 0, 0, 0, time.UTC)}
	checked, err := asked.Run(t.Context(), query.KPIs, query.Entities, query.Findings)
	require.NoError(t, err)
	require.Empty(t, checked.Names())
	require.Equal(t, len(checked.KPIs), checked.Available(), "the whole catalogue has been run")
	for _, e := range checked.Entities {
		require.NoError(t, e.Err, e.Entity)
	}
	tables, err := changes.Tables(t.Context(), db, m)
	require.NoError(t, err)
	require.Len(t, tables, len(needs.Columns), "live updates need no more")

	excess, err := privileges.Excess(t.Context(), db, m)
	require.NoError(t, err)
	require.Empty(t, excess)
}

// What is read through a view is the view's, and names are quoted.
func TestTheRoleReadsWhatAMappingNames(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	_, err := admin.Exec(`
		create schema "Sales"; create schema behind; create schema tools; create schema "not mapped";
		create table behind.deal (id int, amount numeric, secret text, company int);
		create view "Sales"."Deal ""all""" as select id, amount, secret, company from behind.deal;
		create type tools.mood as enum ('won', 'lost');
		create function tools.state(int) returns text language sql as $$ select 'won' $$;
		create table behind.person (id int, name text);
		create table "not mapped".t (id int)`)
	require.NoError(t, err)
	m, err := crm.Setup{Own: `
entities:
  deals:
    from: '"Sales"."Deal ""all""" as d'
    where: d.amount > 0
    tenant: d.company
    fields: {id: d.id, amount: d.amount, status: "tools.state(d.id)::tools.mood::text", closed_at: "timestamptz '2024-01-01Z'"}
  users: {from: behind.person as p, fields: {id: p.id, name: "upper(p.name)"}}
`, Tenant: crm.Tenant{Value: "7", Shared: []string{"users"}}}.Mapping(nil)
	require.NoError(t, err)
	db, needs := granted(t, dsn, admin, m)
	require.Equal(t, []string{"Sales", "behind", "tools"}, needs.Schemas)
	require.Equal(t, []string{"amount", "company", "id"}, needs.Columns[crm.Table{Schema: "Sales", Name: `Deal "all"`}])
	found, err := probe.Read(t.Context(), db, m)
	require.NoError(t, err)
	require.Empty(t, found.Names())
	refused(t, db, `select secret from "Sales"."Deal ""all"""`, `select id from behind.deal`, `select * from "not mapped".t`)
}

// Every preset's mapping is read by the role for it.
func TestTheRoleReadsPresets(t *testing.T) {
	for _, p := range crm.Presets() {
		t.Run(p.ID, func(t *testing.T) {
			dsn := pgtest.DSN(t)
			admin := pgtest.Open(t, dsn)
			text, err := os.ReadFile(filepath.Join("..", "crm", "presets", "testdata", p.ID, "schema.sql"))
			require.NoError(t, err)
			_, err = admin.Exec(string(text))
			require.NoError(t, err)
			owner, err := postgres.OpenDSN(dsn, postgres.Limits{})
			require.NoError(t, err)
			m, err := probe.Mapping(t.Context(), owner, crm.Setup{Presets: []crm.Choice{{ID: p.ID}}})
			require.NoError(t, err)
			readable, err := probe.Read(t.Context(), owner, m)
			require.NoError(t, err)
			require.NoError(t, owner.Close())
			db, needs := granted(t, dsn, admin, readable.Mapping)
			found, err := probe.Read(t.Context(), db, m)
			require.NoError(t, err)
			require.Equal(t, readable.Names(), found.Names())
			require.NotEmpty(t, found.Mapping.Entities)
			for table, columns := range needs.Columns {
				require.NotEmpty(t, columns, table)
			}
		})
	}
}

func TestWhatARoleCanDoBesides(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	admin := pgtest.Open(t, dsn)
	_, err := admin.Exec(`create schema other; create table other.t (id int); revoke create on schema public from public`) // as it is from PostgreSQL 15 on
	require.NoError(t, err)
	m := crm.Reference()
	db, _ := granted(t, dsn, admin, m)
	var role string
	require.NoError(t, db.Pool().QueryRow("select quote_ident(current_user)").Scan(&role))
	excess := func() string {
		texts, err := privileges.Excess(t.Context(), db, m)
		require.NoError(t, err)
		var all []string
		for _, text := range texts {
			require.Empty(t, text.Lacks())
			require.True(t, text.Guarded())
			all = append(all, text.In(i18n.English))
		}
		return strings.Join(all, "\n")
	}
	require.Empty(t, excess())
	for _, test := range []struct{ grant, revoke, want string }{
		{"grant insert on crm.deals to %s", "revoke insert on crm.deals from %s", "can write to crm.deals"},
		{"grant update (amount) on crm.deals to %s", "revoke update (amount) on crm.deals from %s", "can write to crm.deals"},
		{"grant truncate on crm.users to %s", "revoke truncate on crm.users from %s", "can write to crm.users"},
		{"grant create on schema crm to %s", "revoke create on schema crm from %s", "can create tables in crm"},
		{"grant usage on schema other to %[1]s; grant select on other.t to %[1]s", "revoke all on other.t from %[1]s; revoke all on schema other from %[1]s", "does not need: other"},
		{"alter role %s bypassrls", "alter role %s nobypassrls", "bypasses row-level security"},
		{"grant pg_monitor to %s", "revoke pg_monitor from %s", "is a member of pg_monitor"},
		{"alter role %s superuser", "alter role %s nosuperuser", "is a superuser"},
	} {
		_, err := admin.Exec(fmt.Sprintf(test.grant, role))
		require.NoError(t, err)
		require.Contains(t, excess(), test.want)
		require.Equal(t, 1, strings.Count(excess(), "\n")+1, "one for each: %s", excess())
		_, err = admin.Exec(fmt.Sprintf(test.revoke, role))
		require.NoError(t, err)
	}
	_, err = admin.Exec(fmt.Sprintf("create schema crmkpi_rollup; create table crmkpi_rollup.sums (id int); grant usage on schema crmkpi_rollup to %[1]s; grant select on crmkpi_rollup.sums to %[1]s", role))
	require.NoError(t, err)
	require.Empty(t, excess(), "sums are of what is mapped")
}
