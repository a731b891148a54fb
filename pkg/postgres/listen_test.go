package postgres_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

func TestListen(t *testing.T) {
	db, admin := database(t)
	ctx, cancel := context.WithCancel(t.Context())
	ready, heard, ended := make(chan struct{}), make(chan string, 10), make(chan error, 1)
	go func() {
		ended <- db.Listen(ctx, `a "channel"`, func() { close(ready) }, func(payload string) { heard <- payload })
	}()
	<-ready
	exec(t, admin, `NOTIFY "other", 'not for us'`)
	exec(t, admin, `NOTIFY "a ""channel""", 'first'`)
	exec(t, admin, `BEGIN; NOTIFY "a ""channel""", 'second'; NOTIFY "a ""channel""", ''; COMMIT`)
	for _, payload := range []string{"first", "second", ""} {
		require.Equal(t, payload, <-heard)
	}
	cancel()
	require.ErrorIs(t, <-ended, context.Canceled)
	require.Eventually(t, func() bool {
		var n int
		require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`).Scan(&n))
		return n == 0
	}, time.Minute, 5*time.Millisecond)
}

func TestListeningEndsWithItsConnection(t *testing.T) {
	db, admin := database(t)
	ready, ended := make(chan struct{}), make(chan error, 1)
	go func() { ended <- db.Listen(t.Context(), "channel", func() { close(ready) }, func(string) {}) }()
	<-ready
	exec(t, admin, `SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND query LIKE 'LISTEN%'`)
	var e *postgres.Error
	require.ErrorAs(t, <-ended, &e)
	require.Equal(t, "57P01", e.SQLState)

	config := configOf(t, "postgres://nobody:wrong@127.0.0.1:1/nothing")
	config.ConnectTimeout = time.Second
	require.Error(t, open(t, config).Listen(t.Context(), "channel", func() { t.Error("nobody listens") }, nil))
}
