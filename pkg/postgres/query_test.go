package postgres_test

import (
	"errors"
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestQueryReturnsPlainValues(t *testing.T) {
	db, _ := database(t)
	result, err := query(t.Context(), db, `SELECT
		1::int2 AS small, 9007199254740993::int8 AS big, 1.25::float8 AS float, 12345.67::numeric AS numeric, 'NaN'::numeric AS nan,
		true AS yes, 'ж'::text AS text, '\x00ff'::bytea AS bytes, NULL::int AS nothing,
		'2024-03-31 02:30:00+02'::timestamptz AS moment, '2024-03-31'::date AS day, 'infinity'::timestamptz AS never,
		'1 day 02:00'::interval AS span, '{1,2}'::int[] AS array, '{"a": 1}'::jsonb AS json`)
	require.NoError(t, err)
	require.Equal(t, postgres.Column{Name: "small", Type: "INT2"}, result.Columns[0])
	require.Equal(t, postgres.Column{Name: "moment", Type: "TIMESTAMPTZ"}, result.Columns[9])
	row := result.Rows[0]
	require.True(t, math.IsNaN(row[4].(float64)))
	row[4] = nil
	require.Equal(t, []any{
		int64(1), int64(9007199254740993), 1.25, 12345.67, nil, true, "ж", []byte{0, 255}, nil,
		time.Date(2024, 3, 31, 0, 30, 0, 0, time.UTC), time.Date(2024, 3, 31, 0, 0, 0, 0, time.UTC), nil,
		"1 day 02:00:00", "{1,2}", `{"a": 1}`,
	}, row)
}

func TestQueryWithoutRowsHasColumns(t *testing.T) {
	db, _ := database(t)
	result, err := query(t.Context(), db, `SELECT $1::int AS x WHERE false`, 1)
	require.NoError(t, err)
	require.Len(t, result.Columns, 1)
	require.Empty(t, result.Rows)
}

func TestArgumentsAreValues(t *testing.T) {
	db, _ := database(t)
	at := time.Date(2024, 5, 1, 12, 0, 0, 0, time.FixedZone("", 3*3600))
	result, err := query(t.Context(), db, `SELECT $1::text, $2::timestamptz, $3::float8, $4::int`, `'; DROP TABLE x --`, at, 0.1, nil)
	require.NoError(t, err)
	require.Equal(t, [][]any{{`'; DROP TABLE x --`, at.UTC(), 0.1, nil}}, result.Rows)
}

func TestSessionIsInUTC(t *testing.T) {
	db, admin := database(t)
	exec(t, admin, `DO $$ BEGIN EXECUTE format('ALTER DATABASE %I SET TimeZone = ''Asia/Tokyo''', current_database()); END $$`)
	result, err := query(t.Context(), db, `SELECT '2024-01-01'::timestamptz::text`)
	require.NoError(t, err)
	require.Equal(t, "2024-01-01 00:00:00+00", result.Rows[0][0])
}

func TestSnapshotSeesOneState(t *testing.T) {
	db, admin := database(t)
	exec(t, admin, `CREATE TABLE t AS SELECT 1 AS x`)
	count := postgres.Statement{SQL: `SELECT count(*) FROM t`}
	require.NoError(t, db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		exec(t, admin, `INSERT INTO t VALUES (2)`)
		result, err := s.Query(t.Context(), count)
		require.NoError(t, err)
		require.Equal(t, int64(1), result.Rows[0][0])
		return nil
	}))
	result, err := db.Query(t.Context(), count)
	require.NoError(t, err)
	require.Equal(t, int64(2), result.Rows[0][0])
}

func TestReadScansRows(t *testing.T) {
	db, _ := database(t)
	var seen []int
	var numeric *float64
	require.NoError(t, db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		return s.Read(t.Context(), postgres.Statement{SQL: `SELECT x, 1.5::numeric FROM generate_series(1, $1::int) x`, Args: []any{3}}, func(row postgres.Row) error {
			var x int
			err := row.Scan(&x, &numeric)
			seen = append(seen, x)
			return err
		})
	}))
	require.Equal(t, []int{1, 2, 3}, seen)
	require.Equal(t, 1.5, *numeric)
}

func TestCallbackErrorsComeBackAndFreeTheConnection(t *testing.T) {
	db, _ := database(t, func(c *postgres.Config) { c.MaxOpenConns = 1 })
	mine := errors.New("mine")
	endless := postgres.Statement{SQL: `SELECT generate_series(1, $1::bigint)`, Args: []any{int64(math.MaxInt64)}}
	err := db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		return s.Read(t.Context(), endless, func(postgres.Row) error { return mine })
	})
	require.Equal(t, mine, err)
	require.PanicsWithValue(t, "mine", func() {
		_ = db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
			return s.Read(t.Context(), endless, func(postgres.Row) error { panic("mine") })
		})
	})
	_, err = query(t.Context(), db, `SELECT 1`)
	require.NoError(t, err)
	require.Zero(t, db.Stats().InUse)
}

func TestRowLimit(t *testing.T) {
	db, _ := database(t, func(c *postgres.Config) { c.MaxRows = 3 })
	_, err := query(t.Context(), db, `SELECT generate_series(1, 3)`)
	require.NoError(t, err)
	_, err = query(t.Context(), db, `SELECT generate_series(1, 1000000000000)`)
	requireError(t, err, postgres.KindTooManyRows, "", "more than 3 rows", "row limit in the connection settings")
}

func TestServerVersion(t *testing.T) {
	db, _ := database(t)
	number, text, err := db.ServerVersion(t.Context())
	require.NoError(t, err)
	require.GreaterOrEqual(t, number, 130000)
	require.NotEmpty(t, text)
}

func TestOpenDSN(t *testing.T) {
	db, err := postgres.OpenDSN(pgtest.DSN(t), postgres.Limits{MaxOpenConns: 2})
	require.NoError(t, err)
	defer db.Close()
	require.NoError(t, db.Ping(t.Context()))
	require.Equal(t, 2, db.Stats().MaxOpenConnections)
	require.Equal(t, 2, db.MaxOpenConns())

	_, err = postgres.OpenDSN("postgres://%", postgres.Limits{})
	require.ErrorContains(t, err, "postgres://user:password@host:port/database")
}
