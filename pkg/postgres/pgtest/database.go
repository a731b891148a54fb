package pgtest

import (
	"context"
	"crypto/rand"
	"database/sql"
	"fmt"
	"net/url"
	"strings"
	"testing"

	"github.com/lib/pq"
	"github.com/stretchr/testify/require"
)

func randomName() string { return "crmkpi_test_" + strings.ToLower(rand.Text()[:12]) }

// createForTest creates a database, as a copy when a template is named, and drops it with the test.
func createForTest(t testing.TB, name, template string) {
	t.Helper()
	on := server(t)
	require.NoError(t, create(t.Context(), on, name, template))
	t.Cleanup(func() { require.NoError(t, drop(on.admin, name)) })
}

func create(ctx context.Context, on shared, name, template string) error {
	statement := "CREATE DATABASE " + pq.QuoteIdentifier(name)
	if template != "" {
		statement += " TEMPLATE " + pq.QuoteIdentifier(template)
	}
	statement += on.byFiles
	if _, err := on.admin.ExecContext(ctx, statement); err != nil {
		return fmt.Errorf("create a test database: %w", err)
	}
	return nil
}

// drop removes a database with the sessions that a failed test may have left in it.
func drop(admin *sql.DB, name string) error {
	_, err := admin.Exec("DROP DATABASE IF EXISTS " + pq.QuoteIdentifier(name) + " WITH (FORCE)")
	return err
}

// withDatabase names another database in a connection string of either form.
func withDatabase(dsn, database string) string {
	if strings.HasPrefix(dsn, "postgres://") || strings.HasPrefix(dsn, "postgresql://") {
		if u, err := url.Parse(dsn); err == nil {
			u.Path = "/" + database
			return u.String()
		}
	}
	return dsn + " dbname=" + database
}
