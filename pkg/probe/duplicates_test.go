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
		{Kind: probe.DuplicateKey, Entity: "deals", Field: "id", Count: 1, Keys: []string{"4"}},
		{Kind: probe.DuplicateKey, Entity: "users", Field: "id", Count: 2, Keys: []string{"1", "5"}},
		{Kind: probe.FanOut, Entity: "deals", Field: "owner", To: "users", Count: 1, Keys: []string{"1"}},
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
	require.Equal(t, []probe.Duplicates{{Kind: probe.DuplicateKey, Entity: "users", Field: "id", Count: 7, Keys: []string{"0", "1", "2", "3", "4"}, More: true}}, many)
	mixed := multiplies(`
entities:
  deals: {from: sale as s, fields: {id: "s.id::json", owner: s.rep::text}}
  users: {from: rep_region as r, fields: {id: r.rep}}
`)
	require.Len(t, mixed, 3)
	require.ErrorContains(t, mixed[0].Err, "cannot cast")
	require.ErrorContains(t, mixed[2].Err, "operator does not exist")
}

// Without an id, an entity has a key of several fields, of which some may be missing in a row.
func TestKeysOfSeveralFields(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table version (deal int, since timestamptz, stage int);
		create table goal (metric text, scope text, who text, starts date, ends date, amount numeric);
		insert into version values (1, '2026-01-01Z', 1), (1, '2026-01-02Z', 2), (1, '2026-01-02Z', 3), (2, '2026-01-02Z', 1), (null, '2026-01-01Z', 1), (null, '2026-01-01Z', 1);
		insert into goal values
			('revenue', 'company', null, '2026-01-01', '2026-02-01', 1), ('revenue', 'company', null, '2026-01-01', '2026-02-01', 2),
			('revenue', 'user', '7', '2026-01-01', '2026-02-01', 1), ('revenue', 'user', '8', '2026-01-01', '2026-02-01', 1);`)
	require.NoError(t, err)
	db := open(t, dsn)
	for text, want := range map[string][]probe.Duplicates{
		"deal_history: {from: version as v, fields: {deal: v.deal, valid_from: v.since, stage: v.stage}}": {
			{Kind: probe.DuplicateKey, Entity: "deal_history", Field: "deal, valid_from", Count: 1, Keys: []string{"1 · 2026-01-02 00:00:00+00"}}},
		"deal_history: {from: version as v, where: v.stage < 3, fields: {deal: v.deal, valid_from: v.since}}": nil,
		"deal_history: {from: version as v, fields: {deal: v.deal, stage: v.stage}}":                          nil,
		"targets: {from: goal, fields: {metric: metric, scope: scope, scope_id: who, period_start: starts, period_end: ends, value: amount}}": {
			{Kind: probe.DuplicateKey, Entity: "targets", Field: "metric, scope, scope_id, period_start, period_end", Count: 1, Keys: []string{"revenue · company · – · 2026-01-01 · 2026-02-01"}}},
	} {
		m, err := crm.ParseMapping("entities: {" + text + "}")
		require.NoError(t, err)
		found, err := probe.Multiplies(t.Context(), db, m)
		require.NoError(t, err)
		require.Equal(t, want, found, text)
	}
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
