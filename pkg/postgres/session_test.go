package postgres_test

import (
	"bytes"
	"context"
	"database/sql"
	"fmt"
	"net"
	"strings"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// Each overwrites bytes of a message as a broken proxy does.
var garblings = map[string]struct {
	kind   byte // of the message
	change func(message []byte) []byte
	panics bool // the driver
}{
	"unknown type":            {'T', func(m []byte) []byte { m[0] = 'x'; return m }, false},
	"length below its own":    {'T', func(m []byte) []byte { m[1], m[2], m[3], m[4] = 0, 0, 0, 2; return m }, false},
	"negative length":         {'D', func(m []byte) []byte { m[1] = 0xff; return m }, false},
	"length of two gigabytes": {'D', func(m []byte) []byte { m[1] = 0x70; return m }, false},
	"too many columns":        {'T', func(m []byte) []byte { m[5], m[6] = 0x7f, 0xff; return m }, true},
	"column without an end":   {'D', func(m []byte) []byte { m[7], m[8] = 0x7f, 0xff; return m }, true},
	"text without an end":     {'C', func(m []byte) []byte { m[len(m)-1] = 'x'; return m }, true},
	"error without an end":    {'C', func(m []byte) []byte { m[0] = 'E'; m[len(m)-1] = 'x'; return m }, true},
	"empty readiness":         {'Z', func([]byte) []byte { return []byte{'Z', 0, 0, 0, 4} }, true},
}

func TestGarbledAnswers(t *testing.T) {
	between := newRelay(t, configOf(t, pgtest.DSN(t)))
	between.config.MaxOpenConns = 1
	db := open(t, between.config)
	for name, garbling := range garblings {
		for form, args := range map[string][]any{"without arguments": nil, "with arguments": {"x"}} {
			t.Run(name+" "+form, func(t *testing.T) {
				err := db.Snapshot(t.Context(), func(s *postgres.Snapshot) error {
					between.on(func(r *relay) {
						r.answered = func(message []byte) []byte {
							if message[0] == garbling.kind {
								return garbling.change(message)
							}
							return message
						}
					})
					statement := postgres.Statement{SQL: `SELECT 'a value', 2`}
					if args != nil {
						statement = postgres.Statement{SQL: `SELECT $1::text, 2`, Args: args}
					}
					_, err := s.Query(t.Context(), statement)
					return err
				})
				between.on(func(r *relay) { r.answered = nil })
				e := requireError(t, err, postgres.KindUnreachable, "", "not PostgreSQL's protocol", "proxy or pooler")
				var panicked *postgres.Panic
				if garbling.panics {
					require.ErrorAs(t, e, &panicked)
					require.Contains(t, string(panicked.Stack), "lib/pq")
					require.Contains(t, e.Detail, "lib/pq")
				}
				require.Zero(t, db.Stats().InUse)
				_, err = query(t.Context(), db, `SELECT 1`)
				require.NoError(t, err, "the next question is answered")
			})
		}
	}
}

func TestGarbledLogin(t *testing.T) {
	between := newRelay(t, configOf(t, pgtest.DSN(t)))
	db := open(t, between.config)
	for kind, change := range map[byte]func([]byte) []byte{
		'R': func([]byte) []byte { return []byte{'R', 0, 0, 0, 5, 0} },
		'K': func([]byte) []byte { return []byte{'K', 0, 0, 0, 6, 0, 0} },
		'S': func(m []byte) []byte { m[len(m)-1] = 'x'; return m },
	} {
		between.on(func(r *relay) {
			r.answered = func(message []byte) []byte {
				if message[0] == kind {
					return change(message)
				}
				return message
			}
		})
		requireError(t, db.Ping(t.Context()), postgres.KindUnreachable, "", "not PostgreSQL's protocol")
	}
	between.on(func(r *relay) { r.answered = nil })
	require.NoError(t, db.Ping(t.Context()))
}

// What answers need not be a PostgreSQL server.
func TestOtherProtocols(t *testing.T) {
	for name, greeting := range map[string]string{
		"HTTP": "HTTP/1.1 400 Bad Request\r\n\r\n", "SSH": "SSH-2.0-OpenSSH_9.6\r\n", "MySQL": "J\x00\x00\x00\n8.4.0\x00",
	} {
		config := serving(t, func(conn net.Conn) { _, _ = conn.Write([]byte(greeting)) })
		requireError(t, open(t, config).Ping(t.Context()), postgres.KindUnreachable, "", "not PostgreSQL's protocol", "host and port")
		_ = name
	}
}

// serving leads to a server that introduces itself as nobody's, and closes the connection when speak is done.
func serving(t *testing.T, speak func(net.Conn)) postgres.Config {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, listener.Close()) })
	go func() {
		for {
			conn, err := listener.Accept()
			if err != nil {
				return
			}
			go func() {
				defer conn.Close()
				if _, err := conn.Read(make([]byte, 4096)); err == nil { // the startup packet
					speak(conn)
				}
			}()
		}
	}()
	return postgres.Config{
		Host: "127.0.0.1", Port: listener.Addr().(*net.TCPAddr).Port, Database: "d", User: "u", TLS: postgres.TLSConfig{Mode: postgres.TLSDisable},
	}
}

