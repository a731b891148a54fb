package plugin_test

import (
	"encoding/json"
	"net/http"
	"strings"
	"testing"

	"github.com/grafana/grafana-plugin-sdk-go/backend"
	"github.com/stretchr/testify/require"
)

// post sends what a dashboard asks, and reads the answer.
func post(t *testing.T, d backend.CallResourceHandler, address string, asked map[string]any) map[string]any {
	t.Helper()
	path, _, _ := strings.Cut(address, "?")
	status, body := called(t, d, &backend.CallResourceRequest{Method: http.MethodPost, Path: path, URL: address, Body: []byte(jsonOf(t, asked)), PluginContext: administrator})
	require.Equal(t, http.StatusOK, status, string(body))
	var answer map[string]any
	require.NoError(t, json.Unmarshal(body, &answer))
	return answer
}

func kpiPanel(ids ...string) map[string]any { return map[string]any{"refId": "A", "kpis": ids} }

func TestWhatADashboardsPanelsHave(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	rep := map[string]any{"dimension": "rep", "operator": "in", "values": []string{"Ann"}}
	region := map[string]any{"dimension": "region", "operator": "in", "values": []string{"EMEA"}}
	tickets := post(t, d, "drilldown", map[string]any{"questions": []any{kpiPanel("tickets_created")}, "filters": []any{rep, region}, "groupBy": []string{"rep", "region"}})
	applies := map[string]any{"applicable": true}
	declined := map[string]any{"applicable": false, "reason": "no Rep is known of Tickets created"}
	require.Equal(t, []any{declined, applies}, tickets["filters"])
	require.Equal(t, []any{declined, applies}, tickets["groupBy"])
	require.Contains(t, tickets["dimensions"], "region")
	require.NotContains(t, tickets["dimensions"], "rep")

	both := post(t, d, "drilldown?lang=ru", map[string]any{"questions": []any{kpiPanel("tickets_created"), kpiPanel("revenue")}, "filters": []any{rep}})
	require.Equal(t, []any{applies}, both["filters"], "one panel is enough")
	require.Contains(t, both["dimensions"], "rep")
	require.Contains(t, both["fields"], "amount")

	russian := post(t, d, "drilldown?lang=ru", map[string]any{"questions": []any{kpiPanel("tickets_created", "revenue")}, "filters": []any{rep}})
	require.Contains(t, russian["filters"].([]any)[0].(map[string]any)["reason"], "такого нет у Создано обращений")

	records := post(t, d, "drilldown", map[string]any{"questions": []any{map[string]any{"queryType": "records", "entity": "tickets"}}, "filters": []any{rep}})
	require.Contains(t, records["fields"], "created_at")
	require.Equal(t, false, records["filters"].([]any)[0].(map[string]any)["applicable"])

	unreadable := post(t, d, "drilldown", map[string]any{"questions": []any{kpiPanel("$kpi"), kpiPanel()}, "filters": []any{rep}})
	require.Equal(t, []any{applies}, unreadable["filters"], "nothing is known against it")
}

func TestValuesInADashboard(t *testing.T) {
	d := instance(t, settingsOf(t, company(t), nil))
	texts := func(asked map[string]any) (all []any) {
		for _, v := range post(t, d, "values", asked)["values"].([]any) {
			all = append(all, v.(map[string]any)["text"])
		}
		return all
	}
	everybody := texts(map[string]any{"dimension": "rep"})
	won := texts(map[string]any{"dimension": "rep", "questions": []any{kpiPanel("revenue")}, "from": "2020-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"})
	require.NotEmpty(t, won)
	require.Subset(t, everybody, won)
	before := texts(map[string]any{"dimension": "rep", "questions": []any{kpiPanel("revenue")}, "from": "1990-01-01T00:00:00Z", "to": "1991-01-01T00:00:00Z"})
	require.Empty(t, before, "nobody won a deal then")
	require.Equal(t, everybody, texts(map[string]any{"dimension": "rep", "questions": []any{kpiPanel("tickets_created")}}), "no panel has it")
	require.Equal(t, everybody, texts(map[string]any{"dimension": "rep", "questions": []any{kpiPanel("revenue"), map[string]any{"queryType": "records", "entity": "deals"}}}))
	team := texts(map[string]any{"dimension": "team", "questions": []any{kpiPanel("revenue")}, "filters": []any{map[string]any{"dimension": "rep", "operator": "in", "values": won[:1]}},
		"from": "2020-01-01T00:00:00Z", "to": "2030-01-01T00:00:00Z"})
	require.Len(t, team, 1, "the team of a rep")
	some := post(t, d, "values", map[string]any{"dimension": "rep", "limit": 1})
	require.Len(t, some["values"], 1)
	require.Equal(t, true, some["more"])
}

func TestWrongCallsOfADashboard(t *testing.T) {
	d := instance(t, settingsOf(t, "postgres://u:p@localhost:5432/db", nil))
	for _, path := range []string{"drilldown", "values"} {
		status, body := called(t, d, &backend.CallResourceRequest{Method: http.MethodPost, Path: path, URL: path, Body: []byte("[]"), PluginContext: administrator})
		require.Equal(t, http.StatusBadRequest, status)
		require.Contains(t, string(body), "not what a dashboard asks")
	}
}
