package postgres_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func another(timeout time.Duration) i18n.Text {
	return i18n.Same("another one than in " + timeout.String())
}

func TestHurriedStatements(t *testing.T) {
	config := configOf(t, pgtest.DSN(t))
	config.QueryTimeout = time.Hour
	db := open(t, config)
	_, err := query(postgres.Hurry(t.Context(), 40*time.Millisecond, another), db, `SELECT pg_sleep(3600)`)
	requireError(t, err, postgres.KindTimeout, "57014", "another one than in 40ms")
	result, err := query(t.Context(), db, `SELECT current_setting('statement_timeout')`)
	require.NoError(t, err)
	require.Equal(t, "1h", result.Rows[0][0])
	config.QueryTimeout = 2 * time.Second
	result, err = query(postgres.Hurry(t.Context(), time.Hour, another), open(t, config), `SELECT current_setting('statement_timeout')`)
	require.NoError(t, err)
	require.Equal(t, "2s", result.Rows[0][0])
}
