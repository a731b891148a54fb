package engine_test

import (
	"context"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/answer"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/take"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
	"github.com/crmkpi/crm-datasource/pkg/query"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// today is the day on which the past of the demo company of these tests ends.
var today = demotest.Today.Truncate(24 * time.Hour)

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
	return smallCompany.Shared(t)
}

// smallCompany is the demo company with tenants.
var smallCompany = pgtest.Source{Name: "small company", From: demotest.Company(), Fill: makeTenants}

// tinyCompany suits slow columns, and many questions.
var tinyCompany = demotest.Thin(demotest.Company(), 12)

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
