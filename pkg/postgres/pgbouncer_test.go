package postgres_test

import (
	"fmt"
	"net"
	"os"
	osexec "os/exec" // exec is a function of these tests
	"path/filepath"
	"strconv"
	"strings"
	"sync"
	"syscall"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// pooled leads to a database through PgBouncer, which keeps one connection to the server.
func pooled(t *testing.T, mode string) postgres.Config {
	t.Helper()
	program, err := osexec.LookPath("pgbouncer")
	if err != nil {
		t.Skip("PgBouncer is not installed")
	}
	config := configOf(t, pgtest.DSN(t))
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	port := listener.Addr().(*net.TCPAddr).Port
	require.NoError(t, listener.Close())
	dir, err := os.MkdirTemp("", "pgbouncer") // t.TempDir is for its owner only
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, os.RemoveAll(dir)) })
	require.NoError(t, os.Chmod(dir, 0o755))
	users, settings := filepath.Join(dir, "users"), filepath.Join(dir, "pgbouncer.ini")
	require.NoError(t, os.WriteFile(users, fmt.Appendf(nil, "%q %q\n", config.User, config.Password), 0o644))
	require.NoError(t, os.WriteFile(settings, fmt.Appendf(nil, `[databases]
* = host=%s port=%d password=%s
[pgbouncer]
listen_addr = 127.0.0.1
listen_port = %d
unix_socket_dir =
auth_type = scram-sha-256
auth_file = %s
pool_mode = %s
default_pool_size = 1
`, config.Host, config.Port, config.Password, port, users, mode), 0o644))
	args := []string{settings}
	if os.Geteuid() == 0 {
		args = []string{"-u", "nobody", settings}
	}
	command := osexec.Command(program, args...)
	var log syncedText
	command.Stdout, command.Stderr = &log, &log
	require.NoError(t, command.Start())
	ended := make(chan error, 1)
	go func() { ended <- command.Wait() }()
	t.Cleanup(func() {
		_ = command.Process.Signal(syscall.SIGINT) // it may have ended
		<-ended
	})
	config.Port = port
	require.Eventually(t, func() bool {
		conn, err := net.Dial("tcp", net.JoinHostPort(config.Host, strconv.Itoa(port)))
		if err == nil {
			_ = conn.Close()
		}
		return err == nil || len(ended) > 0
	}, time.Minute, 5*time.Millisecond)
	require.Empty(t, ended, log.String())
	return config
}

// syncedText is text that several write and read.
type syncedText struct {
	mu   sync.Mutex
	text strings.Builder
}

func (s *syncedText) Write(p []byte) (int, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.Write(p)
}

func (s *syncedText) String() string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.text.String()
}

func TestThroughPgBouncer(t *testing.T) {
	for _, mode := range []string{"transaction", "session"} {
		t.Run(mode, func(t *testing.T) {
			config := pooled(t, mode)
			config.MaxOpenConns, config.MaxIdleConns = 2, 1
			if mode == "session" {
				config.MaxOpenConns = 1
			}
			db := open(t, config)
			for range 3 {
				_, err := query(t.Context(), db, `SELECT nowhere`)
				requireError(t, err, postgres.KindMissingObject, "42703")
				result, err := query(t.Context(), db, `SELECT current_setting('statement_timeout'), 'ж'`)
				require.NoError(t, err)
				require.Equal(t, []any{"30s", "ж"}, result.Rows[0])
				_, err = query(t.Context(), db, `SELECT $1::text`, "ж")
				require.NoError(t, err)
			}
			require.NoError(t, db.Close()) // in session mode it has the one connection
			config.QueryTimeout = 50 * time.Millisecond
			_, err := query(t.Context(), open(t, config), `SELECT pg_sleep(3600)`)
			requireError(t, err, postgres.KindTimeout, "57014", "query timeout of 50ms")
		})
	}
	t.Run("statement", func(t *testing.T) {
		_, err := query(t.Context(), open(t, pooled(t, "statement")), `SELECT 1`)
		requireError(t, err, postgres.KindOther, "08P01", "transaction blocks not allowed in statement pooling mode", "set pool_mode to transaction or session")
	})
}
