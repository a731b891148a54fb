package faults

import (
	"context"
	"encoding/json"
	"maps"
	"regexp"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/grafana/grafana-plugin-sdk-go/data"
	"github.com/stretchr/testify/require"

	"github.com/crmkpi/crm-datasource/pkg/dashboards"
	"github.com/crmkpi/crm-datasource/pkg/i18n"
	"github.com/crmkpi/crm-datasource/pkg/pluginclient"
)

func start(t *testing.T, binary string) *pluginclient.Client {
	t.Helper()
	client, err := pluginclient.Start(t.Context(), binary)
	require.NoError(t, err)
	t.Cleanup(client.Close)
	return client
}

// settings are those of a data source that differ from the usual ones.
type settings map[string]any

// source is a data source on a company, reached by a port, that speaks a language.
func (c company) source(uid string, port int, language i18n.Language, change settings) backend.PluginContext {
	all := map[string]any{
		"host": "127.0.0.1", "port": port, "database": c.name, "user": c.reader, "tlsMode": "disable", "language": language, "liveUpdates": false, "answerAge": 0,
	}
	maps.Copy(all, change)
	text, err := json.Marshal(all)
	if err != nil {
		panic(err)
	}
	return backend.PluginContext{
		Namespace: "default", PluginID: dashboards.PluginID,
		DataSourceInstanceSettings: &backend.DataSourceInstanceSettings{
			UID: uid, Type: dashboards.PluginID, Updated: time.Unix(1, 0), JSONData: text, DecryptedSecureJSONData: map[string]string{"password": password},
		},
	}
}

// year is the one in which the company's deals are won.
var year = backend.TimeRange{From: time.Date(2024, 1, 1, 0, 0, 0, 0, time.UTC), To: time.Date(2025, 1, 31, 0, 0, 0, 0, time.UTC)}

// Questions about the company.
const (
	byMonth  = `{"kpis":["revenue","deals_won"],"groupBy":["rep"],"grain":"month"}`
	rows     = `{"queryType":"records","kpis":["deals_won"],"rows":2000}`                    // of which the answer takes many packets
	sorted   = `{"kpis":["sales_cycle"],"parameters":{"statistic":"median"},"grain":"none"}` // by more than little memory holds
	bySource = `{"kpis":["revenue"],"groupBy":["source"],"grain":"none"}`
)

// ask asks a data source a question about the year.
func ask(ctx context.Context, client *pluginclient.Client, source backend.PluginContext, question string) (backend.DataResponse, error) {
	return askOver(ctx, client, source, question, year)
}

func askOver(ctx context.Context, client *pluginclient.Client, source backend.PluginContext, question string, over backend.TimeRange) (backend.DataResponse, error) {
	response, err := client.QueryData(ctx, &backend.QueryDataRequest{
		PluginContext: source,
		Queries:       []backend.DataQuery{{RefID: "A", JSON: []byte(question), TimeRange: over, Interval: 24 * time.Hour, MaxDataPoints: 1000}},
	})
	if err != nil {
		return backend.DataResponse{}, err
	}
	return response.Responses["A"], nil
}

// numbers are those of an answer, to be compared.
func numbers(t *testing.T, r backend.DataResponse) string {
	t.Helper()
	require.NoError(t, r.Error)
	require.NotEmpty(t, r.Frames)
	var all []string
	for _, frame := range r.Frames {
		text, err := data.FrameToJSON(frame, data.IncludeDataOnly)
		require.NoError(t, err)
		all = append(all, string(text))
	}
	return strings.Join(all, "\n")
}

// notices are what an answer says of itself.
func notices(r backend.DataResponse) (all []string) {
	for _, frame := range r.Frames {
		if frame.Meta == nil {
			continue
		}
		for _, notice := range frame.Meta.Notices {
			all = append(all, notice.Text)
		}
	}
	return all
}

// sample is one line of the metrics.
var sample = regexp.MustCompile(`(?m)^([a-z_]+(?:\{[^}]*\})?) ([0-9.e+]+)$`)

// metrics are those of the plugin's process, by name and labels.
func metrics(t *testing.T, client *pluginclient.Client) map[string]float64 {
	t.Helper()
	text, err := client.CollectMetrics(t.Context())
	require.NoError(t, err)
	all := map[string]float64{}
	for _, found := range sample.FindAllStringSubmatch(text, -1) {
		value, err := strconv.ParseFloat(found[2], 64)
		require.NoError(t, err)
		all[found[1]] = value
	}
	require.NotZero(t, all["go_goroutines"])
	return all
}

// eventually waits until something is so.
func eventually(t *testing.T, so func() bool) {
	t.Helper()
	require.Eventually(t, so, time.Minute, 5*time.Millisecond)
}
