package pgtest_test

import (
	"database/sql"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

func TestDatabasesAreSeparate(t *testing.T) {
	one, two := pgtest.DB(t), pgtest.DB(t)
	_, err := one.Exec(`CREATE TABLE t (x int)`)
	require.NoError(t, err)
	_, err = two.Exec(`SELECT * FROM t`)
	require.ErrorContains(t, err, `relation "t" does not exist`)
}

func TestDatabaseIsDroppedWithItsTest(t *testing.T) {
	admin := pgtest.DB(t)
	var name string
	t.Run("inner", func(t *testing.T) {
		require.NoError(t, pgtest.DB(t).QueryRow(`SELECT current_database()`).Scan(&name))
	})
	var found int
	require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_database WHERE datname = $1`, name).Scan(&found))
	require.Zero(t, found)
}

// fills counts how often the template was filled, over all tests of the process.
var fills atomic.Int32

func fill(db *sql.DB) error {
	fills.Add(1)
	_, err := db.Exec(`CREATE TABLE t AS SELECT generate_series(1, 1000) AS x`)
	return err
}

func TestTemplateIsFilledOnceAndCopied(t *testing.T) {
	one := pgtest.Open(t, pgtest.Template(t, "numbers", fill))
	two := pgtest.Open(t, pgtest.Template(t, "numbers", fill))
	_, err := one.Exec(`DELETE FROM t`)
	require.NoError(t, err)
	var rows int
	require.NoError(t, two.QueryRow(`SELECT count(*) FROM t`).Scan(&rows))
	require.Equal(t, 1000, rows)
	require.EqualValues(t, 1, fills.Load())
}

func TestSourceBeginsWithAnother(t *testing.T) {
	numbers := pgtest.Source{Name: "numbers", Fill: fill}
	even := pgtest.Source{Name: "even numbers", From: &numbers, Fill: func(db *sql.DB) error {
		_, err := db.Exec(`DELETE FROM t WHERE x % 2 = 1`)
		return err
	}}
	for _, db := range []*sql.DB{pgtest.Open(t, even.Copy(t)), pgtest.Open(t, even.Shared(t))} {
		var rows int
		require.NoError(t, db.QueryRow(`SELECT count(*) FROM t`).Scan(&rows))
		require.Equal(t, 500, rows)
	}
	var rows int
	require.NoError(t, pgtest.Open(t, numbers.Copy(t)).QueryRow(`SELECT count(*) FROM t`).Scan(&rows))
	require.Equal(t, 1000, rows)
}

func TestSharedIsOneReadOnlyDatabase(t *testing.T) {
	dsn := pgtest.Shared(t, "numbers", fill)
	require.Equal(t, dsn, pgtest.Shared(t, "numbers", fill))
	db := pgtest.Open(t, dsn)
	var rows int
	require.NoError(t, db.QueryRow(`SELECT count(*) FROM t`).Scan(&rows))
	require.Equal(t, 1000, rows)
	_, err := db.Exec(`DELETE FROM t`)
	require.ErrorContains(t, err, "read-only transaction")
}