// message is one of the protocol.
func message(kind byte, body string) []byte {
	length := len(body) + 4
	return append([]byte{kind, byte(length >> 24), byte(length >> 16), byte(length >> 8), byte(length)}, body...)
}

// welcome lets a client in, without a password.
func welcome() []byte { return append(message('R', "\x00\x00\x00\x00"), message('Z', "I")...) }

// A pooler says why before it closes the connection, with one severity or the other.
func TestLastWordsOfAPooler(t *testing.T) {
	for _, severity := range []string{"ERROR", "FATAL"} {
		config := serving(t, func(conn net.Conn) {
			if _, err := conn.Write(welcome()); err != nil {
				return
			}
			if _, err := conn.Read(make([]byte, 4096)); err == nil { // BEGIN
				_, _ = conn.Write(message('E', fmt.Sprintf("S%s\x00C08P01\x00Mtransaction blocks not allowed in statement pooling mode\x00\x00", severity)))
			}
		})
		_, err := query(t.Context(), open(t, config), `SELECT 1`)
		requireError(t, err, postgres.KindOther, "08P01",
			"transaction blocks not allowed in statement pooling mode", "set pool_mode to transaction or session")
	}
}

// A cluster says of some questions that it cannot compute them of spread tables: nobody need guess that these are why.
func TestWordsOfACluster(t *testing.T) {
	for said, advised := range map[string]bool{
		"complex joins are only supported when all distributed tables are co-located and joined on their distribution columns": true,
		"cannot push down this subquery":              true,
		"cached plan must not change result type":     false,
		"this build was configured without feature x": false,
	} {
		config := serving(t, func(conn net.Conn) {
			if _, err := conn.Write(welcome()); err != nil {
				return
			}
			answer := append(message('E', "SERROR\x00C0A000\x00M"+said+"\x00\x00"), message('Z', "I")...)
			for {
				if _, err := conn.Read(make([]byte, 4096)); err != nil {
					return
				}
				if _, err := conn.Write(answer); err != nil {
					return
				}
			}
		})
		_, err := query(t.Context(), open(t, config), `SELECT 1`)
		var e *postgres.Error
		require.ErrorAs(t, err, &e)
		require.Equal(t, "0A000", e.SQLState)
		require.Contains(t, e.Error(), said)
		require.Equal(t, advised, strings.Contains(e.Error(), "docs/scale.md"), said)
	}
}

