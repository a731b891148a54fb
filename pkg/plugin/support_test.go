package plugin_test

import (
	"encoding/json"
	"maps"
	"net/url"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/demo/demotest"
	"github.com/crmkpi/crm-datasource/pkg/plugin"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

func TestMain(m *testing.M) { pgtest.Main(m) }

// today is when the past of the demo company ends.
var today = time.Date(2024, time.June, 14, 10, 0, 0, 0, time.UTC)

// year is the whole year before today.
var year = backend.TimeRange{From: time.Date(2023, 6, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2024, 5, 31, 23, 59, 59, 999e6, time.UTC)}

// company returns the connection string of the small demo company.
func company(t *testing.T) string {
	return demotest.At(1, today).Shared(t)
}

// administrator is asking, who may read everything.
var administrator = backend.PluginContext{User: &backend.User{Login: "admin", Role: "Admin"}}

// changes are settings that differ from those of a test's database; nil leaves one out.
type changes map[string]any

// settingsOf are the settings of a data source on a test's database.
func settingsOf(t testing.TB, dsn string, change changes) backend.DataSourceInstanceSettings {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	password, _ := u.User.Password()
	all := map[string]any{"host": u.Hostname(), "port": port, "database": u.Path[1:], "user": u.User.Username(), "tlsMode": "disable"}
	maps.Copy(all, change)
	if p, ok := all["password"].(string); ok {
		password = p
		delete(all, "password")
	}
	text, err := json.Marshal(all)
	require.NoError(t, err)
	return backend.DataSourceInstanceSettings{
		ID: 1, UID: "crm", Name: "CRM", Type: "crmkpi-crm-datasource", Updated: time.Unix(1, 0),
		JSONData: text, DecryptedSecureJSONData: map[string]string{"password": password},
	}
}

// instance is a data source in this process.
func instance(t testing.TB, settings backend.DataSourceInstanceSettings) *plugin.Datasource {
	t.Helper()
	made, err := plugin.NewDatasource(t.Context(), settings)
	require.NoError(t, err)
	d := made.(*plugin.Datasource)
	t.Cleanup(d.Dispose)
	return d
}

// ask asks questions by their refIds, each over the year.
func ask(t *testing.T, d backend.QueryDataHandler, questions map[string]string) backend.Responses {
	t.Helper()
	response, err := d.QueryData(t.Context(), requestOf(administrator, questions))
	require.NoError(t, err)
	require.Len(t, response.Responses, len(questions))
	return response.Responses
}

func requestOf(plugin backend.PluginContext, questions map[string]string) *backend.QueryDataRequest {
	request := &backend.QueryDataRequest{PluginContext: plugin}
	for id, text := range questions {
		request.Queries = append(request.Queries, backend.DataQuery{
			RefID: id, JSON: []byte(text), TimeRange: year, Interval: 12 * time.Hour, MaxDataPoints: 800,
		})
	}
	return request
}

// requireFault checks a response's error.
func requireFault(t *testing.T, r backend.DataResponse, status backend.Status, parts ...string) {
	t.Helper()
	require.Error(t, r.Error)
	require.Equal(t, status, r.Status, r.Error)
	require.Equal(t, backend.ErrorSourceDownstream, r.ErrorSource, r.Error)
	require.Empty(t, r.Frames)
	requireParts(t, r.Error.Error(), parts...)
}

func requireParts(t *testing.T, text string, parts ...string) {
	t.Helper()
	require.NotEmpty(t, parts)
	for _, part := range parts {
		require.Contains(t, strings.ToLower(text), strings.ToLower(part))
	}
}

// number is what SQL says.
func number(t *testing.T, dsn, statement string, args ...any) (n float64) {
	t.Helper()
	require.NoError(t, pgtest.Open(t, dsn).QueryRow(statement, args...).Scan(&n))
	return n
}
