package engine_test

import (
	"context"
	"errors"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// An expression that takes minutes over these texts is given up, and the error says what to do.
func TestSlowPatternsAreGivenUp(t *testing.T) {
	dsn := handMade(t, `insert into crm.accounts (id, name, region, created_at)
		select n, 'Account', repeat(md5(n::text), 30) || repeat('a', (n % 400)::int), '2026-03-02' from generate_series(1, 2000) as n`)
	db, err := postgres.OpenDSN(dsn, postgres.Limits{QueryTimeout: 2 * time.Second})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	e := engine.New(catalog.Default(), crm.Reference(), settings(t), db)
	q := query.Question{Type: query.Records, Entity: "accounts", Filters: []query.Filter{{Any: []query.Filter{{Dimension: "region", Operator: query.Matches, Values: []string{"(a?){400}a{400}"}}}}}}
	_, err = e.Ask(context.Background(), q, thisMarch(t))
	found, ok := errors.AsType[*postgres.Error](err)
	require.True(t, ok, "%v", err)
	require.Equal(t, postgres.KindTimeout, found.Kind)
	require.Contains(t, found.Error(), "The regular expression was not found within 2s")
	q.Filters = []query.Filter{{Dimension: "region", Operator: query.Matches, Values: []string{"[0-9a-f]{100}a{399}$"}}}
	_, err = e.Ask(context.Background(), q, thisMarch(t))
	require.NoError(t, err)
}
