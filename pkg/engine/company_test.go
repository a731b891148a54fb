package engine_test

import (
	"context"
	"database/sql"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/crm/schema"
	"github.com/crmkpi/crm-datasource/pkg/demo"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/thin"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// today is when the demo company of these tests ends, so that golden statements stay the same.
var today = time.Date(2026, 3, 18, 0, 0, 0, 0, time.UTC)

func berlin(t testing.TB) calendar.Calendar {
	zone, err := calendar.LoadZone("Europe/Berlin")
	require.NoError(t, err)
	return calendar.Calendar{Location: zone, WeekStart: time.Monday}
}

func settings(t testing.TB) plan.Settings {
	return plan.Settings{Calendar: berlin(t), ReportingCurrency: "USD"}
}

// company returns an engine over the small demo company.
func company(t testing.TB) *engine.Engine { return over(t, companyDSN(t), crm.Reference()) }

func companyDSN(t testing.TB) string {
	return pgtest.Shared(t, "small company", smallCompany)
}

// tinyCompany suits slow columns, and many questions.
func tinyCompany(db *sql.DB) error {
	if err := smallCompany(db); err != nil {
		return err
	}
	return thin.Out(context.Background(), db, 12)
}

func smallCompany(db *sql.DB) error {
	if _, err := schema.Migrate(context.Background(), db); err != nil {
		return err
	}
	if _, err := demo.Seed(context.Background(), db, demo.Options{Scale: "small", Seed: 1, Today: today}); err != nil {
		return err
	}
	return makeTenants(db)
}

func over(t testing.TB, dsn string, m crm.Mapping) *engine.Engine {
	db, err := postgres.OpenDSN(dsn, postgres.Limits{})
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	e, err := engine.Open(t.Context(), catalog.Default(), m, settings(t), db)
	require.NoError(t, err)
	return e
}

// thisYear asks at noon of the company's today for its whole year, past and future.
func thisYear(t testing.TB) plan.Request {
	zone := berlin(t).Location
	return plan.Request{
		Range: calendar.Range{From: time.Date(2026, 1, 1, 0, 0, 0, 0, zone), To: time.Date(2027, 1, 1, 0, 0, 0, 0, zone)},
		Now:   time.Date(2026, 3, 18, 12, 0, 0, 0, zone),
	}
}

func ask(t testing.TB, e *engine.Engine, q query.Question, r plan.Request) *answer.Result {
	result, err := take.Figures(e.Ask(context.Background(), q, r))
	require.NoError(t, err)
	return result
}
