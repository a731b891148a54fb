package main

import (
	"encoding/json"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestCheckOfIndexes(t *testing.T) {
	dsn := pgtest.DSN(t)
	db := pgtest.Open(t, dsn)
	_, err := db.Exec(`
		create table deal (id int primary key, state text, total numeric, closed timestamptz, note char(80));
		insert into deal select i, (array['won', 'lost', 'open'])[1 + i % 3], i, timestamptz '2026-06-01Z' - i * interval '30 min', '' from generate_series(1, 90000) as i;
		analyze`)
	require.NoError(t, err)
	file := mapping(t, `entities: {deals: {from: deal as d, fields: {id: d.id, status: d.state, amount: d.total, closed_at: d.closed}}}`)
	check := func(more ...string) []string {
		return append([]string{"check", "--indexes", "--dsn", dsn, "--mapping", file, "--now", "2026-06-01", "--budget", "0"}, more...)
	}
	const index = `CREATE INDEX CONCURRENTLY ON "public"."deal" ("closed")`
	for _, more := range [][]string{{"--format", "json"}, {"--format", "json", "--dashboards", "../../../dashboards"}} {
		var told struct {
			Columns []string
			Rows    [][]any
			Notices []string
			Parts   map[string]struct {
				Columns []string
				Rows    [][]any
			}
		}
		require.NoError(t, json.Unmarshal([]byte(succeed(t, check(more...)...).stdout), &told))
		require.Equal(t, []string{"number", "index", "rows", "statements", "cost_saved", "time", "scan_time"}, told.Columns)
		require.Len(t, told.Rows, 1)
		require.Equal(t, index, told.Rows[0][1])
		require.EqualValues(t, len(told.Parts["uses"].Rows), told.Rows[0][3])
		require.NotEmpty(t, told.Parts["uses"].Rows)
		require.Contains(t, told.Notices[2], "hypopg is not installed")
	}
	require.Contains(t, succeed(t, check("--lang", "ru")...).stdout, "Расширение hypopg не установлено")
	_, err = db.Exec(index)
	require.NoError(t, err)
	require.Contains(t, succeed(t, check()...).stdout, "No index of a large table is missing")

	r := command(t, "check", "--dsn", dsn, "--dashboards", "x")
	require.Equal(t, statusUsage, r.status)
	require.Contains(t, r.stderr, "give --indexes, too")
	require.Equal(t, statusUsage, command(t, check("--dashboards", t.TempDir())...).status)
}
