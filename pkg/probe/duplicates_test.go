package probe_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func TestMultiplies(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		CREATE TABLE sale (id int, rep int, company int);
		CREATE TABLE rep_region (rep int, region text, company int);
		INSERT INTO sale VALUES (1, 1, 7), (2, 1, 7), (3, 2, 7), (4, null, 7), (4, 3, 8);
		INSERT INTO rep_region VALUES (1, 'N', 7), (1, 'S', 7), (2, 'N', 7), (5, 'N', 7), (5, 'S', 7), (null, 'N', 7), (null, 'N', 7);`)
	require.NoError(t, err)
	db := open(t, dsn)
	multiplies := func(text string) []probe.Duplicates {
		m, err := crm.ParseMapping(text)
		require.NoError(t, err)
		found, err := probe.Multiplies(t.Context(), db, m)
		require.NoError(t, err)
		return found
	}
	require.Equal(t, []probe.Duplicates{
		{Entity: "deals", Field: "id", Keys: []string{"4"}},
		{Entity: "users", Field: "id", Keys: []string{"1", "5"}},
		{Entity: "deals", Field: "owner", To: "users", Keys: []string{"1"}},
	}, multiplies(`
entities:
  deals: {from: sale as s, fields: {id: s.id, owner: s.rep}}
  users: {from: rep_region as r, fields: {id: r.rep, name: r.region -- one of them}}
`))
	require.Empty(t, multiplies(`
tenant: {column: company, value: 8}
entities:
  deals: {from: sale, fields: {id: id, owner: rep}}
  users: {from: rep_region, fields: {id: rep}}
`), "other tenants' rows are not looked at")
	many := multiplies(`entities: {users: {from: "generate_series(1, 14) as n", fields: {id: n % 7}}}`)
	require.Equal(t, "0, 1, 2, 3, 4, …", many[0].Named())
	mixed := multiplies(`
entities:
  deals: {from: sale as s, fields: {id: "s.id::json", owner: s.rep::text}}
  users: {from: rep_region as r, fields: {id: r.rep}}
`)
	require.Len(t, mixed, 3)
	require.ErrorContains(t, mixed[0].Err, "cannot cast")
	require.ErrorContains(t, mixed[2].Err, "operator does not exist")
}

func TestMultipliesInTime(t *testing.T) {
	db, err := postgres.OpenDSN(pgtest.DSN(t), postgres.Limits{QueryTimeout: 50 * time.Millisecond})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	m, err := crm.ParseMapping(`entities: {users: {from: "(select 1 as id, pg_sleep(9)) as slow", fields: {id: "case when pg_sleep::text = '' then slow.id end"}}}`)
	require.NoError(t, err)
	found, err := probe.Multiplies(t.Context(), db, m)
	require.NoError(t, err)
	require.Len(t, found, 1)
	require.ErrorContains(t, found[0].Err, "longer than")
}
