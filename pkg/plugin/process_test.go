package plugin_test

import (
	"context"
	"encoding/json"
	"io"
	"net/http"
	"regexp"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// started starts the plugin as Grafana does.
func started(t testing.TB) *pluginclient.Client {
	t.Helper()
	return startedLogging(t, io.Discard)
}

// startedLogging is started with what the plugin logs.
func startedLogging(t testing.TB, logs io.Writer) *pluginclient.Client {
	t.Helper()
	client, err := pluginclient.StartLogging(t.Context(), built.Plugin(t), logs)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

func contextOf(settings backend.DataSourceInstanceSettings) backend.PluginContext {
	return backend.PluginContext{Namespace: "default", PluginID: "crmkpi-crm-datasource", DataSourceInstanceSettings: &settings, User: administrator.User}
}

// slow maps deals so that every statement on them takes an hour.
const slow = `entities: {deals: {from: "crm.deals as d cross join (select pg_sleep(3600) as asleep) as s", fields: {id: d.id, status: d.status, closed_at: d.closed_at}}}`

// The plugin as Grafana has it: a process of its own behind gRPC.
func TestProcess(t *testing.T) {
	dsn := company(t)
	client := started(t)
	good := contextOf(settingsOf(t, dsn, nil))

	t.Run("several queries at once", func(t *testing.T) {
		questions := map[string]string{
			"A": `{"kpis":["deals_won"],"groupBy":["region"],"grain":"month"}`, "B": `{"kpis":["deals_won"],"grain":"none"}`,
			"C": `{"kpis":["deals_one"]}`, "D": `{"queryType":"values","dimension":"region"}`,
		}
		response, err := client.QueryData(t.Context(), requestOf(good, questions))
		require.NoError(t, err)
		require.Len(t, response.Responses, len(questions))
		want := number(t, dsn, wonInYear)
		for _, id := range []string{"A", "B"} {
			require.NoError(t, response.Responses[id].Error)
			require.Equal(t, want, total(t, response.Responses[id].Frames, "deals_won"))
			require.Equal(t, id, response.Responses[id].Frames[0].RefID)
		}
		requireFault(t, response.Responses["C"], backend.StatusBadRequest, "deals_one", "did you mean")
		require.NoError(t, response.Responses["D"].Error)
		require.Positive(t, response.Responses["D"].Frames[0].Rows())
	})

	t.Run("health", func(t *testing.T) {
		for name, test := range map[string]struct {
			settings backend.DataSourceInstanceSettings
			status   backend.HealthStatus
			part     string
		}{
			"good":           {settingsOf(t, dsn, nil), backend.HealthStatusOk, "KPIs are available"},
			"wrong password": {settingsOf(t, dsn, changes{"password": "wrong"}), backend.HealthStatusError, "password"},
			"wrong settings": {settingsOf(t, dsn, changes{"timezone": "Mars"}), backend.HealthStatusError, "setting timezone"},
			"empty database": {settingsOf(t, pgtest.DSN(t), nil), backend.HealthStatusError, "crmkpi migrate"},
		} {
			test.settings.UID, test.settings.ID = name, int64(len(name))
			result, err := client.CheckHealth(t.Context(), &backend.CheckHealthRequest{PluginContext: contextOf(test.settings)})
			require.NoError(t, err, name)
			require.Equal(t, test.status, result.Status, result.Message)
			require.Contains(t, result.Message, test.part)
			require.True(t, json.Valid(result.JSONDetails))
		}
	})

	t.Run("checks", func(t *testing.T) { checks(t, client, dsn) })

	t.Run("custom KPIs", func(t *testing.T) { customKPIs(t, client, dsn) })

	t.Run("changed settings", func(t *testing.T) {
		settings := settingsOf(t, dsn, changes{"language": "ru"})
		settings.Updated = settings.Updated.Add(time.Second)
		response, err := client.QueryData(t.Context(), requestOf(contextOf(settings), map[string]string{"A": `{"kpis":["revenue"]}`}))
		require.NoError(t, err)
		require.NoError(t, response.Responses["A"].Error)
		require.Equal(t, "Выручка", response.Responses["A"].Frames[0].Fields[1].Config.DisplayNameFromDS)
	})

	t.Run("resources", func(t *testing.T) {
		for address, status := range map[string]int{"catalog": http.StatusOK, "values?dimension=region": http.StatusOK, "dimensions": http.StatusBadRequest} {
			path, _, _ := strings.Cut(address, "?")
			response, err := client.CallResource(t.Context(), &backend.CallResourceRequest{
				PluginContext: good, Method: http.MethodGet, Path: path, URL: address,
			})
			require.NoError(t, err, address)
			require.Equal(t, status, response.Status, string(response.Body))
			require.True(t, json.Valid(response.Body))
		}
	})

	t.Run("metrics", func(t *testing.T) {
		text, err := client.CollectMetrics(t.Context())
		require.NoError(t, err)
		for _, line := range []string{
			`crmkpi_question_duration_seconds_count{outcome="ok",type="kpi"}`, `crmkpi_question_duration_seconds_count{outcome="asker",type="kpi"}`,
			`crmkpi_statement_duration_seconds_count{outcome="ok"}`, `crmkpi_statement_rows_total`, `crmkpi_pool_open_connections{datasource_uid="crm"}`,
		} {
			require.Regexp(t, `(?m)^`+regexp.QuoteMeta(line)+` [1-9]`, text)
		}
	})

	t.Run("the dashboard of administrators", func(t *testing.T) { dashboardOfThePlugin(t, client, dsn) })

	t.Run("answers without bound", func(t *testing.T) { answersWithoutBound(t, client, dsn) })

	t.Run("cancellation reaches PostgreSQL", func(t *testing.T) {
		settings := settingsOf(t, dsn, changes{"mapping": slow, "queryTimeout": 3600})
		settings.UID, settings.ID = "slow", 99
		admin := pgtest.Open(t, dsn)
		running := func() (n int) {
			require.NoError(t, admin.QueryRow(`SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()
				AND state = 'active' AND query LIKE '%as asleep%' AND pid <> pg_backend_pid()`).Scan(&n))
			return n
		}
		ctx, cancel := context.WithCancel(t.Context())
		defer cancel()
		answered := make(chan error, 1)
		go func() {
			_, err := client.QueryData(ctx, requestOf(contextOf(settings), map[string]string{
				"A": `{"kpis":["deals_won"],"grain":"none"}`, "B": `{"kpis":["deals_won"],"grain":"month"}`,
			}))
			answered <- err
		}()
		require.Eventually(t, func() bool { return running() == 2 }, time.Minute, 5*time.Millisecond)
		cancel()
		require.ErrorContains(t, <-answered, "context canceled")
		require.Eventually(t, func() bool { return running() == 0 }, time.Minute, 5*time.Millisecond)
	})

	t.Run("a statement that takes too long", func(t *testing.T) {
		settings := settingsOf(t, dsn, changes{"mapping": slow, "queryTimeout": 0.05})
		settings.UID, settings.ID = "impatient", 98
		response, err := client.QueryData(t.Context(), requestOf(contextOf(settings), map[string]string{"A": `{"kpis":["deals_won"]}`}))
		require.NoError(t, err)
		requireFault(t, response.Responses["A"], backend.StatusTimeout, "50ms", "query timeout")
	})
}
