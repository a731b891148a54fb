package engine_test

import (
	"context"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

// twoKinds are rows of two entities with a region each, in three regions.
const twoKinds = `
	insert into crm.accounts (id, created_at, name, region) select i, '2026-01-01', 'A' || i, 'R' || i from generate_series(1, 3) as i;
	insert into crm.deals (id, account, status, amount, currency, created_at, closed_at) select i, i, 'won', i, 'USD', '2026-03-01', '2026-03-02' from generate_series(1, 3) as i;
	insert into crm.tickets (id, account, status, created_at) select i, i, 'open', '2026-03-03' from generate_series(1, 3) as i`

var ofTwoKinds = query.Question{KPIs: []string{"deals_won", "tickets_created"}, GroupBy: []string{"region"}, Grain: calendar.None}

// What statements sent together may not, each may alone: here they have more rows than a statement may have.
func TestStatementsThatAreRefusedTogetherAreSentApart(t *testing.T) {
	dsn := handMade(t, twoKinds)
	want := ask(t, over(t, dsn, crm.Reference()), ofTwoKinds, thisMarch(t))
	require.Equal(t, [][]*float64{{new(1.0)}, {new(1.0)}, {new(1.0)}}, want.Values[0])
	require.Equal(t, want.Values[0], want.Values[1])

	db, err := postgres.OpenDSN(dsn, postgres.Limits{MaxRows: 4})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	few := ask(t, engine.New(catalog.Default(), crm.Reference(), settings(t), db), ofTwoKinds, thisMarch(t))
	require.Equal(t, want.Groups, few.Groups)
	require.Equal(t, want.Values, few.Values)
	require.Len(t, few.Statements, 2)
}

// An error is that of the one statement, with its place in it.
func TestErrorsAreThoseOfOneStatement(t *testing.T) {
	dsn := handMade(t, twoKinds)
	e := over(t, dsn, crm.Reference())
	_, err := pgtest.Open(t, dsn).Exec(`alter table crm.tickets rename column created_at to made_at`)
	require.NoError(t, err)
	_, err = take.Figures(e.Ask(context.Background(), ofTwoKinds, thisMarch(t)))
	var failed *postgres.Error
	require.ErrorAs(t, err, &failed)
	require.Equal(t, postgres.KindMissingObject, failed.Kind)
	require.NotContains(t, failed.SQL, "answer 0")
	require.Contains(t, failed.SQL, `"crm"."tickets"`)
	require.NotContains(t, failed.SQL, `"crm"."deals"`)
	require.Equal(t, `"e"."created_at"`, string([]rune(failed.SQL)[failed.Position-1:])[:len(`"e"."created_at"`)])
}
