package rollup

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/postgres"
)

// SameDays reports whether a server counts the days of a zone as we do.
func SameDays(t *testing.T, db *postgres.DB, zone *time.Location) (same bool) {
	t.Helper()
	require.NoError(t, db.Snapshot(t.Context(), func(s *postgres.Snapshot) (err error) {
		same, err = sameDays(t.Context(), s, zone)
		return err
	}))
	return same
}
