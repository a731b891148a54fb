package postgres_test

import (
	"testing"
	"time"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// The stricter of two timeouts holds: that of the settings, and the one that an administrator gave the user or the database.
func TestStricterTimeoutHolds(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	config := configOf(t, dsn)
	config.User = limitedRole(t, dsn, "")
	for _, test := range []struct {
		server string
		ours   time.Duration
		want   string
	}{
		{"0", 90 * time.Minute, "90min"}, {"1500ms", time.Hour, "1500ms"}, {"7s", time.Hour, "7s"}, {"2min", time.Hour, "2min"}, {"3h", 4 * time.Hour, "3h"},
		{"1d", 48 * time.Hour, "1d"}, {"25h", 48 * time.Hour, "25h"}, {"1h", 2 * time.Second, "2s"}, {"2s", 2 * time.Second, "2s"},
	} {
		exec(t, admin, `ALTER ROLE `+pq.QuoteIdentifier(config.User)+` SET statement_timeout = `+pq.QuoteLiteral(test.server))
		config.QueryTimeout = test.ours
		result, err := query(t.Context(), open(t, config), `SELECT current_setting('statement_timeout')`)
		require.NoError(t, err)
		require.Equal(t, test.want, result.Rows[0][0], "%v", test)
	}
}

// A statement neither waits for a lock nor a transaction for its next statement without an end, and for less where the server says so.
func TestLocksAndIdleTransactionsHaveAnEnd(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	config := configOf(t, dsn)
	config.User = limitedRole(t, dsn, "")
	for _, test := range []struct{ server, lock, idle string }{{"0", "10s", "5min"}, {"2s", "2s", "2s"}, {"1h", "10s", "5min"}, {"1500ms", "1500ms", "1500ms"}} {
		for _, setting := range []string{"lock_timeout", "idle_in_transaction_session_timeout"} {
			exec(t, admin, `ALTER ROLE `+pq.QuoteIdentifier(config.User)+` SET `+setting+` = `+pq.QuoteLiteral(test.server))
		}
		result, err := query(t.Context(), open(t, config), `SELECT current_setting('lock_timeout'), current_setting('idle_in_transaction_session_timeout')`)
		require.NoError(t, err)
		require.Equal(t, []any{test.lock, test.idle}, result.Rows[0], test.server)
	}
}

func TestTimeoutsOfTheServer(t *testing.T) {
	dsn := pgtest.DSN(t)
	admin := pgtest.Open(t, dsn)
	config := configOf(t, dsn)
	config.User = limitedRole(t, dsn, "")
	role := `ALTER ROLE ` + pq.QuoteIdentifier(config.User)
	const sleep = `SELECT pg_sleep(3600)`

	exec(t, admin, role+` SET statement_timeout = '40ms'`)
	_, err := query(t.Context(), open(t, config), sleep)
	requireError(t, err, postgres.KindTimeout, "57014", "longer than 40ms, the statement_timeout that the server has", "ALTER ROLE … SET statement_timeout")
	exec(t, admin, role+` RESET ALL`)
	exec(t, admin, `ALTER DATABASE `+pq.QuoteIdentifier(config.Database)+` SET statement_timeout = '40ms'`)
	_, err = query(t.Context(), open(t, config), sleep)
	requireError(t, err, postgres.KindTimeout, "57014", "longer than 40ms")
	exec(t, admin, `ALTER DATABASE `+pq.QuoteIdentifier(config.Database)+` RESET ALL`)

	t.Run("lock_timeout", func(t *testing.T) {
		exec(t, admin, `CREATE TABLE locked AS SELECT 1 AS x; GRANT SELECT ON locked TO `+pq.QuoteIdentifier(config.User))
		exec(t, admin, role+` SET lock_timeout = '1ms'`)
		tx, err := admin.Begin()
		require.NoError(t, err)
		_, err = tx.Exec(`LOCK TABLE locked`)
		require.NoError(t, err)
		_, err = query(t.Context(), open(t, config), `SELECT * FROM locked`)
		requireError(t, err, postgres.KindTimeout, "55P03", "lock", "lock_timeout admits")
		require.NoError(t, tx.Rollback())
		exec(t, admin, role+` RESET ALL; DROP TABLE locked`)
	})
	t.Run("idle_in_transaction_session_timeout", func(t *testing.T) {
		exec(t, admin, role+` SET idle_in_transaction_session_timeout = '1ms'`)
		err := open(t, config).Snapshot(t.Context(), func(s *postgres.Snapshot) error {
			require.Eventually(t, func() bool {
				var n int
				require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE usename = $1 AND state LIKE 'idle in transaction%'`, config.User).Scan(&n))
				return n == 0
			}, time.Minute, 5*time.Millisecond)
			_, err := s.Query(t.Context(), postgres.Statement{SQL: `SELECT 1`})
			return err
		})
		requireError(t, err, postgres.KindTimeout, "25P03", "idle_in_transaction_session_timeout of the server")
		exec(t, admin, role+` RESET ALL`)
	})
	t.Run("transaction_timeout", func(t *testing.T) {
		db := open(t, config)
		if version, _, err := db.ServerVersion(t.Context()); err != nil || version < 170000 {
			t.Skip("PostgreSQL 17 brought it")
		}
		exec(t, admin, role+` SET transaction_timeout = '40ms'`)
		_, err := query(t.Context(), open(t, config), sleep)
		requireError(t, err, postgres.KindTimeout, "25P04", "transaction_timeout of the server")
	})
}
