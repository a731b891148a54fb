package postgres_test

import (
	"math"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// A row that PostgreSQL has written as text gives what the row itself gives, whatever its values.
func TestRecords(t *testing.T) {
	db, _ := database(t)
	const texts = `(VALUES ('a'), (''), (' '), ('NULL'), ('(a,b)'), ('"'), ('""'), ('\'), ('\\"'), (E'a\nb\tc'), ('ж,"\'), (',') , (E'\u00a0'), (E'\u2003'), (NULL)) AS t(text)`
	var want, got []*string
	require.NoError(t, db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		err := s.Read(t.Context(), postgres.Statement{SQL: `SELECT text FROM ` + texts}, func(row postgres.Row) error {
			var text *string
			err := row.Scan(&text)
			want = append(want, text, text)
			return err
		})
		require.NoError(t, err)
		return s.Read(t.Context(), postgres.Statement{SQL: `WITH two AS (SELECT text, 1, text FROM ` + texts + `) SELECT two::text FROM two`}, func(row postgres.Row) error {
			var record string
			var first, last *string
			var one int
			require.NoError(t, row.Scan(&record))
			parsed, err := postgres.ParseRecord(record)
			require.NoError(t, err, record)
			require.NoError(t, parsed.Scan(&first, &one, &last), record)
			require.Equal(t, 1, one)
			got = append(got, first, last)
			return nil
		})
	}))
	require.Equal(t, want, got)
}

func TestRecordsOfValues(t *testing.T) {
	db, _ := database(t)
	type values struct {
		Whole                int
		Float, Tiny, Numeric float64
		Nothing, Something   *float64
		Not, Infinite        float64
		Yes, No              bool
		At, Never            postgres.Instant
		Unknown              postgres.Instant
		Day                  *calendar.Date
		Moment               time.Time
	}
	const sql = `SELECT 9007199254740993::int8 AS whole, 0.1::float8 + 0.2, 5e-324::float8, 12345.678901234567890::numeric, NULL::float8, -1.5::float8, 'NaN'::float8,
		'-Infinity'::float8, true, false, '2024-03-31 02:30:00.123456+02'::timestamptz, 'infinity'::timestamptz, NULL::timestamptz, '2024-02-29'::date, '2024-03-31 02:30'::timestamp`
	read := func(statement string, of func(postgres.Row) postgres.Row) (v values) {
		require.NoError(t, db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
			return s.Read(t.Context(), postgres.Statement{SQL: statement}, func(row postgres.Row) error {
				return of(row).Scan(&v.Whole, &v.Float, &v.Tiny, &v.Numeric, &v.Nothing, &v.Something, &v.Not, &v.Infinite, &v.Yes, &v.No, &v.At, &v.Never, &v.Unknown, &v.Day, &v.Moment)
			})
		}))
		require.True(t, math.IsNaN(v.Not))
		require.True(t, v.At.At.Equal(time.Date(2024, 3, 31, 0, 30, 0, 123456000, time.UTC)))
		v.Not, *v.At.At, v.Moment = 0, v.At.At.UTC(), v.Moment.UTC()
		return v
	}
	want := read(sql, func(row postgres.Row) postgres.Row { return row })
	require.Equal(t, want, read(`WITH one AS (`+sql+`) SELECT one::text FROM one`, func(row postgres.Row) postgres.Row {
		var record string
		require.NoError(t, row.Scan(&record))
		parsed, err := postgres.ParseRecord(record)
		require.NoError(t, err)
		return parsed
	}))
	require.True(t, want.Never.Infinite)
	require.Nil(t, want.Unknown.At)
}

func TestWhatIsNoRecord(t *testing.T) {
	for _, text := range []string{"", "(", ")", "a", `("a)`, `("a\`, `("a"b)`, `("a\")`} {
		_, err := postgres.ParseRecord(text)
		require.Error(t, err, text)
	}
	one, err := postgres.ParseRecord("(1,)")
	require.NoError(t, err)
	var number int
	var text string
	require.Error(t, one.Scan(&number), "there are two values")
	require.Error(t, one.Scan(&number, &text), "null is no text")
	require.Error(t, one.Scan(&text, new(int)))
}
