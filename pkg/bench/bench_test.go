package bench_test

import (
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/bench"
	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/engine"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/postgres"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// measure compares a panel over a demo company, answered in a business time zone.
func measure(t *testing.T, p bench.Panel, zone string) (bench.Measurement, error) {
	db, err := postgres.OpenDSN(company.Shared(t), postgres.Limits{})
	require.NoError(t, err)
	defer func() { require.NoError(t, db.Close()) }()
	location, err := calendar.LoadZone(zone)
	require.NoError(t, err)
	business := plan.Settings{Calendar: calendar.Calendar{Location: location, WeekStart: time.Monday}, ReportingCurrency: "USD"}
	return bench.Measure(t.Context(), p, engine.New(catalog.Default(), crm.Reference(), business, db), nil, db.Pool(), 1)
}

func TestPanelsAreAnsweredAlike(t *testing.T) {
	for _, p := range bench.Panels {
		t.Run(p.Name, func(t *testing.T) {
			m, err := measure(t, p, "UTC")
			require.NoError(t, err)
			require.Positive(t, m.Rows)
			require.Positive(t, m.Statements)
		})
	}
}

func TestDifferenceIsReported(t *testing.T) {
	_, err := measure(t, bench.Panels[0], "Asia/Tokyo")
	require.ErrorContains(t, err, "the engine and the statement written by hand differ: revenue at")
}

var company = demotest.At(1, bench.Today)

func TestMedian(t *testing.T) {
	require.Equal(t, 2.0, bench.Median([]float64{3, 1, 2}))
	require.Equal(t, 2.5, bench.Median([]float64{4, 1, 2, 3}))
	require.Equal(t, time.Second, bench.Median([]time.Duration{time.Second}))
}