func TestLastWordsOfTheServer(t *testing.T) {
	db, _ := database(t, func(c *postgres.Config) { c.MaxOpenConns = 1 })
	for _, statement := range []string{`SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep(3600)`, `SELECT pg_terminate_backend(pg_backend_pid()), pg_sleep($1)`} {
		var args []any
		if bytes.Contains([]byte(statement), []byte("$1")) {
			args = []any{3600}
		}
		_, err := query(t.Context(), db, statement, args...)
		requireError(t, err, postgres.KindUnreachable, "57P01", "terminating connection due to administrator command", "Try again")
		_, err = query(t.Context(), db, `SELECT 1`)
		require.NoError(t, err)
	}
}

// A connection that somebody closed while it was idle is replaced without a word.
func TestIdleConnectionsThatWereClosed(t *testing.T) {
	db, admin := database(t, func(c *postgres.Config) { c.MaxOpenConns = 1 })
	result, err := query(t.Context(), db, `SELECT pg_backend_pid()`)
	require.NoError(t, err)
	exec(t, admin, fmt.Sprintf(`DO $$ BEGIN
		PERFORM pg_terminate_backend(%[1]d);
		WHILE EXISTS (SELECT FROM pg_stat_activity WHERE pid = %[1]d) LOOP -- PostgreSQL 13 cannot wait for it by itself
			PERFORM pg_sleep(0.01), pg_stat_clear_snapshot();
		END LOOP;
	END $$`, result.Rows[0][0]))
	_, err = query(t.Context(), db, `SELECT 1`)
	require.NoError(t, err)
}

// A connection that breaks without a word is lost.
func TestConnectionLost(t *testing.T) {
	between := newRelay(t, configOf(t, pgtest.DSN(t)))
	err := open(t, between.config).Snapshot(t.Context(), func(s *postgres.Snapshot) error {
		between.on(func(r *relay) { r.answered = func([]byte) []byte { return nil } })
		_, err := s.Query(t.Context(), postgres.Statement{SQL: `SELECT 1`})
		return err
	})
	requireError(t, err, postgres.KindUnreachable, "", "connection was lost")
}

// PostgreSQL forgets a request to cancel that comes before the statement: the relay keeps the statement until the server has
// dealt with the request.
func TestCancelOvertakesTheStatement(t *testing.T) {
	for form, args := range map[string][]any{"without arguments": nil, "with arguments": {3600}} {
		t.Run(form, func(t *testing.T) {
			dsn := pgtest.DSN(t)
			between := newRelay(t, configOf(t, dsn))
			between.config.QueryTimeout = time.Hour
			db, admin := open(t, between.config), pgtest.Open(t, dsn)
			held, forgotten := make(chan struct{}), make(chan struct{})
			requests := make(chan struct{}, 100)
			marked := false
			between.on(func(r *relay) {
				r.asked = func(message []byte) {
					switch {
					case message[0] == 'P' && bytes.Contains(message, []byte("a long query")): // Parse
						marked = true
					case message[0] == 'B' && marked: // Bind, which Execute follows
						marked = false
						close(held)
						<-forgotten
					}
				}
				r.cancelled = func() { requests <- struct{}{} }
			})
			statement := `SELECT pg_sleep(3600) -- a long query`
			if args != nil {
				statement = `SELECT pg_sleep($1) -- a long query`
			}
			ctx, cancel := context.WithCancel(t.Context())
			defer cancel()
			failed := make(chan error, 1)
			go func() {
				_, err := query(ctx, db, statement, args...)
				failed <- err
			}()
			<-held
			cancel()
			<-requests
			close(forgotten)
			requireError(t, <-failed, postgres.KindCancelled, "", "cancelled") // by another request, unless the server was slow to hear the first
			requireNoneRuns(t, admin)
			_, err := query(t.Context(), db, `SELECT 1`)
			require.NoError(t, err)
		})
	}
}

func requireNoneRuns(t *testing.T, admin *sql.DB) {
	t.Helper()
	require.Eventually(t, func() bool {
		var n int
		require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'PgSleep'`).Scan(&n))
		return n == 0
	}, time.Minute, 5*time.Millisecond)
}
