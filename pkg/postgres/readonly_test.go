package postgres_test

import (
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// The role of these tests is a superuser: what protects the data is the transaction alone.
func TestNothingWrites(t *testing.T) {
	db, admin := database(t)
	exec(t, admin, `CREATE TABLE t AS SELECT 1 AS x; CREATE SEQUENCE s;
		CREATE FUNCTION sneaky() RETURNS int LANGUAGE plpgsql AS $$ BEGIN DELETE FROM t; RETURN 1; END $$;
		CREATE FUNCTION unlock() RETURNS int LANGUAGE plpgsql AS $$ BEGIN
			PERFORM set_config('transaction_read_only', 'off', false); DELETE FROM t; RETURN 1; END $$`)
	var e *postgres.Error
	for name, statement := range map[string]string{
		"delete":                         `DELETE FROM t`,
		"delete in a with":               `WITH d AS (DELETE FROM t RETURNING x) SELECT * FROM d`,
		"delete in an explain":           `EXPLAIN ANALYZE DELETE FROM t`,
		"select into":                    `SELECT * INTO t2 FROM t`,
		"function":                       `SELECT sneaky()`,
		"function that lifts protection": `SELECT unlock()`,
		"sequence":                       `SELECT nextval('s')`,
		"commit":                         `COMMIT`,
		"commit behind a comment":        "/* SELECT */ -- SELECT\n COMMIT",
		"commit behind a nested comment": "/* /* */ SELECT */ COMMIT",
		"commit behind a short line":     "-- SELECT\rCOMMIT",
		"several statements":             `SELECT 1; COMMIT; DELETE FROM t`,
		"transaction mode":               `SET TRANSACTION READ WRITE`,
		"transaction mode by function":   `SELECT set_config('transaction_read_only', 'off', true)`,
		"default of later sessions":      `SET default_transaction_read_only = off`,
		"do":                             `DO $$ BEGIN DELETE FROM t; END $$`,
		"copy":                           `COPY t TO STDOUT`,
		"nothing":                        ``,
	} {
		t.Run(name, func(t *testing.T) {
			_, err := query(t.Context(), db, statement)
			require.ErrorAs(t, err, &e)
			var rows int
			require.NoError(t, admin.QueryRow(`SELECT count(*) FROM t`).Scan(&rows))
			require.Equal(t, 1, rows)
		})
	}
	_, err := query(t.Context(), db, `SELECT sneaky()`)
	requireError(t, err, postgres.KindReadOnly, "25006", "never write")
	_, err = query(t.Context(), db, `DROP TABLE t`)
	requireError(t, err, postgres.KindReadOnly, "", "only SELECT", "DROP TABLE t")
}

func TestReadingStatementsPass(t *testing.T) {
	db, _ := database(t)
	for _, statement := range []string{
		`select 1`, ` (SELECT 1) UNION (SELECT 2)`, `WITH x AS (SELECT 1) SELECT * FROM x`, `VALUES (1)`, `TABLE pg_database`,
		"-- a comment\n/* and\nanother */ SELECT 1", `EXPLAIN SELECT 1`, `SHOW server_version`, `SELECT 1;`,
	} {
		_, err := query(t.Context(), db, statement)
		require.NoError(t, err, statement)
	}
}
