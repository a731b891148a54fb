package detect_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/detect"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

// latest is the SQL of the newest versions that a mapping takes an entity from.
func latest(t testing.TB, entity, from string) string {
	t.Helper()
	m, err := crm.ParseMapping("entities: {" + entity + ": {from: " + from + ", fields: {}}}")
	require.NoError(t, err)
	return m.Entities[entity].From
}

func TestNewestVersionsAreTaken(t *testing.T) {
	dsn := filled(t, `
		create table deals (id int, version int, status text, amount numeric, created_at timestamptz, primary key (id, version));
		insert into deals values (1, 1, 'open', 5, now()), (1, 2, 'won', 7, now()), (2, 1, 'open', 6, now());
		create table customers ("customer_id" int, name text, valid_from timestamptz); -- no key at all
		insert into customers values (1, 'old', '2024-01-01'), (1, 'new', '2024-02-01'), (2, 'b', '2024-01-01');
		create table products (product_id int, name text, updated_at timestamptz, is_current boolean);
		insert into products values (1, 'old', '2024-01-01', false), (1, 'new', '2024-02-01', true)`)
	_, m := read(t, dsn)
	require.Equal(t, latest(t, "deals", `{latest: '"public"."deals"', per: '"id"', by: '"version"', as: t}`), m.Entities["deals"].From)
	require.Equal(t, latest(t, "accounts", `{latest: '"public"."customers"', per: '"customer_id"', by: '"valid_from"', as: t}`), m.Entities["accounts"].From)
	require.Equal(t, `"public"."products" as t`, m.Entities["products"].From)
	require.Equal(t, `t."is_current"`, m.Entities["products"].Where)

	twice, err := probe.Multiplies(t.Context(), open(t, dsn), m)
	require.NoError(t, err)
	require.Empty(t, twice)
	var name string
	require.NoError(t, pgtest.Open(t, dsn).QueryRow(`select name from `+m.Entities["accounts"].From+` where customer_id = 1`).Scan(&name))
	require.Equal(t, "new", name)
}

// Two versions that came after detection at one time are refused: none of them is taken for the newest.
func TestNewestOfVersionsOfOneTime(t *testing.T) {
	dsn := filled(t, `create table customers (customer_id int, name text, valid_from timestamptz);
		insert into customers values (1, 'old', '2024-01-01'), (1, 'new', '2024-02-01'), (2, 'b', '2024-01-01')`)
	_, m := read(t, dsn)
	db := pgtest.Open(t, dsn)
	_, err := db.Exec(`begin read write; truncate customers; insert into customers values (1, 'one', '2024-03-01'), (1, 'two', '2024-03-01'); commit`)
	require.NoError(t, err)
	var name string
	require.ErrorContains(t, db.QueryRow(`select name from `+m.Entities["accounts"].From).Scan(&name), "1 has several rows that are equal in by, of accounts")
}

func TestKeyThatRepeatsIsNotSure(t *testing.T) {
	r, m := read(t, filled(t, `
		create table deals (id int, status text, amount numeric, created_at timestamptz, updated_at timestamptz);
		insert into deals values (1, 'won', 5, now(), '2024-01-01'), (1, 'won', 5, now(), '2024-01-01'), (2, 'lost', 6, now(), '2024-01-01')`))
	require.NotContains(t, m.Entities["deals"].Fields, "id")
	require.Contains(t, suggested(t, r, "deals").Fields[0].Reason.In(i18n.English), "it repeats, as a key cannot")
}

func TestKeyThatIsUniqueWithinATenantHasNoVersions(t *testing.T) {
	_, m := read(t, filled(t, `
		create table deals (id int, tenant_id int, version int, status text, amount numeric, created_at timestamptz, primary key (tenant_id, id));
		create table leads (id int, tenant_id int, version int, status text, created_at timestamptz, primary key (tenant_id, id, version));
		insert into deals select n % 10, n / 10, 1, 'won', 1, now() from generate_series(0, 29) as n;
		insert into leads select n % 10, n / 10, v, 'new', now() from generate_series(0, 29) as n, generate_series(1, 3) as v`))
	require.Equal(t, `"public"."deals" as t`, m.Entities["deals"].From)
	require.Contains(t, m.Entities["deals"].Fields, "id")
	require.Equal(t, latest(t, "leads", `{latest: '"public"."leads"', per: ['"tenant_id"', '"id"'], by: '"version"', as: t}`), m.Entities["leads"].From)
}

// Without a key, PostgreSQL's estimate over all rows says that a key repeats which does not in the first rows.
func TestStatisticsTellThatAKeyRepeats(t *testing.T) {
	r, m := read(t, filled(t, `
		create table deals as select n % 3000 as id, 1 as version, 'won' as status, n as amount, now() as created_at from generate_series(1, 9000) as n;
		analyze deals`))
	require.NotContains(t, m.Entities["deals"].Fields, "id")
	require.Less(t, suggested(t, r, "deals").Fields[0].Confidence, detect.Sure)
}
