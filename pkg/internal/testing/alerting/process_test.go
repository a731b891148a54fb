package alerting

import (
	"context"
	"encoding/json"
	"fmt"
	"net/url"
	"os/exec"
	"path/filepath"
	"runtime"
	"strconv"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/internal/testing/built"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
	"github.com/crmkpi/crm-datasource/pkg/postgres/pgtest"
)

// buildPlugin builds the plugin's executable for this machine into a folder.
func buildPlugin(t *testing.T, dir string) (program string) {
	t.Helper()
	program = filepath.Join(dir, fmt.Sprintf("gpx_crm_%s_%s", runtime.GOOS, runtime.GOARCH))
	if runtime.GOOS == "windows" {
		program += ".exe"
	}
	build := exec.CommandContext(t.Context(), "go", "build", "-o", program, "github.com/crmkpi/crm-datasource/pkg")
	output, err := build.CombinedOutput()
	require.NoError(t, err, string(output))
	return program
}

// throughPlugin asks a plugin's process, which takes its own clock for now, as an alert rule does.
func throughPlugin(t *testing.T, client *pluginclient.Client, dsn string) Asked {
	t.Helper()
	u, err := url.Parse(dsn)
	require.NoError(t, err)
	port, err := strconv.Atoi(u.Port())
	require.NoError(t, err)
	password, _ := u.User.Password()
	settings, err := json.Marshal(map[string]any{
		"host": u.Hostname(), "port": port, "database": u.Path[1:], "user": u.User.Username(), "tlsMode": "disable", "timezone": zone, "reportingCurrency": "USD",
	})
	require.NoError(t, err)
	source := backend.PluginContext{Namespace: "default", PluginID: pluginID, DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
		ID: 1, UID: "crm-kpis", Type: pluginID, Name: "CRM KPIs", Updated: time.Now(), JSONData: settings,
		DecryptedSecureJSONData: map[string]string{"password": password},
	}}
	return func(ctx context.Context, question json.RawMessage, from, to time.Time) (data.Frames, error) {
		response, err := client.QueryData(ctx, &backend.QueryDataRequest{
			PluginContext: source, Headers: map[string]string{backend.FromAlertHeaderName: "true"},
			Queries: []backend.DataQuery{{RefID: "A", JSON: question, TimeRange: backend.TimeRange{From: from, To: to}, Interval: time.Minute, MaxDataPoints: 100}},
		})
		if err != nil {
			return nil, err
		}
		answer := response.Responses["A"]
		return answer.Frames, answer.Error
	}
}

// The rules as the plugin's process answers them today, whatever day it is: silent, firing, and an error without the database.
func TestRulesThroughThePlugin(t *testing.T) {
	client, err := pluginclient.Start(t.Context(), built.Plugin(t))
	require.NoError(t, err)
	t.Cleanup(client.Close)
	now := time.Now()
	dsn := quiet(t, now)
	ask := throughPlugin(t, client, dsn)
	rules := shipped(t)
	for _, r := range rules {
		verdict, err := r.Judge(t.Context(), now, ask)
		require.NoError(t, err)
		require.NotEmpty(t, verdict, r.UID)
		require.Empty(t, verdict.Firing(), "%s: %v", r.UID, verdict)
	}
	breaches := readBreaches(t)
	db := pgtest.Open(t, dsn)
	for uid, b := range breaches {
		require.NoError(t, change(t.Context(), db, now, b.By), uid)
	}
	for _, r := range rules {
		verdict, err := r.Judge(t.Context(), now, ask)
		require.NoError(t, err)
		if b, ok := breaches[r.UID]; ok {
			require.Equal(t, []data.Labels{b.Fires}, verdict.Firing(), "%s: %v", r.UID, verdict)
		}
	}
	takeAway(t, dsn)
	for _, r := range rules {
		requireErrors(t, r, now, ask)
	}
}
