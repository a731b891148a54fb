package probe_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/probe"
	"github.com/crmkpi/crm-datasource/pkg/query"
	"github.com/crmkpi/crm-datasource/pkg/sqlgen"
)

// Rows of a blank id are told of once: they are neither one row twice nor what blank relations lead to, and a blank word is none.
func TestBlankKeys(t *testing.T) {
	dsn := pgtest.DSN(t)
	_, err := pgtest.Open(t, dsn).Exec(`
		create table person (id text, name text);
		insert into person values ('u1', 'Ann'), ('', 'b'), ('', 'c'), (' ', 'd');
		create table deal (id bigint, owner text, status text, at timestamptz);
		insert into deal values (1, 'u1', 'won', '2026-01-01'), (2, '', 'lost', '2026-01-01'), (3, ' ', '', '2026-01-01'), (4, 'u9', 'open', '2026-01-01')`)
	require.NoError(t, err)
	found, err := check(t, open(t, dsn), `entities:
  users: {from: person as p, fields: {id: p.id, name: p.name}}
  deals: {from: deal as d, fields: {id: d.id, owner: d.owner, status: d.status, created_at: d.at}}`).Run(t.Context(), query.Findings)
	require.NoError(t, err)
	count := map[sqlgen.FlawKind]float64{}
	for _, f := range found.Findings {
		count[f.Kind] += f.Count
		require.False(t, f.Wrong(), f.Kind)
	}
	require.Equal(t, 3.0, count[sqlgen.BlankKey])
	require.Equal(t, 1.0, count[sqlgen.OrphanKey], "u9")
	require.NotContains(t, count, probe.DuplicateKey)
	require.NotContains(t, count, probe.FanOut)
}
