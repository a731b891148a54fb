package postgres_test

import (
	"bytes"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// alone leads to a database through a relay, by one connection.
func alone(t *testing.T) (*relay, *postgres.DB) {
	t.Helper()
	between := newRelay(t, configOf(t, pgtest.DSN(t)))
	between.config.MaxOpenConns = 1
	db := open(t, between.config)
	require.NoError(t, db.Ping(t.Context()))
	return between, db
}

// backend is the server's process that answers.
func backend(t *testing.T, db *postgres.DB) any {
	t.Helper()
	result, err := query(t.Context(), db, `SELECT pg_backend_pid()`)
	require.NoError(t, err)
	require.NoError(t, db.Ping(t.Context()), "the end of its snapshot has been answered, too")
	return result.Rows[0][0]
}

// A snapshot takes a trip to begin, with its settings and whom it reads for, one for each statement with arguments, and one to end.
func TestTripsOfASnapshot(t *testing.T) {
	between, db := alone(t)
	var asked []string
	between.on(func(r *relay) {
		r.asked = func(message []byte) {
			switch message[0] {
			case 'Q':
				text, _, _ := strings.Cut(string(message[5:len(message)-1]), " ")
				asked = append(asked, text)
			case 'S': // Sync
				asked = append(asked, "statement")
			}
		}
	})
	ctx := postgres.WithIdentity(t.Context(), map[string]string{"app.login": "ada"})
	require.NoError(t, db.Snapshot(ctx, func(s *postgres.Snapshot) error {
		for range 2 {
			_, err := s.Query(ctx, postgres.Statement{SQL: `SELECT $1::int`, Args: []any{1}})
			require.NoError(t, err)
		}
		return nil
	}))
	backend(t, db) // which comes after the end
	between.on(func(r *relay) { r.asked = nil })
	require.Equal(t, []string{"BEGIN", "statement", "statement", "ROLLBACK"}, asked[:4])
}

// Nobody waits for the end of a snapshot: the relay keeps the server's answer to it until the snapshot has returned.
func TestEndsAreNotWaitedFor(t *testing.T) {
	between, db := alone(t)
	pid := backend(t, db)
	returned := make(chan struct{})
	between.on(func(r *relay) {
		r.answered = func(message []byte) []byte {
			if bytes.Contains(message, []byte("ROLLBACK")) {
				<-returned
			}
			return message
		}
	})
	require.NoError(t, db.Snapshot(t.Context(), func(*postgres.Snapshot) error { return nil }))
	close(returned)
	require.Equal(t, pid, backend(t, db), "the connection is used again")
}

// A server that has not ended the transaction is not asked again.
func TestEndsThatAreNone(t *testing.T) {
	for name, change := range map[string]func([]byte) []byte{
		"still in a transaction": func(m []byte) []byte { m[5] = 'T'; return m },
		"garbled":                func(m []byte) []byte { m[0] = 'x'; return m },
		"too short":              func([]byte) []byte { return []byte{'Z', 0, 0, 0, 4} },
	} {
		t.Run(name, func(t *testing.T) {
			between, db := alone(t)
			pid := backend(t, db)
			var ended atomic.Bool
			var once sync.Once
			between.on(func(r *relay) {
				r.answered = func(message []byte) []byte {
					if message[0] == 'Z' && ended.Load() {
						once.Do(func() { message = change(message) })
					}
					if bytes.Contains(message, []byte("ROLLBACK")) {
						ended.Store(true)
					}
					return message
				}
			})
			require.NoError(t, db.Snapshot(t.Context(), func(*postgres.Snapshot) error { return nil }))
			require.NotEqual(t, pid, backend(t, db), "another connection answers")
		})
	}
}

// Nothing is read where the transaction may write: here somebody between has the server begin such a one.
func TestNothingIsReadUnlessItIsReadOnly(t *testing.T) {
	between, db := alone(t)
	var asked [][]byte
	between.on(func(r *relay) {
		r.asked = func(message []byte) {
			if at := bytes.Index(message, []byte("READ ONLY; ")); at >= 0 {
				copy(message[at:], "READ WRITE;")
			}
			asked = append(asked, slices.Clone(message))
		}
	})
	_, err := query(t.Context(), db, `SELECT 'a secret', $1::int`, 1)
	require.ErrorContains(t, err, "has not begun a transaction that only reads")
	between.on(func(r *relay) { r.asked = nil })
	for _, message := range asked {
		require.NotContains(t, string(message), "a secret")
	}
}

// Whatever the name of who asks is, it is a text.
func TestIdentitiesAreTexts(t *testing.T) {
	db, admin := database(t)
	exec(t, admin, `CREATE TABLE t AS SELECT 1 AS x`)
	for _, name := range []string{`o'Brien`, `\'; DROP TABLE t; --`, `'); COMMIT; DROP TABLE t; --`, `ж "x" $1 %s`, ""} {
		ctx := postgres.WithIdentity(t.Context(), map[string]string{"app.login": name})
		result, err := query(ctx, db, `SELECT current_setting('app.login'), (SELECT count(*) FROM t)`)
		require.NoError(t, err)
		require.Equal(t, []any{name, int64(1)}, result.Rows[0])
	}
	for _, wrong := range []map[string]string{{"app.login": "a\x00b"}, {"app.login": "\xff"}, {"no name": "x"}, {"log_statement": "nothing"}} {
		_, err := query(postgres.WithIdentity(t.Context(), wrong), db, `SELECT 1`)
		require.Error(t, err, wrong)
		_, err = query(t.Context(), db, `SELECT 1`)
		require.NoError(t, err, "the next one asks as nobody")
	}
	_, err := query(t.Context(), db, `SELECT current_setting('app.login')`)
	require.NoError(t, err)
}
