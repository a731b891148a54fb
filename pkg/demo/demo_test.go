package demo_test

import (
	"context"
	"database/sql"
	"fmt"
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/assert"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

var today = demotest.Today

func empty(t *testing.T) *sql.DB { return pgtest.Open(t, demotest.Empty().Copy(t)) }

// seeded returns a read-only database with the small company of seed 1.
func seeded(t *testing.T) *sql.DB { return pgtest.Open(t, demotest.Company().Shared(t)) }

func TestEveryTableIsFilledAndCounted(t *testing.T) {
	db := empty(t)
	stages := map[string]bool{}
	summary, err := demo.Seed(context.Background(), db, demo.Options{Seed: 3, Today: today, Progress: func(stage string, done, total int64) {
		stages[stage] = true
		assert.LessOrEqual(t, done, total, stage)
	}})
	require.NoError(t, err)
	t.Logf("small: %d rows in %s", summary.Rows, summary.Elapsed)

	names := map[string]bool{}
	for _, table := range summary.Tables {
		var rows int64
		require.NoError(t, db.QueryRow("select count(*) from crm."+pq.QuoteIdentifier(table.Table)).Scan(&rows))
		assert.Equal(t, table.Rows, rows, table.Table)
		assert.Positive(t, rows, table.Table)
		names[table.Table] = true
	}
	for _, table := range tableNames(t, db) {
		assert.True(t, names[table], "table %s is not seeded", table)
	}
	one, other := digest(t, seeded(t)), digest(t, db)
	for _, table := range []string{"users", "deals", "tickets", "touches", "currency_rates"} {
		assert.NotEqual(t, one[table], other[table], "%s of another seed", table)
	}
	assert.True(t, stages["sales"] && stages["indexes"] && stages["vacuum"], "stages: %v", stages)
	assert.Equal(t, today, summary.To)
}

// The load drops and creates keys and indexes; afterwards all must be there as the migrations made them.
func TestKeysAndIndexesSurvive(t *testing.T) {
	before, after := definitions(t, empty(t)), definitions(t, seeded(t))
	assert.Equal(t, before, after)
}

func TestAnApplicationCanInsertAfterwards(t *testing.T) {
	db := pgtest.Open(t, demotest.Company().Copy(t))
	_, err := db.Exec(`insert into crm.targets (metric, scope, period_start, period_end, value) values ('reach', 'company', '2026-01-01', '2026-02-01', 40)`)
	require.NoError(t, err)
}

func TestSameSeedSameRows(t *testing.T) {
	one := digest(t, seeded(t))

	db := empty(t)
	_, err := demo.Seed(context.Background(), db, demo.Options{Seed: 1, Today: today.In(time.FixedZone("elsewhere", 9*3600))})
	require.NoError(t, err)
	assert.Equal(t, one, digest(t, db))
}

func TestSeedRefuses(t *testing.T) {
	ctx := context.Background()
	t.Run("an unknown scale", func(t *testing.T) {
		_, err := demo.Seed(ctx, pgtest.DB(t), demo.Options{Scale: "huge"})
		assert.EqualError(t, err, `seed: unknown scale "huge"; use small, medium or large`)
	})
	t.Run("a database without the schema", func(t *testing.T) {
		_, err := demo.Seed(ctx, pgtest.DB(t), demo.Options{})
		assert.EqualError(t, err, "seed: the database has no schema crm; create it with `crmkpi migrate`")
	})
	t.Run("an old schema", func(t *testing.T) {
		db := empty(t)
		_, err := db.Exec(`delete from crm.schema_version where version_id > 3`)
		require.NoError(t, err)
		_, err = demo.Seed(ctx, db, demo.Options{})
		assert.ErrorContains(t, err, "the schema crm has version 3, needed is")
	})
	t.Run("a filled database", func(t *testing.T) {
		db := empty(t)
		_, err := db.Exec(`insert into crm.products values (1, 'Something real', null)`)
		require.NoError(t, err)
		_, err = demo.Seed(ctx, db, demo.Options{})
		assert.ErrorIs(t, err, demo.ErrNotEmpty)
		assert.ErrorContains(t, err, "in table products")
		assertOnly(t, db, "products", 1)
	})
	t.Run("when cancelled, leaving the database as it was", func(t *testing.T) {
		db := empty(t)
		ctx, cancel := context.WithCancel(ctx)
		_, err := demo.Seed(ctx, db, demo.Options{Progress: func(stage string, done, total int64) {
			if stage == "support" {
				cancel()
			}
		}})
		assert.ErrorIs(t, err, context.Canceled)
		assertOnly(t, db, "deals", 0)
		assert.Equal(t, definitions(t, seeded(t)), definitions(t, db))
	})
	t.Run("a failing row, with the server's error", func(t *testing.T) {
		db := empty(t)
		_, err := db.Exec(`alter table crm.tickets add check (reopen_count < 1)`)
		require.NoError(t, err)
		_, err = demo.Seed(ctx, db, demo.Options{})
		assert.ErrorContains(t, err, "tickets_reopen_count_check1")
		assertOnly(t, db, "deals", 0)
	})
}

func assertOnly(t *testing.T, db *sql.DB, table string, want int) {
	t.Helper()
	var rows int
	require.NoError(t, db.QueryRow("select count(*) from crm."+table).Scan(&rows))
	assert.Equal(t, want, rows)
}

func texts(t *testing.T, db *sql.DB, query string) []string {
	t.Helper()
	var all []string
	require.NoError(t, db.QueryRow("select coalesce(array_agg(x order by x), '{}') from ("+query+") q(x)").Scan(pq.Array(&all)))
	return all
}

func tableNames(t *testing.T, db *sql.DB) []string {
	return texts(t, db, `select tablename::text from pg_tables where schemaname = 'crm' and tablename <> 'schema_version'`)
}

func definitions(t *testing.T, db *sql.DB) []string {
	return texts(t, db, `
		select conrelid::regclass || ' ' || conname || ' ' || pg_get_constraintdef(oid) from pg_constraint where connamespace = 'crm'::regnamespace
		union all
		select indexdef from pg_indexes where schemaname = 'crm'`)
}

// digest hashes the rows of each table.
func digest(t *testing.T, db *sql.DB) map[string]string {
	t.Helper()
	all := map[string]string{}
	for _, table := range tableNames(t, db) {
		var hash string
		query := fmt.Sprintf(`select md5(string_agg(md5(x::text), '' order by x::text)) from crm.%s x`, pq.QuoteIdentifier(table))
		require.NoError(t, db.QueryRow(query).Scan(&hash))
		all[table] = hash
	}
	return all
}
