package probe_test

import (
	"net"
	"testing"
	"time"

	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/catalog"
	"github.com/crmkpi/crm-datasource/pkg/crm"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/plan"
	"github.com/crmkpi/crm-datasource/pkg/probe"
)

func business(c *catalog.Catalog) *plan.Business {
	return plan.New(c, crm.Reference(), plan.Settings{Calendar: calendar.Calendar{Location: time.UTC, WeekStart: time.Monday}, ReportingCurrency: "USD"})
}

// Every kind of statement can be tried: those of the built-in KPIs are all of them.
func TestBuiltInKPIsPassTheTrial(t *testing.T) {
	dsn := demotest.Empty().Copy(t)
	db := open(t, dsn)
	tried, err := probe.KPIs(t.Context(), db, business(catalog.Default()), catalog.Default().KPIs(), probe.Sample{Now: noon})
	require.NoError(t, err)
	require.Equal(t, &probe.Trial{Faults: map[string]error{}}, tried)
}

func TestTrialWithoutADatabase(t *testing.T) {
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	require.NoError(t, err)
	require.NoError(t, listener.Close())
	db := open(t, "postgres://u:p@"+listener.Addr().String()+"/db?sslmode=disable")
	_, err = probe.KPIs(t.Context(), db, business(catalog.Default()), catalog.Default().KPIs()[:1], probe.Sample{Now: noon})
	require.ErrorContains(t, err, "cannot be reached")
}
