package showcase

import (
	"database/sql"
	"encoding/json"
	"io"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/calendar"
	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/internal/testing/oracle"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// The dashboards at a fixed time, by a data source in this process: over any company, on any day.

// zone is the company's, in which clocks change.
const zone = "Europe/Berlin"

// at is an instant by the clock of the company.
func at(t *testing.T, text string) time.Time {
	t.Helper()
	berlin, err := calendar.LoadZone(zone)
	require.NoError(t, err)
	now, err := time.ParseInLocation("2006-01-02 15:04", text, berlin)
	require.NoError(t, err)
	return now
}

// fixed is a show whose clock stands still, with the company as the oracle knows it.
type fixed struct {
	Show
	company  *oracle.Company
	settings oracle.Settings
	lacking  []string // entities that have no rows or are not mapped, of which errors may tell
	partly   bool     // they are not mapped, which the oracle does not know
}

// fixedAt opens the dashboards at an instant over the reference schema with what fill writes, named so that it is filled once.
// more are settings of the data source.
func fixedAt(t *testing.T, now time.Time, name string, fill func(*sql.DB) error, more map[string]any) fixed {
	t.Helper()
	dsn := pgtest.Source{Name: name, From: demotest.Empty(), Fill: fill}.Copy(t)
	show := showOf(t, now, dsn, more)
	company, err := oracle.Load(t.Context(), pgtest.Open(t, dsn), "crm")
	require.NoError(t, err)
	return fixed{
		Show:     show,
		company:  company,
		settings: oracle.Settings{Calendar: calendar.Calendar{Location: now.Location(), WeekStart: time.Monday, FiscalStart: fiscalStart}, ReportingCurrency: "USD"},
	}
}

// showOf is a show of a database at an instant; more are settings of the data source.
func showOf(t *testing.T, now time.Time, dsn string, more map[string]any) Show {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	password, _ := u.User.Password()
	fields := map[string]any{
		"host": u.Hostname(), "port": port, "database": strings.TrimPrefix(u.Path, "/"), "user": u.User.Username(), "tlsMode": "disable",
		"timezone": zone, "fiscalStart": int(fiscalStart),
	}
	for key, value := range more {
		fields[key] = value
	}
	settings, err := json.Marshal(fields)
	require.NoError(t, err)
	source := backend.DataSourceInstanceSettings{
		UID: "crm-kpis", Type: dashboards.PluginID, JSONData: settings, DecryptedSecureJSONData: map[string]string{"password": password},
	}
	instance, err := plugin.NewDatasource(t.Context(), source)
	require.NoError(t, err)
	d := instance.(*plugin.Datasource)
	d.Now = func() time.Time { return now }
	t.Cleanup(d.Dispose)
	return Show{Plugin: d, Source: backend.PluginContext{Namespace: "default", PluginID: dashboards.PluginID, DataSourceInstanceSettings: &source}, Now: now, Out: io.Discard, young: true}
}

// fiscalStart is the month in which the company's year begins.
const fiscalStart = time.April
